"""What one message does, as a table of readings and facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.reply import KINDS
from models.casework.case import Actor, Case, ClockFact, Task
from models.casework.effects import (
    Alarm,
    ClockChange,
    Decision,
    Happened,
    Move,
    Note,
    OpenTicket,
    Person,
    Set,
    Tell,
)
from models.casework.facts import Facts
from models.casework.report import ERASURE
from models.casework.sop import ClockRule
from models.clocks import Span
from models.workflow import MISSES_AN_HOUR, decide, suggest
from parser.reading import Reading, TicketRef
from tests.casework import sop

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 09:00 in Kediri
CITY = sop(deadlines=(ClockRule("verify", Span(3, "hk")),))
MINE = Case(3, 4839206, mine=True)
FOREIGN = Case(4, 1234566, mine=False)
DONE = replace(MINE, state="done", done_at=NOW, ended_at=NOW, clocks=(ClockFact("close", NOW),))
SECRET = replace(MINE, confidentiality="rahasia")
SILENT = replace(MINE, silent=True)
NUMBER = (TicketRef("4839206", check_ok=True),)
TYPO = (TicketRef("4839207", check_ok=False),)
REPORT = Reading("aduan", body="lampu mati di Jl Veteran")
LAUGH = Reading("tidak_jelas", body="5", flags=("ghost",))
LATER = NOW + timedelta(days=1)
INTENTS = (
    "aduan", "aspirasi", "cek", "tambah", "bantuan", "kosong", "tidak_jelas", "mesin", "stop",
    "mulai", "batal", "buka", "nilai", "hapus_data", "privasi", "terima_kasih", "jawab",
    "petugas_selesai", "sesuatu_yang_baru",
)  # fmt: skip


def said(decision: Decision) -> str:
    """Return the kind of the one answer to the sender, '' for silence."""
    kinds = [e.kind for e in decision.effects if isinstance(e, Tell) and e.to == "sender"]
    assert len(kinds) <= 1
    return kinds[0] if kinds else ""


def do(reading: Reading, **known: Any) -> Decision:
    return decide(reading, Facts(CITY, **known), NOW)


def kinds(decision: Decision, *types: type) -> list[Any]:
    return [effect for effect in decision.effects if isinstance(effect, types)]


@pytest.mark.parametrize(
    ("reading", "known", "outcome", "answer"),
    [
        (REPORT, {}, "ticket", "TERIMA"),
        (REPORT, {"repeated": MINE}, "repeated", "TERIMA_ULANG"),
        (replace(REPORT, urgency="darurat"), {"repeated": MINE}, "repeated", "DARURAT"),
        (REPORT, {"known_sender": False}, "ticket", ""),
        (REPORT, {"person": False}, "machine", ""),
        (replace(REPORT, urgency="darurat"), {}, "ticket", "DARURAT"),
        (Reading("aduan", flags=("kosong",), urgency="darurat"), {}, "ticket", "DARURAT"),
        (replace(REPORT, flags=("rahasia",)), {}, "ticket", "TERIMA_RAHASIA"),
        (replace(REPORT, flags=("jangan_balas",)), {}, "ticket", ""),
        (replace(REPORT, flags=("tanpa_lokasi",)), {}, "ticket", "LOKASI"),
        (replace(REPORT, flags=("terlalu_umum",)), {}, "ticket", "LENGKAPI"),
        (replace(REPORT, flags=("luar_wilayah",)), {}, "ticket", "LUAR"),
        (REPORT, {"similar": (FOREIGN,)}, "ticket", "TERIMA_MIRIP"),
        (Reading("bukan_aduan", body="x"), {}, "ticket", "LUAR"),
        (Reading("sesuatu_yang_baru", body="x"), {}, "ticket", "TERIMA"),
        (Reading("aduan", flags=("kosong",)), {}, "empty", "FORMAT"),
        (Reading("kosong"), {}, "empty", ""),
        (LAUGH, {}, "unclear", "FORMAT"),
        (LAUGH, {"ghosts_today": 2}, "unclear", "PERINGATAN"),
        (LAUGH, {"ghosts_today": 3}, "unclear", "FORMAT"),
        (Reading("kosong"), {"ghosts_today": 2}, "empty", ""),
        (Reading("tidak_jelas", body="halo pak"), {}, "no_keyword", "FORMAT"),
        (Reading("mesin"), {}, "machine", ""),
        (Reading("spam", body="x"), {}, "spam", ""),
        (replace(REPORT, match="other_city"), {}, "other_city", ""),
        (Reading("bantuan"), {}, "help", "FORMAT"),
        (Reading("privasi"), {}, "privacy", "PRIVASI"),
        (Reading("stop"), {}, "opt_out", "STOP"),
        (Reading("mulai"), {}, "opt_in", "MULAI"),
        (Reading("hapus_data"), {}, "ticket", "PDP"),
        (Reading("cek", tickets=NUMBER), {"named": MINE}, "status", "STATUS"),
        (Reading("cek", tickets=NUMBER), {"named": SECRET}, "status", "STATUS_RAHASIA"),
        (Reading("cek", tickets=NUMBER), {"named": DONE}, "status", "STATUS_SELESAI"),
        (Reading("cek", tickets=NUMBER), {"named": replace(MINE, state="merged")}, "status",
         "STATUS_GABUNG"),
        (Reading("cek", tickets=NUMBER), {"named": replace(SECRET, state="prank")}, "status",
         "STATUS_AKHIR"),
        (Reading("cek", tickets=NUMBER), {"named": SILENT}, "status", ""),
        (Reading("cek", tickets=NUMBER), {"named": FOREIGN}, "not_found", "TAKADA"),
        (Reading("cek", tickets=NUMBER), {}, "not_found", "TAKADA"),
        (Reading("cek", tickets=TYPO), {}, "not_found", "TAKADA"),
        (Reading("cek", tickets=NUMBER), {"misses": MISSES_AN_HOUR}, "enumeration", ""),
        (Reading("cek"), {"latest": MINE}, "status", "STATUS"),
        (Reading("cek"), {}, "no_ticket", "FORMAT"),
        (Reading("cek", flags=("nomor_rusak",)), {"latest": MINE}, "no_number", "CEKFORMAT"),
        (Reading("tambah", body="dekat SD", tickets=NUMBER), {"named": MINE}, "added",
         "TAMBAH_OK"),
        (Reading("tambah", body="dekat SD", tickets=NUMBER), {"named": FOREIGN}, "ticket",
         "TERIMA"),
        (Reading("tambah", body="dekat SD", tickets=TYPO), {}, "ticket", "TERIMA"),
        (Reading("tambah", tickets=NUMBER), {"named": MINE}, "added_nothing", "LENGKAPI"),
        (Reading("tambah", tickets=NUMBER), {}, "not_found", "TAKADA"),
        (Reading("tambah", body="dekat SD"), {"latest": MINE, "latest_age_h": 5.0}, "added",
         "TAMBAH_OK"),
        (Reading("batal", tickets=NUMBER), {"named": MINE}, "cancelled", "BATAL_OK"),
        (Reading("batal", tickets=NUMBER), {"named": DONE}, "refused", "STATUS_SELESAI"),
        (Reading("batal", tickets=NUMBER), {"named": FOREIGN}, "not_found", "TAKADA"),
        (Reading("buka", tickets=NUMBER), {"named": DONE}, "reopened", "BUKA_OK"),
        (Reading("buka", tickets=NUMBER),
         {"named": replace(DONE, ended_at=NOW - timedelta(days=31))}, "refused", "BUKA_TOLAK"),
        (Reading("buka", tickets=NUMBER), {"named": FOREIGN}, "not_found", "TAKADA"),
        (Reading("buka", body="masih bocor", tickets=NUMBER), {"named": FOREIGN}, "ticket",
         "TERIMA"),
        (Reading("nilai", tickets=NUMBER, score=4), {"named": DONE}, "rated", "NILAI_OK"),
        (Reading("nilai", tickets=NUMBER, score=4), {"named": MINE}, "refused", "STATUS"),
        (Reading("nilai", tickets=NUMBER, score=4), {"named": FOREIGN}, "not_found", "TAKADA"),
        (Reading("nilai", score=4), {"latest": DONE}, "rated", "NILAI_OK"),
        (Reading("nilai", tickets=NUMBER), {"named": DONE}, "no_score", "NILAIFORMAT"),
        (Reading("nilai", score=5), {}, "no_score", "NILAIFORMAT"),
        (Reading("nilai", tickets=NUMBER), {"named": FOREIGN}, "no_score", "NILAIFORMAT"),
        (Reading("terima_kasih", body="makasih"), {"latest": MINE}, "thanks", ""),
        (Reading("terima_kasih", body="makasih"), {}, "thanks", ""),
        (Reading("terima_kasih", body="makasih"), {"latest": MINE, "latest_age_h": 999.0},
         "thanks", ""),
        (Reading("petugas_selesai", body="x", tickets=NUMBER), {"named": MINE}, "not_officer",
         "BUKANPETUGAS"),
        (Reading("petugas_selesai", body="x", tickets=NUMBER), {"named": FOREIGN}, "not_officer",
         "BUKANPETUGAS"),
        (Reading("petugas_selesai", body="x", tickets=NUMBER),
         {"person": False, "actor": Actor("officer:1", "officer", officer=1)}, "machine", ""),
        (Reading("batal", body="BUKA 4839206", tickets=NUMBER), {"named": MINE}, "contradiction",
         "SATU"),
        (Reading("buka", body="nilai 4839206 4", tickets=NUMBER), {"named": DONE},
         "contradiction", "SATU"),
        (Reading("nilai", body="5 BUKA 4839206", tickets=NUMBER, score=5), {"named": DONE},
         "contradiction", "SATU"),
        (Reading("batal", body="1234566", tickets=NUMBER), {"named": MINE}, "contradiction",
         "SATU"),
        (Reading("batal", tickets=(*NUMBER, TicketRef("1234566", check_ok=True))),
         {"named": MINE}, "contradiction", "SATU"),
        (Reading("batal", body="BUKA 4839206", tickets=NUMBER), {"named": FOREIGN},
         "contradiction", "SATU"),
        (Reading("buka", body="masih mati di jalan 12345", tickets=NUMBER), {"named": DONE},
         "reopened", "BUKA_OK"),
        (Reading("batal", body="sudah buka", tickets=NUMBER), {"named": MINE}, "cancelled",
         "BATAL_OK"),
    ],
)  # fmt: skip
def test_message_does_what_the_conversation_says(
    reading: Reading, known: dict[str, Any], outcome: str, answer: str
) -> None:
    decision = do(reading, **known)
    assert (decision.outcome, said(decision)) == (outcome, answer)


def test_words_for_a_foreign_ticket_become_a_report_beside_it() -> None:
    decision = do(Reading("tambah", body="ini juga rusak", tickets=NUMBER), named=FOREIGN)
    (opened,) = kinds(decision, OpenTicket)
    assert (opened.review, opened.linked_to) == ("added_to_foreign_ticket", FOREIGN.id)


@pytest.mark.parametrize("intent", ["cek", "tambah", "batal", "buka", "nilai"])
@pytest.mark.parametrize("body", ["", "lampu mati"])
@pytest.mark.parametrize("misses", [0, MISSES_AN_HOUR])
def test_not_yours_reads_exactly_like_not_found(intent: str, body: str, misses: int) -> None:
    asked = Reading(intent, body=body, tickets=NUMBER, score=4)
    foreign = do(asked, named=FOREIGN, misses=misses)
    unknown = do(asked, misses=misses)
    assert kinds(foreign, Tell) == kinds(unknown, Tell)
    assert foreign.outcome == unknown.outcome


def test_officers_word_from_a_citizen_is_kept_with_their_own_ticket() -> None:
    decision = do(Reading("petugas_prank", body="x", tickets=NUMBER), named=MINE)
    assert kinds(decision, Note) == [Note("addition")]
    assert kinds(decision, Happened) == [
        Happened("refused", (("verb", "petugas_prank"), ("why", "role")))
    ]
    assert not kinds(decision, Move, Set)


def test_contradiction_changes_nothing_and_keeps_the_words() -> None:
    decision = do(Reading("batal", body="BUKA 4839206", tickets=NUMBER), named=MINE)
    assert kinds(decision, Note) == [Note("addition")]
    assert not kinds(decision, Move, Set)
    assert not decision.valid


def test_officer_is_heard_as_an_officer() -> None:
    officer = Actor("officer:1", "officer", "DISHUB", officer=1)
    decision = do(Reading("petugas_daftar"), actor=officer)
    assert decision.outcome != "not_officer"


def test_officer_reports_like_anybody() -> None:
    officer = Actor("officer:1", "officer", "DISHUB", officer=1)
    decision = do(REPORT, actor=officer, blocked_until=LATER)
    assert (decision.outcome, said(decision)) == ("ticket", "TERIMA")


@pytest.mark.parametrize(
    ("known", "reading", "outcome"),
    [
        (MINE, "catat", "added"),
        (replace(MINE, tasks=(Task(1, "DLHKP", lead=True, state="assigned"),)), "selesai", "added"),
        (
            replace(
                MINE, state="assigned", tasks=(Task(1, "DISHUB", lead=True, state="assigned"),)
            ),
            "catat",
            "noted",
        ),
        (FOREIGN, "catat", "refused"),
    ],
)
def test_officers_sentence_about_their_own_report_is_a_citizens(
    known: Case, reading: str, outcome: str
) -> None:
    """Unless the ticket is their agency's task; a command stays a command."""
    officer = Actor("officer:1", "officer", "DISHUB", officer=1)
    number = (TicketRef(str(known.number), check_ok=True),)
    told = Reading(f"petugas_{reading}", body="masih bau", tickets=number, flags=("kalimat",))
    assert do(told, actor=officer, named=known).outcome == outcome
    assert do(told.but(flags=()), actor=officer, named=known).outcome != "added"


