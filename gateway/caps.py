"""How many parts may leave now: caps of a line and of the house, counted in parts sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.times import to_us

UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Cap:
    """At most *parts* in any stretch of *window*, on *line* or, when '', on all lines."""

    parts: int
    window: timedelta
    line: str = ""


def per_second(rate: float, line: str) -> Cap:
    """Return the cap for *rate* parts a second: whole parts, in a window that is longer if need be.

    >>> per_second(0.5, "kartu1").window
    datetime.timedelta(seconds=2)
    """
    if rate <= 0:
        return Cap(0, timedelta(seconds=1), line)
    parts = max(1, int(rate))
    return Cap(parts, timedelta(seconds=parts / rate), line)


def allowance(tx: Tx, caps: Sequence[Cap], now: datetime) -> int:
    """Return how many parts the tightest of *caps* still allows; UNLIMITED without any."""
    left = [cap.parts - _gone(tx, cap, now) for cap in caps]
    return max(0, min(left, default=UNLIMITED))


def _gone(tx: Tx, cap: Cap, now: datetime) -> int:
    """Count the parts that left, or may have left, within the cap's window."""
    since = to_us(now - cap.window)
    rows = tx.execute(
        "SELECT COUNT(*) FROM delivery WHERE sent_at > ? AND (line = ? OR ? = '')",
        (since, cap.line, cap.line),
    )
    return int(rows[0][0])
