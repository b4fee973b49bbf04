"""A ticket's deadlines follow what happens to it: begun, reminded of, paused, reckoned anew."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models.casework import clocking
from models.casework.case import Case, ClockFact
from models.casework.effects import ClockChange, OpenTicket, StartClock
from models.casework.sop import CategoryRule, ClockRule, Sop
from models.clocks import Span, due
from tests.orders import NOW, SOP, case, clock, helps, lead, worked

HK = SOP.calendar
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PPID = ClockRule("ppid", Span(10, "hk"), subtype="ppid")
RULES: tuple[ClockRule, ...] = (
    ClockRule("settle", Span(14, "hk")),
    ClockRule("settle", Span(13, "hk")),
    ClockRule("settle", Span(5, "hk"), type="permintaan_info"),
    ClockRule("settle", Span(60, "hk"), grade="field_check"),
    ClockRule("settle", Span(3, "jam"), category="pju"),
    ClockRule("settle", Span(90, "hk"), term="long"),
    ClockRule("settle", Span(1, "hk"), urgency="darurat"),
    PPID,
    ClockRule("verify", Span(3, "hk")),
)
CITY = replace(SOP, deadlines=RULES, categories=(CategoryRule("jalan", grade="field_check"),))


def until(span: str, begun: datetime = NOW) -> datetime:
    return due(begun, Span.parse(span), HK)


@pytest.mark.parametrize(
    ("subject", "span"),
    [
        (case(), "14 hk"),  # the first written of equals
        (case(type="permintaan_info"), "5 hk"),
        (case(grade="field_check"), "60 hk"),
        (case(grade="field_check", category="pju"), "3 jam"),
        (case(type="permintaan_info", grade="field_check"), "60 hk"),
        (case(urgency="darurat"), "1 hk"),
        (case(urgency="darurat", type="permintaan_info"), "5 hk"),
        (case(term="long"), "90 hk"),
    ],
)
def test_most_exact_rule_wins(subject: Case, span: str) -> None:
    assert clocking.span_of(CITY, "settle", subject) == Span.parse(span)


def test_deadline_without_a_rule_is_none() -> None:
    assert clocking.span_of(CITY, "accept", case()) is None
    assert clocking.span_of(CITY, "ppid", case()) is None


@pytest.mark.parametrize(
    ("ticket", "begun"),
    [
        (
            OpenTicket("pengaduan", "sampah", "biasa", "biasa"),
            {"verify": "3 hk", "settle": "14 hk"},
        ),
        (OpenTicket("pengaduan", "jalan", "biasa", "biasa"), {"verify": "3 hk", "settle": "60 hk"}),
        (OpenTicket("pengaduan", "pju", "biasa", "biasa"), {"verify": "3 hk", "settle": "3 jam"}),
        (
            OpenTicket("permintaan_info", "lainnya", "biasa", "biasa", subtype="ppid"),
            {"verify": "3 hk", "ppid": "10 hk"},  # the law's time instead of "settle"
        ),
    ],
)
def test_new_ticket_begins_with_the_deadlines_of_its_kind(
    ticket: OpenTicket, begun: dict[str, str]
) -> None:
    started = clocking.opening(CITY, ticket, NOW)
    assert {one.name: one.due for one in started} == {n: until(s) for n, s in begun.items()}


def test_what_is_kept_of_a_moment_does_not_outlive_it() -> None:
    later = NOW + 4 * DAY
    end = until("3 hk", later)
    ticket = OpenTicket("pengaduan", "pju", "biasa", "biasa")
    for now in (NOW, later, NOW, NOW):
        fresh = replace(CITY)  # it keeps nothing yet
        assert clocking.opening(CITY, ticket, now) == clocking.opening(fresh, ticket, now)
        wake = clocking.wake_of(CITY, "settle", now, end)
        assert wake == clocking.first_wake("settle", now, end, HK)
    assert clocking.opening(CITY, ticket, NOW) != clocking.opening(CITY, ticket, later)


def test_city_without_rules_begins_no_deadline() -> None:
    ticket = OpenTicket("pengaduan", "pju", "biasa", "biasa")
    assert clocking.opening(replace(SOP, deadlines=()), ticket, NOW) == ()


@pytest.mark.parametrize(
    ("name", "begun", "end", "wake"),
    [
        # the morning of the working day before, the last morning, or three quarters of the time
        ("follow_up", "2026-11-23 09:00", "2026-11-30 16:00", "2026-11-27 07:00"),
        ("settle", "2026-11-23 09:00", "2026-12-01 16:00", "2026-11-30 07:00"),
        ("follow_up", "2026-11-23 09:00", "2026-11-25 16:00", "2026-11-24 07:00"),
        ("follow_up", "2026-11-23 09:00", "2026-11-24 16:00", "2026-11-24 07:00"),
        ("follow_up", "2026-11-20 23:00", "2026-11-23 16:00", "2026-11-23 07:00"),
        ("follow_up", "2026-11-24 06:00", "2026-11-24 16:00", "2026-11-24 16:00"),
        ("ppid", "2026-11-23 09:00", "2026-11-27 09:00", "2026-11-26 09:00"),
        ("settle", "2026-11-23 09:00", "2026-11-23 13:00", "2026-11-23 12:00"),
        ("settle", "2026-11-23 09:00", "2026-11-23 10:59", "2026-11-23 10:59"),
        ("verify", "2026-11-23 09:00", "2026-11-30 16:00", "2026-11-30 16:00"),
        ("close", "2026-11-23 09:00", "2026-11-30 16:00", "2026-11-30 16:00"),
        ("settle", "2026-11-23 09:00", "2026-11-20 16:00", "2026-11-20 16:00"),
    ],
)
def test_reminder_comes_before_the_end(name: str, begun: str, end: str, wake: str) -> None:
    times = [datetime.fromisoformat(text).replace(tzinfo=HK.zone) for text in (begun, end, wake)]
    assert clocking.first_wake(name, times[0], times[1], HK) == times[2]


def test_pause_stops_what_runs() -> None:
    assert clocking.pause(worked(), NOW) == (ClockChange("*", "pause"),)
    assert clocking.pause(case(clocks=(clock("verify", met_at=NOW),)), NOW) == ()


def test_paused_deadlines_go_on_each_in_its_measure() -> None:
    since = NOW - 3 * DAY  # Friday: one working day ago
    clocks = (
        clock("settle", due=until("3 jam"), paused_since=since),
        clock("follow_up", 1, due=until("4 hk"), paused_since=since),
        clock("verify", paused_since=since, met_at=since),
        clock("answer"),
    )
    hours, days = clocking.resume(case("held", lead(), clocks=clocks), NOW, HK)
    assert (hours.name, hours.agency, hours.due) == ("settle", "", until("3 jam") + 3 * DAY)
    assert (days.name, days.agency, days.due) == ("follow_up", "DISHUB", until("5 hk"))
    assert days.wake == HK.opening(date(2026, 11, 27))


def test_met_and_stopped_are_said_of_deadlines_that_there_are() -> None:
    subject = worked(helps())
    assert clocking.met(subject, "accept", "DISHUB") == (ClockChange("accept", "met", "DISHUB"),)
    assert clocking.met(subject, "accept", "DLHKP") == ()
    assert clocking.met(subject, "verify") == ()
    assert clocking.stopped(subject, "settle") == (ClockChange("settle", "stop"),)


def test_end_settles_the_tickets_own_deadlines_but_no_watch() -> None:
    names = ("settle", "close", "answer", "notice", "watch")
    subject = case(
        "done",
        lead(),
        clocks=(*map(clock, names), clock("follow_up", 1), clock("verify", met_at=NOW)),
    )
    assert [(one.name, one.change) for one in clocking.settled(subject, "met")] == [
        ("settle", "met"), ("close", "stop"), ("answer", "stop"), ("notice", "stop"),
    ]  # fmt: skip


def reckoned(subject: Case, **after: Any) -> tuple[ClockChange | StartClock, ...]:
    return clocking.reckoned(subject, replace(subject, **after), CITY)


def begun_at(moment: datetime, name: str = "settle", **more: Any) -> ClockFact:
    return ClockFact(name, more.pop("due", until("14 hk", moment)), started_at=moment, **more)


def test_another_class_counts_from_the_beginning() -> None:
    begun = NOW - 7 * DAY
    (change,) = reckoned(case(clocks=(begun_at(begun),)), grade="field_check")
    assert change == ClockChange(
        "settle", "due", due=until("60 hk", begun),
        wake=clocking.first_wake("settle", begun, until("60 hk", begun), HK),
    )  # fmt: skip


def test_another_class_keeps_what_pauses_gave() -> None:
    begun = NOW - 7 * DAY
    moved = begun_at(begun, due=until("2 hk", until("14 hk", begun)), paused_since=NOW)
    (change,) = reckoned(case("held", clocks=(moved,)), grade="field_check")
    assert change.due == until("62 hk", begun)


@pytest.mark.parametrize(
    "one",
    [begun_at(NOW, met_at=NOW), begun_at(NOW, "close"), begun_at(NOW)._replace(started_at=None)],
)
def test_deadlines_that_are_over_or_have_no_rule_stay(one: ClockFact) -> None:
    assert reckoned(case(clocks=(one,)), grade="field_check") == ()
    assert reckoned(case(clocks=(begun_at(NOW),)), area="1") == ()


@pytest.mark.parametrize("paused", [None, NOW])
def test_request_under_the_law_on_information_gets_its_time(paused: datetime | None) -> None:
    begun = NOW - 7 * DAY
    subject = case(
        type="permintaan_info",
        clocks=(begun_at(begun, due=until("5 hk", begun), paused_since=paused),),
    )
    stop, start, *more = reckoned(subject, subtype="ppid")
    assert stop == ClockChange("settle", "stop")
    assert start == StartClock("ppid", until("10 hk", begun), begun=begun)
    assert more == ([ClockChange("ppid", "pause")] if paused else [])


def test_long_matter_gets_notices_and_a_shorter_one_none() -> None:
    plain, long = case(), case(term="long", clocks=(clock("notice"),))
    assert clocking.noticed(plain, long, NOW) == (StartClock("notice", NOW + 30 * DAY),)
    assert clocking.noticed(long, plain, NOW) == (ClockChange("notice", "stop"),)
    assert clocking.noticed(plain, replace(plain, term="short"), NOW) == ()
    assert clocking.noticed(long, long, NOW) == ()
    ended = case("closed")
    assert clocking.noticed(ended, replace(ended, term="long"), NOW) == ()


def test_changed_calendar_moves_open_deadlines_of_working_days() -> None:
    new = replace(HK, holidays=frozenset({date(2026, 11, 25)}))
    before = NOW + HOUR
    clocks = (
        begun_at(NOW, due=until("3 hk")),
        begun_at(NOW, "follow_up", due=until("2 hk"))._replace(task=1, paused_since=NOW),
        begun_at(NOW, "verify", due=until("1 hk")),
        begun_at(NOW, "answer", due=until("5 hari")),
        begun_at(NOW, "accept", due=until("3 hk"), met_at=NOW),
        begun_at(NOW, "close")._replace(started_at=None),
        begun_at(NOW + 2 * HOUR, "x", due=until("3 hk")),  # by the new calendar already
        begun_at(until("1 hk"), "ppid_extended", due=until("8 hk")),
    )
    changes = clocking.rebased(case("assigned", lead(), clocks=clocks), HK, new, before)
    assert [(one.name, one.agency, one.change, one.due) for one in changes] == [
        ("settle", "", "due", until("4 hk")),
        ("follow_up", "DISHUB", "due", until("3 hk")),
        ("ppid_extended", "", "due", until("9 hk")),
    ]


def test_same_calendar_moves_nothing() -> None:
    assert clocking.rebased(worked(), HK, HK, NOW) == ()


def test_rules_of_a_city_are_not_needed_for_its_tasks() -> None:
    bare: Sop = replace(SOP, deadlines=())
    assert clocking.reckoned(worked(), replace(worked(), grade="field_check"), bare) == ()
