"""DISPOSISI finds its agency, never the accused one, and takes the task from who had it."""

from dataclasses import replace
from typing import Any

import pytest

from models.casework.case import Actor, Case
from models.casework.effects import Assign, ClockChange, Move, Note, Set, TaskMove, Tell
from tests.orders import (
    COORDINATOR,
    DISHUB,
    DLHKP,
    MAYOR,
    SOP,
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

KELURAHAN = Actor("officer:8", "officer", "KEL.POJOK", officer=8)
KECAMATAN = Actor("officer:9", "officer", "KEC.KOTA", officer=9)


@pytest.mark.parametrize(
    ("about", "actor", "more", "why"),
    [
        (case("verified"), COORDINATOR, {"agency": "KUA"}, "agency"),
        (case("verified"), COORDINATOR, {}, "agency"),
        (case("verified"), COORDINATOR, {"support": ("DLHKP",)}, "agency"),
        (case("verified"), COORDINATOR, {"agency": "DISHUB", "support": ("KUA",)}, "agency"),
        (case("verified", accused=("DISHUB",)), COORDINATOR, {"agency": "DISHUB"}, "accused"),
        (
            case("verified", accused=("DLHKP",)),
            COORDINATOR,
            {"agency": "DISHUB", "support": ("DLHKP",)},
            "accused",
        ),
        (case("closed"), COORDINATOR, {"agency": "DISHUB"}, "state"),
        (case("new"), COORDINATOR, {"agency": "DISHUB"}, "unverified"),
        (case("held", held_from="new"), COORDINATOR, {"agency": "DISHUB"}, "unverified"),
        (worked(), COORDINATOR, {"agency": "DISHUB"}, "same"),
        (worked(helps()), COORDINATOR, {"agency": "DISHUB", "support": ("DLHKP",)}, "same"),
        (
            case("verified", confidentiality="rahasia"),
            COORDINATOR,
            {"agency": "DISHUB", "support": ("DLHKP",)},
            "confidential",
        ),
        (worked(), MAYOR, {"agency": "DLHKP"}, "role"),
        (worked(), DLHKP, {"agency": "DISHUB"}, "not_yours"),
        (worked(), DISHUB, {"agency": "DLHKP"}, "role"),
        (worked(), DISHUB, {"agency": "KEC.KOTA", "support": ("DLHKP",)}, "role"),
        (case("assigned", helps("DISHUB")), DISHUB, {"agency": "KEC.KOTA"}, "role"),
        (case("done", lead(state="done")), DISHUB, {"agency": "KEC.KOTA"}, "state"),
    ],
)
def test_assignment_is_refused_with_its_reason(
    about: Case, actor: Actor, more: dict[str, Any], why: str
) -> None:
    decision = order("assign", about, actor, **more)
    assert decision.refused == why
    assert len(decision.effects) == 1


def test_assignment_tells_the_agency_and_the_reporter() -> None:
    about = case("verified", clocks=(clock("verify"), clock("settle")))
    decision = order("assign", about, COORDINATOR, "segera, hub 081234567890", agency="DISHUB")
    assert shapes(decision, Assign, ClockChange, Move, Note) == [
        "Assign:DISHUB", "ClockChange:verify:met", "Move:assigned", "Note:officer",
    ]  # fmt: skip
    assert told(decision) == {"agency:DISHUB": "P_BARU", "reporters": "DISPOSISI"}
    assert fields(decision, "P_BARU") == {"opd": "DISHUB", "catatan": "segera, hub [telepon]"}


def test_every_supporting_agency_has_a_task_of_its_own() -> None:
    decision = order(
        "assign",
        case("verified"),
        COORDINATOR,
        agency="DISHUB",
        support=("DLHKP", "PLN", "DLHKP", "DISHUB"),
    )
    assert [(one.agency, one.lead) for one in of(decision, Assign)] == [
        ("DISHUB", True), ("DLHKP", False), ("PLN", False),
    ]  # fmt: skip
    assert list(told(decision)) == ["agency:DISHUB", "agency:DLHKP", "agency:PLN", "reporters"]


def test_help_is_added_without_a_word_to_the_reporter() -> None:
    decision = order("assign", worked(), COORDINATOR, support=("DLHKP",))
    assert shapes(decision, Assign, Move, TaskMove) == ["Assign:DLHKP"]
    assert told(decision) == {"agency:DLHKP": "P_BARU"}


def test_new_lead_takes_the_task_from_the_old_one() -> None:
    decision = order("assign", worked(helps(), state="in_progress"), COORDINATOR, agency="PDAM")
    assert shapes(decision, TaskMove, Assign, Move) == [
        "TaskMove:DISHUB:withdrawn", "Assign:PDAM", "Move:assigned",
    ]  # fmt: skip
    assert told(decision)["agency:DISHUB"] == "P_CABUT"
    assert "agency:DLHKP" not in told(decision)


def test_support_may_become_the_lead() -> None:
    decision = order("assign", worked(helps()), COORDINATOR, agency="DLHKP")
    assert shapes(decision, TaskMove, Assign, ClockChange) == [
        "TaskMove:DISHUB:withdrawn", "ClockChange:accept:DISHUB:stop",
        "ClockChange:follow_up:DISHUB:stop", "TaskMove:DLHKP:withdrawn",
        "ClockChange:follow_up:DLHKP:stop", "Assign:DLHKP",
    ]  # fmt: skip


def test_danger_waits_for_no_verification() -> None:
    decision = order("assign", case("new", urgency="darurat"), COORDINATOR, agency="DAMKAR")
    assert shapes(decision, Move) == ["Move:assigned"]
    assert of(decision, Tell)[0].lane == "urgent"


def test_city_may_skip_verification() -> None:
    sop = replace(SOP, verified_needed=False)
    decision = order("assign", case("new"), COORDINATOR, agency="DISHUB", sop=sop)
    assert shapes(decision, Move) == ["Move:assigned"]


def test_held_ticket_goes_on_when_it_is_assigned() -> None:
    about = case("held", held_from="verified", question="coordinator")
    decision = order("assign", about, COORDINATOR, agency="DISHUB")
    assert shapes(decision, Move) == ["Move:verified", "Move:assigned"]


@pytest.mark.parametrize(
    ("actor", "agency"),
    [(KELURAHAN, "KEC.KOTA"), (KECAMATAN, "DISHUB"), (KECAMATAN, "KEL.POJOK")],
)
def test_area_hands_up_and_down(actor: Actor, agency: str) -> None:
    decision = order("assign", case("assigned", lead(actor.agency)), actor, agency=agency)
    assert shapes(decision, TaskMove, Assign, Move) == [
        f"TaskMove:{actor.agency}:returned", f"Assign:{agency}",
    ]  # fmt: skip
    assert told(decision) == {f"agency:{agency}": "P_BARU", "reporters": "DISPOSISI"}


def test_unit_that_the_city_no_longer_names_hands_nothing_on() -> None:
    gone = Actor("officer:10", "officer", "LAMA", officer=10)
    about = case("assigned", lead("LAMA"))
    assert order("assign", about, gone, agency="DISHUB").refused == "role"


def test_secret_report_is_told_by_number_alone() -> None:
    about = case("verified", confidentiality="rahasia")
    decision = order("assign", about, COORDINATOR, "lurah X", agency="INSPEKTORAT")
    assert told(decision) == {"agency:INSPEKTORAT": "P_RAHASIA", "reporter": "KABAR_RAHASIA"}
    assert fields(decision, "P_RAHASIA") == {"opd": "INSPEKTORAT"}


def test_coordinator_names_who_handles_a_secret_report() -> None:
    about = case("verified", confidentiality="rahasia")
    named = order("assign", about, COORDINATOR, agency="DISHUB", values=(("handler", "3"),))
    assert told(named)["officer:3"] == "P_RAHASIA"
    assert of(named, Set) == [Set("handler", 3)]


def test_handler_goes_when_another_agency_leads() -> None:
    about = worked(confidentiality="rahasia", handler=2)
    decision = order("assign", about, COORDINATOR, agency="INSPEKTORAT")
    assert of(decision, Set) == [Set("handler", 0)]
    assert told(decision)["agency:INSPEKTORAT"] == "P_RAHASIA"


def test_unit_that_helped_may_be_handed_the_lead() -> None:
    about = case("assigned", lead("KEC.KOTA"), helps("KEL.POJOK"))
    decision = order("assign", about, KECAMATAN, agency="KEL.POJOK")
    assert shapes(decision, TaskMove, Assign) == [
        "TaskMove:KEC.KOTA:returned", "TaskMove:KEL.POJOK:withdrawn", "Assign:KEL.POJOK",
    ]  # fmt: skip
