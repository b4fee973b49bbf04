"""What is SQLite's own: files, pragmas, statements that differ, and the meaning of its errors."""

import os
import re
import sqlite3
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from models import place
from models.errors import StorageError
from models.i18n import _

PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("wal_autocheckpoint", 1000),
    ("journal_size_limit", 64 * 1024 * 1024),
    ("secure_delete", 1),
    ("temp_store", "memory"),  # else clear text may land in /var/tmp
    ("trusted_schema", 0),
)
WRITER_CACHE = 8000  # KiB; with SQLite's own 2000 a message reads 5 pages more (decision 26)
TOGETHER = 16  # rows of one INSERT; with 48 hardly less (decision 27)
PATIENCE = 5.0  # seconds that a statement waits for another writer

_KINDS = {  # primary result code, https://sqlite.org/rescode.html
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
    sqlite3.SQLITE_CONSTRAINT: "rule",
    sqlite3.SQLITE_MISMATCH: "rule",
}


# FTS5 takes a row in less time alone.
_INSERT = re.compile(r"(INSERT INTO (?!ticket_search )\w+ \([^()]*\) VALUES )(\([^()]*\))(.*)")


class Sqlite:
    """The dialect of one SQLite file."""

    name = "sqlite"
    skip_locked = ""  # one writer at a time: nothing to skip
    begin_write = "BEGIN IMMEDIATE"
    begin_read = "BEGIN"
    commit = "COMMIT"
    # A damaged schema can put bytes into SQLite's message that Python cannot make a text of.
    errors: tuple[type[Exception], ...] = (sqlite3.Error, UnicodeDecodeError)

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """*path* is the database file; nothing is opened yet."""
        self.path = path
        self.where = str(path)
        self._read_only = read_only

    def connect(self) -> sqlite3.Connection:
        """Open the file with our pragmas; another thread may close what this one opened."""
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            for name, value in (*PRAGMAS, ("query_only", int(self._read_only))):
                connection.execute(f"PRAGMA {name} = {value}")
        except BaseException:
            connection.close()
            raise
        return connection

    def prepare(self, *, volatile: bool) -> None:
        """Make directory and file with their modes; ConfigError for an unfit place."""
        try:
            if self._read_only:
                place.check_owner(self.path)
                return
            place.make_directory(self.path.parent)
            place.check_file_system(self.path.parent, volatile=volatile)
            place.make_file(self.path)
        except OSError as error:
            raise StorageError(f"{self.path}: {error.strerror}", kind="io") from error

    def verify(self, connection: Any, *, volatile: bool) -> None:  # noqa: ARG002 - PostgreSQL's
        """Raise StorageError if the file system did not let SQLite use its write-ahead log."""
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            raise StorageError(
                _("%(path)s: no write-ahead log on this file system") % {"path": self.where},
                kind="io",
            )

    def adapt(self, sql: str) -> str:
        """Return *sql* as it is: '?' is SQLite's own placeholder."""
        return sql

    def run(self, connection: Any, sql: str) -> None:
        """Run a statement without parameters or result."""
        connection.execute(sql)

    def many(self, connection: Any, sql: str, rows: Any) -> None:
        """Run *sql* for each of *rows*: inserts together, as each statement hands on the GIL."""
        at, all_rows = 0, len(rows)
        if all_rows >= TOGETHER and (together := _together(sql)):
            while at + TOGETHER <= all_rows:
                values = list(chain.from_iterable(rows[at : at + TOGETHER]))
                connection.execute(together, values)
                at += TOGETHER
        if at < all_rows:
            connection.executemany(sql, rows[at:] if at else rows)

    def alive(self, connection: Any) -> bool:  # noqa: ARG002 - PostgreSQL's
        """Say yes: a file does not hang up."""
        return True

    def in_transaction(self, connection: Any) -> bool:
        """Say whether a transaction is open; SQLite itself ends one after some errors."""
        return bool(connection.in_transaction)

    def patience(self, connection: Any, seconds: float) -> None:
        """Let this connection wait at most *seconds* for another writer."""
        connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def prepare_writer(self, connection: Any) -> None:
        """Give the one connection that writes all day a cache in which its indexes have room."""
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE}")

    def data_version(self, connection: Any) -> int:
        """Return a number that changes when another connection has committed."""
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def others(self, connection: Any) -> object:
        """Return the number that changes when another connection has committed."""
        return self.data_version(connection)

    def schema_version(self, connection: Any) -> int:
        """Return the number of the last migration, 0 for an empty database."""
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def run_migration(self, connection: Any, sql: str, version: int) -> None:
        """Run a migration's statements and set its number, in the transaction that is open."""
        # Not executescript(): it commits what is open before it begins.
        statement = ""
        for piece in sql.split(";"):
            statement += piece + ";"
            if sqlite3.complete_statement(statement):
                connection.execute(statement)
                statement = ""
        connection.execute(f"PRAGMA user_version = {version:d}")

    def backup(self, connection: Any, name: str) -> Path | None:  # noqa: ARG002 - see below
        """Copy the database beside itself as NAME.db.*name*, mode 0600, and return the path."""
        target = self.path.with_name(f"{self.path.name}.{name}")
        # Another connection than the one in the transaction: SQLite refuses to copy from a
        # connection that writes, and Python's backup() then tries again for ever.
        source = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE)
        try:
            copy_to(source, target)
        finally:
            source.close()
        return target

    def damage(self, connection: Any) -> list[str]:
        """Return the findings of ``PRAGMA integrity_check``, at most 100, empty when sound."""
        rows = connection.execute("PRAGMA integrity_check").fetchall()
        return [row[0] for row in rows if row[0] != "ok"]

    def tidy(self, connection: Any) -> int:
        """Bring the write-ahead log into the database; return the bytes that readers keep in it."""
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.stat().st_size if log.exists() else 0

    def scrub(self, connection: Any) -> None:
        """Write the file anew without what was deleted from it (VACUUM), then empty the log."""
        # Its working copy is as large as the database: not in memory, and not in /var/tmp.
        folder = str(self.path.parent.absolute()).replace("'", "''")
        connection.execute("PRAGMA temp_store = file")
        connection.execute(f"PRAGMA temp_store_directory = '{folder}'")
        try:
            connection.execute("VACUUM")
        finally:
            connection.execute("PRAGMA temp_store_directory = ''")
            connection.execute("PRAGMA temp_store = memory")
        self.tidy(connection)

    def translate(self, error: Exception) -> StorageError:
        """Return the StorageError that says what *error* means; no row's content is in it."""
        code = getattr(error, "sqlite_errorcode", 0) or 0
        kind = _KINDS.get(code & 0xFF, "")
        if isinstance(error, UnicodeDecodeError):
            kind = "damaged"
        words = {"path": self.where, "error": str(error)}
        text = {
            "locked": _("%(path)s: locked by another process"),
            "full": _("%(path)s: the disk is full"),
            "readonly": _("%(path)s: may not be written (%(error)s)"),
            "damaged": _("%(path)s: damaged (%(error)s); see kentongan fsck and restore"),
            "io": _("%(path)s: the disk does not answer as it should (%(error)s)"),
            "rule": _("%(path)s: a row breaks a rule of the schema (%(error)s)"),
        }.get(kind, _("%(path)s: %(error)s"))
        return StorageError(text % words, kind=kind)


@lru_cache(maxsize=64)
def _together(sql: str) -> str:
    """Return the INSERT *sql* for TOGETHER rows; '' for what is none, and for the full text."""
    found = _INSERT.fullmatch(sql)
    if found is None:
        return ""
    head, values, tail = found.groups()
    return head + ", ".join([values] * TOGETHER) + tail


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Write a whole copy of the database as *target*, mode 0600, complete or not there at all.

    SQLite's backup interface sees one state even while others commit; ``cp`` of the main file
    does not (it misses what is still in the write-ahead log).
    """
    partial = target.with_name(f"{target.name}.{os.urandom(4).hex()}.partial")
    place.make_file(partial)
    try:
        copy = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")
        finally:
            copy.close()
        place.sync(partial)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    place.sync(target.parent)
