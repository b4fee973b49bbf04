"""Opens a modem and prepares it; whatever goes wrong becomes LineDown."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from gateway.at import card, find, pin
from gateway.at.ear import Ear
from gateway.at.lasting import lasting
from gateway.at.port import CmeError, CommandError, NoAnswer, Port, PortLost
from gateway.at.serial_link import Link, SerialShim
from gateway.at.setup import Fitting, prepare
from gateway.config_lines import ModemLine
from gateway.errors import LineDown


def connect(
    line: ModemLine,
    ear: Ear,
    patterns: Sequence[str] = find.PATTERNS,
    *,
    state: Path | None = None,
) -> tuple[Port, Fitting]:
    """Open the port, initialise the modem, unlock and prepare the SIM.

    *state* is the folder that remembers a refused PIN, and the SIM, over restarts.

    Raises LineDown; latched when the SIM wants a PIN that we must not try (again) or a PUK, and
    when it is another SIM than the line had.
    """
    timeout = line.command_timeout.total_seconds()
    port = Port(
        find.device(line, patterns),
        baudrate=line.baudrate,
        link=Link(line.rtscts, line.xonxoff, timeout),
        timeout=timeout,
        heard=ear.heard,
        unlock=partial(
            pin.unlock,
            line=line.name,
            pin_file=line.pin_file,
            memory=lasting(line.name),
            state=state,
        ),
    )
    try:
        port.connect()
        fitting = prepare(port, line)
        card.check(line, fitting.imsi, state)
        return port, fitting
    except LineDown:
        port.shut()
        raise
    except Exception as error:
        port.shut()
        raise LineDown(f"{line.name}: {_reason(error)}", line=line.name) from error


def _reason(error: Exception) -> str:
    if isinstance(error, NoAnswer):
        return "the modem does not answer"
    if isinstance(error, PortLost):
        return str(error)
    if isinstance(error, SerialShim.SerialException | OSError | ValueError):
        return f"cannot open the port ({type(error).__name__})"
    if isinstance(error, CmeError):
        return f"refused: CME {error.code}"
    if isinstance(error, CommandError):
        return f"refused {error.command}"
    return f"initialisation failed ({type(error).__name__})"
