"""HTTP as bytes: a line of ours over a real store, raw requests to it, and a provider's server."""

import hashlib
import hmac
import http.server
import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway import inbox
from gateway.config_http import GenericLine, HttpLine, ServerSettings
from gateway.content import from_bytes
from gateway.message import DeliveryReport, Inbound
from gateway.segments import join_text
from gateway.transports.http import HttpTransport
from models.base import Store
from models.errors import StorageError
from models.writer import Writer
from tests.conftest import require

SECRET = "k" * 31 + "!"
PATH = "p4th-of-22-letters-and-more"
NAME = "p1"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def secret_file(folder: Path, name: str, *lines: str) -> Path:
    """Return a file of mode 0600 that holds *lines*."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o600)
    return path


def signed(
    body: bytes, *, secret: str = SECRET, stamp: int | None = None, over: str = "timestamp.body"
) -> dict[str, str]:
    """Return the headers of a provider that signs *body*."""
    at = str(int(time.time()) if stamp is None else stamp)
    text = at.encode() + b"." + body if over == "timestamp.body" else body + at.encode()
    mac = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return {"X-Signature": mac, "X-Timestamp": at}


def request(
    body: bytes = b"",
    *,
    method: str = "POST",
    path: str = f"/hook/{NAME}",
    media: str = "application/json",
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a whole request as bytes; the connection is to be closed after it."""
    head = {"Host": "x", "Connection": "close", "Content-Length": str(len(body))}
    if method == "POST":
        head["Content-Type"] = media
    lines = [f"{name}: {value}" for name, value in (head | (headers or {})).items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Response:
    """What came back: status 0 when the connection was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes


def response(raw: bytes) -> Response:
    """Return the response that *raw* is."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    words = first.split(" ")
    return Response(int(words[1]) if len(words) > 1 else 0, headers, body, raw)


@dataclass
class Hook:
    """One open ``[http p1]`` over a store, and what its carrier's futures said."""

    store: Store
    line: HttpLine
    writer: Writer
    now: datetime | None = None  # None: the real time
    session: int = 0
    stall: threading.Event = field(default_factory=threading.Event)
    broken: bool = False

    def __post_init__(self) -> None:
        job = self.writer.submit(lambda tx: inbox.open_session(tx, NAME, "test", self.clock()))
        self.session = job.result(5)
        self.transport = HttpTransport(self.line, clock=self.clock)
        self.transport.open(self.deliver)

    def clock(self) -> datetime:
        return self.now or datetime.now(UTC)

    def deliver(self, batch: Sequence[Inbound | DeliveryReport]) -> Any:
        if self.broken:
            raise StorageError("disk full", kind="full")
        intake = inbox.Intake(self.session, self.clock())
        return self.writer.submit(lambda tx: inbox.accept(tx, batch, intake), first=True)

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.line.server.listen.rpartition(":")
        return host, int(port)

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(self.address, 20, source_address=(source, 0))

    def raw(self, data: bytes, *, source: str = "127.0.0.1") -> Response:
        """Send *data* as it is and read until the connection is closed."""
        with closing(self.connect(source)) as client:
            with suppress(OSError):  # it may be refused before it is read
                client.sendall(data)
            return response(read_all(client))

    def post(self, value: object, **named: Any) -> Response:
        """Send *value* as signed JSON; bytes are sent as they are."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        headers = named.pop("headers", None) or signed(body)
        return self.raw(request(body, headers=headers, **named))

    def rows(self) -> list[tuple[str, int, str, str]]:
        """Return (state, seen, sender, text) of all that is stored, in order."""
        with self.store.reading() as tx:
            found = tx.execute("SELECT state, seen, content, reason FROM inbox ORDER BY id")
        shown = []
        for state, seen, kept, reason in found:
            content = from_bytes(self.store.keys.open(kept)) if kept is not None else None
            text = join_text([content.data]) if content else reason
            shown.append((state, seen, content.sender if content else "", text))
        return shown

    def reports(self) -> list[tuple[str, str]]:
        """Return (reference, state) of the delivery reports that are stored."""
        with self.store.reading() as tx:
            return [(row[0], row[1]) for row in tx.execute("SELECT reference, state FROM report")]


def read_all(client: socket.socket) -> bytes:
    """Read until the other side closes, or resets."""
    found = b""
    with suppress(ConnectionResetError, TimeoutError):
        while more := client.recv(65_536):
            found += more
    return found


@contextmanager
def hook(store: Store, folder: Path, **settings: Any) -> Iterator[Hook]:
    """Open a generic line that is signed, unless *settings* say otherwise."""
    server = settings.pop("server", {})
    cls = GenericLine if settings.get("provider", "generic") == "generic" else HttpLine
    if cls is GenericLine and "path_file" not in settings:
        settings.setdefault("secret_file", secret_file(folder, "secret", SECRET))
    base: dict[str, Any] = {"name": NAME, "provider": "generic", "number": "1708"}
    listening = ServerSettings(
        **({"listen": f"127.0.0.1:{free_port()}", "lines": (NAME, "p2")} | server)
    )
    faults: list[StorageError] = []
    writer = Writer(store, fatal=faults.append)
    writer.start()
    made = Hook(store, cls(**base | settings, server=listening), writer)
    try:
        yield made
    finally:
        made.transport.close()
        writer.close()
    assert faults == []


@dataclass
class Taken:
    """One request that the provider's server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Provider:
    """A provider's own HTTP server: it answers as the test says and keeps what came."""

    def __init__(self, answer: Callable[[Taken], tuple[int, bytes]]) -> None:
        """*answer* may sleep, raise, or return the status and body."""
        self.taken: list[Taken] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _take(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                found = Taken(self.command, self.path, dict(self.headers), self.rfile.read(length))
                outer.taken.append(found)
                try:
                    status, body = answer(found)
                except ConnectionError:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                with suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            do_GET = do_POST = _take  # noqa: N815 - names of the standard library

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/send"

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def provider(answer: Callable[[Taken], tuple[int, bytes]]) -> Iterator[Provider]:
    """Run a provider's server."""
    made = Provider(answer)
    try:
        yield made
    finally:
        made.close()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Return a key and a certificate for 127.0.0.1 that it signed itself."""
    openssl = require("openssl", "openssl")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, certificate


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a server whose certificate it signed itself; yield its URL and the certificate."""
    key, certificate = self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with provider(lambda _: (200, b"ok")) as peer:
        peer.wrap(context)
        yield peer.url.replace("http:", "https:"), certificate
