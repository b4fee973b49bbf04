"""Deadlines: spans of working days, days, hours and minutes over a city's working calendar."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.i18n import _
from models.values import clock, shown

if TYPE_CHECKING:
    from models.city import City

WORKING_DAYS = "hk"  # hari kerja
DAYS = "hari"
HOURS = "jam"
MINUTES = "menit"
_UNITS = {
    "hk": WORKING_DAYS,
    "hari": DAYS,
    "d": DAYS,
    "jam": HOURS,
    "h": HOURS,
    "menit": MINUTES,
    "m": MINUTES,
}
_SPAN = re.compile(r"([0-9]{1,4})\s*([a-z]+)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as the city's rules say it: ``3 hk``, ``3 jam``, ``14 hari``."""

    count: int
    unit: str  # WORKING_DAYS | DAYS | HOURS | MINUTES

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Return the span of ``3 hk``, ``3 jam``, ``3h``, ``14 hari`` or ``30 menit``.

        Raises ValueError for anything else, and for nothing at all (``0 hk``).
        """
        found = _SPAN.fullmatch(text.strip())
        unit = _UNITS.get(found[2].lower()) if found else None
        if not found or not unit or int(found[1]) == 0:
            raise ValueError(
                _("%(value)s is not a span such as 3 hk, 3 jam or 14 hari") % {"value": shown(text)}
            )
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours of a working day, in local time."""

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """Return the hours of ``07:30-16:00``; ValueError when they are none or end first."""
        first, dash, last = text.replace(" ", "").partition("-")
        if not dash:
            raise ValueError(_("%(value)s is not like 07:30-16:00") % {"value": shown(text)})
        hours = cls(clock(first), clock(last))
        if hours.opens >= hours.closes:
            raise ValueError(_("%(value)s ends before it begins") % {"value": shown(text)})
        return hours


def _none(_year: int) -> frozenset[date]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days a city works. *national* gives the holidays of a year, local ones win over it."""

    zone: ZoneInfo
    hours: Hours
    weekend: frozenset[int] = frozenset((5, 6))  # as date.weekday(): Monday is 0
    holidays: frozenset[date] = frozenset()  # of this city alone
    workdays: frozenset[date] = frozenset()  # worked although they are a holiday or weekend
    national: Callable[[int], frozenset[date]] = field(default=_none)

    def works(self, day: date) -> bool:
        """Whether the city's offices are open on *day*."""
        if day in self.workdays:
            return True
        free = day.weekday() in self.weekend or day in self.holidays
        return not free and day not in self.national(day.year)

    def open_at(self, now: datetime) -> bool:
        """Whether the offices are open at *now* (aware)."""
        local = _aware(now).astimezone(self.zone)
        return self.works(local.date()) and self.hours.opens <= local.time() < self.hours.closes


def due(now: datetime, span: Span, calendar: Calendar) -> datetime:
    """Return the deadline, in UTC, of what begins at *now* (aware) and may take *span*.

    Working days are counted from the day after *now*, whatever the hour, and the last one counts
    until the offices close (UU 25/2009; DOMAIN.md 2: 3 hk after Friday 13 March 2026 end on
    Wednesday 25 March). Days, hours and minutes run on through nights and holidays.
    """
    if span.unit != WORKING_DAYS:
        keyword = {DAYS: "days", HOURS: "hours", MINUTES: "minutes"}[span.unit]
        return _aware(now).astimezone(UTC) + timedelta(**{keyword: span.count})
    day = _aware(now).astimezone(calendar.zone).date()
    left = span.count
    while left:
        day += timedelta(days=1)
        left -= calendar.works(day)
    end = datetime.combine(day, calendar.hours.closes, tzinfo=calendar.zone)
    return end.astimezone(UTC)


def calendar_of(city: "City", years: tuple[int, ...] = ()) -> Calendar:
    """Return the working calendar of *city*; the national holidays of *years* are read at once.

    Any other year is read when a deadline first falls into it.
    """
    for year in years:
        national_holidays(year)
    return Calendar(
        zone=city.zone,
        hours=city.office_hours,
        weekend=city.weekend_days,
        holidays=frozenset(h.date for h in city.holidays if not h.workday),
        workdays=frozenset(h.date for h in city.holidays if h.workday),
        national=national_holidays,
    )


@lru_cache(maxsize=32)
def national_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's national holidays and days of collective leave (cuti bersama) of *year*.

    Both categories must be asked for: without ``government`` every Lebaran deadline is wrong.
    """
    import holidays  # noqa: PLC0415 - 17 MB and 0.1 s that only a deadline needs

    return frozenset(
        holidays.country_holidays("ID", years=year, categories=("public", "government"))
    )


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in a deadline")
    return moment
