"""Who is on duty: shifts of officers by day and hour, with a fall-back to all. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from models.casework.states import Role

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of some days of the week, local; one that ends before it begins goes over midnight."""

    days: int  # bits, Monday is 1
    opens: int  # minutes after midnight
    closes: int  # the same as opens: a whole day
    place: int = 0  # in the roster


@dataclass(frozen=True, slots=True)
class Serving:
    """An officer who serves."""

    id: int  # officer.id
    contact: int
    agency: str
    role: Role
    shifts: tuple[Shift, ...] = ()


def on_duty(officers: Sequence[Serving], now: datetime, zone: tzinfo) -> tuple[int, ...]:
    """Return officer.id of who is on duty at *now*, in the order of the roster.

    When nobody is, all of *officers* in the order given: a night without a shift is no reason
    that nobody is called.
    """
    local = now.astimezone(zone)
    minute, day = local.hour * 60 + local.minute, local.weekday()
    places = {
        officer.id: min(shift.place for shift in officer.shifts if _covers(shift, day, minute))
        for officer in officers
        if any(_covers(shift, day, minute) for shift in officer.shifts)
    }
    if not places:
        return tuple(officer.id for officer in officers)
    return tuple(sorted(places, key=places.__getitem__))


def _covers(shift: Shift, day: int, minute: int) -> bool:
    """Tell whether *shift* runs at *minute* of the weekday *day*; its day is where it begins."""
    length = (shift.closes - shift.opens) % _DAY or _DAY
    return any(
        shift.days >> (day - back) % 7 & 1 and 0 <= minute + back * _DAY - shift.opens < length
        for back in (0, 1)
    )
