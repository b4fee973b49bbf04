"""The client of a simulator's control socket, for tests and for the phone on the terminal."""

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

    def watch(self, *, timeout: float | None = None) -> Iterator[dict[str, Any]]:
        """Return an iterator over the facts of the truth log from now on.

        It is watching when this returns, on a connection of its own. It ends when the simulator
        does; next() raises TimeoutError when nothing happens for *timeout* seconds.
        """
        sock = self._connect()
        sock.sendall(_line("watch", {}))
        first = sock.recv(1)
        while first and not first.endswith(b"\n"):
            first = sock.recv(1)
        sock.settimeout(timeout)
        return _facts(sock)

    def stop(self) -> None:
        """End the simulator."""
        self.ask("stop")

    def close(self) -> None:
        """End the connection."""
        self._file.close()
        self._sock.close()

    def __enter__(self) -> "Control":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _facts(sock: socket.socket) -> Iterator[dict[str, Any]]:
    with sock, sock.makefile("rb") as lines:
        for line in lines:
            yield json.loads(line)


def _line(op: str, fields: dict[str, object]) -> bytes:
    return json.dumps({"op": op, **fields}).encode() + b"\n"
