"""What a provider hands us: deliver_sm and data_sm to the values that travel on."""

from dataclasses import dataclass, replace

from gateway.config_smpp import ID_TYPES, SmppLine
from gateway.message import BINARY, GSM7, UCS2, DeliveryReport, Inbound, Part, UserData
from gateway.pdu_fields import Broken, alphabet, is_discarded_indication
from gateway.pdu_header import Header, read_header
from gateway.smpp import codes, receipts
from gateway.smpp.pdu import Bad, Message

_CHARSETS = {1: "latin-1", 3: "latin-1", 5: "shift_jis", 6: "iso8859-5", 7: "iso8859-8",
             10: "iso2022_jp", 13: "euc_jp", 14: "euc_kr"}  # fmt: skip
"""data_coding (5.2.19) of character sets that are neither GSM's nor UCS-2; 1 is ASCII or more."""

_BINARY = (2, 4)
_UCS2 = 8
_PID_TYPE_0, _PID_SIM_DATA = 0x40, 0x7F  # 3GPP TS 23.040 9.2.3.9


@dataclass(frozen=True, slots=True)
class Reading:
    """How one line reads what comes: made once from its section."""

    line: str
    charset: str = ""  # of data_coding 0; '' is GSM's own
    id_types: tuple[str, ...] = ID_TYPES
    id_tag: int | None = None  # TLV with the provider's own id of a message to us

    @classmethod
    def of(cls, line: SmppLine) -> "Reading":
        """Return how *line* reads."""
        return cls(line.name, line.alt_charset, line.msg_id_type, line.message_id_tlv)


def to_inbound(message: Message | Bad, raw: bytes, how: Reading) -> Inbound | DeliveryReport:
    """Return what a line hands to the writer for the PDU *raw*; never raises.

    What cannot be decoded is an Inbound whose *bad* says why.
    """
    if isinstance(message, Bad):
        return Inbound(how.line, raw, raw[16:], bad=message.reason)
    payload = message.text or message.tlv(codes.MESSAGE_PAYLOAD) or b""
    if receipts.is_receipt(message):
        return _report(message, payload, raw, how)
    identity, known = _identity(message, payload, how)
    try:
        header, words = _header(message, payload)
        data, flags = _user_data(message.data_coding, words, header, how)
    except Broken as error:
        return Inbound(how.line, raw, identity, carrier_id=known, bad=error.reason)
    return Inbound(
        how.line, raw, identity, known,
        message.source.decode("latin-1"), message.source_ton,
        message.destination.decode("latin-1"), None, data, header.part,
        _silent(message, header, data), flags + header.flags,
    )  # fmt: skip


def _report(message: Message, payload: bytes, raw: bytes, how: Reading) -> Inbound | DeliveryReport:
    told = receipts.read(message, payload)
    if told is None:
        return Inbound(how.line, raw, raw[16:], bad="receipt")
    first, *more = receipts.as_answered(told.message_id, how.id_types)
    return DeliveryReport(
        how.line, raw, raw[16:],
        reference=first, also=tuple(more), number=message.source.decode("latin-1"),
        state=told.state, code=told.code,
    )  # fmt: skip


def _identity(message: Message, payload: bytes, how: Reading) -> tuple[bytes, bool]:
    """Return what a repetition has in common with the first, and whether it is the provider's id.

    user_message_reference is the phone's counter of two octets: it makes a message more its own,
    and comes again.
    """
    own = message.tlv(how.id_tag) if how.id_tag is not None else None
    if own and how.id_tag != codes.USER_MESSAGE_REFERENCE:
        return own, True
    tags = [codes.SAR_REFERENCE, codes.SAR_TOTAL, codes.SAR_SEQUENCE]
    if how.id_tag is not None:
        tags.append(codes.USER_MESSAGE_REFERENCE)
    marks = [b"" if not message.tlvs else message.tlv(tag) or b"" for tag in tags]
    fields = (message.source, message.destination, *marks, payload)
    kind = bytes((message.esm_class, message.data_coding))
    return kind + b"".join(len(one).to_bytes(2, "big") + one for one in fields), False


def _header(message: Message, payload: bytes) -> tuple[Header, bytes]:
    """Return the user data header, or what the SAR TLVs say as one, and the words behind it."""
    header, words = Header(), payload
    if message.esm_class & codes.UDHI:
        header, start = read_header(payload)
        words = payload[start:]
    if header.part is None and message.tlvs:
        return _with_sar(message, header), words
    return header, words


def _with_sar(message: Message, header: Header) -> Header:
    """Add the part that SAR TLVs tell (5.3.2.22-24)."""
    found = [message.tlv(tag) for tag in (codes.SAR_REFERENCE, codes.SAR_TOTAL, codes.SAR_SEQUENCE)]
    if all(value is None for value in found):
        return header
    reference, total, sequence = (int.from_bytes(value or b"", "big") for value in found)
    if not (1 <= sequence <= total <= 255 and reference <= 0xFFFF):
        return replace(header, flags=(*header.flags, "bad_sar"))
    return replace(header, part=Part(reference, sequence, total, wide=True))


def _user_data(
    coding: int, words: bytes, header: Header, how: Reading
) -> tuple[UserData, tuple[str, ...]]:
    """Return the words as data that can be joined, and what was odd."""
    if coding in _CHARSETS or (coding == 0 and how.charset):
        return _recoded(words, _CHARSETS.get(coding) or how.charset), ()
    kind, flags = _kind(coding)
    if kind == UCS2 and len(words) % 2:
        return UserData(UCS2, words[:-1]), (*flags, "odd_ucs2")
    if kind != GSM7:
        return UserData(kind, words), flags
    if not words.isascii():  # no septets: the provider writes another charset than it says
        return _guessed(words), (*flags, "eighth_bit")
    return UserData(GSM7, words, header.locking, header.single), flags


def _kind(coding: int) -> tuple[str, tuple[str, ...]]:
    """Return the alphabet of a data_coding; from 0x10 on it is GSM's own scheme."""
    if coding >= 0x10:
        return alphabet(coding)
    if coding in _BINARY:
        return BINARY, ()
    if coding == _UCS2:
        return UCS2, ()
    return GSM7, () if coding == 0 else ("reserved_dcs",)


def _recoded(words: bytes, charset: str) -> UserData:
    return UserData(UCS2, words.decode(charset, "replace").encode("utf-16-be", "replace"))


def _guessed(words: bytes) -> UserData:
    try:
        return UserData(UCS2, words.decode("utf-8").encode("utf-16-be"))
    except UnicodeDecodeError:
        return _recoded(words, "latin-1")


def _silent(message: Message, header: Header, data: UserData) -> str:
    """Return why to store and never act, as gateway/pdu.py does for a modem; '' to act."""
    if message.protocol_id == _PID_TYPE_0:
        return "type0"
    if message.protocol_id == _PID_SIM_DATA:
        return "simdata"
    if is_discarded_indication(message.data_coding) or header.indication:
        return "mwi"
    if header.ports is not None:
        return "port"
    return "binary" if data.alphabet == BINARY else ""
