"""Whatever is ordered, by whomever: no secret words, no word to the silent, none to the accused."""

from dataclasses import replace
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from models.casework.case import CITIZEN, SYSTEM, Actor, Case, Task
from models.casework.effects import Assign, Decision, Happened, Move, Tell
from models.casework.officer import VERBS as ACTS
from models.casework.orders import VERBS, Order, carry_out
from models.casework.states import MOVES, State
from tests.orders import (
    COORDINATOR,
    DAMKAR,
    DISHUB,
    DISHUB2,
    DLHKP,
    MAYOR,
    NOW,
    OTHER,
    SARI,
    SOP,
    STAFF,
    case,
    clock,
    of,
    says,
    sms,
)

WORDS = "RAHASIASEKALI 081234567890"
OFFICERS = (COORDINATOR, DISHUB, DISHUB2, DLHKP, DAMKAR, MAYOR)
ACTORS = (*OFFICERS, SARI, STAFF, CITIZEN, SYSTEM)
INTO = replace(case("assigned", number=OTHER), id=8)

_EARLY = {None, "new", "verified"}

states = st.sampled_from(get_args(State))
tasks = st.lists(
    st.builds(
        Task,
        id=st.integers(1, 3),
        agency=st.sampled_from(["DISHUB", "DLHKP", "DAMKAR"]),
        lead=st.booleans(),
        state=st.sampled_from(["assigned", "accepted", "in_progress", "done", "returned"]),
    ),
    max_size=3,
    unique_by=lambda task: task.agency,
).map(tuple)


@st.composite
def cases(draw: st.DrawFn, /, **fixed: Any) -> Case:
    """Draw a ticket as the database may hold it."""
    drawn = {
        "state": draw(states),
        "tasks": draw(tasks),
        "held_from": draw(st.sampled_from([None, "new", "verified", "assigned", "in_progress"])),
        "type": draw(st.sampled_from(["pengaduan", "permintaan_info"])),
        "urgency": draw(st.sampled_from(["biasa", "darurat"])),
        "confidentiality": draw(st.sampled_from(["biasa", "anonim", "rahasia"])),
        "silent": draw(st.booleans()),
        "handler": draw(st.sampled_from([0, 2, 5])),
        "accused": draw(st.sampled_from([(), ("DLHKP",), ("DISHUB", "DAMKAR")])),
        "reporter": draw(st.sampled_from([0, 99])),
        "question": draw(st.sampled_from(["", "coordinator", "DISHUB", "DLHKP"])),
        "clocks": (clock("verify"), clock("settle"), clock("answer"), clock("follow_up", 1)),
    }
    made = replace(case("new"), **(drawn | fixed))
    if made.lead is None:
        return made
    # who leads was assigned: no way leads to such a task in an earlier state
    state = "assigned" if made.state in _EARLY else made.state
    held_from = "assigned" if made.held_from in _EARLY else made.held_from
    return replace(made, state=state, held_from=held_from)


orders = st.builds(
    Order,
    verb=st.sampled_from(VERBS),
    text=st.sampled_from(["", WORDS]),
    agency=st.sampled_from(["", "DISHUB", "DLHKP", "DAMKAR", "KUA"]),
    support=st.sampled_from([(), ("DLHKP",)]),
    into=st.sampled_from([None, INTO]),
    values=st.sampled_from(
        [(), (("reason", "too_vague"),), (("outcome", "partly"),), (("urgency", "darurat"),)]
    ),
)
actors = st.sampled_from(ACTORS)


def _decide(order: Order, about: Case, actor: Actor) -> Decision:
    return carry_out(order, about, actor, SOP, NOW)


@given(orders, cases(), actors)
def test_refused_order_leaves_one_event_and_nothing_else(
    order: Order, about: Case, actor: Actor
) -> None:
    decision = _decide(order, about, actor)
    assert bool(decision.refused) != decision.valid
    if decision.refused:
        assert [type(effect) for effect in decision.effects] == [Happened]


@given(orders, cases(confidentiality="rahasia"), actors)
def test_secret_report_sends_no_words_to_anybody_but_its_reporter(
    order: Order, about: Case, actor: Actor
) -> None:
    for tell in of(_decide(order, about, actor), Tell):
        assert tell.to not in {"reporters", "assistant", "mayor", "admin"}
        if tell.to != "reporter":
            assert "RAHASIASEKALI" not in str(tell.fields)
        if tell.to.startswith("agency:") and tell.kind != "P_CABUT":
            assert (tell.kind, [name for name, _ in tell.fields]) == ("P_RAHASIA", ["opd"])


@given(orders, cases(), actors)
def test_nobody_reads_a_number(order: Order, about: Case, actor: Actor) -> None:
    for tell in of(_decide(order, about, actor), Tell):
        assert "0812" not in str(tell.fields)


@given(orders, cases(silent=True), actors)
def test_silent_report_is_never_answered(order: Order, about: Case, actor: Actor) -> None:
    to = {tell.to for tell in of(_decide(order, about, actor), Tell)}
    assert to.isdisjoint({"reporter", "reporters", "sender"})


@given(orders, cases(), actors)
def test_accused_agency_gets_no_task_and_orders_nothing(
    order: Order, about: Case, actor: Actor
) -> None:
    decision = _decide(order, about, actor)
    if about.state not in {"done", "closed", "cancelled"}:  # reopened ones below
        assert {one.agency for one in of(decision, Assign)}.isdisjoint(about.accused)
    if order.verb == "reopen":
        assert {one.agency for one in of(decision, Assign)}.isdisjoint(about.accused)
    if actor.role in {"officer", "head"} and actor.agency in about.accused:
        assert decision.refused


@given(orders, cases(), actors)
def test_every_move_is_allowed_from_where_the_ticket_is(
    order: Order, about: Case, actor: Actor
) -> None:
    state = about.state
    for move in of(_decide(order, about, actor), Move):
        if move.verb == "resume":
            assert state == "held"
            assert move.to == (about.held_from or "new")
        else:
            assert state in MOVES[move.verb].sources
        state = move.to


@given(
    st.sampled_from([*ACTS, "ok", "daftar", "telat"]), cases(), st.sampled_from(OFFICERS), st.data()
)
def test_every_officer_is_answered_once(
    act: str, about: Case, actor: Actor, data: st.DataObject
) -> None:
    body = data.draw(st.sampled_from(["", WORDS, f"TOLAK {OTHER}"]))
    number = data.draw(st.sampled_from([0, about.number]))
    decision = sms(says(act, body, number), about, actor, into=INTO)
    assert [tell.to for tell in of(decision, Tell)].count("sender") == 1
    assert "RAHASIASEKALI" not in str([t.fields for t in of(decision, Tell) if t.to == "sender"])
