"""A city's rules as tables for people: rows of plain values, and the columns to show."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

from console.output import Column, Row
from models.casework.routing import suggestions
from models.casework.sop import ClockRule, Sop
from models.casework.states import MOVES, WORDS
from models.city import City
from models.city_desk_checks import categories
from models.i18n import _


@dataclass(frozen=True, slots=True)
class Table:
    """One section of ``sop show``."""

    title: str
    rows: Sequence[Row]
    columns: Sequence[Column]


def tables(city: City, sop: Sop, lines: Sequence[str]) -> dict[str, Table]:
    """Return the sections by name, in their order; *lines* are those of modem.conf."""
    return {
        "desk": _desk(city, sop),
        "states": _states(),
        "moves": _moves(),
        "deadlines": _deadlines(sop),
        "ladder": _ladder(sop),
        "routes": _routes(sop),
        "agencies": _agencies(sop),
        "categories": _categories(city, sop),
        "emergencies": _emergencies(sop),
        "lines": _lines(city, sop, lines),
    }


def _desk(city: City, sop: Sop) -> Table:
    quiet = "{:%H:%M}-{:%H:%M}".format(*sop.quiet)
    hours = f"{city.office_hours.opens:%H:%M}-{city.office_hours.closes:%H:%M}"
    values = (
        ("name", _("name"), sop.name),
        ("timezone", _("time zone"), city.timezone),
        ("office_hours", _("office hours"), hours),
        ("weekend", _("days off"), city.weekend),
        ("holidays", _("own holidays and worked days"), len(city.holidays)),
        ("short_days", _("spans of short days"), len(city.short_days)),
        ("verified_needed", _("verified before an agency gets it"), sop.verified_needed),
        ("accused_to", _("complaints about staff go to"), sop.accused_to),
        ("quiet_hours", _("no SMS about progress"), quiet),
        ("answer", _("a reporter answers within"), str(sop.answer_after)),
        ("close_after_silence", _("done, then closed after"), str(sop.close_after)),
        ("reopen", _("may be opened again for"), str(sop.reopen)),
        ("strikes", _("strikes until a number is blocked"), sop.abuse.strikes),
        ("block", _("a block lasts"), _length(sop.abuse.block)),
        ("strike_life", _("a strike lasts"), _length(sop.abuse.strike_life)),
        ("code_mode", _("officers' codes"), sop.codes.mode),
        ("code_verbs", _("words that need a code"), sorted(map(str.upper, sop.codes.verbs))),
        ("code_life", _("a code lasts"), _length(sop.codes.life)),
        ("incident_window", _("one incident within"), _length(sop.incidents.window)),
        ("incident_likeness", _("likeness of an incident's words"), sop.incidents.likeness),
        ("incident_automatic", _("joined by itself from"), sop.incidents.automatic),
    )
    rows = [{"key": key, "rule": title, "value": value} for key, title, value in values]
    return Table(_("The desk"), rows, [Column("rule", _("rule")), _free("value", _("value"))])


def _states() -> Table:
    rows = [
        {"state": state, "shown": word.shown, "lapor": word.lapor, "colour": word.colour}
        for state, word in WORDS.items()
    ]
    columns = [
        Column("state", _("state")),
        Column("shown", _("a citizen reads")),
        Column("lapor", _("SP4N-LAPOR")),
        Column("colour", _("colour")),
    ]
    return Table(_("States"), rows, columns)


def _moves() -> Table:
    rows = [
        {"verb": verb, "from": sorted(rule.sources), "to": rule.to, "roles": sorted(rule.roles)}
        for verb, rule in MOVES.items()
    ]
    columns = [
        Column("verb", _("act")),
        _free("from", _("from")),
        Column("to", _("to")),
        _free("roles", _("who may")),
    ]
    return Table(_("Who may do what"), rows, columns)


def _deadlines(sop: Sop) -> Table:
    conditions = [one.name for one in fields(ClockRule) if one.name not in ("clock", "span")]
    rows = [
        {
            "clock": rule.clock,
            "span": str(rule.span),
            **{name: getattr(rule, name) for name in conditions},
        }
        for rule in sop.deadlines
    ]
    titles = (_("type"), _("subtype"), _("category"), _("class"), _("urgency"), _("term"))
    columns = [
        Column("clock", _("deadline")),
        Column("span", _("span")),
        *(Column(name, title) for name, title in zip(conditions, titles, strict=True)),
    ]
    return Table(_("Deadlines: the most exact one holds"), rows, columns)


def _ladder(sop: Sop) -> Table:
    rows = [
        {
            "to": step.to,
            "after": str(step.after) if step.after else None,
            "clocks": sorted(step.clocks),
        }
        for step in sop.ladder
    ]
    columns = [
        Column("to", _("told")),
        Column("after", _("after the deadline")),
        _free("clocks", _("of these deadlines only")),
    ]
    return Table(_("Escalation, each step once"), rows, columns)


def _routes(sop: Sop) -> Table:
    rows = [
        {
            "agency": route.agency,
            "support": route.support,
            "categories": sorted(route.categories),
            "areas": sorted(route.areas),
            "types": sorted(route.types),
            "automatic": route.automatic,
        }
        for route in sop.routes
    ]
    columns = [
        Column("agency", _("agency")),
        _free("support", _("supported by")),
        _free("categories", _("categories")),
        _free("areas", _("areas")),
        _free("types", _("types")),
        Column("automatic", _("without a coordinator")),
    ]
    return Table(_("Routes: the one with most conditions holds"), rows, columns)


def _agencies(sop: Sop) -> Table:
    rows = [
        {
            "agency": agency.code,
            "name": agency.name,
            "kind": agency.kind,
            "area": agency.area,
            "parent": agency.parent,
            "categories": sorted(agency.categories),
            "contact": agency.contact,
            "escalation": agency.escalation,
        }
        for agency in sop.agencies
    ]
    columns = [
        Column("agency", _("agency")),
        _free("name", _("name")),
        Column("kind", _("kind")),
        Column("area", _("area")),
        Column("parent", _("hands up to")),
        _free("categories", _("categories")),
        Column("contact", _("contact")),
        _free("escalation", _("steps told")),
    ]
    return Table(_("Agencies"), rows, columns)


def _categories(city: City, sop: Sop) -> Table:
    rows = []
    for code in categories(city):
        rule = sop.category(code)
        rows.append(
            {
                "category": code,
                "name": rule.name,
                "agency": _proposed(sop, code),
                "confidential": rule.confidential,
                "grade": rule.grade,
                "contact": rule.contact,
            }
        )
    columns = [
        Column("category", _("category")),
        _free("name", _("name")),
        Column("agency", _("proposed first")),
        Column("confidential", _("rahasia")),
        Column("grade", _("class")),
        Column("contact", _("contact")),
    ]
    return Table(_("Categories"), rows, columns)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report of which only the category is known."""

    category: str
    type: str = "pengaduan"
    subtype: str = ""
    urgency: str = "biasa"
    area: str = ""
    accused: tuple[str, ...] = ()


