"""Somebody is always called: who is on duty, in the order of the roster, or else everybody."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.duty import Serving, Shift, on_duty

WIB = ZoneInfo("Asia/Jakarta")
WEEKDAYS, SATURDAY, SUNDAY, ALL = 0b0011111, 0b0100000, 0b1000000, 0b1111111


def serving(officer: int, *shifts: Shift) -> Serving:
    return Serving(officer, officer + 10, "DAMKAR", "officer", shifts)


DAY = serving(1, Shift(WEEKDAYS, 7 * 60, 16 * 60, place=2))
NIGHT = serving(2, Shift(WEEKDAYS, 22 * 60, 6 * 60, place=1))
ALWAYS = serving(3, Shift(ALL, 0, 0, place=3))
FIRST = serving(4, Shift(ALL, 0, 0, place=9), Shift(WEEKDAYS, 8 * 60, 9 * 60, place=0))
OFF = serving(5)


@pytest.mark.parametrize(
    ("local", "officers", "called"),
    [
        ("2026-11-23 07:00", (DAY, NIGHT), (1,)),  # Monday
        ("2026-11-23 15:59", (DAY, NIGHT), (1,)),
        ("2026-11-23 16:00", (DAY, NIGHT), (1, 2)),  # nobody: everybody, as they stand
        ("2026-11-23 22:00", (DAY, NIGHT), (2,)),
        ("2026-11-24 05:59", (DAY, NIGHT), (2,)),  # over midnight
        ("2026-11-24 06:00", (DAY, NIGHT), (1, 2)),
        ("2026-11-28 05:00", (DAY, NIGHT), (2,)),  # Saturday: Friday's night
        ("2026-11-28 23:00", (DAY, NIGHT), (1, 2)),  # Saturday has none
        ("2026-11-23 05:00", (DAY, NIGHT), (1, 2)),  # Monday: Sunday had none
        ("2026-11-23 08:30", (ALWAYS, DAY, FIRST), (4, 1, 3)),  # the roster's order
        ("2026-11-23 09:30", (ALWAYS, DAY, FIRST), (1, 3, 4)),
        ("2026-11-29 03:00", (ALWAYS, OFF), (3,)),
        ("2026-11-29 03:00", (OFF,), (5,)),
        ("2026-11-29 03:00", (), ()),
    ],
)
def test_who_is_called(local: str, officers: tuple[Serving, ...], called: tuple[int, ...]) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=WIB).astimezone(UTC)
    assert on_duty(officers, now, WIB) == called


@pytest.mark.parametrize(("day", "bit"), [("2026-11-28", SATURDAY), ("2026-11-29", SUNDAY)])
def test_days_count_from_monday(day: str, bit: int) -> None:
    noon = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=WIB)
    both = serving(1, Shift(bit, 0, 0)), serving(2, Shift(ALL - bit, 0, 0))
    assert on_duty(both, noon, WIB) == (1,)


@given(
    st.lists(
        st.builds(Shift, st.integers(0, 127), st.integers(0, 1439), st.integers(0, 1439),
                  st.integers(0, 5)),
        max_size=4,
    ),
    st.integers(0, 14 * 24 * 60),
)  # fmt: skip
def test_somebody_is_called_at_every_minute(shifts: list[Shift], minute: int) -> None:
    officers = [serving(row, shift) for row, shift in enumerate(shifts, 1)] + [OFF]
    now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=minute)
    assert on_duty(officers, now, WIB)
