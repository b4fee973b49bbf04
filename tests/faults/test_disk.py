"""A disk that is full, read-only, locked or broken: no acknowledgement, and service when it heals.

The pass mark of every test is the same: what the SIM was told to delete is in the database, what
is not in the database is still on the SIM, and in the end nothing is lost.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import require
from tests.faults.rig import Rig, rig
from tests.faults.signs import (
    assert_calm,
    end,
    injected,
    logged,
    set_option,
    start,
    stderr_of,
    wait_for,
    wait_logged,
)

SOAK = os.environ.get("KENTONGAN_SOAK") == "1"
SMALL = ("-t", "tmpfs", "-o", "size=4m,mode=0700", "none")
TINY = ("-t", "tmpfs", "-o", "size=64k", "none")
HOLDER = """\
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
"""


def run(*command: object) -> None:
    """Run a tool of the system."""
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


@contextmanager
def mounted(point: Path, *options: object) -> Iterator[Path]:
    """Mount a file system of its own on *point*; skips where nobody may."""
    if os.geteuid() != 0:
        if os.environ.get("KENTONGAN_REQUIRE") == "1":
            pytest.fail("only root may mount")
        pytest.skip("only root may mount")
    point.mkdir()
    run(require("mount", "mount"), *options, point)
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], check=False, capture_output=True)


def fill(ballast: Path) -> None:
    """Write *ballast* until the disk takes nothing more."""
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 512):  # the last pages, too
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                pass


def settle(city: Rig, count: int) -> None:
    """Wait for all *count* reports and judge the whole run."""
    city.wait_quiet(60)
    report = city.assert_kept()
    assert report.complete == report.tickets == count
    assert_calm(city)


def test_full_disk_acknowledges_nothing_and_serves_when_there_is_room(tmp_path: Path) -> None:
    with mounted(tmp_path / "var", *SMALL) as disk, rig(tmp_path) as city:
        set_option(city, "volatile", "yes", "kentongan")
        start(city)
        city.send(5)
        city.wait_quiet()
        fill(disk / "ballast")
        while not logged(city, "stores nothing now.*disk is full"):
            city.send(5)  # the log may have some pages left
            time.sleep(0.1)
        wait_for(lambda: city.control.stat()["used"] > 0, "something stays on the SIM")
        told = city.seen["deleted"]
        city.send(10)
        wait_logged(city, "not stored", len(logged(city, "not stored")) + 2)
        assert city.seen["deleted"] == told, "acknowledged and not stored"
        assert city.daemon is not None
        assert city.daemon.poll() is None, "a full disk is no reason to end"
        (disk / "ballast").unlink()
        settle(city, city.sent)
        assert logged(city, "stores again")


def test_answer_that_comes_while_the_disk_is_full_is_recorded_later(tmp_path: Path) -> None:
    with mounted(tmp_path / "var", *SMALL) as disk, rig(tmp_path) as city:
        set_option(city, "volatile", "yes", "kentongan")
        set_option(city, "send_timeout", "20s")
        start(city)
        city.control.fault("slow", match=r"\+CMGS=", stage="pdu", seconds=6)
        city.send(1)
        wait_for(lambda: city.seen["mt"] == 1, "a reply on the air")
        fill(disk / "ballast")
        stored = len(city.listed("inbox"))
        city.send(5)
        wait_for(lambda: city.control.stat()["used"], "something stays on the SIM")
        wait_logged(city, "stores nothing now")
        wait_logged(city, "not stored", len(logged(city, "not stored")) + 3)
        assert len(city.listed("inbox")) < stored + 6
        (disk / "ballast").unlink()
        city.wait_quiet()
        report = city.assert_kept(kills=0)
        assert report.tickets == report.replies == city.sent
        assert_calm(city)


def test_daemon_killed_on_a_full_disk_has_lost_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path / "var", *SMALL) as disk, rig(tmp_path) as city:
        set_option(city, "volatile", "yes", "kentongan")
        start(city)
        fill(disk / "ballast")
        while not logged(city, "stores nothing now"):
            city.send(5)
            time.sleep(0.1)
        city.kill()
        (disk / "ballast").unlink()
        start(city)
        settle(city, city.sent)


def test_file_system_gone_read_only_ends_with_74_until_it_heals(tmp_path: Path) -> None:
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    run(require("mkfs.ext4", "e2fsprogs"), "-q", "-F", image)
    with mounted(tmp_path / "var", "-o", "loop", image) as disk, rig(tmp_path) as city:
        disk.chmod(0o700)
        start(city)
        city.send(5)
        city.wait_quiet()
        told = city.seen["deleted"]
        # What the kernel does when a disk fails under ext4 (errors=remount-ro).
        run("mount", "-o", "remount,abort", disk)
        city.send(5)
        assert end(city) == 74
        assert city.seen["deleted"] == told
        city.start()  # as systemd does
        assert end(city) == 74
        assert "Read-only" in stderr_of(city).splitlines()[-1]
        run("umount", "-l", disk)
        run("mount", "-o", "loop", image, disk)
        start(city)
        settle(city, 10)


@contextmanager
def holder(city: Rig) -> Iterator[subprocess.Popen[bytes]]:
    """Let another process hold the database's write lock until its stdin says something."""
    command = [sys.executable, "-c", HOLDER, str(city.folder / "var" / "kentongan.db")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_lock_of_a_second_is_not_noticed(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        with holder(city):
            city.send(5)
            wait_for(lambda: city.seen["read"], "read from the SIM")
            time.sleep(1)  # is the fault, not a wait for something
            assert not city.seen["deleted"]
        settle(city, 5)
        assert not logged(city, "stores nothing")


@pytest.mark.parametrize("stopped", [False, True], ids=["busy", "stopped"])
def test_lock_of_ten_seconds_acknowledges_nothing_and_is_told(
    tmp_path: Path, *, stopped: bool
) -> None:
    with rig(tmp_path) as city:
        start(city)
        with holder(city) as process:
            if stopped:
                os.kill(process.pid, 19)  # SIGSTOP: it will never let go by itself
            taken = time.monotonic()
            city.send(20)
            wait_logged(city, "stores nothing now.*locked", seconds=15)
            wait_for(lambda: time.monotonic() - taken > 10, "ten seconds of the fault")
            assert not city.seen["deleted"], "acknowledged and not stored"
            assert not city.listed("inbox"), "a reader does not wait for the lock"
        settle(city, 20)
        assert logged(city, "stores again")


@pytest.mark.parametrize("when", range(3, 60) if SOAK else [3, 12])
def test_error_of_fdatasync_ends_with_74_and_loses_nothing(tmp_path: Path, when: int) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.stop()
        start(city, prefix=injected("fdatasync", f"error=EIO:when={when}"))
        told = 0
        while city.daemon is not None and city.daemon.poll() is None:
            told = max(told, city.seen["deleted"])
            city.send(1)
            time.sleep(0.02)
        assert end(city) == 74
        assert logged(city, "storage:.*disk does not answer")
        start(city)
        settle(city, city.sent)


def test_error_of_a_full_device_in_the_middle_is_survived(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.stop()
        # From the 60th write on for a dozen writes, then there is room again.
        start(city, prefix=injected("pwrite64", "error=ENOSPC:when=60..72"))
        while not logged(city, "stores nothing now"):
            city.send(1)
            time.sleep(0.02)
        settle(city, city.sent)
        assert logged(city, "stores again")


KILLED_AT = {"pwrite64": 211, "fdatasync": 67, "write": 80}  # calls, the tty's only for write


@pytest.mark.parametrize("call", KILLED_AT)
def test_kill_at_the_kth_system_call_loses_nothing(tmp_path: Path, call: str) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.stop()
        only = ["-P", os.path.realpath(city.folder / "modem")] if call == "write" else []
        most = KILLED_AT[call]
        for k in range(1, most) if SOAK else range(2, most, most // 4):
            city.start(prefix=injected(call, f"signal=SIGKILL:when={k}", *only))
            ends = time.monotonic() + 20
            while not city.ended():
                assert time.monotonic() < ends, f"{call} {k} was never reached"
                if not city.unanswered():
                    city.send(3)
                time.sleep(0.02)
        start(city)
        settle(city, city.sent)


def test_log_on_a_full_disk_does_not_stop_the_messages(tmp_path: Path) -> None:
    with mounted(tmp_path / "log", *TINY) as disk, rig(tmp_path) as city:
        set_option(city, "log_file", "log/daemon.log", "kentongan")
        set_option(city, "log_level", "debug", "kentongan")
        fill(disk / "ballast")
        city.start()
        city.send(200)
        wait_for(lambda: city.seen["mt"] >= 200, "all replies")
        city.wait_quiet()
        assert city.stop() == 0
        report = city.assert_kept(settled=True)
        assert report.complete == report.tickets == 200
        assert "Traceback" not in stderr_of(city)
