"""A daemon in trouble calls its admin once, says once that it is over, and can be watched."""

import getpass
import json
import os
import socket
import urllib.request
from pathlib import Path
from typing import Any

from tests.faults.rig import Rig, rig
from tests.faults.signs import assert_calm, set_option, start, wait_for

ADMIN = "+6281299990001"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def asked(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        told: str = answer.read().decode()
        return told


def alarms(city: Rig) -> list[dict[str, Any]]:
    """Return the SMS of alarms, oldest first."""
    return [row for row in reversed(city.listed("outbox")) if row["kind"].startswith("ALARM")]


def sent(city: Rig, kinds: list[str]) -> bool:
    rows = alarms(city)
    return [row["kind"] for row in rows] == kinds and all(
        row["state"] in {"sent", "delivered"} for row in rows
    )


def test_admin_is_called_once_and_told_that_it_is_over(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        port = free_port()
        set_option(city, "listen", f"127.0.0.1:{port}", "metrics")
        set_option(city, "every", "1s", "alerts")
        set_option(city, "disk_least", "999999999", "alerts")
        me = os.environ.get("SUDO_USER") or getpass.getuser()
        city.kentongan("staff", "add", me, "--role", "coordinator")
        city.kentongan("officer", "add", ADMIN, "--name", "Rina", "--role", "coordinator")
        city.kentongan("staff", "add", me, "--role", "admin", "--officer", "1")
        start(city)
        wait_for(lambda: sent(city, ["ALARM_DISK_LOW"]), "the admin is called")
        assert ADMIN in city.answered
        assert 'kentongan_alarm{name="disk_low",subject=""} 1.0' in asked(port, "/metrics")
        assert json.loads(asked(port, "/readyz"))["ok"]
        assert ADMIN not in asked(port, "/metrics")
        city.kill()
        start(city)  # nothing is told again by a new life
        set_option(city, "disk_least", "0", "alerts")
        city.kentongan("reload")
        wait_for(lambda: sent(city, ["ALARM_DISK_LOW", "ALARM_PULIH"]), "that it is over is told")
        assert city.stop() == 0
        assert_calm(city)


def test_line_that_a_person_pauses_stands_still_over_a_restart(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.send(2)
        city.wait_quiet()
        city.kentongan("line", "pause", "kartu", "--reason", "new SIM")

        def stands_still() -> bool:
            (line,) = [
                json.loads(row) for row in city.kentongan("line", "status", "--json").splitlines()
            ]
            return bool(line["detail"] == "paused: new SIM")

        wait_for(stands_still, "the line stands still")
        city.kill()
        city.start()
        wait_for(stands_still, "the line stands still")
        city.send(2)
        assert city.control.stat()["used"] + city.control.stat()["queue"] >= 2
        city.kentongan("line", "resume", "kartu")
        city.wait_quiet()
        report = city.assert_kept(settled=True)
        assert report.tickets == 4
        assert_calm(city)
