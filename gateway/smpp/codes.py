"""Numbers of SMPP 3.4: commands (5.1.2.1), statuses (5.1.3), TLV tags (5.3.2), and their names."""

GENERIC_NACK = 0x8000_0000
BIND_RECEIVER = 0x01
BIND_TRANSMITTER = 0x02
QUERY_SM = 0x03
SUBMIT_SM = 0x04
DELIVER_SM = 0x05
UNBIND = 0x06
BIND_TRANSCEIVER = 0x09
OUTBIND = 0x0B
ENQUIRE_LINK = 0x15
ALERT_NOTIFICATION = 0x102
DATA_SM = 0x103
RESPONSE = 0x8000_0000
"""The bit that makes a response of a request."""

BINDS = (BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER)

ROK = 0x00
RINVMSGLEN = 0x01
RINVCMDLEN = 0x02
RINVCMDID = 0x03
RINVBNDSTS = 0x04
RALYBND = 0x05
RSYSERR = 0x08
RINVSRCADR = 0x0A
RINVDSTADR = 0x0B
RBINDFAIL = 0x0D
RINVPASWD = 0x0E
RINVSYSID = 0x0F
RMSGQFUL = 0x14
RINVSERTYP = 0x15
RTHROTTLED = 0x58
ROPTPARSTRM = 0xC0

RECEIPTED_MESSAGE_ID = 0x001E
USER_MESSAGE_REFERENCE = 0x0204
SAR_REFERENCE = 0x020C
SAR_TOTAL = 0x020E
SAR_SEQUENCE = 0x020F
MESSAGE_PAYLOAD = 0x0424
MESSAGE_STATE = 0x0427

UDHI = 0x40
"""esm_class: the text begins with a user data header (5.2.12)."""

MESSAGE_TYPE = 0x3C
RECEIPT, INTERMEDIATE = 0x04, 0x20
"""esm_class & MESSAGE_TYPE of a delivery receipt and of an intermediate notification."""

TEMPORARY = frozenset({RSYSERR, RMSGQFUL, 0x45, RTHROTTLED, 0x64, 0x67, 0xFE, 0xFF})
"""Statuses of submit_sm after which the same part may be tried again (PEERS.md: Vonage's list)."""

LINE_FAULTS = frozenset(
    {RINVCMDLEN, RINVCMDID, RINVBNDSTS, RALYBND, RINVSRCADR, RBINDFAIL, RINVPASWD, RINVSYSID,
     RINVSERTYP, 0x48, 0x49}
)  # fmt: skip
"""Statuses of submit_sm that blame the bind or our own address, and no part."""

LATCHED = frozenset({RINVPASWD, RINVSYSID})
"""Statuses of a bind after which another try does harm: the account would be locked."""

_NAMES = {
    RINVMSGLEN: "RINVMSGLEN", RINVCMDLEN: "RINVCMDLEN", RINVCMDID: "RINVCMDID",
    RINVBNDSTS: "RINVBNDSTS", RALYBND: "RALYBND", RSYSERR: "RSYSERR", RINVSRCADR: "RINVSRCADR",
    RINVDSTADR: "RINVDSTADR", RBINDFAIL: "RBINDFAIL", RINVPASWD: "RINVPASWD",
    RINVSYSID: "RINVSYSID", RMSGQFUL: "RMSGQFUL", RINVSERTYP: "RINVSERTYP",
    RTHROTTLED: "RTHROTTLED",
}  # fmt: skip


def code(status: int) -> str:
    """Return a status as errors and delivery.code carry it.

    >>> code(0x58)
    'SMPP 0x58 RTHROTTLED'
    """
    return f"SMPP 0x{status:02X} {_NAMES.get(status, '')}".rstrip()
