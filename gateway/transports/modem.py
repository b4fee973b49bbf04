"""A GSM modem on a serial port: one SMS at a time, kept on the SIM until it is committed."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gateway.at import find
from gateway.at.connect import connect
from gateway.at.ear import Ear
from gateway.at.port import Port
from gateway.at.worker import Worker
from gateway.config_lines import ModemLine
from gateway.errors import LineDown, TemporaryError
from gateway.message import Health, Outbound, Receipt
from gateway.transport import Deliver, Leaving, unnoted

_GRACE = 1.0  # seconds that close() lets the worker end by itself
_HARD = 0.7  # seconds for it to notice that the port is shut


class ModemTransport:
    """One connection of a ``[modem NAME]``; after a loss a new object is opened."""

    def __init__(
        self,
        line: ModemLine,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        leaving: Leaving = unnoted,
        state: Path | None = None,
        patterns: Sequence[str] = find.PATTERNS,
    ) -> None:
        """*wake* is called from our threads when room or health changes: it must not block.

        *state* is the daemon's folder, where a refused PIN is remembered over restarts.
        *patterns* are globs of the ports that are searched for *line.imei* and *line.imsi*.
        """
        self.name = line.name
        self._line = line
        self._clock = clock
        self._wake = wake
        self._leaving = leaving
        self._state = state
        self._patterns = patterns
        self._port: Port | None = None
        self._worker: Worker | None = None

    def open(self, deliver: Deliver) -> None:
        """Open and prepare the modem, then start the worker that reads the SIM at once.

        *deliver* gets raw PDUs; only when its future resolves are they deleted by their own index.
        Raises LineDown; latched when trying again would lock the SIM.
        """
        ear = Ear()
        self._port, fitting = connect(self._line, ear, self._patterns, state=self._state)
        self._worker = Worker(
            self._line,
            self._port,
            fitting,
            ear,
            deliver,
            clock=self._clock,
            changed=self._wake,
            leaving=self._leaving,
        )
        self._worker.start()

    def room(self) -> int:
        """Return 1 when registered, idle and not draining a SIM that is more than half full."""
        return self._worker.room() if self._worker else 0

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Queue *parts*; a receipt's reference is TP-MR, "0".."255" (3GPP TS 23.040 9.2.3.6)."""
        return [self._give(part) for part in parts]

    def _give(self, part: Outbound) -> "Future[Receipt]":
        if self._worker:
            return self._worker.give(part)
        future: Future[Receipt] = Future()
        future.set_exception(
            TemporaryError(f"{self.name}: not open", line=self.name, code="closed")
        )
        return future

    def health(self) -> Health:
        """Return the last known condition; its proof is an answer that cannot be a late one."""
        worker = self._worker
        if worker is None:
            return Health(up=False, detail="not open")
        if worker.health.up and not worker.is_alive():  # no memory left to say so itself
            return replace(worker.health, up=False, detail="its thread has ended")
        return worker.health

    def fault(self) -> LineDown | None:
        """Return why the line went down by itself, or None."""
        return self._worker.fault if self._worker else None

    def clinging(self) -> frozenset[int]:
        """Return the inbox ids (Stored.id) that are committed and still on the SIM."""
        return self._worker.sweeper.clinging() if self._worker else frozenset()

    def untold(self) -> frozenset[int] | None:
        """Return clinging() once the worker has ended, else None."""
        worker = self._worker
        if worker is None:
            return frozenset()
        return None if worker.is_alive() else worker.sweeper.untold()

    def close(self) -> None:
        """End within 2 s; a part whose bytes had left ends as UnknownOutcome, else temporary."""
        worker, port = self._worker, self._port
        if worker:
            worker.stop()
            worker.join(_GRACE)
        if port:
            port.shut()
        if worker:
            worker.join(_HARD)
            worker.abandon()
