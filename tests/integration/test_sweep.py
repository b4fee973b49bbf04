"""The sweep over both databases: each step once, over restarts, downtime and changed calendars."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway import almanac
from gateway import setting as settings_of
from gateway.sweep import Sweep
from models import city as cities
from models import event
from models.base import Tx
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    Assign,
    ClockChange,
    Move,
    OpenTicket,
    Set,
    StartClock,
    Taken,
    TaskMove,
    Tell,
)
from models.errors import StorageError
from models.times import from_us, to_us
from tests.conftest import make_store
from tests.desk import REPORT, Clerk
from tests.town import CITY_TOML, MONDAY, Town

BUDI, SITI, TONO, WATI = "+6281234567890", "+6281299999999", "+6281277777777", "+6281255555555"
MAYOR = "+6281288888888"
LAMP = "lampu jalan mati di Jl. Veteran"
AGENCIES = """
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
categories = ["pju"]
[[agency]]
code = "DAMKAR"
name = "Pemadam"
[emergency]
agencies = { "*" = "DAMKAR" }
repeat = "5 menit"
rounds = 1
"""
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Hall:
    """A town whose clock is swept."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.clerk = Clerk(town)
        self.configure(CITY_TOML + AGENCIES)
        self.restart()

    def configure(self, text: str) -> None:
        """Read another city.toml, as a reload does."""
        path = self.town.folder / "city.toml"
        path.write_text(text)
        self.town.office.city = cities.load(path)
        self.town.desk.setting = settings_of.setting(
            self.town.office.settings, self.town.office.city
        )

    def restart(self) -> None:
        """Begin with a new sweep, as a new daemon does."""
        self.sweep = Sweep(self.town.office, lambda: self.town.desk.setting)

    def to(self, local: str) -> int:
        """Let it be *local* time in Kediri, sweep and send; return how many were done."""
        zone = self.town.office.city.zone
        self.town.now = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(MONDAY.tzinfo)
        done = self.sweep.tick()
        self.town.work()
        return done

    def assigned(self, new: OpenTicket = REPORT, number: str = BUDI) -> Case:
        """Return a report that DISHUB has, with its deadline to follow up (5 hk)."""
        case = self.clerk.report(LAMP, number, new)
        return self.clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=case)

    def kinds(self, number: str = "") -> list[str]:
        """Return the kinds of SMS in the outbox, in order, to *number* or to all."""
        wanted = self.clerk.contact(number) if number else 0
        rows = self.town.rows("SELECT kind, contact FROM outbox ORDER BY id")
        return [kind for kind, contact in rows if contact == wanted or not wanted]

    def clock(self, case: Case, name: str) -> dict[str, Any]:
        """Return a clock's columns."""
        columns = "due wake breached_at step met_at stopped_at paused_since"
        (row,) = self.town.rows(
            f"SELECT {columns.replace(' ', ', ')} FROM clock WHERE ticket = ? AND name = ?",
            case.id, name,
        )  # fmt: skip
        return dict(zip(columns.split(), row, strict=True))

    def due(self, case: Case, name: str) -> str:
        """Return when a clock ends, in the city's time."""
        local = from_us(self.clock(case, name)["due"]).astimezone(self.town.office.city.zone)
        return local.strftime("%m-%d %H:%M")


@pytest.fixture
def hall(town: Town) -> Hall:
    return Hall(town)


@pytest.fixture
def staffed(hall: Hall) -> Hall:
    hall.clerk.officer(SITI, "DISHUB")
    hall.clerk.officer(TONO, "DISHUB", "head")
    hall.clerk.officer(WATI, "KOMINFO", "coordinator")
    hall.clerk.officer(MAYOR, "", "mayor")
    return hall


STORY: tuple[tuple[str, list[str]], ...] = (
    ("2026-11-23 10:00", []),
    ("2026-11-27 07:29", []),
    ("2026-11-27 07:30", ["P_INGAT"]),
    ("2026-11-30 15:59", []),
    ("2026-11-30 16:00", ["P_TELAT", "TERLAMBAT"]),
    ("2026-12-01 15:59", []),
    ("2026-12-01 16:00", ["P_ESKALASI"]),  # the head
    ("2026-12-02 16:00", []),  # this city has no assistant
    ("2026-12-03 16:00", ["P_ESKALASI"]),  # the mayor
    ("2026-12-31 16:00", []),
)


