"""One command line of the host as answers: the table of all AT commands, and how answers look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.simulator import at_message
from gateway.simulator.at_call import CALLS
from gateway.simulator.at_identity import IDENTITY, Command
from gateway.simulator.at_message import MESSAGES, PROMPTED
from gateway.simulator.at_parse import TEST, Call, split_line
from gateway.simulator.modem import AtError, Modem

COMMANDS: dict[str, Command] = {**IDENTITY, **CALLS, **MESSAGES}
OK, ERROR, PROMPT = b"\r\nOK\r\n", b"\r\nERROR\r\n", b"\r\n> "
WORDS = {3: "operation not allowed", 10: "SIM not inserted", 11: "SIM PIN required"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A command that waits for its PDU."""

    line: str
    call: Call


def run(modem: Modem, line: str) -> list[str] | Prompt:
    """Do what a command line says and return the lines of its answer, or the prompt it opens.

    Raises AtError, or ValueError and IndexError when an argument is missing or no number.
    """
    lines: list[str] = []
    for call in split_line(line):
        if call.name in PROMPTED and call.op != TEST:
            at_message.ready_to_send(modem, call)
            return Prompt(line, call)
        lines += _command(modem, call)
    return lines


def _command(modem: Modem, call: Call) -> Sequence[str]:
    if call.name in PROMPTED:
        return ()
    if call.name == "+CLAC" and not modem.poor:
        return () if call.op == TEST else list_commands()
    command = COMMANDS.get(call.name)
    if command is None:
        modem.sulking = modem.poor and call.name == "+CLAC"
        raise AtError
    return command(modem, call)


def list_commands() -> Sequence[str]:
    """Return what +CLAC lists."""
    names = (*COMMANDS, *PROMPTED, "+CLAC")
    return [f"AT{name}" if name[0] != "+" else name for name in sorted(names) if name]


def answer(modem: Modem, work: Callable[[], Sequence[str]]) -> bytes:
    """Return what the modem says about *work*: its lines and OK, or why it failed."""
    try:
        lines = work()
    except AtError as error:
        return _refusal(error, modem.settings.errors)
    except (ValueError, IndexError):
        return ERROR
    text = "".join(f"\r\n{line}" for line in lines).encode("latin-1", "replace")
    return text + (b"\r\n" if text else b"") + OK


def _refusal(error: AtError, form: int) -> bytes:
    if not error.kind or (error.kind == "CME" and not form):
        return ERROR
    what: object = error.code
    if error.kind == "CME" and form == 2:
        what = WORDS.get(error.code, "unknown")
    return f"\r\n+{error.kind} ERROR: {what}\r\n".encode("latin-1")
