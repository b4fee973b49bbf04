"""Which lines are unsolicited, so that none is ever taken for the answer to a command (pure)."""

import re
from typing import NamedTuple

MEMORIES = frozenset({"SM", "ME", "MT", "SR"})
"""Message stores that may be named in an AT command of ours (27.005 3.1); all else is ignored."""

_PREFIX = re.compile(r"([+^$*%][A-Za-z0-9_]+)\s*:")
_COMMAND = re.compile(r"AT([+^$*%][A-Za-z0-9_]+)", re.IGNORECASE)
_MEMORY = re.compile(r'\+C(?:MTI|DSI):\s*"?([A-Za-z]{2})"?\s*,\s*(\d{1,5})$')
_CREG = re.compile(r"\+CREG:\s*\d\s*,\s*\d")
_PHRASES = frozenset(
    {"CALL READY", "SMS READY", "SMS DONE", "PB DONE", "VOICE CALL READY", "READY"}
    | {"NO CARRIER", "BUSY", "NO ANSWER", "NORMAL POWER DOWN", "UNDER-VOLTAGE WARNNING"}
)
_RESETS = ("RDY", "SYSSTART", "^SYSSTART", "STARTUP", "MODEM:STARTUP")
_KINDS = {"+CDS": "pdu", "+CMT": "pdu", "+CBM": "pdu", "+CUSD": "ussd"}


class Urc(NamedTuple):
    """One unsolicited line: *kind* is the first column of the table in kind_of()."""

    kind: str
    line: str
    memory: str = ""  # of "stored": where, when it is a store that we know


def command_name(command: str) -> str:
    """Return "+CMGL" for ``AT+CMGL=4``; "" for basic commands such as ``ATZ``."""
    found = _COMMAND.match(command)
    return found.group(1).upper() if found else ""


def kind_of(line: str, pending: str | None) -> Urc | None:
    """Return what kind of unsolicited line this is, or None if it belongs to *pending*.

    *pending* is the command that waits for its answer (``AT+CSQ``) or None. An information
    response begins with the name of its own command (27.007 4), so any other name is unsolicited.

    ========  ==========================================================================
    stored    +CMTI, +CDSI: something lies in a store
    pdu       +CDS, +CMT, +CBM: a PDU stands in the next line
    ring      RING, +CRING
    reset     the modem has started anew and forgotten all settings
    ussd      +CUSD: what the operator answered to *888#, also while our command waits
    other     anything else that we do not act on
    ========  ==========================================================================
    """
    upper = line.upper()
    if upper == "RING" or upper.startswith("+CRING:"):
        return Urc("ring", line)
    if upper in _PHRASES:
        return Urc("other", line)
    if upper.startswith(_RESETS):
        return Urc("reset", line)
    return _prefixed(line, upper, pending)


def _prefixed(line: str, upper: str, pending: str | None) -> Urc | None:
    found = _PREFIX.match(upper)
    name = found.group(1) if found else ""
    if name in {"+CMTI", "+CDSI"}:
        return Urc("stored", line, _memory(line))
    if name in _KINDS:
        return Urc(_KINDS[name], line)
    if not name or upper.startswith(("+CMS ERROR", "+CME ERROR")):
        return None
    if pending is None or command_name(pending) != name:
        # ATI and friends answer in any form; nothing of ours depends on them.
        return None if pending is not None and not command_name(pending) else Urc("other", line)
    if name == "+CREG" and not _CREG.match(upper):
        return Urc("other", line)  # "+CREG: 5" is news, the answer to AT+CREG? has two fields
    return None


def _memory(line: str) -> str:
    found = _MEMORY.match(line)
    memory = found.group(1).upper() if found else ""
    return memory if memory in MEMORIES else ""
