"""/metrics, /healthz and /readyz: what a monitoring system asks for, on loopback by default."""

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from typing import TYPE_CHECKING, Any

from gateway.office import Office
from gateway.setting import Setting
from gateway.watch.look import Place
from gateway.watch.metrics import families, values
from gateway.watch.stock import Stock, take
from models.base import Tx
from models.errors import KentonganError
from models.times import to_us

if TYPE_CHECKING:
    from falcon import App, Request, Response
    from prometheus_client.core import Metric as Family

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds within which a request must be complete."""

WRITE_TIME = 3.0
"""Seconds that the database may take for one small commit before it counts as stuck."""

_ENDS = 5.0


class Site:
    """The HTTP server of one daemon; its threads read by connections of their own."""

    def __init__(
        self,
        office: Office,
        setting: Callable[[], Setting],
        threads: Callable[[], Sequence[threading.Thread]],
    ) -> None:
        """*threads* returns those without which the daemon does no work. Opens nothing yet."""
        self._office = office
        self._setting = setting
        self._threads = threads
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def open(self, listen: str) -> bool:
        """Listen on *listen*, HOST:PORT; False (and a line in the log) when that cannot be.

        Who cannot be watched must still answer citizens: that is no reason to end.
        """
        from gateway.web.channel import Server  # noqa: PLC0415 - waitress, only for [metrics]

        try:
            self._server = Server(
                self._application(), patience=PATIENCE, most_of_one=8, listen=listen, threads=2,
                connection_limit=16, max_request_body_size=1024, ident=None,
                log_socket_errors=False,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            log.error("metrics: cannot listen on %s: %s", listen, error)  # noqa: TRY400
            return False
        self._thread = threading.Thread(target=self._server.run, name="metrics", daemon=True)
        self._thread.start()
        log.info("metrics: http://%s/metrics", listen)
        return True

    @property
    def port(self) -> int:
        """The port it listens on: with ``HOST:0`` the kernel chose it."""
        return int(self._server.effective_port)

    def close(self) -> None:
        """End; may be called when nothing was opened."""
        if self._server is not None and self._thread is not None:
            self._server.stop()
            self._thread.join(_ENDS)

    # -- what is asked

    def metrics(self) -> bytes:
        """Return all figures in the text format of Prometheus; raises StorageError."""
        return self._scrape()

    def alive(self) -> dict[str, Any]:
        """Tell whether every thread lives: a process that only looks alive must be restarted."""
        dead = [thread.name for thread in self._threads() if not thread.is_alive()]
        return {"ok": not dead and not self._office.stopping.is_set(), "dead": dead}

    def ready(self) -> dict[str, Any]:
        """Tell whether it can do its work: store, receive or send on a line, and read."""
        checks: dict[str, Any] = {"database": self._writable(), "lines": {}, "desk": False}
        try:
            stock = self._stock()
        except KentonganError:
            return {"ok": False, **checks, "database": False}
        alerts = self._office.settings.alerts
        oldest = stock.reading.oldest_unread
        checks["lines"] = {line.name: line.up for line in stock.reading.lines}
        checks["desk"] = oldest is None or stock.reading.at - oldest < alerts.unanswered_after
        good = checks["database"] and checks["desk"] and any(checks["lines"].values())
        return {"ok": bool(good and self.alive()["ok"]), **checks}

    def _writable(self) -> bool:
        """Tell whether a small commit reaches the disk in time."""
        now = self._office.clock()

        def job(tx: Tx) -> None:
            tx.change(
                "INSERT INTO meta (name, value) VALUES ('ready', ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (str(to_us(now)),),
            )

        try:
            self._office.writer.submit(job).result(WRITE_TIME)
        except (KentonganError, Late):
            return False
        return True

    def _stock(self) -> Stock:
        office = self._office
        place = Place(office.settings, self._setting().zone, office.clock())
        with office.store.reading() as tx:
            return take(tx, place)

    def collect(self) -> "Iterator[Family]":
        """Be a collector of prometheus_client."""
        settings = self._office.settings
        database = None if settings.postgresql else settings.database_file
        yield from families(values(self._stock(), database))

    # -- the server

    def _application(self) -> "App[Request, Response]":
        import falcon  # noqa: PLC0415 - only for [metrics]
        from prometheus_client import (  # noqa: PLC0415 - 9 MB that only [metrics] needs
            CollectorRegistry,
            ProcessCollector,
            generate_latest,
        )

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        ProcessCollector(registry=registry)
        self._scrape: Callable[[], bytes] = lambda: generate_latest(registry)
        app = falcon.App()
        app.add_route("/metrics", _Figures(self))
        app.add_route("/healthz", _Sign(self.alive))
        app.add_route("/readyz", _Sign(self.ready))
        app.add_error_handler(Exception, _our_fault)
        return app


class _Figures:
    def __init__(self, site: Site) -> None:
        self._site = site

    def on_get(self, req: "Request", resp: "Response") -> None:
        """Answer in the text format, version 0.0.4."""
        del req
        resp.data = self._site.metrics()
        resp.content_type = "text/plain; version=0.0.4; charset=utf-8"


class _Sign:
    def __init__(self, ask: Callable[[], dict[str, Any]]) -> None:
        self._ask = ask

    def on_get(self, req: "Request", resp: "Response") -> None:
        """Answer 200 or 503, and in JSON why."""
        del req
        told = self._ask()
        resp.status = "200 OK" if told["ok"] else "503 Service Unavailable"
        resp.text = json.dumps(told)
        resp.content_type = "application/json"


def _our_fault(req: "Request", resp: "Response", error: Exception, params: Any) -> None:
    """Answer 503 without a word of the error: it may quote a row."""
    import falcon  # noqa: PLC0415 - loaded long ago

    del req, params
    if isinstance(error, falcon.HTTPError):
        raise error
    log.error("metrics: %s", type(error).__name__)
    resp.status = "503 Service Unavailable"
    resp.text = ""
