"""Agencies accept, work on, finish and give back what they were given, and each is told once."""

from dataclasses import replace
from typing import Any

import pytest

from models.casework.case import Actor, Case
from models.casework.effects import (
    Assign,
    ClockChange,
    Happened,
    Move,
    Note,
    Set,
    StartClock,
    Taken,
    TaskMove,
)
from tests.orders import (
    COORDINATOR,
    DAMKAR,
    DISHUB,
    DISHUB2,
    DLHKP,
    MAYOR,
    SARI,
    SOP,
    STAFF,
    case,
    clock,
    fields,
    helps,
    lead,
    of,
    order,
    shapes,
    told,
    worked,
)


@pytest.mark.parametrize(
    ("verb", "about", "actor", "more", "why"),
    [
        ("accept", worked(), DLHKP, {}, "not_yours"),
        ("accept", worked(), MAYOR, {}, "role"),
        ("accept", case("assigned", lead(state="accepted")), DISHUB2, {}, "state"),
        ("accept", case("done", lead(state="done")), DISHUB, {}, "state"),
        ("accept", case("new"), SARI, {}, "agency"),
        ("accept", worked(accused=("DISHUB",)), DISHUB, {}, "not_yours"),
        ("accept", worked(), DISHUB, {"agency": "DLHKP"}, "not_yours"),
        ("accept", worked(confidentiality="rahasia", handler=3), DISHUB, {}, "state"),
        ("accept", case("new", urgency="darurat"), DISHUB, {}, "not_yours"),
        ("accept", case("new", urgency="darurat", accused=("DAMKAR",)), DAMKAR, {}, "not_yours"),
        ("accept", case("closed", urgency="darurat"), DAMKAR, {}, "not_yours"),
        ("accept", case("new", urgency="darurat"), MAYOR, {}, "role"),
        ("progress", worked(), DISHUB, {"text": " .. "}, "no_text"),
        ("progress", worked(), DLHKP, {"text": "x"}, "not_yours"),
        ("progress", case("new"), COORDINATOR, {"text": "x"}, "agency"),
        ("progress", case("closed", lead(state="done")), DISHUB, {"text": "x"}, "state"),
        ("progress", case("closed"), COORDINATOR, {"text": "x"}, "state"),
        ("done", worked(), DISHUB, {}, "no_text"),
        ("done", worked(), DLHKP, {"text": "x"}, "not_yours"),
        ("done", case("verified"), COORDINATOR, {}, "no_text"),
        ("done", case("closed"), COORDINATOR, {"text": "x"}, "state"),
        ("done", worked(type="permintaan_info"), DISHUB, {"text": "x"}, "outcome"),
        ("done", worked(), SARI, {"text": "x", "agency": "DLHKP"}, "agency"),
        ("return", worked(), DISHUB, {}, "no_text"),
        ("return", worked(), DLHKP, {"text": "x"}, "not_yours"),
        ("return", worked(), COORDINATOR, {"text": "x"}, "role"),
    ],
)
def test_order_is_refused_with_its_reason_and_changes_nothing(
    verb: str, about: Case, actor: Actor, more: dict[str, Any], why: str
) -> None:
    decision = order(verb, about, actor, **more)
    assert (decision.refused, decision.outcome, decision.valid) == (why, "refused", False)
    assert decision.effects == (Happened("refused", (("verb", verb), ("why", why))),)


def test_accepting_names_the_officer_and_meets_the_first_deadline() -> None:
    decision = order("accept", worked(), DISHUB)
    assert shapes(decision, TaskMove, ClockChange) == [
        "TaskMove:DISHUB:accepted", "ClockChange:accept:DISHUB:met",
    ]  # fmt: skip
    assert of(decision, TaskMove)[0].officer == DISHUB.officer
    assert (decision.outcome, decision.valid, told(decision)) == ("accepted", True, {})


def test_words_that_come_with_accepting_are_kept() -> None:
    assert order("accept", worked(), DISHUB, "segera ke sana").effects[-1] == Note(
        "officer", "segera ke sana"
    )


def test_staff_accept_for_an_agency_that_telephoned() -> None:
    assert shapes(order("accept", worked(helps()), SARI, agency="DLHKP"), TaskMove) == [
        "TaskMove:DLHKP:accepted"
    ]


def test_first_officer_on_a_secret_report_becomes_its_handler() -> None:
    about = worked(confidentiality="rahasia")
    assert of(order("accept", about, DISHUB), Set) == [Set("handler", 2)]
    assert of(order("progress", about, DISHUB, "dicek"), Set) == [Set("handler", 2)]
    assert of(order("progress", about, SARI, "dicek"), Set) == []
    assert of(order("accept", about, STAFF), Set) == []
    handled = replace(about, handler=2)
    assert of(order("progress", handled, DISHUB, "dicek"), Set) == []


