"""What the clock alone does: reminders, lateness, silence, news, alarms, each once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.casework import sweep
from models.casework.case import Case, ClockFact
from models.casework.duty import Serving, Shift
from models.casework.effects import (
    Alarmed,
    ClockChange,
    Decision,
    Happened,
    Move,
    Set,
    StartClock,
    Tell,
)
from models.casework.sop import Emergencies, Sop
from models.casework.sweep import AlarmFact, Crowd, crowds, merged, tick
from models.sop_of import LADDER
from tests.orders import NOW, SOP, case, clock, fields, helps, lead, of, shapes
from tests.orders import told as heard

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CITY: Sop = replace(SOP, ladder=LADDER)


def woken(name: str, task: int = 0, **more: Any) -> ClockFact:
    """Return a deadline that ended an hour ago and wakes now."""
    return clock(name, task, due=more.pop("due", NOW - HOUR), wake=more.pop("wake", NOW), **more)


def swept(about: Case, *clocks: ClockFact) -> Decision:
    return tick(replace(about, clocks=clocks), CITY, NOW)


WORKED = case("assigned", lead(), helps())
NEW = case("new")


def test_nothing_is_done_before_a_clock_wakes() -> None:
    later = woken("settle", wake=NOW + timedelta(microseconds=1))
    assert swept(WORKED, later, clock("follow_up", 1), clock("verify", wake=None)).effects == ()


def test_agency_is_reminded_before_the_end() -> None:
    soon = woken("follow_up", 1, due=NOW + DAY)
    decision = swept(WORKED, soon)
    change, tell = decision.effects
    assert change == ClockChange("follow_up", "remind", "DISHUB", wake=soon.due)
    assert (tell.kind, tell.to, tell.lane) == ("P_INGAT", "agency:DISHUB", "status")  # type: ignore[union-attr]
    assert fields(decision, "P_INGAT")["tgl"] == "24-11-2026"


def test_two_deadlines_of_a_ticket_are_one_reminder() -> None:
    soon = NOW + DAY
    clocks = (
        woken("follow_up", 1, due=soon),
        woken("settle", due=soon),
        woken("follow_up", 2, due=soon),
    )
    decision = swept(WORKED, *clocks)
    assert [tell.to for tell in of(decision, Tell)] == ["agency:DISHUB", "agency:DLHKP"]
    assert len(of(decision, ClockChange)) == 3


def test_of_a_ticket_that_nobody_has_nobody_is_reminded() -> None:
    decision = swept(NEW, woken("settle", due=NOW + DAY))
    assert decision.effects == (ClockChange("settle", "wake", wake=NOW + DAY),)


def test_secret_report_is_reminded_of_by_number() -> None:
    secret = replace(WORKED, confidentiality="rahasia", handler=9)
    assert heard(swept(secret, woken("settle", due=NOW + DAY))) == {"officer:9": "P_RAHASIA"}


def test_missed_deadline_is_told_and_excused() -> None:
    decision = swept(WORKED, woken("follow_up", 1))
    (change,) = of(decision, ClockChange)
    assert (change.change, change.agency, change.step) == ("breached", "DISHUB", 1)
    assert change.wake == NOW - HOUR + DAY + timedelta(hours=8)  # the office closes: head
    assert heard(decision) == {"agency:DISHUB": "P_TELAT", "reporters": "TERLAMBAT"}
    assert fields(decision, "TERLAMBAT") == {"opd": "DISHUB", "tgl": "23-11-2026"}


@pytest.mark.parametrize(
    ("step", "days", "told", "change"),
    [
        (1, 4, {"head:DISHUB": "P_ESKALASI"}, ("step", 2, True)),
        (1, 30, {"head:DISHUB": "P_ESKALASI", "assistant": "P_ESKALASI", "mayor": "P_ESKALASI"},
         ("step", 4, False)),
        (4, 30, {}, ("wake", 4, False)),
        (2, 4, {}, ("wake", 2, True)),
    ],
)  # fmt: skip
def test_ladder_is_climbed_a_step_at_its_time(
    step: int, days: int, told: dict[str, str], change: tuple[str, int, bool]
) -> None:
    missed = NOW - days * DAY
    late = woken("follow_up", 1, due=missed, breached_at=missed, step=step)
    decision = swept(WORKED, late)
    (done,) = of(decision, ClockChange)
    assert (done.change, done.step, done.wake is not None) == change
    assert done.wake is None or done.wake > NOW
    assert heard(decision) == told


def test_weeks_late_is_told_to_everybody_once() -> None:
    decision = swept(WORKED, *(woken(name, due=NOW - 30 * DAY) for name in ("settle", "ppid")))
    assert sorted(tell.to for tell in of(decision, Tell)) == [
        "agency:DISHUB", "assistant", "head:DISHUB", "mayor", "reporters",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("about", "name", "told"),
    [
        (NEW, "verify", {"coordinator": "P_TELAT", "reporters": "TERLAMBAT"}),
        (replace(NEW, silent=True), "verify", {"coordinator": "P_TELAT"}),
        (replace(NEW, confidentiality="rahasia"), "verify",
         {"coordinator": "P_TELAT", "reporter": "TERLAMBAT_RAHASIA"}),
        (WORKED, "accept", {"agency:DISHUB": "P_TELAT"}),  # the reporter was told of no such day
    ],
)  # fmt: skip
def test_who_hears_that_it_is_late(about: Case, name: str, told: dict[str, str]) -> None:
    assert heard(swept(about, woken(name, 1 if name == "accept" else 0))) == told


def test_secret_report_excuses_itself_without_naming_an_agency() -> None:
    secret = replace(WORKED, confidentiality="rahasia")
    decision = swept(secret, woken("settle", due=NOW - DAY))
    assert fields(decision, "TERLAMBAT_RAHASIA") == {"tgl": "22-11-2026"}


def test_reporter_reads_one_excuse_for_a_ticket() -> None:
    both = swept(WORKED, woken("settle"), woken("follow_up", 1, due=NOW - 2 * HOUR))
    assert [one.kind for one in of(both, Tell)].count("TERLAMBAT") == 1
    before = clock("verify", breached_at=NOW - DAY, met_at=NOW)
    assert "reporters" not in heard(swept(WORKED, woken("settle"), before))


@pytest.mark.parametrize("state", ["done", "closed", "prank"])
def test_nobody_is_told_of_a_ticket_that_has_ended(state: str) -> None:
    decision = swept(case(state, clocks=()), woken("settle"), woken("verify", due=NOW + DAY))
    assert shapes(decision, ClockChange, Tell) == [
        "ClockChange:settle:stop",
        "ClockChange:verify:stop",
    ]


def test_nobody_is_told_of_a_task_that_is_over() -> None:
    returned = replace(WORKED, tasks=(lead(state="returned"), helps()))
    assert swept(returned, woken("follow_up", 1)).effects == ()


@pytest.mark.parametrize("more", [{"met_at": NOW}, {"paused_since": NOW}])
def test_clock_that_does_not_run_goes_to_sleep(more: dict[str, Any]) -> None:
    decision = swept(WORKED, woken("settle", **more))
    assert decision.effects == (ClockChange("settle", "wake"),)


def test_silence_closes_what_is_done() -> None:
    done = case("done", done_at=NOW - 14 * DAY)
    decision = swept(done, woken("close"))
    assert shapes(decision, Move, ClockChange) == ["ClockChange:close:stop", "Move:closed"]
    assert heard(decision) == {"reporters": "TUTUP"}


def test_silence_closes_nothing_that_is_open_again() -> None:
    assert swept(WORKED, woken("close")).effects == (ClockChange("close", "stop"),)


@pytest.mark.parametrize(
    ("question", "told"),
    [("DISHUB", {"agency:DISHUB": "P_JAWAB"}), ("coordinator", {}), ("", {}), ("DAMKAR", {})],
)
def test_unanswered_question_goes_to_the_coordinator_and_the_clocks_go_on(
    question: str, told: dict[str, str]
) -> None:
    held = replace(WORKED, state="held", held_from="assigned", question=question)
    decision = swept(held, woken("answer"), clock("settle", paused_since=NOW - 14 * DAY))
    assert shapes(decision, Move, Set) == ["Move:assigned", "Set:review:no_answer"]
    changes = {change.name: change.change for change in of(decision, ClockChange)}
    assert changes == {"settle": "resume", "answer": "stop"}
    assert heard(decision) == told
    assert not of(decision, Happened)


def test_question_that_nobody_waits_for_is_over() -> None:
    assert swept(WORKED, woken("answer")).effects == (ClockChange("answer", "stop"),)


def test_long_matter_is_told_again_and_again() -> None:
    long = replace(WORKED, term="long")
    decision = swept(long, woken("notice"))
    assert of(decision, StartClock) == [StartClock("notice", NOW + 30 * DAY)]
    assert heard(decision) == {"reporters": "KABAR_PANJANG"}
    assert fields(decision, "KABAR_PANJANG") == {"opd": "DISHUB", "tgl": "23-12-2026"}
    alone = swept(replace(NEW, term="long"), woken("notice"))
    assert fields(alone, "KABAR_PANJANG")["opd"] == "Koordinator"
    secret = swept(replace(long, confidentiality="rahasia"), woken("notice"))
    assert heard(secret) == {"reporter": "KABAR_RAHASIA"}
    assert heard(swept(replace(long, silent=True), woken("notice"))) == {}


@pytest.mark.parametrize("about", [WORKED, case("closed", term="long")])
def test_notices_end_with_the_matter(about: Case) -> None:
    assert swept(about, woken("notice")).effects == (ClockChange("notice", "stop"),)


@pytest.mark.parametrize("state", ["assigned", "done", "closed"])
def test_watched_ticket_comes_back_on_its_day(state: str) -> None:
    decision = swept(case(state), woken("watch"))
    assert decision.effects == (ClockChange("watch", "met"), Set("review", "watch"))


# --- one SMS instead of many ---


def late(to: str, kind: str, about: Case = WORKED) -> Decision:
    return Decision(
        "swept", (ClockChange("settle", "breached"), Tell(kind, to), Set("review", "x")), about
    )


def test_lateness_is_always_told_by_the_number_of_tickets() -> None:
    left, many = merged([late("agency:DISHUB", "P_TELAT")])
    assert many == (Crowd("agency:DISHUB", "P_TELAT"),)
    assert [type(effect) for effect in left[0].effects] == [ClockChange, Set]


@pytest.mark.parametrize(("count", "single"), [(1, True), (3, True), (4, False), (200, False)])
def test_many_escalations_to_one_person_are_one_sms(count: int, *, single: bool) -> None:
    decisions = [late("mayor", "P_ESKALASI")] * count + [late("head:DISHUB", "P_ESKALASI")]
    left, many = merged(decisions)
    assert many == (() if single else (Crowd("mayor", "P_ESKALASI"),))
    tells = [effect.to for one in left for effect in one.effects if isinstance(effect, Tell)]
    assert tells == ["mayor"] * (count if single else 0) + ["head:DISHUB"]


def test_who_has_just_read_how_many_are_late_reads_no_single_one() -> None:
    crowd = Crowd("mayor", "P_ESKALASI")
    left, many = merged([late("mayor", "P_ESKALASI")], [crowd])
    assert many == (crowd,)
    assert not of(left[0], Tell)


def test_crowds_are_those_told_of_lateness() -> None:
    decisions = [
        late("mayor", "P_ESKALASI"),
        late("mayor", "P_ESKALASI"),
        late("reporters", "TERLAMBAT"),
    ]
    assert crowds(decisions) == (Crowd("mayor", "P_ESKALASI"),)


# --- alarms ---

ON_DUTY = (Shift(0b1111111, 0, 0),)
FIRE = case("new", urgency="darurat", category="kebakaran")
CREW = tuple(
    Serving(row, row + 10, "DAMKAR", "officer", ON_DUTY if row < 3 else ()) for row in (1, 2, 3)
)
ALERT = replace(CITY, emergencies=Emergencies((("*", "DAMKAR"),), timedelta(minutes=5), rounds=2))


def ring(told: int, number: int, about: Case = FIRE, crew: tuple[Serving, ...] = CREW) -> Decision:
    return sweep.alarm(about, AlarmFact(told, number), crew, ALERT, NOW)


def rings(about: Case = FIRE, crew: tuple[Serving, ...] = CREW) -> list[str]:
    """Return who is told until nobody is any more."""
    told, number, heard_by = 0, 0, list[str]()
    while True:
        decision = ring(told, number, about, crew)
        (done,) = of(decision, Alarmed)
        if done.next_at is None:
            return heard_by
        assert done.next_at == NOW + timedelta(minutes=5)
        assert done.number == number + 1
        told, number = done.told, done.number
        heard_by += [tell.to for tell in of(decision, Tell)]


def test_alarm_goes_to_all_on_duty_then_round_the_roster_then_to_the_coordinators() -> None:
    one_by_one = ["officer:3", "officer:1", "officer:2"] * 2
    assert rings() == ["agency:DAMKAR", *one_by_one, "coordinator", "coordinator"]


def test_alarm_of_an_agency_without_officers_goes_to_the_coordinators() -> None:
    assert rings(crew=()) == ["coordinator"] * 3


def test_alarm_is_urgent_and_says_no_word_of_a_secret_report() -> None:
    (tell,) = of(ring(0, 0), Tell)
    assert (tell.kind, tell.lane, dict(tell.fields)) == ("P_DARURAT", "urgent", {"opd": "DAMKAR"})
    (tell,) = of(ring(0, 0, replace(FIRE, confidentiality="rahasia")), Tell)
    assert tell.kind == "P_RAHASIA"
    (tell,) = of(ring(0, 0, replace(FIRE, accused=("DAMKAR",)), ()), Tell)
    assert (tell.to, tell.fields) == ("coordinator", ())


def test_alarm_that_nobody_took_stands_in_the_work_list() -> None:
    assert ring(0, 9).effects == (Set("review", "alarm"), Alarmed(0, 9, None))


def test_alarm_of_a_ticket_that_has_ended_is_silent() -> None:
    assert ring(1, 2, replace(FIRE, state="prank")).effects == (Alarmed(0, 2, None),)


def test_after_every_tick_each_clock_has_been_dealt_with() -> None:
    names = ("verify", "settle", "ppid", "close", "answer", "notice", "watch", "unknown")
    for about in (NEW, WORKED, case("held", held_from="new"), case("done"), case("closed")):
        for name in names:
            for due in (NOW - 40 * DAY, NOW, NOW + DAY):
                effects = swept(about, woken(name, due=due)).effects
                settled = [one for one in effects if isinstance(one, ClockChange | StartClock)]
                assert name in {one.name for one in settled}, (about.state, name)
