"""Scripted faults: which command they wait for, and what they do to it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

KINDS = (
    "answer",  # `text` instead of the command, which is not run
    "drop",  # the command is run and its answer never comes
    "late",  # the answer comes after `seconds`, other commands are answered meanwhile
    "slow",  # the answer comes after `seconds`, the modem is busy meanwhile
    "inside",  # the line `text` stands in the middle of the answer
    "no_prompt",  # AT+CMGS gets neither a prompt nor an answer
    "hang",  # nothing is read or answered for `seconds`, or for ever without
    "garbage",  # the bytes `data` (hex) come first
    "flood",  # `value` bytes without an end of line come first
    "urc",  # the line `text`, `value` times
    "reset",  # the modem restarts and says RDY
    "unplug",  # the port vanishes, and returns after `seconds` (under `link`), if given
    "plug",  # the port returns now
    "dribble",  # output comes byte by byte from now on (`value` 0: no longer)
    "latency",  # every command takes `seconds` from now on
    "register",  # +CREG says `value` from now on, and the network acts so
    "poor",  # the poor modem of LIBRARIES.md from now on (`value` 0: no longer)
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Without *match* it strikes at once, else at the *nth* command that matches."""

    do: str  # one of KINDS
    match: str = ""  # regular expression searched in the command line, e.g. r"\+CMGS="
    stage: str = "command"  # "command", or "pdu": after the Ctrl-Z of that command
    nth: int = 1  # the first command it strikes, counted from when it is given
    times: int = 1  # how many commands in a row it strikes; 0 = for ever
    text: str = ""
    data: str = ""  # hex
    seconds: float | None = None
    value: int = 1
    sent: bool = False  # on the stage "pdu": the network got the part all the same
    link: str = ""  # another path for the port's symlink


def make(spec: Mapping[str, object]) -> Fault:
    """Return the fault that a JSON object describes.

    Raises ValueError naming the key or value that is wrong.
    """
    kinds = {field.name: field.type for field in fields(Fault)}
    for key, value in spec.items():
        if key not in kinds:
            raise ValueError(f"fault: unknown key {key!r}; one of {', '.join(kinds)}")
        _check(key, value, str(kinds[key]))
    fault = Fault(**spec)  # type: ignore[arg-type]
    if fault.do not in KINDS:
        raise ValueError(f"fault: do: {fault.do!r}; one of {', '.join(KINDS)}")
    bytes.fromhex(fault.data)
    try:
        re.compile(fault.match)
    except re.error as error:
        raise ValueError(f"fault: match: {fault.match!r}; {error}") from error
    return fault


def _check(key: str, value: object, kind: str) -> None:
    allowed: dict[str, tuple[type, ...]] = {
        "<class 'str'>": (str,),
        "<class 'int'>": (int,),
        "<class 'bool'>": (bool,),
    }
    if not isinstance(value, allowed.get(kind, (int, float, type(None)))):
        raise ValueError(f"fault: {key}: {value!r} is not of the type {kind}")  # noqa: TRY004 - a value of a file


def read(path: Path) -> tuple[Fault, ...]:
    """Return the faults of a file: JSON lines, one object each as make() takes it.

    Raises ValueError naming the line, OSError when the file cannot be read.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(make(json.loads(line)))
            except ValueError as error:
                raise ValueError(f"{path}: line {number}: {error}") from error
    return tuple(found)


class FaultPlan:
    """The faults that wait for their command; each counts the commands it has seen."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        """Start with *faults*, none of which has seen a command."""
        self._waiting: list[tuple[Fault, re.Pattern[str], list[int]]] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault) -> None:
        """Let *fault* wait for its command from now on."""
        self._waiting.append((fault, re.compile(fault.match), [0]))

    def clear(self) -> None:
        """Forget every waiting fault."""
        self._waiting.clear()

    def take(self, stage: str, line: str) -> Fault | None:
        """Count *line* for every waiting fault and return the first that strikes it."""
        struck = None
        for entry in tuple(self._waiting):
            fault, pattern, seen = entry
            if fault.stage != stage or not pattern.search(line):
                continue
            seen[0] += 1
            over = seen[0] - fault.nth + 1
            if over >= 1 and struck is None:
                struck = fault
            if fault.times and over >= fault.times:
                self._waiting.remove(entry)
        return struck
