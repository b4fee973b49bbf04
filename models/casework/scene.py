"""One order as it is judged: who wants what of which ticket, and what may be said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.casework.case import Actor, Case, Task
from models.casework.effects import Decision, Effect, Happened, Note, NoteKind
from models.casework.sop import Sop
from models.casework.states import MOVES, State
from models.clocks import Span, due
from models.redaction import cut

WORKERS = frozenset({"officer", "head"})
"""Roles that act for their agency alone; coordinators act for the city."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done."""

    verb: str  # one of orders.VERBS
    text: str = ""  # result, reason, question, note: as the verb needs
    agency: str = ""  # assign: the lead; return, done ...: whose task, "" for the actor's own
    support: tuple[str, ...] = ()
    into: Case | None = None  # merge
    values: tuple[tuple[str, str], ...] = ()  # set, archive, done: column or code -> value


@dataclass(frozen=True, slots=True)
class Scene:
    """An order with everything that it is judged by."""

    order: Order
    case: Case
    actor: Actor
    sop: Sop
    now: datetime  # aware, UTC

    @property
    def state(self) -> State:
        """The ticket's state, or the one it will go back to when it waits for an answer."""
        if self.case.state != "held":
            return self.case.state
        return self.case.held_from or "new"

    @property
    def words(self) -> str:
        """What of the order's text other people may read: numbers and names are cut."""
        return cut(self.order.text, "officer").strip()

    @property
    def hands_over(self) -> bool:
        """Tell whether the order names the agency that shall have the ticket."""
        return self.order.verb == "assign"

    def value(self, name: str) -> str:
        """Return the order's value *name*; '' without one."""
        return dict(self.order.values).get(name, "")

    def task(self) -> Task | None:
        """Return the open task that is meant: the actor's own, the named one, or the lead's."""
        if self.actor.role in WORKERS:
            return self.case.task_of(self.actor.agency)
        return self.case.task_of(self.order.agency) if self.order.agency else self.case.lead

    def until(self, span: Span) -> datetime:
        """Return when *span*, beginning now, ends."""
        return due(self.now, span, self.sop.calendar)

    def day(self, moment: datetime) -> str:
        """Return the date of *moment* as texts have it."""
        return moment.astimezone(self.sop.calendar.zone).strftime("%d-%m-%Y")

    def refuse(self, why: str, *notes: str) -> Decision:
        """Return that nothing is done but for the event that says so."""
        told = (("verb", self.order.verb), ("why", why))
        return Decision(
            "refused", (Happened("refused", told),), self.case, refused=why, notes=notes
        )

    def done(self, outcome: str, *effects: Effect, notes: Iterable[str] = ()) -> Decision:
        """Return that the order is carried out by *effects*."""
        return Decision(outcome, effects, self.case, valid=True, notes=tuple(notes))

    def barred(self) -> str:
        """Return why the actor may not do the order's move to this ticket; '' when they may."""
        rule = MOVES[self.order.verb]
        if self.actor.role not in rule.roles:
            return "role"
        return self.stranger() or ("" if self.state in rule.sources else "state")

    def stranger(self) -> str:
        """Return ``not_yours`` or ``state`` for an officer whose agency has no open task here."""
        actor, case = self.actor, self.case
        if actor.role not in WORKERS:
            return ""
        if actor.agency in case.accused:
            return "not_yours"
        tasks = [task for task in case.tasks if task.agency == actor.agency]
        if not tasks or (self.order.agency not in {"", actor.agency} and not self.hands_over):
            return "not_yours"
        other = case.confidentiality == "rahasia" and case.handler not in {0, actor.officer}
        return "" if case.task_of(actor.agency) and not other else "state"


def note(kind: NoteKind, text: str) -> tuple[Note, ...]:
    """Return the note that keeps *text*, or nothing for no text."""
    return (Note(kind, text),) if text.strip() else ()


def says(text: str) -> bool:
    """Tell whether *text* says anything: a letter or a figure.

    >>> says(" .. "), says("ok")
    (False, True)
    """
    return any(char.isalnum() for char in text)
