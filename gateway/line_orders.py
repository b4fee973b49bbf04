"""A line's ear for what a person tells it: stand still, go on, try again."""

import time

from gateway.office import Office
from models.errors import StorageError
from models.line_order import Order, order

FRESH = 0.5
"""Seconds for which an answer of the database holds: a busy line does not ask for each part."""


class Orders:
    """The orders to one line, as its thread asks for them."""

    def __init__(self, line: str, office: Office) -> None:
        """Nothing is read yet."""
        self._line = line
        self._office = office
        self._read_at = float("-inf")
        self._order: Order | None = None
        self._heeded: Order | None = None

    def paused(self) -> str | None:
        """Return why the line must stand still, None when it need not."""
        found = self._latest()
        return (found.reason or "?") if found is not None and found.paused else None

    def heed(self) -> None:
        """Take the present order for done: only a later one is news."""
        self._heeded = self._latest()

    def news(self) -> bool:
        """Tell whether a person said something since heed(): what waits may try at once."""
        return self._latest() != self._heeded

    def _latest(self) -> Order | None:
        """Return the present order; a database that cannot be read now changes nothing."""
        now = time.monotonic()
        if now - self._read_at >= FRESH:
            self._read_at = now
            try:
                with self._office.store.reading() as tx:
                    self._order = order(tx, self._line)
            except StorageError as error:
                if not error.heals:
                    raise
        return self._order
