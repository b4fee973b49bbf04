"""DAFTAR and TELAT: an officer's open tasks in one SMS, the most urgent first. Pure."""

from datetime import datetime

from models.casework.case import Actor, Case
from models.casework.effects import Decision, Tell
from models.casework.turn import Turn


def list_tasks(turn: Turn, *, late: bool) -> Decision:
    """Return the answer to DAFTAR, or (*late*) to TELAT: number and day, "!" when overdue.

    Only numbers and days are told, so secret reports may stand among them.
    """
    actor = turn.facts.actor
    shown = []
    for case in turn.facts.tasks:
        due = deadline(case, actor)
        overdue = due is not None and due < turn.now
        if overdue or not late:
            shown.append(_item(case, due, turn, overdue=overdue))
    agency = actor.agency or "Koordinator"
    if not shown:
        return _told("P_NIHIL" if late else "P_KOSONG", opd=agency)
    kind = "P_LAMBAT" if late else "P_DAFTAR"
    return _told(kind, opd=agency, n=str(len(shown)), daftar=", ".join(shown))


def deadline(case: Case, actor: Actor) -> datetime | None:
    """Return until when *actor* has to act: their task's deadline, else the ticket's nearest."""
    task = case.task_of(actor.agency)
    if task is not None and task.due is not None:
        return task.due
    return min((clock.due for clock in case.clocks if clock.running and clock.ours), default=None)


def _item(case: Case, due: datetime | None, turn: Turn, *, overdue: bool) -> str:
    if due is None:
        return str(case.number)
    day = due.astimezone(turn.sop.calendar.zone).strftime("%d/%m")
    return f"{case.number} {day}{'!' * overdue}"


def _told(kind: str, **fields: str) -> Decision:
    tell = Tell(kind, "sender", tuple(fields.items()), "ack", subject=False)
    return Decision("list", (tell,), valid=True)
