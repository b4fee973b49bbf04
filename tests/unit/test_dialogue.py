"""Answers to our questions: where, what exactly, is it done, how was it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.actions import Action
from models.casework import citizen, dialogue
from models.casework.case import Case, ClockFact, Task
from models.casework.effects import (
    Assign,
    ClockChange,
    Decision,
    Move,
    Note,
    OpenTicket,
    Set,
    StartClock,
    Tell,
)
from models.casework.facts import Facts
from models.casework.sop import AgencyRule, CategoryRule, ClockRule, Route
from models.casework.turn import Turn
from models.clocks import Span
from models.workflow import decide
from parser.reading import Place, Reading, TicketRef
from tests.casework import sop

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 09:00 in Kediri
HOUR = timedelta(hours=1)
CITY = sop(
    deadlines=(ClockRule("verify", Span(3, "hk")),),
    agencies=(AgencyRule("KEL_POJOK", "", kind="area", area="P1"),),
    routes=(Route("KEL_POJOK", areas=frozenset({"P1"}), automatic=True),),
    categories=(CategoryRule("pungli", confidential=True),),
    verified_needed=False,
)
HELD = Case(
    3, 4839206, mine=True, state="held", held_from="new",
    clocks=(ClockFact("verify", NOW + HOUR, paused_since=NOW - HOUR), ClockFact("answer", NOW)),
)  # fmt: skip
TASK = Task(1, "DISHUB", lead=True, state="in_progress")
ASKED = replace(HELD, held_from="in_progress", tasks=(TASK,), question="DISHUB")
NEW = Case(3, 4839206, mine=True)
WORKED = replace(NEW, state="assigned", tasks=(TASK,))
DONE = replace(NEW, state="done", done_at=NOW, ended_at=NOW, tasks=(TASK._replace(state="done"),))
CLOSED = replace(DONE, state="closed")
OLD = replace(CLOSED, ended_at=NOW - timedelta(days=31))
POJOK = (Place("area", "Pojok", 3, 8, "Pojok", "P1"),)
WHERE = Reading("aduan", body="di Pojok", places=POJOK)
YES = Reading("jawab", body="sudah", answer="ya")
REPEATED = Reading("aduan", body="lampu mati")
NO = Reading("jawab", body="belum pak", answer="belum")
NUMBER = (TicketRef("4839206", check_ok=True),)
GLAD = Reading("terima_kasih", body="puas sekali pak")
SOUR = Reading("aduan", body="sangat mengecewakan", flags=("terlalu_umum",))
FIVE = Reading("tidak_jelas", body="5", flags=("ghost",))


def answer(reading: Reading, pending: str, case: Case | None, **known: Any) -> Decision:
    facts = Facts(CITY, pending=pending, asked=case, latest=case, **known)
    return decide(reading, facts, NOW)


def kinds(decision: Decision, *types: type) -> list[Any]:
    return [effect for effect in decision.effects if isinstance(effect, types)]


def said(decision: Decision) -> list[str]:
    return [tell.kind for tell in kinds(decision, Tell) if tell.to == "sender"]


@pytest.mark.parametrize(
    ("question", "case", "still"),
    [
        ("lokasi", HELD, True),
        ("lengkapi", NEW, False),
        ("tanya", WORKED, False),
        ("penutupan", DONE, True),
        ("penutupan", CLOSED, True),
        ("penutupan", WORKED, False),
        ("nilai", CLOSED, True),
        ("nilai", replace(CLOSED, rating=4), False),
        ("nilai", WORKED, False),
    ],
)
def test_question_waits_until_it_is_answered(question: str, case: Case, *, still: bool) -> None:
    assert dialogue.waits(question, case) is still


@pytest.mark.parametrize(
    ("reading", "pending", "case", "outcome", "answers"),
    [
        (WHERE, "lokasi", HELD, "answered", ["TAMBAH_OK"]),
        (WHERE, "lokasi", NEW, "added", ["TAMBAH_OK"]),
        (Reading("aduan", body="sejak senin"), "tanya", ASKED, "answered", ["TAMBAH_OK"]),
        (Reading("aduan", body="lampu mati", category="pju"), "lengkapi", HELD, "answered",
         ["TAMBAH_OK"]),
        (YES, "penutupan", DONE, "confirmed", ["NILAI"]),
        (YES, "penutupan", CLOSED, "confirmed", ["NILAI"]),
        (YES, "penutupan", replace(CLOSED, rating=4), "thanks", []),
        (YES, "penutupan", NEW, "thanks", []),
        (NO, "penutupan", DONE, "reopened", ["BUKA_OK"]),
        (NO, "penutupan", OLD, "refused", ["BUKA_TOLAK"]),
        (replace(NO, answer="tidak"), "penutupan", CLOSED, "reopened", ["BUKA_OK"]),
        (Reading("buka", body="belum"), "penutupan", DONE, "reopened", ["BUKA_OK"]),
        (FIVE, "penutupan", DONE, "rated", ["NILAI_OK"]),
        (FIVE, "nilai", CLOSED, "rated", ["NILAI_OK"]),
        (GLAD, "nilai", CLOSED, "judged", ["NILAIFORMAT"]),
        (SOUR, "nilai", CLOSED, "judged", ["NILAIFORMAT"]),
        (NO, "nilai", CLOSED, "reopened", ["BUKA_OK"]),
        (FIVE, "nilai", NEW, "refused", ["STATUS"]),
        (Reading("jawab", body="ya", answer="ya"), "", NEW, "empty", []),
    ],
)  # fmt: skip
def test_answer_does_what_was_asked(
    reading: Reading, pending: str, case: Case, outcome: str, answers: list[str]
) -> None:
    decision = answer(reading, pending, case)
    assert (decision.outcome, said(decision)) == (outcome, answers)


@pytest.mark.parametrize(("reading", "review"), [(GLAD, False), (SOUR, True)])
def test_judgment_without_a_score_is_kept_and_guesses_none(reading: Reading, review: bool) -> None:
    decision = answer(reading, "nilai", CLOSED)
    assert kinds(decision, Note) == [Note("addition")]
    assert kinds(decision, Set) == ([Set("review", "low_rating")] if review else [])
    assert not kinds(decision, Move, OpenTicket)


@pytest.mark.parametrize(("body", "kept"), [("5 pak", False), ("2 aja, kerjanya asal", True)])
def test_reason_is_kept_beside_a_score(body: str, kept: bool) -> None:
    decision = answer(Reading("aduan", body=body), "nilai", CLOSED)
    assert said(decision) == ["NILAI_OK"]
    assert bool(kinds(decision, Note)) is kept


def test_place_lets_the_ticket_go_on_and_routes_it() -> None:
    decision = answer(WHERE, "lokasi", HELD)
    assert kinds(decision, Set) == [Set("area", "P1")]
    assert kinds(decision, Note) == [Note("answer")]
    assert [move.to for move in kinds(decision, Move)] == ["new", "assigned"]
    assert kinds(decision, Assign) == [Assign("KEL_POJOK", lead=True)]
    assert ClockChange("verify", "met") in decision.effects
    assert any(change.change == "resume" for change in kinds(decision, ClockChange))


@pytest.mark.parametrize(
    ("reading", "case"),
    [
        (Reading("aduan", body="dekat SD 3"), HELD),
        (WHERE, replace(HELD, area="P2")),
        (replace(WHERE, places=(POJOK[0]._replace(code="P9"),)), HELD),
    ],
)
def test_place_that_routes_nothing_still_lets_it_go_on(reading: Reading, case: Case) -> None:
    decision = answer(reading, "lokasi", case)
    assert [move.to for move in kinds(decision, Move)] == ["new"]
    assert not kinds(decision, Assign)


def test_answer_to_an_officer_goes_to_the_agency_that_asked() -> None:
    decision = answer(WHERE, "tanya", ASKED)
    assert [move.to for move in kinds(decision, Move)] == ["in_progress"]
    assert ("P_JAWAB", "agency:DISHUB") in [(t.kind, t.to) for t in kinds(decision, Tell)]
    assert not kinds(decision, Assign)


def test_details_say_what_it_is() -> None:
    told = Reading("aduan", body="lampu mati", category="pju")
    assert kinds(answer(told, "lengkapi", HELD), Set) == [Set("category", "pju")]
    known = replace(HELD, category="jalan")
    assert kinds(answer(told, "lengkapi", known), Set) == []
    vague = replace(told, category="lainnya")
    assert kinds(answer(vague, "lengkapi", HELD), Set) == []


def test_what_must_be_secret_is_no_addition_to_what_is_not() -> None:
    told = Reading("aduan", body="lurah minta uang", category="pungli")
    (opened,) = kinds(answer(told, "lengkapi", HELD), OpenTicket)
    assert opened.confidentiality == "rahasia"
    hidden = replace(HELD, confidentiality="rahasia")
    assert not kinds(answer(told, "lengkapi", hidden), OpenTicket)
    charges = replace(told, category="pendidikan", flags=("aparatur", "rahasia"))
    (opened,) = kinds(answer(charges, "lengkapi", HELD), OpenTicket)
    assert opened.confidentiality == "rahasia"


def test_yes_closes_what_is_done() -> None:
    decision = answer(YES, "penutupan", replace(DONE, clocks=(ClockFact("close", NOW),)))
    assert [move.to for move in kinds(decision, Move)] == ["closed"]
    assert ClockChange("close", "stop") in decision.effects


def test_no_brings_the_agency_back_with_a_new_deadline() -> None:
    decision = answer(NO, "penutupan", DONE)
    assert kinds(decision, Assign) == [Assign("DISHUB", lead=True)]
    assert not kinds(decision, StartClock)


@pytest.mark.parametrize(
    ("reading", "age", "area", "note", "sets"),
    [
        (Reading("aduan", body="maaf salah, maksudnya Pojok", places=POJOK), 0.2, "P2",
         "correction", [Set("area", "P1")]),
        (Reading("aduan", body="maaf salah, maksudnya pagi", places=()), 0.2, "P2",
         "correction", []),
        (Reading("tambah", body="dekat Pojok", places=POJOK), 0.2, "P2", "addition", []),
        (Reading("tambah", body="dekat Pojok", places=POJOK), 5.0, "", "addition",
         [Set("area", "P1")]),
        (Reading("tambah", body="maaf maksudnya Pojok", places=POJOK), 5.0, "P2", "addition", []),
    ],
)  # fmt: skip
def test_correction_within_the_hour_mends_the_place(
    reading: Reading, age: float, area: str, note: str, sets: list[Set]
) -> None:
    case = replace(WORKED, area=area)
    decision = decide(reading, Facts(CITY, latest=case, latest_age_h=age), NOW)
    assert kinds(decision, Note) == [Note(note)]  # type: ignore[arg-type]
    assert kinds(decision, Set) == sets
    assert ("P_TAMBAH", "agency:DISHUB") in [(t.kind, t.to) for t in kinds(decision, Tell)]


def test_words_without_a_ticket_of_their_own_are_a_report() -> None:
    mends = Reading("tambah", body="maaf salah, maksudnya Pojok")
    facts = Facts(CITY, pending="penutupan", asked=DONE)
    assert decide(mends, facts, NOW).outcome == "ticket"
    turn = Turn(REPEATED, Facts(CITY), Action("dedupe_reack"), NOW)
    assert citizen.repeat(turn).outcome == "ticket"
    assert dialogue.answered(turn).outcome == "ticket"


def test_place_of_an_ended_ticket_stays() -> None:
    decision = decide(WHERE, Facts(CITY, pending="lokasi", asked=CLOSED, latest=CLOSED), NOW)
    assert not kinds(decision, Set)


def add(reading: Reading, case: Case) -> Decision:
    return decide(reading, Facts(CITY, named=case, latest=case), NOW)


def test_wish_to_be_hidden_hides_the_ticket_before_its_words_are_sent_on() -> None:
    wish = Reading("tambah", body="nama saya jangan disebut", tickets=NUMBER, flags=("rahasia",))
    decision = add(wish, WORKED)
    assert decision.effects[0] == Set("confidentiality", "rahasia")
    assert decision.case is not None
    assert decision.case.confidentiality == "rahasia"
    again = add(wish, replace(WORKED, confidentiality="rahasia"))
    assert not kinds(again, Set)


def test_anonymous_wish_makes_no_secret_ticket_less_secret() -> None:
    wish = Reading("tambah", body="dari NN", tickets=NUMBER, flags=("anonim",))
    assert Set("confidentiality", "anonim") in add(wish, WORKED).effects
    assert not kinds(add(wish, replace(WORKED, confidentiality="rahasia")), Set)


def test_secret_matter_told_with_the_number_of_a_plain_ticket_is_a_report() -> None:
    told = Reading("tambah", body="lurah minta uang", tickets=NUMBER, category="pungli")
    assert kinds(add(told, WORKED), OpenTicket)
    assert not kinds(add(told, replace(WORKED, confidentiality="rahasia")), OpenTicket)


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        (
            Reading("aduan", body="oh ya satu lagi, got", places=POJOK, category="drainase"),
            "ticket",
        ),
        (Reading("aduan", body="oh ya satu lagi, dua lubang", category="jalan"), "added"),
        (Reading("aduan", body="oh ya satu lagi, di Pojok", places=POJOK), "added"),
    ],
)
def test_another_matter_at_its_place_is_a_report_minutes_after_the_first(
    reading: Reading, outcome: str
) -> None:
    facts = Facts(CITY, latest=WORKED, latest_age_h=0.2)
    assert decide(reading, facts, NOW).outcome == outcome
