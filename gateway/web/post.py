"""One request to a provider over a pool of connections, and what its failures mean for a part."""

import ssl
import time

import urllib3
from urllib3 import exceptions

from gateway.config_http import HttpLine
from gateway.errors import LineDown, TemporaryError, UnknownOutcome
from gateway.providers.wire import Answer, Call

_MOST = 64 << 10  # bytes of an answer that are read

_NOT_LEFT = (
    exceptions.NewConnectionError,  # refused, no route, no such name
    exceptions.ConnectTimeoutError,
    exceptions.LocationValueError,
)


class Post:
    """A pool for one line. Nothing is ever tried again or redirected here."""

    def __init__(self, line: HttpLine) -> None:
        """Nothing is connected yet."""
        self._name = line.name
        self._patience = line.send_timeout.total_seconds()
        self._pool = urllib3.PoolManager(
            num_pools=2,
            maxsize=line.connections,
            retries=False,
            timeout=urllib3.Timeout(line.connect_timeout.total_seconds(), self._patience),
            cert_reqs="CERT_REQUIRED",
            ca_certs=str(line.ca_file) if line.ca_file else None,
        )

    def send(self, call: Call) -> Answer:
        """Return the provider's answer.

        Raises TemporaryError when no connection came about, LineDown when the other side is not
        who it should be, and UnknownOutcome for everything after the first byte.
        """
        ends = time.monotonic() + self._patience
        try:
            answer = self._pool.request(
                call.method,
                call.url,
                body=call.body or None,
                headers=dict(call.headers),
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                return Answer(answer.status, self._body(answer, ends))
            finally:
                answer.release_conn()
        except _NOT_LEFT as error:
            raise TemporaryError(self._words(error), line=self._name, code="unreachable") from error
        except exceptions.SSLError as error:
            raise self._distrust(error) from error
        except (exceptions.HTTPError, OSError) as error:
            raise UnknownOutcome(self._words(error), line=self._name, code="no answer") from error

    def _body(self, answer: urllib3.BaseHTTPResponse, ends: float) -> bytes:
        """Read at most _MOST bytes, and no longer than the line has patience."""
        found = b""
        while len(found) < _MOST and (more := answer.read1(_MOST)):
            found += more
            if time.monotonic() > ends:
                raise exceptions.HTTPError("answer too slow")
        return found[:_MOST]

    def _words(self, error: Exception) -> str:
        # The words of urllib3 hold the URL, and that may hold a password.
        return f"{self._name}: {type(error).__name__}"

    def _distrust(self, error: exceptions.SSLError) -> LineDown | UnknownOutcome:
        if error.args and isinstance(error.args[0], ssl.SSLCertVerificationError):
            words = f"{self._name}: its certificate is not to be trusted"
            return LineDown(words, line=self._name, code="tls")
        return UnknownOutcome(self._words(error), line=self._name, code="tls")

    def close(self) -> None:
        """Close the connections that are idle."""
        self._pool.clear()
