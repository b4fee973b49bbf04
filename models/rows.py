"""Insert a row by its column names, so that columns and values cannot drift apart."""

from collections.abc import Mapping
from functools import lru_cache

from models.base import Tx


def insert(tx: Tx, table: str, row: Mapping[str, object], *, unless_known: bool = False) -> bool:
    """Insert *row* into *table* (names are ours, never a person's); True when it was added.

    With *unless_known* a row that breaks a UNIQUE rule is left out; else that is a StorageError.
    """
    return tx.change(_sql(table, tuple(row), unless_known), tuple(row.values())) == 1


@lru_cache(maxsize=256)
def _sql(table: str, columns: tuple[str, ...], unless_known: bool) -> str:
    marks = ", ".join("?" * len(columns))
    text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return text + (" ON CONFLICT DO NOTHING" if unless_known else "")
