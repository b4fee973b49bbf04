"""F22, F30: a webhook whose daemon is killed before its 200, or has no descriptor left."""

import json
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench.smsc import Settings
from tests.smpp_town import BIN, body, smpp_town
from tests.webrig import PATH, free_port, request, response

MESSAGES = 60
CALLERS = 6
CONF = """\
[kentongan]
database = var/kentongan.db
log_file = daemon.log
{user}[server]
listen = 127.0.0.1:{port}
[http satu]
provider = generic
path_file = path
number = 1708
"""
CITY = """\
[city]
name = "LAPOR MBAK WALI 112"
[[keyword]]
word = "SURGA"
lines = ["satu"]
"""


def post(port: int, line: str, sms: dict[str, str]) -> int:
    """Send *sms* to the webhook; 0 when the daemon went away without an answer."""
    raw = request(json.dumps(sms).encode(), path=f"/hook/{line}/{PATH}")
    came = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as caller:
        caller.settimeout(10)
        caller.sendall(raw)
        while more := caller.recv(4096):
            came += more
    return response(came).status if came else 0


@dataclass
class House:
    """One installation, and the lives of its daemon."""

    folder: Path
    port: int = field(default_factory=free_port)
    daemon: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        user = "user = root\n" if os.geteuid() == 0 else ""
        conf = CONF.format(user=user, port=self.port)
        for name, text in (("modem.conf", conf), ("city.toml", CITY), ("path", f"{PATH}\n")):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o600)
        self.kentongan("key", "init")

    def kentongan(self, *words: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [BIN / "kentongan", *words], cwd=self.folder, capture_output=True, text=True,
            check=True, timeout=120,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def start(self, failpoint: str = "") -> None:
        environment = {**os.environ, "KENTONGAN_FAILPOINT": failpoint}
        self.daemon = subprocess.Popen(
            [BIN / "kentongan", "run"], cwd=self.folder, env=environment, stderr=subprocess.DEVNULL
        )

    def died(self) -> bool:
        return self.daemon is not None and self.daemon.poll() == -signal.SIGKILL

    def told(self, number: int) -> int:
        """Repeat a message as a provider does, until it is answered 200; return how often."""
        sms = {"id": f"m{number}", "from": f"+62812{number:08d}", "to": "1708",
               "text": f"SURGA lampu mati di Jl. Veteran {number}"}  # fmt: skip
        ends = time.monotonic() + 120
        for times in range(1, 10_000):
            if post(self.port, "satu", sms) == 200:
                return times
            assert time.monotonic() < ends
            time.sleep(0.05)
        return 0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    if made.daemon is not None and made.daemon.poll() is None:
        made.daemon.kill()
        made.daemon.wait()


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_provider_that_repeats_after_a_kill_makes_one_ticket_an_id(
    house: House, point: str
) -> None:
    lives = [f"{point}:{count}" for count in (6, 9, 14)]
    with ThreadPoolExecutor(CALLERS) as callers:
        house.start(lives.pop())
        waiting = [callers.submit(house.told, number) for number in range(MESSAGES)]
        killed = 0
        while not all(one.done() for one in waiting):
            if house.died():
                killed += 1
                house.start(lives.pop() if lives else "")
            time.sleep(0.02)
        times = [one.result() for one in waiting]
    assert killed == 3
    assert sum(times) > MESSAGES
    rows = house.kentongan("inbox", "list", "--json", "--limit", "0")
    assert len(rows) == MESSAGES
    if point == "after_commit":
        assert max(row["seen"] for row in rows) > 1  # stored, and the 200 was lost
    ends = time.monotonic() + 60
    while len(house.kentongan("ticket", "list", "--json", "--limit", "0")) < MESSAGES:
        assert time.monotonic() < ends
    assert len(house.kentongan("ticket", "list", "--json", "--limit", "0")) == MESSAGES


def test_daemon_without_a_free_descriptor_keeps_its_lines_and_recovers(tmp_path: Path) -> None:
    port = free_port()
    more = (
        f"[server]\nlisten = 127.0.0.1:{port}\nthreads = 128\nconnections_per_address = 512\n"
        "[http satu]\nprovider = generic\npath_file = path\nnumber = 1709\n"
    )
    (tmp_path / "path").write_text(f"{PATH}\n")
    (tmp_path / "path").chmod(0o600)
    with smpp_town(tmp_path, Settings(), more=more) as town, ExitStack() as idle:
        town.start()
        town.wait(lambda: town.smsc.bound() == 1)
        sms = {"id": "m1", "from": "+6281200000001", "to": "1709", "text": "SURGA got mampet"}
        town.wait(lambda: post(port, "satu", sms) == 200)
        town.smsc.deliver([body(6, "SURGA jalan rusak di Jl. Doho")])
        town.wait(lambda: town.smsc.submits == 1)
        town.wait(lambda: b"ready: 2 lines" in (tmp_path / "daemon.log").read_bytes())
        assert town.daemon is not None
        resource.prlimit(town.daemon.pid, resource.RLIMIT_NOFILE, (64, 64))
        for _ in range(100):
            with suppress(OSError):
                idle.enter_context(closing(socket.create_connection(("127.0.0.1", port), 2)))
        descriptors = Path(f"/proc/{town.daemon.pid}/fd")
        town.wait(lambda: len(list(descriptors.iterdir())) >= 60)
        town.smsc.deliver([body(7, "SURGA lampu mati di Jl. Veteran")])
        town.wait(lambda: town.smsc.taken == 2)
        town.wait(lambda: town.smsc.submits == 2)
        idle.close()
        town.wait(lambda: post(port, "satu", sms | {"id": "m2"}) == 200)
        assert len(town.listed("inbox")) == 4
        assert town.stop() == 0
