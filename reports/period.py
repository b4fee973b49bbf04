"""Periods of a report: whole local days, weeks, months, quarters and years of a city. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from models.times import to_us

Kind = Literal["day", "week", "month", "quarter", "year", "span"]

_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days *first* to *last*, both within it, as clocks in *zone* show them."""

    kind: Kind
    first: date
    last: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"period: {self.first} to {self.last} ends before it begins")

    @property
    def start(self) -> datetime:
        """When it begins, aware, in UTC."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """When the next one begins, aware, in UTC: the first moment that is not in it."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def bounds(self) -> tuple[int, int]:
        """Start and end in the database's microseconds, for ``>= ? AND ... < ?``."""
        return to_us(self.start), to_us(self.end)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def until(self, now: datetime) -> datetime:
        """Return its end, or *now* (aware) while it has not ended, but never before its start."""
        return max(self.start, min(self.end, now))

    def before(self, count: int) -> "Period":
        """Return the period of the same kind *count* places earlier; a span by its own length.

        ValueError where there is no such date.
        """
        try:
            if self.kind in _MONTHS:
                months = _MONTHS[self.kind]
                return _months(self.kind, _shifted(self.first, -months * count), self.zone)
            back = timedelta(days=self.days * count)
            return Period(self.kind, self.first - back, self.last - back, self.zone)
        except OverflowError as error:
            raise ValueError(f"period: nothing lies {count} before {self.first}") from error

    def previous(self) -> "Period":
        """Return the period just before it."""
        return self.before(1)

    def pieces(self, days: int = 31) -> "tuple[Period, ...]":
        """Return it in pieces of at most so many days, for what need not be held at once."""
        starts = range(0, self.days, days)
        firsts = [self.first + timedelta(days=at) for at in starts]
        lasts = [min(first + timedelta(days=days - 1), self.last) for first in firsts]
        return tuple(
            Period("span", first, last, self.zone)
            for first, last in zip(firsts, lasts, strict=True)
        )

    def trend(self, count: int) -> "tuple[Period, ...]":
        """Return the last *count* periods, the oldest first and this one last.

        >>> from zoneinfo import ZoneInfo
        >>> [p.first.month for p in month(date(2026, 2, 9), ZoneInfo("Asia/Jakarta")).trend(3)]
        [12, 1, 2]
        """
        return tuple(self.before(place) for place in reversed(range(count)))


def day(on: date, zone: ZoneInfo) -> Period:
    """Return the day *on*."""
    return Period("day", on, on, zone)


def week(on: date, zone: ZoneInfo) -> Period:
    """Return the week of *on*, Monday to Sunday."""
    monday = on - timedelta(days=on.weekday())
    return Period("week", monday, monday + timedelta(days=6), zone)


def month(on: date, zone: ZoneInfo) -> Period:
    """Return the calendar month of *on*."""
    return _months("month", on, zone)


def quarter(on: date, zone: ZoneInfo) -> Period:
    """Return the quarter (triwulan) of *on*."""
    return _months("quarter", on.replace(day=1, month=on.month - (on.month - 1) % 3), zone)


def year(on: date, zone: ZoneInfo) -> Period:
    """Return the calendar year of *on*."""
    return _months("year", on.replace(day=1, month=1), zone)


def span(first: date, last: date, zone: ZoneInfo) -> Period:
    """Return the days *first* to *last*; ValueError when they are in the wrong order."""
    return Period("span", first, last, zone)


def _months(kind: Kind, on: date, zone: ZoneInfo) -> Period:
    first = on.replace(day=1)
    return Period(kind, first, _shifted(first, _MONTHS[kind]) - timedelta(days=1), zone)


def _shifted(first: date, months: int) -> date:
    """Return the first of the month that lies *months* from that of *first*."""
    years, month_ = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month_ + 1, 1)


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)
