"""PDUs of SMPP 3.4 (section 4): octets to values. Never raises: what is no PDU becomes `Bad`."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.pdu_fields import Broken
from gateway.smpp import codes
from models.quick import quick

Tlvs = tuple[tuple[int, bytes], ...]
"""Optional parameters as they stood, in order, known or not: (tag, value)."""

HEADER = struct.Struct(">IIII")  # command_length, command_id, command_status, sequence_number
_TLV = struct.Struct(">HH")


@quick
@dataclass(frozen=True, slots=True)
class Message:
    """submit_sm, deliver_sm (4.4, 4.6) or data_sm (4.7), which has fewer fields."""

    command: int
    sequence: int
    status: int = 0
    service_type: bytes = b""
    source_ton: int = 0
    source_npi: int = 0
    source: bytes = b""
    destination_ton: int = 0
    destination_npi: int = 0
    destination: bytes = b""
    esm_class: int = 0
    protocol_id: int = 0
    priority: int = 0
    schedule: bytes = b""
    validity: bytes = b""
    registered_delivery: int = 0
    replace: int = 0
    data_coding: int = 0
    default_message: int = 0
    text: bytes = b""  # short_message; a data_sm has none
    tlvs: Tlvs = ()

    def tlv(self, tag: int) -> bytes | None:
        """Return the value of the first TLV *tag*, None without one."""
        return next((value for one, value in self.tlvs if one == tag), None)


@quick
@dataclass(frozen=True, slots=True)
class Answer:
    """submit_sm_resp, deliver_sm_resp or data_sm_resp; an error may come without message_id."""

    command: int
    sequence: int
    status: int = 0
    message_id: bytes = b""
    tlvs: Tlvs = ()


@dataclass(frozen=True, slots=True)
class Bind:
    """bind_receiver, bind_transmitter or bind_transceiver (4.1)."""

    command: int
    sequence: int
    status: int = 0
    system_id: bytes = b""
    password: bytes = field(default=b"", repr=False)
    system_type: bytes = b""
    interface_version: int = 0x34
    ton: int = 0
    npi: int = 0
    address_range: bytes = b""


@dataclass(frozen=True, slots=True)
class BindAnswer:
    """The response to a bind."""

    command: int
    sequence: int
    status: int = 0
    system_id: bytes = b""
    tlvs: Tlvs = ()


@dataclass(frozen=True, slots=True)
class Query:
    """query_sm (4.8)."""

    command: int
    sequence: int
    status: int = 0
    message_id: bytes = b""
    ton: int = 0
    npi: int = 0
    source: bytes = b""


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """query_sm_resp."""

    command: int
    sequence: int
    status: int = 0
    message_id: bytes = b""
    final_date: bytes = b""
    state: int = 0
    error: int = 0


@dataclass(frozen=True, slots=True)
class Plain:
    """A PDU that is its header: enquire_link, unbind, their responses, generic_nack."""

    command: int
    sequence: int
    status: int = 0
    tail: bytes = b""  # what should not be there


@dataclass(frozen=True, slots=True)
class Bad:
    """No PDU. *reason*: "header", "length", "command", "truncated", or the field that is wrong."""

    reason: str
    raw: bytes
    command: int = 0
    sequence: int = 0
    status: int = 0


Pdu = Message | Answer | Bind | BindAnswer | Query | QueryAnswer | Plain


def decode(raw: bytes) -> Pdu | Bad:
    """Return the PDU that *raw* is, whole and alone; never raises."""
    if len(raw) < HEADER.size:
        return Bad("header", raw)
    length, command, status, sequence = HEADER.unpack_from(raw)
    if length != len(raw):
        return Bad("length", raw, command, sequence, status)
    reader = _READERS.get(command)
    if reader is None:
        return Bad("command", raw, command, sequence, status)
    try:
        return reader(raw, command, sequence, status)
    except Broken as error:
        return Bad(error.reason, raw, command, sequence, status)
    except IndexError:
        return Bad("truncated", raw, command, sequence, status)


def _text(raw: bytes, at: int, size: int, reason: str) -> tuple[bytes, int]:
    """Return a C-octet string of at most *size* octets with its NUL, and where the next begins."""
    end = raw.find(0, at, at + size)
    if end < 0:
        raise Broken(reason if len(raw) >= at + size else "truncated")
    return raw[at:end], end + 1


def _loose(raw: bytes, at: int) -> tuple[bytes, int]:
    """Return the C-octet string of a response; one without its NUL ends with the PDU."""
    end = raw.find(0, at)
    return (raw[at:], len(raw)) if end < 0 else (raw[at:end], end + 1)


def _tlvs(raw: bytes, at: int) -> Tlvs:
    found, end = [], len(raw)
    while at < end:
        if end - at < _TLV.size:
            raise Broken("tlv")
        tag, length = _TLV.unpack_from(raw, at)
        at += _TLV.size
        if at + length > end:
            raise Broken("tlv")
        found.append((tag, raw[at : at + length]))
        at += length
    return tuple(found)


def _message(raw: bytes, command: int, sequence: int, status: int) -> Message:
    service, at = _text(raw, HEADER.size, 6, "service_type")
    source_ton, source_npi = raw[at], raw[at + 1]
    source, at = _text(raw, at + 2, 21, "source")
    destination_ton, destination_npi = raw[at], raw[at + 1]
    destination, at = _text(raw, at + 2, 21, "destination")
    esm_class, protocol_id, priority = raw[at], raw[at + 1], raw[at + 2]
    schedule, at = _text(raw, at + 3, 17, "schedule")
    validity, at = _text(raw, at, 17, "validity")
    registered, replace, coding, default = raw[at], raw[at + 1], raw[at + 2], raw[at + 3]
    start, length = at + 5, raw[at + 4]
    end = start + length
    if end > len(raw):
        raise Broken("sm_length")
    return Message(
        command, sequence, status, service,
        source_ton, source_npi, source,
        destination_ton, destination_npi, destination,
        esm_class, protocol_id, priority, schedule, validity,
        registered, replace, coding, default,
        raw[start:end], _tlvs(raw, end) if end < len(raw) else (),
    )  # fmt: skip


def _data(raw: bytes, command: int, sequence: int, status: int) -> Message:
    service, at = _text(raw, HEADER.size, 6, "service_type")
    source_ton, source_npi = raw[at], raw[at + 1]
    source, at = _text(raw, at + 2, 65, "source")
    destination_ton, destination_npi = raw[at], raw[at + 1]
    destination, at = _text(raw, at + 2, 65, "destination")
    return Message(
        command, sequence, status, service,
        source_ton, source_npi, source,
        destination_ton, destination_npi, destination,
        esm_class=raw[at], registered_delivery=raw[at + 1], data_coding=raw[at + 2],
        tlvs=_tlvs(raw, at + 3),
    )  # fmt: skip


def _answer(raw: bytes, command: int, sequence: int, status: int) -> Answer:
    message_id, at = _loose(raw, HEADER.size)
    return Answer(command, sequence, status, message_id, _tlvs(raw, at))


def _bind(raw: bytes, command: int, sequence: int, status: int) -> Bind:
    system_id, at = _text(raw, HEADER.size, 16, "system_id")
    password, at = _text(raw, at, 9, "password")
    system_type, at = _text(raw, at, 13, "system_type")
    version, ton, npi = raw[at], raw[at + 1], raw[at + 2]
    address_range, _ = _text(raw, at + 3, 41, "address_range")
    fields = (system_id, password, system_type, version, ton, npi, address_range)
    return Bind(command, sequence, status, *fields)


def _bind_answer(raw: bytes, command: int, sequence: int, status: int) -> BindAnswer:
    system_id, at = _loose(raw, HEADER.size)
    return BindAnswer(command, sequence, status, system_id, _tlvs(raw, at))


def _query(raw: bytes, command: int, sequence: int, status: int) -> Query:
    message_id, at = _text(raw, HEADER.size, 65, "message_id")
    ton, npi = raw[at], raw[at + 1]
    source, _ = _text(raw, at + 2, 21, "source")
    return Query(command, sequence, status, message_id, ton, npi, source)


def _query_answer(raw: bytes, command: int, sequence: int, status: int) -> QueryAnswer:
    if len(raw) == HEADER.size and status:
        return QueryAnswer(command, sequence, status)
    message_id, at = _text(raw, HEADER.size, 65, "message_id")
    final_date, at = _text(raw, at, 17, "final_date")
    return QueryAnswer(command, sequence, status, message_id, final_date, raw[at], raw[at + 1])


def _plain(raw: bytes, command: int, sequence: int, status: int) -> Plain:
    return Plain(command, sequence, status, raw[HEADER.size :])


_Reader = Callable[[bytes, int, int, int], Pdu]
_READERS: dict[int, _Reader] = {
    codes.SUBMIT_SM: _message,
    codes.DELIVER_SM: _message,
    codes.DATA_SM: _data,
    codes.QUERY_SM: _query,
    codes.QUERY_SM | codes.RESPONSE: _query_answer,
    **dict.fromkeys(codes.BINDS, _bind),
    **{command | codes.RESPONSE: _bind_answer for command in codes.BINDS},
    **{
        command | codes.RESPONSE: _answer
        for command in (codes.SUBMIT_SM, codes.DELIVER_SM, codes.DATA_SM)
    },
    **dict.fromkeys((codes.ENQUIRE_LINK, codes.UNBIND, codes.GENERIC_NACK), _plain),
    **{command | codes.RESPONSE: _plain for command in (codes.ENQUIRE_LINK, codes.UNBIND)},
}
