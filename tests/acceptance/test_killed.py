"""Killed from outside while it works: nothing lost, nothing doubled.

The long form, and the kills at each named point, are in tests/faults.
"""

from pathlib import Path

from tests.faults.rig import rig


def test_a_few_random_kills_lose_nothing(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        city.storm(100, 4, seed=7)
        city.wait_quiet(120)
        report = city.assert_kept()
        assert report.complete == report.tickets == 100
        assert city.kills == 4
