"""What the reports of an incident do when the one that is worked moves: they go with it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from models.casework.case import Case, ClockFact
from models.casework.clocking import settled
from models.casework.effects import ClockChange, Effect, Move, StartClock
from models.casework.states import OPEN, State

SAME = frozenset({"assign", "progress", "done", "close", "reopen"})
"""Verbs of moves that followers make too."""

BACK = frozenset({"return", "cancel", "reject", "archive", "prank", "merge"})
"""Verbs after which nobody works for the followers: they wait for a coordinator again."""

WORKED: dict[State, str] = {"assigned": "assign", "in_progress": "progress"}
"""State of the one that is worked -> the move by which a report that joins gets there."""

_WAITING = frozenset({"new", "verified"})
_ENDED = frozenset({"done", "closed"})


def follow(
    moves: Sequence[Move], begun: Sequence[StartClock], follower: Case
) -> tuple[Effect, ...]:
    """Return what *moves* of the one that is worked make of *follower*.

    *begun* are the deadlines that began with them.
    """
    effects: list[Effect] = []
    state = follower.state
    for move in moves:
        to = _target(move, state)
        if to is not None:
            verb = move.verb if move.verb in SAME else "return"
            effects.append(Move(to, verb, case=follower))
            effects += _clocks(verb, begun, replace(follower, state=state))
            state = to
    return tuple(effects)


def join(follower: Case, leader: Case) -> tuple[Effect, ...]:
    """Return what makes *follower* stand where *leader* does, which is worked."""
    verb = WORKED.get(leader.state)
    if verb is None or follower.state not in _WAITING:
        return ()
    return follow((Move(leader.state, verb),), (), follower)


def _target(move: Move, state: State) -> State | None:
    """Return the state that a follower in *state* goes to, or None when it stays."""
    if move.verb in BACK:
        return "verified" if state in WORKED else None
    if move.verb == "close":
        return "closed" if state == "done" else None
    if move.verb not in SAME:
        return None
    goes = state in (_ENDED if move.verb == "reopen" else OPEN)
    return move.to if goes and state != move.to else None


def _clocks(verb: str, begun: Sequence[StartClock], case: Case) -> tuple[Effect, ...]:
    """Return what becomes of the deadlines of *case* itself."""
    if verb in {"done", "close"}:
        how = settled(case, "met" if verb == "done" else "stop")
        return tuple(replace(change, case=case) for change in how)
    if verb == "reopen":
        own = (one for one in begun if not one.agency and ClockFact(one.name, one.due).ours)
        return tuple(replace(one, case=case) for one in own)
    changes: list[Effect] = []
    if case.state == "held":
        changes.append(ClockChange("answer", "stop", case=case))
        changes.append(ClockChange("*", "resume", case=case))
    if verb != "return":
        changes.append(ClockChange("verify", "met", case=case))
    return tuple(changes)
