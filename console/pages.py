"""Long lists are read in pages by key, so that no reader holds the database for long."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.base import Store, Tx

PAGE = 1000
NEWEST = 2**63 - 1

Fetch = Callable[["Tx", int, int], list[tuple[Any, ...]]]


def pages(
    store: "Store", fetch: Fetch, *, after: int | None, limit: int
) -> Iterator[tuple[Any, ...]]:
    """Yield rows, newest first, from below the id *after*; at most *limit*, all when it is 0.

    *fetch* is given (transaction, id, count) and returns rows with a lower id, whose first column
    is the id, in descending order. Each page is a read transaction of its own.
    """
    key, left = NEWEST if after is None else after, limit or NEWEST
    while left > 0:
        count = min(PAGE, left)
        with store.reading() as tx:
            rows = fetch(tx, key, count)
        yield from rows
        if len(rows) < count:
            return
        key, left = rows[-1][0], left - len(rows)
