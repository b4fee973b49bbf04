"""A service centre of our own for tests and benches: binds, window, receipts, faults, truth log.

It shares no code with the product, so that one mistake cannot hide in both. As a process:
``python -m bench.smsc_load`` loads whoever binds and prints what it counts.
"""

import asyncio
import json
import ssl
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HEADER = struct.Struct(">IIII")
BINDS = {1: "receiver", 2: "transmitter", 9: "transceiver"}
_RETRY = 0.1  # seconds until a message is offered again that was answered a temporary code


def pdu(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    """Return a PDU in octets."""
    return _HEADER.pack(16 + len(body), command, status, sequence) + body


def message_body(
    source: str, destination: str, text: bytes, *, coding: int = 0, esm: int = 0, tlvs: bytes = b""
) -> bytes:
    """Return the body of a deliver_sm."""
    who = b"\0\1\1" + source.encode() + b"\0\0\1" + destination.encode() + b"\0"
    return who + bytes((esm, 0, 0, 0, 0, 0, 0, coding, 0, len(text))) + text + tlvs


def fields(body: bytes) -> dict[str, Any]:
    """Return what a submit_sm says."""
    at = body.index(0) + 1
    end = body.index(0, at + 2)
    source, at = body[at + 2 : end].decode(), end + 1
    ton = body[at]
    end = body.index(0, at + 2)
    destination, at = body[at + 2 : end].decode(), end + 1
    esm = body[at]
    at = body.index(0, body.index(0, at + 3) + 1) + 1
    report, coding, length = body[at], body[at + 2], body[at + 4]
    text = body[at + 5 : at + 5 + length]
    return {
        "source": source, "to": destination, "ton": ton, "esm": esm, "report": report,
        "coding": coding, "text": text.hex(), "tlvs": body[at + 5 + length :].hex(),
    }  # fmt: skip


@dataclass
class Settings:
    """How the service centre behaves; a test may change it while it runs."""

    system_id: str = "kediri"
    password: str = "rahasia"
    window: int = 10
    bind_status: int = 0  # refuse every bind with it
    deaf: bool = False  # read nothing more and answer nothing
    mute: bool = False  # take submit_sm and never answer it
    submit_statuses: deque[int] = field(default_factory=deque)  # of the next submits, then 0
    ids: Callable[[int], tuple[str, str]] = lambda n: (f"{n:x}", f"{n:x}")  # answered, receipted
    receipts: str = ""  # "before" | "after" the answer; '' none
    receipt_form: str = "text"  # or "tlv"


class Session(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, centre: "Smsc") -> None:
        self.centre = centre
        self.role = ""
        self.flying: dict[int, tuple[int, bytes]] = {}  # sequence -> message
        self.cutting = False  # no more is sent, answers are not believed; then the link ends
        self.transport: asyncio.Transport
        self._rest = b""
        self._out: list[bytes] = []
        self._sequence = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.centre.sessions.append(self)
        self.centre.note("connected")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        """Offer again what was not answered."""
        self.centre.sessions.remove(self)
        self.centre.note("disconnected", role=self.role)
        self.centre.queue.extendleft(reversed(self.flying.values()))
        self.flying.clear()
        self.centre.pump()

    def data_received(self, data: bytes) -> None:
        """Take whole PDUs."""
        if self.centre.settings.deaf:
            return
        stream, at = self._rest + data, 0
        while len(stream) - at >= 16:
            length, command, status, sequence = _HEADER.unpack_from(stream, at)
            if len(stream) - at < length:
                break
            self._take(command, status, sequence, stream[at + 16 : at + length])
            at += length
        self._rest = stream[at:]
        self.flush()
        self.centre.pump()

    def send(self, data: bytes) -> None:
        """Write with the next flush()."""
        self._out.append(data)

    def flush(self) -> None:
        """Write all that waits at once."""
        if self._out:
            self.transport.write(b"".join(self._out))
            self._out.clear()

    def _take(self, command: int, status: int, sequence: int, body: bytes) -> None:
        centre = self.centre
        if command == 0x80000005:
            self._answered(status, sequence)
            return
        centre.seen.append((command, status, sequence))
        if command in BINDS:
            self._bind(command, sequence, body)
        elif command == 0x15:
            self.send(pdu(0x80000015, 0, sequence))
        elif command == 0x06:
            self.send(pdu(0x80000006, 0, sequence))
            self.flush()
            self.transport.close()
        elif command == 0x04:
            self._submitted(sequence, body)

    def _bind(self, command: int, sequence: int, body: bytes) -> None:
        settings = self.centre.settings
        system_id, password = (one.decode("latin-1") for one in body.split(b"\0")[:2])
        status = settings.bind_status
        if not status and system_id != settings.system_id:
            status = 0x0F
        if not status and password != settings.password:
            status = 0x0E
        self.centre.note("bind", role=BINDS[command], status=status)
        self.send(pdu(command | 0x80000000, status, sequence, b"" if status else b"smsc\0"))
        if status:
            self.flush()
            self.transport.close()
        else:
            self.role = BINDS[command]

    def room(self) -> int:
        """Return how many more messages may be sent."""
        if self.role in ("", "transmitter") or self.cutting or self.transport.is_closing():
            return 0
        return self.centre.settings.window - len(self.flying)

    def offer(self, message: tuple[int, bytes]) -> None:
        """Hand over one message."""
        self._sequence += 1
        self.flying[self._sequence] = message
        self.send(pdu(0x05, 0, self._sequence, message[1]))

    def _answered(self, status: int, sequence: int) -> None:
        message = self.flying.get(sequence)
        if message is None:
            self.centre.seen.append((0x80000005, status, sequence))
            return
        if self.cutting:
            self.centre.note("lost", id=message[0], status=status)
            self._unheard.discard(sequence)
            if not self._unheard:
                self.transport.abort()
            return
        del self.flying[sequence]
        self.centre.answered(message, status)

    def cut(self) -> None:
        """Lose the answers to all that is in flight, then the connection."""
        self.cutting = True
        self._unheard = set(self.flying)
        if not self._unheard:
            self.transport.abort()

    def _submitted(self, sequence: int, body: bytes) -> None:
        centre, settings = self.centre, self.centre.settings
        centre.submits += 1
        if centre.heard is not None:
            centre.heard(body)
        status = settings.submit_statuses.popleft() if settings.submit_statuses else 0
        answered, receipted = settings.ids(centre.submits)
        if centre.keep:
            centre.note("mt", status=status, id=answered, **fields(body))
        if status:
            self.send(pdu(0x80000004, status, sequence))
            return
        if settings.receipts == "before":
            self._receipt(receipted, body)
        if not settings.mute:
            self.send(pdu(0x80000004, 0, sequence, answered.encode() + b"\0"))
        if settings.receipts == "after":
            self._receipt(receipted, body)

    def _receipt(self, name: str, body: bytes) -> None:
        about = fields(body)
        text, tlvs = b"", b""
        if self.centre.settings.receipt_form == "text":
            text = (
                f"id:{name} sub:001 dlvrd:001 submit date:2611230901 done date:2611230902"
                " stat:DELIVRD err:000 text:x"
            ).encode()
        else:
            value = name.encode() + b"\0"
            tlvs = struct.pack(">HH", 0x1E, len(value)) + value + struct.pack(">HHB", 0x427, 1, 2)
        made = message_body(about["to"], about["source"], text, esm=4, tlvs=tlvs)
        self.centre.queue.appendleft((self.centre.next_id(), made))


class Smsc:
    """The service centre; `start()` runs it in a thread of its own, `port` is where."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        truth: Path | None = None,
        tls: ssl.SSLContext | None = None,
        keep: bool = True,
    ) -> None:
        self.settings = settings or Settings()
        self.keep = keep  # each fact; a bench only counts
        self.port = 0
        self.sessions: list[Session] = []
        self.queue: deque[tuple[int, bytes]] = deque()
        self.facts: list[dict[str, Any]] = []
        self.seen: list[tuple[int, int, int]] = []  # (command, status, sequence) of what came
        self.accepted: Counter[int] = Counter()  # message -> answers with status 0
        self.taken = 0  # answers with status 0
        self.submits = 0
        self.source: Callable[[], bytes | None] | None = None  # where more messages come from
        self.heard: Callable[[bytes], None] | None = None  # told the body of each submit_sm
        self._ids = 0
        self._truth = truth.open("a") if truth else None
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smsc", daemon=True)

    def note(self, fact: str, **about: Any) -> None:
        """Write down what happened."""
        entry = {"fact": fact, "at": time.monotonic(), **about}
        self.facts.append(entry)
        if self._truth:
            self._truth.write(json.dumps(entry) + "\n")
            self._truth.flush()

    def next_id(self) -> int:
        """Return the number of the next message."""
        self._ids += 1
        return self._ids

    def answered(self, message: tuple[int, bytes], status: int) -> None:
        """Take the answer to a message: a temporary one means that it is offered again."""
        if self.keep:
            self.note("answer", id=message[0], status=status)
        if status in (0x08, 0x14, 0x58):
            self._loop.call_later(_RETRY, self._again, message)
            return
        if status == 0:
            self.taken += 1
            if self.keep:
                self.accepted[message[0]] += 1

    def _again(self, message: tuple[int, bytes]) -> None:
        self.queue.append(message)
        self.pump()

    def pump(self) -> None:
        """Fill the windows of all receivers."""
        for session in self.sessions:
            for _ in range(session.room()):
                body = self.queue.popleft() if self.queue else self._fresh()
                if body is None:
                    break
                session.offer(body)
            session.flush()

    def _fresh(self) -> tuple[int, bytes] | None:
        body = self.source() if self.source else None
        return None if body is None else (self.next_id(), body)

    # --- from other threads

    def start(self) -> "Smsc":
        """Listen; the same port again after stop()."""
        if not self._thread.is_alive():
            self._thread.start()
        self._run(self._listen())
        return self

    def stop(self) -> None:
        """Cut every connection and listen no more."""
        self._run(self._shut())

    def close(self) -> None:
        """End; one that never started too."""
        if self._thread.is_alive():
            self.stop()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
        self._loop.close()
        if self._truth:
            self._truth.close()

    def call(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Run *act* in the centre's thread and return its result."""

        async def run() -> Any:
            return act(*arguments)

        return self._run(run())

    def deliver(self, bodies: Iterable[bytes]) -> list[int]:
        """Hand over messages; return their numbers."""

        def add() -> list[int]:
            made = [(self.next_id(), body) for body in bodies]
            self.queue.extend(made)
            self.pump()
            return [one for one, _ in made]

        found: list[int] = self.call(add)
        return found

    def raw(self, data: bytes) -> None:
        """Write octets to every client as they are."""

        def write() -> None:
            for session in self.sessions:
                session.transport.write(data)

        self.call(write)

    def cut(self, index: int = 0) -> None:
        """Let a client commit what is in flight, lose its answers, and end the connection."""
        self.call(lambda: self.sessions[index].cut() if self.sessions else None)

    def bound(self) -> int:
        """Return how many binds are open."""
        return sum(bool(session.role) for session in list(self.sessions))

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            lambda: Session(self), "127.0.0.1", self.port, ssl=self._tls, reuse_address=True
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for session in list(self.sessions):
            session.transport.abort()
        await asyncio.sleep(0)
