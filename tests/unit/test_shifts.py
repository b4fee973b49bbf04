"""Shifts are read as people write them, and written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.shifts import parse, written
from models.casework.duty import Shift


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("sen-jum 07:30-16:00", 0b0011111, 450, 960),
        ("Senin-Jumat 07:30 - 16:00", 0b0011111, 450, 960),
        ("mon,wed,fri 08:00-09:00", 0b0010101, 480, 540),
        ("sab,min 18:00-06:00", 0b1100000, 1080, 360),
        ("jum-sen 00:00-24:00", 0b1110001, 0, 0),
        ("semua 00:00-00:00", 127, 0, 0),
        ("ahad 01:00-02:00", 0b1000000, 60, 120),
        ("  sel   10:00-11:00 ", 0b0000010, 600, 660),
    ],
)
def test_days_and_hours_are_read(text: str, days: int, opens: int, closes: int) -> None:
    assert parse(text, 3) == Shift(days, opens, closes, 3)


@pytest.mark.parametrize(
    "text",
    ["", "sen", "sen-jum", "07:30-16:00", "foo 07:30-16:00", "se 07:30-16:00", "sen 7-8-9",
     "sen 25:00-26:00", "sen 07:30", ", 07:30-16:00", "- 1:00-2:00"],
)  # fmt: skip
def test_what_is_no_shift_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|like"):
        parse(text)


@given(
    days=st.integers(1, 127),
    opens=st.integers(0, 1439),
    closes=st.integers(0, 1439),
)
def test_what_is_written_reads_the_same(days: int, opens: int, closes: int) -> None:
    shift = Shift(days, opens, closes)
    assert parse(written(shift)) == shift
