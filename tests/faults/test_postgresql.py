"""The same daemon over PostgreSQL: killed while it works, and cut off from its database."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Cluster
from tests.faults.rig import Rig
from tests.faults.signs import set_option, start, wait_for

pytestmark = pytest.mark.postgres


def on_server(folder: Path, cluster: Cluster) -> Rig:
    """Return a rig on a test server, which runs without fsync and therefore needs the consent."""
    city = Rig(folder, database=cluster.url(cluster.create()))
    set_option(city, "volatile", "yes", "kentongan")
    return city


def revive(city: Rig) -> bool:
    """Do systemd's part, if the outcome of a COMMIT was unknown: the daemon ended with 74 then."""
    assert city.daemon is not None
    with suppress(subprocess.TimeoutExpired):
        assert city.daemon.wait(3) == 74
        start(city)
        return True
    return False


def test_random_kills_over_postgresql_lose_nothing(tmp_path: Path, cluster: Cluster) -> None:
    city = on_server(tmp_path, cluster)
    try:
        city.storm(200, 8, seed=3)
        city.wait_quiet(120)
        report = city.assert_kept()
        assert report.complete == report.tickets == 200
    finally:
        city.close()


def test_server_that_hangs_up_loses_nothing(tmp_path: Path, cluster: Cluster) -> None:
    city = on_server(tmp_path, cluster)
    try:
        start(city)
        city.send(20)
        wait_for(lambda: city.seen["deleted"], "work has begun")
        cluster.kill_backends()
        city.send(20)
        revive(city)
        city.wait_quiet(60)
        assert city.assert_kept().tickets == 40
    finally:
        city.close()
