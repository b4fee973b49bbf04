"""Waitress with the limits it lacks: a deadline for each whole request, connections an address.

Waitress reads all connections in one thread and answers in others; `channel_timeout` counts from
the last byte, so a byte now and then holds a connection for ever (seen by a test).
"""

import threading
import time
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import BadRequest, RequestHeaderFieldsTooLarge

MOST_HEADERS = 100
HEADER_BYTES = 32 << 10  # a get-url of Kannel carries a whole long message in its first line
BODY_BYTES = 64 << 10

_TICK = 0.25  # seconds between two looks at the deadlines
_LANDING = 2.0  # seconds that close() lets open requests be answered
_NOTHING = b"GET / HTTP/1.0\r\n"


class _TooSlow(BadRequest):  # type: ignore[misc]  # waitress has no types
    code, reason = 408, "Request Timeout"


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        """Count the header lines first."""
        if header_plus.count(b"\n") <= MOST_HEADERS + 1:
            super().parse_header(header_plus)
            return
        super().parse_header(_NOTHING)
        self.error = RequestHeaderFieldsTooLarge(f"more than {MOST_HEADERS} headers")


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = _Parser
    request: Any  # what is being read; None between two requests

    def __init__(self, server: "Server", *given: Any, **named: Any) -> None:
        self.deadline = time.monotonic() + server.patience
        super().__init__(server, *given, **named)
        host = self.addr[0]
        same = sum(one.addr[0] == host for one in list(server.active_channels.values()))
        if host != server.proxy and same > server.most_of_one:
            self.will_close = True

    def received(self, data: bytes) -> Any:
        """Give a request its time from its first byte; blank lines before it are none."""
        if self.request is None and not self.requests and data.strip(b"\r\n"):
            self.deadline = time.monotonic() + self.server.patience
        return super().received(data)

    def service(self) -> None:
        """Answer; then the connection may be idle for as long as a request may take."""
        super().service()
        self.deadline = time.monotonic() + self.server.patience

    def expire(self, now: float) -> None:
        """Past the deadline answer 408 where a body is short, and close what never got so far."""
        with self.requests_lock:
            if self.requests or now < self.deadline:
                return  # while it is being answered, the application has limits of its own
            late, self.request = self.request, None
            if late is None or not late.headers_finished:
                self.will_close = True
                return
            late.error = _TooSlow("the body is shorter than announced")
            self.requests.append(late)
            self.server.add_task(self)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """The listening socket and the loop over all connections."""

    channel_class = Channel
    accepting: bool

    def __init__(self, application: Any, *, patience: float, most_of_one: int, **kw: Any) -> None:
        """*patience* in seconds; *kw* as waitress.serve() has them."""
        self.patience, self.most_of_one = patience, most_of_one
        self.proxy = kw.get("trusted_proxy")
        self._next = self._rest = 0.0
        self._stopping = threading.Event()
        adj = Adjustments(**kw)
        dispatcher = ThreadedTaskDispatcher()
        mine: dict[int, Any] = {}
        try:
            super().__init__(
                application, mine, dispatcher=dispatcher, adj=adj, sockinfo=adj.listen[0]
            )
        except OSError:
            self.asyncore.close_all(mine)  # its pipe and socket would stay for ever
            raise
        dispatcher.set_thread_count(adj.threads)

    def readable(self) -> bool:
        """Look at the deadlines; accept nothing for a moment where no descriptor was left."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _TICK
            for channel in list(self.active_channels.values()):
                channel.expire(now)
        return now >= self._rest and bool(super().readable())

    def maintenance(self, now: float) -> None:
        """Do nothing: waitress counts from the last byte, by a clock that jumps."""

    def accept(self) -> Any:
        """Accept one connection; without a free descriptor rest instead of spinning."""
        try:
            return super().accept()
        except OSError:
            self._rest = time.monotonic() + _TICK
            raise

    def run(self) -> None:
        """Serve until stop(), then answer what is complete, and close everything."""
        ends = float("inf")
        while time.monotonic() < ends and (self.accepting or self._busy()):
            self.asyncore.loop(timeout=_TICK, use_poll=True, map=self._map, count=1)
            if self._stopping.is_set() and self.accepting:
                self.accepting, ends = False, time.monotonic() + _LANDING
        self.task_dispatcher.shutdown(timeout=1)
        self.asyncore.close_all(self._map)

    def _busy(self) -> bool:
        channels = list(self.active_channels.values())
        return any(one.requests or one.total_outbufs_len for one in channels)

    def stop(self) -> None:
        """Let run() end; may be called from any thread."""
        with suppress(OSError):  # it has ended by itself
            self.trigger.pull_trigger(self._stopping.set)
