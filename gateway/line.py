"""One line's thread: opens its transport, keeps it open, feeds it, opens it again when lost.

The transport translates; when to try again is decided here.
"""

import logging
import random
import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from typing import TypeVar

from gateway import inbox, transport
from gateway.airlog import AirLog
from gateway.config import Line
from gateway.errors import Busy, LineDown, StorageError
from gateway.feed import Feed
from gateway.line_orders import Orders
from gateway.line_state import LineState
from gateway.message import DeliveryReport, Health, Inbound, Stored
from gateway.office import Office
from models.base import Tx

T = TypeVar("T")
log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until a lost line is opened again: doubled each time up to the second."""

SHORT_LIFE = 5.0
"""Seconds that a line must stay open; one that falls sooner, again and again, has to wait."""

RECOVER_AFTER = 3
"""Failed attempts in a row before `recover_command` is run."""

RECOVER_TIME = 60.0
"""Seconds that `recover_command` may take."""

STORAGE_WAIT = 1.0
"""Seconds until the database is tried again that took nothing (disk full, locked)."""

LANDING = 5.0
"""Seconds that a closing line waits for the network to answer what is on the air."""

DRAIN = 35.0
"""Seconds that a line which shall stand still may take to read its SIM empty: one sweep."""

IDLE = 0.5
"""Seconds between two looks at a quiet line when nobody wakes it."""


class LineRunner(threading.Thread):
    """Keeps one line open as long as the office works."""

    def __init__(self, line: Line, office: Office) -> None:
        """Nothing is opened until start()."""
        super().__init__(name=f"line {line.name}", daemon=True)
        self.beats = 0  # grows while the thread makes progress
        self._line = line
        self._office = office
        self._wake = office.line_wakes.setdefault(line.name, threading.Event())
        self._feed = Feed(line, office, self._wake)
        self._orders = Orders(line.name, office)
        self._state = LineState(line.name, office)
        self._airlog = AirLog(office.settings.state / f"{line.name}.air")
        self._session = 0
        self._failures = 0
        self._falls = 0  # times in a row that it opened and was lost at once

    def run(self) -> None:
        """Open, feed, close, and again, until the office stops."""
        office = self._office
        try:
            self._recover_parts()
            while not office.stopping.is_set():
                self._orders.heed()
                if (why := self._orders.paused()) is not None:
                    self._stand_still(why)
                else:
                    self._live()
        except StorageError as error:
            log.error("line %s: ends with the storage: %s", self._line.name, error)  # noqa: TRY400

    def _recover_parts(self) -> None:
        """Settle what an earlier life of this line was sending when it died."""
        left, now = self._airlog.left(), self._office.clock()
        self._patiently(lambda: self._write(lambda tx: self._feed.recover(tx, left, now)))
        self._airlog.restart()
        self._patiently(lambda: self._state.recall(self._feed.trust))

    def _stand_still(self, why: str) -> None:
        """Stay closed as long as a person wants it; what waits keeps waiting."""
        log.warning("line %s: paused by a person", self._line.name)
        self._show(Health(up=False, detail=f"paused: {why}"), force=True)
        self._rest(float("inf"))
        log.warning("line %s: goes on", self._line.name)

    def _live(self) -> None:
        """Live through one connection of the line."""
        driver = transport.load(self._line.kind)
        carrier: transport.Transport = driver(
            self._line,
            clock=self._office.clock,
            wake=self._wake.set,
            leaving=self._airlog.leaving,
            state=self._office.settings.state,
        )
        try:
            carrier.open(self._deliver)
        except LineDown as error:
            carrier.close()
            self._after_failure(error)
            return
        self._failures = 0
        log.info("line %s: open", self._line.name)
        ends = time.monotonic() + SHORT_LIFE
        try:
            self._pump(carrier)
            self._falls = self._falls + 1 if time.monotonic() < ends else 0
            self._land()
        finally:
            carrier.close()
            self._patiently(self._feed.settle)
            self._patiently(lambda: self._end_session(carrier))
            self._show(carrier.health(), force=True)
        if self._falls > 1:
            self._back_off(self._falls - 1, self._longest("lost"))

    def _pump(self, carrier: transport.Transport) -> None:
        """Feed the line until it is lost or the office stops."""
        while not self._office.stopping.is_set():
            self.beats += 1
            self._wake.clear()
            health = carrier.health()
            self._show(health)
            if not health.up:
                log.warning("line %s: lost: %s", self._line.name, health.detail)
                return
            if self._orders.paused() is not None:
                self._drain(carrier)
                return
            if not self._turn(carrier):
                if not self._feed.flying:
                    self._airlog.trim()
                self._wake.wait(self._feed.idle(IDLE))

    def _drain(self, carrier: transport.Transport) -> None:
        """Before a pause let the SIM be read empty, as far as it can be."""
        ends = time.monotonic() + DRAIN
        while carrier.health().up and carrier.health().sim_used and time.monotonic() < ends:
            if self._office.stopping.wait(IDLE):
                return
            self.beats += 1

    def _land(self) -> None:
        """Give the parts in the air time to come down; those that do not are of unknown outcome."""
        ends = time.monotonic() + LANDING
        while self._feed.airborne() and (left := ends - time.monotonic()) > 0:
            self._wake.wait(min(left, IDLE))
            self._wake.clear()

    def _turn(self, carrier: transport.Transport) -> bool:
        """Feed the line once; a database that takes nothing now is no reason to end."""
        try:
            return self._feed.turn(carrier)
        except StorageError as error:
            if not error.heals:
                raise
            self._office.stopping.wait(STORAGE_WAIT)
            return True

    def _patiently(self, act: Callable[[], object]) -> None:
        """Do *act* until the database takes it; an office that stops has one try."""
        while True:
            try:
                act()
            except StorageError as error:
                if not error.heals or self._office.stopping.wait(STORAGE_WAIT):
                    raise
                self.beats += 1
            else:
                return

    def _after_failure(self, error: LineDown) -> None:
        """Wait after a failed open, longer each time; a latched line waits for the end."""
        self._failures += 1
        log.warning("line %s: %s", self._line.name, error)
        self._show(Health(up=False, detail=str(error)), force=True)
        if error.latched:
            self._rest(float("inf"))
            return
        if self._failures % RECOVER_AFTER == 0:
            self._recover()
        self._back_off(self._failures, self._longest(error.code), error.wait)

    def _longest(self, code: str) -> float:
        """Return the longest wait: a server that merely is not there may be asked often."""
        delay: timedelta | None = getattr(self._line, "reconnect_delay", None)
        if delay is None or code not in ("unreachable", "lost"):
            return LONGEST_WAIT
        return delay.total_seconds()

    def _back_off(self, times: int, longest: float, least: float = 0.0) -> None:
        """Wait longer after each failure, spread so that many lines do not come at once."""
        wait = max(least, min(longest, FIRST_WAIT * 2.0 ** min(times - 1, 10)))
        self._rest(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, no secret

    def _rest(self, seconds: float) -> None:
        """Wait until the office stops or a person says something; beats go on: it is alive."""
        while seconds > 0 and not self._office.stopping.wait(min(seconds, IDLE)):
            seconds -= IDLE
            self.beats += 1
            if self._orders.news():
                return

    def _recover(self) -> None:
        """Run the admin's program that gives the modem its power back."""
        command = getattr(self._line, "recover_command", "")
        if not command:
            return
        log.warning("line %s: running recover_command", self._line.name)
        try:
            subprocess.run(shlex.split(command), check=False, timeout=RECOVER_TIME)  # noqa: S603 - the admin's own program from modem.conf
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("line %s: recover_command: %s", self._line.name, type(error).__name__)

    def _deliver(self, batch: Sequence[Inbound | DeliveryReport]) -> Future[Sequence[Stored]]:
        """Give *batch* to the writer; the desk looks when it is committed."""
        try:
            return self._accept(batch)
        except Busy as error:
            refused: Future[Sequence[Stored]] = Future()
            refused.set_exception(error)
            return refused

    def _accept(self, batch: Sequence[Inbound | DeliveryReport]) -> Future[Sequence[Stored]]:
        """Queue the accept job, with a session row before the first one of a connection."""
        office = self._office
        now = office.clock()
        if not self._session:
            opening = partial(inbox.open_session, line=self._line.name, node=office.node, now=now)
            self._session = office.writer.submit(opening, first=True).result()
        intake = inbox.Intake(self._session, now)

        def job(tx: Tx) -> Sequence[Stored]:
            return inbox.accept(tx, batch, intake)

        future = office.writer.submit(job, first=True)
        future.add_done_callback(lambda _: office.desk_wake.set())
        return future

    def _end_session(self, carrier: transport.Transport) -> None:
        """Close the session row; rows of which the carrier could not be told come again."""
        if not self._session:
            return
        session = self._session
        untold, now = carrier.untold(), self._office.clock()
        self._write(lambda tx: inbox.end_session(tx, session, now, untold))
        self._session = 0

    def _show(self, health: Health, *, force: bool = False) -> None:
        """Write the line's state, if there is news; it is no matter if nothing can be stored."""
        try:
            self._state.show(health, self._feed.trust, force=force)
        except StorageError as error:
            if not error.heals:
                raise

    def _write(self, job: Callable[[Tx], T]) -> T:
        """Run *job* in the writer and wait for its commit."""
        return self._office.writer.submit(job).result()
