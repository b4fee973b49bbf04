"""A part is tried again only when it surely was not sent, later and later, while it is of use."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.retry import GiveUp, PauseLine, Unknown, after, line_suspect, retry

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (99, 3600)]
)
def test_delay_doubles_up_to_an_hour(attempt: int, seconds: int) -> None:
    assert retry(attempt, now=NOW, valid_until=DAY, dice=0.5) == NOW + timedelta(seconds=seconds)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_delay_is_spread_by_a_fifth(attempt: int, dice: float) -> None:
    at = retry(attempt, now=NOW, valid_until=DAY, dice=dice)
    middle = retry(attempt, now=NOW, valid_until=DAY, dice=0.5)
    assert isinstance(at, datetime)
    assert isinstance(middle, datetime)
    assert 0.799 <= (at - NOW) / (middle - NOW) <= 1.201


@given(st.integers(1, 40), st.floats(0, 1), st.integers(-60, 100_000))
def test_no_try_comes_after_its_use(attempt: int, dice: float, seconds: int) -> None:
    until = NOW + timedelta(seconds=seconds)
    at = retry(attempt, now=NOW, valid_until=until, dice=dice)
    assert at == GiveUp("expired") or (isinstance(at, datetime) and NOW < at < until)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TemporaryError("x", code="CMS 38"), NOW + timedelta(seconds=30)),
        (PermanentError("x", code="CMS 28"), GiveUp("permanent")),
        (UnknownOutcome("x"), Unknown()),
        (TransportError("x"), Unknown()),
        (LineDown("x"), PauseLine(latched=False)),
        (LineDown("x", latched=True), PauseLine(latched=True)),
    ],
)
def test_class_of_the_error_decides(error: TransportError, outcome: object) -> None:
    assert after(error, 1, now=NOW, valid_until=DAY, dice=0.5) == outcome


@pytest.mark.parametrize(
    ("outcomes", "suspect"),
    [
        ([], False),
        ([(1, False), (2, False), (3, False)], True),
        ([(1, False), (1, False), (1, False)], False),
        ([(1, False), (2, False), (9, True), (3, False)], False),
        ([(9, True), (1, False), (2, False), (1, False), (3, False)], True),
    ],
)
def test_line_that_fails_for_everyone_is_suspect(
    outcomes: list[tuple[int, bool]], suspect: bool
) -> None:
    assert line_suspect(outcomes) is suspect
