"""Make the rules that decisions need (models/casework/sop.py) of what city.toml says."""

from collections.abc import Iterator
from datetime import timedelta

from models.casework.sop import (
    Abuse,
    AgencyRule,
    CategoryRule,
    ClockRule,
    Codes,
    Emergencies,
    Incidents,
    Route,
    Sop,
    Step,
)
from models.city import City
from models.city_tables import Agency
from models.clocks import DAYS, HOURS, MINUTES, Calendar, Span

SECRET = frozenset({"pungli", "aparatur", "kekerasan"})
"""Categories whose reports are rahasia unless the city says otherwise (DOMAIN.md 6)."""

ACCUSED_TO = "INSPEKTORAT"
_TASKS = frozenset({"accept", "follow_up", "settle", "ppid", "ppid_extended"})
LADDER = (
    Step("coordinator", None, frozenset({"verify"})),
    Step("officer", None, _TASKS),
    Step("head", Span(1, "hk")),
    Step("assistant", Span(2, "hk")),
    Step("mayor", Span(3, "hk")),
)
"""Who is told where city.toml has no [[escalation]]."""


def sop_of(city: City, calendar: Calendar) -> Sop:
    """Return the rules of *city*, whose deadlines run on *calendar* (clocks.calendar_of)."""
    clocks, desk = city.clocks, city.desk
    return Sop(
        name=city.name,
        calendar=calendar,
        deadlines=(*_own_deadlines(city), *_deadlines(city)),
        routes=tuple(
            Route(
                one.agency, one.support, frozenset(one.categories), frozenset(one.areas),
                frozenset(one.types), one.automatic,
            )
            for one in city.routes
        ),
        ladder=_ladder(city),
        agencies=tuple(_agencies(city)),
        categories=tuple(_categories(city)),
        close_after=clocks.close_after_silence,
        reopen=clocks.reopen,
        answer_after=clocks.answer,
        verified_needed=desk.verified_needed,
        confidentiality=desk.confidentiality,
        accused_to=desk.accused_to or _accused_to(city),
        quiet=(desk.quiet_hours.begins, desk.quiet_hours.ends),
        news_hold=_time(desk.news_hold) if desk.news_hold else timedelta(),
        abuse=Abuse(city.abuse.strikes, _time(city.abuse.block), _time(city.abuse.strike_life)),
        codes=Codes(
            city.officer_codes.mode,
            frozenset(verb.lower() for verb in city.officer_codes.verbs),
            _time(city.officer_codes.life),
        ),
        emergencies=Emergencies(
            city.emergencies.agencies, _time(city.emergencies.repeat), city.emergencies.rounds
        ),
        incidents=Incidents(
            _time(city.incident.window), city.incident.likeness, city.incident.automatic
        ),
        parents={row["code"]: row["parent"] for row in city.areas},
    )  # fmt: skip


def _own_deadlines(city: City) -> Iterator[ClockRule]:
    for one in city.deadlines:
        yield ClockRule(
            one.clock, one.span, one.type or "", one.subtype or "", one.category, one.grade,
            one.urgency or "", one.term or "",
        )  # fmt: skip


def _deadlines(city: City) -> Iterator[ClockRule]:
    """Yield what [clock] says, for reports of which no [[deadline]] speaks."""
    clocks = city.clocks
    yield ClockRule("verify", clocks.verify)
    if clocks.accept:
        yield ClockRule("accept", clocks.accept)
    yield ClockRule("follow_up", clocks.follow_up)
    yield ClockRule("settle", clocks.field_check, grade="field_check")
    yield ClockRule("settle", clocks.information, type="permintaan_info")
    yield ClockRule("settle", clocks.complaint)
    yield ClockRule("ppid", clocks.ppid, type="permintaan_info", subtype="ppid")
    yield ClockRule("ppid_extended", clocks.ppid_extension, type="permintaan_info", subtype="ppid")


def _ladder(city: City) -> tuple[Step, ...]:
    written = tuple(Step(one.to, one.after, frozenset(one.clocks)) for one in city.escalation)
    return written or LADDER


def _agencies(city: City) -> Iterator[AgencyRule]:
    parents = {row["code"]: row["parent"] for row in city.areas}
    served = {agency.area: agency.code for agency in city.agencies if agency.area}
    for agency in city.agencies:
        yield AgencyRule(
            agency.code,
            agency.name,
            agency.kind,
            agency.area,
            agency.parent or _above(agency, parents, served),
            agency.aliases,
            frozenset(agency.categories),
            agency.contact,
            agency.escalation,
        )


def _above(agency: Agency, parents: dict[str, str], served: dict[str, str]) -> str:
    """Return the agency of the area that *agency*'s lies in: a kelurahan's kecamatan."""
    return served.get(parents.get(agency.area, ""), "") if agency.area else ""


def _categories(city: City) -> Iterator[CategoryRule]:
    named = {category.code: category for category in city.categories}
    for code in (*named, *sorted(SECRET - named.keys())):
        one = named.get(code)
        if one is None:
            yield CategoryRule(code, confidential=True)
            continue
        secret = code in SECRET if one.confidential is None else one.confidential
        yield CategoryRule(code, one.name, secret, one.contact, one.grade)


def _accused_to(city: City) -> str:
    return ACCUSED_TO if any(agency.code == ACCUSED_TO for agency in city.agencies) else ""


def _time(span: Span) -> timedelta:
    """Return *span* as a length of time; city.toml has no working days here."""
    return timedelta(minutes=span.count * {MINUTES: 1, HOURS: 60, DAYS: 1_440}[span.unit])
