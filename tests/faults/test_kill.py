"""Killed anywhere, any number of times: nothing is lost, no ticket is made twice."""

import os
from pathlib import Path

import pytest

from models.failpoint import POINTS
from tests.faults.rig import rig

SOAK = os.environ.get("KENTONGAN_SOAK") == "1"
MESSAGES, KILLS = (10_000, 200) if SOAK else (2_000, 50)


@pytest.mark.parametrize("seed", range(3 if SOAK else 1))
def test_random_kills_lose_nothing_and_double_nothing(tmp_path: Path, seed: int) -> None:
    with rig(tmp_path) as city:
        city.storm(MESSAGES, KILLS, seed)
        city.wait_quiet(300)
        report = city.assert_kept()
        assert report.complete == report.tickets == MESSAGES
        assert city.kills == KILLS


@pytest.mark.parametrize("point", POINTS)
def test_kill_at_a_named_point_loses_nothing(tmp_path: Path, point: str) -> None:
    with rig(tmp_path) as city:
        hits = 20 if SOAK else 5
        for hit in range(hits):
            city.kill_at(point, 2 + 3 * hit)
        city.start()
        city.wait_quiet()
        city.assert_kept()
        assert city.kills == hits
