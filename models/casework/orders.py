"""An order to the desk about one ticket, from an officer's SMS or a command at the terminal."""

from dataclasses import dataclass
from datetime import datetime

from models.casework.case import Actor, Case
from models.casework.effects import Decision
from models.casework.sop import Sop

VERBS = (
    "verify", "hold", "resume", "assign", "accept", "progress", "done", "return", "reject",
    "archive", "close", "reopen", "cancel", "merge", "prank", "note", "ask", "answer", "tell",
    "hide", "set", "release", "block", "unblock",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done."""

    verb: str  # one of VERBS
    text: str = ""  # result, reason, question, note: as the verb needs
    agency: str = ""  # assign: the lead; return, done ...: whose task, "" for the actor's own
    support: tuple[str, ...] = ()
    into: Case | None = None  # merge
    values: tuple[tuple[str, str], ...] = ()  # set, archive, done: column or code -> value


def carry_out(order: Order, case: Case, actor: Actor, sop: Sop, now: datetime) -> Decision:
    """Return what *order* does to *case*; a refused one has ``refused`` and changes nothing.

    Refusals: ``role`` (not theirs to do), ``state`` (not in this state; case.last says who was
    first), ``agency`` (unknown), ``not_yours`` (another agency's), ``accused``, ``no_text``,
    ``value``. ``now`` is aware, UTC.
    """
    raise NotImplementedError
