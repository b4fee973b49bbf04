"""Killed anywhere, any number of times: nothing is lost, no ticket is made twice."""

import os
import random
import time
from pathlib import Path

import pytest

from models.failpoint import POINTS
from tests.faults.rig import Rig, rig

SOAK = os.environ.get("KENTONGAN_SOAK") == "1"
MESSAGES, KILLS = (10_000, 200) if SOAK else (2_000, 50)


def storm(city: Rig, messages: int, kills: int, seed: int) -> None:
    """Hand over *messages* and kill the daemon *kills* times, each time at work on some of them."""
    dice = random.Random(seed)
    per_life = -(-messages // (kills + 1))
    for _ in range(kills):
        city.start()
        working = city.seen["deleted"] + city.seen["mt_part"]
        city.send(min(per_life, messages - city.sent))
        while city.seen["deleted"] + city.seen["mt_part"] == working:
            time.sleep(0.005)  # until it has begun
        moment = time.monotonic() + dice.uniform(0.0, 0.5)
        while time.monotonic() < moment and city.unanswered():
            time.sleep(0.001)
        if not city.unanswered():
            city.send(1)
        city.kill()
        assert city.unanswered(), "the daemon was idle when it was killed"
    city.start()
    city.send(messages - city.sent)


@pytest.mark.parametrize("seed", range(3 if SOAK else 1))
def test_random_kills_lose_nothing_and_double_nothing(tmp_path: Path, seed: int) -> None:
    with rig(tmp_path) as city:
        storm(city, MESSAGES, KILLS, seed)
        city.wait_quiet(300)
        report = city.assert_kept()
        assert report.complete == report.tickets == MESSAGES
        assert city.kills == KILLS


@pytest.mark.parametrize("point", POINTS)
def test_kill_at_a_named_point_loses_nothing(tmp_path: Path, point: str) -> None:
    with rig(tmp_path) as city:
        hits = 20 if SOAK else 5
        for hit in range(hits):
            city.start(failpoint=f"{point}:{2 + 3 * hit}")
            ends = time.monotonic() + 20
            while not city.ended():
                assert time.monotonic() < ends, f"{point} was never reached"
                if not city.unanswered():
                    city.send(3)
                time.sleep(0.02)
        city.start()
        city.wait_quiet()
        city.assert_kept()
        assert city.kills == hits
