"""Insert a row by its column names, so that columns and values cannot drift apart."""

from collections.abc import Mapping, Sequence
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
    unique = _UNIQUE.get(table)
    key = tuple([row[column] for column in unique]) if unique else ()
    if unless_known and _is_known(tx, table, key):
        return False
    tx.keep(table, _sql(table, tuple(row), False), row, key)
    return True


def expect(tx: Tx, table: str, values: Sequence[object]) -> None:
    """Look once for a batch which of *values* are in the first unique column of *table*.

    insert() with *unless_known* then need not ask for each row.
    """
    column = _UNIQUE[table][0]
    marks = tx.marks(len(values))
    rows = tx.execute(f"SELECT {column} FROM {table} WHERE {column} IN ({marks})", values)
    tx.expect(table, set(values) - {value for (value,) in rows})


def _is_known(tx: Tx, table: str, key: tuple[object, ...]) -> bool:
    """Tell whether *table* has a row with *key*, or will have when what waits is written."""
    if tx.is_new(table, key[0]):
        return False
    return tx.is_waiting(table, key) or bool(tx.peek(_known_sql(table), key))


@lru_cache(maxsize=16)
def _known_sql(table: str) -> str:
    where = " AND ".join(f"{column} = ?" for column in _UNIQUE[table])
    return f"SELECT 1 FROM {table} WHERE {where}"


@lru_cache(maxsize=256)
def _sql(table: str, columns: tuple[str, ...], unless_known: bool, /) -> str:
    marks = ", ".join("?" * len(columns))
    text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return text + (" ON CONFLICT DO NOTHING" if unless_known else "")