def test_officers_sentence_reopens_their_own_report_as_a_citizens_would() -> None:
    officer = Actor("officer:1", "officer", "DISHUB", officer=1)
    flags = ("kalimat", "tanpa_perintah", "kalimat_buka")
    told = Reading("petugas_catat", body="belum beres", tickets=NUMBER, flags=flags)
    plain = Reading("buka", body="belum beres", tickets=NUMBER)
    assert do(told, actor=officer, named=DONE).outcome == do(plain, named=DONE).outcome


def test_wish_for_no_news_stops_news_alone() -> None:
    assert kinds(do(Reading("stop")), Person) == [Person("opt_out")]
    assert kinds(do(Reading("mulai")), Person) == [Person("opt_in")]


@pytest.mark.parametrize(
    ("reading", "known", "outcome", "answer"),
    [
        (REPORT, {}, "blocked", ""),
        (LAUGH, {}, "blocked", ""),
        (Reading("cek", tickets=NUMBER), {"named": MINE}, "blocked", ""),
        (Reading("tambah", body="x", tickets=NUMBER), {"named": MINE}, "added", ""),
        (Reading("batal", tickets=NUMBER), {"named": MINE}, "cancelled", ""),
        (Reading("stop"), {}, "opt_out", ""),
        (Reading("buka", tickets=NUMBER), {"named": replace(DONE, state="prank")}, "reopened",
         "BUKA_OK"),
        (Reading("buka", body="x", tickets=NUMBER), {"named": FOREIGN}, "blocked", ""),
        (replace(REPORT, urgency="darurat"), {}, "ticket", "DARURAT"),
        (replace(REPORT, flags=("ancaman",)), {}, "ticket", "TERIMA"),
        (replace(REPORT, flags=("jangan_balas",)), {}, "ticket", ""),
        (Reading("hapus_data"), {}, "ticket", "PDP"),
    ],
)  # fmt: skip
def test_blocked_number_is_counted_and_danger_and_appeals_pass(
    reading: Reading, known: dict[str, Any], outcome: str, answer: str
) -> None:
    decision = do(reading, blocked_until=LATER, **known)
    assert (decision.outcome, said(decision)) == (outcome, answer)


