"""The client of a simulator's control socket, for tests and for the phone on the terminal."""

import contextlib
import json
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class Control:
    """One connection to a running simulator. Every method raises ValueError when it is refused."""

    def __init__(self, path: Path | str, *, timeout: float = 10.0) -> None:
        """Connect to the socket at *path*; raises OSError when nobody listens."""
        self._path, self._timeout = str(path), timeout
        self._sock = self._connect()
        self._file = self._sock.makefile("rb")
        self._watches: list[Watch] = []

    def _connect(self) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(self._timeout)
        try:
            sock.connect(self._path)
        except OSError:
            sock.close()
            raise
        return sock

    def ask(self, op: str, **fields: object) -> dict[str, Any]:
        """Send one request and return its answer."""
        self._sock.sendall(_line(op, fields))
        line = self._file.readline()
        if not line:
            raise ConnectionError("control: the simulator is gone")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def sms(
        self,
        sender: str,
        text: str,
        *,
        id: str = "",  # noqa: A002 - the truth log's own word
        wide: bool | None = None,
        parts_lost: Sequence[int] = (),
        parts_copied: Sequence[int] = (),
        order: Sequence[int] = (),
    ) -> str:
        """Send *text* from *sender* to the modem and return the message's id."""
        fields: dict[str, object] = {"from": sender, "text": text, "id": id, "wide": wide}
        fields |= {"parts_lost": list(parts_lost), "parts_copied": list(parts_copied)}
        return str(self.ask("sms", **fields, order=list(order))["id"])

    def pdu(self, pdu: str, *, id: str = "") -> str:  # noqa: A002 - the truth log's own word
        """Put one raw PDU (hex with the SMSC field) on its way and return the message's id."""
        return str(self.ask("pdu", pdu=pdu, id=id)["id"])

    def call(self, sender: str) -> None:
        """Let *sender* ring."""
        self.ask("call", **{"from": sender})

    def fault(self, do: str, **fields: object) -> None:
        """Give one fault; the keys are those of gateway.simulator.faults.Fault."""
        self.ask("fault", do=do, **fields)

    def clear(self) -> None:
        """Take back every fault that still waits for its command."""
        self.ask("clear")

    def network(self, **chances: float) -> None:
        """Change loss, duplicate, reorder, delay, report_delay or report_status from now on."""
        self.ask("network", **chances)

    def stat(self) -> dict[str, Any]:
        """Return used and total slots, the network's queue and the PIN's state."""
        return self.ask("stat")

    def watch(self, *, timeout: float | None = None) -> "Watch":
        """Return an iterator over the facts of the truth log from now on.

        It is watching when this returns, on a connection of its own that ends with this one. It
        stops when the simulator does; next() raises TimeoutError when nothing happens for
        *timeout* seconds.
        """
        watch = Watch(self._connect(), timeout)
        self._watches.append(watch)
        return watch

    def stop(self) -> None:
        """End the simulator."""
        self.ask("stop")

    def close(self) -> None:
        """End the connection and those that watch."""
        while self._watches:
            self._watches.pop().close()
        self._file.close()
        self._sock.close()

    def __enter__(self) -> "Control":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watch(Iterator[dict[str, Any]]):
    """The facts of a truth log as they happen."""

    def __init__(self, sock: socket.socket, timeout: float | None) -> None:
        """Ask for the facts and wait for the consent; *timeout* as Control.watch() says."""
        self._sock, self._rest = sock, bytearray()
        sock.sendall(_line("watch", {}))
        self._next_line()
        sock.settimeout(timeout)

    def __next__(self) -> dict[str, Any]:
        line = self._next_line()
        if not line:
            raise StopIteration
        fact: dict[str, Any] = json.loads(line)
        return fact

    def _next_line(self) -> bytes:
        # Not makefile(): that is of no use any more after the first timeout.
        while (end := self._rest.find(b"\n") + 1) == 0:
            data = self._sock.recv(1 << 16)
            if not data:
                return b""
            self._rest += data
        line = bytes(self._rest[:end])
        del self._rest[:end]
        return line

    def close(self) -> None:
        """End the connection; a next() in another thread stops."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()


def _line(op: str, fields: dict[str, object]) -> bytes:
    return json.dumps({"op": op, **fields}).encode() + b"\n"
