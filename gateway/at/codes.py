"""What a CMS or CME code means for the part, the line and the outbox (pure tables)."""

import enum
from typing import NamedTuple


class Fate(enum.Enum):
    """What follows from a code; RELIABILITY.md 3.2 draws the state machine."""

    PERMANENT = "permanent"  # this part can never be sent so
    TEMPORARY = "temporary"  # nothing was sent, a later try may succeed
    LINE = "line"  # the SIM or the modem is at fault, not the part
    UNKNOWN = "unknown"  # the part may be on the air
    BUSY = "busy"  # ask again in a moment, a bounded number of times
    EMPTY = "empty"  # nothing is stored at that index


class Code(NamedTuple):
    """One row: where it is defined, what follows from it, and its name there."""

    source: str
    fate: Fate
    name: str


_RP = "3GPP TS 24.011 annex E-2"
_CMS = "3GPP TS 27.005 3.2.5"
_CME = "3GPP TS 27.007 9.2"
_TP = "3GPP TS 23.040 9.2.3.22"
_VENDOR = "vendors' manuals; 512 and above are the manufacturer's"

CMS: dict[int, Code] = {
    1: Code(_RP, Fate.PERMANENT, "unassigned number"),
    8: Code(_RP, Fate.PERMANENT, "operator determined barring"),
    10: Code(_RP, Fate.TEMPORARY, "call barred"),
    21: Code(_RP, Fate.PERMANENT, "short message transfer rejected"),
    22: Code(_RP, Fate.TEMPORARY, "memory capacity exceeded"),
    27: Code(_RP, Fate.TEMPORARY, "destination out of service"),
    28: Code(_RP, Fate.PERMANENT, "unidentified subscriber"),
    29: Code(_RP, Fate.TEMPORARY, "facility rejected"),
    30: Code(_RP, Fate.PERMANENT, "unknown subscriber"),
    38: Code(_RP, Fate.TEMPORARY, "network out of order"),
    41: Code(_RP, Fate.TEMPORARY, "temporary failure"),
    42: Code(_RP, Fate.TEMPORARY, "congestion"),
    47: Code(_RP, Fate.TEMPORARY, "resources unavailable"),
    50: Code(_RP, Fate.PERMANENT, "requested facility not subscribed"),
    69: Code(_RP, Fate.TEMPORARY, "requested facility not implemented"),
    81: Code(_RP, Fate.TEMPORARY, "invalid reference value"),
    95: Code(_RP, Fate.TEMPORARY, "invalid message"),
    96: Code(_RP, Fate.TEMPORARY, "invalid mandatory information"),
    97: Code(_RP, Fate.TEMPORARY, "message type not implemented"),
    98: Code(_RP, Fate.TEMPORARY, "message not compatible with state"),
    99: Code(_RP, Fate.TEMPORARY, "information element not implemented"),
    111: Code(_RP, Fate.TEMPORARY, "protocol error"),
    127: Code(_RP, Fate.TEMPORARY, "interworking"),
    192: Code(_TP, Fate.TEMPORARY, "service centre busy"),
    194: Code(_TP, Fate.TEMPORARY, "service centre failure"),
    300: Code(_CMS, Fate.TEMPORARY, "ME failure"),
    301: Code(_CMS, Fate.TEMPORARY, "SMS service of ME reserved"),
    302: Code(_CMS, Fate.TEMPORARY, "operation not allowed"),
    303: Code(_CMS, Fate.TEMPORARY, "operation not supported"),
    304: Code(_CMS, Fate.PERMANENT, "invalid PDU mode parameter"),
    305: Code(_CMS, Fate.PERMANENT, "invalid text mode parameter"),
    310: Code(_CMS, Fate.LINE, "SIM not inserted"),
    311: Code(_CMS, Fate.LINE, "SIM PIN required"),
    312: Code(_CMS, Fate.LINE, "PH-SIM PIN required"),
    313: Code(_CMS, Fate.LINE, "SIM failure"),
    314: Code(_CMS, Fate.LINE, "SIM busy"),
    315: Code(_CMS, Fate.LINE, "SIM wrong"),
    316: Code(_CMS, Fate.LINE, "SIM PUK required"),
    317: Code(_CMS, Fate.LINE, "SIM PIN2 required"),
    318: Code(_CMS, Fate.LINE, "SIM PUK2 required"),
    320: Code(_CMS, Fate.TEMPORARY, "memory failure"),
    321: Code(_CMS, Fate.EMPTY, "invalid memory index"),
    322: Code(_CMS, Fate.TEMPORARY, "memory full"),
    330: Code(_CMS, Fate.LINE, "SMSC address unknown"),
    331: Code(_CMS, Fate.TEMPORARY, "no network service"),
    332: Code(_CMS, Fate.UNKNOWN, "network timeout"),
    340: Code(_CMS, Fate.TEMPORARY, "no +CNMA acknowledgement expected"),
    500: Code(_CMS, Fate.UNKNOWN, "unknown error"),
    512: Code(_VENDOR, Fate.UNKNOWN, "manufacturer specific"),
    515: Code(_VENDOR, Fate.BUSY, "initialisation in progress"),
}

