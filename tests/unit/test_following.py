"""What the reports of an incident do when the one that is worked moves, as a table."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.casework import following
from models.casework.case import Case, ClockFact, Task
from models.casework.effects import ClockChange, Effect, Move, StartClock
from models.casework.states import State

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
CLOCKS = tuple(ClockFact(name, NOON) for name in ("verify", "settle", "answer"))
CASE = Case(3, 4839206, mine=False, clocks=CLOCKS)


def moved(effects: tuple[Effect, ...]) -> list[tuple[str, str]]:
    return [(one.to, one.verb) for one in effects if isinstance(one, Move)]


@pytest.mark.parametrize(
    ("state", "moves", "expected"),
    [
        ("new", [("assigned", "assign")], [("assigned", "assign")]),
        ("held", [("assigned", "assign")], [("assigned", "assign")]),
        ("new", [("verified", "verify"), ("assigned", "assign")], [("assigned", "assign")]),
        ("assigned", [("assigned", "assign")], []),
        ("assigned", [("in_progress", "progress")], [("in_progress", "progress")]),
        ("in_progress", [("done", "done")], [("done", "done")]),
        ("new", [("done", "done"), ("closed", "close")], [("done", "done"), ("closed", "close")]),
        ("new", [("closed", "close")], []),
        ("cancelled", [("done", "done")], []),
        ("done", [("assigned", "reopen")], [("assigned", "reopen")]),
        ("prank", [("assigned", "reopen")], []),
        ("assigned", [("verified", "return")], [("verified", "return")]),
        ("in_progress", [("cancelled", "cancel")], [("verified", "return")]),
        ("new", [("archived", "archive")], []),
        ("new", [("held", "hold")], []),
    ],
)
def test_followers_go_with_what_is_worked(
    state: State, moves: list[tuple[State, str]], expected: list[tuple[str, str]]
) -> None:
    made = [Move(to, verb) for to, verb in moves]
    found = following.follow(made, (), replace(CASE, state=state))
    assert moved(found) == expected
    assert all(getattr(one, "case", None) is not None for one in found)


@pytest.mark.parametrize(
    ("state", "move", "expected"),
    [
        ("new", Move("assigned", "assign"), [("verify", "met")]),
        ("held", Move("in_progress", "progress"),
         [("answer", "stop"), ("*", "resume"), ("verify", "met")]),
        ("assigned", Move("done", "done"), [("verify", "met"), ("settle", "met"),
                                            ("answer", "stop")]),
        ("done", Move("closed", "close"), [("verify", "stop"), ("settle", "stop"),
                                           ("answer", "stop")]),
        ("assigned", Move("verified", "return"), []),
    ],
)  # fmt: skip
def test_their_deadlines_go_too(state: State, move: Move, expected: list[tuple[str, str]]) -> None:
    found = following.follow((move,), (), replace(CASE, state=state))
    changes = [(one.name, one.change) for one in found if isinstance(one, ClockChange)]
    assert changes == expected


def test_what_is_opened_again_has_the_citys_deadlines_again() -> None:
    begun = (
        StartClock("settle", NOON), StartClock("close", NOON), StartClock("follow_up", NOON, "PLN"),
    )  # fmt: skip
    done = replace(CASE, state="done")
    found = following.follow((Move("assigned", "reopen"),), begun, done)
    assert [one.name for one in found if isinstance(one, StartClock)] == ["settle"]


@pytest.mark.parametrize(
    ("state", "worked", "expected"),
    [
        ("new", "in_progress", [("in_progress", "progress")]),
        ("verified", "assigned", [("assigned", "assign")]),
        ("held", "assigned", []),
        ("new", "verified", []),
    ],
)
def test_what_joins_stands_where_the_other_does(
    state: State, worked: State, expected: list[tuple[str, str]]
) -> None:
    leader = replace(CASE, id=4, state=worked, tasks=(Task(1, "PLN", lead=True, state="assigned"),))
    assert moved(following.join(replace(CASE, state=state), leader)) == expected
