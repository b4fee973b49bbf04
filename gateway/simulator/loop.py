"""One thread's event loop: descriptors, timers, and work that other threads hand in."""

import os
import selectors
import threading
from collections import deque
from collections.abc import Callable

from gateway.simulator.timers import Act, Timers

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Loop:
    """Runs until stop(); everything of the simulator happens in its thread."""

    def __init__(self, timers: Timers) -> None:
        """*timers* are run between the descriptors."""
        self.timers = timers
        self.after_round: list[Act] = []
        self._selector = selectors.DefaultSelector()
        self._given: deque[Act] = deque()
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.watch(self._wake_read, READ, self._take)
        self._going, self._closed = True, False
        self._guard = threading.RLock()  # a signal may call() within close()

    def watch(self, fd: int, mask: int, act: Callable[[int], None]) -> None:
        """Call act(events) whenever *fd* is ready for *mask*; replaces an earlier watch."""
        try:
            key = self._selector.get_key(fd)
        except KeyError:
            self._selector.register(fd, mask, act)
            return
        if key.events != mask:
            self._selector.modify(fd, mask, act)

    def forget(self, fd: int) -> None:
        """Stop watching *fd*, before it is closed."""
        self._selector.unregister(fd)

    def call(self, act: Act) -> None:
        """Run *act* in the loop's thread, from any thread or a signal; after close() do nothing."""
        with self._guard:
            if not self._closed:
                self._given.append(act)
                os.write(self._wake_write, b"!")

    def stop(self) -> None:
        """Let run() return after this round."""
        self.call(self._halt)

    def _halt(self) -> None:
        self._going = False

    def _take(self, _events: int) -> None:
        os.read(self._wake_read, 4096)
        while self._given:
            self._given.popleft()()

    def run(self) -> None:
        """Serve until stop()."""
        while self._going:
            for act in self.after_round:
                act()
            for key, events in self._selector.select(self.timers.wait()):
                # An earlier act of this round may have forgotten the descriptor.
                if key.fd in self._selector.get_map():
                    key.data(events)
            self.timers.run()

    def close(self) -> None:
        """Close what the loop itself opened; the last thing to do."""
        with self._guard:
            self._closed = True
        self._selector.close()
        os.close(self._wake_read)
        os.close(self._wake_write)
