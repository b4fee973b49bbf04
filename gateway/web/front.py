"""The one HTTP server of the daemon: it finds the line that a request is for.

Paths are ``/hook/NAME``, ``/hook/NAME/END`` and both with ``/report``; END is the line's secret.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

import falcon

from gateway.config_http import ServerSettings
from gateway.errors import LineDown
from gateway.providers.wire import Request
from gateway.web.channel import BODY_BYTES, HEADER_BYTES, Server

log = logging.getLogger(__name__)

RETRY_AFTER = 10
"""Seconds that a 503 of ours asks for."""

_METHODS = ("GET", "POST")
_ENDS = 5.0  # seconds that leave() waits for the server's thread

# Waitress writes whole paths into its log, and the ends of ours are secrets.
logging.getLogger("waitress").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider is answered."""

    status: int
    body: str = ""
    unheard: Callable[[], None] | None = None  # called when the provider had gone before the 200


Responder = Callable[[Request], Reply]
_BUSY = Reply(503, "not ready")


class Front:
    """A server that listens, and the lines behind it."""

    def __init__(self, settings: ServerSettings, name: str, respond: Responder) -> None:
        """Put line *name* behind it before anybody can ask, and listen.

        Raises OSError when the address cannot be listened on.
        """
        self._settings = settings
        self._responders = {name: respond}
        trusted = {
            "trusted_proxy": settings.proxy,
            "trusted_proxy_headers": {"x-forwarded-for"},
            "trusted_proxy_count": 1,
        }
        self._server = Server(
            self._application(),
            patience=settings.request_timeout.total_seconds(),
            most_of_one=settings.connections_per_address,
            listen=settings.listen,
            threads=settings.threads,
            connection_limit=settings.threads + 2,  # the listener and the trigger count too
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES + 1,
            inbuf_overflow=2 * BODY_BYTES,
            channel_request_lookahead=1,  # without it nobody sees that a caller has gone
            log_socket_errors=False,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **(trusted if settings.proxy else {}),
        )
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on: with ``listen = HOST:0`` the kernel chose it."""
        return int(self._server.effective_port)

    def alive(self) -> bool:
        """Tell whether it still serves."""
        return self._thread.is_alive()

    def add(self, name: str, respond: Responder) -> None:
        """Let *respond* answer what comes for line *name*, in many threads at once."""
        self._responders[name] = respond

    def remove(self, name: str) -> bool:
        """Answer 503 for line *name* from now on; tell whether any line is left."""
        self._responders.pop(name, None)
        return bool(self._responders)

    def close(self) -> None:
        """Answer what is complete and end."""
        self._server.stop()
        self._thread.join(_ENDS)

    def answer(self, name: str, request: Request) -> Reply:
        """Return what the line says; a line that is not open is our fault, any other none's."""
        respond = self._responders.get(name)
        if respond is not None:
            return respond(request)
        return _BUSY if name in self._settings.lines else Reply(404, "not found")

    def _application(self) -> falcon.App[falcon.Request, falcon.Response]:
        app = falcon.App(middleware=[_OnlyTwoMethods()])
        hook = _Hook(self)
        for path in ("/hook/{name}", "/hook/{name}/{end}"):
            app.add_route(path, hook)
            app.add_route(f"{path}/report", hook, suffix="report")
        app.add_error_handler(Exception, _our_fault)
        return app


class _OnlyTwoMethods:
    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:
        """Refuse every method but two, whatever the path is."""
        del resp
        if req.method not in _METHODS:
            raise falcon.HTTPMethodNotAllowed(_METHODS)


class _Hook:
    """The resource of all our paths."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def on_get(self, req: falcon.Request, resp: falcon.Response, name: str, end: str = "") -> None:
        """Take what a provider brings by GET."""
        self._respond(req, resp, name, end, report=False)

    on_post = on_get

    def on_get_report(
        self, req: falcon.Request, resp: falcon.Response, name: str, end: str = ""
    ) -> None:
        """Take a delivery report."""
        self._respond(req, resp, name, end, report=True)

    on_post_report = on_get_report

    def _respond(
        self, req: falcon.Request, resp: falcon.Response, name: str, end: str, *, report: bool
    ) -> None:
        env = req.env
        request = Request(
            method=req.method,
            path=end,
            report=report,
            query=env["QUERY_STRING"].encode("latin-1"),
            headers={key.lower(): value for key, value in req.headers.items()},
            body=env["wsgi.input"].read(BODY_BYTES + 1),
            address=env["REMOTE_ADDR"],
        )
        reply = self._front.answer(name, request)
        gone: Callable[[], bool] = env["waitress.client_disconnected"]
        if reply.unheard is not None and gone():
            reply.unheard()
        _write(resp, reply)


def _write(resp: falcon.Response, reply: Reply) -> None:
    resp.status = falcon.code_to_http_status(reply.status)
    resp.content_type = falcon.MEDIA_TEXT
    resp.text = reply.body
    if reply.status == 503:
        resp.set_header("Retry-After", str(RETRY_AFTER))


def _our_fault(
    req: falcon.Request, resp: falcon.Response, error: Exception, params: dict[str, object]
) -> None:
    """Answer 503 for what nobody foresaw; the provider then keeps its message."""
    del req, params
    if isinstance(error, falcon.HTTPError):
        raise error
    log.error("http: %s", type(error).__name__)
    _write(resp, _BUSY)


_fronts: dict[str, Front] = {}
_guard = threading.Lock()


def join(settings: ServerSettings, name: str, respond: Responder) -> Front:
    """Return the server of this process with line *name* behind it, started if need be.

    Raises LineDown when its address cannot be listened on.
    """
    with _guard:
        front = _fronts.get(settings.listen)
        if front is None or not front.alive():
            try:
                front = _fronts[settings.listen] = Front(settings, name, respond)
            except (OSError, ValueError) as error:
                words = f"{name}: cannot listen on {settings.listen}: {error}"
                raise LineDown(words, line=name, code="listen") from error
        front.add(name, respond)
        return front


def leave(settings: ServerSettings, name: str) -> None:
    """Take line *name* away; the last one ends the server."""
    with _guard:
        front = _fronts.get(settings.listen)
        if front is not None and not front.remove(name):
            del _fronts[settings.listen]
            front.close()
