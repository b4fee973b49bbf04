"""SMS PDUs of a modem (3GPP TS 23.040 9.2): hexadecimal text to values and back, without surprises.

`decode` never raises: what is no message becomes `Bad` with the text kept.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from gateway.message import BINARY, GSM7, UCS2, DeliveryReport, Inbound, Outbound, Part, UserData
from gateway.pdu_fields import (
    Broken,
    Octets,
    alphabet,
    is_discarded_indication,
    put_address,
    put_destination,
    put_smsc,
    put_time,
    put_validity,
    take_address,
    take_smsc,
    take_time,
    take_validity,
)
from gateway.pdu_header import Header, put_user_data, take_user_data

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_DCS = {GSM7: 0x00, BINARY: 0x04, UCS2: 0x08}

_DELIVER, _SUBMIT, _STATUS_REPORT = 0, 1, 2
_MORE_TO_SEND_NONE = 0x04
_REJECT_DUPLICATES = 0x04
_VALIDITY_RELATIVE = 0x10
_REPORT = 0x20
_HAS_HEADER = 0x40

_PID_TYPE_0 = 0x40
_PID_SIM_DATA = 0x7F


@dataclass(frozen=True, slots=True)
class Deliver:
    """One SMS-DELIVER: a message or part from the network (9.2.2.1)."""

    smsc: str  # the service centre's number, '' when not told
    sender: str  # digits behind '+' when international, text when alphanumeric, '' when empty
    sender_ton: int  # type of number, 9.1.2.5
    pid: int
    dcs: int
    sent_at: datetime | None  # UTC; None when the stamp is impossible
    data: UserData
    part: Part | None = None
    ports: tuple[int, int] | None = None  # destination, source
    silent: str = ""  # "type0" | "simdata" | "mwi" | "port": store it and do nothing
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One SMS-STATUS-REPORT: what became of a part we sent (9.2.2.3)."""

    smsc: str
    reference: int  # TP-MR of our part, 0-255
    recipient: str
    sent_at: datetime | None  # when the service centre got our part, UTC
    done_at: datetime | None
    status: int  # TP-ST, 9.2.3.15
    state: str  # "delivered" | "failed" | "pending"


@dataclass(frozen=True, slots=True)
class Submit:
    """One SMS-SUBMIT: what a phone hands to the network (9.2.2.2)."""

    reference: int  # TP-MR, 0-255
    destination: str
    destination_ton: int
    pid: int
    dcs: int
    validity: int | None  # seconds; None when absent or absolute
    report: bool
    data: UserData
    part: Part | None = None
    reject_duplicates: bool = False


@dataclass(frozen=True, slots=True)
class Bad:
    """No message. *reason* is a code word: "hex", "truncated", "mti", "udl", "udh_overrun" ..."""

    reason: str
    raw: bytes  # the text as given


def decode(pdu: str | bytes, *, length: int | None = None) -> Deliver | StatusReport | Bad:
    """Return what the network sent us; never raises.

    *pdu* is hexadecimal text that begins with the service centre's field (TS 27.005 3.1);
    *length* is the number of TPDU octets that ``+CMGL`` told: another one gives flag "length".
    """
    text = pdu.decode("latin-1") if isinstance(pdu, bytes) else pdu
    try:
        return _from_network(Octets(_from_hex(text)), length)
    except Broken as error:
        return Bad(error.reason, _kept(text))


def decode_submit(pdu: str | bytes) -> Submit | Bad:
    """Return the SMS-SUBMIT that was given to ``AT+CMGS``, service centre's field included."""
    text = pdu.decode("latin-1") if isinstance(pdu, bytes) else pdu
    try:
        return _submit(Octets(_from_hex(text)))
    except Broken as error:
        return Bad(error.reason, _kept(text))


def encode_submit(out: Outbound, *, reference: int = 0) -> tuple[str, int]:
    """Return the PDU in hexadecimal and its TPDU length in octets for ``AT+CMGS=<length>``.

    The service centre's field is empty: the SIM's own is used. *reference* is TP-MR; modems
    put their own. Raises ValueError when the destination cannot be dialled or it does not fit.
    """
    user_data, has_header = put_user_data(out.data, out.part)
    first = _SUBMIT | _VALIDITY_RELATIVE
    first |= _REPORT if out.report else 0
    first |= _HAS_HEADER if has_header else 0
    tpdu = bytes((first, reference)) + put_destination(out.destination)
    tpdu += bytes((0, _DCS[out.data.alphabet], put_validity(out.validity))) + user_data
    return (b"\0" + tpdu).hex().upper(), len(tpdu)


def encode_deliver(
    *,
    sender: str,
    data: UserData,
    part: Part | None = None,
    sent_at: datetime,
    smsc: str = "",
    pid: int = 0,
    dcs: int | None = None,
) -> str:
    """Return an SMS-DELIVER in hexadecimal, as a network would hand it to a modem.

    *sent_at* is aware and keeps its offset; *dcs* defaults to the alphabet's plain coding.
    Raises ValueError when a field does not fit.
    """
    user_data, has_header = put_user_data(data, part)
    first = _DELIVER | _MORE_TO_SEND_NONE | (_HAS_HEADER if has_header else 0)
    coding = _DCS[data.alphabet] if dcs is None else dcs
    tpdu = bytes((first,)) + put_address(sender) + bytes((pid, coding)) + put_time(sent_at)
    return (put_smsc(smsc) + tpdu + user_data).hex().upper()