CME: dict[int, Code] = {
    3: Code(_CME, Fate.TEMPORARY, "operation not allowed"),
    4: Code(_CME, Fate.TEMPORARY, "operation not supported"),
    10: Code(_CME, Fate.LINE, "SIM not inserted"),
    11: Code(_CME, Fate.LINE, "SIM PIN required"),
    12: Code(_CME, Fate.LINE, "SIM PUK required"),
    13: Code(_CME, Fate.LINE, "SIM failure"),
    14: Code(_CME, Fate.BUSY, "SIM busy"),
    15: Code(_CME, Fate.LINE, "SIM wrong"),
    16: Code(_CME, Fate.LINE, "incorrect password"),
    17: Code(_CME, Fate.LINE, "SIM PIN2 required"),
    18: Code(_CME, Fate.LINE, "SIM PUK2 required"),
    20: Code(_CME, Fate.TEMPORARY, "memory full"),
    21: Code(_CME, Fate.EMPTY, "invalid index"),
    22: Code(_CME, Fate.EMPTY, "not found"),
    23: Code(_CME, Fate.TEMPORARY, "memory failure"),
    30: Code(_CME, Fate.TEMPORARY, "no network service"),
    31: Code(_CME, Fate.UNKNOWN, "network timeout"),
    32: Code(_CME, Fate.TEMPORARY, "network not allowed, emergency calls only"),
    100: Code(_CME, Fate.UNKNOWN, "unknown"),
    515: Code(_VENDOR, Fate.BUSY, "initialisation in progress"),
}

# 314 and 14 say the same; both end as a fault of the line once the bounded tries are used up.
_BUSY = {("CMS", 314), ("CMS", 515), ("CME", 14), ("CME", 515)}


def is_busy(kind: str, code: int | None) -> bool:
    """Return whether *kind* ("CMS" | "CME") *code* asks us to repeat the command in a moment."""
    return (kind, code) in _BUSY


def fate(kind: str, code: int | None) -> Fate:
    """Return what follows from *kind* ("CMS", "CME" or "" for a bare ERROR) and its *code*.

    A bare ERROR after the PDU was written tells nothing, so it is UNKNOWN: some modems say it
    although the SMS went out. A number that no table has is TEMPORARY.
    """
    if code is None:
        return Fate.UNKNOWN
    if is_busy(kind, code):
        return Fate.LINE if code in {14, 314} else Fate.TEMPORARY
    row = (CMS if kind == "CMS" else CME).get(code)
    return row.fate if row else Fate.TEMPORARY


def name(kind: str, code: int | None) -> str:
    """Return "CMS 38 (network out of order)" for logs and errors; "ERROR" when it has no code."""
    if code is None:
        return "ERROR"
    row = (CMS if kind == "CMS" else CME).get(code)
    return f"{kind} {code} ({row.name})" if row else f"{kind} {code}"
