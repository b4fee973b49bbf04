"""Proof of life of a modem, and the counters that an admin wants to see."""

from dataclasses import replace
from datetime import datetime

from gateway.at import codes, commands
from gateway.at.codes import Fate
from gateway.at.port import Port
from gateway.errors import LineDown
from gateway.message import Health

REGISTERED = {1, 5}
_WORDS = {0: "not searching", 1: "home", 2: "searching", 3: "denied", 4: "unknown", 5: "roaming"}


def look(port: Port, last: Health, *, line: str, now: datetime) -> Health:
    """Ask for signal, registration, SIM fill and operator, and return *last* brought up to date.

    The modem has proved that it lives when this returns: each answer carries its command's name.
    Raises LineDown when the SIM is gone, NoAnswer and PortLost.
    """
    answer = port.command("AT+CSQ")
    if answer.kind != "ERROR" and codes.fate(answer.kind, answer.code) is Fate.LINE:
        code = codes.name(answer.kind, answer.code)
        raise LineDown(f"{line}: the SIM cannot be used ({code})", line=line, code=code)
    signal = commands.signal(answer.lines)
    state = commands.registration(port.command("AT+CREG?").lines)
    registered = None if state is None else state in REGISTERED
    return replace(
        fill(port, last),
        up=True,
        proof_at=now,
        registered=registered,
        signal=signal,
        operator=commands.operator(port.command("AT+COPS?").lines) if registered else "",
        detail="" if registered is not False else f"no network: {_WORDS.get(state or 0, state)}",
    )


def fill(port: Port, last: Health) -> Health:
    """Return *last* with the used and total slots of the store that is read."""
    told = commands.fill(port.command("AT+CPMS?").lines)
    return replace(last, sim_used=told[0], sim_total=told[1]) if told else last


def above_half(health: Health, stuck: int = 0) -> bool:
    """Return whether the SIM must be drained before anything is sent; *stuck* slots cannot be."""
    if not health.sim_total or health.sim_used is None:
        return False
    return (health.sim_used - stuck) * 2 > health.sim_total
