"""What we hand a provider: one part as a submit_sm, and what its answer means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gateway.config_smpp import Code, SmppLine
from gateway.errors import LineDown, PermanentError, TemporaryError, TransportError
from gateway.message import BINARY, GSM7, UCS2, Outbound, UserData
from gateway.pdu_header import put_header
from gateway.segments import join_text
from gateway.smpp import codes
from gateway.smpp.pdu import Message, Tlvs
from models.quick import quick

_CODINGS = {GSM7: 0, BINARY: 4, UCS2: 8}
INTERNATIONAL, UNKNOWN, ISDN = 1, 0, 1
"""Type of number and numbering plan (5.2.5, 5.2.6)."""


@quick
@dataclass(frozen=True, slots=True)
class Address:
    """A number as SMPP writes it."""

    ton: int
    npi: int
    digits: bytes


_NOBODY = Address(0, 0, b"")


@lru_cache(maxsize=256)
def address(number: str, ton: int | None, npi: int | None) -> Address:
    """Return *number* with the types that the section gives, else those that it shows itself.

    Raises ValueError when it is no number.
    """
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("address: not a number; digits, or '+' and digits, are allowed")
    plain = INTERNATIONAL if number.startswith("+") else UNKNOWN
    return Address(plain if ton is None else ton, ISDN if npi is None else npi, digits.encode())


def submit(part: Outbound, sequence: int, line: SmppLine) -> Message:
    """Return *part* as a submit_sm; raises ValueError when it cannot be sent so."""
    to = address(part.destination, line.dest_addr_ton, line.dest_addr_npi)
    coding, words = _words(part.data, line.alt_charset)
    sar = part.part is not None and line.long_messages == "sar"
    header = put_header(part.data, None if sar else part.part)
    source = _NOBODY
    if line.number:
        source = address(line.number, line.source_addr_ton, line.source_addr_npi)
    return Message(
        codes.SUBMIT_SM,
        sequence,
        service_type=line.service_type.encode(),
        source_ton=source.ton, source_npi=source.npi, source=source.digits,
        destination_ton=to.ton, destination_npi=to.npi, destination=to.digits,
        esm_class=codes.UDHI if header else 0,
        validity=_validity(part.validity),
        registered_delivery=int(part.report and line.delivery_report),
        data_coding=coding,
        text=header + words,
        tlvs=_sar(part) if sar else (),
    )  # fmt: skip


def bundles(parts: Sequence[Outbound], line: SmppLine) -> list[tuple[Outbound, ...]]:
    """Return *parts* in their order, those together that one submit_sm can carry.

    That is a whole long message where the provider takes a message_payload; what is not whole
    goes part by part, marked in its text.
    """
    found: list[tuple[Outbound, ...]] = []
    at = 0
    while at < len(parts):
        place = parts[at].part
        size = place.total if place is not None and line.long_messages == "payload" else 1
        run = tuple(parts[at : at + size])
        found.append(run if _whole(run) else run[:1])
        at += len(found[-1])
    return found


def _whole(run: Sequence[Outbound]) -> bool:
    """Tell whether *run* is all of one long message, in order."""
    first = run[0]
    return first.part is not None and [
        (one.destination, one.part, one.data.alphabet, one.data.locking, one.data.single)
        for one in run
    ] == [
        (
            first.destination,
            replace(first.part, sequence=number),
            first.data.alphabet,
            first.data.locking,
            first.data.single,
        )
        for number in range(1, first.part.total + 1)
    ]


def submit_whole(parts: Sequence[Outbound], sequence: int, line: SmppLine) -> Message:
    """Return all *parts* of a message as one submit_sm with a message_payload (5.3.2.32)."""
    data = replace(parts[0].data, units=b"".join(one.data.units for one in parts))
    one = submit(replace(parts[0], data=data, part=None), sequence, line)
    return replace(one, text=b"", tlvs=((codes.MESSAGE_PAYLOAD, one.text),))


def refusal(status: int, line: SmppLine) -> TransportError:
    """Return the error for a part that was answered with *status* (5.1.3), which is not 0."""
    name, code = line.name, codes.code(status)
    words = f"{name}: refused a part: {code}"
    own = {int(Code.parse(word)) for word in line.temporary_status}
    if status in codes.TEMPORARY or status in own:
        return TemporaryError(words, line=name, code=code)
    if status in codes.LINE_FAULTS:
        return LineDown(words, line=name, code=code)
    return PermanentError(words, line=name, code=code)


def _words(data: UserData, charset: str) -> tuple[int, bytes]:
    """Return data_coding and the words: septets one an octet, or in the provider's charset."""
    if data.alphabet != GSM7 or not charset:
        return _CODINGS[data.alphabet], data.units
    text = join_text([data])
    try:
        return 0, text.encode(charset)
    except UnicodeEncodeError:  # 70 characters of UCS-2 might not hold it: '?' for what lacks
        return 0, text.encode(charset, "replace")


def _validity(seconds: int) -> bytes:
    """Return a relative validity_period (7.1.1.2)."""
    days, rest = divmod(max(60, seconds), 86_400)
    hours, rest = divmod(rest, 3_600)
    months, days = divmod(min(days, 360), 30)
    return f"00{months:02d}{days:02d}{hours:02d}{rest // 60:02d}00000R".encode()


def _sar(part: Outbound) -> Tlvs:
    assert part.part is not None
    place = part.part
    return (
        (codes.SAR_REFERENCE, place.reference.to_bytes(2, "big")),
        (codes.SAR_TOTAL, bytes((place.total,))),
        (codes.SAR_SEQUENCE, bytes((place.sequence,))),
    )
