"""A wall clock that jumps: seen at once, and what waits goes on waiting for as long as before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway import outbox
from gateway.errors import TemporaryError
from gateway.jobs import Jobs, WallClock
from gateway.landing import Outcome, record
from gateway.watch.alarms import clear_alarm, raise_alarm
from gateway.watch.look import Place, look
from models.times import from_us
from tests.town import LINE, Town

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_clock_that_goes_with_the_monotonic_one_is_believed() -> None:
    clock = WallClock(NOON, 100.0)
    assert clock.jumped(NOON + timedelta(seconds=30), 130.0) is None
    assert clock.trusted()
    assert clock.jumped(NOON + timedelta(seconds=80), 131.0) is None, "slewed, not set"
    assert clock.trusted()


@pytest.mark.parametrize("jump", [DAY, -HOUR, timedelta(days=-3650), timedelta(seconds=62)])
def test_clock_that_jumps_is_distrusted_for_ten_minutes(jump: timedelta) -> None:
    clock = WallClock(NOON, 0.0)
    assert clock.jumped(NOON + jump, 1.0) == NOON + timedelta(seconds=1)
    assert not clock.trusted()
    assert clock.jumped(NOON + jump + timedelta(seconds=599), 600.0) is None
    assert not clock.trusted()
    clock.jumped(NOON + jump + timedelta(seconds=601), 602.0)
    assert clock.trusted()


def waiting(town: Town) -> tuple[datetime, datetime]:
    """Return from when to when the only part that waits may be sent."""
    ((begin, until),) = town.rows("SELECT not_before, valid_until FROM delivery")
    return from_us(begin), from_us(until)


@pytest.mark.parametrize("jump", [DAY, 2 * DAY, -HOUR, timedelta(days=-3650)])
def test_part_that_waits_goes_on_waiting_for_as_long(town: Town, jump: timedelta) -> None:
    town.sms("+6281234567890", "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    before = waiting(town)
    now = town.now + jump
    args = {"expected": town.now, "now": now}
    assert town.write(lambda tx: outbox.follow_clock(tx, **args)) == 1
    assert waiting(town) == (before[0] + jump, before[1] + jump)
    assert town.write(lambda tx: outbox.claim(tx, LINE, 1, node="test", now=now))


@pytest.mark.parametrize("jump", [DAY, -HOUR])
def test_part_written_after_the_jump_is_left_alone(town: Town, jump: timedelta) -> None:
    expected = town.now
    town.now += jump
    town.sms("+6281234567890", "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    args = {"expected": expected, "now": town.now}
    assert town.write(lambda tx: outbox.follow_clock(tx, **args)) == 0


@pytest.mark.parametrize("jump", [DAY, -HOUR])
def test_answer_that_waits_for_the_next_day_waits_for_its_date(town: Town, jump: timedelta) -> None:
    town.sms("+6281234567890", "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    town.write(lambda tx: tx.change("UPDATE outbox SET why = 'budget'"))
    args = {"expected": town.now, "now": town.now + jump}
    assert town.write(lambda tx: outbox.follow_clock(tx, **args)) == 0


@pytest.mark.parametrize("code", ["closed", "port"])
def test_part_under_which_its_line_closed_is_queued_untouched(town: Town, code: str) -> None:
    town.sms("+6281234567890", "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    before = waiting(town)
    (one,) = town.write(lambda tx: outbox.claim(tx, LINE, 1, node="test", now=town.now))
    outcome = Outcome(one, error=TemporaryError("kartu: closed", code=code))
    town.write(lambda tx: record(tx, [outcome], now=town.now, dice=0.5))
    assert town.rows("SELECT state, attempt FROM delivery") == [("queued", 0)]
    assert waiting(town) == before


def breached(town: Town) -> int:
    """Return how many deadlines the daemon has called missed."""
    return int(town.rows("SELECT COUNT(*) FROM clock WHERE breached_at IS NOT NULL")[0][0])


def test_no_deadline_is_missed_by_a_clock_that_is_wrong(town: Town) -> None:
    town.say("+6281234567890", "SURGA lampu mati di Jl Veteran")
    jobs = Jobs(town.office, lambda: 0.0, lambda: town.desk.setting)
    town.now += 20 * DAY
    now = town.now
    town.write(lambda tx: raise_alarm(tx, "clock_wrong", "", fields={}, now=now))
    jobs._sweep()
    assert breached(town) == 0
    town.write(lambda tx: clear_alarm(tx, "clock_wrong", "", now=now))
    jobs._sweep()
    assert breached(town) == 2, "to verify, and to follow up"


def test_clock_before_the_first_release_is_wrong_without_any_message(town: Town) -> None:
    town.now = NOON.replace(year=1970)
    with town.store.reading() as tx:
        found = look(tx, Place(town.office.settings, UTC, town.now))
    assert found.clock_drift is not None
    assert found.clock_drift < -DAY


def test_stamps_of_a_time_that_never_came_are_not_asked_when_the_clock_is_right_again(
    town: Town,
) -> None:
    # session older than the messages: none had waited at the network
    town.wait(minutes=3)
    right = town.now
    town.now += 300 * DAY
    for words in ("SURGA lampu mati", "SURGA jalan rusak", "SURGA got mampet"):
        (part,) = town.parts("+6281234567890", words)
        town.offer(replace(part, sent_at=right))
    with town.store.reading() as tx:
        ahead = look(tx, Place(town.office.settings, UTC, town.now)).clock_drift
        healed = look(tx, Place(town.office.settings, UTC, right)).clock_drift
    assert (ahead, healed) == (300 * DAY, None)
