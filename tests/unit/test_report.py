"""A report becomes a ticket: secrecy, place, deadlines, alarm, assignment and first answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.actions import Action
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    Assign,
    ClockChange,
    Decision,
    Happened,
    Link,
    Move,
    OpenTicket,
    StartClock,
    Tell,
)
from models.casework.facts import Facts
from models.casework.report import ERASURE, ask_erasure, level, open_report
from models.casework.sop import (
    AgencyRule,
    CategoryRule,
    ClockRule,
    Emergencies,
    Incidents,
    Route,
    Sop,
)
from models.casework.turn import Turn
from models.clocks import Span
from parser.reading import Place, Reading
from tests.casework import sop

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 09:00 in Kediri
NIGHT = NOW + timedelta(hours=15)
VERIFY = ClockRule("verify", Span(3, "hk"))
CITY = sop(
    deadlines=(VERIFY, ClockRule("settle", Span(14, "hk"))),
    agencies=(AgencyRule("DISHUB", ""), AgencyRule("PUPR", ""), AgencyRule("BPBD", "")),
    categories=(
        CategoryRule("pungli", confidential=True),
        CategoryRule("kesehatan", contact="0354-119"),
    ),
    emergencies=Emergencies((("*", "BPBD"),)),
    incidents=Incidents(automatic=2),
    confidentiality=(("mks", "rahasia"), ("*", "biasa")),
    parents={"K": "", "K1": "K", "JL": "K1"},
)
ROUTE = Route("DISHUB", ("PUPR",), frozenset({"pju"}), automatic=True)
LAMP = Reading("aduan", body="lampu mati", category="pju")
ALIKE = Case(9, 4839206, mine=False, urgency="darurat", created_at=NOW)
CREATE = Action("create_ticket", "TERIMA")


def turn(
    reading: Reading = LAMP, action: Action = CREATE, city: Sop = CITY, now: datetime = NOW,
    **known: Any,
) -> Turn:  # fmt: skip
    return Turn(reading, Facts(city, **known), action, now)


def ticket(decision: Decision) -> OpenTicket:
    (found,) = (effect for effect in decision.effects if isinstance(effect, OpenTicket))
    return found


def texts(decision: Decision) -> list[tuple[str, str]]:
    return [(e.kind, e.to) for e in decision.effects if isinstance(e, Tell)]


def kinds(decision: Decision, *types: type) -> list[Any]:
    return [effect for effect in decision.effects if isinstance(effect, types)]


@pytest.mark.parametrize(
    ("reading", "action", "now", "answer"),
    [
        (LAMP, CREATE, NOW, "TERIMA"),
        (LAMP, CREATE, NIGHT, "TERIMA_LIBUR"),
        (LAMP, Action("append", "TAMBAH_OK"), NOW, "TERIMA"),
        (LAMP, Action("create_ticket_ask_location", "LOKASI"), NIGHT, "LOKASI"),
        (LAMP, Action("create_ticket_outside", "LUAR"), NOW, "LUAR"),
        (LAMP, Action("create_ticket_link", "TERIMA_MIRIP"), NOW, "TERIMA_MIRIP"),
        (replace(LAMP, category="kesehatan"), CREATE, NIGHT, "TERIMA_KONTAK"),
        (replace(LAMP, category="pungli"), CREATE, NOW, "TERIMA_RAHASIA"),
        (replace(LAMP, flags=("rahasia",)), Action("x", "TERIMA_MIRIP"), NOW, "TERIMA_RAHASIA"),
        (replace(LAMP, flags=("rahasia",)), Action("x", "LOKASI"), NOW, "LOKASI"),
        (replace(LAMP, urgency="darurat"), Action("ticket_and_112", "DARURAT"), NOW, "DARURAT"),
    ],
)
def test_first_answer_fits_the_report(
    reading: Reading, action: Action, now: datetime, answer: str
) -> None:
    said = [
        kind for kind, to in texts(open_report(turn(reading, action, now=now))) if to == "sender"
    ]
    assert said == [answer]


@pytest.mark.parametrize(
    ("flags", "category", "line", "hidden"),
    [
        ((), "pju", "kartu", "biasa"),
        (("anonim",), "pju", "kartu", "anonim"),
        (("rahasia", "anonim"), "pju", "kartu", "rahasia"),
        ((), "pungli", "kartu", "rahasia"),
        (("anonim",), "pungli", "kartu", "rahasia"),
        ((), "pju", "mks", "rahasia"),
    ],
)
def test_report_is_as_hidden_as_the_strictest_asks(
    flags: tuple[str, ...], category: str, line: str, hidden: str
) -> None:
    assert level(CITY, flags, category, line) == hidden


@pytest.mark.parametrize(
    ("action", "known", "flags", "review"),
    [
        ("create_ticket", {}, (), ""),
        ("create_ticket", {"known_sender": False}, (), "sender_unknown"),
        ("create_ticket_partial", {"missing": "2"}, (), "incomplete"),
        ("create_ticket_review", {}, ("perlu_dibaca",), "unread"),
        ("create_ticket_review", {}, (), "suspect"),
        ("create_ticket_split", {}, (), "several_problems"),
        ("reply_polite", {}, (), "no_complaint"),
    ],
)
def test_person_reads_what_is_doubtful(
    action: str, known: dict[str, Any], flags: tuple[str, ...], review: str
) -> None:
    decision = open_report(turn(replace(LAMP, flags=flags), Action(action), **known))
    assert ticket(decision).review == review


def test_ticket_holds_what_the_reading_says() -> None:
    places = (
        Place("area", "Kediri", 0, 6, "Kediri", "K"),
        Place("street", "Jl Veteran", 0, 10, "Jl Veteran", "JL"),
        Place("landmark", "SD 3", 0, 4),
        Place("outside", "Ngasem", 0, 6, "Ngasem", "X"),
    )
    reading = Reading("permintaan_info", type="permintaan_info", subtype="ppid", category="",
                      flags=("pii:telepon", "kasar"), places=places)  # fmt: skip
    opened = ticket(open_report(turn(reading)))
    assert opened == OpenTicket(
        "permintaan_info", "lainnya", "biasa", "biasa", flags=("kasar",), subtype="ppid", area="K1"
    )


def test_report_without_place_has_no_area() -> None:
    assert ticket(open_report(turn())).area == ""


def test_deadlines_begin_with_the_ticket() -> None:
    names = [clock.name for clock in kinds(open_report(turn()), StartClock)]
    assert "verify" in names


@pytest.mark.parametrize("action", [Action("ask_detail", "LENGKAPI"), Action("x", "LOKASI")])
def test_ticket_waits_for_its_reporter_with_its_clocks_stopped(action: Action) -> None:
    decision = open_report(turn(action=action))
    steps = kinds(decision, ClockChange, Move)
    assert steps == [ClockChange("*", "pause"), Move("held", "hold")]
    assert kinds(decision, StartClock)[-1].name == "answer"


def test_ticket_waits_for_nobody_who_cannot_be_asked() -> None:
    asks = Action("ask_detail", "LENGKAPI")
    silent = Case(1, 4839206, mine=True, silent=True)
    assert not kinds(open_report(turn(action=asks, known_sender=False)), Move)
    assert not kinds(open_report(turn(action=asks, latest=silent)), Move)


@pytest.mark.parametrize(
    ("verified_needed", "moves"),
    [
        (True, [Move("verified", "verify", "automatic"), Move("assigned", "assign", "automatic")]),
        (False, [Move("assigned", "assign", "automatic")]),
    ],
)
def test_route_that_needs_no_coordinator_assigns_at_once(
    *, verified_needed: bool, moves: list[Move]
) -> None:
    city = replace(CITY, routes=(ROUTE,), verified_needed=verified_needed)
    decision = open_report(turn(city=city))
    assert kinds(decision, Move) == moves
    assert kinds(decision, Assign) == [Assign("DISHUB", lead=True), Assign("PUPR", lead=False)]
    assert "verify" not in [clock.name for clock in kinds(decision, StartClock)]
    assert texts(decision) == [
        ("P_BARU", "agency:DISHUB"), ("P_BARU", "agency:PUPR"), ("TERIMA_TERUS", "sender"),
    ]  # fmt: skip


def test_secret_report_is_assigned_without_its_words() -> None:
    city = replace(CITY, routes=(ROUTE,))
    decision = open_report(turn(replace(LAMP, flags=("rahasia",)), city=city))
    assert texts(decision) == [
        ("P_RAHASIA", "agency:DISHUB"), ("P_RAHASIA", "agency:PUPR"), ("TERIMA_RAHASIA", "sender"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("route", "action"),
    [
        (replace(ROUTE, automatic=False), CREATE),
        (ROUTE, Action("create_ticket_review", "TERIMA")),
        (replace(ROUTE, categories=frozenset({"air"})), CREATE),
    ],
)
def test_what_a_person_must_see_is_not_assigned(route: Route, action: Action) -> None:
    decision = open_report(turn(action=action, city=replace(CITY, routes=(route,))))
    assert kinds(decision, Assign, Move) == []
    assert texts(decision) == [("TERIMA", "sender")]


def test_emergency_alarms_at_once() -> None:
    decision = open_report(turn(replace(LAMP, urgency="darurat"), Action("x", "DARURAT")))
    assert kinds(decision, Alarm) == [Alarm()]
    assert texts(decision) == [("P_DARURAT", "agency:BPBD"), ("DARURAT", "sender")]


@pytest.mark.parametrize(
    ("flags", "kind"), [(("ancaman",), "P_DARURAT"), (("ancaman", "rahasia"), "P_RAHASIA")]
)
def test_threat_is_read_at_once(flags: tuple[str, ...], kind: str) -> None:
    city = replace(CITY, routes=(ROUTE,))
    decision = open_report(turn(replace(LAMP, flags=flags), city=city))
    assert ticket(decision).review == "threat"
    assert kinds(decision, Alarm, Assign) == []
    assert texts(decision)[0] == (kind, "coordinator")


def test_threat_that_is_urgent_is_an_emergency() -> None:
    reading = replace(LAMP, flags=("ancaman",), urgency="darurat")
    decision = open_report(turn(reading, Action("ticket_and_112", "DARURAT")))
    assert kinds(decision, Alarm) == [Alarm()]
    assert texts(decision) == [("P_DARURAT", "agency:BPBD"), ("DARURAT", "sender")]


def test_second_report_of_a_fire_raises_no_second_alarm() -> None:
    reading = replace(LAMP, urgency="darurat")
    decision = open_report(turn(reading, Action("x", "DARURAT"), similar=(ALIKE,)))
    assert kinds(decision, Alarm) == []
    assert kinds(decision, Link) == [Link(ALIKE)]
    assert texts(decision) == [("DARURAT", "sender")]


@pytest.mark.parametrize(
    ("flags", "action"),
    [
        (("jangan_balas", "rahasia"), "ticket_alert_no_reply"),
        (("jangan_balas",), "create_ticket_review"),
    ],
)
def test_who_must_not_be_answered_hears_nothing_and_officers_are_alarmed(
    flags: tuple[str, ...], action: str
) -> None:
    decision = open_report(turn(replace(LAMP, flags=flags), Action(action)))
    assert ticket(decision).silent
    assert kinds(decision, Alarm) == [Alarm()]
    assert [to for _kind, to in texts(decision)] == ["agency:BPBD"]


@pytest.mark.parametrize(
    ("category", "words", "silent"),
    [
        ("kekerasan", "suami saya memukul saya", True),
        ("kekerasan", "tetangga memukuli anaknya", False),
        ("bansos", "suami saya belum dapat bantuan", False),
    ],
)
def test_who_is_beaten_at_home_is_not_answered(category: str, words: str, *, silent: bool) -> None:
    decision = open_report(turn(replace(LAMP, category=category, body=words)))
    assert ticket(decision).silent is silent


def test_silence_lasts_without_another_alarm() -> None:
    latest = Case(1, 4839206, mine=True, silent=True)
    decision = open_report(turn(latest=latest, latest_age_h=47.0))
    assert ticket(decision).silent
    assert kinds(decision, Alarm, Tell) == []


def test_silence_ends() -> None:
    latest = Case(1, 4839206, mine=True, silent=True)
    decision = open_report(turn(latest=latest, latest_age_h=49.0))
    assert not ticket(decision).silent


@pytest.mark.parametrize(("category", "alarms"), [("pju", 0), ("lainnya", 1)])
def test_second_call_of_one_sender_for_the_same_raises_no_second_alarm(
    category: str, alarms: int
) -> None:
    latest = replace(ALIKE, mine=True, category=category)
    decision = open_report(turn(replace(LAMP, urgency="darurat"), latest=latest))
    assert len(kinds(decision, Alarm)) == alarms


def test_alike_reports_are_joined_and_assigned_by_nobody() -> None:
    decision = open_report(turn(similar=(ALIKE,), city=replace(CITY, routes=(ROUTE,))))
    assert kinds(decision, Link) == [Link(ALIKE)]
    assert kinds(decision, Assign) == []
    assert ticket(decision).review == ""


def test_too_few_alike_are_proposed() -> None:
    city = replace(CITY, incidents=Incidents())
    opened = ticket(open_report(turn(similar=(ALIKE,), city=city)))
    assert (opened.review, opened.linked_to) == ("similar", ALIKE.id)


def test_proposal_does_not_hide_another_reason_to_read() -> None:
    city = replace(CITY, incidents=Incidents())
    decision = open_report(turn(similar=(ALIKE,), city=city), "added_to_foreign_ticket", 5)
    opened = ticket(decision)
    assert (opened.review, opened.linked_to) == ("added_to_foreign_ticket", 5)


@pytest.mark.parametrize(
    ("flags", "alike"),
    [
        (("rahasia",), ALIKE),
        ((), replace(ALIKE, confidentiality="rahasia")),
        ((), replace(ALIKE, state="closed")),
    ],
)
def test_secret_and_ended_reports_are_joined_with_none(flags: tuple[str, ...], alike: Case) -> None:
    decision = open_report(turn(replace(LAMP, flags=flags), similar=(alike,)))
    assert kinds(decision, Link) == []
    assert ticket(decision).linked_to == 0


def test_complaint_that_nothing_was_done_points_to_the_report_before() -> None:
    latest = Case(3, 4839206, mine=True)
    again = Action("create_or_reopen", "TERIMA")
    opened = ticket(open_report(turn(action=again, latest=latest)))
    assert (opened.review, opened.linked_to) == ("reported_before", 3)
    assert ticket(open_report(turn(action=again))).linked_to == 0
    assert ticket(open_report(turn(action=again, latest=latest), "x", 5)).linked_to == 5
    named = Case(2, 1234566, mine=True)
    assert ticket(open_report(turn(action=again, latest=latest, named=named))).linked_to == 2
    others = replace(named, mine=False)
    assert ticket(open_report(turn(action=again, latest=latest, named=others))).linked_to == 3


def test_erasure_is_a_secret_request_for_three_days() -> None:
    decision = ask_erasure(turn(Reading("hapus_data")))
    opened = ticket(decision)
    assert (opened.subtype, opened.confidentiality) == (ERASURE, "rahasia")
    assert kinds(decision, StartClock) == [StartClock("settle", NOW + timedelta(days=3))]
    assert texts(decision) == [("PDP", "sender")]


@pytest.mark.parametrize(
    ("latest", "outcome"),
    [
        (Case(3, 4839206, mine=True, subtype=ERASURE), "repeated"),
        (Case(3, 4839206, mine=True, subtype=ERASURE, state="closed"), "ticket"),
        (Case(3, 4839206, mine=True), "ticket"),
    ],
)
def test_second_request_while_one_waits_is_the_same(latest: Case, outcome: str) -> None:
    decision = ask_erasure(turn(Reading("hapus_data"), latest=latest))
    assert decision.outcome == outcome
    assert texts(decision) == [("PDP", "sender")]
    assert (kinds(decision, Happened) == [Happened("repeated")]) is (outcome == "repeated")