def test_block_expires() -> None:
    assert said(do(REPORT, blocked_until=NOW)) == "TERIMA"


@pytest.mark.parametrize(
    "reading",
    [REPORT, Reading("cek"), LAUGH, Reading("stop"), replace(REPORT, urgency="darurat"),
     Reading("bantuan"), Reading("tambah", body="cepat")],
)  # fmt: skip
def test_phone_that_must_not_be_answered_hears_nothing(reading: Reading) -> None:
    assert said(do(reading, latest=SILENT, latest_age_h=2.0)) == ""


def test_officers_learn_of_one_who_must_not_be_answered() -> None:
    decision = do(replace(REPORT, flags=("jangan_balas", "rahasia"), category="kekerasan"))
    assert kinds(decision, Alarm) == [Alarm()]
    assert [tell.kind for tell in kinds(decision, Tell)] == ["P_RAHASIA"]


def test_secret_status_names_no_state() -> None:
    (told,) = kinds(do(Reading("cek", tickets=NUMBER), named=SECRET), Tell)
    assert dict(told.fields)["status"] == "SEDANG DITANGANI"


@pytest.mark.parametrize(("score", "review"), [(1, True), (2, True), (3, False), (5, False)])
def test_score_closes_what_is_done_and_a_low_one_is_read(score: int, *, review: bool) -> None:
    decision = do(Reading("nilai", tickets=NUMBER, score=score), named=DONE)
    assert (Set("review", "low_rating") in decision.effects) is review
    assert [move.to for move in kinds(decision, Move)] == ["closed"]
    assert ClockChange("close", "stop") in decision.effects


