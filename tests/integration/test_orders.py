"""Orders from the terminal end in the same rows and SMS as an officer's message."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gateway import orders
from models import fsck
from models.casework.case import Actor
from models.casework.effects import Decision, OpenTicket
from models.casework.orders import Order
from models.casework.sop import AgencyRule, ClockRule, Emergencies, Route
from models.clocks import Span
from tests.desk import KOMINFO, REPORT, Clerk
from tests.town import Town

BUDI, SITI = "+6281234567890", "+6281299999999"
LAMP = "lampu jalan mati di Jl. Veteran"


@pytest.fixture
def clerk(town: Town) -> Iterator[Clerk]:
    """Return the clerk of a city with two agencies."""
    rules = (ClockRule("verify", Span(3, "hk")), ClockRule("follow_up", Span(5, "hk")))
    agencies = (AgencyRule("DISHUB", "Perhubungan"), AgencyRule("DAMKAR", "Pemadam"))
    sop = replace(
        town.desk.setting.sop, deadlines=rules, agencies=agencies,
        emergencies=Emergencies(agencies=(("*", "DAMKAR"),)),
    )  # fmt: skip
    town.desk.setting = replace(town.desk.setting, sop=sop)
    yield Clerk(town)
    assert fsck.check(town.store) == []


def order(clerk: Clerk, number: int, actor: Actor = KOMINFO, **wanted: object) -> Decision:
    want = Order(**wanted)  # type: ignore[arg-type]
    return clerk.town.write(
        lambda tx: orders.order(tx, number, want, actor, clerk.setting, clerk.town.now)
    )


def enter(clerk: Clerk, new: OpenTicket, contact: int = 0, *, told: bool = True) -> int:
    case = clerk.town.write(
        lambda tx: orders.enter(
            tx,
            new,
            LAMP,
            KOMINFO,
            clerk.setting,
            clerk.town.now,
            number_key=clerk.town.store.number_key,
            contact=contact,
            told=told,
        )
    )
    return case.id


def test_an_order_changes_the_ticket_and_tells_whom_it_concerns(clerk: Clerk) -> None:
    clerk.officer(SITI, "DISHUB")
    case = clerk.report(LAMP, BUDI)
    assert order(clerk, case.number, verb="verify").refused == ""
    decision = order(clerk, case.number, verb="assign", agency="DISHUB")
    assert decision.case is not None
    assert decision.case.state == "assigned"
    assert clerk.events(case.id)[:3] == ["opened", "verified", "assigned"]
    assert f"TUGAS {case.number} DISHUB" in clerk.told(SITI)[0]
    assert "diteruskan ke DISHUB" in clerk.told(BUDI)[0]


def test_a_refused_order_leaves_only_its_event(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    assert order(clerk, case.number, verb="assign", agency="DLH").refused == "agency"
    assert clerk.see(case.id).state == "new"
    assert clerk.events(case.id) == ["opened", "refused"]
    assert clerk.told(BUDI) == []


def test_an_order_about_no_ticket_is_refused(clerk: Clerk) -> None:
    assert order(clerk, 1234566, verb="verify").refused == "not_found"


def test_the_second_of_two_is_told_who_was_first(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    order(clerk, case.number, verb="archive", values=(("reason", "test"),))
    later = order(clerk, case.number, Actor("staff:tono", "coordinator"), verb="verify")
    assert later.refused == "state"
    assert later.case is not None
    last = clerk.see(case.id).last
    assert last is not None
    assert (last.verb, last.actor) == ("archived", "staff:sari")


def test_a_report_by_phone_is_answered_by_sms_and_routed(clerk: Clerk) -> None:
    sop = replace(clerk.setting.sop, routes=(Route("DISHUB", automatic=True),))
    clerk.town.desk.setting = replace(clerk.setting, sop=sop)
    ticket = enter(clerk, replace(REPORT, channel="phone"), clerk.contact(BUDI))
    case = clerk.see(ticket)
    assert (case.state, [task.agency for task in case.tasks]) == ("assigned", ["DISHUB"])
    assert str(case.number) in clerk.told(BUDI)[0]


def test_who_shall_not_be_told_is_not(clerk: Clerk) -> None:
    enter(clerk, replace(REPORT, channel="phone"), clerk.contact(BUDI), told=False)
    enter(clerk, replace(REPORT, channel="walk_in"))
    assert clerk.told(BUDI) == []


def test_an_emergency_by_phone_alarms_the_roster(clerk: Clerk) -> None:
    clerk.officer(SITI, "DAMKAR")
    enter(clerk, replace(REPORT, channel="phone", urgency="darurat", category="kebakaran"))
    assert clerk.told(SITI)[0].startswith("DARURAT")
    assert clerk.town.count("alarm") == 1
