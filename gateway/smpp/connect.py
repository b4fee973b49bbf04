"""The way to a provider's server: TCP that notices a dead peer, and TLS that verifies it."""

import socket
import ssl
from contextlib import suppress
from pathlib import Path

from gateway.config_smpp import SmppLine
from gateway.errors import LineDown

UNREACHABLE = "unreachable"
"""Code of a LineDown: nobody listens, so that trying again soon costs nobody anything."""


def connect(line: SmppLine, port: int) -> socket.socket:
    """Return a connected socket to *port* of the provider, encrypted where the section says so.

    Raises LineDown: "unreachable" without a server, "tls" when it cannot prove its name.
    """
    timeout = line.connection_timeout.total_seconds()
    context = _context(line) if line.tls else None
    try:
        bare = socket.create_connection((line.host, port), timeout)
    except (OSError, UnicodeError) as error:
        words = f"{line.name}: cannot be reached: {_reason(error)}"
        raise LineDown(words, line=line.name, code=UNREACHABLE) from error
    bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if context is None:
        return bare
    try:
        return context.wrap_socket(bare, server_hostname=line.tls_name or line.host)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        with suppress(OSError):
            bare.close()
        words = f"{line.name}: tls: {_reason(error)}"
        raise LineDown(words, line=line.name, code="tls") from error


def _context(line: SmppLine) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=line.ca_file)
        if line.client_cert_file is not None:
            context.load_cert_chain(line.client_cert_file)
    except (OSError, ValueError) as error:
        words = f"{line.name}: tls: certificate files: {_reason(error)}"
        raise LineDown(words, line=line.name, code="tls") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def password(path: Path | None) -> bytes:
    """Return the password that a file holds, without the end of its line; b"" without a file.

    Raises OSError.
    """
    return b"" if path is None else path.read_bytes().rstrip(b"\r\n")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.lower()
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error).lower()
