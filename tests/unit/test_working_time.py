"""Working time that is reckoned once agrees with the calendar that walks from day to day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from models.clocks import Calendar, Hours
from models.times import to_us
from reports.figures.hours import HOUR, WorkingTime

CALENDAR = Calendar(
    ZoneInfo("Asia/Makassar"),
    Hours(time(7, 30), time(16)),
    holidays=frozenset({date(2026, 3, 19), date(2026, 3, 20)}),
    workdays=frozenset({date(2026, 3, 21)}),  # a Saturday
    short=((date(2026, 3, 2), date(2026, 3, 18), Hours(time(8), time(15))),),
)
FIRST, LAST = datetime(2026, 2, 23, tzinfo=UTC), datetime(2026, 4, 13, tzinfo=UTC)
WORK = WorkingTime(CALENDAR, to_us(FIRST), to_us(LAST))
MOMENTS = st.integers(to_us(FIRST), to_us(LAST))


def local(text: str) -> int:
    return to_us(datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CALENDAR.zone))


TABLE = [
    ("02-25 09:00", "02-25 11:30", 2.5),
    ("02-25 06:00", "02-25 20:00", 8.5),
    ("02-25 15:00", "02-26 08:00", 1.5),  # over a night
    ("02-27 15:00", "03-02 09:00", 2.0),  # over a weekend, into Ramadan's hours
    ("03-18 14:00", "03-21 08:30", 2.0),  # over Nyepi and Idul Fitri to a Saturday that works
    ("02-28 09:00", "03-01 09:00", 0.0),
    ("02-25 11:00", "02-25 09:00", 0.0),  # the wrong way round
]


def test_office_hours_by_hand() -> None:
    for begin, end, hours in TABLE:
        assert WORK.hours(local(begin), local(end)) == hours, (begin, end)


def test_pauses_are_taken_out_where_they_lie_within() -> None:
    begin, end = local("02-25 09:00"), local("02-26 10:00")  # 7 + 2.5 hours
    pauses = [(local("02-24 09:00"), local("02-25 10:00")), (local("02-25 15:30"), end + HOUR)]
    assert WORK.hours(begin, end, pauses) == 5.5  # 10:00 to 15:30
    assert WORK.hours(begin, end, [(begin, end)]) == 0


@settings(max_examples=60)
@given(MOMENTS, MOMENTS)
def test_days_are_those_of_the_calendar(begin: int, end: int) -> None:
    moments = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at) for at in (begin, end)]
    assert WORK.days(begin, end) == CALENDAR.working_days(*moments)


@settings(max_examples=60)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_hours_add_up(first: int, second: int, third: int) -> None:
    first, second, third = sorted((first, second, third))
    parts = WORK.hours(first, second) + WORK.hours(second, third)
    assert abs(parts - WORK.hours(first, third)) < 1e-6
