"""An alarm is told once, its end once, what nobody heard of never, and what flaps seldom."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway import gsm7
from gateway.reply import KINDS as REPLIES
from gateway.reply import WIDTHS
from gateway.watch import kinds
from gateway.watch.alarms import SETTLED, TOLD, UNTOLD, Alarm
from gateway.watch.telling import News, news

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CALM = timedelta(hours=1)


def minutes(count: int | None) -> datetime | None:
    """Return the time so many minutes ago."""
    return None if count is None else NOW - timedelta(minutes=count)


@pytest.mark.parametrize(
    ("told", "over", "last", "wanted"),
    [
        (UNTOLD, None, None, "raise"),
        (UNTOLD, None, 59, None),  # the same was told an hour ago, nearly
        (UNTOLD, None, 60, "raise"),
        (UNTOLD, None, -5, "raise"),  # the clock was set back
        (UNTOLD, 0, None, "drop"),  # came and went unheard
        (UNTOLD, 0, 5, "drop"),
        (TOLD, None, 5, None),
        (TOLD, 0, 5, "clear"),  # who knows that it is so hears at once that it is over
        (SETTLED, 0, 5, None),
    ],
)
def test_what_is_told_of_an_alarm(
    told: int, over: int | None, last: int | None, wanted: News | None
) -> None:
    alarm = Alarm(1, "line_down", "kartu1", {}, NOW - CALM, minutes(over), told)
    assert news(alarm, minutes(last), CALM, NOW) == wanted


def test_every_alarm_has_its_own_text_and_a_title_that_is_not_cut() -> None:
    assert {kinds.PREFIX + name.upper() for name in kinds.KINDS} | {
        kinds.GENERAL,
        kinds.CLEARED,
    } == {kind for kind in REPLIES if kind.startswith("ALARM")}
    assert all(gsm7.septets(kind.title) <= WIDTHS["alarm"] for kind in kinds.KINDS.values())


def test_an_alarm_that_nobody_named_is_still_urgent_and_has_a_title() -> None:
    assert kinds.kind_of("roof_leaks") == kinds.Kind("roof leaks", urgent=True)
