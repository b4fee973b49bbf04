"""A calendar that is kept as text is the same calendar when it is read again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendars import digest, read, written, years_of
from models.clocks import Calendar, Hours, Span, due, national_holidays

YEARS = range(2025, 2028)
KEDIRI = Calendar(
    ZoneInfo("Asia/Jakarta"), Hours(time(7, 30), time(16)),
    holidays=frozenset({date(2026, 7, 27), date(2026, 8, 1)}),
    workdays=frozenset({date(2026, 12, 24), date(2026, 11, 22)}),
    short=((date(2026, 2, 18), date(2026, 3, 19), Hours(time(8), time(14, 30))),),
    national=national_holidays,
)  # fmt: skip
KEPT = written(KEDIRI, YEARS)


@given(
    st.datetimes(datetime(2024, 6, 1), datetime(2028, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 60),
)
def test_kept_calendar_makes_the_same_deadlines(now: datetime, count: int) -> None:
    # the city's own days lie within the kept years; beyond them the nation's hold
    assert due(now, Span(count, "hk"), read(KEPT)) == due(now, Span(count, "hk"), KEDIRI)


def test_kept_calendar_is_written_as_it_was() -> None:
    assert written(read(KEPT), years_of(KEPT)) == KEPT
    assert years_of(KEPT) == YEARS


@pytest.mark.parametrize(
    "changed",
    [
        replace(KEDIRI, zone=ZoneInfo("Asia/Makassar")),
        replace(KEDIRI, hours=Hours(time(8), time(16))),
        replace(KEDIRI, weekend=frozenset({6})),
        replace(KEDIRI, holidays=KEDIRI.holidays | {date(2026, 11, 25)}),
        replace(KEDIRI, workdays=frozenset()),
        replace(KEDIRI, short=()),
        replace(KEDIRI, national=lambda _year: frozenset()),
    ],
)
def test_every_change_that_moves_deadlines_shows(changed: Calendar) -> None:
    assert digest(written(changed, YEARS)) != digest(KEPT)


def test_what_changes_no_deadline_does_not_show() -> None:
    sunday, monday = date(2026, 11, 29), date(2026, 11, 30)
    same = replace(KEDIRI, holidays=KEDIRI.holidays | {sunday}, workdays=KEDIRI.workdays | {monday})
    assert written(same, YEARS) == KEPT
    assert len(KEPT) < 4_000
