"""Emergencies that the duty roster is told of, until somebody takes them."""

from gateway.effects.work import Work
from models.casework.effects import Alarm, Taken
from models.rows import insert


def alarm(work: Work, effect: Alarm) -> None:
    """Begin an alarm: the sweep tells the first of the roster at once."""
    case = work.subject(effect.case)
    insert(work.tx, "alarm", {"ticket": case.id, "next_at": work.now}, unless_known=True)
    work.happen(case.id, "alarm")


def taken(work: Work, effect: Taken) -> None:
    """Note who answers the alarm; who comes second changes nothing."""
    case = work.subject(effect.case)
    if work.tx.change(
        "UPDATE alarm SET taken_by = ?, taken_at = ?, next_at = NULL"
        " WHERE ticket = ? AND taken_at IS NULL",
        (effect.officer, work.now, case.id),
    ):
        work.remark(case.id, "alarm", "taken")
