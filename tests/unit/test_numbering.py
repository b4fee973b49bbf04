"""Ticket numbers never collide, tell no order, and a slip of the finger shows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from models.numbering import LARGEST, TIERS, check_ok, number
from parser.damm import checksum

KEY = bytes(range(16))
FIRST, SECOND, THIRD = 1, 900_001, 9_900_001  # the first serial of each tier


def test_no_two_of_200000_serials_share_a_number() -> None:
    sample = [*range(1, 100_001), *range(850_000, 950_000)]
    numbers = {number(KEY, serial) for serial in sample}
    assert len(numbers) == len(sample)


@pytest.mark.parametrize(
    ("serial", "digits"),
    [(FIRST, 7), (SECOND - 1, 7), (SECOND, 8), (THIRD - 1, 8), (THIRD, 9), (LARGEST, 9)],
)
def test_tiers_begin_and_end_where_they_must(serial: int, digits: int) -> None:
    assert len(str(number(KEY, serial))) == digits


@pytest.mark.parametrize(
    ("serial", "shown"),
    [(1, 7182901), (2, 8017508), (SECOND, 81280409), (THIRD, 251663122)],
)
def test_numbers_given_long_ago_are_the_same_today(serial: int, shown: int) -> None:
    assert number(KEY, serial) == shown


def test_a_tier_is_spread_over_all_its_numbers() -> None:
    step = 9  # a ninth of the tier, evenly spread
    bodies = {number(KEY, serial) // 10 for serial in range(1, SECOND, step)}
    assert len(bodies) == TIERS[7] // step
    assert 100_000 <= min(bodies) < 100_200
    assert 999_800 < max(bodies) <= 999_999


@given(st.integers(1, LARGEST))
def test_a_number_begins_with_1_to_9_and_checks(serial: int) -> None:
    digits = str(number(KEY, serial))
    assert digits[0] in "123456789"
    assert check_ok(digits)


@given(st.integers(1, LARGEST), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_shows(serial: int, place: int, change: int) -> None:
    digits = str(number(KEY, serial))
    place %= len(digits)
    wrong = str((int(digits[place]) + change) % 10)
    assert not check_ok(digits[:place] + wrong + digits[place + 1 :])


@given(st.integers(1, LARGEST))
def test_swapped_neighbours_show(serial: int) -> None:
    digits = str(number(KEY, serial))
    for place, (left, right) in enumerate(pairwise(digits)):
        if left != right:
            assert not check_ok(digits[:place] + right + left + digits[place + 2 :])


def test_neighbours_in_time_are_not_neighbours_in_number() -> None:
    numbers = [number(KEY, serial) for serial in range(1, 2001)]
    rising = sum(left < right for left, right in pairwise(numbers))
    assert 850 < rising < 1150
    assert sum(abs(left - right) < 1000 for left, right in pairwise(numbers)) < 20


def test_another_key_is_another_order() -> None:
    other = bytes(16)
    same = sum(number(KEY, serial) == number(other, serial) for serial in range(1, 1001))
    assert same < 5


@pytest.mark.parametrize("serial", [-1, 0, LARGEST + 1])
def test_there_is_no_number_outside(serial: int) -> None:
    with pytest.raises(ValueError, match=str(serial)):
        number(KEY, serial)


def test_numbers_stay_what_they_are() -> None:
    """People have them on paper: the permutation may never change."""
    assert [number(KEY, serial) for serial in (1, 2, 3, SECOND, THIRD)] == KNOWN


KNOWN = [7182901, 8017508, 8079939, 81280409, 251663122]


@pytest.mark.parametrize(
    "digits",
    ["", "1", "112", "0000000", "123456", "1234567890", "48392o6", "４８３９２０６", "-483920"],
)
def test_what_cannot_be_a_ticket_number(digits: str) -> None:
    assert not check_ok(digits)


@given(st.text("0123456789", max_size=40))
def test_check_digit_is_that_of_stdnum(digits: str) -> None:
    assert str(checksum(digits)) == damm.calc_check_digit(digits)
