"""When a part that was not sent is tried again, and when it is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.errors import LineDown, PermanentError, TemporaryError, TransportError

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
SPREAD = 0.2  # a part of the delay, either way
SUSPECT = 3  # destinations failing in a row: the line is to blame, not they


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further try; *reason* goes to delivery.code."""

    reason: str  # "expired" | "permanent"


@dataclass(frozen=True, slots=True)
class PauseLine:
    """The part goes back untouched, without a try counted, and its line rests."""

    latched: bool  # only a person or a restart may try the line again


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it was sent: wait for a report before anything else."""


def retry(attempt: int, *, now: datetime, valid_until: datetime, dice: float) -> datetime | GiveUp:
    """Return when to try a part again of which it is certain that it was not sent.

    *attempt* counts the tries made, 1 after the first; *dice* (0..1) spreads the tries of many
    parts. 30 s doubling up to 1 h, a fifth more or less (RELIABILITY.md 3.2).
    """
    doublings = min(max(attempt, 1) - 1, 16)  # beyond, the cap holds and timedelta may overflow
    delay = min(FIRST * 2**doublings, LONGEST)
    at = now + delay * (1 - SPREAD + 2 * SPREAD * min(max(dice, 0.0), 1.0))
    return at if at < valid_until else GiveUp("expired")


def after(
    error: TransportError, attempt: int, *, now: datetime, valid_until: datetime, dice: float
) -> datetime | GiveUp | PauseLine | Unknown:
    """Return what becomes of a part whose sending ended in *error*; its class decides."""
    if isinstance(error, LineDown):
        return PauseLine(latched=error.latched)
    if isinstance(error, TemporaryError):
        return retry(attempt, now=now, valid_until=valid_until, dice=dice)
    if isinstance(error, PermanentError):
        return GiveUp("permanent")
    return Unknown()


def line_suspect(outcomes: Sequence[tuple[int, bool]]) -> bool:
    """Tell whether a line fails for everyone: no credit or an expired card looks like that.

    *outcomes* are (contact, sent) of the line's last parts, the newest last. RELIABILITY.md 3.2.
    """
    failed: set[int] = set()
    for contact, sent in reversed(outcomes):
        if sent:
            break
        failed.add(contact)
    return len(failed) >= SUSPECT
