"""What a carrier says again within one session, because our answer was slow or is still missing.

Equal words over a session that was answered in time are a citizen who wrote twice; equal words
while the first ones have no answer, or had one so late that the carrier had given up waiting, are
the carrier repeating (RELIABILITY.md 3.1).
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from gateway.message import Inbound
from gateway.smpp.session import Asked

PATIENT = 5.0
"""Seconds that every carrier waits for an answer; Kannel 60, SMPP 3.4 leaves it to the carrier."""

SOON = 1.0
"""Seconds in which no carrier gives up waiting: equal words so soon were written twice."""

MEMORY = 60.0
"""Seconds in which a message that was answered later than that may come again."""


class Repeats:
    """The messages of a line that are open, or were answered late. For any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._since: dict[bytes, float] = {}  # identity -> when it was read
        self._late: dict[bytes, float] = {}  # identity -> until when it is remembered
        self._guard = threading.Lock()

    def mark(self, asked: Sequence[Asked]) -> list[Asked]:
        """Return *asked* with what is said again marked as the row that it has already."""
        now = time.monotonic()
        with self._guard:
            self._forget(now)
            return [self._mark(one, now) for one in asked]

    def _mark(self, one: Asked, now: float) -> Asked:
        item = one.item
        if not isinstance(item, Inbound) or item.carrier_id:
            return one
        since = self._since.setdefault(item.identity, now)
        if now - since >= SOON or item.identity in self._late:
            return replace(one, item=replace(item, carrier_id=True))
        return one

    def answered(self, asked: Sequence[Asked]) -> None:
        """Note that *asked* have their answers."""
        now = time.monotonic()
        with self._guard:
            for one in asked:
                if not isinstance(one.item, Inbound):
                    continue
                since = self._since.pop(one.item.identity, now)
                if now - since > PATIENT:
                    self._late[one.item.identity] = now + MEMORY

    def _forget(self, now: float) -> None:
        while self._late:
            first = next(iter(self._late))
            if self._late[first] > now:
                return
            del self._late[first]
