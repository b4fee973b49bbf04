"""Deadlines: spans of working days, days, hours and minutes over a city's working calendar."""

import re
from collections.abc import Callable, Iterable
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
    short: tuple[tuple[date, date, Hours], ...] = ()  # first to last day; the last one written wins
    national: Callable[[int], frozenset[date]] = field(default=_none)

    def works(self, day: date) -> bool:
        """Whether the city's offices are open on *day*."""
        if day in self.workdays:
            return True
        free = day.weekday() in self.weekend or day in self.holidays
        return not free and day not in self.national(day.year)

    def hours_on(self, day: date) -> Hours:
        """Return the office hours of *day*: in Ramadan they are others."""
        found = (hours for first, last, hours in reversed(self.short) if first <= day <= last)
        return next(found, self.hours)

    def open_at(self, now: datetime) -> bool:
        """Whether the offices are open at *now* (aware)."""
        local = _aware(now).astimezone(self.zone)
        hours = self.hours_on(local.date())
        return self.works(local.date()) and hours.opens <= local.time() < hours.closes

    def opening(self, day: date) -> datetime:
        """Return, in UTC, when the offices open on *day*."""
        return datetime.combine(day, self.hours_on(day).opens, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """Return, in UTC, when the offices close on *day*."""
        return datetime.combine(day, self.hours_on(day).closes, self.zone).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """Return the city's date at *moment* (aware)."""
        return _aware(moment).astimezone(self.zone).date()

    def working_days(self, first: datetime, last: datetime) -> int:
        """Count the working days after that of *first*, up to that of *last*; 0 when it is before.

        It is the count of `due`: that of *n* working days from *first* is *n* of them away.
        """
        day, end, count = self.day(first), self.day(last), 0
        while day < end:
            day += timedelta(days=1)
            count += self.works(day)
        return count


def due(now: datetime, span: Span, calendar: Calendar) -> datetime:
    """Return the deadline, in UTC, of what begins at *now* (aware) and may take *span*.

    Working days are counted from the day after *now*, whatever the hour, and the last one counts
    until the offices close (UU 25/2009; DOMAIN.md 2: 3 hk after Friday 13 March 2026 end on
    Wednesday 25 March). Days, hours and minutes run on through nights and holidays.
    """
    if span.unit != WORKING_DAYS:
        keyword = {DAYS: "days", HOURS: "hours", MINUTES: "minutes"}[span.unit]
        return _aware(now).astimezone(UTC) + timedelta(**{keyword: span.count})
    return _after_days(calendar.day(now), span.count, calendar)


@lru_cache(maxsize=1024)
def _after_days(day: date, count: int, calendar: Calendar) -> datetime:
    """Return the end of the working day that is *count* of them after *day*; 20 us the first time.

    A national calendar is read once a process, so its answer for a day stays what it is.
    """
    while count:
        day += timedelta(days=1)
        count -= calendar.works(day)
    return calendar.closing(day)


def counts_days(deadline: datetime, calendar: Calendar) -> bool:
    """Tell whether *deadline* is the end of a working day, as those of working days are.

    A deadline of hours or days ends at the microsecond of the day at which it began.
    """
    day = calendar.day(deadline)
    return calendar.works(day) and deadline == calendar.closing(day)


def moved(deadline: datetime, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """Return *deadline* after a pause from *since* to *until*; never an earlier one.

    One of working days moves by the working days of the pause, counted as `due` counts them;
    hours would not do, as a day of Ramadan has fewer. Any other moves by all of the time.
    """
    if not counts_days(deadline, calendar):
        return deadline + max(until - since, timedelta())
    days = calendar.working_days(since, until)
    return due(deadline, Span(days, WORKING_DAYS), calendar) if days else deadline


def rebased(deadline: datetime, begun: datetime, old: Calendar, new: Calendar) -> datetime:
    """Return where *deadline*, begun at *begun*, lies when the calendar *old* becomes *new*.

    It keeps its number of working days; one of hours or days stays where it is.
    """
    days = old.working_days(begun, deadline)
    if not days or not counts_days(deadline, old):
        return deadline
    return due(begun, Span(days, WORKING_DAYS), new)


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
        short=tuple((days.first, days.end, days.hours) for days in city.short_days),
        national=national_holidays,
    )


@lru_cache(maxsize=32)
def national_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's national holidays and days of collective leave (cuti bersama) of *year*.

    Both categories must be asked for: without ``government`` every Lebaran deadline is wrong.
    """
    return frozenset(_named(year))


def doubts(city: "City", years: Iterable[int]) -> tuple[str, ...]:
    """Return what is not sure yet of the national holidays of *years*, at most two lines a year.

    Islamic dates are estimated until the government sets them, and collective leave is unknown
    until its decree; a day of which city.toml or its calendar's file speaks is settled.
    """
    settled = {holiday.date for holiday in city.holidays}
    found = []
    for year in years:
        estimated = [day for day, name in _named(year).items() if _ESTIMATED in name]
        left = ", ".join(str(day) for day in estimated if day not in settled)
        if left:
            text = _("holidays of %(year)d: estimated: %(days)s; [[holiday]] settles a day")
            found.append(text % {"year": year, "days": left})
        if not _named(year, ("government",)) and year not in {day.year for day in settled}:
            text = _("holidays of %(year)d: the collective leave is not known yet")
            found.append(text % {"year": year})
    return tuple(found)


_ESTIMATED = "(perkiraan)"
_BOTH = ("public", "government")


@lru_cache(maxsize=64)
def _named(year: int, categories: tuple[str, ...] = _BOTH) -> dict[date, str]:
    """Return the days of *year* with their Indonesian names, in order."""
    import holidays  # noqa: PLC0415 - 17 MB and 0.1 s that only a deadline needs

    found = holidays.country_holidays("ID", years=year, categories=categories, language="id")
    return dict(sorted(found.items()))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in a deadline")
    return moment
