"""A short code at a provider over SMPP 3.4: one bind, a pair, or several of them, as one line."""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path

from gateway.config_smpp import SmppLine
from gateway.errors import Busy, KentonganError, LineDown, TemporaryError
from gateway.message import Health, Outbound, Receipt, Stored
from gateway.smpp import codes
from gateway.smpp.connect import connect, password
from gateway.smpp.link import FULL, Link
from gateway.smpp.outbound import bundles
from gateway.smpp.repeats import Repeats
from gateway.smpp.session import Asked, Session
from gateway.transport import Deliver, Leaving, unnoted
from models.failpoint import reach

log = logging.getLogger(__name__)

BACKLOG = 5_000
"""Messages that may wait to be stored; what comes beyond is told that our queue is full."""

_BEAT = 0.5  # seconds between two looks at the clock, at most
_GRACE = 1.0  # seconds that close() gives the peer to agree


class SmppTransport:
    """One life of a ``[smpp NAME]``; when one of its binds is lost the whole line is.

    The rows of a session are then doubtful together: what the provider repeats, on whichever bind,
    comes to the next session and is known again.
    """

    def __init__(
        self,
        line: SmppLine,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        leaving: Leaving = unnoted,
        state: Path | None = None,  # noqa: ARG002 - the provider keeps what is not answered
    ) -> None:
        """*wake* is called from our thread when room or health changes: it must not block."""
        self.name = line.name
        self._line = line
        self._clock = clock
        self._wake = wake
        self._leaving = leaving
        self._sessions: list[Session] = []
        self._deliver: Deliver | None = None
        self._selector = selectors.DefaultSelector()
        self._waker, self._wakened = socket.socketpair()
        self._thread: threading.Thread | None = None
        self._proof: datetime | None = None
        self._lost = ""
        self._ending = False
        self._repeats = Repeats()

    def open(self, deliver: Deliver) -> None:
        """Connect and bind, then start the thread that listens; raises LineDown."""
        self._deliver = deliver
        secret = self._password()
        for role, port in self._roles():
            link = Link(connect(self._line, port))
            session = Session(self._line, link, role, self._leaving)
            self._sessions.append(session)
            session.bind(secret)
        for end in (self._waker, self._wakened):
            end.setblocking(False)
        self._selector.register(self._wakened, selectors.EVENT_READ)
        for session in self._sessions:
            self._selector.register(session.link.fileno(), selectors.EVENT_READ, session)
        self._proof = self._clock()
        self._thread = threading.Thread(target=self._run, name=f"smpp {self.name}", daemon=True)
        self._thread.start()

    def _password(self) -> bytes:
        try:
            return password(self._line.password_file)
        except OSError as error:
            words = f"{self.name}: password_file: {(error.strerror or str(error)).lower()}"
            raise LineDown(words, line=self.name, code="password_file") from error

    def _roles(self) -> list[tuple[int, int]]:
        line = self._line
        if line.transceiver:
            return [(codes.BIND_TRANSCEIVER, line.port)] * line.binds
        behind = line.receive_port or line.port
        pair = [(codes.BIND_TRANSMITTER, line.port), (codes.BIND_RECEIVER, behind)]
        return pair * line.binds

    def room(self) -> int:
        """Return what is left of all windows; 0 while the provider asks us to slow down."""
        if self._lost or self._ending or self._thread is None:
            return 0
        now = time.monotonic()
        return sum(session.room(now) for session in self._sessions)

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Spread *parts* over the binds with room; a receipt's reference is the message_id."""
        now = time.monotonic()
        senders = [one for one in self._sessions if one.role != codes.BIND_RECEIVER]
        if self._lost or self._thread is None or not senders:
            return [self._closed() for _ in parts]
        futures: list[Future[Receipt]] = []
        rest = bundles(parts, self._line)
        senders.sort(key=lambda one: one.room(now), reverse=True)
        for at, session in enumerate(senders):
            last = at == len(senders) - 1
            share = len(rest) if last else session.room(now)
            futures += session.send(rest[:share]) if share else []
            rest = rest[share:]
        self._stir()
        return futures

    def _closed(self) -> "Future[Receipt]":
        future: Future[Receipt] = Future()
        future.set_exception(TemporaryError(f"{self.name}: lost", line=self.name, code="closed"))
        return future

    def health(self) -> Health:
        """Return the last known condition; its proof is the last PDU that came."""
        up = self._thread is not None and not self._lost and not self._ending
        total = [one.counts for one in self._sessions]
        ignored = sum(one.ignored for one in total)
        detail = self._lost or (f"{len(total)} binds" if up else "not open")
        return Health(
            up=up,
            proof_at=self._proof,
            detail=f"{detail}, {ignored} PDUs ignored" if ignored else detail,
            received=sum(one.received for one in total),
            sent=sum(one.sent for one in total),
            errors=sum(one.errors for one in total),
        )

    def untold(self) -> frozenset[int] | None:
        """Return nothing after an orderly end, else None: the rows of the last minute are doubted.

        An answer that was written may never have been read (RELIABILITY 3.1).
        """
        settled = not self._lost and all(one.settled for one in self._sessions)
        return frozenset() if settled else None

    def close(self) -> None:
        """Unbind and end within 2 s; parts without an answer end as UnknownOutcome."""
        self._ending = True
        if self._thread is not None:
            for session in self._sessions:
                session.unbind()
            self._stir()
            self._thread.join(_GRACE)
        for session in self._sessions:
            session.lose(self._lost or "closed")
        self._stir()
        if self._thread is not None:
            self._thread.join(_BEAT)
        if self._thread is None or not self._thread.is_alive():
            self._selector.close()
            self._waker.close()
            self._wakened.close()

    # --- the thread

    def _run(self) -> None:
        """Read, hand on and supervise until the line is closed."""
        try:
            for session in self._sessions:  # what came behind the answer to its bind
                self._hand_on(session, self._read(session))
            while not (self._ending and all(self._parted(one) for one in self._sessions)):
                self._round()
        except Exception:
            log.exception("line %s: smpp", self.name)
            self._lose("a fault of ours")

    @staticmethod
    def _parted(session: Session) -> bool:
        return bool(session.lost) or session.settled

    def _round(self) -> None:
        """Wait for something and deal with it; what ended is noted before what came is handed on.

        A provider that cut one bind repeats on another at once: that must meet the next session.
        What the lost bind itself brought is stored without an answer, and so known again.
        """
        interval = self._line.enquire_link_interval.total_seconds()
        ready = self._selector.select(min(_BEAT, interval / 20))
        came: list[tuple[Session, list[Asked]]] = []
        for key, events in ready:
            if key.data is None:
                self._hush()
                continue
            if events & selectors.EVENT_WRITE:
                key.data.link.flush()
            if events & selectors.EVENT_READ:
                came.append((key.data, self._read(key.data)))
        now = time.monotonic()
        for session in self._sessions:
            session.tick(now)
            self._follow(session)
        for session, asked in came:
            if not self._ending and (session.lost or not self._lost):
                self._hand_on(session, asked)

    def _read(self, session: Session) -> list[Asked]:
        flying = session.flying
        asked = session.read()
        self._proof = self._clock()
        if session.lost or session.flying != flying:  # else neither room nor health is another
            self._wake()
        return asked

    def _follow(self, session: Session) -> None:
        """Ask select for what matters now; note a bind that was lost."""
        known = {key.data: key for key in self._selector.get_map().values()}
        key = known.get(session)
        if session.lost:
            if key is not None:
                self._selector.unregister(key.fileobj)
            session.lose(session.lost)
            if not self._ending:
                self._lose(session.lost)
            return
        wanted = selectors.EVENT_READ if session.link.unsent <= FULL else 0
        wanted |= selectors.EVENT_WRITE if session.link.unsent else 0
        if key is not None and key.events != wanted:
            self._selector.modify(key.fileobj, wanted, session)

    def _lose(self, why: str) -> None:
        if not self._lost:
            self._lost = why
            self._wake()

    def _stir(self) -> None:
        """Let the thread look again."""
        try:
            self._waker.send(b"x")
        except OSError:
            return

    def _hush(self) -> None:
        try:
            self._wakened.recv(4096)
        except OSError:
            return

    # --- messages

    def _hand_on(self, session: Session, asked: list[Asked]) -> None:
        """Give one socket read to the writer as one batch; the answers follow its commit."""
        if not asked:
            return
        reach("after_read")
        asked = self._repeats.mark(asked)
        waiting = sum(one.unanswered for one in self._sessions)
        session.hold(len(asked))
        if waiting > BACKLOG:
            self._answer(session, asked, self._line.busy_status)
            return
        self._store(session, asked)

    def _store(self, session: Session, asked: list[Asked]) -> None:
        assert self._deliver is not None
        try:
            future = self._deliver([one.item for one in asked])
        except KentonganError as error:
            self._answer(session, asked, self._status(error))
            return
        future.add_done_callback(partial(self._stored, session, asked))

    def _stored(
        self, session: Session, asked: list[Asked], future: "Future[Sequence[Stored]]"
    ) -> None:
        """Answer a batch, all in one write; runs in the writer's thread, after COMMIT."""
        error = future.exception()
        if error is None:
            self._answer(session, asked)
            reach("after_ack")
        elif len(asked) > 1 and not isinstance(error, KentonganError):
            for one in asked:  # one of them is poison: the others shall not suffer
                self._store(session, [one])
        else:
            self._answer(session, asked, self._status(error))

    def _status(self, error: BaseException) -> int:
        log.warning("line %s: not stored: %s", self.name, type(error).__name__)
        return self._line.busy_status if isinstance(error, Busy) else self._line.fault_status

    def _answer(self, session: Session, asked: Sequence[Asked], status: int | None = None) -> None:
        session.reply(b"".join([one.answer(status) for one in asked]), len(asked))
        self._repeats.answered(asked)
        if session.link.unsent or session.lost or self._ending:
            self._stir()
