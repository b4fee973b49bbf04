"""Working days and hours between many pairs of moments, reckoned once a day instead of once a pair.

A month of a large city has seventy thousand answers; models/clocks.py walks from day to day for
each. A test holds both to the same results.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from models.clocks import Calendar
from models.times import from_us, to_us

HOUR = 3_600_000_000  # microseconds
Pause = tuple[int, int]


class WorkingTime:
    """A calendar between two moments (microseconds); what lies outside is as if at its edges."""

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        days = _days(calendar.day(from_us(first)), calendar.day(from_us(last)))
        works = [calendar.works(day) for day in days]
        self._starts = [to_us(_midnight(day, calendar)) for day in days]
        self._open = [to_us(calendar.opening(day)) for day in days]
        close = [to_us(calendar.closing(day)) for day in days]
        self._length = [
            (ends - opens) * works_
            for opens, ends, works_ in zip(self._open, close, works, strict=True)
        ]
        self._before = [0, *accumulate(self._length)]
        self._count = list(accumulate(works))

    def days(self, begin: int, end: int) -> int:
        """Count the working days after that of *begin*, up to that of *end*; never below 0."""
        return max(0, self._count[self._place(end)] - self._count[self._place(begin)])

    def hours(self, begin: int, end: int, pauses: Iterable[Pause] = ()) -> float:
        """Return the office hours from *begin* to *end* that lie in none of *pauses*.

        *pauses* do not overlap.
        """
        worked = self._worked(end) - self._worked(begin)
        for since, until in pauses:
            low, high = max(since, begin), min(until, end)
            if low < high:
                worked -= self._worked(high) - self._worked(low)
        return max(0, worked) / HOUR

    def _place(self, moment: int) -> int:
        return max(0, bisect_right(self._starts, moment) - 1)

    def _worked(self, moment: int) -> int:
        """Return the office time from the first day to *moment*, in microseconds."""
        day = self._place(moment)
        return self._before[day] + min(max(0, moment - self._open[day]), self._length[day])


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(), calendar.zone).astimezone(UTC)