@pytest.mark.parametrize("restarts", [False, True])
def test_each_step_is_told_once_at_its_time(staffed: Hall, *, restarts: bool) -> None:
    case = staffed.assigned()
    for moment, told in STORY:
        before = len(staffed.kinds())
        staffed.to(moment)
        if restarts:
            staffed.restart()
        for _again in range(2):
            assert staffed.sweep.tick() == 0
        new = staffed.kinds()[before:]
        assert sorted(set(new)) == sorted(told), moment
    assert staffed.kinds(SITI) == ["P_INGAT", "P_TELAT"]
    assert staffed.kinds(TONO) == ["P_INGAT", "P_TELAT", "P_ESKALASI"]
    assert staffed.kinds(MAYOR) == ["P_ESKALASI"]
    assert staffed.kinds(BUDI) == ["TERLAMBAT"]
    verbs = staffed.clerk.events(case.id)
    assert [verbs.count(verb) for verb in ("reminded", "breached", "escalated")] == [1, 1, 3]
    assert staffed.clock(case, "follow_up")["wake"] is None
    with staffed.town.store.reading() as tx:
        assert event.verify(tx, case.id)


def test_texts_say_which_and_how_late(staffed: Hall) -> None:
    case = staffed.assigned()
    for moment, _told in STORY:
        staffed.to(moment)
    assert f"tiket {case.number} batas 30-11-2026" in staffed.clerk.told(SITI)[0]
    assert f"DISHUB: 1 tiket lewat batas, tertua {case.number}" in staffed.clerk.told(SITI)[1]
    assert f"tiket {case.number} DISHUB lewat 3 hari kerja" in staffed.clerk.told(MAYOR)[0]
    (sorry,) = staffed.clerk.told(BUDI)
    assert "mohon maaf" in sorry
    assert "di DISHUB lewat batas 30-11-2026" in sorry


