"""Sends one part with AT+CMGS; every end is a receipt or an error that says what is certain."""

from collections.abc import Callable

from gateway import pdu
from gateway.at import codes, commands
from gateway.at.codes import Fate
from gateway.at.commands import Answer
from gateway.at.port import NoAnswer, Port, PortLost
from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.message import Outbound, Receipt
from models.failpoint import reach

_CLASSES: dict[Fate, type[TransportError]] = {
    Fate.PERMANENT: PermanentError,
    Fate.TEMPORARY: TemporaryError,
    Fate.LINE: LineDown,
    Fate.UNKNOWN: UnknownOutcome,
    Fate.EMPTY: TemporaryError,
    Fate.BUSY: TemporaryError,
}


def send(
    port: Port, part: Outbound, *, line: str, timeout: float, leaving: Callable[[], None]
) -> Receipt:
    """Send *part* and return the network's message reference (TP-MR, "0".."255").

    *leaving* is called just before the first byte of the PDU leaves. *timeout*: seconds for the
    network. Raises TemporaryError when the modem gave no prompt (nothing left it), PermanentError,
    LineDown, and UnknownOutcome when the PDU was written and nobody knows (RELIABILITY.md 3.2).
    """
    try:
        data, length = pdu.encode_submit(part)
    except ValueError as error:
        raise PermanentError(f"{line}: no PDU can carry this", line=line, code="pdu") from error
    try:
        refusal = port.prompt(f"AT+CMGS={length}")
    except NoAnswer as error:
        raise TemporaryError(f"{line}: no prompt for the PDU", line=line, code="prompt") from error
    except PortLost as error:
        raise TemporaryError(f"{line}: {error}", line=line, code="port") from error
    if refusal is not None:
        raise _refused(refusal, line, written=False)
    leaving()
    answer = _submit(port, data, line, timeout)
    reach("after_resp")
    return _receipt(answer, line)


def _submit(port: Port, data: str, line: str, timeout: float) -> Answer:
    try:
        return port.submit(data, timeout=timeout, written=lambda: reach("after_write"))
    except NoAnswer as error:
        if commands.reference(error.data or ()) is not None:
            return Answer(tuple(error.data))  # +CMGS came, only its OK got lost
        raise UnknownOutcome(f"{line}: no answer after the PDU", line=line, code="time") from error
    except PortLost as error:
        raise UnknownOutcome(f"{line}: {error}", line=line, code="port") from error


def _receipt(answer: Answer, line: str) -> Receipt:
    reference = commands.reference(answer.lines)
    if answer.ok and reference is not None:
        return Receipt(str(reference))
    if answer.ok:
        raise UnknownOutcome(f"{line}: OK without +CMGS", line=line, code="OK")
    raise _refused(answer, line, written=True)


def _refused(answer: Answer, line: str, *, written: bool) -> TransportError:
    fate = codes.fate(answer.kind, answer.code)
    if not written and fate is Fate.UNKNOWN:
        fate = Fate.TEMPORARY  # whatever it was, no byte of the PDU has left
    code = codes.name(answer.kind, answer.code)
    return _CLASSES[fate](f"{line}: {code}", line=line, code=code.partition(" (")[0])
