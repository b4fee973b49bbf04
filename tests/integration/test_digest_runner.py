"""The daemon begins what is due once, tries again what failed, and never waits for it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from gateway.digests import post
from gateway.digests.child import FIRST_WAIT, LONGEST, DigestRunner
from models.base import Store, Tx
from models.city_digest import Digest
from tests.conftest import KEYS
from tests.town import Town

HARIAN = Digest(name="harian", report="daily", at=time(7), to=("mayor",), format=("sms",))
MINGGUAN = Digest(name="mingguan", report="weekly", at=time(7), to=("a@b.id",))
DAY = date(2026, 11, 23)


class Child(subprocess.Popen[bytes]):
    """A process that ends as the test says; it stands for the command."""

    def __init__(self, *, code: int | None) -> None:
        wait = "import time; time.sleep(60)" if code is None else f"raise SystemExit({code})"
        super().__init__([sys.executable, "-S", "-c", wait])


class Hall:
    """A town with two digests, and a runner whose children are the test's."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.seconds = 0.0
        self.code: int | None = 0
        self.marks = True  # the child writes what it has done
        self.started: list[list[str]] = []
        self.children: list[Child] = []
        city = replace(town.office.city, digests=(HARIAN, MINGGUAN))
        town.desk.setting = replace(town.desk.setting, city=city)
        self.runner = self.new()

    def new(self) -> DigestRunner:
        return DigestRunner(
            self.town.office, lambda: self.town.desk.setting, lambda: self.seconds, self._start
        )

    def _start(self, words: list[str]) -> Child:
        self.started.append(words)
        self.children.append(Child(code=self.code))
        if self.marks:
            self.mark(words[2], date.fromisoformat(words[4]))
        return self.children[-1]

    def mark(self, name: str, day: date) -> None:
        def job(tx: Tx) -> None:
            post.look_after(tx, name, day)

        self.town.write(job)

    def work(self) -> None:
        """Tick until nothing more is begun, each child having ended."""
        for _tick in range(5):
            self.runner.tick()
            if self.code is not None and self.children:
                self.children[-1].wait(20)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    store = Store.open(str(tmp_path / "var" / "kentongan.db"), KEYS, volatile=True)
    town = Town(store, tmp_path)  # Monday, 09:00
    made = Hall(town)
    yield made
    made.runner.close()
    town.close()
    store.close()


def test_a_new_digest_waits_for_its_hour(hall: Hall) -> None:
    hall.work()
    assert hall.started == []
    hall.town.wait(hours=21, minutes=59)
    hall.work()
    assert hall.started == []
    hall.town.wait(minutes=1)  # Tuesday, 07:00
    hall.work()
    assert hall.started == [["digest", "run", "harian", "--day", "2026-11-24"]]
    hall.town.wait(days=6)  # the week's is due too, and of six days only the last
    hall.work()
    assert [words[2:] for words in hall.started[1:]] == [
        ["harian", "--day", "2026-11-30"],
        ["mingguan", "--day", "2026-11-30"],
    ]


def test_a_restart_begins_nothing_anew(hall: Hall) -> None:
    hall.mark("harian", date(2026, 11, 22))
    hall.mark("mingguan", DAY)
    hall.work()
    hall.runner.close()
    hall.runner = hall.new()
    hall.work()
    assert len(hall.started) == 1


def test_one_that_failed_is_tried_again_later(hall: Hall) -> None:
    hall.mark("harian", date(2026, 11, 22))
    hall.mark("mingguan", date(2026, 11, 16))
    hall.code, hall.marks = 74, False
    hall.work()
    assert [words[2] for words in hall.started] == ["harian", "mingguan"]  # it holds up no other
    hall.seconds += FIRST_WAIT - 1
    hall.work()
    assert len(hall.started) == 2
    hall.code, hall.marks, hall.seconds = 0, True, FIRST_WAIT
    hall.work()
    assert [words[2] for words in hall.started[2:]] == ["harian", "mingguan"]
    hall.seconds += 10_000
    hall.work()
    assert len(hall.started) == 4


def test_one_that_hangs_is_ended_and_the_daemon_does_not_wait(hall: Hall) -> None:
    hall.mark("harian", date(2026, 11, 22))
    hall.mark("mingguan", date(2026, 11, 16))
    hall.code, hall.marks = None, False
    hall.runner.tick()
    hall.runner.tick()
    assert len(hall.started) == 1
    hall.seconds = LONGEST
    hall.runner.tick()
    assert hall.children[0].poll() == -9
    assert len(hall.started) == 2
    hall.runner.close()
    assert hall.children[1].poll() is not None


def test_what_cannot_be_started_is_told_and_tried_again(hall: Hall) -> None:
    hall.mark("harian", date(2026, 11, 22))
    hall.mark("mingguan", DAY)

    def refuse(_words: list[str]) -> Child:
        hall.started.append([])
        raise OSError(11, "Resource temporarily unavailable")

    runner = DigestRunner(
        hall.town.office, lambda: hall.town.desk.setting, lambda: hall.seconds, refuse
    )
    runner.tick()
    runner.tick()
    assert len(hall.started) == 1
    hall.seconds = FIRST_WAIT
    runner.tick()
    assert len(hall.started) == 2