def test_accepting_an_emergency_stops_its_alarm() -> None:
    about = worked(urgency="darurat")
    assert of(order("accept", about, DISHUB), Taken) == [Taken(2)]


def test_who_answers_an_alarm_first_leads() -> None:
    about = case("new", urgency="darurat", clocks=(clock("verify"),))
    decision = order("accept", about, DAMKAR, "meluncur")
    assert shapes(decision, Taken, Assign, TaskMove, ClockChange, Move, Note) == [
        "Taken", "Assign:DAMKAR", "TaskMove:DAMKAR:accepted", "ClockChange:accept:DAMKAR:met",
        "ClockChange:verify:met", "Move:assigned", "Note:officer",
    ]  # fmt: skip
    assert of(decision, Assign)[0].lead


def test_second_agency_that_answers_an_alarm_helps() -> None:
    about = worked(urgency="darurat")
    decision = order("accept", about, DAMKAR)
    assert [assign.lead for assign in of(decision, Assign)] == [False]
    assert of(decision, Move) == []


def test_alarm_answered_after_the_lead_went_needs_no_move() -> None:
    about = case("assigned", lead(state="returned"), urgency="darurat")
    assert of(order("accept", about, DAMKAR), Move) == []


def test_coordinator_on_the_roster_answers_an_alarm_without_a_task() -> None:
    about = case("new", urgency="darurat")
    decision = order("accept", about, COORDINATOR)
    assert decision.effects == (Taken(1), Happened("accepted"))
    assert order("accept", about, SARI).refused == "agency"


def test_progress_reaches_the_reporter_without_anybodys_number() -> None:
    decision = order("progress", worked(), DISHUB, "regu A besok, hub 081234567890")
    assert shapes(decision, TaskMove, Move, ClockChange) == [
        "Move:in_progress", "TaskMove:DISHUB:in_progress", "ClockChange:accept:DISHUB:met",
        "ClockChange:follow_up:DISHUB:met",
    ]  # fmt: skip
    assert told(decision) == {"reporters": "PROSES"}
    assert fields(decision, "PROSES") == {"opd": "DISHUB", "tl": "regu A besok, hub [telepon]"}
    assert of(decision, Note) == [Note("progress", "regu A besok, hub 081234567890")]


def test_second_progress_moves_nothing() -> None:
    about = worked(state="in_progress")
    assert of(order("progress", about, DISHUB, "lanjut"), Move) == []


def test_support_reports_without_moving_the_ticket() -> None:
    decision = order("progress", worked(helps()), DLHKP, "pohon dipangkas")
    assert shapes(decision, TaskMove, Move, ClockChange) == [
        "TaskMove:DLHKP:in_progress", "ClockChange:follow_up:DLHKP:met",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "question", "moves"),
    [
        (DISHUB, "DISHUB", ["Move:assigned", "Move:in_progress"]),
        (DLHKP, "DISHUB", []),
        (DLHKP, "DLHKP", ["Move:assigned"]),
    ],
)
def test_who_asked_or_leads_goes_on_without_the_answer(
    actor: Actor, question: str, moves: list[str]
) -> None:
    about = worked(helps(), state="held", held_from="assigned", question=question)
    assert shapes(order("progress", about, actor, "sudah jelas"), Move) == moves


def test_result_of_the_only_agency_ends_the_ticket() -> None:
    decision = order("done", worked(), DISHUB, "lampu diganti")
    assert shapes(decision, TaskMove, ClockChange, Move, StartClock) == [
        "TaskMove:DISHUB:done", "ClockChange:accept:DISHUB:met",
        "ClockChange:follow_up:DISHUB:met", "ClockChange:settle:met", "Move:done",
        "StartClock:close",
    ]  # fmt: skip
    assert told(decision) == {"reporters": "SELESAI"}
    assert fields(decision, "SELESAI") == {"tl": "lampu diganti", "tgl": "07-12-2026"}
    assert of(decision, Note) == [Note("result", "lampu diganti")]


def test_waiting_deadlines_of_the_reporter_are_never_met() -> None:
    about = worked(state="held", held_from="assigned")
    about = replace(about, clocks=(*about.clocks, clock("answer")))
    assert "ClockChange:answer:stop" in shapes(order("done", about, DISHUB, "x"), ClockChange)


