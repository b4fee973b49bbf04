"""What GsmModem.connect() is told about each of its commands, so that poor modems pass (pure).

connect() of python-gsmmodem-new 0.13.0 sends some 25 commands. Most prepare voice calls or text
mode and raise on modems that lack them; LIBRARIES.md 2 lists what such modems refuse.
"""

from gateway.at import commands
from gateway.at.commands import Answer

# Never sent: long answers, tables for calls that we never make, and what setup.py does itself.
_SKIPPED: dict[str, tuple[str, ...] | None] = {
    "AT+CLAC": ("", "OK"),
    "AT+ZPAS?": None,
    "AT+CPMS=?": None,
    "AT+CLIP=1": ("OK",),
    "AT+CRC=1": ("OK",),
    "AT+CVHU=0": ("OK",),
    "AT+DDET=1": None,
}
_NEEDED = ("ATZ", "AT+CFUN", "AT+CMGF=0")


class Refused(Exception):  # noqa: N818 - becomes the library's CommandError
    """The library shall see an error; *answer* is what the modem said, if it was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.kind)
        self.answer = answer


def skipped(command: str) -> list[str] | None:
    """Return what the library is told about *command* in the modem's place; None to send it.

    Raises Refused where the library copes best with an error.
    """
    if command not in _SKIPPED:
        return None
    told = _SKIPPED[command]
    if told is None:
        raise Refused(Answer(kind="ERROR"))
    return list(told)


def told(command: str, answer: Answer) -> list[str]:
    """Return the lines for the library, the result code last; an optional command never fails.

    Raises Refused for an error that the initialisation must not pass over.
    """
    if command == "AT+CFUN?":
        level = commands.functionality(answer.lines)
        if level is None:  # connect() cuts this line blindly
            raise Refused(Answer(kind="ERROR"))
        return [f"+CFUN: {level}", "OK"]
    if not answer.ok:
        if command.startswith(_NEEDED):
            raise Refused(answer)
        return ["OK"]
    return [*answer.lines, "OK"]
