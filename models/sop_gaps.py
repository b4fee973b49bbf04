"""What a city's rules leave open: allowed, but somebody should know it. Pure."""

from collections.abc import Iterator

from models.casework.routing import STAFF
from models.casework.sop import Route, Sop
from models.city import City
from models.city_desk_checks import ANY, categories
from models.i18n import _

REST = "lainnya"  # the category of what no rule knows; a person reads it in any case
MOST_NAMED = 5


def gaps(city: City, sop: Sop) -> Iterator[str]:
    """Yield a lower-case line for each thing that *city* leaves to a coordinator, or to nobody."""
    yield from _unrouted(city, sop)
    yield from _unserved(city, sop)
    yield from _idle(sop)
    yield from _shadowed(sop)
    if not sop.accused_to:
        yield _(
            "complaints about staff stay with the coordinator; [desk] accused_to names who else"
        )
    if ANY not in dict(sop.emergencies.agencies):
        named = ", ".join(category for category, _agency in sop.emergencies.agencies)
        text = _('emergencies of other categories than %(named)s alarm nobody on duty; give "*"')
        nobody = _('emergencies alarm nobody on duty; [emergency.agencies] "*" = "CODE"')
        yield text % {"named": named} if named else nobody


def _unrouted(city: City, sop: Sop) -> Iterator[str]:
    """A category that no agency, route or unit of a place gets."""
    given = {code for agency in sop.agencies for code in agency.categories}
    given |= {code for route in sop.routes for code in route.categories}
    if sop.accused_to:
        given |= STAFF
    open_ = [code for code in categories(city) if code not in given and code != REST]
    if not open_:
        return
    if any(agency.area for agency in sop.agencies):
        text = _("these categories go to the unit of the place, else to the coordinator: %(names)s")
    else:
        text = _("these categories stay with the coordinator: %(names)s")
    yield text % {"names": ", ".join(open_)}


def _unserved(city: City, sop: Sop) -> Iterator[str]:
    """A kelurahan without a unit, where the city has units of places at all."""
    served = {agency.area for agency in sop.agencies if agency.area}
    open_ = [
        row["name"]
        for row in city.areas
        if row["kind"] == "kelurahan"
        and row["own"] != "0"
        and served.isdisjoint({row["code"], row["parent"]})
    ]
    if served and open_:
        shown = ", ".join(open_[:MOST_NAMED])
        text = _("kelurahan without a unit, as is their kecamatan (%(count)d): %(names)s")
        yield text % {"count": len(open_), "names": shown}


def _idle(sop: Sop) -> Iterator[str]:
    """An agency that nothing is ever proposed to."""
    used = {sop.accused_to, *(agency for _code, agency in sop.emergencies.agencies)}
    used |= {code for route in sop.routes for code in (route.agency, *route.support)}
    used |= {agency.parent for agency in sop.agencies}
    idle = [a.code for a in sop.agencies if not (a.categories or a.area or a.code in used)]
    if idle:
        shown = ", ".join(idle[:MOST_NAMED])
        text = _("a coordinator must name these agencies, no rule does (%(count)d): %(names)s")
        yield text % {"count": len(idle), "names": shown}


def _shadowed(sop: Sop) -> Iterator[str]:
    """A route that an earlier one with the same conditions hides."""
    seen: dict[tuple[object, ...], Route] = {}
    for route in sop.routes:
        first = seen.setdefault((route.categories, route.areas, route.types), route)
        if first is not route:
            text = _("[[route]] %(agency)s: %(first)s above it is for the same reports")
            yield text % {"agency": route.agency, "first": first.agency}
