"""The daemon's part of digests: it sees what is due, and lets a process of its own send it.

A monthly report of a large city takes seconds and 300 MB: in a child neither slows a message.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gateway.digests import post
from gateway.digests.due import due
from gateway.office import Office
from gateway.setting import Setting
from models.base import Tx
from models.city_digest import Digest

log = logging.getLogger(__name__)

LONGEST = 1800.0
"""Seconds that a digest may take, with one report for each of 250 agencies."""

FIRST_WAIT, LONGEST_WAIT = 300.0, 3600.0
"""Seconds until one that failed is tried again, doubled each time up to the second."""

Start = Callable[[list[str]], "subprocess.Popen[bytes]"]


@dataclass(slots=True)
class _Work:
    """The child that runs."""

    digest: str
    day: date
    process: "subprocess.Popen[bytes]"
    until: float  # monotonic


class DigestRunner:
    """Starts `kentongan digest run NAME` for what is due, one at a time; `tick()` never waits."""

    def __init__(
        self,
        office: Office,
        setting: Callable[[], Setting],
        monotonic: Callable[[], float],
        start: Start | None = None,
    ) -> None:
        """*start* makes a process of its arguments, another than the command in tests."""
        self._office = office
        self._setting = setting
        self._monotonic = monotonic
        self._start = start or self._command
        self._work: _Work | None = None
        self._failures: dict[str, tuple[int, float]] = {}  # digest -> how often, not before

    def tick(self) -> None:
        """Look after the child, and start the next when none runs."""
        if self._work is not None and not self._ended(self._work):
            return
        setting, now = self._setting(), self._office.clock()
        for one in setting.city.digests:
            if one.at is None or self._rests(one.name):
                continue
            with self._office.store.reading() as tx:
                last = post.looked_after(tx, one.name)
            found = due(one, last, now, setting.zone, setting.sop.calendar.works)
            if found.mark is not None:
                self._mark(one.name, found.mark)
            if found.day is not None:
                self._begin(one, found.day)
                return

    def close(self) -> None:
        """End the child, if there is one: what it has not sent is due after the next start."""
        if self._work is not None:
            self._work.process.terminate()
            try:
                self._work.process.wait(5)
            except subprocess.TimeoutExpired:
                self._work.process.kill()
                self._work.process.wait()
            self._work = None

    def _begin(self, digest: Digest, day: date) -> None:
        words = ["digest", "run", digest.name, "--day", day.isoformat()]
        try:
            process = self._start(words)
        except OSError as error:
            log.error("digest %s: cannot be started: %s", digest.name, error.strerror)  # noqa: TRY400
            self._fail(digest.name)
            return
        log.info("digest %s: of %s begins", digest.name, day)
        self._work = _Work(digest.name, day, process, self._monotonic() + LONGEST)

    def _ended(self, work: _Work) -> bool:
        """Tell whether the child has ended, and keep what came of it."""
        code = work.process.poll()
        if code is None:
            if self._monotonic() < work.until:
                return False
            work.process.kill()
            code = work.process.wait()
        self._work = None
        with self._office.store.reading() as tx:
            last = post.looked_after(tx, work.digest)
        if last is not None and last >= work.day:
            self._failures.pop(work.digest, None)
            level = logging.WARNING if code else logging.INFO
            log.log(level, "digest %s: of %s is queued (exit %d)", work.digest, work.day, code)
        else:
            log.error("digest %s: of %s failed (exit %d)", work.digest, work.day, code)
            self._fail(work.digest)
        return True

    def _mark(self, digest: str, day: date) -> None:
        def job(tx: Tx) -> None:
            post.look_after(tx, digest, day)

        self._office.writer.submit(job).result()

    def _rests(self, digest: str) -> bool:
        return self._monotonic() < self._failures.get(digest, (0, 0.0))[1]

    def _fail(self, digest: str) -> None:
        times = self._failures.get(digest, (0, 0.0))[0]
        wait = min(FIRST_WAIT * 2**times, LONGEST_WAIT)
        self._failures[digest] = (times + 1, self._monotonic() + wait)

    def _command(self, words: list[str]) -> "subprocess.Popen[bytes]":
        """Run the command with the daemon's own files; what it says goes to our standard error.

        matplotlib keeps its list of fonts where the service's account may write.
        """
        return subprocess.Popen(  # noqa: S603 - our own program, our own words
            [
                sys.executable,
                "-P",
                "-m",
                "cli",
                "--config",
                str(self._office.settings.path),
                *words,
            ],
            env={**os.environ, "MPLCONFIGDIR": str(self._office.settings.state / "matplotlib")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
