"""Killed while it works, from outside and at each named point: nothing lost, nothing doubled.

The long form is in tests/faults.
"""

from pathlib import Path

from models.failpoint import POINTS
from tests.faults.rig import rig


def test_dozen_random_kills_lose_nothing(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        city.storm(300, 12, seed=7)
        city.wait_quiet(120)
        report = city.assert_kept()
        assert report.complete == report.tickets == 300
        assert city.kills == 12


def test_each_named_point_twice_loses_nothing(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        for point in POINTS:
            for hit in (1, 4):
                city.kill_at(point, hit)
        city.start()
        city.wait_quiet()
        city.assert_kept()
        assert city.kills == 2 * len(POINTS)