def test_crash_before_the_commit_repeats_nothing_and_loses_nothing(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.assigned()
    staffed.to("2026-11-27 08:00")

    def fail(*_args: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("gateway.sweep.sleep", fail)  # the last step of the transaction
        staffed.to("2026-11-30 16:00")
    assert staffed.kinds() == ["P_INGAT", "P_INGAT"]
    staffed.restart()
    staffed.to("2026-11-30 17:00")
    assert staffed.kinds(BUDI) == ["TERLAMBAT"]
    assert staffed.kinds(SITI) == ["P_INGAT", "P_TELAT"]


def test_weeks_without_the_daemon_are_one_sms_a_person(staffed: Hall) -> None:
    cases = [staffed.assigned() for _ in range(200)]
    staffed.to("2026-12-31 10:00")
    for _more in range(5):
        staffed.sweep.tick()
    assert staffed.kinds(SITI) == ["P_TELAT"]
    assert staffed.kinds(MAYOR) == ["P_ESKALASI_BANYAK"]
    assert sorted(staffed.kinds(TONO)) == ["P_ESKALASI_BANYAK", "P_TELAT"]
    assert "DISHUB: 200 tiket lewat batas" in staffed.clerk.told(SITI)[0]
    (mayors,) = staffed.clerk.told(MAYOR)
    assert f"200 tiket lewat batas, tertua {cases[0].number} DISHUB sejak 30-11-2026" in mayors
    assert staffed.town.rows("SELECT COUNT(*) FROM clock WHERE breached_at IS NULL") == [(0,)]


def test_many_reminders_are_one_sms(staffed: Hall) -> None:
    cases = [staffed.assigned() for _ in range(60)]
    staffed.to("2026-11-27 07:30")
    assert staffed.kinds(SITI) == ["P_INGAT_BANYAK"]
    (text,) = staffed.clerk.told(SITI)
    assert f"60 tiket mendekati batas, terdekat {cases[0].number} batas 30-11-2026" in text


def test_few_reminders_are_told_one_by_one(staffed: Hall) -> None:
    for _ in range(3):
        staffed.assigned()
    staffed.to("2026-11-27 07:30")
    assert staffed.kinds(SITI) == ["P_INGAT"] * 3


def test_one_ticket_that_cannot_be_done_stops_no_other(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.casework import sweep  # noqa: PLC0415

    first, second = staffed.assigned(), staffed.assigned()
    decide = sweep.tick

    def poisoned(case: Case, *more: Any) -> Any:
        if case.id == first.id:
            raise ValueError("a rule that cannot be")
        return decide(case, *more)

    with monkeypatch.context() as broken:
        broken.setattr(sweep, "tick", poisoned)
        staffed.to("2026-11-30 16:00")
    assert staffed.clock(first, "follow_up")["breached_at"] is None
    assert staffed.clock(second, "follow_up")["breached_at"] is not None
    staffed.to("2026-11-30 16:30")
    assert staffed.clock(first, "follow_up")["breached_at"] is None, "put off for an hour"
    staffed.to("2026-11-30 17:00")
    assert staffed.clock(first, "follow_up")["breached_at"] is not None


def test_coordinators_hear_of_what_nobody_verified(staffed: Hall) -> None:
    case = staffed.clerk.report(LAMP, BUDI)
    staffed.clerk.write(StartClock("verify", MONDAY + DAY), case=case)
    staffed.to("2026-11-24 10:00")
    assert (
        f"TERLAMBAT Koordinator: 1 tiket lewat batas, tertua {case.number}"
        in (staffed.clerk.told(WATI)[0])
    )
    assert staffed.kinds(SITI) == []


@pytest.mark.parametrize("level", ["anonim", "rahasia"])
def test_escalations_of_hidden_reports_say_no_word_of_them(staffed: Hall, level: str) -> None:
    hidden = replace(REPORT, confidentiality=level)
    case = staffed.clerk.report(
        "nama saya Sri Wahyuni, lurah minta uang di Jl. Kenari", BUDI, hidden
    )
    staffed.clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=case)
    for moment, _told in STORY:
        staffed.to(moment)
    for number in (SITI, TONO, MAYOR, WATI):
        for text in staffed.clerk.told(number):
            assert BUDI[3:] not in text
            assert "Sri" not in text
            assert level == "anonim" or "uang" not in text
    (sorry,) = staffed.clerk.told(BUDI)
    assert ("DISHUB" in sorry) == (level == "anonim")


def test_silence_closes_a_ticket_once(hall: Hall) -> None:
    case = hall.assigned()
    closes = StartClock("close", datetime(2026, 12, 7, 9, tzinfo=MONDAY.tzinfo))
    hall.clerk.write(
        ClockChange("follow_up", "met", "DISHUB"), Move("done", "done"), closes, case=case
    )
    hall.to("2026-12-07 15:59")
    assert hall.clerk.see(case.id).state == "done"
    hall.to("2026-12-07 16:00")
    hall.to("2026-12-08 16:00")
    assert hall.clerk.see(case.id).state == "closed"
    (told,) = hall.clerk.told(BUDI)
    assert "ditutup karena tidak ada tanggapan" in told
    assert hall.clerk.events(case.id)[-1] == "closed"


def test_held_ticket_goes_on_without_an_answer(hall: Hall) -> None:
    case = hall.assigned()
    hall.clerk.write(
        ClockChange("*", "pause"),
        Move("held", "hold"),
        StartClock("answer", datetime(2026, 12, 7, 9, tzinfo=MONDAY.tzinfo)),
        case=case,
    )
    assert hall.to("2026-12-07 15:59") == 0
    assert hall.to("2026-12-07 16:00") == 1
    after = hall.clerk.see(case.id)
    assert after.state == "assigned"
    assert hall.town.rows("SELECT review FROM ticket WHERE id = ?", case.id) == [("no_answer",)]
    assert hall.due(case, "follow_up") == "12-14 16:00", "ten working days later"
    assert hall.to("2026-12-11 07:29") == 0
    assert hall.to("2026-12-11 07:30") == 1


def test_long_matter_is_told_every_thirty_days(hall: Hall) -> None:
    case = hall.assigned()
    hall.clerk.write(
        ClockChange("follow_up", "met", "DISHUB"),
        Set("term", "long"), StartClock("notice", MONDAY + 30 * DAY), case=case,
    )  # fmt: skip
    for moment in ("2026-12-22 09:00", "2026-12-23 09:00", "2027-01-22 09:00", "2027-02-21 09:00"):
        hall.to(moment)
        hall.sweep.tick()
    assert hall.kinds(BUDI) == ["KABAR_PANJANG"] * 3


def test_watched_ticket_comes_back_after_its_end(hall: Hall) -> None:
    case = hall.clerk.report(LAMP, BUDI)
    watch = StartClock("watch", MONDAY + 60 * DAY)
    hall.clerk.write(watch, Move("closed", "close"), case=case)
    hall.to("2027-01-22 08:59")
    assert hall.town.rows("SELECT review FROM ticket") == [("",)]
    hall.to("2027-01-22 09:00")
    assert hall.town.rows("SELECT review FROM ticket") == [("watch",)]


FIRE = replace(REPORT, category="kebakaran", urgency="darurat")


def burning(hall: Hall, *told: Tell) -> Case:
    for number, role in ((SITI, "officer"), (TONO, "officer"), (WATI, "coordinator")):
        hall.clerk.officer(number, "DAMKAR" if role == "officer" else "KOMINFO", role)  # type: ignore[arg-type]
    case = hall.clerk.report("kebakaran di Jl. Veteran", BUDI, FIRE)
    return hall.clerk.write(*told, Alarm(), case=case)


def wait(hall: Hall, minutes: int) -> None:
    for _minute in range(minutes):
        hall.town.now += MINUTE
        hall.sweep.tick()


def test_alarm_is_repeated_until_somebody_takes_it(hall: Hall) -> None:
    case = burning(hall, Tell("P_DARURAT", "agency:DAMKAR", (), "urgent"))
    wait(hall, 4)
    assert hall.kinds() == ["P_DARURAT"] * 2
    wait(hall, 1)
    assert sorted(hall.kinds(SITI) + hall.kinds(TONO)) == ["P_DARURAT"] * 3
    (siti,) = hall.town.rows(
        "SELECT o.id FROM officer o JOIN contact c ON c.id = o.contact WHERE c.id = ?",
        hall.clerk.contact(SITI),
    )
    hall.clerk.write(Taken(siti[0]), case=case)
    wait(hall, 60)
    assert len(hall.kinds()) == 3


def test_alarm_that_nobody_takes_ends_with_the_coordinators(hall: Hall) -> None:
    case = burning(hall)
    hall.sweep.tick()
    assert hall.kinds() == ["P_DARURAT"] * 2, "all on duty, at once"
    wait(hall, 60)
    assert hall.kinds(SITI) == hall.kinds(TONO) == ["P_DARURAT"] * 2
    assert hall.kinds(WATI) == ["P_DARURAT"]
    assert hall.town.rows("SELECT review FROM ticket WHERE id = ?", case.id) == [("alarm",)]
    assert hall.town.rows("SELECT next_at FROM alarm") == [(None,)]


def test_clock_of_a_task_that_is_over_goes_to_sleep_and_harms_no_other(staffed: Hall) -> None:
    case = staffed.assigned()
    staffed.clerk.write(TaskMove("DISHUB", "returned"), case=case)
    staffed.to("2026-11-27 06:00")
    staffed.clerk.write(Assign("DISHUB", lead=True), case=case)
    staffed.to("2026-11-30 16:00")
    staffed.to("2026-12-02 16:00")
    rows = staffed.town.rows("SELECT wake, breached_at FROM clock ORDER BY id")
    assert rows[0] == (None, None)
    assert rows[1][0] is not None
    assert "breached" not in staffed.clerk.events(case.id)


HOLIDAY = """
[[holiday]]
date = 2026-11-25
name = "Pilkada"
"""


def test_new_holiday_moves_open_deadlines_and_keeps_the_old_ones(hall: Hall) -> None:
    hall.to("2026-11-23 09:00")
    case = hall.assigned()
    asked = hall.assigned()
    hall.clerk.write(ClockChange("*", "pause"), Move("held", "hold"), case=asked)
    over = hall.assigned()
    hall.clerk.write(ClockChange("follow_up", "met", "DISHUB"), case=over)
    hall.configure(CITY_TOML + AGENCIES + HOLIDAY)
    hall.to("2026-11-23 09:01")
    assert hall.due(case, "follow_up") == hall.due(asked, "follow_up") == "12-01 16:00"
    assert hall.due(over, "follow_up") == "11-30 16:00"
    assert hall.clock(asked, "follow_up")["wake"] is None
    assert hall.clock(case, "follow_up")["wake"] == to_us(
        datetime(2026, 11, 30, 0, 30, tzinfo=MONDAY.tzinfo)
    )
    (data,) = hall.town.rows(
        "SELECT data FROM event WHERE ticket = ? AND verb = 'rescheduled'", case.id
    )
    times = [datetime(2026, *day, 9, tzinfo=MONDAY.tzinfo) for day in ((11, 30), (12, 1))]
    assert str([to_us(moment) for moment in times]).replace(" ", "") in data[0]
    new = hall.assigned()
    hall.restart()
    hall.to("2026-11-23 09:02")
    assert hall.due(case, "follow_up") == hall.due(new, "follow_up") == "12-01 16:00"
    hall.configure(CITY_TOML + AGENCIES)
    hall.to("2026-11-23 09:03")
    assert hall.due(case, "follow_up") == hall.due(new, "follow_up") == "11-30 16:00"


def test_deadline_missed_by_a_calendar_that_changed_is_missed_no_more(hall: Hall) -> None:
    hall.to("2026-11-23 09:00")
    case = hall.assigned()
    hall.to("2026-11-30 16:00")
    assert hall.clock(case, "follow_up")["breached_at"] is not None
    hall.configure(CITY_TOML + AGENCIES + HOLIDAY)
    hall.to("2026-11-30 16:01")
    assert hall.clock(case, "follow_up")["breached_at"] is None
    hall.to("2026-12-01 16:00")
    assert hall.clock(case, "follow_up")["breached_at"] is not None


def test_move_cut_off_by_a_crash_ends_as_it_began(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.to("2026-11-23 09:00")
    found = [hall.assigned() for _ in range(5)]
    monkeypatch.setattr(almanac, "BATCH", 2)
    advance, rounds = almanac.advance, [0]

    def crash(tx: Tx, **more: Any) -> bool:
        rounds[0] += 1
        if rounds[0] == 2:
            raise StorageError("somebody writes", kind="locked")
        return advance(tx, **more)

    hall.configure(CITY_TOML + AGENCIES + HOLIDAY)
    with monkeypatch.context() as broken:
        broken.setattr(almanac, "advance", crash)
        with pytest.raises(StorageError):
            hall.to("2026-11-23 09:01")
    moved = [hall.due(case, "follow_up") for case in found]
    assert moved == ["12-01 16:00"] * 2 + ["11-30 16:00"] * 3
    hall.restart()
    hall.to("2026-11-23 09:05")
    assert {hall.due(case, "follow_up") for case in found} == {"12-01 16:00"}
    assert hall.town.rows("SELECT 1 FROM meta WHERE name = ?", almanac.MOVING) == []


def test_a_damaged_ticket_does_not_keep_the_others_from_moving(hall: Hall) -> None:
    hall.to("2026-11-23 09:00")
    found = [hall.assigned() for _ in range(3)]
    sql = "UPDATE clock SET started_at = ? WHERE ticket = ?"
    hall.town.write(lambda tx: tx.change(sql, (2**62, found[1].id)))
    hall.configure(CITY_TOML + AGENCIES + HOLIDAY)
    hall.to("2026-11-23 09:01")
    assert [hall.due(case, "follow_up") for case in found] == [
        "12-01 16:00", "11-30 16:00", "12-01 16:00",
    ]  # fmt: skip
    assert hall.town.rows("SELECT 1 FROM meta WHERE name = ?", almanac.MOVING) == []


def test_nobody_is_told_to_be_late_while_deadlines_move(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.to("2026-11-23 09:00")
    for _ in range(30):
        hall.assigned()
    monkeypatch.setattr(almanac, "BATCH", 1)
    hall.configure(CITY_TOML + AGENCIES + HOLIDAY)
    assert hall.to("2026-11-30 16:30") == 0
    assert hall.sweep.tick() == 30, "which are reminded of"
    assert hall.town.rows("SELECT 1 FROM event WHERE verb = 'breached'") == []
    assert hall.kinds() == []


def test_another_year_in_view_moves_nothing(hall: Hall) -> None:
    hall.to("2026-11-23 09:00")
    case = hall.assigned()
    hall.clerk.write(StartClock("settle", MONDAY + 200 * DAY), case=case)
    hall.restart()
    hall.to("2027-01-04 09:00")
    assert "rescheduled" not in hall.clerk.events(case.id)


def test_doubtful_holidays_are_logged_once(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    hall.to("2026-11-23 09:00")
    hall.configure(CITY_TOML + AGENCIES)
    hall.to("2026-11-23 09:01")
    lines = [record.getMessage() for record in caplog.records if "2027" in record.getMessage()]
    assert len(lines) == 1
    assert "2027-03-10" in lines[0]


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("clock WHERE wake IS NOT NULL AND wake <= ? ORDER BY wake", "clock_wake"),
        ("alarm WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at", "alarm_next"),
    ],
)
def test_only_what_is_due_is_read(tmp_path: Path, sql: str, index: str) -> None:
    store = make_store(tmp_path)
    with store.reading() as tx:
        ((*_ids, plan),) = tx.execute(f"EXPLAIN QUERY PLAN SELECT ticket FROM {sql}", (1,))
    store.close()
    assert index in plan
    assert plan.startswith("SEARCH")
