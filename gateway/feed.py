"""Feeds one open line: claims what waits, hands it over, records how it ended, lets it rest."""

import logging
import random
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import timedelta
from functools import partial

from gateway import outbox
from gateway.caps import Cap, allowance, per_second
from gateway.config import Line
from gateway.errors import (
    LineDown,
    PermanentError,
    StorageError,
    TransportError,
    UnknownOutcome,
)
from gateway.message import Receipt
from gateway.office import Office
from gateway.retry import SUSPECT, line_suspect
from gateway.transport import Transport
from models.base import Tx
from models.failpoint import reach

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=10)
"""A line that refuses three numbers in a row rests: its SIM is at fault, not they."""


class Feed:
    """The outbound side of one line. `turn()` is one step and never waits for the carrier."""

    def __init__(self, line: Line, office: Office, wake: threading.Event) -> None:
        """*wake* is set whenever a part ended, so that its outcome is recorded at once."""
        self.paused_until = office.clock()
        self.flying = 0  # parts handed over whose outcome was not taken yet
        self._line = line
        self._office = office
        self._wake = wake
        self._outcomes: deque[outbox.Outcome] = deque()
        self._unrecorded: list[outbox.Outcome] = []  # taken, and the database took nothing
        self._last: deque[tuple[int, bool]] = deque(maxlen=2 * SUSPECT)

    def turn(self, carrier: Transport) -> bool:
        """Record what ended and send what fits; False when there was nothing to do.

        Raises StorageError when nothing can be stored; what ended is then kept for the next turn.
        """
        ended = self._ended()
        room = self._room(carrier)
        news = bool(ended or self._unrecorded)
        if not news and not (room and self._waiting()):
            return False
        claimed = self._record_and_claim(ended, room)
        if claimed:
            reach("after_claim")
            self._send(carrier, claimed)
        return news or bool(claimed)

    def airborne(self) -> bool:
        """Tell whether the transport still has a part of ours."""
        return self.flying > len(self._outcomes)

    def settle(self) -> None:
        """Record what a closing transport ended."""
        ended = self._ended()
        if ended or self._unrecorded:
            self._record_and_claim(ended, 0)

    def _room(self, carrier: Transport) -> int:
        """Return how many parts may be claimed now."""
        if self._line.sending_disabled or self._office.settings.daemon.sending_disabled:
            return 0
        left = self.paused_until - self._office.clock()
        # More than a whole pause: the wall clock was set back
        return 0 if timedelta(0) < left <= PAUSE else carrier.room()

    def _waiting(self) -> bool:
        """Look, without a write transaction, whether something waits for this line."""
        with self._office.store.reading() as tx:
            return outbox.waiting(tx, self._line.name, self._office.clock())

    def _record_and_claim(self, ended: Sequence[outbox.Outcome], room: int) -> list[outbox.Claimed]:
        """Do both in one transaction: a modem then costs one commit a part."""
        office = self._office
        now = office.clock()
        outcomes, self._unrecorded = [*self._unrecorded, *ended], []
        if outcomes:
            reach("before_record")

        def job(tx: Tx) -> list[outbox.Claimed]:
            outbox.record(tx, outcomes, now=now, dice=random.random())  # noqa: S311 - no secret
            free = allowance(tx, self._caps(), now) if room else 0
            return outbox.claim(tx, self._line.name, room, free=free, node=office.node, now=now)

        try:
            return office.writer.submit(job).result()
        except StorageError:
            self._unrecorded = outcomes  # nothing was stored: the next turn's
            raise

    def _caps(self) -> list[Cap]:
        """Return the caps in force; those that are 0 are none."""
        budget = self._office.settings.budget
        caps = (
            Cap(budget.parts_per_minute, timedelta(minutes=1)),
            Cap(budget.parts_per_hour, timedelta(hours=1)),
            Cap(budget.parts_per_day, timedelta(days=1)),
            Cap(getattr(self._line, "message_limit", 0), timedelta(days=1), self._line.name),
            per_second(getattr(self._line, "throughput", 0.0), self._line.name),
        )
        return [cap for cap in caps if cap.parts > 0]

    def _send(self, carrier: Transport, claimed: Sequence[outbox.Claimed]) -> None:
        """Hand parts to the transport; each future puts its outcome where turn() finds it."""
        self.flying += len(claimed)
        futures = carrier.send([one.part for one in claimed])
        for one, future in zip(claimed, futures, strict=True):
            future.add_done_callback(partial(self._end, one))

    def _end(self, claimed: outbox.Claimed, future: Future[Receipt]) -> None:
        """Keep how a part ended for the next turn; runs in the transport's thread."""
        error = future.exception()
        if error is None:
            outcome = outbox.Outcome(claimed, receipt=future.result())
        elif isinstance(error, TransportError):
            outcome = outbox.Outcome(claimed, error=error)
        else:
            log.error("line %s: driver failed: %s", self._line.name, type(error).__name__)
            outcome = outbox.Outcome(claimed, error=UnknownOutcome("driver", code="driver"))
        self._outcomes.append(outcome)
        self._wake.set()

    def _ended(self) -> list[outbox.Outcome]:
        """Take and judge the outcomes that came since the last turn: a fault pauses the line."""
        ended = [self._outcomes.popleft() for _ in range(len(self._outcomes))]
        self.flying -= len(ended)
        return [self._blame(outcome) for outcome in ended]

    def _blame(self, outcome: outbox.Outcome) -> outbox.Outcome:
        """Turn the third refusal in a row, each of another number, into a fault of the line."""
        if isinstance(outcome.error, LineDown):
            self._pause(outcome.error)
        elif outcome.receipt is not None or isinstance(outcome.error, PermanentError):
            sent = outcome.receipt is not None
            self._last.append((outcome.claimed.contact, sent))
            if not sent and line_suspect(self._last):
                self._last.clear()
                fault = LineDown("refuses every number", code=getattr(outcome.error, "code", ""))
                self._pause(fault)
                return outbox.Outcome(outcome.claimed, error=fault)
        return outcome

    def _pause(self, error: LineDown) -> None:
        """Let the line rest; what waits keeps waiting."""
        self.paused_until = self._office.clock() + PAUSE
        log.error("line %s: paused for %s: %s", self._line.name, PAUSE, error)
