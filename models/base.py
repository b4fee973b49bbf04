"""The database: a Store opens SQLite or PostgreSQL, a Tx is one open transaction on it.

SQL is written with ``?`` and runs on the raw connection: 4.6 microseconds a row against peewee's
26 to 98. Connections belong to threads. A write transaction is exclusive from its first
statement, on both databases, so that what it has read is still true when it writes.

KINDS of StorageError, in ``.kind``: "locked" (wait), "full" and "readonly" (nothing was stored;
heals), "rule" (this row is at fault), "lost" (no connection; nothing was stored), "io" and
"damaged" (stop), "sealed" (does not open), "" (anything else).
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from models import migrate
from models.dialect import Dialect
from models.dialect_sqlite import Sqlite
from models.errors import ConfigError, StorageError
from models.i18n import _
from models.later import Later, changes_tickets, may_wait, mentioned
from models.recent import Recent
from models.seal import Keyring

_COUNT = (
    "INSERT INTO counter (name, value) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


_UPDATE_BY_ID = "UPDATE"  # what waits is written before, whatever it is

Row = tuple[object, ...]


class Tx:
    """One open transaction. Every failure is a StorageError; on PostgreSQL it ends the Tx."""

    __slots__ = (
        "_connection", "_dialect", "_later", "_recent", "_trusted", "deferring", "dialect", "keys",
        "skip_locked",
    )  # fmt: skip

    def __init__(self, connection: Any, dialect: Dialect, keys: Keyring, recent: Recent) -> None:
        """Only Connection makes one."""
        self._connection = connection
        self._dialect = dialect
        self.dialect = dialect.name  # "sqlite" | "postgresql"
        self.skip_locked = dialect.skip_locked  # goes behind a claim's SELECT
        self.keys = keys
        self.deferring = False  # rows of models/later.py wait for others
        self._later = Later()
        self._recent = recent
        self._trusted = False  # _recent was compared with the database in this transaction

    def execute(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return all rows of a SELECT or RETURNING, else an empty list."""
        self._settle(sql)
        return self.peek(sql, params)

    def peek(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a SELECT that need not see the rows that wait; the caller looks at waiting()."""
        try:
            cursor = self._connection.execute(self._dialect.adapt(sql), params)
            return cursor.fetchall() if cursor.description else []
        except self._dialect.errors as error:
            raise self._dialect.translate(error) from error

    def change(self, sql: str, params: Sequence[object] = ()) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it touched."""
        self._settle(sql)
        try:
            return int(self._connection.execute(self._dialect.adapt(sql), params).rowcount)
        except self._dialect.errors as error:
            raise self._dialect.translate(error) from error

    def change_ticket(self, row: int, columns: Mapping[str, object], *, opened: bool) -> None:
        """Set *columns* (names are ours) of one ticket; *opened*: from now on it is open again."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._settle(_UPDATE_BY_ID)
        self._recent.change(row, columns, opened=opened)
        self._many(f"UPDATE ticket SET {names} WHERE id = ?", [(*columns.values(), row)])

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run *sql* once for each of *rows*: the way of the hot rows.

        While rows are deferred, those of a hot table wait for others like them. Whoever reads the
        table meanwhile, or writes in another way, sees them; one that breaks a rule fails then.
        """
        if not rows:
            return
        if self.deferring and (table := may_wait(sql)):
            if table == "ticket":
                self._recent.clear()
            self._later.put(table, sql, rows)
            return
        self._settle(sql)
        self._many(sql, rows)

    def _many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        try:
            self._dialect.many(self._connection, self._dialect.adapt(sql), rows)
        except self._dialect.errors as error:
            raise self._dialect.translate(error) from error

    def about(
        self, sql: str, params: Sequence[object], table: str, column: str, values: Sequence[object]
    ) -> list[tuple[Any, ...]]:
        """Run a SELECT of rows of *table* that have one of *values* in *column*.

        What waits is written before only if a row that waits has one, too, or may have.
        """
        if self._later.may_have(table, column, values):
            self.flush()
        return self.peek(sql, params)

    @property
    def recent(self) -> Recent:
        """What this connection knows of the newest tickets, as true as the database itself."""
        if not self._trusted:
            self._recent.since(self._dialect.others(self._connection))
            self._trusted = True
        return self._recent

    def ids(self, name: str, count: int = 1) -> range:
        """Take the next *count* ids of table *name*; they go back if the transaction does."""
        taken = self._later.take(name, count)
        if taken is None:
            self._later.counted(dict(self.peek("SELECT name, value FROM counter")))
            taken = self._later.take(name, count)
            assert taken is not None
        return taken

    # --- rows that wait (models/later.py)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Let many() keep rows back during the block; they are written at the batch's end."""
        self.deferring = True
        try:
            yield
        finally:
            self.deferring = False
            self._later.expect_nothing()

    def keep(self, table: str, sql: str, row: Mapping[str, object], key: Row) -> None:
        """Defer *sql* for *row* of the hot *table*; waiting() and is_waiting() tell of it."""
        self._later.put(table, sql, [tuple(row.values())])
        self._later.note(table, row, key)
        if table == "ticket":
            self._recent.add(row)

    def note(self, table: str, row: Mapping[str, object]) -> None:
        """Tell about() what a row that many() keeps back has; else it may have anything."""
        if self.deferring:
            self._later.note(table, row)

    def expect(self, table: str, values: Iterable[object]) -> None:
        """While rows are deferred, know that no row has one of *values* in its unique column."""
        if self.deferring:
            self._later.expect(table, values)

    def is_new(self, table: str, value: object) -> bool:
        """Tell whether *value* was expected; whoever asks adds it, and it is so no more."""
        return self._later.is_new(table, value)

    def is_waiting(self, table: str, key: Row) -> bool:
        """Tell whether a row of *table* with the unique values *key* waits."""
        return self._later.has(table, key)

    def waiting(self, table: str) -> Sequence[Mapping[str, object]]:
        """Return the rows of *table* that peek() does not see, the oldest first."""
        return self._later.of(table)

    def flush(self) -> None:
        """Write all that waits; StorageError "rule" when a row breaks one."""
        for sql, rows in self._later.drain():
            self._many(sql, rows)
        if moved := self._later.moved():
            self._many(_COUNT, moved)

    def forget(self) -> None:
        """Drop what waits: the transaction was undone to where nothing did."""
        self._later = Later()
        self._recent.clear()

    def begin(self) -> None:
        """Believe nothing that was read before: others may have written since."""
        self._trusted = False

    def _settle(self, sql: str) -> None:
        """Write what waits before a statement that could tell the difference."""
        later = self._later
        if changes_tickets(sql):
            self._recent.clear()
        if (later.waits and (not sql.startswith("SELECT") or later.concerns(sql))) or (
            later.counts and "counter" in mentioned(sql)
        ):
            self.flush()

    def marks(self, count: int) -> str:
        """Return ``?, ?, ?`` for *count* values of an IN (...)."""
        return ", ".join("?" * count)

    def meta(self, name: str) -> str | None:
        """Return what stands in table meta under *name*; None when nothing does."""
        rows = self.execute("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None


class Connection:
    """One thread's connection, step by step; most callers want Store.transaction()."""

    def __init__(self, raw: Any, dialect: Dialect, keys: Keyring, recent: Recent) -> None:
        """*raw* is the driver's own connection, in autocommit; *recent* is its alone."""
        self.raw = raw
        self.dialect = dialect
        self.tx = Tx(raw, dialect, keys, recent)

    def begin(self, *, write: bool = True) -> Tx:
        """Open a transaction; StorageError "locked" when another writer does not end in time."""
        try:
            self._run(self.dialect.begin_write if write else self.dialect.begin_read)
        except StorageError:
            self.rollback()
            raise
        self.tx.begin()
        return self.tx

    def commit(self) -> None:
        """Make it durable. After a StorageError nobody may be told that anything is stored."""
        self.tx.flush()
        self._run(self.dialect.commit)

    def rollback(self) -> None:
        """Undo all, if the database has not done so by itself."""
        self.tx.forget()
        if self.dialect.in_transaction(self.raw):
            self._run("ROLLBACK")

    def savepoint(self) -> None:
        """Begin a part that can be undone alone."""
        self.tx.flush()
        self._run("SAVEPOINT job")

    def release(self) -> None:
        """Keep what was done since savepoint()."""
        self.tx.flush()
        self._run("RELEASE SAVEPOINT job")

    def undo(self) -> None:
        """Undo what was done since savepoint(), and forget the savepoint."""
        self.tx.forget()
        self._run("ROLLBACK TO SAVEPOINT job")
        self._run("RELEASE SAVEPOINT job")

    @property
    def open(self) -> bool:
        """Whether a transaction is open."""
        return self.dialect.in_transaction(self.raw)

    def _run(self, sql: str) -> None:
        try:
            self.dialect.run(self.raw, sql)
        except self.dialect.errors as error:
            raise self.dialect.translate(error) from error


class Store:
    """An open database. Safe to share between threads: each gets its own connection."""

    def __init__(self, dialect: Dialect, keys: Keyring) -> None:
        """Store.open() is the way; this opens nothing and checks nothing."""
        self.dialect = dialect
        self.keys = keys
        self.number_key = b""  # of the ticket numbers' permutation, models/numbering.py
        self._own = threading.local()  # .raw: this thread's connection; .recent: what it knows
        self._raw: list[Any] = []  # those of all threads

    @classmethod
    def open(
        cls,
        url: str,
        keys: Keyring,
        *,
        read_only: bool = False,
        volatile: bool = False,
        upgrade: bool = False,
    ) -> Self:
        """Open *url*, a path or ``postgresql://...``, and make the schema if there is none.

        An older schema is refused unless *upgrade* is given (a backup is made first). *volatile*
        allows a tmpfs, or a server without fsync.

        Raises ConfigError (78) for another key, an older or newer schema, an unfit place or
        another owner; StorageError (74) when the database cannot be read.
        """
        store = cls(_dialect(url, read_only=read_only), keys)
        try:
            store.dialect.prepare(volatile=volatile)
            store.dialect.verify(store.connection().raw, volatile=volatile)
            migrate.ensure(store, read_only=read_only, upgrade=upgrade)
            store._check_key(read_only=read_only)
        except BaseException:
            store.close()
            raise
        return store

    def connection(self) -> Connection:
        """Return this thread's connection, opened (again) if need be.

        Raises StorageError when it cannot be opened.
        """
        raw = getattr(self._own, "raw", None)
        if raw is not None and not self.dialect.alive(raw):
            self.release()
            raw = None
        if raw is None:
            try:
                raw = self._own.raw = self.dialect.connect()
            except self.dialect.errors as error:
                raise self.dialect.translate(error) from error
            self._own.recent = Recent()
            self._raw.append(raw)
        return Connection(raw, self.dialect, self.keys, self._own.recent)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Run a block as one write transaction: committed at its end, undone by an exception."""
        connection = self.connection()
        yield from _guarded(connection, connection.begin())

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """Run a block of reads that all see the same state; it holds nobody up."""
        connection = self.connection()
        yield from _guarded(connection, connection.begin(write=False))

    def data_version(self) -> int:
        """Return a number that changes when another connection than this thread's committed."""
        connection = self.connection()
        try:
            return self.dialect.data_version(connection.raw)
        except self.dialect.errors as error:
            raise self.dialect.translate(error) from error

    def damage(self) -> list[str]:
        """Return what the database itself finds wrong with its structure, empty when sound."""
        connection = self.connection()
        try:
            return self.dialect.damage(connection.raw)
        except self.dialect.errors as error:
            raise self.dialect.translate(error) from error

    def tidy(self) -> int:
        """Keep the write-ahead log small; return the bytes that could not be brought home."""
        connection = self.connection()
        try:
            return self.dialect.tidy(connection.raw)
        except self.dialect.errors as error:
            raise self.dialect.translate(error) from error

    def scrub(self) -> None:
        """Write the database anew without what was deleted; writers wait meanwhile."""
        connection = self.connection()
        try:
            self.dialect.scrub(connection.raw)
        except self.dialect.errors as error:
            raise self.dialect.translate(error) from error

    def release(self) -> None:
        """Close this thread's connection, if it has one; the next use opens another."""
        raw = getattr(self._own, "raw", None)
        if raw is not None:
            self._own.raw = None
            if raw in self._raw:
                self._raw.remove(raw)
            raw.close()

    def close(self) -> None:
        """Close the connections of all threads; none may be in use any more."""
        self.release()
        while self._raw:
            self._raw.pop().close()

    def _check_key(self, *, read_only: bool) -> None:
        with self.reading() as tx:
            stored = tx.meta("key_check")
            self.number_key = bytes.fromhex(tx.meta("number_key") or "")
        if stored is None and not read_only:
            with self.transaction() as tx:
                tx.change(
                    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    ("key_check", self.keys.check()),
                )
                stored = tx.meta("key_check")
        if stored is not None and stored != self.keys.check():
            raise ConfigError(
                _("%(where)s: sealed by another key (%(stored)s); this key file is %(ours)s")
                % {"where": self.dialect.where, "stored": stored, "ours": self.keys.check()}
            )


def _guarded(connection: Connection, tx: Tx) -> Iterator[Tx]:
    try:
        yield tx
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _dialect(url: str, *, read_only: bool) -> Dialect:
    if not url.startswith(("postgresql://", "postgres://")):
        return Sqlite(Path(url), read_only=read_only)
    try:
        from models.dialect_postgresql import Postgresql  # noqa: PLC0415 - 17 MB of psycopg
    except ImportError as error:
        raise ConfigError(
            _("database: postgresql needs psycopg 3; install kentongan[postgres]")
        ) from error
    return Postgresql(url, read_only=read_only)
