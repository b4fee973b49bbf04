"""How many parts may leave now: caps of a line and of the house, counted in parts sent."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.times import from_us, to_us

UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Cap:
    """At most *parts* in any stretch of *window*, on *line* or, when '', on all lines."""

    parts: int
    window: timedelta
    line: str = ""
    code: str = ""  # how `outbox list --why` calls it


class Pace:
    """At most so many parts a second on one line, of one process: kept in memory."""

    def __init__(self, rate: float) -> None:
        """*rate* is in parts a second; 0 for no limit. Below 1 the stretch is longer instead."""
        self._parts = max(1, int(rate)) if rate > 0 else 0
        self._window = timedelta(seconds=self._parts / rate) if rate > 0 else timedelta()
        self._taken: deque[datetime] = deque()

    def left(self, now: datetime) -> int:
        """Return how many parts may go at *now*."""
        if not self._parts:
            return UNLIMITED
        while self._taken and not timedelta(0) <= now - self._taken[0] < self._window:
            self._taken.popleft()  # over, or from before the wall clock was set back
        return self._parts - len(self._taken)

    def take(self, now: datetime, count: int) -> None:
        """Note that *count* parts go at *now*."""
        if self._parts:
            self._taken.extend([now] * count)

    def wait(self, now: datetime) -> float:
        """Return the seconds until left() is more than 0; 0.0 when it is."""
        if self.left(now) > 0:
            return 0.0
        return max(0.0, (self._taken[0] + self._window - now).total_seconds())


def gone(tx: Tx, cap: Cap, now: datetime) -> int:
    """Count the parts that left, or may have left, within the cap's window.

    What is on the air counts already, however long it is.
    """
    since = to_us(now - cap.window)
    mine = (cap.line, cap.line)
    ((sent,),) = tx.execute(
        "SELECT COUNT(*) FROM delivery WHERE sent_at > ? AND (line = ? OR ? = '')", (since, *mine)
    )
    ((doubtful,),) = tx.execute(
        "SELECT COUNT(*) FROM delivery WHERE state = 'unknown' AND state_at > ?"
        " AND (line = ? OR ? = '')",
        (since, *mine),
    )
    return int(sent) + int(doubtful) + flying(tx, cap.line)


def flying(tx: Tx, line: str) -> int:
    """Count the parts on the air, of *line* or, when '', of all lines."""
    ((count,),) = tx.execute(
        "SELECT COUNT(*) FROM delivery WHERE state = 'sending' AND (line = ? OR ? = '')",
        (line, line),
    )
    return int(count)


def frees(tx: Tx, cap: Cap, now: datetime) -> datetime | None:
    """Return when a full cap lets the next part go; None when it has to do with the air."""
    rows = tx.execute(
        "SELECT sent_at FROM delivery WHERE sent_at > ? AND (line = ? OR ? = '')"
        " ORDER BY sent_at DESC LIMIT 1 OFFSET ?",
        (to_us(now - cap.window), cap.line, cap.line, max(0, cap.parts - 1)),
    )
    return from_us(rows[0][0]) + cap.window if rows else None


def allowance(tx: Tx, caps: Sequence[Cap], now: datetime) -> int:
    """Return how many parts the tightest of *caps* still allows; UNLIMITED without any."""
    left = [cap.parts - gone(tx, cap, now) for cap in caps]
    return max(0, min(left, default=UNLIMITED))
