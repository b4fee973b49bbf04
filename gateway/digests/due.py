"""When a digest is due: a pure function of its days and hour, the zone, the last run and now."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.city_checks import DAYS
from models.city_digest import EVERY_DAY, WORKDAYS, Digest, ReportName

GRACE = timedelta(hours=1)
"""Without catch-up a digest is left out when the daemon could not begin it for so long."""

_NORMAL: dict[ReportName, str] = {"daily": EVERY_DAY, "weekly": DAYS[0]}
_MONTHS: dict[ReportName, int] = {"monthly": 1, "quarterly": 3, "llid": 12}
_FARTHEST = 800  # days looked back or ahead: a yearly report has one day in each 366
Works = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Due:
    """What the daemon has to do about one digest now."""

    day: date | None  # send the report of the period that this day closes; None: nothing
    mark: date | None  # keep as the last day that was looked after; None: keep what stands


def day_matches(digest: Digest, day: date, works: Works) -> bool:
    """Tell whether *digest* is sent on *day*; *works* tells working days.

    A day of the month that a month does not have is its last. Quarterly and yearly ones are sent
    in the first month after.
    """
    word = digest.on.word or _NORMAL.get(digest.report, "1")
    if word == EVERY_DAY:
        return True
    if word == WORKDAYS:
        return works(day)
    if word in DAYS:
        return day.weekday() == DAYS.index(word)
    if (day.month - 1) % _MONTHS[digest.report]:
        return False
    return day.day == min(int(word), monthrange(day.year, day.month)[1])


def latest(digest: Digest, now: datetime, zone: ZoneInfo, works: Works) -> date | None:
    """Return the last local day whose hour has come by *now*; None when it has no hour."""
    if digest.at is None:
        return None
    local = now.astimezone(zone)
    day = local.date()
    if local.time() < digest.at:
        day -= timedelta(days=1)
    return _first(digest, day, -1, works)


def following(digest: Digest, now: datetime, zone: ZoneInfo, works: Works) -> datetime | None:
    """Return when it is due next after *now*, aware in *zone*; None when it has no hour."""
    if digest.at is None:
        return None
    local = now.astimezone(zone)
    day = local.date()
    if local.time() >= digest.at:
        day += timedelta(days=1)
    found = _first(digest, day, 1, works)
    return datetime.combine(found, digest.at, zone) if found else None


def due(digest: Digest, last: date | None, now: datetime, zone: ZoneInfo, works: Works) -> Due:
    """Return what is to be done now about *digest*, whose day *last* was looked after.

    A digest that is new sends nothing of the time before it. After a downtime catch_up decides: the
    latest is sent, each one after another, or none that is more than GRACE late. When the clock
    went back, what was sent stays sent: *last* follows the clock, and the table of runs knows each
    recipient.
    """
    day = latest(digest, now, zone, works)
    if day is None or day == last:
        return Due(None, None)
    if last is None or day < last:
        return Due(None, day)
    assert digest.at is not None
    late = now - datetime.combine(day, digest.at, zone)
    match digest.catch_up:
        case "each":
            return Due(_first(digest, last + timedelta(days=1), 1, works), None)
        case "none" if late > GRACE:
            return Due(None, day)
    return Due(day, None)


def _first(digest: Digest, day: date, step: int, works: Works) -> date | None:
    """Return the first day from *day* on, forward or back, that matches."""
    for _look in range(_FARTHEST):
        if day_matches(digest, day, works):
            return day
        day += timedelta(days=step)
    return None
