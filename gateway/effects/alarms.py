"""Emergencies that the duty roster is told of, until somebody takes them."""

from datetime import timedelta

from gateway.effects.work import Work
from models.casework.effects import Alarm, Alarmed, Taken, Tell
from models.rows import insert
from models.times import to_us


def alarm(work: Work, effect: Alarm) -> None:
    """Begin an alarm: the sweep tells all on duty at once, unless this decision does."""
    case = work.subject(effect.case)
    told = any(isinstance(one, Tell) and one.lane == "urgent" for one in work.decision.effects)
    wait = work.means.setting.sop.emergencies.repeat if told else timedelta()
    columns = {
        "ticket": case.id,
        "round": int(told),
        "next_at": to_us(work.origin.now + wait),
    }
    insert(work.tx, "alarm", columns, unless_known=True)
    work.happen(case.id, "alarm")


def alarmed(work: Work, effect: Alarmed) -> None:
    """Note whom an alarm was told last, and when the next one hears of it."""
    case = work.subject(effect.case)
    until = None if effect.next_at is None else to_us(effect.next_at)
    work.tx.change(
        "UPDATE alarm SET told = ?, round = ?, next_at = ? WHERE ticket = ? AND taken_at IS NULL",
        (effect.told, effect.number, until, case.id),
    )
    work.happen(case.id, "alarmed", {"told": effect.told, "number": effect.number})


def taken(work: Work, effect: Taken) -> None:
    """Note who answers the alarm; who comes second changes nothing."""
    case = work.subject(effect.case)
    if work.tx.change(
        "UPDATE alarm SET taken_by = ?, taken_at = ?, next_at = NULL"
        " WHERE ticket = ? AND taken_at IS NULL",
        (effect.officer, work.now, case.id),
    ):
        work.remark(case.id, "alarm", "taken")
