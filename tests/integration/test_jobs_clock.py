"""A wall clock that jumps: seen at once, and what waits goes on waiting for as long as before."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway import outbox
from gateway.errors import TemporaryError
from gateway.jobs import WallClock
from gateway.landing import Outcome, record
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
