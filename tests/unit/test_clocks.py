"""Deadlines fall on the day on which the city must have acted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.city import City, Holiday
from models.city_tables import ShortDays
from models.clocks import (
    Calendar,
    Hours,
    Span,
    calendar_of,
    counts_days,
    doubts,
    due,
    moved,
    national_holidays,
    rebased,
)

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
HOURS = Hours(time(7, 30), time(16))


@pytest.fixture(scope="module")
def kediri() -> Calendar:
    return calendar_of(City(path=Path("city.toml"), name="KEDIRI"), (2026,))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("begun", "span", "end"),
    [
        # Nyepi, Idul Fitri and four days of collective leave lie between
        ("2026-03-13 10:00", "3 hk", "2026-03-25 16:00"),
        ("2026-03-13 23:59", "3 hk", "2026-03-25 16:00"),
        ("2026-03-14 08:00", "3 hk", "2026-03-25 16:00"),
        ("2026-11-23 00:00", "1 hk", "2026-11-24 16:00"),
        ("2026-11-20 16:30", "1 hk", "2026-11-23 16:00"),
        ("2026-11-22 09:00", "1 hk", "2026-11-23 16:00"),
        ("2026-12-30 09:00", "2 hk", "2027-01-04 16:00"),  # over New Year, into another year
        ("2026-11-22 09:00", "14 hari", "2026-12-06 09:00"),
        ("2026-11-22 23:00", "3 jam", "2026-11-23 02:00"),
        ("2026-11-22 23:00", "3h", "2026-11-23 02:00"),
        ("2026-11-22 23:00", "30 menit", "2026-11-22 23:30"),
    ],
)
def test_deadline_falls_on_the_right_day(kediri: Calendar, begun: str, span: str, end: str) -> None:
    result = due(wib(begun).astimezone(UTC), Span.parse(span), kediri)
    assert result == wib(end)
    assert result.tzinfo is UTC


def test_collective_leave_is_no_working_day() -> None:
    days = national_holidays(2026)
    assert date(2026, 3, 23) in days  # cuti bersama Idul Fitri
    assert len(days) == 25  # 17 holidays and 8 days of leave, SKB 3 Menteri for 2026


def test_palu_counts_its_own_days() -> None:
    # 23:30 WIB on Sunday is 00:30 WITA on Monday: Monday itself is not counted
    now = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    palu = Calendar(zone=WITA, hours=HOURS)
    kediri = Calendar(zone=WIB, hours=HOURS)
    assert due(now, Span(1, "hk"), palu).astimezone(WITA).date() == date(2026, 11, 24)
    assert due(now, Span(1, "hk"), kediri).astimezone(WIB).date() == date(2026, 11, 23)


def test_local_holidays_and_workdays_win_over_the_nation() -> None:
    city = City(
        path=Path("city.toml"),
        name="KEDIRI",
        weekend=("minggu",),
        holidays=(
            Holiday(date=date(2026, 11, 23), name="Pilkada"),
            Holiday(date=date(2026, 12, 25), workday=True),
        ),
    )
    calendar = calendar_of(city)
    assert not calendar.works(date(2026, 11, 23))
    assert calendar.works(date(2026, 12, 25))
    assert calendar.works(date(2026, 11, 21))  # a Saturday
    assert not calendar.works(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-23 07:29", False),
        ("2026-11-23 07:30", True),
        ("2026-11-23 15:59", True),
        ("2026-11-23 16:00", False),
        ("2026-11-22 10:00", False),
        ("2026-03-23 10:00", False),
    ],
)
def test_offices_are_open_in_their_hours(kediri: Calendar, local: str, *, is_open: bool) -> None:
    assert kediri.open_at(wib(local)) is is_open


@pytest.mark.parametrize(
    "text", ["", "3", "hk", "0 hk", "-1 hk", "3 weeks", "3,5 hk", "99999 hk", "٣ hk", "3 hk 2 jam"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span such as 3 hk, 3 jam or 14 hari"):
        Span.parse(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("07:30", "is not like 07:30-16:00"),
        ("16:00-07:30", "ends before"),
        ("08:00-08:00", "ends before"),
    ],
)
def test_what_are_no_office_hours_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Hours.parse(text)


def test_span_reads_back_as_it_is_written() -> None:
    for text in ("3 hk", "14 hari", "3 jam", "30 menit"):
        assert str(Span.parse(text)) == text


def test_naive_time_is_refused() -> None:
    calendar = Calendar(zone=WIB, hours=HOURS)
    with pytest.raises(ValueError, match="naive"):
        due(datetime(2026, 11, 22), Span(1, "hk"), calendar)  # noqa: DTZ001 - that is the test


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 60),
)
def test_each_further_working_day_is_later_and_worked(now: datetime, count: int) -> None:
    calendar = Calendar(zone=WIB, hours=HOURS)
    first, second = due(now, Span(count, "hk"), calendar), due(now, Span(count + 1, "hk"), calendar)
    assert now < first < second
    assert calendar.works(first.astimezone(WIB).date())
    assert second - now < timedelta(days=2 * count + 6)


MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.builds(Span, st.integers(1, 70), st.sampled_from(["hk", "hari", "jam", "menit"]))
LEBARAN = Calendar(
    WIB, HOURS, short=((date(2026, 2, 18), date(2026, 3, 19), Hours(time(8), time(14, 30))),),
    national=national_holidays,
)  # fmt: skip


@given(MOMENTS, SPANS, st.integers(1, 30))
def test_longer_span_never_ends_earlier(now: datetime, span: Span, more: int) -> None:
    longer = Span(span.count + more, span.unit)
    assert now < due(now, span, LEBARAN) < due(now, longer, LEBARAN)


@given(MOMENTS, SPANS, st.timedeltas(timedelta(), timedelta(days=40)))
def test_what_begins_later_never_ends_earlier(now: datetime, span: Span, later: timedelta) -> None:
    assert due(now, span, LEBARAN) <= due(now + later, span, LEBARAN)


@given(MOMENTS, SPANS, *[st.timedeltas(timedelta(), timedelta(days=40))] * 2)
def test_pause_never_makes_a_deadline_earlier(
    begun: datetime, span: Span, wait: timedelta, pause: timedelta
) -> None:
    deadline, since = due(begun, span, LEBARAN), begun + wait
    again = moved(deadline, since, since + pause, LEBARAN)
    assert again >= deadline
    assert again <= moved(deadline, since, since + pause + timedelta(days=1), LEBARAN)


@given(MOMENTS, st.integers(1, 70), *[st.timedeltas(timedelta(), timedelta(days=40))] * 2)
def test_pause_leaves_the_working_days_that_were_left(
    begun: datetime, count: int, wait: timedelta, pause: timedelta
) -> None:
    deadline = due(begun, Span(count, "hk"), LEBARAN)
    since = min(begun + wait, deadline)
    again = moved(deadline, since, since + pause, LEBARAN)
    assert counts_days(again, LEBARAN)
    left = LEBARAN.working_days(since, deadline)
    assert LEBARAN.working_days(since + pause, again) == left


@pytest.mark.parametrize(
    ("deadline", "since", "until", "again"),
    [
        # working days: those of the pause, whatever the hours
        ("2026-11-27 16:00", "2026-11-23 10:00", "2026-11-25 09:00", "2026-12-01 16:00"),
        ("2026-11-27 16:00", "2026-11-23 08:00", "2026-11-23 15:00", "2026-11-27 16:00"),
        ("2026-11-27 16:00", "2026-11-20 17:00", "2026-11-22 17:00", "2026-11-27 16:00"),
        # all of Lebaran's leave passes while the reporter is asked: one working day
        ("2026-03-17 14:30", "2026-03-16 10:00", "2026-03-25 10:00", "2026-03-26 16:00"),
        # hours and days: by the clock on the wall
        ("2026-11-23 12:00", "2026-11-23 10:00", "2026-11-24 10:30", "2026-11-24 12:30"),
        ("2026-11-27 16:01", "2026-11-23 10:00", "2026-11-24 10:00", "2026-11-28 16:01"),
        ("2026-11-27 10:00", "2026-11-23 10:00", "2026-11-23 09:00", "2026-11-27 10:00"),
    ],
)
def test_pause_moves_a_deadline_in_its_own_measure(
    deadline: str, since: str, until: str, again: str
) -> None:
    assert moved(wib(deadline), wib(since), wib(until), LEBARAN) == wib(again)


def test_ramadan_shortens_the_day_and_not_the_number_of_days() -> None:
    assert due(wib("2026-03-13 10:00"), Span(2, "hk"), LEBARAN) == wib("2026-03-17 14:30")
    assert due(wib("2026-03-13 10:00"), Span(3, "hk"), LEBARAN) == wib("2026-03-25 16:00")
    assert not LEBARAN.open_at(wib("2026-03-13 15:00"))
    assert LEBARAN.opening(date(2026, 3, 13)) == wib("2026-03-13 08:00")


def test_the_last_written_of_two_short_days_wins() -> None:
    day = date(2026, 3, 6)
    early = Hours(time(8), time(11))
    calendar = replace(LEBARAN, short=(*LEBARAN.short, (day, day, early)))
    assert calendar.hours_on(day) == early
    assert calendar.hours_on(date(2026, 3, 5)) == LEBARAN.short[0][2]
    assert calendar.hours_on(date(2026, 4, 5)) == HOURS


def test_city_says_its_short_days() -> None:
    row = ShortDays(first=date(2026, 2, 18), last=date(2026, 3, 19), hours=EARLY)
    one = ShortDays(first=date(2026, 12, 31), hours=EARLY)
    city = City(path=Path("city.toml"), name="KEDIRI", short_days=(row, one))
    calendar = calendar_of(city)
    assert calendar.hours_on(date(2026, 3, 19)) == calendar.hours_on(date(2026, 12, 31)) == EARLY
    assert calendar.hours_on(date(2026, 3, 20)) == HOURS


EARLY = Hours(time(8), time(12))
NEW = replace(LEBARAN, holidays=frozenset({date(2026, 11, 25)}))


@pytest.mark.parametrize(
    ("begun", "deadline", "again"),
    [
        ("2026-11-23 09:00", "2026-11-26 16:00", "2026-11-27 16:00"),  # a new holiday between
        ("2026-11-23 09:00", "2026-11-24 16:00", "2026-11-24 16:00"),  # before it
        ("2026-11-25 09:00", "2026-11-26 16:00", "2026-11-26 16:00"),  # begun on it
        ("2026-11-23 09:00", "2026-11-26 09:00", "2026-11-26 09:00"),  # three days by the wall
        ("2026-11-23 17:00", "2026-11-23 16:00", "2026-11-23 16:00"),  # over before it began
    ],
)
def test_changed_calendar_keeps_the_number_of_working_days(
    begun: str, deadline: str, again: str
) -> None:
    assert rebased(wib(deadline), wib(begun), LEBARAN, NEW) == wib(again)


@given(MOMENTS, SPANS)
def test_changed_calendar_makes_the_deadline_that_it_would_have_given(
    begun: datetime, span: Span
) -> None:
    deadline = due(begun, span, LEBARAN)
    if span.unit == "hk":
        assert rebased(deadline, begun, LEBARAN, NEW) == due(begun, span, NEW)
    assert rebased(deadline, begun, LEBARAN, LEBARAN) == deadline


def test_doubtful_holidays_are_named_until_the_city_settles_them() -> None:
    city = City(path=Path("city.toml"), name="KEDIRI")
    (told,) = doubts(city, (2026, 2027))
    assert "2027" in told
    assert "2027-03-10, 2027-03-11, 2027-05-17" in told
    settled = (
        Holiday(date=date(2027, 3, 10)),
        Holiday(date=date(2027, 3, 11), workday=True),
        Holiday(date=date(2027, 5, 17)),
    )
    assert doubts(replace(city, holidays=settled), (2026, 2027)) == ()


def test_a_year_without_its_decree_on_collective_leave_is_told() -> None:
    city = City(path=Path("city.toml"), name="KEDIRI")
    told = doubts(city, (2028,))
    assert len(told) == 2
    assert "collective leave" in told[1]
    known = replace(city, holidays=(Holiday(date=date(2028, 2, 25)),))
    assert len(doubts(known, (2028,))) == 1


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)]
)
def test_indonesian_zones_have_no_summer_time(zone: str, hours: int) -> None:
    days = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(3_650))
    assert {day.astimezone(ZoneInfo(zone)).utcoffset() for day in days} == {timedelta(hours=hours)}
