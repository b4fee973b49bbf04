"""What is wrong with a gateway is seen in its own rows, and when it ends."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.watch import look
from gateway.watch.alarms import open_alarms
from gateway.watch.readings import HouseReading
from gateway.watch.watch import Watch
from models import line_credit
from models.base import Tx
from models.rows import insert
from models.times import to_us
from tests.conftest import make_store
from tests.town import Town

BUDI = "+6281234567890"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return SQLite alone; test_watch_postgresql.py tries the same statements on the other."""
    return str(tmp_path / "var" / "kentongan.db")


@pytest.fixture
def watch(town: Town) -> Watch:
    """Return the watch of a town whose two lines are up."""
    for line in ("kartu", "1708"):
        tell(town, line)
    return Watch(town.office, lambda: town.desk.setting)


def tell(town: Town, line: str, **state: Any) -> None:
    """Let *line* write this of itself."""

    def job(tx: Tx) -> None:
        tx.change("DELETE FROM line_state WHERE line = ?", (line,))
        data = json.dumps({"up": True, "registered": True} | state)
        row = {"line": line, "node": "n", "data": data, "updated_at": to_us(town.now)}
        insert(tx, "line_state", row)

    town.write(job)


def wrong(town: Town) -> set[tuple[str, str]]:
    return {(one.name, one.subject) for one in town.write(open_alarms)}


def reading(town: Town) -> HouseReading:
    place = look.Place(town.office.settings, town.desk.setting.zone, town.now)
    with town.store.reading() as tx:
        return look.look(tx, place)


def test_line_that_stays_down_is_an_alarm_and_its_return_the_end(town: Town, watch: Watch) -> None:
    tell(town, "1708", up=False, down_since=to_us(town.now))
    town.wait(minutes=4)
    assert (watch.once(), wrong(town)) == (0, set())
    town.wait(minutes=2)
    assert (watch.once(), watch.once()) == (1, 0)
    assert wrong(town) == {("line_down", "1708")}
    (alarm,) = town.write(open_alarms)
    assert alarm.raised_at == town.now - timedelta(minutes=6), "since it went down"
    tell(town, "1708")
    assert (watch.once(), wrong(town)) == (1, set())


def test_line_without_network_is_an_alarm_after_a_while(town: Town, watch: Watch) -> None:
    tell(town, "kartu", registered=False)
    watch.once()
    town.wait(minutes=6)
    watch.once()
    assert wrong(town) == {("no_network", "kartu")}
    tell(town, "kartu")
    watch.once()
    assert wrong(town) == set()


def test_messages_that_nobody_reads_are_seen(town: Town, watch: Watch) -> None:
    town.sms(BUDI, "SURGA lampu mati di Jl. Veteran")
    town.sms(BUDI, "SURGA got mampet di Jl. Joyoboyo")
    town.wait(minutes=11)
    watch.once()
    assert wrong(town) == {("unanswered", "")}
    (alarm,) = town.write(open_alarms)
    assert alarm.fields == {"n": "2"}
    town.work()
    watch.once()
    assert wrong(town) == set()


def test_parts_that_wait_for_their_line_are_seen(town: Town, watch: Watch) -> None:
    town.sms(BUDI, "SURGA lampu mati di Jl. Veteran")
    town.desk.once()
    town.wait(minutes=31)
    (kartu, short) = reading(town).lines
    assert (kartu.queued, kartu.oldest_queued) == (1, town.now - timedelta(minutes=31))
    assert (short.queued, short.oldest_queued) == (0, None)
    watch.once()
    assert wrong(town) == {("queue_old", "kartu")}


def test_share_that_reaches_a_phone_counts_the_last_of_each_line(town: Town) -> None:
    rows = [("a", "delivered")] * 30 + [("b", "sent"), ("b", "failed"), ("b", "delivered")]
    rows += [("a", "failed")] * 500
    fates = look.count_fates(rows)
    assert (fates["a", "delivered"], fates["a", "failed"]) == (30, 170)
    assert (fates["b", "delivered"], fates["b", "failed"]) == (1, 1)
    for state in ("delivered", "delivered", "failed", "sent"):
        town.sms(BUDI, f"SURGA lampu mati {state} di Jl. Veteran {town.now}")
        town.work()
        town.write(
            lambda tx, to=state: tx.change(  # type: ignore[misc]
                "UPDATE delivery SET state = ? WHERE id = (SELECT MAX(id) FROM delivery)", (to,)
            )
        )
        town.wait(minutes=1)
    assert [(one.reported, one.delivered) for one in reading(town).lines] == [(3, 2), (0, 0)]


