"""Things to do later, in one thread, on the monotonic clock."""

import heapq
import itertools
import time
from collections.abc import Callable

Act = Callable[[], object]


class Timers:
    """A heap of acts; the event loop asks how long it may sleep and runs what is due."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """*clock* gives seconds that never go back."""
        self._clock = clock
        self._heap: list[tuple[float, int, Act]] = []
        self._order = itertools.count()

    def after(self, seconds: float, act: Act) -> None:
        """Call *act* in *seconds*; at once, before returning, when that is not above zero."""
        if seconds <= 0:
            act()
            return
        heapq.heappush(self._heap, (self._clock() + seconds, next(self._order), act))

    def wait(self) -> float | None:
        """Return the seconds until the next act is due, or None when nothing waits."""
        return max(0.0, self._heap[0][0] - self._clock()) if self._heap else None

    def run(self) -> None:
        """Call every act that is due, in order of time and then of arrival."""
        now = self._clock()
        while self._heap and self._heap[0][0] <= now:
            heapq.heappop(self._heap)[2]()
