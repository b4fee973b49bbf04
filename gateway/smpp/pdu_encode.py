"""PDUs of SMPP 3.4 (section 4): values to octets."""

from gateway.smpp import codes
from gateway.smpp.pdu import (
    HEADER,
    Answer,
    Bind,
    BindAnswer,
    Message,
    Pdu,
    Plain,
    Query,
    QueryAnswer,
    Tlvs,
)

MOST_TEXT = 254
"""Octets of short_message (5.2.21); what is longer travels as message_payload."""


def encode(pdu: Pdu) -> bytes:
    """Return *pdu* in octets; raises ValueError for a field that does not fit its place."""
    body = _body(pdu)
    return HEADER.pack(HEADER.size + len(body), pdu.command, pdu.status, pdu.sequence) + body


def answer(command: int, status: int, sequence: int) -> bytes:
    """Return the response to a request *command* that has no message id to tell."""
    if command in (codes.DELIVER_SM, codes.DATA_SM):
        return HEADER.pack(17, command | codes.RESPONSE, status, sequence) + b"\0"
    return HEADER.pack(16, command | codes.RESPONSE, status, sequence)


def nack(status: int, sequence: int) -> bytes:
    """Return a generic_nack (4.3)."""
    return HEADER.pack(16, codes.GENERIC_NACK, status, sequence)


def _body(pdu: Pdu) -> bytes:
    match pdu:
        case Message():
            return _message(pdu)
        case Answer(message_id=text) | BindAnswer(system_id=text):
            bare = pdu.status and not text and not pdu.tlvs
            return b"" if bare else _text(text, 65) + _tlvs(pdu.tlvs)
        case Bind():
            return _bind(pdu)
        case Query():
            return _text(pdu.message_id, 65) + bytes((pdu.ton, pdu.npi)) + _text(pdu.source, 21)
        case QueryAnswer():
            dated = _text(pdu.message_id, 65) + _text(pdu.final_date, 17)
            return dated + bytes((pdu.state, pdu.error))
        case Plain():
            return pdu.tail


def _text(value: bytes, size: int) -> bytes:
    if len(value) >= size or b"\0" in value:
        raise ValueError(f"smpp: a string of {len(value)} octets; at most {size - 1}, without NUL")
    return value + b"\0"


def _tlvs(tlvs: Tlvs) -> bytes:
    return b"".join(
        tag.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value for tag, value in tlvs
    )


def _bind(pdu: Bind) -> bytes:
    who = _text(pdu.system_id, 16) + _text(pdu.password, 9) + _text(pdu.system_type, 13)
    how = bytes((pdu.interface_version, pdu.ton, pdu.npi))
    return who + how + _text(pdu.address_range, 41)


def _message(pdu: Message) -> bytes:
    size = 65 if pdu.command == codes.DATA_SM else 21
    head = _text(pdu.service_type, 6)
    head += bytes((pdu.source_ton, pdu.source_npi)) + _text(pdu.source, size)
    head += bytes((pdu.destination_ton, pdu.destination_npi)) + _text(pdu.destination, size)
    if pdu.command == codes.DATA_SM:
        head += bytes((pdu.esm_class, pdu.registered_delivery, pdu.data_coding))
        return head + _tlvs(pdu.tlvs)
    if len(pdu.text) > 255:
        raise ValueError(f"smpp: short_message of {len(pdu.text)} octets; at most {MOST_TEXT}")
    head += bytes((pdu.esm_class, pdu.protocol_id, pdu.priority))
    head += _text(pdu.schedule, 17) + _text(pdu.validity, 17)
    head += bytes((pdu.registered_delivery, pdu.replace, pdu.data_coding, pdu.default_message))
    return head + bytes((len(pdu.text),)) + pdu.text + _tlvs(pdu.tlvs)