def _proposed(sop: Sop, category: str) -> str:
    ways = suggestions(sop, lambda _code: "", _Report(category))
    return ways[0].agency if ways else ""


def _emergencies(sop: Sop) -> Table:
    rows = [
        {"category": category, "agency": agency} for category, agency in sop.emergencies.agencies
    ]
    title = _("Emergencies: repeated every %(span)s, %(rounds)d times through the roster") % {
        "span": _length(sop.emergencies.repeat),
        "rounds": sop.emergencies.rounds,
    }
    columns = [Column("category", _("category")), Column("agency", _("alarmed"))]
    return Table(title, rows, columns)


def _lines(city: City, sop: Sop, lines: Sequence[str]) -> Table:
    rows = [
        {
            "line": line,
            "keywords": [word for one in city.keywords_of(line) for word in one.words()],
            "confidentiality": sop.confidentiality_on(line),
        }
        for line in lines
    ]
    columns = [
        Column("line", _("line")),
        _free("keywords", _("keywords")),
        Column("confidentiality", _("reports begin as")),
    ]
    return Table(_("Lines"), rows, columns)


def _free(key: str, title: str) -> Column:
    return Column(key, title, free=True)


def _length(time: timedelta) -> str:
    """Return a length of time as city.toml says it."""
    minutes = time // timedelta(minutes=1)
    for unit, size in (("hari", 1_440), ("jam", 60)):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} menit"
