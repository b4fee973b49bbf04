"""Notes stay inside, questions pause the clocks, answers go to who asked; nobody reads a number."""

from datetime import timedelta
from typing import Any

import pytest

from models.casework.case import CITIZEN, SYSTEM, Actor, Case
from models.casework.effects import ClockChange, Happened, Move, Note, StartClock, Tell
from tests.orders import (
    COORDINATOR,
    DISHUB,
    DISHUB2,
    DLHKP,
    MAYOR,
    NOW,
    SARI,
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

SECRET = worked(confidentiality="rahasia", handler=2)


@pytest.mark.parametrize(
    ("verb", "about", "actor", "text", "why"),
    [
        ("note", worked(), DLHKP, "x", "not_yours"),
        ("note", worked(), CITIZEN, "x", "role"),
        ("note", worked(), SARI, "", "no_text"),
        ("note", SECRET, DISHUB2, "x", "state"),
        ("note", SECRET, MAYOR, "x", "not_yours"),
        ("ask", worked(), MAYOR, "x", "role"),
        ("ask", worked(), DLHKP, "x", "not_yours"),
        ("ask", worked(), DISHUB, "", "no_text"),
        ("ask", case("new"), SARI, "", "no_text"),
        ("ask", case("closed"), SARI, "x", "state"),
        ("ask", worked(silent=True), DISHUB, "x", "silent"),
        ("ask", worked(reporter=0), DISHUB, "x", "no_reporter"),
        ("hold", case("held"), SARI, "x", "state"),
        ("hold", worked(), DISHUB, "", "no_text"),
        ("resume", case("held"), MAYOR, "", "role"),
        ("resume", case("held"), DISHUB, "", "not_yours"),
        ("resume", case("new"), SARI, "", "state"),
        ("answer", case("held"), DISHUB, "x", "role"),
        ("answer", case("new"), CITIZEN, "x", "state"),
        ("answer", case("held"), SARI, "", "no_text"),
        ("tell", case("new"), DISHUB, "x", "role"),
        ("tell", case("new"), SARI, "", "no_text"),
        ("tell", case("new", silent=True), SARI, "x", "silent"),
        ("tell", case("new", reporter=0), SARI, "x", "no_reporter"),
    ],
)
def test_order_is_refused_with_its_reason_and_changes_nothing(
    verb: str, about: Case, actor: Actor, text: str, why: str
) -> None:
    decision = order(verb, about, actor, text)
    assert decision.refused == why
    assert decision.effects == (Happened("refused", (("verb", verb), ("why", why))),)


@pytest.mark.parametrize(
    ("about", "actor"),
    [
        (worked(), DISHUB),
        (case("closed", lead(state="done")), DISHUB),
        (SECRET, DISHUB),
        (case("archived"), SARI),
    ],
)
def test_note_is_kept_and_nobody_hears(about: Case, actor: Actor) -> None:
    assert order("note", about, actor, "sudah dicek").effects == (Note("officer", "sudah dicek"),)


def test_note_of_the_mayor_reaches_the_coordinator() -> None:
    decision = order("note", worked(), MAYOR, "segera!")
    assert told(decision) == {"coordinator": "P_PESAN"}


def test_question_pauses_the_deadlines_and_hides_numbers() -> None:
    decision = order("ask", worked(), DISHUB, "tiang nomor berapa? hub 081234567890 ?")
    assert shapes(decision, ClockChange, Move, StartClock, Note) == [
        "ClockChange:*:pause", "Move:held", "StartClock:answer", "Note:question",
    ]  # fmt: skip
    assert told(decision) == {"reporter": "TANYA"}
    assert fields(decision, "TANYA") == {
        "tl": "tiang nomor berapa? hub [telepon]", "tgl": "07-12-2026",
    }  # fmt: skip
    assert decision.outcome == "asked"


def test_second_question_is_asked_while_the_first_waits() -> None:
    decision = order("ask", case("held", held_from="new"), SARI, "sejak kapan?")
    assert shapes(decision, Move, StartClock, Tell) == ["StartClock:answer", "Tell:reporter:TANYA"]


@pytest.mark.parametrize(("silent", "says"), [(False, {"reporters": "LENGKAPI"}), (True, {})])
def test_unclear_report_is_held_without_a_question(silent: bool, says: dict[str, str]) -> None:
    decision = order("hold", case("new", silent=silent), SARI)
    assert (decision.outcome, told(decision)) == ("held", says)
    assert shapes(decision, ClockChange, Move) == ["Move:held"]


@pytest.mark.parametrize("actor", [SARI, DISHUB, SYSTEM])
def test_held_ticket_goes_on_with_its_deadlines_moved(actor: Actor) -> None:
    paused = NOW - timedelta(days=1)
    clocks = (clock("settle", paused_since=paused), clock("answer"))
    about = case("held", lead(), held_from="assigned", clocks=clocks)
    decision = order("resume", about, actor)
    assert shapes(decision, ClockChange, Move) == [
        "ClockChange:settle:resume", "ClockChange:answer:stop", "Move:assigned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tasks", "question", "to"),
    [
        ((lead(), helps()), "DLHKP", "agency:DLHKP"),
        ((lead(), helps(state="done")), "DLHKP", "agency:DISHUB"),
        ((lead(),), "coordinator", "coordinator"),
        ((lead(),), "", "agency:DISHUB"),
        ((), "", "coordinator"),
    ],
)
def test_answer_goes_to_who_asked(tasks: Any, question: str, to: str) -> None:
    about = case("held", *tasks, held_from="assigned", question=question)
    decision = order("answer", about, CITIZEN, "tiang 4, saya Budi 081234567890")
    assert told(decision) == {to: "P_JAWAB"}
    assert "[telepon]" in fields(decision, "P_JAWAB")["tl"]
    assert of(decision, Note) == [Note("answer", "")]
    assert shapes(decision, Move) == ["Move:assigned"]


@pytest.mark.parametrize(("level", "kept"), [("biasa", True), ("anonim", False)])
def test_anonymous_reporters_place_is_not_relayed(level: str, kept: bool) -> None:
    about = case("held", lead(), question="DISHUB", confidentiality=level)
    decision = order("answer", about, CITIZEN, "di RT 03 RW 05 depan warung")
    assert ("RT 03" in fields(decision, "P_JAWAB")["tl"]) is kept


def test_answer_by_telephone_is_typed_by_the_coordinator() -> None:
    decision = order("answer", case("held"), SARI, "tiang 4")
    assert of(decision, Note) == [Note("answer", "tiang 4")]


def test_answer_about_a_secret_report_is_fetched_not_sent() -> None:
    about = case("held", lead(), question="DISHUB", confidentiality="rahasia", handler=2)
    decision = order("answer", about, CITIZEN, "pak lurah sendiri")
    assert of(decision, Tell) == [Tell("P_RAHASIA", "officer:2", (("opd", "DISHUB"),))]


def test_coordinator_writes_to_the_reporter() -> None:
    decision = order("tell", case("new"), COORDINATOR, "mohon sabar")
    assert told(decision) == {"reporter": "KABAR"}
    assert shapes(decision, Note, Happened) == ["Note:officer", "Happened"]
