"""What a line may send now: hours, caps and money, as tables."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.caps import UNLIMITED, Cap, Pace
from gateway.hours import SendHours
from gateway.limits import Limits, Stop, Used, free, narrow, stop
from gateway.money import step, subject
from models.clocks import Hours
from models.lanes import ACK, BULK, STATUS, URGENT

WIB = ZoneInfo("Asia/Jakarta")
NIGHT = (time(21), time(6))
NEVER = (time(0), time(0))
DAY = Hours(time(8), time(20))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a local moment of November 2026, in UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "window", "now", "opens"),
    [
        (NIGHT, None, at(23, 12), None),
        (NIGHT, None, at(23, 21), (at(24, 6), "quiet")),
        (NIGHT, None, at(24, 2), (at(24, 6), "quiet")),
        (NIGHT, None, at(24, 6), None),
        (NEVER, None, at(24, 2), None),
        (NEVER, DAY, at(23, 7, 59), (at(23, 8), "window")),
        (NEVER, DAY, at(23, 8), None),
        (NEVER, DAY, at(23, 20), (at(24, 8), "window")),
        (NIGHT, DAY, at(23, 20, 30), (at(24, 8), "window")),
        (NIGHT, DAY, at(23, 22), (at(24, 8), "quiet")),
        ((time(12), time(13)), DAY, at(23, 12, 30), (at(23, 13), "quiet")),
        (NIGHT, Hours(time(22), time(23)), at(23, 12), (at(24, 12), "window")),
    ],
)
def test_news_waits_for_the_hours_of_city_and_line(
    quiet: tuple[time, time],
    window: Hours | None,
    now: datetime,
    opens: tuple[datetime, str] | None,
) -> None:
    hours = SendHours(WIB, quiet, window)
    assert hours.opens(STATUS, now) == hours.opens(BULK, now) == opens
    assert hours.opens(URGENT, now) is None
    assert hours.opens(ACK, now) is None


def test_hours_that_leave_none_are_known() -> None:
    assert SendHours(WIB, NIGHT, Hours(time(22), time(23))).never
    assert not SendHours(WIB, NIGHT, DAY).never


def limits(**own: object) -> Limits:
    base: dict[str, object] = {
        "line": "kartu1", "hours": SendHours(WIB, NIGHT), "caps": (), "daily": 0, "price": 350,
        "budget": 0, "city_budget": 0, "exempt": frozenset({URGENT, ACK}),
    }  # fmt: skip
    return Limits(**(base | own))  # type: ignore[arg-type]


HOURLY = Cap(10, timedelta(hours=1), "kartu1", "line_hour")
NOON = at(23, 12)
LATER = at(23, 12, 20)


@pytest.mark.parametrize(
    ("own", "used", "expected"),
    [
        ({}, Used(), (UNLIMITED,) * 4),
        ({"caps": (HOURLY,)}, Used((7,), (None,)), (UNLIMITED, 3, 3, 3)),
        ({"caps": (HOURLY,)}, Used((12,), (LATER,)), (UNLIMITED, 0, 0, 0)),
        ({"daily": 100}, Used(today=99), (UNLIMITED, 1, 1, 1)),
        ({"budget": 3500}, Used(rupiah=2800), (UNLIMITED, UNLIMITED, 2, 2)),
        ({"budget": 3500}, Used(rupiah=3400), (UNLIMITED, UNLIMITED, 0, 0)),
        ({"city_budget": 3500}, Used(city_rupiah=9999), (UNLIMITED, UNLIMITED, 0, 0)),
        ({"budget": 3500, "price": 0}, Used(rupiah=9999), (UNLIMITED,) * 4),
        (
            {"budget": 700, "exempt": frozenset({URGENT}), "daily": 5},
            Used(today=1),
            (UNLIMITED, 2, 2, 2),
        ),
    ],
)
def test_caps_bind_all_but_emergencies_and_money_all_but_answers(
    own: dict[str, object], used: Used, expected: tuple[int, ...]
) -> None:
    assert free(limits(**own), used, NOON) == expected


@pytest.mark.parametrize(
    ("own", "used", "lane", "now", "expected"),
    [
        ({}, Used(), STATUS, NOON, None),
        ({}, Used(), STATUS, at(23, 22), Stop("quiet", at(24, 6))),
        ({"caps": (HOURLY,)}, Used((10,), (LATER,)), ACK, NOON, Stop("line_hour", LATER)),
        ({"caps": (HOURLY,)}, Used((10,), (None,)), ACK, NOON, Stop("line_hour", None)),
        ({"caps": (HOURLY,)}, Used((10,), (LATER,)), URGENT, NOON, None),
        ({"daily": 5}, Used(today=5), ACK, NOON, Stop("line_day", at(24, 0))),
        ({"budget": 350}, Used(rupiah=350), BULK, NOON, Stop("line_budget", at(23, 0, 0))),
        ({"city_budget": 350}, Used(city_rupiah=1), BULK, NOON, Stop("city_budget", at(1, 0))),
        ({"budget": 350}, Used(rupiah=350), ACK, NOON, None),
    ],
)
def test_stop_names_the_reason_that_lasts_longest(
    own: dict[str, object], used: Used, lane: int, now: datetime, expected: Stop | None
) -> None:
    found = stop(limits(**own), used, lane, now)
    if expected is not None and expected.code.endswith("_budget"):
        expected = Stop(expected.code, datetime(2026, 11, 30, 17, tzinfo=UTC))  # 1 December
    assert found == expected


def test_month_ends_by_the_clock_of_the_city() -> None:
    own = limits(budget=350)
    assert own.today(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)).month == 11
    assert own.today(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)).month == 12


def test_what_one_lane_takes_is_gone_for_the_later_ones() -> None:
    assert narrow((9, 3, 3, 2), ACK, 2) == [9, 3, 1, 0]


@pytest.mark.parametrize(
    ("spent", "budget", "percent"),
    [(0, 0, 0), (10**9, 0, 0), (999, 2000, 0), (1000, 2000, 50), (1600, 2000, 80),
     (1999, 2000, 80), (2000, 2000, 100), (2350, 2000, 100)],
)  # fmt: skip
def test_people_are_told_at_half_most_and_all_of_a_budget(
    spent: int, budget: int, percent: int
) -> None:
    assert step(spent, budget) == percent


def test_alarm_of_a_budget_names_its_line() -> None:
    assert (subject("kartu1", 80), subject("", 50)) == ("kartu1 80%", "50%")


def test_pace_holds_in_any_stretch_and_ends_with_it() -> None:
    pace, now = Pace(10), NOON
    assert pace.left(now) == 10
    pace.take(now, 10)
    assert (pace.left(now), pace.wait(now)) == (0, 1.0)
    later = now + timedelta(milliseconds=900)
    assert pace.left(later) == 0
    assert pace.wait(later) == pytest.approx(0.1)
    assert pace.left(now + timedelta(seconds=1)) == 10
    assert pace.left(now - timedelta(hours=1)) == 10, "the wall clock was set back"


@pytest.mark.parametrize(("rate", "seconds"), [(0.5, 2), (0.1, 10), (1, 1), (2.5, 0.8)])
def test_pace_below_one_part_a_second_is_a_longer_stretch(rate: float, seconds: float) -> None:
    pace = Pace(rate)
    pace.take(NOON, pace.left(NOON))
    assert pace.wait(NOON) == seconds


def test_line_without_a_rate_goes_as_fast_as_it_can() -> None:
    pace = Pace(0)
    pace.take(NOON, 5)
    assert (pace.left(NOON), pace.wait(NOON)) == (UNLIMITED, 0.0)
