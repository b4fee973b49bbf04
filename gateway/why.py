"""Why a message waits, and until when: a pure function of its row, its line and the hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.fallback import PATIENCE, Road
from gateway.limits import stop
from gateway.outbox import DATED
from models.lanes import URGENT

CODES = (
    "budget", "budget_news", "budget_officer", "quiet", "window", "later", "retry", "expired",
    "disabled", "gone", "elsewhere", "starting", "silent", "down", "paused", "credit", "cap_minute",
    "cap_hour", "cap_day", "line_hour", "line_day", "line_budget", "city_budget", "turn", "sending",
    "unknown", "person", "failed",
)  # fmt: skip
"""Everything that a message can wait for; the console has a sentence for each."""


@dataclass(frozen=True, slots=True)
class Part:
    """The least advanced part of a message, and what holds for the whole of it."""

    state: str  # models.outbox.STATES
    lane: int
    home: str  # the line that the message belongs to
    line: str  # the line that is to send it
    reason: str  # outbox.why
    essential: bool
    ambiguous: int
    attempt: int
    code: str  # the carrier's last
    due: datetime  # when the message was to go, at first
    begins: datetime  # not before: the time of its next try here
    valid_until: datetime
    state_at: datetime


@dataclass(frozen=True, slots=True)
class Why:
    """What a message waits for."""

    code: str  # of CODES
    until: datetime | None = None  # when that ends, where it is known
    since: datetime | None = None
    detail: str = ""  # the carrier's own words or code
    line: str = ""
    instead: datetime | None = None  # from when a fallback line may take it


@dataclass(frozen=True, slots=True)
class House:
    """What holds for all messages."""

    unknown_wait: timedelta
    disabled: bool = False  # sending_disabled of the daemon


def why(part: Part, road: Road | None, house: House, now: datetime) -> Why | None:
    """Return why the message of *part* is not sent; None when it was, or nothing is known.

    *road* is its line, None when nothing at all is known of that.
    """
    match part.state:
        case "queued":
            return _queued(part, road, house, now)
        case "sending":
            return Why("sending", since=part.state_at, line=part.line)
        case "unknown":
            return _unknown(part, house, now)
        case "failed":
            return Why("failed", since=part.state_at, detail=part.code, line=part.line)
    return None


def _unknown(part: Part, house: House, now: datetime) -> Why:
    again = part.state_at + house.unknown_wait
    if part.essential and not part.ambiguous and again < part.valid_until:
        return Why("unknown", max(again, now), part.state_at, part.code, part.line)
    return Why("person", since=part.state_at, detail=part.code, line=part.line)


def _queued(part: Part, road: Road | None, house: House, now: datetime) -> Why:
    """Name what lasts: first what was decided of the message, then its line, then the limits."""
    if part.valid_until <= now:
        return Why("expired", since=part.valid_until)
    held = _held(part, now)
    if held is not None and held.code != "retry":
        return held
    if house.disabled:
        return Why("disabled", line=part.line)
    if road is None:
        return Why("gone", line=part.line)
    return _blocked(part, road, now) or held or Why("turn", line=part.line, since=part.begins)


def _held(part: Part, now: datetime) -> Why | None:
    """Return why the message itself must not go yet."""
    if part.begins <= now:
        return None
    if part.reason in DATED:
        return Why("budget" if part.reason == "budget" else part.reason, part.begins)
    if part.attempt:
        return Why("retry", part.begins, part.state_at, part.code, part.line)
    return Why("later", part.begins)


def _blocked(part: Part, road: Road, now: datetime) -> Why | None:
    """Return why its line does not send it."""
    state = road.standing
    if state.code:
        found = Why(state.code, state.until, state.since, state.detail, part.line)
    else:
        held = stop(road.limits, road.used, part.lane, now) if road.limits else None
        if held is None:
            return None
        found = Why(held.code, held.until, line=part.line)
    if not road.blocked(part.lane, now) or not (road.line is None or road.line.fallback):
        return found
    after = road.line.fallback_after if road.line else PATIENCE
    at = now if part.lane == URGENT else max(now, part.due + after)
    return Why(found.code, found.until, found.since, found.detail, found.line, at)
