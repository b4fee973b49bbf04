"""The fields of an SMS TPDU, both ways: octets in order, addresses, time stamps, DCS, validity."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from gateway import gsm7
from gateway.message import BINARY, GSM7, UCS2

INTERNATIONAL = 1
ALPHANUMERIC = 5

_DIGITS = "0123456789*#abc"
_FILLER = 0xF
_MAX_SEMI_OCTETS = 20
_MAX_OFFSET = 14 * 4  # quarters of an hour; no zone is farther from UTC
_NUMBER = re.compile(r"\+?[0-9*#abc]+")
_DIALABLE = re.compile(r"\+[0-9]+|[0-9*#]+")


class Broken(Exception):  # noqa: N818 - never leaves the codec: it becomes a Bad value
    """The octets cannot be a TPDU of the kind; *reason* is the code word of Bad."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Octets:
    """Octets that are taken from the front, each take checked against the end."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, count: int, *, reason: str = "truncated") -> bytes:
        """Return the next *count* octets; raises Broken(*reason*) when there are fewer."""
        taken = self._raw[self._at : self._at + count]
        if len(taken) < count:
            raise Broken(reason)
        self._at += count
        return taken

    def octet(self) -> int:
        """Return the next octet; raises Broken when there is none."""
        return self.take(1)[0]

    @property
    def left(self) -> int:
        """How many octets have not been taken."""
        return len(self._raw) - self._at


def take_smsc(octets: Octets) -> str:
    """Return the service centre's number, '' when the field is empty (TS 27.005 3.1).

    Its length counts octets, that of every other address semi-octets.
    """
    length = octets.octet()
    if not length:
        return ""
    if length > 1 + _MAX_SEMI_OCTETS // 2:
        raise Broken("smsc")
    field = octets.take(length)
    return _number(field[0], _digits(field[1:]))


def take_address(octets: Octets) -> tuple[str, int]:
    """Return an address and its type of number (TS 23.040 9.1.2.5).

    The address is digits behind '+' when international, the text when alphanumeric, '' when empty.
    """
    length = octets.octet()
    kind = octets.octet()  # is there even when the length is 0
    if length > _MAX_SEMI_OCTETS:
        raise Broken("address")
    field = octets.take((length + 1) // 2)
    ton = kind >> 4 & 7
    if ton == ALPHANUMERIC:
        # A length rounded up to whole octets adds a septet 0, which would show as '@'.
        units = gsm7.unpack(field, length * 4 // 7).rstrip(b"\0")
        return gsm7.decode(units), ton
    return _number(kind, _digits(field)[:length]), ton


def put_smsc(number: str) -> bytes:
    """Return the service centre's field for *number*, one zero octet when it is ''."""
    if not number:
        return b"\0"
    field = _semi_octets(number.removeprefix("+"))
    return bytes((1 + len(field), 0x91 if number.startswith("+") else 0x81)) + field


def put_address(address: str) -> bytes:
    """Return an address field; what is not a number is packed as alphanumeric.

    A number without '+' is of unknown type (0x81) and never national (0xA1): short codes are
    refused otherwise. Raises ValueError when the address is too long or not in the alphabet.
    """
    if not address:
        return b"\x00\x81"
    if _NUMBER.fullmatch(address):
        digits = address.removeprefix("+")
        length, kind = len(digits), 0x91 if address.startswith("+") else 0x81
        field = _semi_octets(digits)
    else:
        units = gsm7.encode(address)
        length, kind, field = (len(units) * 7 + 3) // 4, 0xD0, gsm7.pack(units)
    if length > _MAX_SEMI_OCTETS:
        raise ValueError("address: longer than 20 digits or 11 characters")
    return bytes((length, kind)) + field


def put_destination(number: str) -> bytes:
    """Return the address field of a number that can be dialled.

    Raises ValueError for letters, spaces and hyphens: packed as alphanumeric they would be
    accepted by the modem and reach nobody.
    """
    if not _DIALABLE.fullmatch(number):
        raise ValueError("destination: not a number; digits, or '+' and digits, are allowed")
    return put_address(number)


def take_time(octets: Octets) -> tuple[datetime | None, bool]:
    """Return a time stamp in UTC, and whether it is sound (TS 23.040 9.2.3.11).

    An impossible date gives None; an impossible offset from UTC is taken as none.
    """
    *fields, zone = octets.take(7)
    year, month, day, hour, minute, second = map(_decimal, fields)
    quarters = _decimal(zone & 0xF7)
    sound = 0 <= quarters <= _MAX_OFFSET
    offset = timedelta(minutes=15 * quarters if sound else 0)
    if zone & 0x08:
        offset = -offset
    if year < 0:
        return None, False
    try:
        local = datetime(2000 + year, month, day, hour, minute, second, tzinfo=timezone(offset))
        return local.astimezone(UTC), sound
    except (ValueError, OverflowError):
        return None, False


