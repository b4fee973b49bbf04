"""Insert a row by its column names, so that columns and values cannot drift apart."""

from collections.abc import Mapping
from functools import lru_cache

from models.base import Tx
from models.later import RANKS

_UNIQUE = {"outbox": ("cause", "kind", "contact", "ticket")}
"""Table -> columns that are unique together, where a batch asks before it adds."""


def insert(tx: Tx, table: str, row: Mapping[str, object], *, unless_known: bool = False) -> bool:
    """Insert *row* into *table* (names are ours, never a person's); True when it was added.

    With *unless_known* a row that breaks a UNIQUE rule is left out; else that is a StorageError.
    In a batch that defers its rows (Tx.deferred) one of a hot table waits, and Tx.waiting() tells
    of it.
    """
    if not tx.deferring or table not in RANKS or (unless_known and table not in _UNIQUE):
        return tx.change(_sql(table, tuple(row), unless_known), tuple(row.values())) == 1
    if unless_known and _is_known(tx, table, row):
        return False
    tx.many(_sql(table, tuple(row), unless_known=False), [tuple(row.values())])
    tx.note(table, row, tuple(row[column] for column in _UNIQUE.get(table, ())))
    return True


def _is_known(tx: Tx, table: str, row: Mapping[str, object]) -> bool:
    """Tell whether *table* has the like of *row*, or will have when what waits is written."""
    columns = _UNIQUE[table]
    values = tuple(row[column] for column in columns)
    if tx.is_waiting(table, values):
        return True
    where = " AND ".join(f"{column} = ?" for column in columns)
    return bool(tx.peek(f"SELECT 1 FROM {table} WHERE {where}", values))


@lru_cache(maxsize=256)
def _sql(table: str, columns: tuple[str, ...], unless_known: bool) -> str:
    marks = ", ".join("?" * len(columns))
    text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return text + (" ON CONFLICT DO NOTHING" if unless_known else "")
