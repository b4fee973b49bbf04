"""A working calendar as text that is kept, so that a later one can be held against it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from models.clocks import Calendar, Hours, national_holidays


def written(calendar: Calendar, years: Iterable[int]) -> str:
    """Return what of *calendar* deadlines go by, as JSON: days of *years*, hours, zone."""
    weekend = calendar.weekend
    days = [day for year in sorted(set(years)) for day in _days(year)]
    free = [day for day in days if day.weekday() not in weekend and not calendar.works(day)]
    worked = [day for day in days if day.weekday() in weekend and calendar.works(day)]
    said = {
        "zone": calendar.zone.key,
        "hours": _hours(calendar.hours),
        "weekend": sorted(weekend),
        "years": [days[0].year, days[-1].year],
        "holidays": [day.isoformat() for day in free],
        "workdays": [day.isoformat() for day in worked],
        "short": [
            [first.isoformat(), last.isoformat(), *_hours(hours)]
            for first, last, hours in calendar.short
        ],
    }
    return json.dumps(said, separators=(",", ":"))


def read(text: str) -> Calendar:
    """Return the calendar of *text*, which `written` made; other years go by what is known now."""
    said = json.loads(text)
    first, last = said["years"]

    def national(year: int) -> frozenset[date]:
        return frozenset() if first <= year <= last else national_holidays(year)

    return Calendar(
        ZoneInfo(said["zone"]),
        _read_hours(*said["hours"]),
        frozenset(said["weekend"]),
        frozenset(map(date.fromisoformat, said["holidays"])),
        frozenset(map(date.fromisoformat, said["workdays"])),
        tuple(
            (date.fromisoformat(begin), date.fromisoformat(end), _read_hours(*hours))
            for begin, end, *hours in said["short"]
        ),
        national,
    )


def years_of(text: str) -> range:
    """Return the years whose days stand in *text*."""
    first, last = json.loads(text)["years"]
    return range(first, last + 1)


def digest(text: str) -> str:
    """Return a short name of the calendar *text*, for events and logs."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def _hours(hours: Hours) -> list[str]:
    return [hours.opens.isoformat("minutes"), hours.closes.isoformat("minutes")]


def _read_hours(opens: str, closes: str) -> Hours:
    return Hours(time.fromisoformat(opens), time.fromisoformat(closes))
