"""One connection as PDUs: reads never block, writes of any thread leave in order."""

import select
import socket
import ssl
import threading
from contextlib import suppress

from gateway.smpp import codes
from gateway.smpp.framing import Framer
from gateway.smpp.pdu_encode import nack

READ = 65_536  # octets of one read: what it holds is one batch for the writer
FULL = 1 << 20
"""Octets that a peer may leave unread; beyond, we stop reading what it asks."""

BROKEN = nack(codes.RINVCMDLEN, 0)
"""What a peer is told before the connection ends, when its octets are no PDUs."""

_AGAIN = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Link:
    """A socket that does not block. `read` and `flush` are the loop's, `write` is anybody's."""

    def __init__(self, connection: socket.socket) -> None:
        """Take over *connection*."""
        connection.setblocking(False)
        self._socket = connection
        self._framer = Framer()
        self._waiting = bytearray()
        self._guard = threading.Lock()  # an SSL object is for one thread at a time
        self.lost = ""  # why it ended; '' while it lives

    def fileno(self) -> int:
        """Return the descriptor, for select; -1 once closed."""
        return self._socket.fileno()

    @property
    def unsent(self) -> int:
        """How many octets wait until the peer reads."""
        return len(self._waiting)

    def read(self) -> list[bytes]:
        """Return the PDUs that came, whole; at the end of the stream `lost` says why."""
        whole: list[bytes] = []
        while not self.lost:
            data = self._receive()
            if not data:
                break
            whole += self._framer.feed(data)
            if self._framer.broken:
                self.write(BROKEN)
                self.lost = "an impossible command_length"
            if not self._more():
                break
        return whole

    def write(self, data: bytes) -> bool:
        """Send *data*, or keep what the peer does not take yet; False when the link was lost."""
        with self._guard:
            if self.lost:
                return False
            busy = bool(self._waiting)
            self._waiting += data
            if not busy:
                self._drain()
            return True

    def flush(self) -> None:
        """Send what waits, as far as the peer takes it."""
        with self._guard:
            self._drain()

    def wait(self, seconds: float) -> None:
        """Wait until there is something to read; for the time before the loop runs."""
        if self.fileno() >= 0 and not self._more():
            select.select([self._socket], [], [], max(0.0, seconds))

    def close(self, why: str = "closed") -> None:
        """End the connection; may be called twice."""
        with self._guard:
            self.lost = self.lost or why
            with suppress(OSError):
                self._socket.close()

    def _receive(self) -> bytes:
        with self._guard:
            try:
                data = self._socket.recv(READ)
            except _AGAIN:
                return b""
            except (OSError, ValueError) as error:
                self.lost = self.lost or _reason(error)
                return b""
        if not data:
            self.lost = self.lost or "closed by the carrier"
        return data

    def _drain(self) -> None:
        # What TLS refused must be offered again from the same octet on: hence one buffer.
        while self._waiting and not self.lost:
            sent = self._send(bytes(self._waiting[:READ]))
            if not sent:
                return
            del self._waiting[:sent]

    def _send(self, data: bytes) -> int:
        try:
            return self._socket.send(data)
        except _AGAIN:
            return 0
        except (OSError, ValueError) as error:
            self.lost = self.lost or _reason(error)
            return 0

    def _more(self) -> bool:
        """Tell whether TLS has octets that select does not see."""
        return isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or type(error).__name__).lower()
