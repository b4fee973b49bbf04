"""What the database knows of a ticket, an actor and a city when something is decided. Values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from models.casework.states import OPEN, Role, State
from models.quick import quick


class Task(NamedTuple):
    """One agency's part of a ticket (disposisi)."""

    id: int
    agency: str
    lead: bool
    state: Literal["assigned", "accepted", "in_progress", "done", "returned", "withdrawn"]
    accepted_by: int = 0  # officer.id
    due: datetime | None = None  # of its follow_up clock, while that runs

    @property
    def open(self) -> bool:
        """Tell whether the agency still has to act."""
        return self.state in {"assigned", "accepted", "in_progress"}


WAITS = frozenset({"answer", "close", "notice", "watch"})
"""Deadlines of the reporter, and days on which something is due to be said or looked at."""


class ClockFact(NamedTuple):
    """One deadline."""

    name: str  # verify accept follow_up settle ppid ppid_extended; answer close notice watch
    due: datetime
    task: int = 0  # assignment.id, 0: the ticket's own
    paused_since: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    step: int = 0  # how many of the ladder's steps have been told
    started_at: datetime | None = None
    wake: datetime | None = None  # when the sweep looks at it next; None: never

    @property
    def running(self) -> bool:
        """Tell whether it can still be met or missed."""
        return self.met_at is None and self.paused_since is None

    @property
    def ours(self) -> bool:
        """Tell whether the city must keep it; what it waits for, or plans, cannot be missed."""
        return self.name not in WAITS


class Last(NamedTuple):
    """What was done to the ticket last, for the second of two who act at once."""

    verb: str
    actor: str  # as events name it: citizen, system, staff:NAME, officer:ID
    at: datetime
    agency: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Case:
    """A ticket as far as decisions depend on it."""

    id: int
    number: int
    mine: bool  # reported by this sender
    state: State = "new"
    held_from: State | None = None  # where "resume" goes
    type: str = "pengaduan"
    subtype: str = ""  # ppid | kritik
    category: str = "lainnya"
    urgency: str = "biasa"
    confidentiality: str = "biasa"  # biasa | anonim | rahasia
    area: str = ""  # code in the gazetteer
    grade: str = ""  # class of the complaint: ringan | "" | field_check
    term: str = ""  # of TERMS
    silent: bool = False  # never send the reporter anything
    created_at: datetime | None = None
    done_at: datetime | None = None
    ended_at: datetime | None = None  # closed, cancelled, prank, archived ...
    tasks: tuple[Task, ...] = ()
    clocks: tuple[ClockFact, ...] = ()
    accused: tuple[str, ...] = ()  # agencies that must never get it
    handler: int = 0  # officer.id: the one person who handles a rahasia report
    incident: int = 0
    merged_into: int = 0  # ticket number
    rating: int = 0
    reporter: int = 0  # contact.id, 0 unknown
    strikes: int = 0  # of the reporter, that have not expired
    threat: bool = False  # its words threaten (flag ancaman): never a prank
    others: tuple[str, ...] = ()  # categories of further problems in the same report
    question: str = ""  # who waits for the reporter's answer: agency code, "coordinator", ""
    last: Last | None = None

    @property
    def open(self) -> bool:
        """Tell whether somebody still has to act."""
        return self.state in OPEN

    @property
    def lead(self) -> Task | None:
        """The open task of the leading agency, or None."""
        return next((task for task in self.tasks if task.lead and task.open), None)

    def task_of(self, agency: str) -> Task | None:
        """Return the open task of *agency*, or None."""
        return next((task for task in self.tasks if task.agency == agency and task.open), None)


class Actor(NamedTuple):
    """Who acts: named in events as *label*, never by name or number."""

    label: str  # "citizen", "system", "officer:12", "staff:sari"
    role: Role
    agency: str = ""  # of an officer or head
    officer: int = 0  # officer.id
    contact: int = 0  # contact.id of who wrote by SMS


class Challenge(NamedTuple):
    """A code that we sent and that waits to come back ("OK 381724")."""

    id: int
    verb: str  # the intent without "petugas_"
    ticket: int  # ticket number
    into: int = 0  # GABUNG's second number
    body: str = ""  # the words that came with the command
    tries: int = 0  # wrong codes so far
    until: datetime | None = None  # when it expires; None: never
    right: bool = False  # the code that was written is this one's


SYSTEM = Actor("system", "system")
CITIZEN = Actor("citizen", "citizen")
