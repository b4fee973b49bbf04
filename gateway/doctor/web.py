"""HTTP from outside: whether a provider's server and our own public address answer."""

import http.client
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from gateway.config_http import HttpLine, ServerSettings
from gateway.doctor.finding import Finding, doubt, right, wrong
from models.i18n import _

PATIENCE = 5.0


def examine(line: HttpLine) -> list[Finding]:
    """Connect to the provider of *line*, with TLS where its url says so; nothing is sent."""
    if not line.url:
        return []
    fault = reach(line.url, line.ca_file)
    if fault is None:
        return [right("reach", line.name, _("the provider's server answers"))]
    check, text = fault
    mend = _("ca_file, the clock, or the provider's certificate")
    if check == "reach":
        mend = _("url, firewall; does the provider let our address in?")
    return [wrong(check, line.name, text, mend)]


def reach(url: str, ca_file: Path | None = None) -> tuple[str, str] | None:
    """Connect to the server of *url*; return None, or ("reach" | "tls", why not)."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), PATIENCE) as bare:
            if parts.scheme == "https":
                context = ssl.create_default_context(cafile=ca_file)
                context.wrap_socket(bare, server_hostname=parts.hostname).close()
    except ssl.SSLCertVerificationError as error:
        return "tls", _("certificate: %(why)s") % {"why": error.verify_message.lower()}
    except ssl.SSLError as error:
        return "tls", _("tls: %(why)s") % {"why": (error.reason or "failed").lower()}
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
        return "reach", _("cannot be reached: %(why)s") % {"why": reason}
    return None


def check_public(server: ServerSettings, *, alive: bool) -> Iterator[Finding]:
    """Call ourselves by the address that providers have; *alive*: the daemon runs."""
    if not server.lines or not server.public_url:
        return
    fault = reach(server.public_url)
    if fault is not None:
        check, text = fault
        mend = _("name server, router, nginx (examples/nginx.conf) and its certificate")
        yield wrong(f"webhook_{check}", "", text, mend)
        return
    status = _status(server.public_url)
    text = _("public_url answers %(status)s") % {"status": status or "-"}
    if status is None or status >= 502:
        mend = _("does nginx pass /hook/ to [server] listen, and does the daemon run?")
        yield (wrong if alive else doubt)("webhook", "", text, mend)
    else:
        yield right("webhook", "", text)


def _status(url: str) -> int | None:
    """Return how the server behind *url* answers a path of ours that no line has."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/hook/kentongan-doctor")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
