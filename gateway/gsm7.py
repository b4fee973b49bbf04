"""The GSM 7-bit alphabets of 3GPP TS 23.038: text to septets and back, packed and unpacked."""

import codecs
from functools import cache

from gateway import shift_tables

ESCAPE = 0x1B


def decode(units: bytes, *, locking: int = 0, single: int = 0) -> str:
    """Return the text of *units*, one septet a byte; never raises.

    *locking* and *single* are national language identifiers (0 = default; one without a table
    counts as 0). A character that ESC introduces but the single shift table lacks shows as the
    locking table's own (6.2.1.1); ESC at the end, ESC ESC and unused septets show as a space.
    """
    table = _display(locking)
    first, *escaped = units.split(b"\x1b")
    if not escaped:
        return _plain(first, table)
    after = shift_tables.single(single)
    words = [_plain(first, table)]
    pending = iter(escaped)
    for word in pending:
        if not word:  # ESC at the end, or ESC ESC: the next split belongs to the second ESC
            words.append(" " + _plain(next(pending, b""), table))
            continue
        words.append(after.get(word[0]) or _plain(word[:1], table))
        words.append(_plain(word[1:], table))
    return "".join(words)


def encode(text: str, *, locking: int = 0, single: int = 0) -> bytes:
    """Return the septets of *text*, one a byte, ESC pairs included.

    Raises ValueError when a character is in neither table.
    """
    if not (locking or single) and text.isascii():
        octets = text.encode()
        if not octets.translate(None, _same()):
            return octets
    table = _encoding(locking, single)
    try:
        return b"".join([table[character] for character in text])
    except KeyError as error:
        raise ValueError(f"gsm7: {error.args[0]!r} is not in the alphabet") from error


def fits(text: str) -> bool:
    """Tell whether every character is in the default alphabet or its extension."""
    plain = text.isascii() and not text.encode().translate(None, _same())
    return plain or _encoding(0, 0).keys() >= set(text)


def septets(text: str) -> int:
    """Return the length of *text* in septets, 2 for an extension character.

    Raises ValueError when a character is in neither table.
    """
    return len(encode(text))


def pack(units: bytes, *, fill: int = 0) -> bytes:
    """Return septets packed into octets behind *fill* zero bits (6.1.2.1.1); the rest is zero."""
    value = 0
    for unit in reversed(units):
        value = value << 7 | unit & 0x7F
    return (value << fill).to_bytes((len(units) * 7 + fill + 7) // 8, "little")


def unpack(packed: bytes, count: int, *, fill: int = 0) -> bytes:
    """Return *count* septets, one a byte, from *packed* octets behind *fill* bits.

    Raises ValueError when *packed* is too short to hold them.
    """
    if count < 0 or count * 7 + fill > len(packed) * 8:
        raise ValueError(f"gsm7: {count} septets do not fit {len(packed)} octets")
    value = int.from_bytes(packed, "little") >> fill
    return bytes(value >> shift & 0x7F for shift in range(0, count * 7, 7))


def _plain(units: bytes, table: str) -> str:
    return codecs.charmap_decode(units, "replace", table)[0]


@cache
def _display(locking: int) -> str:
    characters = shift_tables.locking(locking)
    return "".join(characters.get(septet, " ") for septet in range(128))


@cache
def _same() -> bytes:
    """Return the characters whose septet is their ASCII code: most texts have no others."""
    return bytes(code for code in range(128) if _encoding(0, 0).get(chr(code)) == bytes((code,)))


@cache
def _encoding(locking: int, single: int) -> dict[str, bytes]:
    table: dict[str, bytes] = {}
    for septet, character in shift_tables.locking(locking).items():
        if septet != ESCAPE:
            table.setdefault(character, bytes((septet,)))
    for septet, character in shift_tables.single(single).items():
        if septet != ESCAPE:
            table.setdefault(character, bytes((ESCAPE, septet)))
    return table
