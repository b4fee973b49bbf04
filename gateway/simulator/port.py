"""The serial port: a pty whose slave is found by a symlink that stays at its path."""

import contextlib
import os
import tty
from collections.abc import Callable
from pathlib import Path

from gateway.simulator.loop import READ, WRITE, Loop

BACKLOG = 65_536  # bytes unread by the host, above which its commands are not read either
DRIBBLE_SECONDS = 0.001


class Port:
    """The modem's end of the line.

    The simulator keeps the slave open, so that a host that was killed is no hangup, and what was
    typed by half stays in the modem as in a real one.
    """

    def __init__(self, loop: Loop, link: Path) -> None:
        """*link* becomes the symlink at the first plug()."""
        self._loop, self._link = loop, link
        self.receive: Callable[[bytes], None] = lambda _: None  # gets what the host wrote
        self._out = bytearray()
        self._master = self._slave = -1
        self._clogged = False  # the host does not read
        self._dribbled = True
        self.dribble = False
        loop.after_round.append(self.flush)

    def plug(self, link: Path | None = None) -> None:
        """Make a new pty and point the symlink (or *link* from now on) at it."""
        if self._master >= 0:
            return
        self._link = link or self._link
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        fresh = self._link.with_name(f".{self._link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._link)  # a host never sees a missing or half link
        self._loop.watch(self._master, READ, self._ready)

    def unplug(self) -> None:
        """Close the pty and remove the symlink: the host sees a hangup."""
        if self._master < 0:
            return
        self._loop.forget(self._master)
        self._link.unlink(missing_ok=True)
        for fd in (self._master, self._slave):
            os.close(fd)
        self._master = self._slave = -1
        self._out.clear()
        self._clogged = False

    def write(self, data: bytes, *, droppable: bool = False) -> None:
        """Queue *data* for the host; what is *droppable* is lost when the host reads nothing."""
        if self._master >= 0 and not (droppable and self._clogged):
            self._out += data

    def flush(self) -> None:
        """Write what the pty takes now, and wait for it to take more."""
        if not self._out or self._master < 0:
            return
        if self.dribble:
            self._dribble()
            return
        with contextlib.suppress(BlockingIOError):
            del self._out[: os.write(self._master, self._out)]
        self._clogged = bool(self._out)
        self._watch()

    def _dribble(self) -> None:
        if not self._dribbled:
            return
        self._dribbled = False
        with contextlib.suppress(BlockingIOError):
            del self._out[: os.write(self._master, self._out[:1])]

        def again() -> None:
            self._dribbled = True

        self._loop.timers.after(DRIBBLE_SECONDS, again)

    def _watch(self) -> None:
        mask = READ if len(self._out) < BACKLOG else 0
        self._loop.watch(self._master, mask | (WRITE if self._out else 0), self._ready)

    def _ready(self, events: int) -> None:
        if events & READ:
            with contextlib.suppress(BlockingIOError):
                self.receive(os.read(self._master, 65_536))
        if events & WRITE:
            self.flush()
