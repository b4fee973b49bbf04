"""An officer leaves: what they took on goes to a colleague of the agency. Pure."""

from models.casework.case import Case
from models.casework.effects import Decision, Effect, Happened, Set, TaskMove, Tell
from models.casework.telling import Lane


def hand_over(case: Case, agency: str, old: int, new: int) -> Decision:
    """Return that the officer *new* of *agency* has what *old* accepted of the ticket.

    Both are officer.id; *new* is told. Outcome ``nothing`` when *old* has nothing of it.
    """
    task = case.task_of(agency)
    mine = task is not None and task.accepted_by == old
    if not mine and case.handler != old:
        return Decision("nothing", (), case)
    effects: list[Effect] = []
    if mine and task is not None and task.state in {"accepted", "in_progress"}:
        effects.append(TaskMove(agency, task.state, new))
    if case.handler == old:
        effects.append(Set("handler", new))
    lane: Lane = "urgent" if case.urgency == "darurat" else "status"
    kind = "P_RAHASIA" if case.confidentiality == "rahasia" else "P_BARU"
    told = Tell(kind, f"officer:{new}", (("opd", agency),), lane)
    happened = Happened("handed_over", (("from_officer", old), ("to_officer", new)))
    return Decision("handed_over", (happened, *effects, told), case, valid=True)
