"""A carrier in memory: for tests and trials of everything behind a transport, with no modem.

What is sent is kept in `air`; `answers` scripts how the next parts end. It keeps the contract of
gateway/transport.py exactly, and shows how little a carrier has to write.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from gateway.config import Line
from gateway.errors import TransportError, UnknownOutcome
from gateway.message import DeliveryReport, Health, Inbound, Outbound, Receipt, Stored
from gateway.transport import Deliver, Leaving, unnoted


class LoopbackTransport:
    """One line without a network."""

    def __init__(
        self,
        line: Line,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        leaving: Leaving = unnoted,
        state: Path | None = None,  # noqa: ARG002 - a carrier in memory keeps nothing
    ) -> None:
        """*wake* is called when a part ended, *leaving* before it leaves, as every carrier does."""
        self.name = line.name
        self.air: list[Outbound] = []  # what left, in order
        self.answers: deque[TransportError | None] = deque()  # None: a receipt; empty: receipts
        self.window = 1
        self.hold = False  # keep parts in flight until release() or close()
        self._clock = clock
        self._wake = wake
        self._leaving = leaving
        self._deliver: Deliver | None = None
        self._flying: list[Future[Receipt]] = []
        self._guard = threading.Lock()
        self._references = 0

    def open(self, deliver: Deliver) -> None:
        """Be up at once."""
        self._deliver = deliver

    def offer(self, batch: Sequence[Inbound | DeliveryReport]) -> "Future[Sequence[Stored]]":
        """Play the network: hand *batch* over; the future is what the carrier waits for."""
        assert self._deliver is not None, "offer() before open()"
        return self._deliver(batch)

    def room(self) -> int:
        """Return what is left of the window."""
        return self.window - len(self._flying) if self._deliver else 0

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Keep *parts* and end their futures as `answers` says."""
        futures = []
        for part in parts:
            future: Future[Receipt] = Future()
            futures.append(future)
            with self._guard:
                self._leaving(part.delivery, part.epoch)
                self.air.append(part)
                self._flying.append(future)
            if not self.hold:
                self._end(future)
        return futures

    def release(self) -> None:
        """End what is in flight."""
        for future in list(self._flying):
            self._end(future)

    def _end(self, future: "Future[Receipt]") -> None:
        with self._guard:
            self._flying.remove(future)
            answer = self.answers.popleft() if self.answers else None
            self._references = (self._references + 1) % 256
        if answer is None:
            future.set_result(Receipt(str(self._references)))
        else:
            future.set_exception(answer)
        self._wake()

    def health(self) -> Health:
        """Be as up as open."""
        return Health(up=self._deliver is not None, proof_at=self._clock())

    def untold(self) -> frozenset[int] | None:
        """Return inbox ids of which the carrier could not be told: never any."""
        return frozenset()

    def close(self) -> None:
        """End what is in flight as unknown."""
        self._deliver = None
        with self._guard:
            left, self._flying = self._flying, []
        for future in left:
            future.set_exception(UnknownOutcome("closed", line=self.name))
