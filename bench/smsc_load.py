"""The service centre as a process that loads whoever binds: ``python -m bench.smsc_load``.

It prints its port, then what it has counted, a JSON line every *tick* seconds; it ends with its
standard input.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.smsc import Settings, Smsc, fields, message_body

_PATIENCE = 5.0  # seconds after which a message without a reply no longer holds up others
_DISTINCT = 95  # of a hundred messages come from new numbers


class Load:
    """Makes reports of ever new citizens, and notes which of them got a reply."""

    def __init__(self, texts: Sequence[bytes], *, ahead: int, count: int) -> None:
        """Keep at most *ahead* messages without a reply, 0: any; end after *count*, 0: never."""
        self.answered = 0  # messages whose reply was submitted
        self._texts = texts
        self._ahead = ahead
        self._count = count
        self._made = 0
        self._open: dict[str, float] = {}  # number -> when its message was offered

    def make(self) -> bytes | None:
        """Return the body of the next message, None for none now."""
        if self._count and self._made >= self._count:
            return None
        now = time.monotonic()
        if self._ahead and len(self._open) >= self._ahead:
            oldest = next(iter(self._open))
            if self._open[oldest] > now - _PATIENCE:
                return None
            del self._open[oldest]
        self._made += 1
        made = self._made
        number = f"62812{made if made % 100 < _DISTINCT else made // 100 * 100:08d}"
        self._open[number] = now
        return message_body(number, "1708", self._texts[made % len(self._texts)])

    def heard(self, body: bytes) -> None:
        """Note the reply that *body* is."""
        if self._open.pop(fields(body)["to"].lstrip("+"), None) is not None:
            self.answered += 1


def main() -> None:
    """Listen, load the first client that binds, and print counts until standard input ends."""
    options = argparse.ArgumentParser()
    options.add_argument("--window", type=int, default=100)
    options.add_argument("--ahead", type=int, default=0)
    options.add_argument("--count", type=int, default=0)
    options.add_argument("--tick", type=float, default=0.5)
    options.add_argument("--texts", type=Path)
    given = options.parse_args()
    lines = given.texts.read_bytes().splitlines() if given.texts else [b"SURGA lampu jalan mati"]
    load = Load(lines, ahead=given.ahead, count=given.count)
    centre = Smsc(Settings(window=given.window), keep=False)
    centre.heard = load.heard
    centre.start()
    print(json.dumps({"port": centre.port}), flush=True)
    ended = threading.Event()
    threading.Thread(target=_await_end, args=(ended,), daemon=True).start()
    while not centre.bound() and not ended.wait(0.01):
        pass
    centre.source = load.make
    began = time.monotonic()
    while not ended.wait(given.tick):
        centre.call(centre.pump)  # a load that is ahead goes on with what was answered
        counts = {
            "at": time.monotonic() - began,
            "accepted": centre.taken,
            "answered": load.answered,
            "submits": centre.submits,
        }
        print(json.dumps(counts), flush=True)
    centre.source = None
    centre.close()


def _await_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
