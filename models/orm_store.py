"""peewee over an open Store: its queries run on the store's connections, in its transactions."""

from typing import Any

from models.base import Store
from models.orm import database, pw


def bind(store: Store) -> None:
    """Let the tables of models/ speak to *store*, in all threads, until another one is bound."""
    kinds = {"sqlite": _Sqlite, "postgresql": _Postgresql}
    database.initialize(kinds[store.dialect.name](store))


class _Borrowed:
    """A peewee database that opens and closes nothing."""

    def __init__(self, store: Store) -> None:
        super().__init__("")  # type: ignore[call-arg]  # peewee's __init__, which comes after this
        self.store = store
        self.keys = store.keys  # for sealed columns

    def cursor(self, named_cursor: object = None) -> Any:
        """Return a cursor on this thread's connection."""
        del named_cursor
        return self.store.connection().raw.cursor()


class _Sqlite(_Borrowed, pw.SqliteDatabase):
    pass


class _Adapter(pw.Psycopg3Adapter):
    """peewee's adapter for psycopg 3, which orm.py hid from peewee."""

    def __init__(self) -> None:
        """Leave out peewee's JSON types: none of our columns has one."""

    def get_binary_type(self) -> type[Any]:
        """Return what wraps bytes."""
        from psycopg import Binary  # noqa: PLC0415 - 17 MB of psycopg

        return Binary


class _Postgresql(_Borrowed, pw.PostgresqlDatabase):
    psycopg2_adapter = _Adapter
    psycopg3_adapter = _Adapter
