"""Rows of a period in the order of their ids, page by page: a million pass in constant memory.

Each page is a read transaction of its own, so that an export never keeps the daemon's log from
being emptied. Ids are given in the order of time, but for clocks that were set back: the bounds are
found by halving, with two days of slack, and each row is then held to the period itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from models.base import Store, Tx
from models.times import from_us, to_us
from reports.period import Period
from reports.scope import CITY, Scope

PAGE = 1_000
_SLACK = timedelta(days=2)


def _unheard(share: float) -> None:
    """Let nobody hear how much is done."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from, and which."""

    store: Store
    period: Period
    zone: tzinfo  # in which times are written
    scope: Scope = CITY
    told: Callable[[float], None] = _unheard  # hears the share done, 0..1

    def pages(self, table: str, column: str) -> Iterator[tuple[Tx, list[int], float]]:
        """Yield (open transaction, ids, share done 0..1) of the period's rows of *table*.

        *column* holds the time, in microseconds, that decides. Rows that come in while it runs are
        not in it.
        """
        start, end = self.period.bounds
        with self.store.reading() as tx:
            first = _first(tx, table, column, to_us(self.period.start - _SLACK))
            stop = _first(tx, table, column, to_us(self.period.end + _SLACK))
        key, whole = first - 1, max(1, stop - first)
        while True:
            with self.store.reading() as tx:
                found = tx.execute(
                    f"SELECT id, {column} FROM {table} WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
                    (key, stop, PAGE),
                )
                if not found:
                    return
                key = found[-1][0]
                ids = [row for row, at in found if start <= at < end]
                if ids:
                    yield tx, ids, (key - first) / whole

    def local(self, moment: datetime | int | None) -> datetime | None:
        """Return *moment* (aware, or microseconds) as the city's clocks show it."""
        if not moment:
            return None
        return (from_us(moment) if isinstance(moment, int) else moment).astimezone(self.zone)


def _first(tx: Tx, table: str, column: str, moment: int) -> int:
    """Return the id at which rows of *moment* or later begin; one past the last for none."""
    # One query for both would read the whole index.
    ((low,),) = tx.execute(f"SELECT MIN(id) FROM {table}")
    ((high,),) = tx.execute(f"SELECT MAX(id) FROM {table}")
    low, high = low or 0, (high or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = _at(tx, table, column, middle, high)
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return int(low)


def _at(tx: Tx, table: str, column: str, low: int, high: int) -> tuple[Any, ...] | None:
    """Return (id, time) of the first row from *low* to before *high*, or None."""
    rows = tx.execute(
        f"SELECT id, {column} FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 1",
        (low, high),
    )
    return rows[0] if rows else None
