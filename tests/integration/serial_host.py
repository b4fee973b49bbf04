"""A scripted host that speaks AT by plain reads and writes, for the tests of the simulator."""

import os
import select
import time
from pathlib import Path
from types import TracebackType

ENDS = (b"OK\r\n", b"ERROR\r\n", b"> ")


class Host:
    """The other end of the simulator's pty; nothing of the product."""

    def __init__(self, device: Path) -> None:
        self.fd = os.open(device, os.O_RDWR | os.O_NOCTTY)

    def write(self, data: bytes) -> None:
        os.write(self.fd, data)

    def read(self, *ends: bytes, timeout: float = 5.0) -> bytes:
        """Return what came up to one of *ends*, or what came within *timeout* without them."""
        out, until = b"", time.monotonic() + timeout
        while not any(end in out for end in ends):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                assert not ends, f"no {ends} in {out!r}"
                break
            out += os.read(self.fd, 65_536)
        return out

    def ask(self, line: str, *ends: bytes, timeout: float = 5.0) -> str:
        """Return the whole answer to one command line, as text."""
        self.write(line.encode() + b"\r")
        ends = ends or (*ENDS, b" ERROR: ")
        out = self.read(*ends, timeout=timeout)
        if b" ERROR: " in out and not out.endswith(b"\n"):
            out += self.read(b"\n")
        return out.decode("latin-1")

    def quiet(self) -> None:
        """Switch echo off and announcements on."""
        assert "OK" in self.ask("ATE0")
        assert "OK" in self.ask("AT+CMEE=1")
        assert "OK" in self.ask("AT+CNMI=2,1,0,2,0")

    def send(self, pdu: str, length: int, *ends: bytes) -> str:
        """Send one PDU with AT+CMGS and return the answer after the Ctrl-Z."""
        assert self.ask(f"AT+CMGS={length}").endswith("> ")
        self.write(pdu.encode() + b"\x1a")
        return self.read(*(ends or (b"OK\r\n", b"ERROR"))).decode("latin-1")

    def close(self) -> None:
        os.close(self.fd)

    def __enter__(self) -> "Host":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