def encode_status_report(
    *, reference: int, recipient: str, sent_at: datetime, done_at: datetime, status: int
) -> str:
    """Return an SMS-STATUS-REPORT in hexadecimal; *reference* and *status* are octets."""
    tpdu = bytes((_STATUS_REPORT | _MORE_TO_SEND_NONE, reference)) + put_address(recipient)
    tpdu += put_time(sent_at) + put_time(done_at) + bytes((status,))
    return (b"\0" + tpdu).hex().upper()


def to_inbound(
    pdu: str, *, line: str, identity: bytes, length: int | None = None
) -> Inbound | DeliveryReport:
    """Return what *line* hands to the writer for a PDU it read; never raises.

    A PDU that cannot be decoded is an Inbound whose *bad* says why.
    """
    raw = _kept(pdu.upper() if pdu.isascii() else pdu)
    message = decode(pdu, length=length)
    match message:
        case Bad(reason):
            return Inbound(line, raw, identity, bad=reason)
        case StatusReport():
            return DeliveryReport(
                line,
                raw,
                identity,
                reference=str(message.reference),
                number=message.recipient,
                state=message.state,
                code=f"ST 0x{message.status:02X}",
                sent_at=message.sent_at,
                done_at=message.done_at,
            )
    return Inbound(
        line,
        raw,
        identity,
        sender=message.sender,
        sender_ton=message.sender_ton,
        sent_at=message.sent_at,
        data=message.data,
        part=message.part,
        silent=message.silent,
        flags=message.flags,
    )


def state_of(status: int) -> str:
    """Return "delivered", "pending" or "failed" for TP-ST (9.2.3.15).

    0x00-0x1F the service centre is done and it went well, 0x20-0x3F it still tries, 0x40-0x7F it
    gave up; reserved values count as refused, as the clause asks.
    """
    if status <= 0x1F:
        return "delivered"
    return "pending" if status <= 0x3F else "failed"


def _from_network(octets: Octets, length: int | None) -> Deliver | StatusReport:
    smsc = take_smsc(octets)
    flags = () if length in (None, octets.left) else ("length",)
    first = octets.octet()
    if first & 3 == _DELIVER:
        return _deliver(octets, first, smsc, flags)
    if first & 3 == _STATUS_REPORT:
        return _status_report(octets, smsc)
    raise Broken("mti")


def _deliver(octets: Octets, first: int, smsc: str, flags: tuple[str, ...]) -> Deliver:
    sender, ton = take_address(octets)
    pid, dcs = octets.octet(), octets.octet()
    sent_at, sound = take_time(octets)
    kind, odd = alphabet(dcs)
    data, header = take_user_data(octets, kind, has_header=bool(first & _HAS_HEADER))
    flags += odd + (() if sound else ("bad_scts",)) + header.flags
    return Deliver(
        smsc=smsc,
        sender=sender,
        sender_ton=ton,
        pid=pid,
        dcs=dcs,
        sent_at=sent_at,
        data=data,
        part=header.part,
        ports=header.ports,
        silent=_silent(pid, dcs, header),
        flags=(*flags, "tail") if octets.left else flags,
    )


def _silent(pid: int, dcs: int, header: Header) -> str:
    if pid == _PID_TYPE_0:
        return "type0"
    if pid == _PID_SIM_DATA:
        return "simdata"
    if is_discarded_indication(dcs) or header.indication:
        return "mwi"
    return "port" if header.ports is not None else ""


def _status_report(octets: Octets, smsc: str) -> StatusReport:
    reference = octets.octet()
    recipient, _ = take_address(octets)
    sent_at, _ = take_time(octets)
    done_at, _ = take_time(octets)
    # What may follow (TP-PI, PID, DCS, user data) repeats what we know: it is not read.
    status = octets.octet()
    return StatusReport(smsc, reference, recipient, sent_at, done_at, status, state_of(status))


def _submit(octets: Octets) -> Submit:
    take_smsc(octets)
    first = octets.octet()
    if first & 3 != _SUBMIT:
        raise Broken("mti")
    reference = octets.octet()
    destination, ton = take_address(octets)
    pid, dcs = octets.octet(), octets.octet()
    validity = take_validity(octets, first >> 3 & 3)
    kind, _ = alphabet(dcs)
    data, header = take_user_data(octets, kind, has_header=bool(first & _HAS_HEADER))
    return Submit(
        reference=reference,
        destination=destination,
        destination_ton=ton,
        pid=pid,
        dcs=dcs,
        validity=validity,
        report=bool(first & _REPORT),
        data=data,
        part=header.part,
        reject_duplicates=bool(first & _REJECT_DUPLICATES),
    )


def _from_hex(text: str) -> bytes:
    stripped = text.strip()
    if not _HEX.fullmatch(stripped):
        raise Broken("hex")
    return bytes.fromhex(stripped)


def _kept(text: str) -> bytes:
    return text.encode("latin-1", "backslashreplace")
