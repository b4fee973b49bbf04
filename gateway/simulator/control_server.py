"""The simulator's side of the control socket: JSON lines from phones and tests."""

import contextlib
import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gateway.simulator import faults
from gateway.simulator.at_server import AtServer
from gateway.simulator.loop import READ, WRITE, Loop
from gateway.simulator.network import Disorder
from gateway.simulator.truth import Truth

LONGEST = 4 << 20  # bytes of one request, or unread by a watcher
Operation = Callable[[Mapping[str, Any]], dict[str, object]]
CHANCES = ("loss", "duplicate", "reorder", "delay", "report_delay", "report_status")


class Client:
    """One connection; answers in order, and facts while it watches."""

    def __init__(self, server: "ControlServer", sock: socket.socket) -> None:
        """Serve *sock* from the server's loop."""
        self._server, self._sock = server, sock
        self._in, self._out = bytearray(), bytearray()
        sock.setblocking(False)
        self._watch()

    def _watch(self) -> None:
        mask = READ | (WRITE if self._out else 0)
        self._server.loop.watch(self._sock.fileno(), mask, self._ready)

    def _ready(self, events: int) -> None:
        try:
            if events & READ:
                self._read()
            if events & WRITE and self._sock.fileno() >= 0:
                self._flush()
        except OSError:
            self.close()

    def _read(self) -> None:
        data = self._sock.recv(1 << 16)
        self._in += data
        if not data or len(self._in) > LONGEST:
            self.close()
            return
        *lines, rest = self._in.split(b"\n")
        self._in = bytearray(rest)
        for line in lines:
            if line.strip():
                self.say(json.dumps(self._server.answer(self, bytes(line))).encode() + b"\n")

    def say(self, line: bytes) -> None:
        """Send one line; a client that reads nothing is cut off."""
        if self._sock.fileno() < 0:
            return
        self._out += line
        if len(self._out) > LONGEST:
            self.close()
            return
        try:
            self._flush()
        except OSError:
            self.close()

    def _flush(self) -> None:
        with contextlib.suppress(BlockingIOError):
            del self._out[: self._sock.send(self._out)]
        self._watch()

    def close(self) -> None:
        """End the connection and its watching."""
        if self._sock.fileno() < 0:
            return
        self._server.left(self)
        self._server.loop.forget(self._sock.fileno())
        self._sock.close()


class ControlServer:
    """Listens on a unix socket and does what its clients ask."""

    def __init__(self, loop: Loop, path: Path, at: AtServer, truth: Truth) -> None:
        """Listen on *path*, which is replaced; mode 0600."""
        self.loop, self._path, self._at, self._truth = loop, path, at, truth
        self._clients: list[Client] = []
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        path.chmod(0o600)
        self._listener.listen(16)
        loop.watch(self._listener.fileno(), READ, self._accept)
        self._operations: dict[str, Operation] = {
            "sms": self._sms,
            "pdu": self._pdu,
            "call": self._call,
            "fault": self._fault,
            "clear": self._clear,
            "network": self._network,
            "stat": self._stat,
            "stop": self._stop,
        }

    def _accept(self, _events: int) -> None:
        sock, _ = self._listener.accept()
        self._clients.append(Client(self, sock))

    def answer(self, client: Client, line: bytes) -> dict[str, object]:
        """Return the answer to one request: {"ok": true, ...} or {"error": "..."}."""
        try:
            request = json.loads(line)
            name = request["op"]
            if name == "watch":
                self._truth.watchers.append(client.say)
                return {"ok": True}
            return {"ok": True, **self._operations[name](request)}
        except KeyError as error:
            return {"error": f"control: missing or unknown {error.args[0]!r}"}
        except (ValueError, TypeError, IndexError, AttributeError) as error:
            return {"error": f"control: {error}"}

    def left(self, client: Client) -> None:
        """Forget a client that is gone."""
        self._clients.remove(client)
        with contextlib.suppress(ValueError):
            self._truth.watchers.remove(client.say)

    def close(self) -> None:
        """Stop listening, end every connection and remove the socket."""
        for client in tuple(self._clients):
            client.close()
        self.loop.forget(self._listener.fileno())
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _sms(self, request: Mapping[str, Any]) -> dict[str, object]:
        disorder = Disorder(
            tuple(request.get("parts_lost", ())),
            tuple(request.get("parts_copied", ())),
            tuple(request.get("order", ())),
        )
        name = self._at.modem.network.sms(
            str(request["from"]),
            str(request["text"]),
            id=str(request.get("id") or ""),
            wide=request.get("wide"),
            disorder=disorder,
        )
        return {"id": name}

    def _pdu(self, request: Mapping[str, Any]) -> dict[str, object]:
        name = str(request.get("id") or "")
        return {"id": self._at.modem.network.pdu(str(request["pdu"]), id=name)}

    def _call(self, request: Mapping[str, Any]) -> dict[str, object]:
        self._at.modem.ring(str(request["from"]))
        return {}

    def _fault(self, request: Mapping[str, Any]) -> dict[str, object]:
        self._at.strike(faults.make({k: v for k, v in request.items() if k != "op"}))
        return {}

    def _clear(self, _request: Mapping[str, Any]) -> dict[str, object]:
        self._at.faults.clear()
        return {}

    def _network(self, request: Mapping[str, Any]) -> dict[str, object]:
        for key, value in request.items():
            if key != "op" and key not in CHANCES:
                raise ValueError(f"network: unknown key {key!r}; one of {', '.join(CHANCES)}")
            if key != "op":
                setattr(self._at.modem.network, key, float(value) if "st" not in key else value)
        return {}

    def _stat(self, _request: Mapping[str, Any]) -> dict[str, object]:
        modem = self._at.modem
        memories = {
            name: [len(memory.slots), memory.size] for name, memory in modem.card.memories.items()
        }
        return {
            "used": modem.card.used(),
            "total": modem.memory(2).size,
            "memories": memories,
            "queue": modem.network.queue(),
            "pin": modem.pin.state(),
            "tries": modem.pin.tries,
        }

    def _stop(self, _request: Mapping[str, Any]) -> dict[str, object]:
        self.loop.stop()
        return {}
