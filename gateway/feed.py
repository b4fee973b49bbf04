"""Feeds one open line: claims what waits, hands it over, records how it ended, lets it rest."""

import logging
import random
import threading
from collections import deque
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from gateway import outbox
from gateway.caps import Pace
from gateway.config import Line
from gateway.errors import LineDown, PermanentError, TransportError, UnknownOutcome
from gateway.landing import Outcome, hasten, record, take_back
from gateway.limits import Limits, free, used
from gateway.message import Receipt
from gateway.money import pay
from gateway.office import Office
from gateway.transport import Transport
from gateway.trust import FAULT, Refused, Trust
from gateway.watch.alarms import clear_alarm, raise_alarm
from models.base import Tx
from models.failpoint import reach

log = logging.getLogger(__name__)

ALARM = "line_paused"
BEHIND = timedelta(seconds=30)
"""What was refused comes so long after a rest: another part shall try the line, if there is one."""


@dataclass(slots=True)
class Ended:
    """What ended since the last turn, and what that says of the line."""

    outcomes: list[Outcome] = field(default_factory=list)
    back: list[Refused] = field(default_factory=list)  # refused, and the line is to blame
    until: datetime | None = None  # the line began to rest
    why: str = ""
    well: bool = False  # it carries again
    cured: str = ""  # what it had rested for


class Feed:
    """The outbound side of one line. `turn()` is one step and never waits for the carrier."""

    def __init__(self, line: Line, office: Office, wake: threading.Event) -> None:
        """*wake* is set whenever a part ended, so that its outcome is recorded at once."""
        self.trust = Trust()
        self.flying = 0  # parts handed over whose outcome was not taken yet
        self._line = line
        self._office = office
        self._wake = wake
        self._pace = Pace(line.throughput)
        self._whole = getattr(line, "long_messages", "") == "payload"
        self._outcomes: deque[Outcome] = deque()
        self._ended = Ended()  # taken, and not recorded yet

    def turn(self, carrier: Transport) -> bool:
        """Record what ended and send what fits; False when there was nothing to do.

        Raises StorageError when nothing can be stored; what ended is then kept for the next turn.
        """
        self._take()
        room = self._room(carrier)
        news = bool(self._ended.outcomes)
        if not news and not (room and self._waiting()):
            return False
        claimed = self._record_and_claim(room)
        if claimed:
            reach("after_claim")
            self._send(carrier, claimed)
        return news or bool(claimed)

    def airborne(self) -> bool:
        """Tell whether the transport still has a part of ours."""
        return self.flying > len(self._outcomes)

    def idle(self, most: float) -> float:
        """Return for how many seconds, at most *most*, a turn would find nothing to do."""
        wait = self._pace.wait(self._office.clock())
        return min(most, wait) if wait else most

    def recover(self, tx: Tx, left: Collection[tuple[int, int]] | None, now: datetime) -> None:
        """Settle what an earlier life of the line was sending when it died, as outbox.recover."""
        pay(tx, self.limits(), 0, outbox.recover(tx, self._line.name, left, now), now)

    def settle(self) -> None:
        """Record what a closing transport ended."""
        self._take()
        if self._ended.outcomes:
            self._record_and_claim(0)

    def _room(self, carrier: Transport) -> int:
        """Return how many parts may be claimed now, as far as the line itself tells."""
        if self._line.sending_disabled or self._office.settings.daemon.sending_disabled:
            return 0
        now = self._office.clock()
        return min(self.trust.room(carrier.room(), now, self.flying), self._pace.left(now))

    def limits(self) -> Limits:
        """Return what limits the line by the files in force."""
        return Limits.of(self._line, self._office.settings.budget, self._office.city)

    def _waiting(self) -> bool:
        """Look, without a write transaction, whether something may go on this line."""
        now, limits = self._office.clock(), self.limits()
        with self._office.store.reading() as tx:
            if limits.counted and not outbox.waiting(tx, self._line.name, now):
                return False  # nothing has to be counted for nothing
            left = free(limits, used(tx, limits, now), now)
            return outbox.waiting(tx, self._line.name, now, free=left)

    def _record_and_claim(self, room: int) -> list[outbox.Claimed]:
        """Do both in one transaction: a modem then costs one commit a part."""
        office, ended, limits = self._office, self._ended, self.limits()
        now = office.clock()
        if ended.outcomes:
            reach("before_record")

        def job(tx: Tx) -> list[outbox.Claimed]:
            self._record(tx, ended, limits, now)
            if not room:
                return []
            left = free(limits, used(tx, limits, now), now)
            return outbox.claim(
                tx, self._line.name, room, free=left, whole=self._whole, node=office.node, now=now
            )

        claimed = office.writer.submit(job).result()
        self._ended = Ended()  # a StorageError leaves it to the next turn
        self._pace.take(now, len(claimed))
        return claimed

    def _record(self, tx: Tx, ended: Ended, limits: Limits, now: datetime) -> None:
        """Write how parts ended, what they cost, and what that says of the line."""
        dice = random.random()  # noqa: S311 - no secret
        tally = record(tx, ended.outcomes, now=now, dice=dice)
        pay(tx, limits, tally.sent, tally.unknown, now)
        if ended.back and ended.until is not None:
            take_back(tx, ended.back, why=ended.why, until=ended.until + BEHIND, now=now)
        name = self._line.name
        if ended.well:
            hasten(tx, name, why=ended.cured, now=now)
            clear_alarm(tx, ALARM, name, now=now)
        if ended.until is not None:
            raise_alarm(tx, ALARM, name, fields={"tl": ended.why}, now=now)

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
            outcome = Outcome(claimed, receipt=future.result())
        elif isinstance(error, TransportError):
            outcome = Outcome(claimed, error=error)
        else:
            log.error("line %s: driver failed: %s", self._line.name, type(error).__name__)
            outcome = Outcome(claimed, error=UnknownOutcome("driver", code="driver"))
        self._outcomes.append(outcome)
        self._wake.set()

    def _take(self) -> None:
        """Take and judge the outcomes that came since the last turn: a fault rests the line."""
        for _ in range(len(self._outcomes)):
            outcome = self._outcomes.popleft()
            self.flying -= 1
            self._ended.outcomes.append(outcome)
            self._judge(outcome, self._office.clock())

    def _judge(self, outcome: Outcome, now: datetime) -> None:
        """Note what one outcome says of the line."""
        ended, part, error = self._ended, outcome.claimed, outcome.error
        rests, why = self.trust.rests, self.trust.why
        if isinstance(error, LineDown):
            self.trust.rest(error.code or "fault", FAULT, now)
        elif isinstance(error, PermanentError):
            refused = Refused(part.part.delivery, part.part.epoch, part.contact)
            ended.back += self.trust.refused(refused, error.code, now)
        elif outcome.receipt is not None and self.trust.went(part.contact):
            log.info("line %s: sends again", self._line.name)
            ended.well, ended.cured, ended.until = True, why, None
        if self.trust.rests > rests:
            ended.well, ended.until, ended.why = False, self.trust.until, self.trust.why
            log.error(
                "line %s: rests until %s: %s", self._line.name, ended.until, error or ended.why
            )
