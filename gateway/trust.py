"""Whether a line is at fault: it rests longer each time, then one part tries it. No I/O.

Three numbers in a row refused for good: the SIM has no credit, or is blocked (RELIABILITY 3.2).
The parts go back to the queue; a part that is refused again after its line was well is at fault
itself, and says nothing more of the line.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.retry import SUSPECT, line_suspect


@dataclass(frozen=True, slots=True)
class Pause:
    """How long a line rests: *first*, then twice as long each time, up to *longest*."""

    first: timedelta
    longest: timedelta


REFUSAL = Pause(timedelta(minutes=10), timedelta(minutes=60))
"""Of a line that refuses every number ..."""

FAULT = Pause(timedelta(minutes=2), timedelta(minutes=10))
"""... and of one whose carrier says that the line is at fault, or cannot be reached."""

PROBE = 1
"""Parts that try a line after its rest."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that the network will not carry."""

    delivery: int
    epoch: int
    contact: int


class Trust:
    """One line's standing. Times are aware UTC datetimes."""

    def __init__(self) -> None:
        """A line is trusted at first."""
        self.rests = 0  # in a row, without a part that went through
        self.until: datetime | None = None  # when the rest ends
        self.why = ""  # code of the carrier, or "refused"
        self._last: deque[tuple[int, bool]] = deque(maxlen=2 * SUSPECT)
        self._streak: deque[Refused] = deque(maxlen=100)
        self._doubted: set[int] = set()  # deliveries that were taken back
        self._guilty: set[int] = set()  # those whose next refusal is their own fault

    def resting(self, now: datetime) -> bool:
        """Tell whether nothing may be sent."""
        if self.until is None:
            return False
        # More than a whole rest: the wall clock was set back
        return timedelta(0) < self.until - now <= REFUSAL.longest

    def room(self, room: int, now: datetime, flying: int) -> int:
        """Return how much of *room* may be used: nothing, one probe, or all."""
        if self.resting(now):
            return 0
        return max(0, min(room, PROBE - flying)) if self.rests else room

    def went(self, contact: int) -> bool:
        """Note that a part went through; True when that ends a time of rests."""
        self._last.append((contact, True))
        self._streak.clear()
        self._guilty |= self._doubted
        self._doubted.clear()
        ended = self.rests > 0
        self.rests, self.until, self.why = 0, None, ""
        return ended

    def refused(self, part: Refused, code: str, now: datetime) -> Sequence[Refused]:
        """Note that a part was refused for good; return those to take back when the line rests."""
        if part.delivery in self._guilty:
            self._guilty.discard(part.delivery)
            return ()
        self._last.append((part.contact, False))
        self._streak.append(part)
        if not self.rests and not line_suspect(self._last):
            return ()
        back = tuple(self._streak)
        self._doubted |= {one.delivery for one in back}
        self._streak.clear()
        self._last.clear()
        self.rest(code or "refused", REFUSAL, now)
        return back

    def rest(self, why: str, pause: Pause, now: datetime) -> bool:
        """Let the line rest, longer each time; False when it does already."""
        if self.resting(now):
            return False
        length = min(pause.longest, pause.first * 2 ** min(self.rests, 10))
        self.rests, self.until, self.why = self.rests + 1, now + length, why
        return True

    def remember(self, rests: int, until: datetime, why: str) -> None:
        """Go on with the rests of an earlier life, the last of which ended at *until*."""
        self.rests, self.until, self.why = rests, until, why