def test_second_score_replaces_the_first() -> None:
    closed = replace(DONE, state="closed", rating=2)
    decision = do(Reading("nilai", tickets=NUMBER, score=5), named=closed)
    assert kinds(decision, Set, Move) == [Set("rating", 5)]


known_case = st.none() | st.builds(
    Case, id=st.integers(1, 9), number=st.just(4839206), mine=st.booleans(),
    state=st.sampled_from(["new", "held", "assigned", "done", "closed", "merged", "prank"]),
    confidentiality=st.sampled_from(["biasa", "anonim", "rahasia"]), silent=st.booleans(),
    ended_at=st.sampled_from([NOW, NOW - timedelta(days=60)]),
    subtype=st.sampled_from(["", ERASURE]),
)  # fmt: skip
own = known_case.filter(lambda case: case is None or case.mine)


def possible(facts: Facts) -> Facts:
    """Return *facts* without what cannot be known of a sender whom the carrier did not name."""
    if facts.known_sender:
        return facts
    named = facts.named if facts.named and not facts.named.mine else None
    return replace(facts, named=named, latest=None, asked=None, repeated=None, pending="")


facts_of_any_kind = st.builds(
    Facts, sop=st.just(CITY), known_sender=st.booleans(), person=st.booleans(), named=known_case,
    latest=own, asked=own, repeated=own, misses=st.integers(0, 9), latest_age_h=st.floats(0, 100),
    pending=st.sampled_from(["", "lokasi", "lengkapi", "tanya", "penutupan", "nilai"]),
    ghosts_today=st.integers(0, 4), blocked_until=st.sampled_from([None, NOW, LATER]),
    similar=st.lists(known_case.filter(lambda case: case is not None and not case.mine)).map(tuple),
).map(possible)  # fmt: skip


