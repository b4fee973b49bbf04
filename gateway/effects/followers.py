"""The reports of an incident that have no task of their own go with the one that is worked."""

from collections.abc import Iterable

from gateway.effects import clocks, tickets
from gateway.effects.work import Work
from models import cases
from models.cases import HAS_TASK, has_work
from models.casework import following
from models.casework.case import Case
from models.casework.effects import ClockChange, Effect, Move, StartClock

_WORKED = "EXISTS (SELECT 1 FROM assignment o WHERE o.ticket = t.id AND o.ended_at IS NULL)"


def move(work: Work) -> None:
    """Let the followers of the subject make the moves that it made."""
    leader = work.case
    moves = [one for one in work.decision.effects if isinstance(one, Move) and _is_own(work, one)]
    verbs = {one.verb for one in moves}
    if leader is None or verbs.isdisjoint(following.SAME | following.BACK):
        return
    ((incident, worked),) = work.tx.execute(
        f"SELECT t.incident, {HAS_TASK} FROM ticket t WHERE t.id = ?", (leader.id,)
    )
    if incident is None or not (
        worked or _left(work, leader, incident, verbs) or _ended(work, leader, incident, verbs)
    ):
        return
    rows = work.tx.execute(
        f"SELECT t.id FROM ticket t WHERE t.incident = ? AND t.id <> ? AND NOT {HAS_TASK}"
        " ORDER BY t.id",
        (incident, leader.id),
    )
    begun = [one for one in work.decision.effects if isinstance(one, StartClock)]
    for follower in cases.load(work.tx, [row for (row,) in rows]).values():
        _write(work, following.follow(moves, begun, follower), leader.number)


def join(work: Work) -> None:
    """Let what was linked in this decision stand where the one that is worked stands."""
    for ticket in work.linked:
        follower = cases.load_one(work.tx, ticket)
        rows = work.tx.execute(
            f"SELECT t.id FROM ticket t WHERE t.incident = ? AND t.id <> ? AND {_WORKED}"
            " ORDER BY t.id LIMIT 1",
            (follower.incident, ticket),
        )
        if rows and not any(task.open for task in follower.tasks):
            leader = cases.load_one(work.tx, rows[0][0])
            _write(work, following.join(follower, leader), leader.number)


def _is_own(work: Work, move: Move) -> bool:
    """Tell whether *move* is the subject's."""
    return move.case is None or (work.case is not None and move.case.id == work.case.id)


def _left(work: Work, leader: Case, incident: int, verbs: set[str]) -> bool:
    """Tell whether the subject was worked until now, and nothing else of its incident is."""
    if verbs.isdisjoint(following.BACK) or not leader.tasks:
        return False
    others = f"SELECT 1 FROM ticket t WHERE t.incident = ? AND t.id <> ? AND {_WORKED} LIMIT 1"
    return not work.tx.execute(others, (incident, leader.id))


def _ended(work: Work, leader: Case, incident: int, verbs: set[str]) -> bool:
    """Tell whether the subject was ended for its whole incident, which no agency ever had."""
    closes = "close" in verbs and any(clock.name == "close" for clock in leader.clocks)
    if not (closes or "done" in verbs):
        return False
    return not has_work(work.tx, incident)


def _write(work: Work, effects: Iterable[Effect], leader: int) -> None:
    """Write what a follower does; its event names the ticket that it follows."""
    for effect in effects:
        if isinstance(effect, Move):
            tickets.move(work, effect)
            case = work.subject(effect.case)
            work.happen(case.id, tickets.VERBS[effect.verb], {"follows": leader})
        elif isinstance(effect, ClockChange):
            clocks.change(work, effect)
        elif isinstance(effect, StartClock):
            clocks.start(work, effect)