def test_what_a_sim_said_by_ussd_is_kept_when_the_line_forgets_it(town: Town, watch: Watch) -> None:
    tell(town, "kartu", balance=4_500, expires="2026-11-25", credit_at=to_us(town.now))
    watch.once()
    tell(town, "kartu")
    assert watch.once() == 2
    assert wrong(town) == {("low_balance", "kartu"), ("sim_expiry", "kartu")}
    town.wait(hours=1)
    tell(town, "kartu", balance=50_000, expires="2027-01-25", credit_at=to_us(town.now))
    watch.once()
    watch.once()
    assert wrong(town) == set()
    known = town.write(line_credit.known)["kartu"]
    assert (known.balance, known.expires) == (50_000, date(2027, 1, 25))


def test_want_of_credit_ends_with_the_next_balance(town: Town, watch: Watch) -> None:
    def note(balance: int | None, *, short: bool) -> None:
        town.write(
            lambda tx: line_credit.note(
                tx, "kartu", balance=balance, expires=None, short=short, now=town.now
            )
        )

    note(None, short=True)
    watch.once()
    assert wrong(town) == {("no_balance", "kartu")}
    note(25_000, short=False)
    watch.once()
    assert wrong(town) == set()
    town.write(lambda tx: line_credit.forget(tx, "kartu"))
    assert town.write(line_credit.known) == {}


@pytest.mark.parametrize(
    ("late", "wanted"),
    [
        ([3, 4], None),
        ([3, 4, 5], 3),
        ([900, 1, 800], 1),  # two had waited at the network
        ([900, 700, 800], 700),  # ours is ahead
        ([-900, -700, -800], -700),  # they come before they were sent
    ],
)
def test_clock_is_judged_by_the_message_that_came_soonest(
    late: list[int], wanted: int | None
) -> None:
    spans = [timedelta(seconds=one) for one in late]
    assert look.drift(spans) == (None if wanted is None else timedelta(seconds=wanted))


def test_clock_that_runs_wrong_is_seen_by_the_stamps_of_the_network(
    town: Town, watch: Watch
) -> None:
    def message(minutes: int) -> None:
        (part,) = town.parts(BUDI, f"SURGA lampu {minutes} {town.now}")
        town.offer(replace(part, sent_at=town.now - timedelta(minutes=minutes)))

    for _ in range(3):
        message(25)
    assert reading(town).clock_drift is None, "what waited while the line was down has old stamps"
    town.wait(minutes=3)
    for _ in range(3):
        message(25)
    assert reading(town).clock_drift == timedelta(minutes=25)
    watch.once()
    assert ("clock_wrong", "") in wrong(town)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT COUNT(*) FROM delivery WHERE state = 'sending'", "delivery_sending"),
        ("SELECT COUNT(*) FROM delivery WHERE state = 'unknown'", "delivery_unknown"),
        ("SELECT 1 FROM delivery WHERE line = 'x' AND state = 'sending'", "delivery_sending"),
    ],
)
def test_parts_on_the_air_are_found_by_an_index(tmp_path: Path, query: str, index: str) -> None:
    store = make_store(tmp_path)
    try:
        with store.reading() as tx:
            plan = str(tx.execute(f"EXPLAIN QUERY PLAN {query}"))
    finally:
        store.close()
    assert index in plan


def test_newest_backup_counts(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    folder = tmp_path / "backups"
    assert look.newest_age(folder, now) is None
    folder.mkdir()
    (folder / "inner").mkdir()
    assert look.newest_age(folder, now) is None
    for hours in (5, 30):
        (folder / f"{hours}.db").touch()
        at = now.timestamp() - hours * 3_600
        os.utime(folder / f"{hours}.db", (at, at))
    assert look.newest_age(folder, now) == timedelta(hours=5)


def test_disk_is_asked_and_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert (look.disk_free(tmp_path) or 0) > 0
    assert look.disk_free(tmp_path / "none") is None


def test_line_that_is_configured_no_more_is_no_alarm(town: Town, watch: Watch) -> None:
    tell(town, "kartu", up=False, down_since=to_us(town.now - timedelta(hours=1)))
    watch.once()
    assert wrong(town) == {("line_down", "kartu")}
    town.configure(lambda old: replace(old, lines=old.lines[1:]))
    watch.once()
    assert wrong(town) == set()
