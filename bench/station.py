"""A daemon on an emulated modem: the network in one process, the console script in another."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gateway.simulator.control import Control

NUMBER = "+6285500000001"
LINE = "kartu"
TEXT = "SURGA lampu jalan mati di Jl. Veteran, laporan %d"
KENTONGAN = Path(sys.executable).parent / "kentongan"
SCRATCH = Path("/var/tmp")  # a disk by the FHS: /tmp may be memory, without an fsync
MANY = "0"  # rows of a list: all of them
OPEN = f"line {LINE}: open".encode()
_LOOK = 0.005  # seconds between two looks at a file
_MODEM_CONF = """\
[kentongan]
log_file = daemon.log
log_level = info
{user}[modem {line}]
device = modem
number = {number}
{more}
"""
CITY_TOML = """\
[city]
name = "LAPOR MBAK WALI 112"
[[keyword]]
word = "SURGA"
lines = ["kartu"]
"""


class Station:
    """One installation in *folder*; *more* are lines for its ``[modem kartu]``."""

    def __init__(self, folder: Path, *, slots: int = 30, more: str = "") -> None:
        self.folder = folder
        self._daemon: subprocess.Popen[bytes] | None = None
        self._write_files(more)
        self.kentongan("key", "init")
        options = {
            "--link": "modem", "--control": "control", "--truth": "truth.jsonl",
            "--slots": str(slots), "--number": NUMBER,
        }  # fmt: skip
        words = [word for pair in options.items() for word in pair]
        self._network = subprocess.Popen(
            [sys.executable, "-m", "gateway.simulator", *words], cwd=folder, stdout=subprocess.PIPE
        )
        assert self._network.stdout is not None
        self._network.stdout.readline()
        self.control = Control(folder / "control", timeout=60)
        self.truth = TruthLog(folder / "truth.jsonl")

    def _write_files(self, more: str) -> None:
        user = "user = root\n" if os.geteuid() == 0 else ""  # root must say that it means it
        conf = self.folder / "modem.conf"
        conf.write_text(_MODEM_CONF.format(user=user, line=LINE, number=NUMBER, more=more))
        conf.chmod(0o600)
        (self.folder / "city.toml").write_text(CITY_TOML)

    def kentongan(self, *words: str) -> str:
        """Run one command and return what it printed; raises CalledProcessError."""
        done = subprocess.run(
            [KENTONGAN, *words], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout

    def start(self) -> float:
        """Start the daemon; return the seconds until it is ready and its line is open."""
        log = self.folder / "daemon.log"
        seen = log.stat().st_size if log.exists() else 0
        began = time.perf_counter()
        self._daemon = subprocess.Popen([KENTONGAN, "run"], cwd=self.folder)
        while not log.exists() or OPEN not in log.read_bytes()[seen:]:
            if self._daemon.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"the daemon did not start: {log}")
            time.sleep(0.001)
        return time.perf_counter() - began

    def stop(self) -> None:
        """End the daemon in order."""
        daemon, self._daemon = self._daemon, None
        if daemon is not None:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(30)

    def close(self) -> None:
        """End both processes."""
        self.stop()
        self.control.close()
        self._network.kill()
        self._network.wait()
        if self._network.stdout:
            self._network.stdout.close()

    def send(self, first: int, count: int) -> None:
        """Let *count* citizens, each of another number, report something."""
        for citizen in range(first, first + count):
            self.control.sms(f"+62812{citizen:08d}", TEXT % citizen)

    def cpu_seconds(self) -> float:
        """Return what all threads of the daemon have used so far (proc_pid_stat(5), 14 and 15)."""
        assert self._daemon is not None
        fields = (
            Path(f"/proc/{self._daemon.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self, key: str = "VmRSS") -> float:
        """Return the daemon's resident megabytes now, or at their most (key "VmHWM")."""
        assert self._daemon is not None
        status = Path(f"/proc/{self._daemon.pid}/status").read_text("ascii")
        found = re.search(rf"{key}:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024


class TruthLog:
    """Reads what the network wrote down; cheap, since it shares the cores with what is measured."""

    def __init__(self, path: Path) -> None:
        """*path* is the truth log of gateway.simulator.truth."""
        self._path = path
        self._read = 0

    def wait(self, fact: str, count: int, *, seconds: float = 300) -> "list[dict[str, Any]]":
        """Return the facts that came since the last call, once *count* of them are *fact*."""
        import json  # noqa: PLC0415 - only after the waiting

        mark = f'"fact": "{fact}",'.encode()
        ends = time.monotonic() + seconds
        lines: deque[bytes] = deque()
        while count > 0:
            fresh = self._fresh()
            count -= sum(mark in line for line in fresh)
            lines += fresh
            if time.monotonic() > ends:
                raise TimeoutError(f"{count} times {fact!r} did not come in {seconds:.0f} s")
            if count > 0:
                time.sleep(_LOOK)
        return [json.loads(line) for line in lines]

    def _fresh(self) -> list[bytes]:
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.splitlines()


@contextmanager
def folder() -> Iterator[Path]:
    """Return a directory on a real disk for the time of the block, mode 0700."""
    with TemporaryDirectory(prefix="kentongan-bench-", dir=SCRATCH) as made:
        yield Path(made)


@contextmanager
def station(*, slots: int = 30, more: str = "") -> Iterator[Station]:
    """Return a station whose daemon is not started yet; everything ends with the block."""
    with folder() as made:
        built = Station(made, slots=slots, more=more)
        try:
            yield built
        finally:
            with suppress(subprocess.TimeoutExpired):
                built.close()
