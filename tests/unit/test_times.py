"""Times are kept to the microsecond and never without a zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.times import from_us, to_us

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)  # noqa: DTZ001
)
def test_a_time_comes_back_exactly(at: datetime) -> None:
    assert from_us(to_us(at)) == at
    assert from_us(to_us(at)).utcoffset() == timedelta(0)


@given(st.integers(-(10**16), 10**17))
def test_a_number_comes_back_exactly(value: int) -> None:
    assert to_us(from_us(value)) == value


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), -1),
        (datetime(2026, 11, 22, 15, 0, tzinfo=timezone(timedelta(hours=7))), 1_795_334_400_000_000),
    ],
)
def test_known_times(at: datetime, value: int) -> None:
    assert to_us(at) == value


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_us(datetime(2026, 1, 1))  # noqa: DTZ001
