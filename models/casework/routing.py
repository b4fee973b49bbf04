"""Which agencies should get a report, by the city's routes, categories and areas. Pure.

What is proposed first is what a coordinator would choose; only a route that says so is carried out
without one. A complaint about staff or an agency goes to whom the city named for it (Inspektorat)
and never to the accused.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from models.casework.sop import Route, Sop

STAFF = frozenset({"pungli", "aparatur"})
"""Categories that accuse somebody in office, named or not."""

ANY = "*"
_DEPTH = 8  # no area lies deeper; a circle in the file of areas ends here


class Report(Protocol):
    """What routing needs of a ticket, known (Case) or about to be opened (OpenTicket)."""

    @property
    def type(self) -> str:
        """Type of the report: pengaduan, aspirasi or permintaan_info."""

    @property
    def subtype(self) -> str:
        """Subtype: ppid, kritik or nothing."""

    @property
    def category(self) -> str:
        """Category."""

    @property
    def urgency(self) -> str:
        """Urgency: darurat, tinggi or biasa."""

    @property
    def area(self) -> str:
        """Code of the smallest area known, or nothing."""

    @property
    def accused(self) -> tuple[str, ...]:
        """Codes of agencies that must never get it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to assign a report."""

    agency: str  # leads
    support: tuple[str, ...] = ()
    automatic: bool = False  # the city lets it be assigned without a coordinator
    why: tuple[str, ...] = ()  # accused emergency category area type always other:CATEGORY


def suggestions(
    sop: Sop, above: Callable[[str], str], report: Report, *, others: tuple[str, ...] = ()
) -> tuple[Proposal, ...]:
    """Return the ways to assign *report*, the likeliest first; each agency leads in one only.

    *above* gives the code of the area that an area lies in, "" when there is none. *others* are the
    categories of further problems in the same report: their agencies support the first proposal.
    An empty answer leaves it all to the coordinator, as with a complaint about staff in a city
    that has nobody for it.
    """
    where = _Where(
        sop, tuple(_upwards(above, report.area)), frozenset({report.type, report.subtype})
    )
    ways: dict[str, Proposal] = {}
    for way in _candidates(where, report):
        if way.agency not in report.accused:
            ways.setdefault(way.agency, _without(way, sop, report.accused))
    first, *rest = ways.values() or (None,)
    if first is None:
        return ()
    if not report.accused and report.category not in STAFF:
        first = _with_others(where, first, others)
    return (first, *rest)


@dataclass(frozen=True, slots=True)
class _Where:
    """What all of one report's problems have in common."""

    sop: Sop
    areas: tuple[str, ...]  # the smallest first
    kinds: frozenset[str]  # type and subtype


def _candidates(where: _Where, report: Report) -> Iterator[Proposal]:
    """Yield every way, the likeliest first, whoever is accused."""
    sop, routes = where.sop, _by_route(where, report.category)
    if report.accused:
        yield from _named(sop.accused_to, "accused", routes)
    if report.urgency == "darurat":
        agencies = dict(sop.emergencies.agencies)
        code = agencies.get(report.category) or agencies.get(ANY, "")
        yield from _named(code, "emergency", routes)
    yield from routes
    yield from _by_category(sop, report.category)
    if report.category in STAFF:
        yield from _named(sop.accused_to, "accused", ())
    else:  # the unit of the place may be the one that is complained of
        yield from _by_area(where)


def _named(code: str, why: str, routes: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the agency *code*, as a route has it if one does."""
    if code:
        route = next((way for way in routes if way.agency == code), Proposal(code))
        yield replace(route, why=(why, *route.why))


def _without(way: Proposal, sop: Sop, accused: tuple[str, ...]) -> Proposal:
    """Return *way* with none of the *accused* in it, and with a person to decide on it."""
    if not accused:
        return way
    support = tuple(code for code in way.support if code not in accused)
    automatic = way.automatic and way.agency == sop.accused_to
    return replace(way, support=support, automatic=automatic)


def _by_route(where: _Where, category: str) -> list[Proposal]:
    """Return the routes that match, those with more conditions first, then as they are written."""
    matching = [
        (why, route)
        for route in where.sop.routes
        if (why := _conditions(route, where, category)) is not None
    ]
    matching.sort(key=lambda found: -len(found[0]))
    return [
        Proposal(route.agency, route.support, route.automatic, why or ("always",))
        for why, route in matching
    ]


def _conditions(route: Route, where: _Where, category: str) -> tuple[str, ...] | None:
    """Return which conditions *route* has, when all of them hold, or None."""
    asked = (
        ("category", route.categories, (category,)),
        ("area", route.areas, where.areas),
        ("type", route.types, where.kinds),
    )
    if any(wanted and wanted.isdisjoint(given) for _why, wanted, given in asked):
        return None
    return tuple(why for why, wanted, _given in asked if wanted)


def _by_category(sop: Sop, category: str) -> Iterator[Proposal]:
    for agency in sop.agencies:
        if category in agency.categories:
            yield Proposal(agency.code, why=("category",))


def _by_area(where: _Where) -> Iterator[Proposal]:
    """Yield the unit of the smallest area first, then that of the one around it."""
    units = {agency.area: agency.code for agency in where.sop.agencies if agency.kind == "area"}
    for area in where.areas:
        if area in units:
            yield Proposal(units[area], why=("area",))


def _with_others(where: _Where, first: Proposal, others: tuple[str, ...]) -> Proposal:
    """Return *first* with the agencies of the other problems as its support."""
    support, why = list(first.support), list(first.why)
    for category in others:
        leads = (*_by_route(where, category), *_by_category(where.sop, category))
        if leads and leads[0].agency not in (first.agency, *support):
            support.append(leads[0].agency)
            why.append(f"other:{category}")
    if len(support) == len(first.support):
        return first
    return Proposal(first.agency, tuple(support), automatic=False, why=tuple(why))


def _upwards(above: Callable[[str], str], area: str) -> Iterator[str]:
    """Yield *area* and what it lies in, the smallest first."""
    for _step in range(_DEPTH):
        if not area:
            return
        yield area
        area = above(area)
