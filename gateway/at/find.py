"""Which serial port is ours: by path, or by the modem's IMEI or the SIM's IMSI over all ports."""

import glob
import logging
import os
from collections.abc import Sequence

from gateway.at import commands
from gateway.at.port import NoAnswer, Port, PortLost
from gateway.at.serial_link import Link, SerialShim
from gateway.config_lines import ModemLine
from gateway.errors import LineDown

log = logging.getLogger(__name__)

PATTERNS = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")
_PATIENCE = 2.0  # seconds for each port: a stick shows several, and most of them are silent


def device(line: ModemLine, patterns: Sequence[str] = PATTERNS) -> str:
    """Return the port to open: *line.device*, unless an imei or imsi says that it is another.

    Raises LineDown when no port answers with that identity. No PIN is ever given here, so a SIM
    that is locked is found by the imei only.
    """
    if not (line.imei or line.imsi):
        return line.device
    for candidate in _candidates(line.device, patterns):
        if _is_it(candidate, line):
            return candidate
    wanted = "imei" if line.imei else "imsi"
    raise LineDown(f"{line.name}: no serial port has the modem with this {wanted}", line=line.name)


def _candidates(first: str, patterns: Sequence[str]) -> list[str]:
    """Return every port once, *first* before the others; a by-id link stands for its ttyUSB."""
    found = [first] if first else []
    for pattern in patterns:
        found += sorted(glob.glob(pattern))  # noqa: PTH207 - a pattern may be absolute
    seen: dict[str, str] = {}
    for path in found:
        seen.setdefault(path if "://" in path else os.path.realpath(path), path)
    return list(seen.values())


def _is_it(candidate: str, line: ModemLine) -> bool:
    link = Link(line.rtscts, line.xonxoff, _PATIENCE)
    port = Port(candidate, baudrate=line.baudrate, link=link, timeout=_PATIENCE)
    try:
        port.listen()
        return _answers(port, "AT+CGSN", line.imei) and _answers(port, "AT+CIMI", line.imsi)
    except (NoAnswer, PortLost, SerialShim.SerialException, OSError, ValueError) as error:
        log.debug("line %s: %s: %s", line.name, candidate, type(error).__name__)
        return False
    finally:
        port.shut()


def _answers(port: Port, command: str, wanted: str) -> bool:
    # The 15th digit of an IMEI is a check digit that some modems leave out or replace.
    if not wanted:
        return True
    told = commands.identity(port.command(command).lines)
    return told == wanted or (command == "AT+CGSN" and told[:14] == wanted[:14] != "")
