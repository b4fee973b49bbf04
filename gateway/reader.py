"""A second process that reads texts while many wait: parsing is a fifth of the work of the desk.

It is begun when a batch is large and ended when none was for a while. Whatever happens to it, the
desk reads for itself: nothing is in it that is not in the inbox.
"""

import contextlib
import logging
import os
import pickle
import select
import subprocess
import sys
import time
from collections.abc import Sequence

from gateway.reading import Asked, Lens, Read
from gateway.reading_process import LENGTH, send

log = logging.getLogger(__name__)

MANY = 20
"""Messages in a batch that make another process worth its 50 MB."""

REST = 60.0
"""Seconds without a large batch after which it ends, and that a broken one is left alone."""

PATIENCE = 5.0
"""Seconds that a batch may take: fifty texts are read in 10 ms, the slowest in 50 ms each."""


class Reader:
    """One process at most. `ask`, then `answers`, from one thread."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._lens: Lens | None = None
        self._ready = False
        self._used = 0.0
        self._broken = -REST
        self._cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1

    def ask(self, batch: Sequence[Asked], lens: Lens) -> bool:
        """Let *batch* be read; False when it is not worth it or the process is not there (yet)."""
        now = time.monotonic()
        if len(batch) < MANY or self._cores < 2 or now - self._broken < REST:
            return False
        self._used = now
        try:
            if self._process is None or self._lens is not lens:
                self._begin(lens)
            if not self._is_ready():
                return False
            assert self._process is not None
            assert self._process.stdin is not None
            send(self._process.stdin, pickle.dumps(list(batch), 5))
        except (OSError, EOFError) as error:
            self._fail(error)
            return False
        return True

    def answers(self) -> list[Read] | None:
        """Return the readings of what was asked, in its order; None when they do not come."""
        try:
            found: list[Read] = pickle.loads(self._receive(PATIENCE))  # noqa: S301 - our own child
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._fail(error)
            return None
        return found

    def rest(self) -> None:
        """End the process when it was not needed for a while."""
        if self._process is not None and time.monotonic() - self._used > REST:
            self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process, self._ready = self._process, None, False
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _begin(self, lens: Lens) -> None:
        self.close()
        # -P: a folder of that name in the working directory is not ours.
        command = [sys.executable, "-P", "-m", "gateway.reading_process"]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._lens = lens
        assert self._process.stdin is not None
        send(self._process.stdin, pickle.dumps(lens, 5))

    def _is_ready(self) -> bool:
        """Tell whether the process has read the city's words; it says so once."""
        if not self._ready and self._comes(0):
            self._receive(PATIENCE)
            self._ready = True
        return self._ready

    def _receive(self, seconds: float) -> bytes:
        """Return one frame; EOFError when the process ended, TimeoutError when it is too slow."""
        ends = time.monotonic() + seconds
        (length,) = LENGTH.unpack(self._octets(LENGTH.size, ends))
        return self._octets(length, ends)

    def _octets(self, count: int, ends: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        found = b""
        while len(found) < count:
            if not self._comes(ends - time.monotonic()):
                raise TimeoutError("no answer")
            more = os.read(self._process.stdout.fileno(), count - len(found))
            if not more:
                raise EOFError("ended")
            found += more
        return found

    def _comes(self, seconds: float) -> bool:
        assert self._process is not None
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], max(0.0, seconds))[0])

    def _fail(self, error: BaseException) -> None:
        """Do without it for a while."""
        log.warning("desk: the reading process failed: %s", type(error).__name__)
        self._broken = time.monotonic()
        self.close()
