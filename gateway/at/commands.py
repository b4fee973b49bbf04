"""Answers of the modem to values (pure); tolerant, since modems spell them in many ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FINAL = re.compile(r"\+(CM[ES]) ERROR:\s*(.*)$", re.IGNORECASE)
_REFUSALS = ("ERROR", "COMMAND NOT SUPPORT", "TOO MANY PARAMETERS", "NO CARRIER")
_WORDS = {
    "SIM NOT INSERTED": 10,
    "SIM PIN REQUIRED": 11,
    "SIM PUK REQUIRED": 12,
    "SIM FAILURE": 13,
    "SIM BUSY": 14,
    "INCORRECT PASSWORD": 16,
    "NO NETWORK SERVICE": 30,
}
_DECIMAL = re.compile(r"[0-9]+$")
_HEX = re.compile(r"[0-9A-Fa-f]+$")
_HEADER = re.compile(r"(?=\+CMGL:)")
_ENTRY = re.compile(r"\+CMGL:\s*(\d{1,5})\s*,\s*(\d)\s*,(?:[^,\n]*,)?\s*([^,\n]*)")
_SINGLE = re.compile(r"\+CMGR:\s*(\d)\s*,(?:[^,\n]*,)?\s*([^,\n]*)")
_CMGS = re.compile(r"\+CMGS:\s*(\d{1,3})\b")
_CSQ = re.compile(r"\+CSQ:\s*(\d+)")
_CREG = re.compile(r"\+CREG:\s*\d\s*,\s*(\d)")
_COPS = re.compile(r'\+COPS:\s*\d\s*,\s*\d\s*,\s*"?([^",]*)')
_CPMS = re.compile(r'\+CPMS:\s*(?:"[A-Z]{2}"\s*,\s*)?(\d+)\s*,\s*(\d+)')
_CPIN = re.compile(r"\+CPIN:\s*(.*\S)")
_CSMS = re.compile(r"\+CSMS:\s*(\d)")
_CFUN = re.compile(r"\+CFUN:\s*(\d)")
_DIGITS = re.compile(r"(?:\+\w+:\s*)?\"?(\d{14,17})\"?$")


@dataclass(frozen=True, slots=True)
class Answer:
    """The information lines of one answer and its final result code."""

    lines: tuple[str, ...] = ()
    kind: str = "OK"  # "OK" | "CMS" | "CME" | "ERROR"
    code: int | None = None  # of CMS and CME; None when the modem gave words that we do not know

    @property
    def ok(self) -> bool:
        """Whether the modem accepted the command."""
        return self.kind == "OK"


@dataclass(frozen=True, slots=True)
class Entry:
    """One slot of a message store as AT+CMGL lists it (27.005 4.1)."""

    index: int
    status: int  # 0 received unread, 1 received read, 2 stored unsent, 3 stored sent
    length: int  # TPDU octets as the modem says, without the service centre
    pdu: str  # hex with the service centre, upper case; "" when the line is missing

    @property
    def whole(self) -> bool:
        """Whether the PDU is as long as the modem said: nothing was lost on the serial line."""
        return _fits(self.pdu, self.length)


def final(line: str) -> Answer | None:
    """Return the answer that *line* ends (without information lines), or None if it ends none."""
    upper = line.upper()
    if upper == "OK":
        return Answer()
    if upper in _REFUSALS:
        return Answer(kind="ERROR")
    found = _FINAL.match(upper)
    if not found:
        return None
    words = found.group(2).strip()
    code = int(words[:9]) if words.isdecimal() and words.isascii() else _WORDS.get(words)
    kind = found.group(1)
    if code is not None and not words[:1].isdigit():
        kind = "CME"
    return Answer(kind=kind, code=code)


def entries(lines: Sequence[str]) -> list[Entry]:
    """Return what AT+CMGL=4 lists, header and PDU always as a pair.

    Line ends that got lost (a header glued to its PDU, a PDU glued to the next header) are found
    again by the length which the header tells; what has no header belongs to no index.
    """
    found = []
    for piece in _HEADER.split("\n".join(lines)):
        match = _ENTRY.match(piece)
        if match:
            length, pdu = _body(match.group(3), piece[match.end() :])
            found.append(Entry(int(match.group(1)), int(match.group(2)), length, pdu))
    return found


def single(index: int, lines: Sequence[str]) -> Entry | None:
    """Return the slot that AT+CMGR=*index* shows, or None when it is empty."""
    text = "\n".join(lines)
    match = _SINGLE.search(text)
    if not match:
        return None
    length, pdu = _body(match.group(2), text[match.end() :])
    return Entry(index, int(match.group(1)), length, pdu) if pdu else None


def _body(digits: str, rest: str) -> tuple[int, str]:
    """Return (length, PDU) from the header's last field, perhaps glued to its PDU, and *rest*."""
    digits = digits.strip()
    following = "".join(rest.split("\n", 2)[1:2]) if rest.startswith("\n") else ""
    pdu = following.strip().upper() if _HEX.match(following.strip()) else ""
    if len(digits) <= 3 and _DECIMAL.match(digits):
        return int(digits), pdu
    for size in (1, 2, 3):
        glued = digits[size:].upper()
        if _DECIMAL.match(digits[:size]) and _HEX.match(glued) and _fits(glued, int(digits[:size])):
            return int(digits[:size]), glued
    return 0, pdu


