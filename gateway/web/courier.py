"""A few threads that each carry one part at a time to a provider."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

from gateway.errors import TemporaryError, UnknownOutcome
from gateway.message import Outbound, Receipt

Job = tuple[Outbound, "Future[Receipt]"]


class Courier:
    """Carries parts by *exchange*, which blocks; every future ends, whatever happens."""

    def __init__(self, name: str, size: int, exchange: Callable[[Outbound], Receipt]) -> None:
        """Start *size* threads."""
        self._name, self._size, self._exchange = name, size, exchange
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._open: set[Future[Receipt]] = set()
        self._guard = threading.Lock()
        self._closed = False
        for number in range(size):
            thread = threading.Thread(target=self._work, name=f"{name} {number}", daemon=True)
            thread.start()

    def room(self) -> int:
        """Return how many parts would leave at once."""
        return 0 if self._closed else max(0, self._size - len(self._open))

    def give(self, part: Outbound) -> "Future[Receipt]":
        """Queue *part* and return the future of its receipt."""
        future: Future[Receipt] = Future()
        with self._guard:
            closed = self._closed
            if not closed:
                self._open.add(future)
                self._jobs.put((part, future))
        if closed:
            future.set_exception(self._not_left())
        return future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            part, future = job
            if not self._begin(future):
                continue
            try:
                receipt = self._exchange(part)
            except Exception as error:  # noqa: BLE001 - the future carries it to the line
                self._end(future, error)
            else:
                self._end(future, receipt)

    def _begin(self, future: "Future[Receipt]") -> bool:
        """Mark *future* as begun; False when close() has ended it."""
        with self._guard:
            return future in self._open and future.set_running_or_notify_cancel()

    def _end(self, future: "Future[Receipt]", outcome: Receipt | Exception) -> None:
        """End *future* unless close() has."""
        with self._guard:
            if future not in self._open:
                return
            self._open.discard(future)
        if isinstance(outcome, Receipt):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)

    def close(self) -> None:
        """End every future: a part that no thread had begun with surely did not leave."""
        with self._guard:
            self._closed = True
            left, self._open = self._open, set()
        for _ in range(self._size):
            self._jobs.put(None)
        for future in left:
            begun = future.running()
            future.set_exception(
                UnknownOutcome("closed", line=self._name, code="closed")
                if begun
                else self._not_left()
            )

    def _not_left(self) -> TemporaryError:
        return TemporaryError(f"{self._name}: closed", line=self._name, code="closed")
