"""Every kind of effect leaves its rows and its events, on both databases."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models import event, fsck
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    Answered,
    Ask,
    Assign,
    ClockChange,
    Effect,
    Happened,
    Link,
    Merge,
    Move,
    Note,
    OpenTicket,
    Person,
    Set,
    StartClock,
    Taken,
    TaskMove,
    Tell,
)
from models.casework.sop import ClockRule
from models.clocks import Span
from tests.desk import REPORT, Clerk
from tests.town import Town

BUDI, SITI, TONO = "+6281234567890", "+6281299999999", "+6281277777777"
LAMP = "lampu jalan mati di Jl. Veteran"


@pytest.fixture
def clerk(town: Town) -> Iterator[Clerk]:
    """Return who writes; afterwards nothing in the tables contradicts itself."""
    rules = (ClockRule("follow_up", Span(5, "hk")),)
    sop = replace(town.desk.setting.sop, deadlines=rules)
    town.desk.setting = replace(town.desk.setting, sop=sop)
    yield Clerk(town)
    assert fsck.check(town.store) == []


def found(clerk: Clerk, words: str) -> list[int]:
    with clerk.town.store.reading() as tx:
        if tx.dialect == "sqlite":
            sql = "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ? ORDER BY rowid"
        else:
            sql = (
                "SELECT ticket FROM ticket_search WHERE words @@ plainto_tsquery('simple', ?)"
                " ORDER BY ticket"
            )
        return [row for (row,) in tx.execute(sql, (words,))]


def column(clerk: Clerk, name: str, ticket: int) -> Any:
    ((value,),) = clerk.town.rows(f"SELECT {name} FROM ticket WHERE id = ?", ticket)
    return value


def last_data(clerk: Clerk, ticket: int) -> dict[str, Any]:
    rows = clerk.town.rows("SELECT data FROM event WHERE ticket = ? ORDER BY seq DESC", ticket)
    data: dict[str, Any] = json.loads(rows[0][0])
    return data


def test_a_report_can_be_found_by_its_words(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    assert found(clerk, "veteran") == [case.id]
    assert column(clerk, "place_key", case.id)
    assert clerk.events(case.id) == ["opened"]
    assert (case.state, case.category, case.mine) == ("new", "pju", False)


def test_a_report_of_another_channel_needs_no_message(clerk: Clerk) -> None:
    case = clerk.report(LAMP, new=replace(REPORT, channel="wa", accused=("PUPR", "DLH")))
    assert clerk.town.rows("SELECT inbox, contact, channel FROM ticket") == [(None, None, "wa")]
    assert case.accused == ("PUPR", "DLH")
    assert case.reporter == 0


def test_nothing_of_a_rahasia_report_can_be_found(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI, OpenTicket("pengaduan", "pju", "biasa", "rahasia"))
    assert found(clerk, "veteran") == []
    assert column(clerk, "place_key", case.id) is None
    assert column(clerk, "redacted", case.id) == ""


def test_a_report_that_becomes_rahasia_leaves_the_search_and_may_come_back(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.write(Set("confidentiality", "rahasia"), case=case)
    assert (found(clerk, "veteran"), column(clerk, "redacted", case.id)) == ([], "")
    assert clerk.events(case.id)[-1] == "hidden"
    clerk.write(Set("confidentiality", "biasa"), case=clerk.see(case.id))
    assert found(clerk, "veteran") == [case.id]


@pytest.mark.parametrize(
    ("move", "verb", "times"),
    [
        (Move("verified", "verify"), "verified", (False, False)),
        (Move("held", "hold", "question"), "held", (False, False)),
        (Move("done", "done"), "done", (True, False)),
        (Move("archived", "archive", "too_vague"), "archived", (False, True)),
        (Move("prank", "prank"), "marked_prank", (False, True)),
        (Move("closed", "close"), "closed", (False, True)),
    ],
)
def test_a_move_is_one_event_and_its_times(
    clerk: Clerk, move: Move, verb: str, times: tuple[bool, bool]
) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.town.wait(hours=1)
    clerk.write(move, case=case)
    after = clerk.see(case.id)
    assert after.state == move.to
    assert (after.done_at is not None, after.ended_at is not None) == times
    assert after.held_from == ("new" if move.to == "held" else None)
    assert clerk.events(case.id) == ["opened", verb]
    assert last_data(clerk, case.id)["from"] == "new"
    assert after.last is not None
    assert (after.last.verb, after.last.actor) == (verb, "staff:sari")


def test_what_is_opened_again_has_not_ended(clerk: Clerk) -> None:
    case = clerk.write(Move("archived", "archive", "format"), case=clerk.report(LAMP, BUDI))
    clerk.write(Move("verified", "reopen"), case=case)
    after = clerk.see(case.id)
    assert (after.state, after.ended_at, after.done_at) == ("verified", None, None)
    assert column(clerk, "archive_reason", case.id) == ""


def test_a_field_keeps_its_old_value_in_the_event(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.write(Set("category", "jalan"), Set("term", "long"), Set("incident", 0), case=case)
    assert last_data(clerk, case.id) == {"category": ["pju", "jalan"], "term": ["", "long"]}
    clerk.write(Set("category", "jalan"), case=case)
    assert clerk.events(case.id) == ["opened", "set"]
    clerk.write(Set("rating", 5), case=case)
    assert clerk.events(case.id)[-1] == "rated"


def assigned(clerk: Clerk) -> Case:
    case = clerk.report(LAMP, BUDI)
    wanted = (Assign("DISHUB", lead=True), Assign("PLN", lead=False), Move("assigned", "assign"))
    return clerk.write(*wanted, case=case)


def test_agencies_get_tasks_with_deadlines_of_their_own(clerk: Clerk) -> None:
    case = assigned(clerk)
    assert [(task.agency, task.lead, task.state) for task in case.tasks] == [
        ("DISHUB", True, "assigned"),
        ("PLN", False, "assigned"),
    ]
    assert all(task.due is not None for task in case.tasks)
    assert clerk.events(case.id) == ["opened", "assigned"]
    assert last_data(clerk, case.id)["agency"] == "DISHUB"


def test_a_task_is_given_once_and_ends_once(clerk: Clerk) -> None:
    case = assigned(clerk)
    clerk.write(Assign("PLN", lead=True), case=case)
    assert len(clerk.see(case.id).tasks) == 2
    officer = clerk.officer(SITI, "PLN")
    clerk.write(TaskMove("PLN", "accepted", officer.officer), case=case)
    clerk.write(TaskMove("PLN", "returned"), case=case)
    clerk.write(TaskMove("PLN", "done"), case=case)
    after = clerk.see(case.id)
    assert [(task.state, task.accepted_by) for task in after.tasks] == [
        ("assigned", 0),
        ("returned", officer.officer),
    ]
    clerk.write(Assign("PLN", lead=False, span=Span(1, "jam")), case=case)
    again = clerk.see(case.id).tasks[-1]
    assert again.due == clerk.town.now + timedelta(hours=1)


def test_clocks_pause_go_on_are_missed_and_met(clerk: Clerk) -> None:
    town, case = clerk.town, clerk.report(LAMP, BUDI)
    due = town.now + timedelta(hours=3)
    clerk.write(StartClock("verify", due), StartClock("settle", due), case=case)
    assert town.rows("SELECT wake = due FROM clock WHERE name = 'verify'") in ([(1,)], [(True,)])
    assert town.rows("SELECT wake < due FROM clock WHERE name = 'settle'") in ([(1,)], [(True,)])
    clerk.write(ClockChange("*", "pause"), case=case)
    assert not any(clock.running for clock in clerk.see(case.id).clocks)
    assert town.rows("SELECT COUNT(wake) FROM clock") == [(0,)]
    later = due + timedelta(hours=2)
    clerk.write(ClockChange("verify", "resume", due=later), case=case)
    assert [(c.name, c.due) for c in clerk.see(case.id).clocks if c.running] == [("verify", later)]
    wake = later + timedelta(days=1)
    clerk.write(ClockChange("verify", "breached", wake=wake), case=clerk.see(case.id))
    clerk.write(ClockChange("verify", "step", step=1), case=case)
    assert clerk.events(case.id)[-2:] == ["breached", "escalated"]
    clerk.write(ClockChange("verify", "met"), case=case)
    first = clerk.see(case.id).clocks[0]
    assert (first.met_at, first.step) == (town.now, 1)
    assert first.breached_at is not None
    clerk.write(ClockChange("settle", "stop"), case=case)
    assert [clock.name for clock in clerk.see(case.id).clocks] == ["verify"]


def test_a_moved_deadline_is_kept_in_the_event(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    due = clerk.town.now + timedelta(hours=3)
    case = clerk.write(StartClock("verify", due), case=case)
    clerk.write(ClockChange("verify", "due", due=due + timedelta(days=1)), case=case)
    assert clerk.events(case.id)[-1] == "rescheduled"
    old, new = last_data(clerk, case.id)["verify"]
    assert new - old == 86_400_000_000


def test_words_are_sealed_beside_the_event_that_brought_them(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.write(
        Move("done", "done"), Note("result", "lampu diganti"), Note("question", "sejak kapan?"),
        Note("officer"), case=case, text="kata saya",
    )  # fmt: skip
    rows = clerk.town.rows(
        "SELECT n.kind, e.verb, n.body FROM note n JOIN event e ON e.id = n.event ORDER BY n.id"
    )
    opened = [
        (kind, verb, clerk.town.store.keys.open(bytes(body)).decode()) for kind, verb, body in rows
    ]
    assert opened == [
        ("result", "done", "lampu diganti"),
        ("question", "asked", "sejak kapan?"),
        ("officer", "noted", "kata saya"),
    ]


def test_a_contact_is_struck_blocked_and_forgiven(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    until = clerk.town.now + timedelta(days=90)
    clerk.write(
        Move("prank", "prank"), Person("strike", reason="prank", whose="reporter"),
        Person("block", until=until, whose="reporter"), case=case,
    )  # fmt: skip
    assert clerk.see(case.id).strikes == 1
    assert clerk.town.rows("SELECT blocked_until IS NULL FROM contact") in ([(0,)], [(False,)])
    assert clerk.events(case.id) == ["opened", "marked_prank"]
    clerk.write(Person("forgive", whose="reporter"), Person("unblock", whose="reporter"), case=case)
    assert clerk.see(case.id).strikes == 0
    assert clerk.town.rows("SELECT blocked_until FROM contact") == [(None,)]


def test_merged_tickets_point_to_the_one_that_goes_on(clerk: Clerk) -> None:
    first, second, third = (clerk.report(LAMP, one) for one in (BUDI, SITI, TONO))
    clerk.write(Move("merged", "merge"), Merge(second), case=first)
    clerk.write(Move("merged", "merge"), Merge(third), case=second)
    assert clerk.see(first.id).merged_into == clerk.see(second.id).merged_into == third.number
    assert clerk.events(first.id) == ["opened", "merged"]
    assert last_data(clerk, third.id) == {"took_in": second.id}


def test_linked_reports_are_of_one_incident(clerk: Clerk) -> None:
    first, second, third = (clerk.report(LAMP, one) for one in (BUDI, SITI, TONO))
    clerk.write(Link(first), Link(first, case=third), case=second)
    incidents = {clerk.see(one.id).incident for one in (first, second, third)}
    assert len(incidents) == 1
    assert 0 not in incidents
    assert clerk.town.rows("SELECT category, state FROM incident") == [("pju", "open")]


def test_a_code_is_told_and_used_once(clerk: Clerk) -> None:
    case, officer = clerk.report(LAMP, BUDI), clerk.officer(SITI, "DISHUB")
    clerk.write(
        Ask("selesai", "lampu diganti"), Tell("P_KODE", fields=(("verba", "SELESAI"),)),
        case=case, actor=officer, contact=officer.contact,
    )  # fmt: skip
    clerk.town.work()
    (text,) = clerk.town.replies(SITI)
    assert text.startswith("Balas OK ")
    assert text.split()[2].isdigit()
    ((row, stored),) = clerk.town.rows("SELECT id, code FROM challenge")
    assert text.split()[2].encode() not in bytes(stored)
    clerk.write(Answered(row, right=False), Happened("refused"), case=case)
    assert clerk.town.rows("SELECT tries, used_at FROM challenge") == [(1, None)]
    clerk.write(Answered(row), Happened("x"), case=case)
    assert clerk.town.rows("SELECT used_at IS NULL FROM challenge") in ([(0,)], [(False,)])


def test_an_alarm_is_taken_by_the_first(clerk: Clerk) -> None:
    case = clerk.write(Alarm(), case=clerk.report(LAMP, BUDI))
    first, second = clerk.officer(SITI, "DAMKAR"), clerk.officer(TONO, "DAMKAR")
    for one in (first, second):
        clerk.write(Taken(one.officer), case=case)
    assert clerk.town.rows("SELECT taken_by, next_at FROM alarm") == [(first.officer, None)]


EVERYTHING: tuple[Effect, ...] = (
    Move("verified", "verify"), Set("category", "jalan"), Assign("PUPR", lead=True),
    Move("assigned", "assign"), Note("officer", "x"), Happened("repeated"), Alarm(),
    ClockChange("*", "pause"), TaskMove("PUPR", "done"), Person("strike", whose="reporter"),
)  # fmt: skip


def test_events_stay_a_whole_chain(clerk: Clerk) -> None:
    case = clerk.report(LAMP, BUDI)
    clerk.write(*EVERYTHING, case=case, text="x")
    with clerk.town.store.reading() as tx:
        assert event.verify(tx, case.id)
    assert clerk.events(case.id) == [
        "opened", "verified", "set", "assigned", "noted", "repeated", "alarm", "done",
    ]  # fmt: skip


@pytest.mark.parametrize("effect", [Move("done", "done"), Note("officer", "x"), Alarm()])
def test_an_effect_without_a_ticket_is_a_mistake(clerk: Clerk, effect: Effect) -> None:
    with pytest.raises(ValueError, match="without a ticket"):
        clerk.write(effect)


def incident(clerk: Clerk, count: int = 3) -> list[Case]:
    """Return the reports of one incident; the first is worked by DISHUB."""
    reports = [clerk.report(LAMP, number) for number in (BUDI, SITI, TONO)[:count]]
    for other in reports[1:]:
        clerk.write(Link(reports[0]), case=other)
    first = clerk.see(reports[0].id)
    clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=first)
    return [clerk.see(report.id) for report in reports]


def states(clerk: Clerk, reports: list[Case]) -> list[str]:
    return [clerk.see(report.id).state for report in reports]


def test_reports_of_an_incident_go_with_the_one_that_is_worked(clerk: Clerk) -> None:
    reports = incident(clerk)
    assert states(clerk, reports) == ["assigned"] * 3
    clerk.write(
        TaskMove("DISHUB", "done"), Move("done", "done"), Note("result", "x"), case=reports[0]
    )
    assert states(clerk, reports) == ["done"] * 3
    assert last_data(clerk, reports[1].id)["follows"] == reports[0].number
    assert all(clerk.see(report.id).done_at for report in reports)
    clerk.write(Move("closed", "close"), case=clerk.see(reports[0].id))
    assert states(clerk, reports) == ["closed"] * 3


def test_a_report_with_a_task_of_its_own_follows_nobody(clerk: Clerk) -> None:
    reports = incident(clerk)
    clerk.write(Assign("PLN", lead=True), case=reports[2])
    clerk.write(
        Move("in_progress", "progress"), Tell("PROSES", "reporters", (("tl", "mulai"),)),
        case=clerk.see(reports[0].id),
    )  # fmt: skip
    assert states(clerk, reports) == ["in_progress", "in_progress", "assigned"]
    assert (len(clerk.told(BUDI)), len(clerk.told(SITI)), len(clerk.told(TONO))) == (1, 1, 0)


def test_what_nobody_works_for_any_more_waits_for_a_coordinator(clerk: Clerk) -> None:
    reports = incident(clerk)
    gone = (TaskMove("DISHUB", "withdrawn"), Move("cancelled", "cancel"))
    clerk.write(*gone, case=reports[0])
    assert states(clerk, reports) == ["cancelled", "verified", "verified"]


def test_a_follower_that_ends_by_itself_takes_nobody_along(clerk: Clerk) -> None:
    reports = incident(clerk)
    clerk.write(
        Move("cancelled", "cancel"), Tell("BATAL_OK", "reporters", lane="ack"), case=reports[1]
    )
    assert states(clerk, reports) == ["assigned", "cancelled", "assigned"]
    assert (clerk.told(BUDI), len(clerk.told(SITI)), clerk.told(TONO)) == ([], 1, [])


def test_who_joins_later_stands_where_the_others_do(clerk: Clerk) -> None:
    reports = incident(clerk, 2)
    late = clerk.report(LAMP, TONO)
    clerk.write(Link(reports[0]), case=late)
    assert clerk.see(late.id).state == "assigned"


def test_an_incident_without_a_task_ends_with_the_one_that_is_ended(clerk: Clerk) -> None:
    reports = [clerk.report(LAMP, number) for number in (BUDI, SITI)]
    clerk.write(Link(reports[0]), case=reports[1])
    first = clerk.see(reports[0].id)
    close = StartClock("close", clerk.town.now + timedelta(days=14))
    told = Tell("PROSES", "reporters", (("tl", "beres"),))
    clerk.write(Move("done", "done"), close, told, case=first)
    assert states(clerk, reports) == ["done", "done"]
    assert (len(clerk.told(BUDI)), len(clerk.told(SITI))) == (1, 1)
    clerk.write(Move("closed", "close"), case=clerk.see(reports[1].id))
    assert states(clerk, reports) == ["done", "closed"]
    clerk.write(Move("verified", "reopen"), case=clerk.see(reports[1].id))
    assert states(clerk, reports) == ["done", "verified"]
    clerk.write(Move("closed", "close"), case=clerk.see(reports[0].id))
    assert states(clerk, reports) == ["closed", "verified"]