def whole(reading: Reading) -> Reading:
    """Return *reading* with the ticket numbers that it has among its words."""
    digits = [ticket.digits for ticket in reading.tickets]
    return replace(reading, body=" ".join([reading.body, *digits]).strip())


readings = st.builds(
    Reading, intent=st.sampled_from(INTENTS),
    body=st.sampled_from(["", "lampu mati", "belum", "4"]),
    tickets=st.sampled_from([(), NUMBER, TYPO]), score=st.sampled_from([None, 4]),
    urgency=st.sampled_from(["biasa", "darurat"]), answer=st.sampled_from(["", "ya", "belum"]),
    flags=st.lists(st.sampled_from(["ghost", "rahasia", "jangan_balas", "tanpa_lokasi", "ancaman",
                                    "curiga_prank", "nomor_rusak"]), unique=True).map(tuple),
).map(whole)  # fmt: skip


@given(reading=readings, facts=facts_of_any_kind)
def test_no_decision_touches_a_ticket_of_somebody_else(reading: Reading, facts: Facts) -> None:
    decision = decide(reading, facts, NOW)
    assert decision.case is None or decision.case.mine
    for effect in decision.effects:
        case = getattr(effect, "case", None)
        assert case is None or case.mine
    answer = said(decision)
    assert not answer or answer in KINDS
    if not facts.person or not facts.known_sender:
        assert not answer


@given(reading=readings, facts=facts_of_any_kind)
def test_no_silent_ticket_is_ever_spoken_of(reading: Reading, facts: Facts) -> None:
    decision = decide(reading, facts, NOW)
    opened = kinds(decision, OpenTicket)
    if any(ticket.silent for ticket in opened) or (decision.case and decision.case.silent):
        assert said(decision) == ""


@given(reading=readings, facts=facts_of_any_kind)
def test_report_of_a_person_is_never_lost(reading: Reading, facts: Facts) -> None:
    report = reading.intent in {"aduan", "aspirasi", "sesuatu_yang_baru"}
    if not report or not reading.body or not facts.person or facts.blocked_until == LATER:
        return
    if "ghost" in reading.flags and reading.urgency != "darurat":
        return
    taken = suggest(reading, facts.context())
    if taken.answer or taken.score is not None:  # "ya", "4": an answer to our question
        return
    decision = decide(reading, facts, NOW)
    assert kinds(decision, OpenTicket, Note, Happened, Set, Move)


@given(reading=readings, facts=facts_of_any_kind)
def test_nothing_confidential_is_told_to_officers(reading: Reading, facts: Facts) -> None:
    decision = decide(reading, facts, NOW)
    secret = any(t.confidentiality == "rahasia" for t in kinds(decision, OpenTicket)) or (
        decision.case is not None and decision.case.confidentiality == "rahasia"
    )
    for tell in kinds(decision, Tell):
        if secret and tell.to.startswith(("agency:", "officer:", "coordinator")):
            assert "lampu mati" not in str(tell)
            assert tell.kind not in {"P_BARU", "P_DARURAT"}
