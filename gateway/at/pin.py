"""Unlocks the SIM; a wrong PIN is tried once, then never again until its file is written anew."""

import os
import stat
from pathlib import Path

from gateway.at import codes, commands
from gateway.at.lasting import Lasting
from gateway.at.port import NoAnswer, Port
from gateway.at.tries import Tries
from gateway.errors import LineDown

_OPEN = {"READY", "SIM PIN2", "SIM PUK2", ""}  # PIN2 guards fixed dialling; "" cannot tell


def unlock(
    port: Port, *, line: str, pin_file: Path | None, memory: Lasting, state: Path | None
) -> None:
    """Ask for the state of the SIM and give its PIN if it wants one (27.007 8.3).

    *state* is a folder that keeps what was tried over restarts.

    Raises LineDown: latched when it wants a PUK, or a PIN that is missing or was refused before;
    three wrong ones lock the SIM, and a reconnect loop would try them within a minute.
    """
    wants = _state(port, line)
    if wants in _OPEN:
        return
    if wants != "SIM PIN":
        raise LineDown(f"{line}: the SIM wants {wants}", line=line, code=wants, latched=True)
    path, pin = _read(pin_file, line)
    tries = Tries(state / f"{line}.pin" if state else None, path)
    if pin in memory.spent or tries.exhausted():
        raise LineDown(
            f"{line}: the PIN in pin_file was tried and refused; it is not tried again",
            line=line,
            code="SIM PIN",
            latched=True,
        )
    memory.spent.add(pin)
    tries.begin()
    answer = port.command(f'AT+CPIN="{pin}"')
    if not answer.ok:
        tries.refused()
        code = codes.name(answer.kind, answer.code)
        raise LineDown(f"{line}: PIN refused ({code})", line=line, code=code, latched=True)
    memory.spent.discard(pin)
    tries.accepted()


def _state(port: Port, line: str) -> str:
    try:
        answer = port.command("AT+CPIN?")
    except NoAnswer as silent:
        # Some Wavecom modems say "+CPIN: READY" and never OK.
        state = commands.pin_state(silent.data or ())
        if state:
            return state
        raise
    if answer.code in {11, 311}:
        return "SIM PIN"
    if answer.code in {12, 316}:
        return "SIM PUK"
    if answer.kind in {"CMS", "CME"} and codes.fate(answer.kind, answer.code) is codes.Fate.LINE:
        code = codes.name(answer.kind, answer.code)
        raise LineDown(f"{line}: the SIM cannot be used ({code})", line=line, code=code)
    return commands.pin_state(answer.lines)


def _read(path: Path | None, line: str) -> tuple[Path, str]:
    if path is None:
        raise LineDown(f"{line}: the SIM wants a PIN; set pin_file", line=line, latched=True)
    try:
        with path.open(encoding="ascii") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                problem = "others may read it; chmod 600"
            else:
                pin = file.read(64).strip()
                if pin.isdecimal() and 4 <= len(pin) <= 8:
                    return path, pin
                problem = "not 4-8 digits"
    except (OSError, UnicodeDecodeError) as error:
        problem = type(error).__name__
    raise LineDown(f"{line}: pin_file {str(path)!r}: {problem}", line=line, latched=True)
