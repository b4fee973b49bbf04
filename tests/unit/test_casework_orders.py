"""Coordinators verify, end, merge, open again, hide and set; what is no prank stays a report."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.casework.case import CITIZEN, SYSTEM, Actor, Case
from models.casework.effects import (
    Alarm,
    Assign,
    ClockChange,
    Happened,
    Merge,
    Move,
    Note,
    Person,
    Set,
    StartClock,
    TaskMove,
)
from models.casework.orders import VERBS
from models.casework.states import ARCHIVE_REASONS, MOVES, may
from tests.orders import (
    COORDINATOR,
    DISHUB,
    DLHKP,
    MAYOR,
    NOW,
    OTHER,
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

OPEN_OTHER = replace(case("assigned", number=OTHER), id=8)
PPID = {"type": "permintaan_info", "subtype": "ppid"}


@pytest.mark.parametrize(
    ("verb", "about", "actor", "more", "why"),
    [
        ("verify", case("new"), DISHUB, {}, "role"),
        ("verify", case("assigned"), SARI, {}, "state"),
        ("verify", case("held", held_from="assigned"), SARI, {}, "state"),
        ("reject", case("new"), SARI, {}, "no_text"),
        ("reject", case("new"), SARI, {"text": "x", "agency": "KUA"}, "agency"),
        ("reject", case("new"), DISHUB, {"text": "x", "agency": "KUA"}, "role"),
        ("reject", case("done"), SARI, {"text": "x"}, "state"),
        ("archive", case("new"), SARI, {}, "value"),
        ("archive", case("new"), SARI, {"values": (("reason", "bosan"),)}, "value"),
        ("archive", case("closed"), SARI, {"values": (("reason", "test"),)}, "state"),
        ("close", case("assigned"), SARI, {}, "state"),
        ("close", case("done"), DISHUB, {}, "role"),
        ("cancel", case("done"), CITIZEN, {}, "state"),
        ("cancel", case("new"), DISHUB, {}, "role"),
        ("merge", case("new"), SARI, {}, "value"),
        ("merge", case("new"), DISHUB, {"into": OPEN_OTHER}, "role"),
        ("merge", case("new"), SARI, {"into": case("new")}, "same"),
        ("merge", case("new"), SARI, {"into": replace(OPEN_OTHER, state="closed")}, "ended"),
        ("merge", case("new"), SARI, {"into": replace(OPEN_OTHER, state="merged")}, "ended"),
        (
            "merge",
            case("new"),
            SARI,
            {"into": replace(OPEN_OTHER, state="merged", merged_into=1234566)},
            "cycle",
        ),
        (
            "merge",
            case("new"),
            SARI,
            {"into": replace(OPEN_OTHER, confidentiality="rahasia")},
            "confidential",
        ),
        ("merge", case("archived"), SARI, {"into": OPEN_OTHER}, "state"),
        ("reopen", case("assigned"), SARI, {}, "state"),
        ("reopen", case("closed"), DISHUB, {}, "role"),
        ("reopen", case("archived"), CITIZEN, {}, "state"),
        ("reopen", case("closed", ended_at=NOW - timedelta(days=31)), CITIZEN, {}, "too_late"),
        ("prank", case("new"), DISHUB, {}, "role"),
        ("prank", case("closed"), SARI, {}, "state"),
        ("prank", case("new", threat=True), SARI, {}, "threat"),
        ("prank", case("new", category="keamanan", urgency="darurat"), SARI, {}, "threat"),
        ("hide", case("new"), CITIZEN, {}, "role"),
        ("hide", case("new"), DLHKP, {}, "not_yours"),
        ("hide", case("new", confidentiality="rahasia"), SARI, {}, "same"),
        ("release", case("new"), DISHUB, {}, "role"),
        ("release", case("new", confidentiality="rahasia"), SARI, {}, "confidential"),
        ("set", case("new"), DISHUB, {"values": (("term", "long"),)}, "role"),
        ("set", case("new"), SARI, {}, "value"),
        ("extend", case("assigned"), DISHUB, {}, "role"),
        ("extend", case("assigned", **PPID), SARI, {"text": "x"}, "state"),
        ("extend", case("assigned", clocks=(clock("ppid"),)), SARI, {"text": "x"}, "state"),
        ("extend", case("done", clocks=(clock("ppid"),), **PPID), SARI, {"text": "x"}, "state"),
        ("extend", case("assigned", clocks=(clock("ppid"),), **PPID), SARI, {}, "no_text"),
        ("watch", case("done"), DISHUB, {"values": (("until", "2026-12-24"),)}, "role"),
        ("block", case("new"), DISHUB, {}, "role"),
        ("block", case("new", reporter=0), SARI, {}, "no_reporter"),
        ("unblock", case("new"), DISHUB, {}, "role"),
        ("unblock", case("new", reporter=0), SARI, {}, "no_reporter"),
    ],
)
def test_order_is_refused_with_its_reason_and_changes_nothing(
    verb: str, about: Case, actor: Actor, more: dict[str, Any], why: str
) -> None:
    decision = order(verb, about, actor, **more)
    assert decision.refused == why
    assert decision.effects == (Happened("refused", (("verb", verb), ("why", why))),)


def test_every_move_is_an_order_and_no_viewer_may_do_one() -> None:
    assert set(MOVES) <= set(VERBS)
    assert not any(may(verb, "new", "mayor") for verb in MOVES)
    assert may("verify", "new", "coordinator")
    assert not may("verify", "closed", "coordinator")
    assert not may("rate", "done", "citizen")


def test_verification_keeps_how_it_was_checked() -> None:
    decision = order("verify", case("new"), SARI, "dicek ke lokasi oleh RT")
    assert decision.effects == (
        Move("verified", "verify"), Note("check", "dicek ke lokasi oleh RT")
    )  # fmt: skip


def test_held_report_is_verified_and_its_deadlines_go_on() -> None:
    clocks = (clock("verify", paused_since=NOW - timedelta(hours=3)), clock("answer"))
    decision = order("verify", case("held", clocks=clocks), SARI)
    assert shapes(decision, ClockChange, Move) == [
        "ClockChange:verify:resume", "ClockChange:answer:stop", "Move:new", "Move:verified",
    ]  # fmt: skip


def test_foreign_matter_names_whom_to_ask() -> None:
    decision = order("reject", worked(), SARI, "tiang milik PLN", agency="PLN")
    assert shapes(decision, TaskMove, ClockChange, Move, Set, Note) == [
        "TaskMove:DISHUB:withdrawn", "ClockChange:accept:DISHUB:stop",
        "ClockChange:follow_up:DISHUB:stop", "ClockChange:settle:stop", "Move:other_agency",
        "Set:outside_agency:PLN", "Note:reason",
    ]  # fmt: skip
    assert told(decision) == {"agency:DISHUB": "P_CABUT", "reporters": "TOLAK"}
    assert fields(decision, "TOLAK") == {"opd": "123", "tl": "tiang milik PLN"}


@pytest.mark.parametrize(("agency", "whom"), [("PDAM", "PDAM"), ("", "instansi terkait")])
def test_foreign_matter_without_a_telephone_names_the_body(agency: str, whom: str) -> None:
    decision = order("reject", case("new"), SARI, "bukan kota", agency=agency)
    assert fields(decision, "TOLAK")["opd"] == whom


@pytest.mark.parametrize("reason", ARCHIVE_REASONS)
def test_archived_report_tells_its_reporter_why(reason: str) -> None:
    decision = order("archive", case("new"), SARI, values=(("reason", reason),))
    assert of(decision, Set) == [Set("archive_reason", reason)]
    assert ("reporters" in told(decision)) == (reason != "test")


def test_reporter_who_cancels_is_answered_elsewhere() -> None:
    decision = order("cancel", worked(helps(state="done")), CITIZEN)
    assert told(decision) == {"agency:DISHUB": "P_CABUT"}
    assert fields(decision, "P_CABUT") == {"opd": "DISHUB", "status": "DIBATALKAN"}
    assert "reporters" in told(order("cancel", worked(), SARI))


@pytest.mark.parametrize(("actor", "kind"), [(SYSTEM, "TUTUP"), (SARI, "TUTUP_OK")])
def test_closing_says_until_when_it_can_be_opened_again(actor: Actor, kind: str) -> None:
    decision = order("close", case("done", clocks=(clock("close"),)), actor)
    assert shapes(decision, ClockChange, Move) == ["ClockChange:close:stop", "Move:closed"]
    assert fields(decision, kind) == {"tgl": "23-12-2026"}


def test_merged_report_goes_on_as_another() -> None:
    decision = order("merge", worked(), SARI, "sama", into=OPEN_OTHER)
    assert of(decision, Merge) == [Merge(OPEN_OTHER)]
    assert told(decision) == {"agency:DISHUB": "P_CABUT", "reporters": "GABUNG"}


def test_secret_reports_are_merged_with_secret_ones() -> None:
    hidden = replace(OPEN_OTHER, confidentiality="rahasia")
    decision = order("merge", case("new", confidentiality="rahasia"), SARI, into=hidden)
    assert told(decision) == {"reporter": "KABAR_RAHASIA"}
    assert fields(decision, "KABAR_RAHASIA") == {"status": "DIGABUNG"}


@pytest.mark.parametrize("days", [0, 30])
def test_reporter_opens_again_and_the_agency_has_a_new_task(days: int) -> None:
    ended = NOW - timedelta(days=days)
    about = case("closed", lead(state="done"), helps(state="done"), ended_at=ended)
    decision = order("reopen", about, CITIZEN)
    assert shapes(decision, Move, Assign, StartClock, Set, Note) == [
        "Move:assigned", "Assign:DISHUB", "StartClock:settle", "Set:review:reopened",
        "Note:addition",
    ]  # fmt: skip
    assert told(decision) == {"agency:DISHUB": "P_BUKA"}


@pytest.mark.parametrize(
    "about",
    [
        case("cancelled"),
        case("done", lead(state="returned")),
        case("done", lead(state="done"), accused=("DISHUB",)),
    ],
)
def test_report_that_no_agency_has_goes_to_the_coordinator(about: Case) -> None:
    decision = order("reopen", about, CITIZEN)
    assert shapes(decision, Move, Assign, StartClock) == [
        "Move:verified", "StartClock:settle", "StartClock:verify",
    ]  # fmt: skip
    assert told(decision) == {"coordinator": "P_BANDING"}


def test_appeal_against_prank_is_read_by_the_coordinator() -> None:
    about = case("prank", lead(state="withdrawn"), ended_at=NOW)
    decision = order("reopen", about, CITIZEN)
    assert of(decision, Set) == [Set("review", "appeal")]
    assert of(decision, Person) == []
    assert shapes(decision, Move) == ["Move:verified"]


def test_coordinator_who_opens_a_prank_again_takes_the_strike_back() -> None:
    decision = order("reopen", case("prank"), SARI, "ternyata benar")
    assert [(one.change, one.whose) for one in of(decision, Person)] == [
        ("forgive", "reporter"), ("unblock", "reporter"),
    ]  # fmt: skip
    assert told(decision) == {"reporters": "BUKA_OK"}
    assert of(order("reopen", case("prank", reporter=0), SARI), Person) == []


def test_coordinator_opens_again_after_any_time() -> None:
    about = case("archived", type="permintaan_info", ended_at=NOW - timedelta(days=400))
    decision = order("reopen", about, SARI, sop=replace(SOP, deadlines=()))
    assert shapes(decision, Set, StartClock) == ["Set:outcome"]


def test_prank_is_a_strike_and_a_polite_word() -> None:
    decision = order("prank", worked(), SARI, "iseng")
    assert of(decision, Person) == [Person("strike", reason="prank", whose="reporter")]
    assert told(decision) == {"agency:DISHUB": "P_CABUT", "reporters": "PRANK"}
    assert decision.outcome == "marked_prank"


def test_third_prank_blocks_for_a_while() -> None:
    decision = order("prank", case("new", strikes=2), SARI)
    assert [one.change for one in of(decision, Person)] == ["strike", "block"]
    assert of(decision, Person)[1].until == NOW + timedelta(days=90)
    assert fields(decision, "BLOKIR") == {"tgl": "21-02-2027"}


def test_prank_without_a_number_strikes_nobody() -> None:
    decision = order("prank", case("new", reporter=0), SARI)
    assert (of(decision, Person), told(decision)) == ([], {})


def test_officer_who_hides_a_report_handles_it() -> None:
    assert of(order("hide", worked(), DISHUB), Set) == [
        Set("confidentiality", "rahasia"), Set("handler", 2)
    ]  # fmt: skip
    assert of(order("hide", worked(), STAFF), Set) == [Set("confidentiality", "rahasia")]
    assert of(order("hide", worked(), COORDINATOR), Set) == [Set("confidentiality", "rahasia")]


def test_released_wording_may_be_seen() -> None:
    assert of(order("release", case("new"), SARI), Set) == [Set("released", 1)]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("type", "aspirasi", "aspirasi"), ("subtype", "ppid", "ppid"), ("category", "pju", "pju"),
        ("urgency", "tinggi", "tinggi"), ("confidentiality", "anonim", "anonim"),
        ("area", "35.71.01", "35.71.01"), ("grade", "ringan", "ringan"), ("term", "long", "long"),
        ("silent", "1", 1), ("lapor_id", "1916449", "1916449"), ("outcome", "partly", "partly"),
        ("outside_agency", "PLN", "PLN"), ("handler", "12", 12), ("review", "", ""),
    ],
)  # fmt: skip
def test_fields_are_set(name: str, value: str, kept: str | int) -> None:
    assert of(order("set", case("new"), SARI, values=((name, value),)), Set) == [Set(name, kept)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "x"), ("category", ""), ("silent", "ya"), ("handler", "sari"), ("term", "x"),
        ("state", "done"), ("lapor_id", "1" * 41), ("urgency", ""), ("confidentiality", ""),
    ],
)  # fmt: skip
def test_one_wrong_value_sets_nothing_and_is_named(name: str, value: str) -> None:
    decision = order("set", case("new"), SARI, values=(("area", "35"), (name, value)))
    assert (decision.refused, decision.notes) == ("value", (name,))
    assert of(decision, Set) == []


def test_open_deadlines_follow_the_class() -> None:
    (change,) = of(order("set", worked(), SARI, values=(("grade", "field_check"),)), ClockChange)
    assert (change.name, change.change) == ("settle", "due")
    assert change.due is not None
    assert change.due > NOW + timedelta(days=60)


@pytest.mark.parametrize(
    ("about", "urgency", "alarms"),
    [
        (case("new"), "darurat", 1),
        (case("new"), "tinggi", 0),
        (case("new", urgency="darurat"), "darurat", 0),
        (case("closed"), "darurat", 0),
    ],
)
def test_report_that_turns_out_urgent_raises_the_alarm(
    about: Case, urgency: str, alarms: int
) -> None:
    decision = order("set", about, SARI, values=(("urgency", urgency),))
    assert len(of(decision, Alarm)) == alarms


def test_public_information_takes_its_longer_time_once() -> None:
    about = case("assigned", clocks=(clock("ppid"),), **PPID)
    decision = order("extend", about, SARI, "data 5 tahun")
    assert shapes(decision, ClockChange, StartClock) == [
        "ClockChange:ppid:stop", "StartClock:ppid_extended"
    ]  # fmt: skip
    assert fields(decision, "PERPANJANG") == {"tgl": "04-12-2026", "tl": "data 5 tahun"}
    again = replace(about, clocks=(clock("ppid_extended"),))
    assert order("extend", again, SARI, "lagi").refused == "state"


def test_block_and_unblock_concern_the_reporter() -> None:
    blocked = order("block", case("new"), SARI, "kasar")
    assert of(blocked, Person) == [
        Person("block", NOW + timedelta(days=90), "abuse", whose="reporter")
    ]
    assert told(blocked) == {"reporters": "BLOKIR"}
    assert [one.change for one in of(order("unblock", case("new"), SARI), Person)] == [
        "unblock", "forgive",
    ]  # fmt: skip


def test_closed_ticket_is_looked_at_again() -> None:
    about = case("closed")
    decision = order("watch", about, SARI, "cek genangan", values=(("until", "2026-12-24"),))
    assert shapes(decision, StartClock, Note) == ["StartClock:watch", "Note:check"]
    watched = replace(about, clocks=(clock("watch"),))
    assert shapes(order("watch", watched, SARI), ClockChange) == ["ClockChange:watch:stop"]


@pytest.mark.parametrize("until", ["besok", "2026-11-23", "2025-01-01", "2026-02-30"])
def test_watch_begins_on_a_day_to_come(until: str) -> None:
    decision = order("watch", case("closed"), SARI, values=(("until", until),))
    assert (decision.refused, decision.notes) == ("value", ("until",))


def test_unknown_verb_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        order("dance", case("new"), MAYOR)
