"""A real mail server (aiosmtpd) that can refuse, be silent, or cut the connection."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from gateway.config_mail import MailSettings
from models.mailbox import Address
from tests.webrig import self_signed

SECRET = "rahasia-sekali"


@dataclass
class Post:
    """What the server took, and how it behaves."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)  # the spool
    mail: str = ""  # answers in place of 250
    rcpt: Callable[[str], str] = lambda _address: ""
    data: str = ""
    silent: str = ""  # "rcpt" or "data": no answer comes
    cut: str = ""  # "354": before the body is read; "taken": the answer to the dot is lost
    connections: int = 0
    port: int = 0
    ca_file: Path | None = None

    async def handle_MAIL(
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.connections += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.mail or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.silent == "rcpt":
            await asyncio.sleep(30)
        refusal = self.rcpt(address)
        if not refusal:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, _s: Session, envelope: Envelope) -> str:
        if self.data:
            return self.data
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(content, policy=POLICY)))
        if self.silent == "data":
            await asyncio.sleep(30)
        if self.cut == "taken":
            _abort(server)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return what was taken for *address*, the first first."""
        return [message for to, message in self.taken if to == address]

    def settings(self, **more: Any) -> MailSettings:
        """Return the [mail] that finds this server."""
        known: dict[str, Any] = {
            "host": "127.0.0.1", "port": self.port, "sender": Address("lapor@kedirikota.go.id"),
            "ca_file": self.ca_file, "timeout": timedelta(seconds=5),
            "accept_timeout": timedelta(seconds=5),
        }  # fmt: skip
        return MailSettings(**(known | more))


class _Smtp(SMTP):
    """aiosmtpd's server, which closes the connection where it shall."""

    async def push(self, status: Any) -> None:
        if str(status).startswith("354") and self.event_handler.cut == "354":
            _abort(self)
        await super().push(status)


def _abort(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


@lru_cache(maxsize=1)
def _certificate() -> tuple[Path, Path]:
    return self_signed(Path(mkdtemp(prefix="kentongan-mail-")))


def _log_in(_server: Any, _s: Any, _e: Any, _how: str, login: Any) -> AuthResult:
    good = isinstance(login, LoginPassword) and login == LoginPassword(b"lapor", SECRET.encode())
    return AuthResult(success=good, handled=good)


@contextmanager
def mail_server(security: str = "starttls", *, login: bool = False) -> Iterator[Post]:
    """Run a server on a port of its own; yield what it takes."""
    post = Post()
    key, certificate = _certificate()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        post.port = probe.getsockname()[1]
    post.ca_file = certificate
    options: dict[str, Any] = {"port": post.port, "hostname": "127.0.0.1"}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    elif security == "tls":
        options |= {"ssl_context": context}
    if login:
        options |= {"authenticator": _log_in, "auth_required": True}
    server = _Controller(post, **options)
    server.start()
    try:
        yield post
    finally:
        server.stop()
