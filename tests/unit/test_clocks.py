"""Deadlines fall on the day on which the city must have acted."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.city import City, Holiday
from models.clocks import Calendar, Hours, Span, calendar_of, due, national_holidays

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
