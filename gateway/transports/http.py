"""A provider that speaks HTTP: it calls the daemon's server, and we call it over a pool."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gateway import providers
from gateway.config_http import HttpLine
from gateway.errors import LineDown, TemporaryError
from gateway.message import DeliveryReport, Health, Inbound, Outbound, Receipt, Stored
from gateway.providers.wire import Refused, Request, Secrets
from gateway.transport import Deliver, Leaving, unnoted
from gateway.web import front, guard, secrets
from gateway.web.courier import Courier
from gateway.web.post import Post
from models.failpoint import reach

log = logging.getLogger(__name__)

COMMIT_WAIT = 8.0
"""Seconds that a request waits for its commit; then it is told to come again."""

UNREACHABLE = 3
"""Connections refused in a row after which the line rests, and not each part by itself."""

_QUIET = 60.0  # seconds in which an equal refusal is logged once


class HttpTransport:
    """One life of an ``[http NAME]``."""

    def __init__(
        self,
        line: HttpLine,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        leaving: Leaving = unnoted,
        state: Path | None = None,  # noqa: ARG002 - a provider keeps what we do not take
    ) -> None:
        """*wake* is called from our threads when room or health changes: it must not block."""
        self.name = line.name
        self._line, self._clock, self._wake, self._leaving = line, clock, wake, leaving
        self._provider = providers.load(line.provider)
        self._secrets = Secrets()
        self._deliver: Deliver | None = None
        self._front: front.Front | None = None
        self._courier: Courier | None = None
        self._post: Post | None = None
        self._guard = threading.Lock()
        self._health = Health(up=False, detail="not open")
        self._answering = 0  # requests of which the commit is still awaited
        self._untold: set[int] = set()
        self._refused_connections = 0
        self._logged: tuple[object, float] = ("", 0.0)

    def open(self, deliver: Deliver) -> None:
        """Listen, if this line receives, and be ready to send, if it has a url.

        Raises LineDown when the server cannot listen; latched when a secret is missing or weak.
        """
        self._secrets = secrets.load(self._line)
        self._deliver = deliver
        if self._line.url or self._line.provider == "zenziva":
            self._post = Post(self._line)
            self._courier = Courier(self.name, self._line.connections, self._exchange)
        if self._secrets.paths or self._secrets.signing:
            self._front = front.join(self._line.server, self.name, self._answer)
        self._note(up=True, detail="")

    def _note(self, **changed: object) -> None:
        with self._guard:
            self._health = replace(self._health, **changed)  # type: ignore[arg-type]

    def _proof(self, *, received: int = 0, sent: int = 0) -> None:
        """Count what went well: the other side lives."""
        with self._guard:
            old = self._health
            self._health = replace(
                old,
                proof_at=self._clock(),
                received=old.received + received,
                sent=old.sent + sent,
                detail="" if sent else old.detail,
            )

    def _fault(self, detail: str = "") -> None:
        """Count what went wrong."""
        with self._guard:
            old = self._health
            self._health = replace(old, errors=old.errors + 1, detail=detail or old.detail)

    # What comes in; runs in the server's threads

    def _answer(self, request: Request) -> front.Reply:
        """Let the request in, read it, store it, and only then say 200."""
        try:
            items = self._items(request)
        except Refused as error:
            return self._refuse(error)
        if not items:
            return front.Reply(200, self._provider.thanks(self._line))
        reach("after_read")
        return self._store(items)

    def _items(self, request: Request) -> Sequence[Inbound | DeliveryReport]:
        line, provider = self._line, self._provider
        if request.method not in provider.METHODS:
            raise Refused("method", 405)
        found = guard.refusal(
            request, self._secrets, provider.scheme(line), allow=line.allow, now=self._clock()
        )
        if found is not None:
            raise Refused(found.why, found.status)
        if request.method == "POST" and request.content_type not in provider.media(line):
            raise Refused("media_type", 415)
        return provider.read(line, request)

    def _refuse(self, error: Refused) -> front.Reply:
        """Say no, and log it without a word of what came; the same once a minute."""
        found = error.refusal
        now, (what, at) = time.monotonic(), self._logged
        if what != found or now - at > _QUIET:
            self._logged = (found, now)
            log.warning("line %s: refused %d: %s", self.name, found.status, found.why)
        self._fault()
        return front.Reply(found.status, found.why)

    def _store(self, items: Sequence[Inbound | DeliveryReport]) -> front.Reply:
        deliver = self._deliver
        if deliver is None:
            return front.Reply(503, "closed")
        with self._guard:
            self._answering += 1
        try:
            stored = deliver(items).result(COMMIT_WAIT)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not the provider's fault
            log.warning("line %s: not stored: %s", self.name, type(error).__name__)
            return front.Reply(503, "not stored")
        finally:
            with self._guard:
                self._answering -= 1
        reach("after_commit")
        self._proof(received=len(items))
        return front.Reply(
            200, self._provider.thanks(self._line), lambda: self._unheard(items, stored)
        )

    def _unheard(self, items: Sequence[Inbound | DeliveryReport], stored: Sequence[Stored]) -> None:
        """Remember rows that are committed while the provider had hung up: it comes again."""
        for item, row in zip(items, stored, strict=True):
            if isinstance(item, Inbound) and not item.carrier_id:
                self._untold.add(row.id)

    # What goes out; _exchange runs in the courier's threads

    def room(self) -> int:
        """Return how many connections are free."""
        return self._courier.room() if self._courier and self._health.up else 0

    def send(self, parts: Sequence[Outbound]) -> "Sequence[Future[Receipt]]":
        """Hand each part over by a request of its own."""
        futures = [self._give(part) for part in parts]
        for future in futures:
            future.add_done_callback(lambda _: self._wake())
        return futures

    def _give(self, part: Outbound) -> "Future[Receipt]":
        if self._courier is not None:
            return self._courier.give(part)
        future: Future[Receipt] = Future()
        words = f"{self.name}: not open"
        future.set_exception(TemporaryError(words, line=self.name, code="closed"))
        return future

    def _exchange(self, part: Outbound) -> Receipt:
        assert self._post is not None
        call = self._provider.write(self._line, self._secrets, part)
        self._leaving(part.delivery, part.epoch)
        try:
            answer = self._post.send(call)
        except TemporaryError as error:
            raise self._unreachable(error) from error
        reach("after_resp")
        self._refused_connections = 0
        receipt = self._provider.receipt(self._line, part, answer)
        self._proof(sent=1)
        return receipt

    def _unreachable(self, error: TemporaryError) -> TemporaryError | LineDown:
        """Blame the line when no connection came about several times in a row."""
        self._refused_connections += 1
        self._fault("the provider cannot be reached")
        if self._refused_connections < UNREACHABLE:
            return error
        self._refused_connections = 0
        return LineDown(str(error), line=self.name, code=error.code)

    def health(self) -> Health:
        """Return the last known condition; the line is up while it can receive."""
        if self._front is not None and not self._front.alive():
            self._note(up=False, detail="the server has ended")
        return self._health

    def untold(self) -> frozenset[int] | None:
        """Return rows whose provider had hung up; None while a commit is awaited."""
        with self._guard:
            return None if self._answering else frozenset(self._untold)

    def close(self) -> None:
        """Answer 503 from now on, and end what is on its way as of unknown outcome."""
        if self._front is not None:
            front.leave(self._line.server, self.name)
            self._front = None
        if self._courier is not None:
            self._courier.close()
        if self._post is not None:
            self._post.close()
        self._deliver = None
        self._note(up=False, detail="closed")
