"""What a running daemon shows of itself: its log, its exit code, its memory, its settings."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import require
from tests.faults.rig import Rig

WAIT = 30.0


def wait_for(fact: Callable[[], object], what: str, seconds: float = WAIT) -> None:
    """Wait until *fact* holds; fails with *what* after *seconds*."""
    ends = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < ends, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.02)


def log_of(city: Rig) -> list[dict[str, Any]]:
    """Return the daemon's log; a line that is cut off (a kill) is left out."""
    path = city.folder / "daemon.log"
    lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def logged(city: Rig, pattern: str) -> list[str]:
    """Return the logged messages in which *pattern* is found."""
    return [row["message"] for row in log_of(city) if re.search(pattern, row["message"])]


def wait_logged(city: Rig, pattern: str, count: int = 1, seconds: float = WAIT) -> None:
    """Wait until the log has *count* messages with *pattern*."""
    wait_for(lambda: len(logged(city, pattern)) >= count, f"log: {pattern}", seconds)


def start(city: Rig, **options: Any) -> None:
    """Start the daemon and wait until its line is open."""
    before = len(logged(city, r"^line \w+: open$"))
    city.start(**options)
    wait_logged(city, r"^line \w+: open$", before + 1)


def set_option(city: Rig, key: str, value: str, section: str = "modem kartu") -> None:
    """Write one key of modem.conf over what stands there."""
    path = city.folder / "modem.conf"
    head, found, rest = path.read_text().partition(f"[{section}]\n")
    own, other = re.split(r"(?m)^(?=\[)", rest, maxsplit=1) if "\n[" in rest else (rest, "")
    own = re.sub(rf"(?m)^{key} = .*\n", "", own) + f"{key} = {value}\n"
    path.write_text(f"{head}{found or f'[{section}]' + chr(10)}{own}{other}")


def give_pin(city: Rig, pin: str) -> None:
    """Write the PIN file and name it."""
    path = city.folder / "pin"
    path.write_text(pin + "\n")
    path.chmod(0o600)
    set_option(city, "pin_file", str(path))


def open_rows(city: Rig) -> list[dict[str, Any]]:
    """Return the rows on which work is left now; what waits for tomorrow's budget is none."""
    inbox = [row for row in city.listed("inbox") if row["state"] in {"new", "held"}]
    outbox = [
        row
        for row in city.listed("outbox")
        if row["state"] == "sending"
        or (row["state"] == "queued" and row["why"] != "budget")
        or (row["state"] == "unknown" and row["attempts"] < 2)
    ]
    return inbox + outbox


def wait_settled(city: Rig, seconds: float = 60) -> None:
    """Wait until the network, the SIM and our own rows hold no work for now."""

    def settled() -> bool:
        stat = city.control.stat()
        return not stat["used"] and not stat["queue"] and not open_rows(city)

    wait_for(settled, "nothing is left to do", seconds)


def stderr_of(city: Rig) -> str:
    """Return what the daemon wrote to standard error in all its lives."""
    return (city.folder / "stderr").read_text("utf-8", "replace")


def assert_calm(city: Rig) -> None:
    """Fail when the daemon fell over something: no traceback, no mistake of ours."""
    rows = [row for row in log_of(city) if "traceback" in row or "mistake" in row["message"]]
    assert not rows, rows[:3]
    assert "Traceback" not in stderr_of(city), stderr_of(city)[-3000:]


def injected(call: str, what: str, *more: str) -> list[str]:
    """Return the prefix that runs a program under strace's fault injection."""
    strace = require("strace", "strace")
    traced = ["-f", "-qqq", "-o", "/dev/null", "-e", "signal=none", *more]
    if "signal" not in what:
        traced += ["--seccomp-bpf"]  # faster, but it swallows injected signals
    return [strace, *traced, "-e", f"trace={call}", "-e", f"inject={call}:{what}"]


class Clock:
    """The daemon's wall clock, moved by libfaketime; monotonic time stays true."""

    def __init__(self, city: Rig) -> None:
        """Give *city* the moved clock from its next start on."""
        require("faketime", "faketime")
        (library,) = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        self._file = city.folder / "clock"
        self.move("+0")
        city.env |= {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, offset: str) -> None:
        """Let the wall clock be *offset* ("+1d", "-1h") from the true time, at once."""
        new = self._file.with_name("clock.new")
        new.write_text(offset)
        new.replace(self._file)


def resident(city: Rig) -> int:
    """Return the daemon's resident memory in bytes."""
    assert city.daemon is not None
    status = Path(f"/proc/{city.daemon.pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found.group(1)) * 1024


def end(city: Rig, seconds: float = 20) -> int:
    """Wait until the daemon ends by itself and return its exit code."""
    assert city.daemon is not None
    return city.daemon.wait(seconds)
