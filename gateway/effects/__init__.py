"""A decision becomes rows: the only place that writes tickets, tasks, clocks, events and notes."""

from collections.abc import Callable
from typing import Any

from gateway import tell
from gateway.effects import (
    alarms,
    challenges,
    clocks,
    followers,
    links,
    messages,
    notes,
    people,
    tasks,
    tickets,
)
from gateway.effects.work import Work
from gateway.origin import Means, Origin
from models import cases
from models.base import Tx
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    Alarmed,
    Answered,
    Ask,
    Assign,
    ClockChange,
    Decision,
    Happened,
    Link,
    Merge,
    Move,
    Note,
    OpenTicket,
    Person,
    Set,
    StartClock,
    Taken,
    TaskMove,
    Tell,
)
from models.quick import but

__all__ = ["Means", "Origin", "amend", "write"]

_WRITERS: dict[type, Callable[[Work, Any], None]] = {
    OpenTicket: tickets.open_ticket,
    Move: tickets.move,
    Set: tickets.change,
    Assign: tasks.assign,
    TaskMove: tasks.move,
    StartClock: clocks.start,
    ClockChange: clocks.change,
    Note: notes.note,
    Happened: notes.happened,
    Person: people.person,
    Merge: links.merge,
    Link: links.link,
    Ask: challenges.ask,
    Answered: challenges.answered,
    Alarm: alarms.alarm,
    Alarmed: alarms.alarmed,
    Taken: alarms.taken,
}


_TOLD = frozenset({OpenTicket, StartClock, Note, Happened, Tell})
"""Effects after which the new ticket is what the decision says: it need not be read again."""


def write(tx: Tx, decision: Decision, origin: Origin, desk: Means) -> Case | None:
    """Write all effects of *decision*, then tell people; return its subject as it is now.

    The texts say how things are after all effects. ValueError for an effect that needs a ticket
    where the decision has none.
    """
    work = Work(tx, decision, origin, desk, decision.case)
    for effect in decision.effects:
        if not isinstance(effect, Tell):
            _WRITERS[type(effect)](work, effect)
    followers.move(work)
    followers.join(work)
    for note in messages.conflicts(work):
        notes.note(work, note)
    _say_why(work)
    cause = work.flush()
    _touch(work)
    if origin.message is not None:
        changed = work.case is not None and (work.opened or work.case.id in work.changed)
        ticket = work.case.id if work.case is not None and changed else None
        messages.done(tx, origin.message, decision.outcome, ticket)
    subject = _again(work, work.case)
    for effect in decision.effects:
        if isinstance(effect, Tell):
            _tell(work, effect, subject, cause)
    return subject


def amend(tx: Tx, origin: Origin, desk: Means) -> bool:
    """Put a late part into the ticket of its message; False when there is none yet."""
    return messages.amend(Work(tx, Decision("ticket"), origin, desk, None))


def _say_why(work: Work) -> None:
    """Leave an event where people are only told something: it is what makes the SMS unique."""
    told = [effect.kind for effect in work.decision.effects if isinstance(effect, Tell)]
    if told and not work.origin.cause and not work.eventful and work.case is not None:
        work.happen(work.case.id, "told", {"kinds": told})


def _touch(work: Work) -> None:
    """Note when tickets changed last; a new one says so itself."""
    if work.changed:
        work.tx.change(
            f"UPDATE ticket SET updated_at = ? WHERE id IN ({work.tx.marks(len(work.changed))})",
            (work.now, *work.changed),
        )


def _again(work: Work, case: Case | None) -> Case | None:
    """Return *case* as it is after the effects; one that nothing changed need not be read again."""
    if case is None or (case.id not in work.changed and work.opened is None):
        return case
    plain = work.opened is not None and all(type(one) in _TOLD for one in work.decision.effects)
    if plain and work.case is not None and case.id == work.case.id:
        return but(work.case, clocks=tuple(work.begun))
    return cases.load_one(work.tx, case.id, viewer=work.origin.contact)


def _tell(work: Work, effect: Tell, subject: Case | None, cause: str) -> None:
    """Let *effect* be said about its own ticket, the subject, or none."""
    about = None
    if effect.subject:
        about = _again(work, effect.case) if effect.case else subject
    if effect.kind == tell.CODE and work.codes:
        effect = tell.with_code(effect, work.codes[-1])
    tell.tell(
        work.tx, effect, about, work.origin, work.means.setting,
        cause=cause, fresh=work.decision.valid,
    )  # fmt: skip
