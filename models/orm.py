"""peewee without the drivers nobody asked for, the base of our tables, and our column types."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.times import from_us, to_us

if TYPE_CHECKING:
    from models.seal import Keyring


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Make the import of *names* fail inside the block, unless they are loaded already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


# peewee 4.5 imports every driver it finds: psycopg alone is 17 MB. orm_store.py needs none.
with _hidden("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb", "pysqlite3"):
    import peewee as pw

if TYPE_CHECKING:  # generic only in the stubs
    _Integer = pw.BigIntegerField[Any]
    _Blob = pw.BlobField[Any]
else:
    _Integer = pw.BigIntegerField
    _Blob = pw.BlobField

__all__ = ["NumberField", "SealedField", "Table", "UtcField", "database", "pw"]

database = pw.DatabaseProxy()
"""Unbound until orm_store.bind(); the tables speak to the store that was bound last."""


class Table(pw.Model):
    """Base of all tables: peewee for the schema, queries and admin; hot rows go through Tx."""

    class Meta:
        """peewee's own settings."""

        database = database
        legacy_table_names = False


class UtcField(_Integer):
    """An aware datetime, stored as microseconds since 1970 UTC; ValueError for a naive one."""

    def db_value(self, value: datetime | None) -> int | None:
        """Return the stored form."""
        return None if value is None else to_us(value)

    def python_value(self, value: int | None) -> datetime | None:
        """Return an aware UTC datetime."""
        return None if value is None else from_us(value)


class _Ciphertext(_Blob):
    """A column whose content only the store's keyring opens."""

    def _keys(self) -> "Keyring":
        keys: Keyring = self.model._meta.database.keys
        return keys


class SealedField(_Ciphertext):
    """Bytes, stored as ciphertext under the store's keyring; StorageError when damaged."""

    def db_value(self, value: bytes | None) -> bytes | None:
        """Return the sealed form, another one each time: such a column cannot be searched."""
        return None if value is None else self._keys().seal(value)

    def python_value(self, value: bytes | None) -> bytes | None:
        """Return the opened bytes."""
        return None if value is None else self._keys().open(bytes(value))


class NumberField(_Ciphertext):
    """A phone number as text, sealed the same each time, so that ``==`` finds it."""

    def db_value(self, value: str | None) -> bytes | None:
        """Return the sealed form for storing and for comparing."""
        return None if value is None else self._keys().seal_number(value)

    def python_value(self, value: bytes | None) -> str | None:
        """Return the number."""
        return None if value is None else self._keys().open_number(bytes(value))
