"""The daemon as another process: find it by its lock, start one for a while, stop it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Settings

LOCKS = Path("/proc/locks")
STOP_WAIT = 15.0  # seconds until a daemon that was told to stop is killed
_FLOCK = re.compile(r"\d+: FLOCK +ADVISORY +WRITE (\d+) \w+:\w+:(\d+) ")


def running(settings: "Settings") -> int | None:
    """Return the pid of the daemon that holds the lock of the stored data; None when none does.

    The kernel's own table says who holds it (proc(5), /proc/locks): a pid that was written into a
    file could be another process by now, and trying the lock could keep a daemon from starting.
    """
    try:
        inode = (settings.state / "lock").stat().st_ino
        table = LOCKS.read_text("ascii")
    except OSError:
        return None
    holders = (int(pid) for pid, node in _FLOCK.findall(table) if int(node) == inode)
    return next((pid for pid in holders if pid > 0), None)


@contextmanager
def daemon(settings: "Settings", *, wait: float) -> Iterator[Callable[[], None]]:
    """Run a daemon as a child for the time of the block, its log in kentongan.log beside the data.

    Yields a check that raises KentonganError, with the last line of the log, when the child has
    ended by itself. It is given SIGTERM at the end, and SIGKILL *wait* seconds later.
    """
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.state / "kentongan.log"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        begin = log.tell()
        # -P: a cli.py in the working directory is not ours. A session of its own: Ctrl-C at the
        # phone must not reach the daemon before we have stopped it in order.
        child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", "-m", "cli", "--config", str(settings.path), "run"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield lambda: _alive(child, path, begin)
    finally:
        _stop(child, wait)


def until(ready: Callable[[], bool], *, seconds: float, check: Callable[[], None]) -> bool:
    """Ask *ready* every 20 ms; return whether it was true before *seconds* had passed.

    *check* may raise to end the wait.
    """
    end = time.monotonic() + seconds
    while not ready():
        check()
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _alive(child: "subprocess.Popen[bytes]", path: Path, begin: int) -> None:
    code = child.poll()
    if code is None:
        return
    with path.open("rb") as log:
        log.seek(begin)
        lines = log.read().decode("utf-8", "replace").strip().splitlines()
    last = lines[-1] if lines else _("it said nothing")
    raise KentonganError(
        _("the daemon ended with code %(code)d: %(last)s") % {"code": code, "last": last}
    )


def _stop(child: "subprocess.Popen[bytes]", wait: float) -> None:
    if child.poll() is None:
        os.kill(child.pid, signal.SIGTERM)
    try:
        child.wait(wait)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