def put_time(moment: datetime) -> bytes:
    """Return the seven octets of *moment*, an aware time of the years 2000-2099, to the second.

    Raises ValueError for a naive time or another year.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("time stamp: naive; an aware datetime is needed")
    quarters, rest = divmod(offset, timedelta(minutes=15))
    if rest or abs(quarters) > _MAX_OFFSET:
        moment, quarters = moment.astimezone(UTC), 0
    if moment.year // 100 != 20:
        raise ValueError(f"time stamp: year {moment.year!r}; 2000-2099 fit two digits")
    sign = 0x08 if quarters < 0 else 0
    fields = (moment.year % 100, moment.month, moment.day, moment.hour, moment.minute)
    octets = [_bcd(value) for value in (*fields, moment.second, abs(quarters))]
    return bytes((*octets[:6], octets[6] | sign))


def alphabet(dcs: int) -> tuple[str, tuple[str, ...]]:
    """Return GSM7, UCS2 or BINARY of a data coding scheme, and flags (TS 23.038 clause 4).

    Reserved codings are the default alphabet, as clause 4 asks. Raises Broken for compressed text.
    """
    group = dcs >> 4
    if group < 0x8:
        if dcs & 0x20:
            raise Broken("compressed")
        kind = (GSM7, BINARY, UCS2, GSM7)[dcs >> 2 & 3]
        return kind, ("reserved_dcs",) if dcs >> 2 & 3 == 3 else ()
    if group < 0xC:
        return GSM7, ("reserved_dcs",)
    if group == 0xF:
        return (BINARY if dcs & 0x04 else GSM7), ()
    return (UCS2 if group == 0xE else GSM7), ()


def is_discarded_indication(dcs: int) -> bool:
    """Tell whether *dcs* is a message-waiting indication whose text is to be thrown away (1100)."""
    return dcs >> 4 == 0xC


def put_validity(seconds: int) -> int:
    """Return the relative validity period at or below *seconds*, at least 5 minutes (9.2.3.12)."""
    minutes = seconds // 60
    days = minutes // 1440
    if minutes <= 720:
        return max(minutes // 5 - 1, 0)
    if days < 2:
        return min(143 + (minutes - 720) // 30, 167)
    if days < 35:
        return 166 + min(days, 30)
    return min(192 + days // 7, 255)


def take_validity(octets: Octets, form: int) -> int | None:
    """Return the validity in seconds by its two-bit format; None when absent or absolute."""
    if form == 2:
        return _relative(octets.octet())
    if form == 0:
        return None
    field = octets.take(7)
    if form == 3:
        return None
    return _enhanced(field)


def _relative(value: int) -> int:
    if value <= 143:
        return (value + 1) * 300
    if value <= 167:
        return 12 * 3600 + (value - 143) * 1800
    return (value - 166) * 86_400 if value <= 196 else (value - 192) * 7 * 86_400


def _enhanced(field: bytes) -> int | None:
    kind = field[0] & 7
    if kind == 1:
        return _relative(field[1])
    if kind == 2:
        return field[1]
    hours, minutes, seconds = map(_decimal, field[1:4])
    if kind == 3 and min(hours, minutes, seconds) >= 0:
        return hours * 3600 + minutes * 60 + seconds
    return None


def _number(kind: int, digits: str) -> str:
    return "+" + digits if digits and kind >> 4 & 7 == INTERNATIONAL else digits


def _digits(field: bytes) -> str:
    nibbles = (nibble for octet in field for nibble in (octet & 0xF, octet >> 4))
    return "".join(_DIGITS[nibble] for nibble in nibbles if nibble != _FILLER)


def _semi_octets(digits: Iterable[str]) -> bytes:
    nibbles = [_DIGITS.index(digit) for digit in digits]
    if len(nibbles) % 2:
        nibbles.append(_FILLER)
    pairs = zip(nibbles[::2], nibbles[1::2], strict=True)
    return bytes(high << 4 | low for low, high in pairs)


def _decimal(octet: int) -> int:
    tens, units = octet & 0xF, octet >> 4
    return tens * 10 + units if tens <= 9 and units <= 9 else -1


def _bcd(value: int) -> int:
    return value % 10 << 4 | value // 10
