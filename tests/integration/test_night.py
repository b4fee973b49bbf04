"""At night the daemon removes what was kept long enough, where the city says so, and scrubs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway import answer, erasure
from gateway.jobs import Jobs
from models.city_privacy import Retention
from tests.town import Town

BUDI = "+6281234567890"
NOON, NIGHT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


class Daemon:
    """Jobs over a town; `at()` lets them run at a moment."""

    def __init__(self, town: Town, *, automatic: bool) -> None:
        city = replace(town.office.city, retention=Retention(automatic=automatic))
        town.office.city = city
        town.desk.setting = answer.setting(town.office.settings, city)
        self.town, self.seconds, self.begun = town, 0.0, town.now
        self.jobs = Jobs(town.office, lambda: self.seconds, lambda: town.desk.setting)

    def at(self, moment: datetime) -> None:
        """Let the wall clock and the daemon's own reach *moment* together."""
        self.seconds += (moment - self.town.now).total_seconds()
        self.town.now = moment
        self.jobs._wall.jumped(moment, self.seconds)
        self.jobs._night()


def full(town: Town) -> int:
    """Return how many SMS are still there as they came."""
    empty = len(town.store.keys.seal(b""))
    return int(town.rows("SELECT COUNT(*) FROM inbox WHERE length(raw) > ?", empty)[0][0])


@pytest.mark.parametrize(("automatic", "left"), [(True, 0), (False, 1)])
def test_old_sms_are_emptied_at_night_where_the_city_says_so(
    town: Town, *, automatic: bool, left: int
) -> None:
    town.say(BUDI, "lampu jalan mati di Jl. Veteran")
    daemon = Daemon(town, automatic=automatic)
    daemon.at(NIGHT)
    assert full(town) == 1
    daemon.at(NOON + timedelta(days=95))
    assert full(town) == 1
    daemon.at(NIGHT + timedelta(days=95))
    assert full(town) == left


def test_what_was_erased_is_overwritten_in_the_next_night(town: Town) -> None:
    town.say(BUDI, "lampu jalan mati di Jl. Veteran")
    daemon = Daemon(town, automatic=False)
    town.write(erasure.due)
    daemon.at(NOON)
    mark = "SELECT value FROM meta WHERE name = 'scrub_due'"
    assert town.rows(mark) == [("1",)]
    daemon.at(NIGHT)
    assert town.rows(mark) == []
    assert town.count("ticket") == 1


def test_nothing_is_removed_by_a_clock_that_just_jumped(town: Town) -> None:
    town.say(BUDI, "lampu jalan mati di Jl. Veteran")
    daemon = Daemon(town, automatic=True)
    daemon.seconds += 1
    town.now = NIGHT + timedelta(days=400)
    daemon.jobs._wall.jumped(town.now, daemon.seconds)
    daemon.jobs._night()
    assert full(town) == 1
