"""Tasks of agencies (disposisi): given, accepted, worked on, done, given back, withdrawn."""

from gateway.effects import clocks
from gateway.effects.work import Work
from models.casework.clocking import span_of
from models.casework.effects import Assign, TaskMove
from models.clocks import due
from models.rows import insert

_ENDED = frozenset({"done", "returned", "withdrawn"})
_VERBS = {"in_progress": "progressed"}


def assign(work: Work, effect: Assign) -> None:
    """Give an agency a task with its deadlines; one that has it already only leads or supports."""
    case, tx, sop = work.subject(effect.case), work.tx, work.means.setting.sop
    part = "agency" if effect.lead else "support"
    if tx.change(
        "UPDATE assignment SET lead = ?, updated_at = ?"
        " WHERE ticket = ? AND agency = ? AND ended_at IS NULL",
        (int(effect.lead), work.now, case.id, effect.agency),
    ):
        work.happen(case.id, "assigned", {part: effect.agency})
        return
    (row,) = tx.ids("assignment")
    columns = {
        "id": row,
        "ticket": case.id,
        "agency": effect.agency,
        "lead": int(effect.lead),
        "state": "assigned",
        "created_at": work.now,
        "updated_at": work.now,
    }
    insert(tx, "assignment", columns)
    work.happen(case.id, "assigned", {part: effect.agency})
    for name in ("follow_up", "accept"):
        span = span_of(sop, name, case)
        if name == "follow_up" and effect.span is not None:
            span = effect.span
        if span is not None:
            until = due(work.origin.now, span, sop.calendar)
            clocks.begin(work, case.id, name, until, row)


def move(work: Work, effect: TaskMove) -> None:
    """Change the open task of an agency; nothing when it has none."""
    case = work.subject(effect.case)
    ended = work.now if effect.to in _ENDED else None
    officer = "accepted_by = ?, " if effect.officer else ""
    changed = work.tx.change(
        f"UPDATE assignment SET state = ?, {officer}updated_at = ?, ended_at = ?"
        " WHERE ticket = ? AND agency = ? AND ended_at IS NULL",
        (
            effect.to, *((effect.officer,) if effect.officer else ()), work.now, ended, case.id,
            effect.agency,
        ),
    )  # fmt: skip
    if changed:
        work.happen(case.id, _VERBS.get(effect.to, effect.to), {"agency": effect.agency})
