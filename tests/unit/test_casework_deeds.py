"""A reporter cancels, opens again, rates, adds and answers; nothing is lost, silence is kept."""

from datetime import timedelta

import pytest

from models.casework import deeds
from models.casework.case import Case
from models.casework.effects import Decision, Happened, Move, Note, Set, StartClock, Tell
from tests.orders import NOW, SOP, case, fields, lead, of, shapes, told, worked

OLD = NOW - timedelta(days=31)


def test_cancelled_report_is_confirmed() -> None:
    decision = deeds.cancel(worked(), SOP, NOW)
    assert told(decision) == {"agency:DISHUB": "P_CABUT", "sender": "BATAL_OK"}


def test_ended_report_is_not_cancelled_but_told() -> None:
    decision = deeds.cancel(case("done"), SOP, NOW)
    assert (decision.refused, told(decision)) == ("state", {"sender": "STATUS_SELESAI"})


def test_reporter_opens_again_in_time() -> None:
    decision = deeds.reopen(case("done", lead(state="done")), SOP, NOW, "masih mati")
    assert told(decision) == {"agency:DISHUB": "P_BUKA", "sender": "BUKA_OK"}


def test_reporter_who_comes_too_late_is_told_what_to_do() -> None:
    decision = deeds.reopen(case("closed", ended_at=OLD), SOP, NOW, "masih mati")
    assert (decision.refused, told(decision)) == ("too_late", {"sender": "BUKA_TOLAK"})


@pytest.mark.parametrize(
    ("about", "appeals"),
    [(case("archived"), True), (case("other_agency"), True), (case("new"), False),
     (case("merged"), False)],
)  # fmt: skip
def test_words_about_what_cannot_be_opened_are_kept(about: Case, appeals: bool) -> None:
    decision = deeds.reopen(about, SOP, NOW, "masih mati")
    assert (of(decision, Set) == [Set("review", "appeal")]) is appeals
    assert of(decision, Note) == [Note("addition")]
    assert told(decision) == {"coordinator": "P_TAMBAH", "sender": "TAMBAH_OK"}


@pytest.mark.parametrize("state", ["done", "closed"])
def test_score_is_kept(state: str) -> None:
    decision = deeds.rate(case(state), 4, SOP, NOW)
    assert (of(decision, Set), fields(decision, "NILAI_OK")) == ([Set("rating", 4)], {"skor": "4"})


def test_open_report_has_no_score_yet() -> None:
    decision = deeds.rate(case("new"), 4, SOP, NOW)
    assert (decision.refused, told(decision)) == ("state", {"sender": "STATUS"})
    assert of(decision, Happened) == [Happened("refused", (("verb", "rate"), ("why", "state")))]


def test_addition_reaches_who_works_on_it() -> None:
    decision = deeds.add(worked(), SOP, NOW, "tiang kedua, hub 081234567890")
    assert told(decision) == {"agency:DISHUB": "P_TAMBAH", "sender": "TAMBAH_OK"}
    assert fields(decision, "P_TAMBAH")["tl"] == "tiang kedua, hub [telepon]"
    assert (decision.outcome, of(decision, StartClock)) == ("added", [])


def test_addition_after_done_begins_the_silence_anew() -> None:
    decision = deeds.add(case("done"), SOP, NOW, "belum beres")
    assert shapes(decision, StartClock) == ["StartClock:close"]


@pytest.mark.parametrize("deed", [deeds.add, deeds.answer])
def test_words_for_a_held_report_are_the_answer(deed: object) -> None:
    about = case("held", lead(), held_from="assigned", question="DISHUB")
    decision: Decision = deed(about, SOP, NOW, "tiang 4")  # type: ignore[operator]
    assert told(decision) == {"agency:DISHUB": "P_JAWAB", "sender": "TAMBAH_OK"}
    assert shapes(decision, Move, Note) == ["Note:answer", "Move:assigned"]


def test_answer_to_nothing_is_an_addition() -> None:
    assert deeds.answer(worked(), SOP, NOW, "tiang 4").outcome == "added"


def test_question_marks_answer_nothing() -> None:
    decision = deeds.answer(case("held"), SOP, NOW, "???")
    assert shapes(decision, Move, Note) == ["Note:addition"]


@pytest.mark.parametrize(
    "decision",
    [
        deeds.cancel(case("new", silent=True), SOP, NOW),
        deeds.cancel(case("done", silent=True), SOP, NOW),
        deeds.reopen(case("done", silent=True), SOP, NOW),
        deeds.rate(case("done", silent=True), 5, SOP, NOW),
        deeds.add(case("new", silent=True), SOP, NOW, "x"),
        deeds.answer(case("held", silent=True), SOP, NOW, "x"),
    ],
)
def test_silent_report_is_never_answered(decision: Decision) -> None:
    assert {"sender", "reporter", "reporters"}.isdisjoint(told(decision))
    assert all(tell.to == "coordinator" for tell in of(decision, Tell))
