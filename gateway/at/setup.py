"""Prepares an open modem for SMS: stores, notifications, identity of the SIM."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.at import codes, commands
from gateway.at.port import Port
from gateway.at.urc import MEMORIES
from gateway.config_lines import ModemLine
from gateway.errors import LineDown

_AUTO = ("SM", "ME", "MT")  # the SIM first: it keeps what it holds over a reset and a new modem
_NOTIFY = ("2,1,0,2,0", "2,1,0,2", "2,1,0,1,0", "2,1,0,0,0", "2,1", "1,1")


@dataclass(frozen=True, slots=True)
class Fitting:
    """What this modem can do."""

    imsi: str  # "" when it does not tell
    memory: str  # the store that is read: "SM", "ME", "MT", or "" when it cannot be chosen
    others: tuple[str, ...]  # stores beside it that may hold SMS of earlier days
    acknowledge: bool  # AT+CNMA is owed for a PDU that is routed to us directly


def prepare(port: Port, line: ModemLine) -> Fitting:
    """Set stores and notifications, and return what was found; poor modems refuse most of it.

    Raises LineDown when the SIM cannot be used, NoAnswer and PortLost.
    """
    offered = commands.stores(port.command("AT+CPMS=?").lines)
    memory = _choose(port, line, offered)
    for mode in _NOTIFY if line.delivery_report else _NOTIFY[3:]:
        if port.command(f"AT+CNMI={mode}").ok:
            break
    acknowledge = commands.service(port.command("AT+CSMS?").lines) == 1
    if line.smsc:
        port.command(f'AT+CSCA="{line.smsc}"')
    if line.init:
        port.command(line.init)
    others = tuple(m for m in ("SM", "ME", "SR") if m in offered and m != memory)
    return Fitting(
        imsi=imsi(port, line.name),
        memory=memory,
        others=tuple(m for m in others if m == "SR") if memory == "MT" else others,
        acknowledge=acknowledge,
    )


def imsi(port: Port, line: str) -> str:
    """Return the IMSI, or "" when the modem does not tell.

    Raises LineDown when the SIM is missing or broken.
    """
    answer = port.command("AT+CIMI")
    if codes.fate(answer.kind, answer.code) is codes.Fate.LINE:
        code = codes.name(answer.kind, answer.code)
        raise LineDown(f"{line}: the SIM cannot be used ({code})", line=line, code=code)
    return commands.identity(answer.lines)


def select(port: Port, memory: str, *, home: str = "") -> bool:
    """Choose the store to read and delete from, and return whether the modem did it.

    Without *home* the modem shall also write and receive there. Some refuse AT+CPMS with one
    argument, some with three.
    """
    if memory not in MEMORIES:
        return False
    short, long = f'AT+CPMS="{memory}"', f'AT+CPMS="{memory}","{home or memory}","{home or memory}"'
    first, second = (short, long) if home else (long, short)
    return port.command(first).ok or port.command(second).ok


def _choose(port: Port, line: ModemLine, offered: Sequence[str]) -> str:
    wanted = _AUTO if line.memory == "auto" else (line.memory,)
    for memory in wanted:
        if (not offered or memory in offered) and select(port, memory):
            return memory
    return ""
