"""The section of modem.conf that is a short code or number at an SMPP provider."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Literal

from gateway.config_line import AnyLine
from models.binding import setting
from models.i18n import _

_SECOND = timedelta(seconds=1)
_CODE = re.compile(r"0x([0-9A-Fa-f]{1,4})|([0-9]{1,5})", re.ASCII)


class Code(int):
    """A status or tag of SMPP, written ``0x58`` or in decimal."""

    @classmethod
    def parse(cls, text: str) -> "Code":
        """Return the number that *text* writes; ValueError says what is allowed."""
        found = _CODE.fullmatch(text)
        value = int(found[1], 16) if found and found[1] else int(found[2]) if found else -1
        if not 0 <= value <= 0xFFFF:
            raise ValueError(_("%(value)r is not a code such as 0x58") % {"value": text[:20]})
        return cls(value)

    def __str__(self) -> str:
        return f"0x{int(self):02X}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmppLine(AnyLine):
    """One ``[smpp NAME]``: a short code or number at a provider, over SMPP 3.4."""

    kind: ClassVar[Literal["smpp"]] = "smpp"
    host: str = setting("The provider's server: a name or an address.", example="smpp.example.net")
    port: int = setting("Its port.", default=2775, least=1, most=65_535)
    receive_port: int = setting(
        "Port for receiving when transceiver = no and it is another one; 0 for the same.",
        default=0,
        least=0,
        most=65_535,
    )
    system_id: str = setting(
        "The account's name at the provider.",
        aliases=("smsc_username", "username"),
        example="kediri",
    )
    password_file: Path | None = setting(
        "File that holds the account's password, at most 8 characters.",
        default=None,
        example="/etc/kentongan/1708.password",
        secrets=("password", "smsc_password"),
    )
    system_type: str = setting("What the provider asks for here; mostly nothing.", default="")
    interface_version: Literal["34", "33"] = setting(
        "Version of SMPP that is announced.", default="34"
    )
    service_type: str = setting("Service under which is sent; mostly none.", default="")
    address_range: str = setting("Numbers to receive for; mostly none.", default="")
    transceiver: bool = setting(
        "Bind once to send and receive; no binds a transmitter and a receiver.",
        default=True,
        aliases=("transceiver_mode",),
    )
    binds: int = setting("So many connections, or pairs of them.", default=1, least=1, most=16)
    tls: bool = setting(
        "Encrypt, and refuse a server that cannot prove its name.",
        default=False,
        aliases=("use_ssl", "ssl"),
    )
    ca_file: Path | None = setting(
        "Certificates that are trusted; without it those of the system.",
        default=None,
        example="/etc/kentongan/provider-ca.pem",
        aliases=("ssl_trusted_ca_file",),
    )
    tls_name: str = setting(
        "Name in the server's certificate; without it that of host.",
        default="",
        example="smpp.example.net",
    )
    client_cert_file: Path | None = setting(
        "Our own certificate and key in one PEM file, where the provider asks for them.",
        default=None,
        example="/etc/kentongan/1708.pem",
        aliases=("ssl_client_certkey_file",),
    )
    number: str = setting(
        "The short code or number that people write to.",
        default="",
        aliases=("my_number",),
        example="1708",
    )
    source_addr_ton: int | None = setting(
        "Type of our number; without it 1 for one with +, else 0.",
        default=None,
        example="3",
        least=0,
        most=6,
    )
    source_addr_npi: int | None = setting(
        "Numbering plan of our number; without it 1.", default=None, example="1", least=0, most=18
    )
    dest_addr_ton: int | None = setting(
        "Type of the citizen's number; without it 1.", default=None, example="1", least=0, most=6
    )
    dest_addr_npi: int | None = setting(
        "Numbering plan of the citizen's number; without it 1.",
        default=None,
        example="1",
        least=0,
        most=18,
    )
    enquire_link_interval: timedelta = setting(
        "Ask a silent server for a sign of life this often; after two it is dead.",
        default=timedelta(seconds=30),
        unit="duration",
        aliases=("elink_interval",),
        least=timedelta(milliseconds=100),
    )
    connection_timeout: timedelta = setting(
        "Wait this long for a connection and for the answer to a bind.",
        default=timedelta(seconds=5),
        unit="duration",
        least=timedelta(milliseconds=100),
        most=timedelta(seconds=30),
    )
    response_timeout: timedelta = setting(
        "Wait this long for the answer to a part; then its outcome is unknown.",
        default=timedelta(seconds=60),
        unit="duration",
        aliases=("wait_ack", "res_to"),
        least=timedelta(milliseconds=100),
    )
    reconnect_delay: timedelta = setting(
        "Longest pause before a server that cannot be reached is tried again.",
        default=timedelta(milliseconds=1500),
        unit="duration",
        least=timedelta(milliseconds=100),
    )
    window: int = setting(
        "Parts that may be without an answer on one connection.",
        default=10,
        unit="parts",
        aliases=("max_pending_submits",),
        least=1,
        most=1000,
    )
    throughput: float = setting(
        "Send at most so many parts a second; 0 for as fast as the line goes.",
        default=0.0,
        unit="parts a second",
        aliases=("submit_throughput", "mt_tps"),
    )
    alt_charset: str = setting(
        "Character set of data coding 0; without it the alphabet of GSM.",
        default="",
        example="iso-8859-1",
    )
    msg_id_type: tuple[str, ...] = setting(
        "How ids of receipts and of answers compare, tried in order: same, hex (answers"
        " hexadecimal, receipts decimal) or decimal (the reverse).",
        default=("same", "hex", "decimal"),
    )
    message_id_tlv: Code | None = setting(
        "Optional parameter that holds the provider's own id of a message to us.",
        default=None,
        example="0x1400",
    )
    fault_status: Code = setting(
        "What a message is answered when we cannot store it: a code that the provider repeats.",
        default=Code(0x08),
    )
    busy_status: Code = setting(
        "What it is answered when too many wait to be stored.", default=Code(0x58)
    )
    temporary_status: tuple[str, ...] = setting(
        "More codes of this provider after which a part may be sent again.",
        default=(),
        example="0x400, 0x401",
    )
    long_messages: Literal["udh", "sar", "payload"] = setting(
        "How a long SMS is handed over: parts marked in their text, parts marked beside it, or"
        " whole in one message_payload.",
        default="udh",
    )
    delivery_report: bool = setting(
        "Ask the network to report when an SMS reached the phone.",
        default=True,
        aliases=("registered_delivery",),
    )


ID_TYPES = ("same", "hex", "decimal")


def contradiction(line: SmppLine) -> str:
    """Return what is wrong between the values of a section, as ``key: what``; '' for nothing."""
    for kind in line.msg_id_type:
        if kind not in ID_TYPES:
            words = {"value": kind, "allowed": ", ".join(ID_TYPES)}
            return _("msg_id_type: %(value)r is not one of %(allowed)s") % words
    if not line.msg_id_type:
        return _("msg_id_type: is empty")
    for code in line.temporary_status:
        try:
            Code.parse(code)
        except ValueError as error:
            return f"temporary_status: {error}"
    if line.alt_charset and not _is_charset(line.alt_charset):
        return _("alt_charset: %(value)r is no character set") % {"value": line.alt_charset}
    for key in ("host", "system_id"):
        if not getattr(line, key):
            return _("%(key)s: is empty") % {"key": key}
    return ""


def _is_charset(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:  # unknown, or no encoding of text
        return False
    return True
