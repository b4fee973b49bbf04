"""Check the tables of city.toml that say how the desk works, each fault by table and key."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from models.binding import nearest
from models.city_checks import refuse
from models.city_desk import ClockName, Deadline, Escalation
from models.clocks import DAYS, HOURS, MINUTES, WORKING_DAYS, Span
from models.i18n import _
from models.values import plain
from parser import lexicon

if TYPE_CHECKING:
    from models.city import City

CLOCKS: tuple[str, ...] = get_args(ClockName)
STEPS: tuple[str, ...] = ("officer", "head", "coordinator", "assistant", "mayor")
LEVELS = ("biasa", "anonim", "rahasia")
TYPES = ("pengaduan", "aspirasi", "permintaan_info", "ppid", "kritik")
VERBS = ("DISPOSISI", "TERIMA", "PROSES", "SELESAI", "TOLAK", "TANYA", "CATAT", "GABUNG",
         "RAHASIA", "PRANK")  # fmt: skip
FIELD_CHECK = "field_check"
ANY = "*"
MOST_HINT = 400  # characters: all categories, but not the agencies of a large city
_GRADE = re.compile(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_MINUTES = {MINUTES: 1, HOURS: 60, DAYS: 1_440, WORKING_DAYS: 1_440}


def categories(city: "City") -> tuple[str, ...]:
    """Return the categories that a report can have: those the parser knows, and the city's own."""
    own = (category.code for category in city.categories)
    return tuple(dict.fromkeys((*lexicon.table("categories"), *own)))


def check_desk(city: "City") -> None:
    """Raise ConfigError when the rules of the desk name what is not there or contradict."""
    _check_units(city)
    _check_parents(city)
    _check_deadlines(city)
    _check_table(city)
    _check_routes(city)
    _check_ladder(city)
    _check_emergencies(city)
    _check_spans(city)


def _known(
    city: "City", table: str, key: str, words: Iterable[str], allowed: Iterable[str]
) -> None:
    """Raise ConfigError for the first of *words* that is none of *allowed*."""
    names = [*allowed]
    for word in words:
        if word not in names:
            raise refuse(city, table, key, f"{word!r}; {_hint(word, names)}")


def _hint(word: str, names: list[str]) -> str:
    """Return the nearest of *names*, or them all unless they are too many for a line."""
    hint = nearest(word, names)
    if not names or len(hint) > MOST_HINT:
        return _("none of the %(count)d there are") % {"count": len(names)}
    return hint


def _codes(city: "City") -> list[str]:
    return [agency.code for agency in city.agencies]


def _areas(city: "City") -> list[str]:
    return [row["code"] for row in city.areas if row["kind"] in ("kecamatan", "kelurahan")]


def _check_units(city: "City") -> None:
    known, areas, served = categories(city), _areas(city), dict[str, str]()
    for agency in city.agencies:
        table = f"[[agency]] {agency.code}"
        _known(city, table, "categories", agency.categories, known)
        _known(city, table, "escalation", agency.escalation, STEPS)
        if (agency.kind == "area") != bool(agency.area):
            raise refuse(city, table, "area", _("kind area has one, and no other kind"))
        if not agency.area:
            continue
        _known(city, table, "area", [agency.area], areas)
        if served.setdefault(agency.area, agency.code) != agency.code:
            fault = _("%(area)s is already that of %(agency)s")
            detail = {"area": agency.area, "agency": served[agency.area]}
            raise refuse(city, table, "area", fault % detail)


def _check_parents(city: "City") -> None:
    parents = {agency.code: agency.parent for agency in city.agencies}
    for agency in city.agencies:
        if agency.parent:
            _known(city, f"[[agency]] {agency.code}", "parent", [agency.parent], parents)
    for code in parents:
        way = [code]
        while (parent := parents[way[-1]]) and parent not in way:
            way.append(parent)
        if parent == code:
            fault = _("goes round in a circle: %(way)s") % {"way": " -> ".join([*way, code])}
            raise refuse(city, f"[[agency]] {code}", "parent", fault)