def test_lead_that_is_done_waits_for_its_support() -> None:
    decision = order("done", worked(helps()), DISHUB, "tiang berdiri")
    assert shapes(decision, TaskMove, Move) == ["Move:in_progress", "TaskMove:DISHUB:done"]
    assert (decision.outcome, decision.notes) == ("progressed", ("waits", "DLHKP"))
    assert told(decision) == {"reporters": "PROSES"}
    assert of(decision, Note) == [Note("result", "tiang berdiri")]


def test_support_that_is_done_ends_its_task_only() -> None:
    decision = order("done", worked(helps()), DLHKP, "pohon dipangkas")
    assert shapes(decision, TaskMove, Move) == ["TaskMove:DLHKP:done"]
    assert decision.notes == ("waits", "DISHUB")


def test_last_support_ends_the_ticket_whose_lead_is_done() -> None:
    about = case("in_progress", lead(state="done"), helps())
    decision = order("done", about, DLHKP, "pohon dipangkas")
    assert shapes(decision, TaskMove, Move) == ["TaskMove:DLHKP:done", "Move:done"]


def test_support_left_alone_is_told_to_the_coordinator() -> None:
    about = case("verified", lead(state="returned"), helps())
    decision = order("done", about, DLHKP, "pohon dipangkas")
    assert shapes(decision, Move) == []
    assert told(decision) == {"reporters": "PROSES", "coordinator": "P_BEBAS"}


def test_coordinator_ends_a_ticket_and_all_its_tasks() -> None:
    decision = order("done", worked(helps()), SARI, "sudah beres, dilihat di WA")
    assert shapes(decision, TaskMove, Move) == [
        "TaskMove:DISHUB:withdrawn", "TaskMove:DLHKP:withdrawn", "Move:done",
    ]  # fmt: skip
    assert told(decision) == {
        "agency:DISHUB": "P_CABUT", "agency:DLHKP": "P_CABUT", "reporters": "SELESAI",
    }  # fmt: skip
    assert fields(decision, "SELESAI")["tl"] == "sudah beres, dilihat di WA"


def test_coordinator_finishes_one_agencys_task() -> None:
    decision = order("done", worked(helps()), SARI, "beres", agency="DLHKP")
    assert shapes(decision, TaskMove, Move) == ["TaskMove:DLHKP:done"]


@pytest.mark.parametrize("outcome", ["granted", "partly", "refused"])
def test_request_for_information_says_how_it_ended(outcome: str) -> None:
    about = worked(type="permintaan_info")
    decision = order("done", about, DISHUB, "alasan", values=(("outcome", outcome),))
    assert of(decision, Set) == [Set("outcome", outcome)]


def test_returned_task_goes_back_to_the_coordinator_with_the_reason() -> None:
    decision = order("return", worked(), DISHUB, "jalan provinsi")
    assert shapes(decision, Move, StartClock, TaskMove, ClockChange, Note) == [
        "Move:verified", "StartClock:verify", "TaskMove:DISHUB:returned",
        "ClockChange:accept:DISHUB:stop", "ClockChange:follow_up:DISHUB:stop", "Note:reason",
    ]  # fmt: skip
    assert told(decision) == {"coordinator": "P_KEMBALI"}
    assert fields(decision, "P_KEMBALI") == {"opd": "DISHUB", "tl": "jalan provinsi"}


def test_city_without_a_deadline_to_verify_starts_none() -> None:
    decision = order("return", worked(), DISHUB, "bukan kami", sop=replace(SOP, deadlines=()))
    assert of(decision, StartClock) == []


def test_returned_support_leaves_the_ticket_where_it_is() -> None:
    decision = order("return", worked(helps()), DLHKP, "bukan pohon kami")
    assert shapes(decision, TaskMove, Move) == ["TaskMove:DLHKP:returned"]


def test_secret_report_says_no_words_to_anybody() -> None:
    about = worked(helps(), confidentiality="rahasia", handler=2)
    assert told(order("progress", about, DISHUB, "dicek")) == {"reporter": "KABAR_RAHASIA"}
    assert fields(order("progress", about, DISHUB, "dicek"), "KABAR_RAHASIA") == {
        "status": "SEDANG DITANGANI"
    }
    back = order("return", about, DISHUB, "lurah X teman saya")
    assert fields(back, "P_KEMBALI")["tl"] == "(rahasia, buka lewat terminal)"
    alone = worked(confidentiality="rahasia", handler=2)
    assert fields(order("done", alone, DISHUB, "beres"), "SELESAI_RAHASIA") == {"tgl": "07-12-2026"}


@pytest.mark.parametrize("verb", ["progress", "done"])
def test_silent_report_is_never_answered(verb: str) -> None:
    assert told(order(verb, worked(silent=True), DISHUB, "dicek")) == {}
