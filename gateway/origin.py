"""Where a decision comes from, and what writing it needs: values."""

from dataclasses import dataclass
from datetime import datetime

from gateway.gather import Message
from gateway.reading import Gist
from gateway.setting import Setting
from models.casework.case import Actor
from models.quick import quick
from parser.reading import Reading


@quick
@dataclass(frozen=True, slots=True)
class Origin:
    """What made a decision: one message, one order at the terminal, or the clock."""

    actor: Actor
    now: datetime  # aware, UTC
    cause: str = ""  # "inbox:123"; "": the first event that the decision writes, "event:77"
    text: str = ""  # the words of the message or order
    line: str = ""  # that it came in on, and that answers go out on
    contact: int = 0  # contact.id of who wrote by SMS, 0 none
    stranger: bool = False  # the contact was made just now: nothing else is known of it
    message: Message | None = None
    reading: Reading | None = None  # of the words of a report
    gist: Gist | None = None  # of a message that was read as a report, when it is known already


@dataclass(frozen=True, slots=True)
class Means:
    """What writing needs besides the transaction."""

    number_key: bytes
    setting: Setting