def _fits(pdu: str, length: int) -> bool:
    if len(pdu) < 2 or len(pdu) % 2:
        return False
    return int(pdu[:2], 16) + 1 + length == len(pdu) // 2


def reference(lines: Sequence[str]) -> int | None:
    """Return TP-MR (0-255) of ``+CMGS: n``, or None when there is none."""
    for line in lines:
        found = _CMGS.match(line)
        if found:
            return int(found.group(1)) & 0xFF
    return None


def signal(lines: Sequence[str]) -> int | None:
    """Return dBm (-113..-51) of ``+CSQ: rssi,ber``; None when unknown (27.007 8.5)."""
    rssi = _number(_CSQ, lines)
    return None if rssi is None or rssi > 31 else -113 + 2 * rssi


def registration(lines: Sequence[str]) -> int | None:
    """Return <stat> of ``+CREG: n,stat``: 1 home, 5 roaming are registered (27.007 7.2)."""
    return _number(_CREG, lines)


def operator(lines: Sequence[str]) -> str:
    """Return the operator's name or number of ``+COPS: mode,format,"name"``; "" when none."""
    found = _first(_COPS, lines)
    return found.group(1).strip()[:32] if found else ""


def fill(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return (used, total) slots of the reading store from the answer to AT+CPMS? or AT+CPMS=."""
    found = _first(_CPMS, lines)
    return (int(found.group(1)), int(found.group(2))) if found else None


def stores(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the stores of <mem1> that AT+CPMS=? offers, e.g. ("ME", "SM"); () when not told."""
    for line in lines:
        if line.startswith("+CPMS:"):
            inner = line.partition("(")[2].lstrip("(").partition(")")[0]
            return tuple(re.findall(r'"([A-Z]{2})"', inner))
    return ()


def pin_state(lines: Sequence[str]) -> str:
    """Return "READY", "SIM PIN", "SIM PUK" ... of ``+CPIN:``; "" when not told."""
    found = _first(_CPIN, lines)
    return found.group(1).strip('"').upper() if found else ""


def service(lines: Sequence[str]) -> int:
    """Return <service> of ``+CSMS:``; 1 wants AT+CNMA for what is routed to us (27.005 3.2.1)."""
    return _number(_CSMS, lines) or 0


def functionality(lines: Sequence[str]) -> int | None:
    """Return <fun> of ``+CFUN:``; 1 is full (27.007 8.2)."""
    return _number(_CFUN, lines)


def identity(lines: Sequence[str]) -> str:
    """Return the IMEI or IMSI (14-17 digits) of AT+CGSN or AT+CIMI; "" when there is none."""
    found = _first(_DIGITS, lines)
    return found.group(1) if found else ""


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> re.Match[str] | None:
    return next((found for line in lines if (found := pattern.match(line))), None)


def _number(pattern: re.Pattern[str], lines: Sequence[str]) -> int | None:
    found = _first(pattern, lines)
    return int(found.group(1)) if found else None
