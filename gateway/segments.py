"""Text to parts that fit one SMS each (3GPP TS 23.040 9.2.3.24.1), and parts back to text."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gateway import gsm7
from gateway.message import BINARY, GSM7, UCS2, Part, UserData
from models.quick import quick

_MAX_PARTS = 255

_SEPTETS, _SEPTETS_PART, _SEPTETS_WIDE = 160, 153, 152
_OCTETS, _OCTETS_PART, _OCTETS_WIDE = 140, 134, 132

_HIGH_SURROGATES = range(0xD8, 0xDC)
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (9, 10, 13)}


@quick
@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a text for the air; *part* is None when the text fits a single SMS."""

    data: UserData
    part: Part | None = None


def split(text: str, *, reference: int, wide: bool = False) -> tuple[Segment, ...]:
    """Return *text* as parts: GSM-7 of 160 or 153 septets if it fits the alphabet, else UCS-2.

    *wide* takes a 16-bit *reference* (152 septets a part, 66 UCS-2 units). No part ends inside
    an escape or a surrogate pair. Raises ValueError for more than 255 parts or a reference that
    is too large.
    """
    if reference >> (16 if wide else 8):
        raise ValueError(f"segments: reference {reference!r}; 8 bits, 16 when wide")
    kind, pieces = _cut(text, wide=wide)
    if len(pieces) == 1:
        return (Segment(UserData(kind, pieces[0])),)
    if len(pieces) > _MAX_PARTS:
        raise ValueError(f"segments: {len(pieces)} parts; at most {_MAX_PARTS}")
    return tuple(
        Segment(UserData(kind, piece), Part(reference, sequence, len(pieces), wide))
        for sequence, piece in enumerate(pieces, start=1)
    )


def count_parts(text: str) -> int:
    """Return how many SMS *text* costs, with an 8-bit reference."""
    return len(_cut(text, wide=False)[1])


def join_text(parts: Sequence[UserData]) -> str:
    """Return the text of *parts* in order; never raises.

    Units of equal alphabet and shift tables are joined first: a part may end inside a surrogate
    pair. Lone surrogates become U+FFFD, a byte order mark in front and every NUL vanish, and
    8-bit data is read as printable Latin-1.
    """
    runs = itertools.groupby(parts, key=lambda data: (data.alphabet, data.locking, data.single))
    texts = []
    for (kind, locking, single), run in runs:
        pieces = [data.units for data in run]
        if kind == UCS2:
            texts.append(_from_utf16(b"".join(pieces)))
        elif kind == BINARY:
            texts.append(b"".join(pieces).decode("latin-1").translate(_CONTROLS))
        else:
            texts.append(gsm7.decode(b"".join(pieces), locking=locking, single=single))
    return "".join(texts).replace("\0", "")


@lru_cache(maxsize=256)
def _cut(text: str, *, wide: bool) -> tuple[str, Sequence[bytes]]:
    """Return alphabet and parts; what was counted when it was queued is sent a moment later."""
    if gsm7.fits(text):
        units, whole = gsm7.encode(text), _SEPTETS
        kind, room = GSM7, _SEPTETS_WIDE if wide else _SEPTETS_PART
    else:
        units, whole = _utf16(text), _OCTETS
        kind, room = UCS2, _OCTETS_WIDE if wide else _OCTETS_PART
    if len(units) <= whole:
        return kind, (units,)
    ends_inside = _ends_in_escape if kind == GSM7 else _ends_in_pair
    pieces, start = [], 0
    while start < len(units):
        end = start + room
        if end < len(units):
            end -= ends_inside(units[start:end])
        pieces.append(units[start:end])
        start = end
    return kind, tuple(pieces)


def _utf16(text: str) -> bytes:
    # A lone surrogate cannot be sent: the round trip makes it U+FFFD and joins halves of a pair.
    sound = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    return sound.encode("utf-16-be")


def _ends_in_escape(units: bytes) -> int:
    """Return how many septets to leave to the next part: 1 when the last one is ESC, else 0."""
    return int(units[-1] == gsm7.ESCAPE)


def _ends_in_pair(units: bytes) -> int:
    """Return how many octets to leave to the next part: 2 when a pair would be cut, else 0."""
    return 2 if units[-2] in _HIGH_SURROGATES else 0


def _from_utf16(units: bytes) -> str:
    # Some phones begin with a byte order mark, and a few send little-endian behind it.
    if units[:2] == b"\xff\xfe":
        return units[2:].decode("utf-16-le", "replace")
    return units.decode("utf-16-be", "replace").removeprefix("\ufeff")
