"""Bytes of the serial line to lines of text, and the prompt of AT+CMGS (pure)."""

import re

LIMIT = 4096  # bytes without an end of line; the longest honest line, a CMGL PDU, has 400

_EOL = re.compile(rb"[\r\n]+")


class Overflow(Exception):  # noqa: N818 - names the situation
    """More than LIMIT bytes came without an end of line: noise, or the wrong speed."""


class LineBuffer:
    """Cuts what is read into lines; CR, LF and NUL end nothing but a line."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """Return the whole lines in *data* as latin-1 (never fails), without the empty ones.

        Raises Overflow when the unfinished rest is longer than LIMIT.
        """
        pieces = _EOL.split(self._rest + data)
        self._rest = pieces.pop()
        if len(self._rest) > LIMIT or any(len(piece) > LIMIT for piece in pieces):
            self._rest = b""
            raise Overflow(f"more than {LIMIT} bytes without an end of line")
        return [text for piece in pieces if (text := _clean(piece))]

    def take_prompt(self) -> bool:
        """Return whether the modem shows the "> " of AT+CMGS, and swallow it (27.005 4.3)."""
        if self._rest.strip(b"\0 ") != b">":
            return False
        self._rest = b""
        return True


def _clean(piece: bytes) -> str:
    return piece.decode("latin-1").strip("\0 \t")