def _check_table(city: "City") -> None:
    if city.desk.accused_to:
        _known(city, "[desk]", "accused_to", [city.desk.accused_to], _codes(city))
    for line, level in city.desk.confidentiality:
        _known(city, "[desk]", f"confidentiality {plain(line)}", [level], LEVELS)
    verbs = [verb.upper() for verb in city.officer_codes.verbs]
    _known(city, "[officer_codes]", "verbs", verbs, VERBS)
    for category in city.categories:
        if category.grade:
            table = f"[[category]] {category.code}"
            grades = {FIELD_CHECK, *(deadline.grade for deadline in city.deadlines)} - {""}
            _known(city, table, "grade", [category.grade], sorted(grades))


def _check_routes(city: "City") -> None:
    codes, known, areas = _codes(city), categories(city), _areas(city)
    for route in city.routes:
        table = f"[[route]] {plain(route.agency)}"
        _known(city, table, "agency", [route.agency], codes)
        _known(city, table, "support", route.support, codes)
        if route.agency in route.support:
            raise refuse(
                city, table, "support", _("%(agency)s leads already") % {"agency": route.agency}
            )
        _known(city, table, "categories", route.categories, known)
        _known(city, table, "areas", route.areas, areas)
        _known(city, table, "types", route.types, TYPES)


def _check_deadlines(city: "City") -> None:
    known, seen = categories(city), set[Deadline]()
    for deadline in city.deadlines:
        table = f"[[deadline]] {deadline.clock}"
        if deadline.category:
            _known(city, table, "category", [deadline.category], known)
        if deadline.grade and not _GRADE.fullmatch(deadline.grade):
            fault = _("%(grade)r is not a word of a-z 0-9 _") % {"grade": deadline.grade}
            raise refuse(city, table, "grade", fault)
        same = replace(deadline, span=Span(1, DAYS))
        if same in seen:
            raise refuse(city, table, "span", _("an earlier one is for the same reports"))
        seen.add(same)


def _check_ladder(city: "City") -> None:
    """Steps are written from the first to the last; each person is told once of one deadline."""
    for place, step in enumerate(city.escalation):
        table = f"[[escalation]] {step.to}"
        _known(city, table, "clocks", step.clocks, CLOCKS)
        for earlier in city.escalation[:place]:
            if not _meet(step, earlier):
                continue
            if step.to == earlier.to:
                raise refuse(city, table, "to", _("stands here twice"))
            if _after(step) < _after(earlier):
                fault = _("comes before the %(earlier)s that stands above it")
                raise refuse(city, table, "after", fault % {"earlier": earlier.to})


def _meet(one: Escalation, other: Escalation) -> bool:
    """Tell whether two steps can be of one deadline."""
    return not (one.clocks and other.clocks) or not set(one.clocks).isdisjoint(other.clocks)


def _after(step: Escalation) -> int:
    """Return roughly how many minutes after the deadline; a working day counts as a day."""
    return step.after.count * _MINUTES[step.after.unit] if step.after else 0


def _check_emergencies(city: "City") -> None:
    allowed = (*categories(city), ANY)
    for category, agency in city.emergencies.agencies:
        _known(city, "[emergency]", "agencies", [category], allowed)
        _known(city, "[emergency]", f"agencies {category}", [agency], _codes(city))


def _check_spans(city: "City") -> None:
    spans = (
        ("[abuse]", "block", city.abuse.block),
        ("[abuse]", "strike_life", city.abuse.strike_life),
        ("[officer_codes]", "life", city.officer_codes.life),
        ("[emergency]", "repeat", city.emergencies.repeat),
        ("[incident]", "window", city.incident.window),
        ("[desk]", "news_hold", city.desk.news_hold),
        ("[retention]", "identity", city.retention.identity),
        ("[retention]", "raw", city.retention.raw),
        ("[retention]", "noise", city.retention.noise),
        ("[retention]", "machine", city.retention.machine),
        ("[retention]", "backups", city.retention.backups),
    )
    for table, key, span in spans:
        if span is not None and span.unit == WORKING_DAYS:
            fault = _("%(span)s: runs on through nights and holidays; use hari, jam or menit")
            raise refuse(city, table, key, fault % {"span": f"'{span}'"})
