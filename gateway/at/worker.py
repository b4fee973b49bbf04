"""The one thread that talks to the modem: sweeps, sends and looks after its health, in turns."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import replace
from datetime import datetime

from gateway.at import balance, sender
from gateway.at import health as life
from gateway.at.ear import Ear
from gateway.at.lasting import lasting
from gateway.at.port import NoAnswer, Port, PortLost
from gateway.at.setup import Fitting
from gateway.at.sweep import Sweeper
from gateway.config_lines import ModemLine
from gateway.errors import (
    LineDown,
    StorageError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.message import Health, Outbound, Receipt
from gateway.transport import Deliver, Leaving

log = logging.getLogger(__name__)

MISSES = 3  # commands in a row without an answer: the modem hangs
_SEARCHING = 5.0  # seconds between two looks while the SIM has no network
_AGAIN = (1.0, 30.0)  # seconds until the next sweep after the database refused, doubled up to
_DRAINS = 8  # sweeps above half in a row before sending gets its turns again
Job = tuple[Outbound, "Future[Receipt]"]


class Worker(threading.Thread):
    """Lives as long as one connection; *changed* is called when room or health changes."""

    def __init__(  # noqa: PLR0913 - all that one thread works with
        self,
        line: ModemLine,
        port: Port,
        fitting: Fitting,
        ear: Ear,
        deliver: Deliver,
        *,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
        leaving: Leaving,
    ) -> None:
        super().__init__(name=f"modem {line.name}", daemon=True)
        self.health = Health(up=True)
        self.sweeper = Sweeper(port, line.name, fitting, deliver)
        self.fault: LineDown | None = None
        self._line = line
        self._port = port
        self._others = fitting.others
        self._ear = ear
        self._clock = clock
        self._changed = changed
        self._note_leaving = leaving
        self._guard = threading.Lock()
        self._queue: deque[Job] = deque()
        self._current: Job | None = None
        self._left = False  # bytes of the current PDU may have left
        self._stopping = False
        self._drains = 0
        self._errors = 0  # refusals in a row
        self._storage_wait = 0.0  # seconds, while the database refuses
        self._hold = 0.0  # monotonic: no sweep before
        self._sweep_due = 0.0  # monotonic; 0: now
        self._status_due = 0.0
        self._unregistered_since: float | None = None

    # -- for other threads

    def room(self) -> int:
        """Return 1 when a part may be given now."""
        health = self.health
        ready = health.up and health.proof_at is not None and health.registered is not False
        idle = not self._queue and self._current is None
        return int(ready and idle and self._line.send and not self._draining() and self.is_alive())

    def give(self, part: Outbound) -> "Future[Receipt]":
        """Queue *part*; fails at once when the line is closing or gone."""
        future: Future[Receipt] = Future()
        with self._guard:
            if not self._stopping:
                self._queue.append((part, future))
                self._ear.event.set()
                return future
        future.set_exception(
            TemporaryError(f"{self._line.name}: closed", line=self._line.name, code="closed")
        )
        return future

    def stop(self) -> None:
        """Let the thread end after what it is doing."""
        with self._guard:
            self._stopping = True
        self._ear.event.set()

    def abandon(self) -> None:
        """End every future: unknown if bytes had left, else temporary. May be called twice."""
        name = self._line.name
        with self._guard:
            self._stopping = True
            jobs, self._current = [self._current], None
            left, self._left = self._left, False
            jobs += self._queue
            self._queue.clear()
        for place, job in enumerate(jobs):
            if job is not None:
                unknown = left and place == 0
                error = UnknownOutcome if unknown else TemporaryError
                _end(job[1], error(f"{name}: closed", line=name, code="closed"))

    # -- the thread

    def run(self) -> None:
        """Take turns until stop() or until the line is lost."""
        try:
            while not self._stopping and self._port.alive:
                self._turn()
            detail = self._port.fault or "closed"
        except LineDown as error:
            self.fault, detail = error, str(error)
        except PortLost as error:
            detail = str(error)
        except Exception as error:
            log.exception("line %s: worker", self._line.name)
            detail = type(error).__name__
        self.health = replace(self.health, up=False, detail=detail)
        self.abandon()
        self._port.shut()
        self._changed()

    def _turn(self) -> None:
        self._ear.event.clear()
        # Each by itself: a SIM that cannot be read must not starve what is to be sent.
        for step in (
            self._hang_up,
            self._take_routed,
            self._sweep,
            self._send,
            self._look,
            self._credit,
        ):
            try:
                step()
            except NoAnswer:
                self._missed()
            except StorageError:
                self._storage_wait = min(max(self._storage_wait * 2, _AGAIN[0]), _AGAIN[1])
                self._hold = self._sweep_due = time.monotonic() + self._storage_wait
            except TemporaryError as error:
                self._refused(error)
        self._ear.event.wait(max(0.0, self._next_due() - time.monotonic()))

    def _next_due(self) -> float:
        if not self._line.receive:
            return self._status_due
        return min(self._status_due, self._hold if self._draining() else self._sweep_due)

    def _hang_up(self) -> None:
        if not self._ear.rang:
            return
        self._ear.rang = False
        if self._line.hangup_calls:
            if not self._port.command("AT+CHUP").ok:
                self._port.command("ATH")
            self.health = replace(self.health, calls=self.health.calls + 1)
            self._changed()

    def _take_routed(self) -> None:
        pdus = tuple(self._ear.pdus)
        if pdus:
            self.sweeper.take(pdus)
            for _ in pdus:
                self._ear.pdus.popleft()

    def _sweep(self) -> None:
        if not self._line.receive:
            return
        now = time.monotonic()
        asked = self._ear.stored or self._draining()
        asked = asked or (bool(self._queue) and self._line.receive_before_send)
        if now < self._hold or (now < self._sweep_due and not asked):
            return
        memories = {*self._ear.memories(), *(self._others if now >= self._sweep_due else ())}
        self._ear.stored = False
        before = self.sweeper.received
        self.sweeper.sweep(sorted(memories))
        self._storage_wait, self._errors = 0.0, 0
        self._sweep_due = time.monotonic() + self._line.receive_frequency.total_seconds()
        self._note_fill()
        if self.sweeper.received != before:
            self.health = replace(self.health, received=self.sweeper.received)

    def _note_fill(self) -> None:
        was = self._draining()
        total, listed = self.health.sim_total, self.sweeper.listed
        full = life.above_half(replace(self.health, sim_used=listed), self.sweeper.stuck())
        self._drains = (self._drains + 1) % (2 * _DRAINS) if full else 0
        if total:
            left = max(0, listed - (self.sweeper.received - self.health.received))
            self.health = replace(self.health, sim_used=left)
        if was and not self._draining():
            self._changed()

    def _draining(self) -> bool:
        return 0 < self._drains <= _DRAINS

    def _send(self) -> None:
        if self._draining():
            return
        with self._guard:
            if not self._queue or self._stopping:
                return
            self._current = self._queue.popleft()
        try:
            receipt = sender.send(
                self._port,
                self._current[0],
                line=self._line.name,
                timeout=self._line.send_timeout.total_seconds(),
                leaving=self._leaving,
            )
        except TransportError as error:
            self.health = replace(self.health, errors=self.health.errors + 1)
            self._finish(error)
            if isinstance(error, LineDown) and error.code != "CMS 330":
                raise  # the SIM is gone; 330 is a setting that is missing
            if isinstance(error.__cause__, NoAnswer):
                self._missed()
        except Exception as error:
            end = UnknownOutcome if self._left else TemporaryError
            self._finish(end(f"{self._line.name}: {type(error).__name__}", line=self._line.name))
            raise
        else:
            self.health = replace(self.health, sent=self.health.sent + 1)
            self._finish(receipt)

    def _leaving(self) -> None:
        self._left = True
        if self._current is not None:
            part = self._current[0]
            self._note_leaving(part.delivery, part.epoch)

    def _finish(self, result: Receipt | TransportError) -> None:
        with self._guard:
            job, self._current, self._left = self._current, None, False
        if job is not None:
            _end(job[1], result)
        self._changed()

    def _look(self) -> None:
        now = time.monotonic()
        if now < self._status_due:
            return
        before = self.health
        self.health = life.look(self._port, before, line=self._line.name, now=self._clock())
        self._status_due = now + self._line.status_frequency.total_seconds()
        if self.health.registered is False:
            self._status_due = min(self._status_due, now + _SEARCHING)
            self._search(now)
        else:
            self._unregistered_since = None
            lasting(self._line.name).note_health()
        if life.above_half(self.health, self.sweeper.stuck()):
            self._sweep_due = 0.0
        if replace(self.health, proof_at=None) != replace(before, proof_at=None):
            self._changed()

    def _credit(self) -> None:
        """Take the operator's word on the credit, and ask for it when there is time."""
        told, self._ear.ussd = self._ear.ussd, ""
        if told and self._line.balance_ussd:
            self.health = balance.take(self._port, self.health, told, now=self._clock())
            self._changed()
        if self.room():
            balance.ask(self._port, self._line, now=time.monotonic())

    def _search(self, now: float) -> None:
        if self._unregistered_since is None:
            self._unregistered_since = now
        waited = now - self._unregistered_since
        if waited < self._line.registration_timeout.total_seconds():
            return
        if self._line.max_error_count and lasting(self._line.name).may_reset(now):
            self._reset("no network for too long; reset")

    def _missed(self) -> None:
        self.health = replace(self.health, errors=self.health.errors + 1)
        self._status_due = self._sweep_due = 0.0  # at once: it hangs, or one answer got lost
        if self._port.misses >= (self._line.max_error_count or MISSES):
            self._reset("the modem does not answer")

    def _refused(self, error: TemporaryError) -> None:
        log.warning("line %s: %s", self._line.name, error)
        self._errors += 1
        self.health = replace(self.health, errors=self.health.errors + 1, detail=str(error))
        wait = min(_AGAIN[0] * 2.0 ** min(self._errors, 8), _AGAIN[1])
        self._hold = self._sweep_due = time.monotonic() + wait
        if self._line.max_error_count and self._errors >= self._line.max_error_count:
            self._reset("the modem refuses every command")

    def _reset(self, why: str) -> None:
        memory, now = lasting(self._line.name), time.monotonic()
        if self._line.max_error_count and self._line.reset_string and memory.may_reset(now):
            memory.note_reset(now)
            log.warning("line %s: %s; resetting it", self._line.name, why)
            self._port.kick(self._line.reset_string)
        raise LineDown(f"{self._line.name}: {why}", line=self._line.name)


def _end(future: "Future[Receipt]", result: Receipt | TransportError) -> None:
    try:
        if isinstance(result, Receipt):
            future.set_result(result)
        else:
            future.set_exception(result)
    except InvalidStateError:
        pass  # close() was quicker
