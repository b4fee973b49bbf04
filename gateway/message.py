"""The values that travel: what a carrier hands us, what we hand a carrier, and what it answers."""

from dataclasses import dataclass
from datetime import datetime

from models.quick import quick

GSM7 = "gsm7"
UCS2 = "ucs2"
BINARY = "8bit"


@quick
@dataclass(frozen=True, slots=True)
class UserData:
    """The user data of one part before it is text, so that parts are joined and then decoded."""

    alphabet: str  # GSM7 | UCS2 | BINARY
    units: bytes  # GSM7: one septet a byte; UCS2: UTF-16BE, may end in half a pair; else raw
    locking: int = 0  # national language locking shift table, 3GPP TS 23.038 6.2.1.2.4; 0 = default
    single: int = 0  # national language single shift table; 0 = default extension


@dataclass(frozen=True, slots=True)
class Part:
    """Where one part stands in a long message (3GPP TS 23.040 9.2.3.24.1 and .8)."""

    reference: int  # 0-255, or 0-65535 when wide
    sequence: int  # 1..total
    total: int  # 1-255
    wide: bool = False  # 16-bit reference


@quick
@dataclass(frozen=True, slots=True)
class Inbound:
    """One SMS or part as a carrier gave it. When *bad* is set, only line, raw and identity hold."""

    line: str  # the section's name in modem.conf
    raw: bytes  # as received, kept whatever happens: a modem's PDU as upper-case ASCII hex
    identity: bytes  # what makes it this message to the carrier: a modem's IMSI + PDU
    carrier_id: bool = False  # identity is the provider's own message id: never a second occurrence
    sender: str = ""  # digits with or without '+', or alphanumeric, or '' when the PDU names none
    sender_ton: int = 0  # type of number, 3GPP TS 23.040 9.1.2.5: 1 international, 5 alphanumeric
    destination: str = ""  # the short code or number that was written to; '' when not told
    sent_at: datetime | None = None  # the service centre's stamp in UTC; None when broken
    data: UserData = UserData(GSM7, b"")
    part: Part | None = None
    silent: str = ""  # a reason to store and never act: "port", "type0", "simdata", "mwi"
    flags: tuple[str, ...] = ()  # what was odd: "bad_scts", "odd_ucs2", "bad_ie", "tail" ...
    bad: str = ""  # why it cannot be decoded, a code word such as "truncated"; '' when it was


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What the network says became of a part that we sent (SMS-STATUS-REPORT, a DLR)."""

    line: str
    raw: bytes
    identity: bytes
    reference: str  # the carrier's message reference or id, as we would store it
    number: str  # the recipient
    state: str  # "delivered" | "failed" | "pending"
    code: str  # the carrier's own, e.g. "ST 0x41"
    sent_at: datetime | None = None  # when the service centre got our part, UTC
    done_at: datetime | None = None
    also: tuple[str, ...] = ()  # other references that it may mean, when the first is unknown


@quick
@dataclass(frozen=True, slots=True)
class Outbound:
    """One part for the air. *delivery* and *epoch* come back with its receipt."""

    delivery: int  # delivery.id
    epoch: int  # the claim that sends it; a later claim has a higher one
    destination: str  # E.164 with '+', or a short code
    data: UserData
    part: Part | None = None
    report: bool = True  # ask for a delivery report
    validity: int = 86_400  # seconds that the network may try


@quick
@dataclass(frozen=True, slots=True)
class Receipt:
    """The carrier took the part. *reference* is what its delivery report will carry."""

    reference: str  # a modem's TP-MR "0".."255"; a provider's message id as given
    also: tuple[str, ...] = ()  # other references under which a report may have come before


@quick
@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one thing that was delivered to us, after COMMIT."""

    id: int  # inbox.id, or report.id of a delivery report
    seen: int  # 1 the first time; more when the carrier repeated it


@dataclass(frozen=True, slots=True)
class Health:
    """The last known condition of a line; None means that the carrier cannot tell."""

    up: bool  # connected and answering
    proof_at: datetime | None = None  # last proof of life: an answer that cannot be stale
    detail: str = ""  # one line for `line status`, without numbers of people
    registered: bool | None = None
    operator: str = ""
    signal: int | None = None  # dBm
    sim_used: int | None = None  # slots
    sim_total: int | None = None
    balance: int | None = None  # rupiah, as the operator said by USSD
    expires: str = ""  # last day of the SIM's active period, ISO; '' when not told
    credit_at: int = 0  # when it said so, microseconds since 1970; 0 never
    calls: int = 0  # incoming calls hung up since the start
    received: int = 0
    sent: int = 0
    errors: int = 0
