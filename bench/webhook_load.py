"""A provider that calls a webhook over many connections: ``python -m bench.webhook_load PORT``.

Each connection has one request open at a time, as a provider's worker has; at the end a JSON line
tells the accepted requests a second, the times of single ones, and how many were not accepted.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bench.result import percentile


class Load:
    """What all connections share."""

    def __init__(self, path: str, texts: list[str]) -> None:
        self.took: list[tuple[float, float]] = []  # when a request was answered 200, after what
        self.refused = 0
        self._path = path
        self._texts = texts
        self._numbers: Iterator[int] = count(1)

    def request(self) -> bytes:
        """Return the next message of another citizen, with an id of its own."""
        number = next(self._numbers)
        sms = {
            "id": f"m{number}", "from": f"+62812{number:08d}", "to": "1708",
            "text": self._texts[number % len(self._texts)],
        }  # fmt: skip
        body = json.dumps(sms).encode()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def caller(self, port: int, ends: float) -> None:
        """Call until *ends* (monotonic) over one connection, anew when it is closed."""
        while time.monotonic() < ends:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                while time.monotonic() < ends:
                    began = time.monotonic()
                    writer.write(self.request())
                    status = await _status(reader)
                    if status == 200:
                        self.took.append((time.monotonic(), time.monotonic() - began))
                    else:
                        self.refused += 1
            except (OSError, asyncio.IncompleteReadError):
                self.refused += 1
            finally:
                writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    if length:
        await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def _run(load: Load, port: int, connections: int, ends: float) -> None:
    await asyncio.gather(*(load.caller(port, ends) for _ in range(connections)))


def main() -> None:
    """Warm up, count, and print."""
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    options.add_argument("path")
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--warm", type=float, default=5.0)
    options.add_argument("--seconds", type=float, default=20.0)
    options.add_argument("--texts", type=Path, required=True)
    given = options.parse_args()
    load = Load(given.path, given.texts.read_text("ascii").splitlines())
    first = time.monotonic() + given.warm
    last = first + given.seconds
    asyncio.run(_run(load, given.port, given.connections, last))
    times = [took for at, took in load.took if first <= at <= last]
    counts = {
        "rate": len(times) / given.seconds,
        "p99": percentile(times, 0.99) * 1000 if times else 0.0,
        "refused": load.refused,
    }
    print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    main()
