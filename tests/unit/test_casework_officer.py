"""Whatever an officer writes is answered: done, refused with the reason, or asked for its code."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.casework.case import Actor, Case, Challenge
from models.casework.effects import Answered, Ask, Decision, Happened, Move, Note, Set, Taken, Tell
from models.casework.sop import Sop
from parser.reading import Reading
from tests.orders import (
    COORDINATOR,
    DAMKAR,
    DISHUB,
    DISHUB2,
    DLHKP,
    MAYOR,
    NOW,
    NUMBER,
    OTHER,
    SOP,
    by,
    case,
    clock,
    fields,
    helps,
    lead,
    of,
    ref,
    says,
    shapes,
    sms,
    told,
    without_codes,
    worked,
)

FREE = without_codes()


def answer(decision: Decision) -> Tell:
    """Return the one SMS that the officer gets."""
    (tell,) = [tell for tell in of(decision, Tell) if tell.to == "sender"]
    assert tell.lane == "ack"
    return tell


@pytest.mark.parametrize(
    ("reading", "kind", "said"),
    [
        (says("terima"), "P_DICATAT", {"verba": "TERIMA", "status": "DITERUSKAN"}),
        (says("proses", "regu A besok"), "P_OK", {"status": "DIPROSES"}),
        (says("selesai", "lampu diganti"), "P_OK", {"status": "SELESAI"}),
        (says("tolak", "bukan kami"), "P_DICATAT", {"verba": "TOLAK", "status": "TERVERIFIKASI"}),
        (says("tanya", "tiang berapa"), "P_OK", {"status": "MENUNGGU PELAPOR"}),
        (says("catat", "dicek"), "P_DICATAT", {"verba": "CATAT", "status": "DITERUSKAN"}),
        (says("rahasia"), "P_DICATAT", {"verba": "RAHASIA", "status": "DITERUSKAN"}),
    ],
)
def test_command_is_done_and_confirmed(reading: Reading, kind: str, said: dict[str, str]) -> None:
    decision = sms(reading, worked(), sop=FREE)
    assert (answer(decision).kind, decision.valid) == (kind, True)
    assert fields(decision, kind) == said


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        (says("disposisi", "segera", agency="DISHUB"), "assigned"),
        (says("gabung", into=ref(OTHER)), "merged"),
        (says("prank", "iseng"), "marked_prank"),
        (says("rahasia"), "hidden"),
    ],
)
def test_coordinator_commands_by_sms(reading: Reading, outcome: str) -> None:
    into = replace(case("assigned", number=OTHER), id=8)
    decision = sms(reading, case("verified"), COORDINATOR, into=into, sop=FREE)
    assert decision.outcome == outcome


def test_sentence_that_is_no_command_is_noted_and_the_officer_told_how_to_say_more() -> None:
    reading = says("catat", "tiang keropos", flags=("kalimat", "tanpa_perintah"))
    decision = sms(reading, worked(), sop=FREE)
    assert (decision.outcome, told(decision)) == ("noted", {"sender": "P_INTERN"})
    assert of(decision, Note) == [Note("officer", "tiang keropos")]


def test_officer_is_not_told_that_a_silent_reporter_heard() -> None:
    assert answer(sms(says("proses", "x"), worked(silent=True))).kind == "P_DICATAT"


def test_lead_reads_who_is_still_at_work() -> None:
    decision = sms(says("selesai", "beres"), worked(helps()), sop=FREE)
    assert (answer(decision).kind, fields(decision, "P_TUNGGU")) == ("P_TUNGGU", {"opd": "DLHKP"})
    alone = case("verified", lead(state="returned"), helps())
    assert answer(sms(says("selesai", "beres"), alone, DLHKP, sop=FREE)).kind == "P_OK"


@pytest.mark.parametrize(
    ("reading", "about", "actor", "why", "kind", "said"),
    [
        (says("selesai"), worked(), DISHUB, "no_text", "P_BUKTI", {"verba": "SELESAI"}),
        (says("tolak"), worked(), DISHUB, "no_text", "P_ALASAN", {"verba": "TOLAK"}),
        (says("proses"), worked(), DISHUB, "no_text", "P_ISI", {"verba": "PROSES"}),
        (says("tanya"), worked(), DISHUB, "no_text", "P_ISI", {"verba": "TANYA"}),
        (
            says("tanya", "x"), worked(silent=True), DISHUB, "silent", "P_DIAM",
            {"verba": "TANYA", "opd": ""},
        ),
        (says("prank"), worked(), DISHUB, "role", "P_PERAN", {"verba": "PRANK", "opd": ""}),
        (
            says("prank"), case("new", threat=True), COORDINATOR, "threat", "P_ANCAMAN",
            {"verba": "PRANK", "opd": ""},
        ),
        (
            says("disposisi", agency="DISHUB"), case("new"), COORDINATOR, "unverified", "P_VERIF",
            {"verba": "DISPOSISI", "opd": "DISHUB"},
        ),
        (
            says("disposisi", agency="DISHUB"), case("verified", accused=("DISHUB",)), COORDINATOR,
            "accused", "P_TERLAPOR", {"verba": "DISPOSISI", "opd": "DISHUB"},
        ),
        (
            says("disposisi", agency="DISHUB"), worked(), COORDINATOR, "same", "P_STATUS",
            {"verba": "DISPOSISI", "status": "DITERUSKAN"},
        ),
        (
            says("proses", "x"), case("verified"), COORDINATOR, "agency", "P_STATUS",
            {"verba": "PROSES", "status": "TERVERIFIKASI"},
        ),
        (
            says("terima"), case("closed", lead(state="done")), DISHUB, "state", "P_STATUS",
            {"verba": "TERIMA", "status": "DITUTUP"},
        ),
        (
            says("selesai", "beres"), worked(type="permintaan_info", subtype="ppid"), DISHUB,
            "outcome", "P_HASIL", {"verba": "SELESAI", "opd": ""},
        ),
        (
            says("rahasia"), worked(confidentiality="rahasia"), COORDINATOR, "same", "P_STATUS",
            {"verba": "RAHASIA", "status": "DITERUSKAN"},
        ),
    ],
)  # fmt: skip
def test_refused_command_is_explained_and_leaves_an_event(
    reading: Reading, about: Case, actor: Actor, why: str, kind: str, said: dict[str, str]
) -> None:
    decision = sms(reading, about, actor)
    assert (decision.outcome, decision.refused) == ("refused", why)
    assert (answer(decision).kind, fields(decision, kind)) == (kind, said)
    assert [dict(one.data)["why"] for one in of(decision, Happened)] == [why]
    assert len(decision.effects) == 2


@pytest.mark.parametrize(
    ("into", "other"),
    [
        (None, None),
        (NUMBER, case("verified")),
        (OTHER, case("closed", number=OTHER)),
        (OTHER, replace(case("assigned", number=OTHER, confidentiality="rahasia"), id=8)),
    ],
)
def test_bad_merge_says_how(into: int | None, other: Case | None) -> None:
    reading = says("gabung", into=ref(into) if into else None)
    other = replace(other, id=8) if other and into == OTHER else other
    decision = sms(reading, case("verified"), COORDINATOR, into=other)
    assert answer(decision).kind == "P_GABUNG"


def test_merge_into_no_ticket_names_the_wrong_number() -> None:
    decision = sms(says("gabung", into=ref(OTHER)), case("verified"), COORDINATOR)
    assert fields(decision, "P_TAKADA")["no"] == str(OTHER)


@pytest.mark.parametrize(
    ("last", "who"),
    [
        (by("DISHUB", "accepted", "officer:3"), "DISHUB"),
        (by("", "cancelled", "citizen"), "pelapor"),
        (by("", "closed", "system"), "sistem"),
        (by("", "merged", "staff:sari"), "koordinator"),
        (by("DISHUB", "assigned", "staff:sari"), "koordinator"),  # to DISHUB, not by it
        (by("DLHKP", "assigned", "officer:3"), "petugas lain"),
        (by("DISHUB", "progressed", "staff:tono"), "DISHUB"),
    ],
)
def test_second_of_two_reads_what_the_first_did(last: Any, who: str) -> None:
    about = case("assigned", lead(state="accepted", accepted_by=3), last=last)
    decision = sms(says("terima"), about)
    said = fields(decision, "P_DULU")
    assert (said["opd"], said["waktu"], said["status"]) == (who, "23/11 08.50", "DITERUSKAN")
    assert len(said["tindakan"]) <= 14


def test_last_deed_that_moved_nothing_is_not_blamed() -> None:
    about = case("assigned", lead(state="accepted"), last=by("DISHUB", "noted"))
    assert answer(sms(says("terima"), about)).kind == "P_STATUS"


@pytest.mark.parametrize(
    ("reading", "about", "actor"),
    [
        (says("terima"), None, DISHUB),
        (says("terima"), worked(), DLHKP),
        (says("selesai", "beres"), worked(), DLHKP),
        (says("terima", "", "1234567"), worked(), DISHUB),
    ],
)
def test_no_such_ticket_and_anothers_read_alike(
    reading: Reading, about: Case | None, actor: Actor
) -> None:
    decision = sms(reading, about, actor)
    tell = answer(decision)
    assert (tell.kind, tell.subject) == ("P_TAKADA", False)
    assert fields(decision, "P_TAKADA")["opd"] == actor.agency


def test_who_has_no_agency_reads_the_same() -> None:
    nobody = COORDINATOR._replace(agency="")
    assert fields(sms(says("catat", "x"), None, nobody), "P_TAKADA")["opd"] == "Koordinator"
    lost = DLHKP._replace(agency="")
    assert fields(sms(says("terima"), worked(), lost), "P_TAKADA")["opd"] == "Koordinator"


@pytest.mark.parametrize(
    ("tasks", "number"), [((), "1234566"), ((worked(number=OTHER),), "1234577")]
)
def test_command_without_a_number_shows_how(tasks: tuple[Case, ...], number: str) -> None:
    decision = sms(says("selesai", "beres", 0), None, tasks=tasks)
    assert (decision.outcome, fields(decision, "P_NOMOR")) == (
        "no_number", {"verba": "SELESAI", "no": number},
    )  # fmt: skip


@pytest.mark.parametrize(
    "reading",
    [
        says("selesai", "beres", NUMBER, OTHER),
        says("terima", f"TOLAK {OTHER} bukan kami"),
        says("terima", "TOLAK bukan kami"),
        says("selesai", f"lampu, proses: {OTHER} besok"),
        says("proses", f"gabung {OTHER}"),
    ],
)
def test_two_commands_in_one_sms_do_neither(reading: Reading) -> None:
    decision = sms(reading, worked())
    assert (decision.outcome, answer(decision).kind) == ("several", "P_SATU")
    assert [dict(one.data)["why"] for one in of(decision, Happened)] == ["several"]
    assert len(decision.effects) == 2
    assert len(sms(reading, None).effects) == 1


@pytest.mark.parametrize(
    "reading",
    [
        says("selesai", "terima kasih, lampu menyala"),
        says("selesai", "proses 1234567 meter kabel"),
        says("selesai", f"sama dengan {OTHER}"),
        says("terima", "siap, 5 menit lagi"),
        says("terima", "terima kasih"),
    ],
)
def test_words_that_look_like_a_second_command_are_words(reading: Reading) -> None:
    assert sms(reading, worked(), sop=FREE).valid


@pytest.mark.parametrize(("act", "taken"), [("terima", True), ("selesai", False)])
def test_accepting_without_a_number_answers_the_alarm(act: str, taken: bool) -> None:
    alarm = case("new", urgency="darurat")
    decision = sms(says(act, "", 0), None, DAMKAR, alarm=alarm)
    assert (of(decision, Taken) == [Taken(5)]) is taken
    assert decision.case == (alarm if taken else None)


@pytest.mark.parametrize(
    ("suggest", "kind", "code"), [("DISHUB", "P_OPD", "DISHUB"), ("", "P_OPDAPA", "DISHUB")]
)
def test_agency_is_offered_never_guessed(suggest: str, kind: str, code: str) -> None:
    decision = sms(says("disposisi", "dihsub", suggest=suggest), case("verified"), COORDINATOR)
    assert (decision.refused, fields(decision, kind)) == ("agency", {"opd": code})
    assert of(decision, Move) == []


def test_city_without_agencies_still_shows_how() -> None:
    sop = replace(SOP, agencies=())
    decision = sms(says("disposisi"), case("verified"), COORDINATOR, sop=sop)
    assert fields(decision, "P_OPDAPA") == {"opd": "DISHUB"}


@pytest.mark.parametrize(
    ("body", "subtype", "outcome", "text"),
    [
        ("DIBERIKAN lewat email", "ppid", "granted", "DIBERIKAN lewat email"),
        ("sebagian, data 2025 belum ada", "ppid", "partly", "data 2025 belum ada"),
        ("Ditolak: rahasia negara", "ppid", "refused", "rahasia negara"),
        ("buka jam 8", "", "granted", "buka jam 8"),
        ("08.00-15.00", "", "granted", "08.00-15.00"),
    ],
)
def test_request_for_information_ends_as_written(
    body: str, subtype: str, outcome: str, text: str
) -> None:
    about = worked(type="permintaan_info", subtype=subtype)
    decision = sms(says("selesai", body), about, sop=FREE)
    assert of(decision, Set) == [Set("outcome", outcome)]
    assert of(decision, Note) == [Note("result", text)]


def test_refused_information_needs_its_reason() -> None:
    about = worked(type="permintaan_info", subtype="ppid")
    assert sms(says("selesai", "DITOLAK"), about).refused == "no_text"


@pytest.mark.parametrize(
    ("reading", "about", "actor", "into"),
    [
        (says("selesai", "beres"), worked(), DISHUB, 0),
        (says("rahasia"), worked(), DISHUB, 0),
        (says("prank", "iseng"), case("new"), COORDINATOR, 0),
        (says("gabung", into=ref(OTHER)), case("new"), COORDINATOR, OTHER),
    ],
)
def test_grave_command_waits_for_its_code(
    reading: Reading, about: Case, actor: Actor, into: int
) -> None:
    act = reading.intent.removeprefix("petugas_")
    other = replace(case("assigned", number=OTHER), id=8)
    decision = sms(reading, about, actor, into=other)
    assert decision.effects == (
        Ask(act, reading.body, into),
        Tell("P_KODE", "sender", (("verba", act.upper()),), "ack"),
    )
    assert (decision.outcome, decision.case) == ("code_asked", about)


def test_sheet_of_codes_is_asked_for_in_its_own_words() -> None:
    sop = replace(SOP, codes=replace(SOP.codes, mode="sheet"))
    done = says("selesai", "beres")
    assert answer(sms(done, worked(), sop=sop, sheet=True)).kind == "P_LEMBAR"
    assert answer(sms(done, worked(), sop=sop)).kind == "P_KODE", "who has no sheet is sent one"


def challenge(act: str = "selesai", **more: Any) -> Challenge:
    """Return a code that waits for five minutes more."""
    more.setdefault("body", "lampu diganti")
    more.setdefault("until", NOW + timedelta(minutes=5))
    return Challenge(3, act, NUMBER, right=more.pop("right", True), **more)


def confirm(about: Case | None, waits: Challenge | None, actor: Actor = DISHUB) -> Decision:
    """Let *actor* send a code back."""
    return sms(says("ok", "381724", 0), about, actor, challenge=waits)


@pytest.mark.parametrize("until", [NOW + timedelta(seconds=1), None])
def test_right_code_carries_the_command_out(until: Any) -> None:
    decision = confirm(worked(), challenge(until=until))
    assert decision.effects[0] == Answered(3)
    assert "Move:done" in shapes(decision, Move)
    assert of(decision, Note) == [Note("result", "lampu diganti")]
    assert answer(decision).kind == "P_OK"


def test_confirmed_merge_knows_the_other_ticket() -> None:
    other = replace(case("assigned", number=OTHER), id=8)
    waits = challenge("gabung", into=OTHER, body="")
    facts = {"challenge": waits, "into": other}
    decision = sms(says("ok", "381724", 0), case("verified"), COORDINATOR, **facts)
    assert decision.outcome == "merged"


def test_second_officer_with_a_right_code_reads_who_was_faster() -> None:
    about = case("done", lead(state="done"), last=by("DISHUB", "done", "officer:2"))
    decision = confirm(about, challenge(), DISHUB2)
    assert (decision.effects[0], decision.refused) == (Answered(3), "state")
    assert fields(decision, "P_DULU")["tindakan"] == "diselesaikan"


def test_words_of_a_refused_confirmation_name_the_command() -> None:
    decision = confirm(case("done", lead(state="done")), challenge())
    assert fields(decision, "P_STATUS")["verba"] == "SELESAI"


@pytest.mark.parametrize(
    ("tries", "kind", "said", "right"),
    [
        (0, "P_SALAH", {"n": "2"}, False),
        (1, "P_SALAH", {"n": "1"}, False),
        (2, "P_HANGUS", {"verba": "SELESAI"}, True),
        (9, "P_HANGUS", {"verba": "SELESAI"}, True),
    ],
)
def test_wrong_code_may_be_tried_three_times(
    tries: int,
    kind: str,
    said: dict[str, str],
    right: bool,
) -> None:
    decision = confirm(worked(), challenge(right=False, tries=tries))
    assert fields(decision, kind) == said
    assert of(decision, Answered) == [Answered(3, right=right)]
    assert of(decision, Happened) == [Happened("refused", (("verb", "done"), ("why", "code")))]
    assert of(decision, Move) == []


@pytest.mark.parametrize("right", [True, False])
def test_code_that_comes_too_late_says_so(right: bool) -> None:
    decision = confirm(worked(), challenge(right=right, until=NOW))
    assert (decision.refused, answer(decision).kind) == ("expired", "P_LEWAT")
    assert of(decision, Answered) == [Answered(3)]


def test_code_that_nothing_waits_for_is_told() -> None:
    assert answer(confirm(None, None)).kind == "P_TANPA"


@pytest.mark.parametrize("about", [None, case("new", number=OTHER)])
def test_code_for_a_ticket_that_is_gone_is_used_up(about: Case | None) -> None:
    decision = confirm(about, challenge())
    assert decision.effects[0] == Answered(3)
    assert answer(decision).kind == "P_TAKADA"


LATE = clock("settle", due=NOW - timedelta(days=1))
TASKS = (
    case("assigned", lead(due=NOW - timedelta(hours=1))),
    case("assigned", lead(), number=OTHER, clocks=(clock("follow_up", 1),)),
    case("new", number=1234588, clocks=(LATE, clock("verify"))),
    case("new", number=1234599),
)


@pytest.mark.parametrize(
    ("act", "kind", "said"),
    [
        (
            "daftar", "P_DAFTAR",
            {"n": "4", "daftar": "1234566 23/11!, 1234577 25/11, 1234588 22/11!, 1234599"},
        ),
        ("telat", "P_LAMBAT", {"n": "2", "daftar": "1234566 23/11!, 1234588 22/11!"}),
    ],
)  # fmt: skip
def test_tasks_are_listed_by_number_and_day(act: str, kind: str, said: dict[str, str]) -> None:
    decision = sms(says(act, "", 0), None, tasks=TASKS)
    assert fields(decision, kind) == {"opd": "DISHUB", **said}
    assert (decision.outcome, decision.valid) == ("list", True)


@pytest.mark.parametrize(
    ("act", "actor", "kind", "who"),
    [("daftar", DISHUB, "P_KOSONG", "DISHUB"), ("telat", MAYOR, "P_NIHIL", "Koordinator")],
)
def test_empty_list_says_so(act: str, actor: Actor, kind: str, who: str) -> None:
    assert fields(sms(says(act, "", 0), None, actor), kind) == {"opd": who}


def test_no_verb_needs_a_code_where_the_city_lists_none() -> None:
    sop: Sop = replace(SOP, codes=replace(SOP.codes, verbs=frozenset()))
    assert told(sms(says("selesai", "beres"), worked(), sop=sop))["sender"] == "P_OK"
