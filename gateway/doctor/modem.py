"""A modem that no daemon holds: whether its port answers, and its SIM is open and registered.

Only questions are asked, none that changes the modem; no PIN is given.
"""

import re
from collections.abc import Iterator, Sequence

from gateway.at import codes, commands
from gateway.at.health import REGISTERED
from gateway.at.port import NoAnswer, Port, PortLost
from gateway.at.serial_link import Link, SerialShim
from gateway.config_lines import ModemLine
from gateway.doctor.finding import Finding, doubt, right, wrong
from gateway.doctor.ports import PATTERNS, siblings
from models.i18n import _

PATIENCE = 2.0
"""Seconds that each question may take."""

WEAK = -105  # dBm
_CSCA = re.compile(r'\+CSCA:\s*"([^"]*)"')
_PORT_FAULTS = (SerialShim.SerialException, OSError, ValueError)


def examine(line: ModemLine, patterns: Sequence[str] = PATTERNS) -> list[Finding]:
    """Open the port of *line*, ask, and close it. Nobody else may have it open."""
    try:
        port = _open(line.device, line)
    except _PORT_FAULTS as error:
        reason = (getattr(error, "strerror", None) or type(error).__name__).lower()
        text = _("cannot open %(device)s: %(why)s") % {"device": line.device, "why": reason}
        mend = _("is it plugged in? 'ls -l /dev/serial/by-id' shows what there is")
        return [wrong("port", line.name, text, mend)]
    try:
        return list(_asked(port, line))
    except (NoAnswer, PortLost):
        return [_silent(line, patterns)]
    finally:
        port.shut()


def _open(device: str, line: ModemLine) -> Port:
    link = Link(line.rtscts, line.xonxoff, PATIENCE)
    port = Port(device, baudrate=line.baudrate, link=link, timeout=PATIENCE)
    try:
        port.listen()
    except BaseException:
        port.shut()
        raise
    return port


def answers(device: str, line: ModemLine) -> bool:
    """Tell whether *device* answers AT commands."""
    try:
        port = _open(device, line)
    except _PORT_FAULTS:
        return False
    try:
        return port.command("AT").ok
    except (NoAnswer, PortLost):
        return False
    finally:
        port.shut()


def _silent(line: ModemLine, patterns: Sequence[str]) -> Finding:
    """Say which other port of the stick answers: most sticks have three, and one speaks AT."""
    text = _("%(device)s does not answer AT") % {"device": line.device}
    better = [port for port in siblings(line.device, patterns) if answers(port, line)]
    if better:
        mend = _("device = %(device)s answers; put it into modem.conf")
        return wrong("port", line.name, text, mend % {"device": better[-1]})
    mend = _("is it the port of a modem, and at the right baudrate? Pull it out and plug it in")
    return wrong("port", line.name, text, mend)


def _asked(port: Port, line: ModemLine) -> Iterator[Finding]:
    name = line.name
    port.command("AT")
    yield right("port", name, _("the port answers"))
    sim = _sim(port, line)
    yield sim
    if sim.state != "right":
        return
    yield from _identity(port, line)
    yield _network(port, name)
    signal = commands.signal(port.command("AT+CSQ").lines)
    if signal is not None and signal < WEAK:
        text = _("weak signal: %(dbm)d dBm") % {"dbm": signal}
        yield doubt("signal", name, text, _("another place, or an antenna outside"))
    yield from _centre(port, line)
    yield from _fill(port, name)


def _sim(port: Port, line: ModemLine) -> Finding:
    answer = port.command("AT+CPIN?")
    state = commands.pin_state(answer.lines)
    if state in {"READY", "SIM PIN2", "SIM PUK2"} or (answer.ok and not state):
        return right("sim", line.name, _("the SIM is open"))
    if state == "SIM PIN" or answer.code in {11, 311}:
        if line.pin_file is not None:
            return right("sim", line.name, _("the SIM wants its PIN, which pin_file holds"))
        mend = _("pin_file = FILE in modem.conf, or take the PIN off in a phone")
        return wrong("sim", line.name, _("the SIM wants its PIN"), mend)
    if state.startswith("SIM PUK") or answer.code in {12, 316}:
        mend = _("put the SIM into a phone and give its PUK; then a new pin_file")
        return wrong("sim", line.name, _("the SIM wants its PUK: a wrong PIN was given"), mend)
    code = codes.name(answer.kind, answer.code)
    mend = _("take the SIM out, clean it, put it in again; try it in a phone")
    return wrong("sim", line.name, _("no SIM (%(code)s)") % {"code": code}, mend)


def _identity(port: Port, line: ModemLine) -> Iterator[Finding]:
    for key, command in (("imei", "AT+CGSN"), ("imsi", "AT+CIMI")):
        wanted = getattr(line, key)
        told = commands.identity(port.command(command).lines)
        if wanted and told and told[:14] != wanted[:14]:
            text = _("the %(key)s is another than in modem.conf") % {"key": key}
            mend = _("another SIM or modem? See 'Another SIM' in docs/watching.md")
            yield wrong(key, line.name, text, mend)


def _network(port: Port, name: str) -> Finding:
    state = commands.registration(port.command("AT+CREG?").lines)
    if state is None or state in REGISTERED:
        operator = commands.operator(port.command("AT+COPS?").lines)
        return right("network", name, _("registered: %(name)s") % {"name": operator or "?"})
    if state == 3:
        mend = _("is the SIM active, paid and registered (NIK and KK)? Ask the operator")
        return wrong("network", name, _("the network refuses the SIM"), mend)
    mend = _("wait a minute; then antenna, place, and whether the SIM works in a phone")
    return wrong("network", name, _("the SIM finds no network"), mend)


def _centre(port: Port, line: ModemLine) -> Iterator[Finding]:
    answer = port.command("AT+CSCA?")
    found = next((m for one in answer.lines if (m := _CSCA.match(one))), None)
    if found is not None and not found[1].strip("+") and not line.smsc:
        mend = _("smsc = NUMBER in modem.conf; the operator publishes it")
        yield wrong("smsc", line.name, _("no service centre on the SIM: nothing can be sent"), mend)
    elif found is not None:
        yield right("smsc", line.name, _("the service centre is known"))


def _fill(port: Port, name: str) -> Iterator[Finding]:
    told = commands.fill(port.command("AT+CPMS?").lines)
    if told and told[1] and told[0] >= told[1]:
        text = _("the store is full: %(used)d of %(total)d") % {"used": told[0], "total": told[1]}
        mend = _("start the daemon: it reads and frees them; new SMS wait at the network")
        yield wrong("store", name, text, mend)
