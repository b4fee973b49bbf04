"""What one line may send now, lane by lane: caps, money of the month, hours of the day.

`used` reads what was used, from rows that a restart does not lose; the rest is pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from gateway.caps import UNLIMITED, Cap, flying, frees, gone
from gateway.config import Budget, Line
from gateway.hours import SendHours
from models.base import Tx
from models.city import City
from models.lanes import LANES, URGENT
from models.spending import month, spent


@dataclass(frozen=True, slots=True)
class Limits:
    """All that limits one line; made of both files."""

    line: str
    hours: SendHours
    caps: tuple[Cap, ...]
    daily: int  # parts of the line from midnight to midnight, 0 for no limit
    price: int  # rupiah a part
    budget: int  # rupiah a month on this line, 0 for no limit
    city_budget: int  # on all lines together, 0 for no limit
    exempt: frozenset[int]  # lanes that go on when a budget is spent

    @classmethod
    def of(cls, line: Line, house: Budget, city: City) -> Self:
        """Return the limits of *line* in *city*; those that are 0 in the files are none."""
        caps = (
            Cap(house.parts_per_minute, timedelta(minutes=1), "", "cap_minute"),
            Cap(house.parts_per_hour, timedelta(hours=1), "", "cap_hour"),
            Cap(house.parts_per_day, timedelta(days=1), "", "cap_day"),
            Cap(line.parts_per_hour, timedelta(hours=1), line.name, "line_hour"),
        )
        quiet = city.desk.quiet_hours
        price = city.cost.part if line.cost_per_part is None else line.cost_per_part
        return cls(
            line=line.name,
            hours=SendHours(city.zone, (quiet.begins, quiet.ends), line.send_window),
            caps=tuple(cap for cap in caps if cap.parts > 0),
            daily=line.message_limit,
            price=price,
            budget=line.monthly_budget,
            city_budget=city.cost.monthly_budget,
            exempt=frozenset({URGENT, *(LANES.index(lane) for lane in city.cost.over_budget)}),
        )

    @property
    def counted(self) -> bool:
        """Whether anything has to be counted before a part may go."""
        return bool(self.caps or self.daily or self.budget or self.city_budget)

    def today(self, now: datetime) -> date:
        """Return the city's day."""
        return now.astimezone(self.hours.zone).date()


@dataclass(frozen=True, slots=True)
class Used:
    """What was used of the limits; parts on the air and of unknown outcome are in it."""

    caps: tuple[int, ...] = ()  # parts, in the order of Limits.caps
    frees: tuple[datetime | None, ...] = ()  # when a full one lets the next part go
    today: int = 0  # parts of the line since midnight
    rupiah: int = 0  # of the line in this month
    city_rupiah: int = 0  # of all lines


NOTHING = Used()


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a lane has to wait."""

    code: str  # quiet, window, cap_minute, cap_hour, cap_day, line_hour, line_day,
    #            line_budget, city_budget
    until: datetime | None = None  # None: until something on the air has ended


def used(tx: Tx, limits: Limits, now: datetime) -> Used:
    """Count what was used of *limits* by *now*."""
    if not limits.counted:
        return NOTHING
    counts = tuple(gone(tx, cap, now) for cap in limits.caps)
    full = tuple(
        frees(tx, cap, now) if count >= cap.parts else None
        for cap, count in zip(limits.caps, counts, strict=True)
    )
    today, air = limits.today(now), flying(tx, limits.line)
    day = spent(tx, today, today + timedelta(days=1), limits.line) if limits.daily else None
    first, until = month(today)
    mine = spent(tx, first, until, limits.line).rupiah if limits.budget else 0
    all_lines = spent(tx, first, until).rupiah if limits.city_budget else 0
    return Used(
        counts,
        full,
        (day.parts + day.doubtful if day else 0) + air,
        mine + air * limits.price,
        all_lines + air * limits.price,
    )


def stop(limits: Limits, use: Used, lane: int, now: datetime) -> Stop | None:
    """Return why *lane* may not send at *now*, the reason that lasts longest; None when it may."""
    found = [*_hours(limits, lane, now), *_caps(limits, use, lane, now)]
    found += _money(limits, use, lane, now)
    known = [one for one in found if one.until is not None]
    return max(known, key=lambda one: one.until or now, default=found[0] if found else None)


def free(limits: Limits, use: Used, now: datetime) -> tuple[int, ...]:
    """Return how many parts of each lane may leave now, UNLIMITED where nothing limits them.

    Caps bind all but the urgent lane, budgets all but the exempt ones.
    """
    caps = [cap.parts - count for cap, count in zip(limits.caps, use.caps, strict=True)]
    caps += [limits.daily - use.today] if limits.daily else []
    money = _affordable(limits, use)
    room = []
    for lane in range(len(LANES)):
        left = [] if lane == URGENT else list(caps)
        left += [] if lane in limits.exempt else money
        closed = limits.hours.opens(lane, now) is not None
        room.append(0 if closed else max(0, min(left, default=UNLIMITED)))
    return tuple(room)


def _affordable(limits: Limits, use: Used) -> list[int]:
    """Return how many parts each budget has left."""
    budgets = ((limits.budget, use.rupiah), (limits.city_budget, use.city_rupiah))
    if not limits.price:
        return []
    return [(most - gone) // limits.price for most, gone in budgets if most]


def _hours(limits: Limits, lane: int, now: datetime) -> list[Stop]:
    opens = limits.hours.opens(lane, now)
    return [Stop(opens[1], opens[0])] if opens else []


def _caps(limits: Limits, use: Used, lane: int, now: datetime) -> list[Stop]:
    if lane == URGENT:
        return []
    found = [
        Stop(cap.code, at)
        for cap, count, at in zip(limits.caps, use.caps, use.frees, strict=True)
        if count >= cap.parts
    ]
    if limits.daily and use.today >= limits.daily:
        found.append(Stop("line_day", _midnight(limits, limits.today(now) + timedelta(days=1))))
    return found


def _money(limits: Limits, use: Used, lane: int, now: datetime) -> list[Stop]:
    if lane in limits.exempt or not limits.price:
        return []
    until = _midnight(limits, month(limits.today(now))[1])
    budgets = (
        ("line_budget", limits.budget, use.rupiah),
        ("city_budget", limits.city_budget, use.city_rupiah),
    )
    return [
        Stop(code, until) for code, most, gone in budgets if most and most - gone < limits.price
    ]


def _midnight(limits: Limits, day: date) -> datetime:
    """Return when *day* begins in the city, in UTC."""
    local = datetime.combine(day, time(), tzinfo=limits.hours.zone)
    return datetime.fromtimestamp(local.timestamp(), tz=UTC)


def narrow(free: Sequence[int], lane: int, taken: int) -> list[int]:
    """Return what is left of *free* for the later lanes when *lane* has taken some. Pure."""
    return [left - taken if one > lane else left for one, left in enumerate(free)]
