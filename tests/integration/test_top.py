"""`top` on a real terminal and in a pipe: it shows, ends by a key, and leaves the terminal well."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gateway.watch.activity import activity
from models.times import to_us
from tests.cityhall import KENTONGAN, Hall, build, furnish
from tests.town import Town


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return furnish(build(tmp_path_factory.mktemp("top") / "hall"))


@contextmanager
def terminal(hall: Hall, *words: str) -> Iterator[tuple[Callable[[str], None], list[str]]]:
    """Run *words* on a pty; yield a way to type and what is seen, which grows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
    before = termios.tcgetattr(theirs)
    child = subprocess.Popen(
        [*KENTONGAN, "--language", "en", *words], cwd=hall.folder,
        env=hall.environ({"TERM": "xterm-256color"}), stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    seen: list[str] = []

    def type_keys(keys: str) -> None:
        _see(ours, seen, lambda: "Lines" in "".join(seen))
        os.write(ours, keys.encode())
        _see(ours, seen, lambda: child.poll() is not None)

    try:
        yield type_keys, seen
        assert child.wait(10) == 0
        assert termios.tcgetattr(theirs)[3] == before[3], "echo and line mode are as they were"
    finally:
        child.kill()
        child.wait()
        os.close(ours)
        os.close(theirs)


def _see(ours: int, seen: list[str], enough: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not enough():
        assert time.monotonic() < end, "did not happen in time"
        if select.select([ours], [], [], 0.1)[0]:
            seen.append(os.read(ours, 65_536).decode("utf-8", "replace"))


@pytest.mark.parametrize("keys", ["q", "\x1b", "\x03"])
def test_live_screen_ends_by_a_key_and_restores_the_terminal(hall: Hall, keys: str) -> None:
    with terminal(hall, "top", "--interval", "30") as (type_keys, seen):
        type_keys(keys)
        shown = "".join(seen)
    assert "latihan" in shown
    assert "\x1b[?1049h" in shown, "on a screen of its own"
    assert "81234567890" not in shown


def test_pipe_gets_it_once_as_text_and_programs_as_json(hall: Hall) -> None:
    done = hall.run("top")
    assert (done.returncode, done.stderr) == (0, "")
    assert "SMS that cannot be read\t1" in done.stdout
    told = json.loads(hall.run("top", "--json").stdout)
    assert (told["alive"], told["unknown"], told["inbox"]["bad"]) == (False, 1, 1)


def test_rates_count_the_last_minute_and_failures_the_last_hour(town: Town) -> None:
    for number in range(3):
        town.sms("+6281234567890", f"SURGA lampu mati nomor {number} di Jl. Veteran")
        town.work()
    with town.store.reading() as tx:
        found = activity(tx, town.now)
    assert (dict(found.received), found.sent["kartu"] >= 1) == ({"kartu": 3}, True)
    town.write(
        lambda tx: tx.change(
            "UPDATE delivery SET state = 'failed', code = 'CMS 38', state_at = ?",
            (to_us(town.now),),
        )
    )
    town.wait(minutes=2)
    with town.store.reading() as tx:
        found = activity(tx, town.now)
    assert (found.received, found.sent) == ({}, {})
    assert [(one.line, one.code) for one in found.failures] == [("kartu", "CMS 38")]
    town.wait(hours=1)
    with town.store.reading() as tx:
        assert activity(tx, town.now).failures == ()
