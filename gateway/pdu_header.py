"""User data with its header (3GPP TS 23.040 9.2.3.16 and .24), both ways."""

from dataclasses import dataclass, replace

from gateway import gsm7, shift_tables
from gateway.message import GSM7, UCS2, Part, UserData
from gateway.pdu_fields import Broken, Octets
from models.quick import quick

_CONCAT_8, _CONCAT_16 = 0x00, 0x08
_SPECIAL_INDICATION = 0x01
_PORTS_8, _PORTS_16 = 0x04, 0x05
_SINGLE_SHIFT, _LOCKING_SHIFT = 0x24, 0x25
_LENGTHS = {
    _CONCAT_8: 3,
    _CONCAT_16: 4,
    _SPECIAL_INDICATION: 2,
    _PORTS_8: 2,
    _PORTS_16: 4,
    _SINGLE_SHIFT: 1,
    _LOCKING_SHIFT: 1,
}
"""Information element identifier -> the only length it may have."""

_MAX_SEPTETS = 160
_MAX_OCTETS = 140


@quick
@dataclass(frozen=True, slots=True)
class Header:
    """What we use of a user data header."""

    part: Part | None = None
    ports: tuple[int, int] | None = None  # destination, source
    locking: int = 0
    single: int = 0
    indication: bool = False  # a message-waiting indication whose text is to be thrown away
    flags: tuple[str, ...] = ()


def take_user_data(octets: Octets, kind: str, *, has_header: bool) -> tuple[UserData, Header]:
    """Return the user data of alphabet *kind* as TP-UDL bounds it, and what its header says.

    Octets after it stay in *octets*. Raises Broken: "udl" when more is announced than is there,
    "udh_overrun" when the header or an element of it passes its end.
    """
    length = octets.octet()
    size = (length * 7 + 7) // 8 if kind == GSM7 else length
    field = octets.take(size, reason="udl")
    header, start = read_header(field) if has_header else (Header(), 0)
    if size > _MAX_OCTETS:
        header = _flagged(header, "long")
    if kind == GSM7:
        return _septets(field, start, length, header), header
    units = field[start:]
    if kind == UCS2 and len(units) % 2:
        units, header = units[:-1], _flagged(header, "odd_ucs2")
    return UserData(kind, units), header


def put_user_data(data: UserData, part: Part | None) -> tuple[bytes, bool]:
    """Return TP-UDL with the user data, and whether it has a header (TP-UDHI).

    Raises ValueError when it does not fit 140 octets.
    """
    header = put_header(data, part)
    if data.alphabet != GSM7:
        field = header + data.units
        if len(field) > _MAX_OCTETS:
            raise ValueError(f"user data: {len(field)} octets; at most {_MAX_OCTETS}")
        return bytes((len(field),)) + field, bool(header)
    before, fill = _septets_of(len(header))
    length = before + len(data.units)
    if length > _MAX_SEPTETS:
        raise ValueError(f"user data: {length} septets; at most {_MAX_SEPTETS}")
    return bytes((length,)) + header + gsm7.pack(data.units, fill=fill), bool(header)


def _septets(field: bytes, start: int, length: int, header: Header) -> UserData:
    before, fill = _septets_of(start)
    count = length - before
    # A header alone may have been counted one septet short: there is no text then.
    units = gsm7.unpack(field[start:], count, fill=fill) if count > 0 else b""
    return UserData(GSM7, units, locking=header.locking, single=header.single)


def _septets_of(header: int) -> tuple[int, int]:
    """Return how many septets a header of so many octets takes, and the fill bits after it."""
    count = (header * 8 + 6) // 7
    return count, count * 7 - header * 8


def read_header(field: bytes) -> tuple[Header, int]:
    """Return the header that *field* begins with, and where the words begin.

    Raises Broken("udh_overrun") when it, or an element of it, passes its end.
    """
    octets = Octets(field)
    try:
        length = octets.octet()
        elements = Octets(octets.take(length))
        header = Header()
        while elements.left:
            identifier = elements.octet()
            header = _element(header, identifier, elements.take(elements.octet()))
    except Broken as error:
        raise Broken("udh_overrun") from error
    return header, 1 + length


def _element(header: Header, identifier: int, value: bytes) -> Header:
    """Add one information element; of several of a kind the last one holds (9.2.3.24)."""
    if len(value) != _LENGTHS.get(identifier, len(value)):
        return _flagged(header, "bad_ie")
    if identifier in (_CONCAT_8, _CONCAT_16):
        return _with_part(header, value)
    if identifier in (_SINGLE_SHIFT, _LOCKING_SHIFT):
        return _with_shift(header, identifier, value[0])
    if identifier in (_PORTS_8, _PORTS_16):
        half = len(value) // 2
        ports = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        return replace(header, ports=ports)
    if identifier == _SPECIAL_INDICATION:
        return replace(header, indication=not value[0] & 0x80)
    return header


def _with_part(header: Header, value: bytes) -> Header:
    *reference, total, sequence = value
    if not 1 <= sequence <= total:
        return _flagged(header, "bad_ie")
    wide = len(reference) == 2
    return replace(header, part=Part(int.from_bytes(reference, "big"), sequence, total, wide))


def _with_shift(header: Header, identifier: int, language: int) -> Header:
    if identifier == _SINGLE_SHIFT and shift_tables.has_single(language):
        return replace(header, single=language)
    if identifier == _LOCKING_SHIFT and shift_tables.has_locking(language):
        return replace(header, locking=language)
    return _flagged(header, "unknown_shift")


def _flagged(header: Header, flag: str) -> Header:
    return header if flag in header.flags else replace(header, flags=(*header.flags, flag))


def put_header(data: UserData, part: Part | None) -> bytes:
    """Return the header that *part* and the shift tables of *data* need; b"" for none.

    Raises ValueError when the part is out of range.
    """
    elements = b""
    if part is not None:
        width = 2 if part.wide else 1
        if part.reference >> 8 * width or not 1 <= part.sequence <= part.total <= 255:
            raise ValueError("part: reference, sequence or total is out of range")
        value = part.reference.to_bytes(width, "big") + bytes((part.total, part.sequence))
        elements += bytes((_CONCAT_16 if part.wide else _CONCAT_8, len(value))) + value
    if data.single:
        elements += bytes((_SINGLE_SHIFT, 1, data.single))
    if data.locking:
        elements += bytes((_LOCKING_SHIFT, 1, data.locking))
    return bytes((len(elements),)) + elements if elements else b""
