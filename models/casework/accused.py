"""Which agencies a report accuses: they must never get it. Pure.

The parser says ``dituduh:BODY``; a city says which agencies it has. BODY is an agency's code or
one of its spellings, an area's office, or a body that some agency looks after.
"""

from collections.abc import Iterable

from models.casework.sop import AgencyRule, Sop

_PREFIX = "dituduh:"
_LOCAL = frozenset({"lurah", "rt", "rw"})
_CAMAT = "camat"
_SPELLINGS = {"polisi": ("polisi", "polres", "polsek", "polda")}
_LOOKED_AFTER = {"sekolah": "pendidikan", "puskesmas": "kesehatan", "dukcapil": "adminduk",
                 "dinsos": "bansos", "dishub": "parkir", "satpol": "ketertiban", "pdam": "air",
                 "pln": "listrik"}  # fmt: skip
"""Body -> a category of the agency that it is, or belongs to."""


def accused(sop: Sop, flags: Iterable[str], area: str) -> tuple[str, ...]:
    """Return the codes of the agencies that *flags* accuse in a report from *area* (a code).

    Rather too many than the wrong one: without an area every area's office is meant; a camat's
    lurah is their subordinate and RT and RW are the lurah's people.
    """
    codes: dict[str, None] = {}
    for flag in flags:
        if flag.startswith(_PREFIX):
            codes |= dict.fromkeys(_codes(sop, flag.removeprefix(_PREFIX), area))
    return tuple(codes)


def _codes(sop: Sop, body: str, area: str) -> list[str]:
    offices = [agency for agency in sop.agencies if agency.kind == "area"]
    if body in _LOCAL:
        return [office.code for office in offices if area in _around(sop, office.area)]
    if body == _CAMAT:
        around = _around(sop, area)
        return [office.code for office in offices if not area or office.area in around]
    category = _LOOKED_AFTER.get(body)
    return [a.code for a in sop.agencies if _called(a, body) or category in a.categories]


def _around(sop: Sop, area: str) -> tuple[str, ...]:
    """Return *area* and all that it lies in, up to "" for the whole city."""
    found: list[str] = []
    while area and area not in found:
        found.append(area)
        area = sop.parents.get(area, "")
    return (*found, "")


def _called(agency: AgencyRule, body: str) -> bool:
    """Tell whether *body* begins a spelling of the agency: satpol of SATPOL_PP."""
    spellings = _SPELLINGS.get(body, (body,))
    return any(name.casefold().startswith(spellings) for name in (agency.code, *agency.aliases))
