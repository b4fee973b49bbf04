"""The daemon's own life: a second one, signals, bad files, watchdog, clock, small limits."""

import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import require
from tests.faults.rig import Rig, rig, sender, text
from tests.faults.signs import (
    Clock,
    assert_calm,
    end,
    injected,
    set_option,
    start,
    stderr_of,
    wait_for,
    wait_logged,
    wait_settled,
)

SOAK = os.environ.get("KENTONGAN_SOAK") == "1"
TRIES = 20 if SOAK else 5


def test_second_daemon_leaves_with_75_and_the_first_serves_on(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        first, times = city.daemon, []
        for _ in range(TRIES):
            city.send(2)
            began = time.monotonic()
            city.start()
            assert end(city) == 75
            times.append(time.monotonic() - began)
        city.daemon = first
        assert min(times) < 1, "a second daemon is told so within a second"
        assert stderr_of(city).count("another daemon") == TRIES
        city.wait_quiet()
        report = city.assert_kept(settled=True)
        assert report.tickets == report.replies == 2 * TRIES
        assert_calm(city)


def any_ended(started: Sequence[subprocess.Popen[bytes]]) -> bool:
    """Tell whether one of the processes is gone."""
    return any(one.poll() is not None for one in started)


def test_two_started_at_once_leave_exactly_one(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        for _ in range(TRIES):
            started = []
            for _ in range(2):
                city.start()
                assert city.daemon is not None
                started.append(city.daemon)
            wait_for(partial(any_ended, started), "one of two ends")
            alive = [one for one in started if one.poll() is None]
            assert len(alive) == 1
            assert [one.returncode for one in started if one not in alive] == [75]
            city.daemon = alive[0]
            city.send(2)
            city.wait_quiet()
            assert city.stop() == 0
        assert city.assert_kept(settled=True).tickets == 2 * TRIES


def answers_beyond(city: Rig, count: int) -> bool:
    """Tell whether the citizens got more than *count* answers."""
    return city.seen["mt"] > count


def test_term_under_load_ends_with_0_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        for _ in range(3):
            start(city)
            before = city.seen["mt"]
            city.send(150)
            wait_for(partial(answers_beyond, city, before + 20), "it works")
            assert city.unanswered()
            began = time.monotonic()
            assert city.stop() == 0
            assert time.monotonic() - began < 10
            assert not [row for row in city.listed("outbox") if row["state"] == "sending"]
        start(city)
        city.wait_quiet()
        report = city.assert_kept(settled=True, kills=0)
        assert report.replies == report.tickets == 450
        assert_calm(city)


def test_term_waits_for_the_answer_to_a_part_that_has_left(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.control.fault("slow", match=r"\+CMGS=", stage="pdu", seconds=2)
        city.send(1)
        wait_for(lambda: city.seen["mt"], "on the air")
        assert city.stop() == 0
        (row,) = city.listed("outbox")
        assert row["state"] in {"sent", "delivered"}
        assert city.assert_kept(settled=True).replies == 1


def replies_name(city: Rig, name: str) -> None:
    """Fail unless the next citizen's answer begins with the city's *name*."""
    city.send(1)
    number = sender(city.sent - 1)
    wait_for(lambda: number in city.answered, "an answer")
    (words,) = [fact["text"] for fact in city.facts("mt") if fact["to"] == number]
    assert words.startswith(name), "another city's words"


def test_reload_takes_good_files_whole_and_bad_ones_not_at_all(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        rules = tmp_path / "city.toml"
        good = rules.read_text()
        replies_name(city, "LAPOR MBAK WALI 112")
        rules.write_text(good.replace("LAPOR MBAK WALI 112", "SURGA KEDIRI"))
        city.kentongan("reload")
        wait_logged(city, "reload: done")
        replies_name(city, "SURGA KEDIRI")
        for number, bad in enumerate(('name = "', "[city\n", "[citty]\n", "\x00"), 1):
            rules.write_text(good.replace("[city]\n", bad))
            assert city.daemon is not None
            os.kill(city.daemon.pid, signal.SIGHUP)
            wait_logged(city, r"reload refused.*city\.toml", number)
            replies_name(city, "SURGA KEDIRI")
        rules.write_text(good)
        conf = (tmp_path / "modem.conf").read_text()
        (tmp_path / "modem.conf").write_text(conf + "no_such_key = 1\n")
        assert city.daemon is not None
        os.kill(city.daemon.pid, signal.SIGHUP)
        wait_logged(city, r"reload refused.*no_such_key")
        replies_name(city, "SURGA KEDIRI")
        (tmp_path / "modem.conf").write_text(conf)
        city.wait_quiet()
        city.assert_kept(settled=True)
        assert_calm(city)


def test_signals_at_any_moment_never_hang_the_daemon(tmp_path: Path) -> None:
    # A handler that takes a lock waits for ever when it interrupts the one who holds it.
    with rig(tmp_path) as city:
        start(city)
        assert city.daemon is not None
        for _ in range(20_000):
            os.kill(city.daemon.pid, signal.SIGHUP)
        wait_logged(city, "reload: done")
        city.send(1)
        city.wait_quiet()
        assert city.stop() == 0
        city.assert_kept(settled=True)


def refused(city: Rig, code: int, words: str) -> None:
    """Start the daemon and fail unless it ends with *code*, saying *words* in one line."""
    before = stderr_of(city) if (city.folder / "stderr").exists() else ""
    city.start()
    assert end(city) == code
    said = stderr_of(city)[len(before) :].strip().splitlines()
    assert len(said) == 1, said
    assert re.search(words, said[0]), said[0]


def test_wrong_key_newer_schema_or_bad_settings_end_with_78_and_change_nothing(
    tmp_path: Path,
) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.send(3)
        city.wait_quiet()
        city.stop()
        key, database = tmp_path / "kentongan.key", tmp_path / "var" / "kentongan.db"
        saved = key.rename(tmp_path / "saved")
        refused(city, 78, "kentongan.key")
        city.kentongan("key", "init")
        refused(city, 78, "another key")
        saved.replace(key)
        key.chmod(0o644)
        refused(city, 78, "kentongan.key.*0?600")
        key.chmod(0o600)
        with closing(sqlite3.connect(database)) as raw:
            ((version,),) = raw.execute("PRAGMA user_version").fetchall()
            raw.execute("PRAGMA user_version = 9999")
        refused(city, 78, "9999")
        with closing(sqlite3.connect(database)) as raw:
            raw.execute(f"PRAGMA user_version = {version}")
        conf = (tmp_path / "modem.conf").read_text()
        set_option(city, "recieve_frequency", "2s")
        refused(city, 78, r"modem\.conf.*recieve_frequency.*receive_frequency")
        (tmp_path / "modem.conf").write_text(conf)
        rules = (tmp_path / "city.toml").rename(tmp_path / "rules")
        refused(city, 78, r"city\.toml")
        rules.rename(tmp_path / "city.toml")
        start(city)
        city.send(2)
        city.wait_quiet()
        assert city.assert_kept(settled=True).tickets == 5
        assert_calm(city)


@contextmanager
def supervised(city: Rig, period: float) -> Iterator[socket.socket]:
    """Play systemd: a notification socket, and a watchdog of *period* seconds."""
    path = city.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
        peer.bind(str(path))
        peer.settimeout(20)
        city.env["NOTIFY_SOCKET"] = str(path)
        city.env["WATCHDOG_USEC"] = str(int(period * 1e6))
        yield peer


def heard(peer: socket.socket, seconds: float) -> set[str]:
    """Return what is notified in the next *seconds*."""
    states, ends = set(), time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        peer.settimeout(left)
        try:
            states.add(peer.recv(4096).decode())
        except TimeoutError:
            break
    return states


def test_watchdog_hears_a_busy_and_an_idle_daemon_and_its_end(tmp_path: Path) -> None:
    with rig(tmp_path) as city, supervised(city, 2.0) as peer:
        city.start()
        assert peer.recv(4096) == b"READY=1"
        assert heard(peer, 3) == {"WATCHDOG=1"}  # idle
        city.send(100)
        assert heard(peer, 3) == {"WATCHDOG=1"}
        city.control.fault("hang", seconds=3)  # a modem that hangs is no reason to restart us
        city.send(5)
        assert "WATCHDOG=1" in heard(peer, 4)
        assert city.daemon is not None
        os.kill(city.daemon.pid, signal.SIGSTOP)
        heard(peer, 0.1)  # what it had said before
        assert heard(peer, 3) == set()
        os.kill(city.daemon.pid, signal.SIGCONT)
        assert heard(peer, 3) == {"WATCHDOG=1"}
        city.wait_quiet()
        assert city.stop() == 0
        assert "STOPPING=1" in heard(peer, 0.5)


def test_watchdog_hears_nothing_when_a_thread_hangs(tmp_path: Path) -> None:
    with rig(tmp_path) as city, supervised(city, 2.0) as peer:
        start(city)
        city.stop()
        heard(peer, 0.1)
        # The 12th fdatasync does not come back: a disk that hangs, and the writer with it.
        start(city, prefix=injected("fdatasync", "delay_enter=60000000:when=12"))
        city.send(20)
        wait_for(lambda: not heard(peer, 3), "silence")
        told = city.seen["deleted"]
        city.send(1)
        assert heard(peer, 4) == set(), "a hung daemon calls itself alive"
        assert city.seen["deleted"] == told
        city.kill()  # as systemd does
        start(city)
        city.wait_quiet()
        assert city.assert_kept().tickets == 21


JUMPS = ["+25h", "-1h", *(["+1d", "-3650d"] if SOAK else [])]


@pytest.mark.parametrize("jump", JUMPS)
def test_clock_that_jumps_expires_nothing_and_serving_goes_on(tmp_path: Path, jump: str) -> None:
    with rig(tmp_path) as city:
        clock = Clock(city)
        start(city)
        city.send(10)
        city.wait_quiet()
        city.control.fault("latency", seconds=0.1)
        city.send(15)
        wait_for(lambda: city.seen["mt"] > 10, "it answers")
        clock.move(jump)
        wait_logged(city, "clock: jumped")
        city.control.fault("latency", seconds=0.0)
        city.send(10)
        wait_for(
            lambda: not [n for n in range(25, 35) if sender(n) not in city.answered],
            "answers under the moved clock",
        )
        half = f"{text(35)} {'gelap ' * 30}"
        city.control.sms(sender(35), half, parts_lost=[2])
        city.sent += 1
        wait_for(lambda: sender(35) in city.answered, "the jobs run under the moved clock")
        clock.move("+0")
        wait_logged(city, "clock: jumped", 2)
        city.send(5)
        city.wait_quiet(90)
        assert not [row for row in city.listed("outbox") if row["state"] == "failed"]
        report = city.assert_kept(settled=True)
        assert report.complete == 40
        assert report.tickets == 41
        assert_calm(city)


def test_answers_over_the_budget_go_out_as_one_the_next_morning(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        clock = Clock(city)
        start(city)
        for number in range(30):
            city.control.sms(sender(0), text(number))
        wait_for(lambda: city.seen["mt"] >= 21, "20 acknowledgements and LIMIT")
        wait_settled(city)
        local = datetime.now(ZoneInfo("Asia/Jakarta"))
        morning = (local + timedelta(days=1)).replace(hour=7, minute=0)
        clock.move(f"+{int((morning - local).total_seconds())}")
        wait_for(lambda: city.seen["mt"] >= 22, "the merged answer")
        last = city.facts("mt")[-1]["text"]
        assert "10 laporan" in last
        city.wait_quiet()
        report = city.assert_kept(settled=True)
        assert report.replies == 22
        assert report.replies_per_ticket == {"1": 30}
        assert_calm(city)


def test_500_reports_under_small_limits_of_memory_and_files(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        # Address space, not memory: each thread reserves 8 MB of stack and up to 64 MB of arena.
        limits = [require("prlimit", "util-linux"), "--nofile=64", f"--as={640 << 20}"]
        start(city, prefix=limits)
        city.send(500)
        city.wait_quiet(60)
        report = city.assert_kept(settled=True)
        assert report.tickets == report.replies == 500
        assert city.daemon is not None
        assert resource.prlimit(city.daemon.pid, resource.RLIMIT_NOFILE)[0] == 64
        assert_calm(city)
