"""What an officer leaves goes to a colleague, and what is one thing is joined by a coordinator."""

from dataclasses import replace

import pytest

from models.casework.case import Case
from models.casework.effects import Happened, Set, TaskMove
from models.casework.handover import hand_over
from models.casework.joining import join, split
from tests.orders import DISHUB, SARI, case, lead, shapes, told

OTHER = replace(case("verified"), id=8, number=1234577)


@pytest.mark.parametrize(
    ("about", "done"),
    [
        (case("assigned", lead(state="assigned")), []),
        (case("assigned", lead(state="accepted", accepted_by=9)), []),
        (
            case("assigned", lead(state="accepted", accepted_by=2)),
            ["Happened", "TaskMove:DISHUB:accepted"],
        ),
        (
            case("in_progress", lead(state="in_progress", accepted_by=2)),
            ["Happened", "TaskMove:DISHUB:in_progress"],
        ),
        (
            case("assigned", lead(), handler=2, confidentiality="rahasia"),
            ["Happened", "Set:handler:3"],
        ),
        (
            case("assigned", lead(accepted_by=2, state="accepted"), handler=2),
            ["Happened", "TaskMove:DISHUB:accepted", "Set:handler:3"],
        ),
        (case("assigned", lead(accepted_by=2, state="assigned")), ["Happened"]),
        (case("assigned", lead("DLHKP", state="accepted", accepted_by=2)), []),
    ],
)
def test_only_what_an_officer_took_on_is_handed_over(about: Case, done: list[str]) -> None:
    decision = hand_over(about, "DISHUB", 2, 3)
    assert shapes(decision, Happened, TaskMove, Set) == done
    assert decision.outcome == ("handed_over" if done else "nothing")


@pytest.mark.parametrize(
    ("more", "kind", "lane"),
    [
        ({}, "P_BARU", "status"),
        ({"urgency": "darurat"}, "P_BARU", "urgent"),
        ({"confidentiality": "rahasia"}, "P_RAHASIA", "status"),
    ],
)
def test_the_heir_is_told_of_each_task(more: dict[str, str], kind: str, lane: str) -> None:
    about = case("assigned", lead(state="accepted", accepted_by=2), **more)
    decision = hand_over(about, "DISHUB", 2, 3)
    assert told(decision) == {"officer:3": kind}
    assert [e.lane for e in decision.effects if hasattr(e, "lane")] == [lane]


@pytest.mark.parametrize(
    ("about", "other", "refused"),
    [
        (case("new"), OTHER, ""),
        (case("new"), case("new"), "same"),
        (case("new", incident=3), replace(OTHER, incident=3), "same"),
        (case("new", incident=3), replace(OTHER, incident=4), ""),
        (case("new", confidentiality="rahasia"), OTHER, "confidential"),
        (case("new"), replace(OTHER, confidentiality="rahasia"), "confidential"),
        (case("done"), OTHER, "ended"),
        (case("new"), replace(OTHER, state="closed"), "ended"),
    ],
)
def test_what_may_be_joined(about: Case, other: Case, refused: str) -> None:
    decision = join(about, other, SARI)
    assert decision.refused == refused
    assert shapes(decision, object)[0] == ("Happened" if refused else "Link")


def test_a_proposal_that_is_decided_need_not_be_read_again() -> None:
    assert shapes(join(case("new"), OTHER, SARI, proposed=True), Set) == ["Set:review"]
    assert shapes(split(case("new"), SARI, proposed=True), object) == ["Set:review"]
    both = split(case("new", incident=3), SARI, proposed=True)
    assert shapes(both, object) == ["Set:incident:0", "Set:review"]


def test_only_a_coordinator_joins_and_splits() -> None:
    assert join(case("new"), OTHER, DISHUB).refused == "role"
    assert split(case("new", incident=3), DISHUB).refused == "role"
    assert split(case("new"), SARI).refused == "same"
    assert split(case("new", incident=3), SARI).outcome == "set"
