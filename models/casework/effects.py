"""What a decision changes, as values: gateway/effects writes each kind of them in one place.

An effect with ``case`` None concerns the decision's own subject: the ticket that this decision
opens, or else ``Decision.case``. Every effect leaves its own event behind, so none has to be
asked for; `Happened` is for what changes nothing but must be seen.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from models.casework.case import Case
from models.casework.states import State
from models.clocks import Span
from models.quick import quick

NoteKind = Literal[
    "addition", "late_part", "conflict", "officer", "result", "question", "answer", "progress",
    "reason", "correction", "check",
]  # fmt: skip
Column = Literal[
    "type", "subtype", "category", "urgency", "confidentiality", "area", "grade", "term",
    "silent", "rating", "lapor_id", "outcome", "archive_reason", "outside_agency", "handler",
    "review", "incident", "released",
]  # fmt: skip


@quick
@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A report to be opened."""

    type: str
    category: str
    urgency: str
    confidentiality: str
    review: str = ""  # why a person must read it; "" when clear
    flags: tuple[str, ...] = ()  # of the reading, but for what personal data is in it
    subtype: str = ""
    area: str = ""
    silent: bool = False
    accused: tuple[str, ...] = ()
    channel: str = "sms"  # sms | wa | web | phone | ig | walk_in
    linked_to: int = 0  # ticket.id that this one tells more about
    state: State = "new"


@dataclass(frozen=True, slots=True)
class Move:
    """The ticket changes its state."""

    to: State
    verb: str  # of states.MOVES, or "resume"
    reason: str = ""  # a code word, never text
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """One field of the ticket changes; the event keeps old and new."""

    column: Column
    value: str | int
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """An agency gets a task, with a follow_up clock of its own."""

    agency: str
    lead: bool
    span: Span | None = None  # None: what the city's clocks say (casework/clocking.py)
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class TaskMove:
    """A task changes: accepted, in_progress, done, returned, withdrawn."""

    agency: str
    to: Literal["accepted", "in_progress", "done", "returned", "withdrawn"]
    officer: int = 0
    case: Case | None = None


@quick
@dataclass(frozen=True, slots=True)
class StartClock:
    """A deadline begins, or begins anew when it exists."""

    name: str
    due: datetime
    agency: str = ""  # its task's clock; "": the ticket's own
    begun: datetime | None = None  # when it is counted from; None: now
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A deadline is met, missed, paused, goes on (moved by the pause), or is told a step."""

    name: str  # "*": all that run (pause) or pause (resume)
    change: Literal["met", "breached", "pause", "resume", "step", "stop", "due", "remind", "wake"]
    agency: str = ""
    step: int = 0
    due: datetime | None = None  # for resume and due; the caller has computed it
    wake: datetime | None = None  # when the sweep looks again; None: never (resume, due: at due)
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Words kept sealed beside the ticket; "" as *text* means the words of the message itself."""

    kind: NoteKind
    text: str = ""
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event alone: a refused command, a repeated report, an enumeration that went silent."""

    verb: str
    data: tuple[tuple[str, str | int], ...] = ()  # codes and ids, never text, name or number
    case: Case | None = None


@quick
@dataclass(frozen=True, slots=True)
class Tell:
    """One SMS. Who it goes to is an address that gateway/tell.py turns into numbers.

    ``to``: ``sender`` (an answer, by the reply budget), ``reporter`` (of the ticket; not when
    silent or opted out), ``reporters`` (of the incident's tickets too), ``agency:CODE`` (its
    officers on duty), ``head:CODE``, ``coordinator``, ``assistant``, ``mayor``, ``officer:ID``,
    ``admin``.
    ``fields`` fill the text beside those that every ticket has (no, status, opd, tgl, wil).
    """

    kind: str  # key in templates/id.ini
    to: str = "sender"
    fields: tuple[tuple[str, str], ...] = ()
    lane: Literal["urgent", "ack", "status", "bulk"] = "status"
    case: Case | None = None
    subject: bool = True  # False: the text is about no ticket


@dataclass(frozen=True, slots=True)
class Person:
    """A contact changes: the sender's, or that of who reported the ticket."""

    change: Literal["opt_out", "opt_in", "strike", "block", "unblock", "forgive"]
    until: datetime | None = None  # of a block
    reason: str = ""  # code word of a strike: prank | ghost | spam | abuse
    whose: Literal["sender", "reporter"] = "sender"
    case: Case | None = None  # of reporter


@dataclass(frozen=True, slots=True)
class Merge:
    """The subject goes into *into*; its reporter is told about that one from now on."""

    into: Case
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The subject joins the incident of *other*, or founds one with it."""

    other: Case
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A command waits until its writer sends our code back."""

    verb: str
    body: str = ""
    into: int = 0
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A challenge is used up, or (``right`` False) has seen one more wrong code and waits on."""

    challenge: int
    right: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """An emergency begins to be told to the roster until somebody writes TERIMA."""

    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Alarmed:
    """The alarm was told once more; the next one is told at *next_at*, nobody when it is None."""

    told: int  # officer.id, 0: the coordinators
    number: int  # how often somebody was told by now
    next_at: datetime | None
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An officer answers the alarm: it is told to nobody else. Nothing when it was taken before."""

    officer: int
    case: Case | None = None


Effect = (
    OpenTicket | Move | Set | Assign | TaskMove | StartClock | ClockChange | Note | Happened | Tell
    | Person | Merge | Link | Ask | Answered | Alarm | Alarmed | Taken
)  # fmt: skip


@quick
@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that one message, command or tick of the clock changes."""

    outcome: str  # inbox.reason: a code word that people can count
    effects: tuple[Effect, ...] = ()
    case: Case | None = None  # the subject; None with an OpenTicket: the new one
    valid: bool = False  # a new ticket or a valid command: resets the loop guard
    refused: str = ""  # why nothing was done, for the command line: a code word
    notes: tuple[str, ...] = field(default=())  # code words for the command line to explain
