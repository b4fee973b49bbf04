"""An installation with one short code at our service centre, each in a process of its own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from bench.station import KENTONGAN, folder
from bench.texts import ROOT, reports

CITY = ROOT / "examples" / "kediri-surga"
_MODEM_CONF = """\
[kentongan]
log_file = daemon.log
log_level = info
{user}[smpp 1708]
host = 127.0.0.1
port = {port}
system_id = kediri
password_file = password
number = 1708
keyword_required = no
window = 100
"""


@dataclass
class Shortcode:
    """A daemon under load; *marks* are the counts of its peer, one a tick."""

    folder: Path
    daemon: subprocess.Popen[bytes]
    centre: subprocess.Popen[str]
    marks: list[dict[str, float]] = field(default_factory=list)

    def mark(self) -> dict[str, float]:
        """Wait for the peer's next counts and return them."""
        assert self.centre.stdout is not None
        line = self.centre.stdout.readline()
        if not line or self.daemon.poll() is not None:
            raise RuntimeError(f"the daemon or its peer ended: {self.folder}")
        self.marks.append(json.loads(line))
        return self.marks[-1]

    def rates(self, warm: float, seconds: float) -> dict[str, float]:
        """Return the counts a second over *seconds* after *warm*."""
        while (first := self.mark())["at"] < warm or not first["accepted"]:
            pass
        while (last := self.mark())["at"] < first["at"] + seconds:
            pass
        took = last["at"] - first["at"]
        return {key: (last[key] - first[key]) / took for key in last if key != "at"}

    def resident(self) -> float:
        """Return the daemon's resident megabytes."""
        status = Path(f"/proc/{self.daemon.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def cpu_seconds(self) -> float:
        """Return what all threads of the daemon have used so far."""
        words = Path(f"/proc/{self.daemon.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def centre(place: Path, *load: str) -> "Iterator[tuple[subprocess.Popen[str], int]]":
    """Return a service centre that brings *load* (words for bench.smsc_load), and its port."""
    texts = place / "texts"
    texts.write_bytes(b"\n".join(reports()))
    peer = subprocess.Popen(
        [sys.executable, "-m", "bench.smsc_load", "--texts", str(texts), *load],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert peer.stdout is not None
        yield peer, json.loads(peer.stdout.readline())["port"]
    finally:
        end(peer)


@contextmanager
def shortcode(*load: str, desk: bool = True) -> Iterator[Shortcode]:
    """Return a daemon that *load* falls upon; all ends with the block.

    Without *desk* messages are only stored.
    """
    with folder() as place, centre(place, *load) as (peer, port):
        furnish(place, port)
        command = [str(KENTONGAN), "run"]
        if not desk:
            command = [sys.executable, "-m", "bench.smpp_intake"]
        daemon = _start(command, place)
        try:
            yield Shortcode(place, daemon, peer)
        finally:
            end(daemon)


def furnish(place: Path, port: int) -> None:
    """Write the files of the city of Kediri, whose short code is at *port*."""
    shutil.copytree(CITY, place, dirs_exist_ok=True)
    city = (place / "city.toml").read_text("utf-8").replace('["1708", "kartu1"]', '["1708"]')
    (place / "city.toml").write_text(city, "utf-8")
    user = "user = root\n" if os.geteuid() == 0 else ""  # root must say that it means it
    for name, text in (
        ("modem.conf", _MODEM_CONF.format(user=user, port=port)), ("password", "rahasia\n"),
    ):  # fmt: skip
        (place / name).write_text(text)
        (place / name).chmod(0o600)
    subprocess.run([KENTONGAN, "key", "init"], cwd=place, check=True, capture_output=True)


def _start(command: Sequence[str], place: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.DEVNULL)


def end(process: "subprocess.Popen[Any]", seconds: float = 30) -> None:
    """End *process* in order, else by force."""
    pipes: list[IO[Any] | None] = [process.stdin, process.stdout]
    if process.stdin:
        process.stdin.close()
    elif process.poll() is None:
        process.send_signal(signal.SIGTERM)
    ends = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < ends:
        if process.stdout:
            process.stdout.read()
        time.sleep(0.02)
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in pipes:
        if pipe:
            pipe.close()
