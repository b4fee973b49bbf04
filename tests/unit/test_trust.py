"""A line that refuses everybody rests, longer each time; a bad number alone stops nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.trust import FAULT, REFUSAL, Refused, Trust

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIRST, LONGEST = REFUSAL.first, REFUSAL.longest


def part(number: int, contact: int = 0) -> Refused:
    return Refused(number, 1, contact or number)


def suspect() -> Trust:
    """Return a line that has refused three numbers just now."""
    trust = Trust()
    for one in (1, 2):
        assert trust.refused(part(one), "CMS 38", NOW) == ()
    assert trust.refused(part(3), "CMS 38", NOW) == (part(1), part(2), part(3))
    return trust


def test_third_number_refused_in_a_row_rests_the_line_and_takes_all_three_back() -> None:
    trust = suspect()
    assert (trust.rests, trust.until, trust.why) == (1, NOW + FIRST, "CMS 38")
    assert trust.room(10, NOW, 0) == 0


def test_one_number_refused_many_times_says_nothing_of_the_line() -> None:
    trust = Trust()
    assert [trust.refused(part(n, contact=7), "", NOW) for n in range(1, 9)] == [()] * 8
    assert trust.room(10, NOW, 0) == 10


def test_number_that_was_reached_between_clears_the_others() -> None:
    trust = Trust()
    trust.refused(part(1), "", NOW)
    trust.refused(part(2), "", NOW)
    assert not trust.went(9)
    assert trust.refused(part(3), "", NOW) == ()


def test_after_the_rest_one_part_tries_the_line() -> None:
    trust = suspect()
    later = NOW + FIRST
    assert trust.room(10, later, flying=0) == 1
    assert trust.room(10, later, flying=1) == 0
    assert trust.room(0, later, flying=0) == 0


def test_each_rest_is_twice_as_long_up_to_an_hour() -> None:
    trust, now, lengths = suspect(), NOW, []
    for n in range(4, 9):
        assert trust.until is not None
        now = trust.until
        assert trust.refused(part(n), "CMS 38", now) == (part(n),)
        lengths.append(trust.until - now)
    assert lengths == [FIRST * 2, FIRST * 4, *[LONGEST] * 3]


def test_probe_that_goes_through_clears_everything() -> None:
    trust = suspect()
    assert trust.went(4)
    assert (trust.rests, trust.until, trust.why) == (0, None, "")
    assert trust.room(10, NOW, 0) == 10
    assert not trust.went(5), "told once"


def test_part_refused_again_after_its_line_was_well_is_at_fault_itself() -> None:
    trust = suspect()
    trust.went(4)
    for one in (1, 2, 3):
        assert trust.refused(part(one), "CMS 38", NOW) == ()
    assert trust.rests == 0


def test_refusals_that_were_on_the_air_do_not_lengthen_the_rest() -> None:
    trust = suspect()
    assert trust.refused(part(4), "CMS 38", NOW) == (part(4),)
    assert (trust.rests, trust.until) == (1, NOW + FIRST)


@pytest.mark.parametrize(
    ("times", "length"), [(1, FAULT.first), (2, FAULT.first * 2), (9, FAULT.longest)]
)
def test_fault_of_the_carrier_rests_the_line_shorter_at_first(
    times: int, length: timedelta
) -> None:
    trust, now = Trust(), NOW
    for _ in range(times):
        assert trust.rest("CMS 310", FAULT, now)
        assert not trust.rest("CMS 310", FAULT, now), "it rests already"
        assert trust.until is not None
        begun, now = now, trust.until
    assert now - begun == length


def test_clock_set_back_ends_no_rest_later_than_the_longest() -> None:
    trust = suspect()
    assert not trust.resting(NOW - timedelta(days=1))


def test_restart_is_no_remedy() -> None:
    trust = Trust()
    trust.remember(2, NOW + FIRST, "CMS 38")
    assert trust.room(10, NOW, 0) == 0
    assert trust.room(10, NOW + FIRST, 0) == 1
