"""What is PostgreSQL's own: psycopg 3, locking, notices, the meaning of SQLSTATEs."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from models.errors import ConfigError, StorageError
from models.i18n import _

PATIENCE = 5.0  # seconds that a statement waits for another writer
_OLDEST = 130_000  # pg_current_xact_id_if_assigned()
# One number for all our databases on a server is enough: advisory locks are kept a database.
_WRITERS = 0x6B656E74

_KINDS = {  # SQLSTATE or its class, https://www.postgresql.org/docs/15/errcodes-appendix.html
    "53100": "full",
    "55P03": "locked",
    "40P01": "locked",
    "40001": "locked",
    "25006": "readonly",
    "08": "lost",
    "53": "lost",
    "57": "lost",
    "21": "rule",
    "22": "rule",
    "23": "rule",
    "58": "io",
    "XX": "damaged",
}
_TOKEN = re.compile(r"'(?:[^']|'')*'|\?|%")


class _Flag(Dumper):
    """A bool as 0 or 1: our flags are whole numbers on both databases."""

    oid = 20  # int8

    def dump(self, obj: bool) -> bytes:
        """Return the text form."""
        return b"1" if obj else b"0"


class Postgresql:
    """The dialect of one PostgreSQL database."""

    name = "postgresql"
    skip_locked = " FOR UPDATE SKIP LOCKED"
    # What SQLite's BEGIN IMMEDIATE promises: facts that a job has read are still true when it
    # writes, whichever node or command writes beside it.
    begin_write = f"BEGIN; SELECT pg_advisory_xact_lock({_WRITERS})"
    begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    # The SELECT also fails in an aborted transaction, where COMMIT would roll back and say yes.
    commit = (
        "SELECT pg_notify('kentongan', '') WHERE pg_current_xact_id_if_assigned() IS NOT NULL; "
        "COMMIT"
    )
    errors: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, url: str, *, read_only: bool) -> None:
        """*url* is a connection URI of libpq; ConfigError when it cannot be read."""
        try:
            parts = conninfo_to_dict(url)
        except psycopg.Error as error:
            raise ConfigError(_("database: not a PostgreSQL connection URI")) from error
        self.where = f"postgresql {parts.get('host', '')}/{parts.get('dbname', '')}"
        self._url = url
        self._options = f"-c lock_timeout={int(PATIENCE * 1000)}"
        if read_only:
            self._options += " -c default_transaction_read_only=on"
        self._notices: WeakKeyDictionary[Any, list[int]] = WeakKeyDictionary()

    def connect(self) -> psycopg.Connection[Any]:
        """Open one more connection, which commits by itself outside a transaction."""
        connection = psycopg.connect(
            self._url,
            autocommit=True,
            options=self._options,
            application_name="kentongan",
            connect_timeout=int(PATIENCE),
        )
        connection.adapters.register_dumper(bool, _Flag)
        return connection

    def prepare(self, *, volatile: bool) -> None:
        """Do nothing: the place is the server's."""

    def verify(self, connection: Any, *, volatile: bool) -> None:
        """Raise ConfigError unless the server is new enough and makes a COMMIT durable."""
        if connection.info.server_version < _OLDEST:
            raise ConfigError(_("%(where)s: needs PostgreSQL 13 or newer") % {"where": self.where})
        for setting in () if volatile else ("fsync", "synchronous_commit", "full_page_writes"):
            ((value,),) = connection.execute(f"SHOW {setting}").fetchall()
            if value == "off":
                raise ConfigError(
                    _("%(where)s: %(setting)s is off, a power cut would lose messages; turn it on")
                    % {"where": self.where, "setting": setting}
                )

    def adapt(self, sql: str) -> str:
        """Return *sql* with ``%s`` for each ``?`` that is not inside a literal."""
        return _adapt(sql)

    def run(self, connection: Any, sql: str) -> None:
        """Run statements without parameters or result."""
        connection.execute(sql, prepare=False)  # several statements cannot be prepared

    def many(self, connection: Any, sql: str, rows: Any) -> None:
        """Run *sql* for each of *rows*."""
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def alive(self, connection: Any) -> bool:
        """Say whether the server has not been seen to hang up."""
        return not connection.closed

    def in_transaction(self, connection: Any) -> bool:
        """Say whether a transaction is open, sound or aborted."""
        return connection.info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    def patience(self, connection: Any, seconds: float) -> None:
        """Let this connection wait at most *seconds* for another writer."""
        connection.execute(f"SET lock_timeout = {int(seconds * 1000)}")

    def prepare_writer(self, connection: Any) -> None:
        """Do nothing: the server's cache is everybody's."""

    def data_version(self, connection: Any) -> int:
        """Return a number that changes when another connection has committed (LISTEN)."""
        heard = self._notices.get(connection)
        if heard is None:
            heard = self._notices[connection] = [0]
            own, count = connection.info.backend_pid, heard

            def hear(notice: psycopg.Notify) -> None:
                count[0] += notice.pid != own

            connection.add_notify_handler(hear)
            connection.execute("LISTEN kentongan")
        connection.execute("SELECT 1")  # what has been notified comes with an answer
        return heard[0]

    def others(self, connection: Any) -> object:  # noqa: ARG002 - SQLite's
        """Return what is equal to nothing else: a notice may come later than what it is about."""
        return object()

    def schema_version(self, connection: Any) -> int:
        """Return the number of the last migration, 0 for an empty database."""
        ((there,),) = connection.execute("SELECT to_regclass('meta') IS NOT NULL").fetchall()
        if not there:
            return 0
        rows = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()
        return int(rows[0][0]) if rows else 0

    def run_migration(self, connection: Any, sql: str, version: int) -> None:
        """Run a migration's statements and set its number, in the transaction that is open."""
        self.run(connection, sql)
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('schema', %s) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (str(version),),
        )

    def backup(self, connection: Any, name: str) -> Path | None:
        """Return None: pg_dump and the server's own archive are the administrator's."""

    def damage(self, connection: Any) -> list[str]:  # noqa: ARG002 - SQLite's
        """Return nothing: the server checks its own pages (initdb --data-checksums)."""
        return []

    def tidy(self, connection: Any) -> int:  # noqa: ARG002 - the server's own work
        """Do nothing: the server looks after its log itself."""
        return 0

    def scrub(self, connection: Any) -> None:
        """Let the server remove what was deleted (VACUUM); its own log and archive keep it."""
        self.run(connection, "VACUUM")

    def translate(self, error: Exception) -> StorageError:
        """Return the StorageError that says what *error* means; no row's content is in it."""
        state = getattr(error, "sqlstate", None) or ""
        kind = _KINDS.get(state) or _KINDS.get(state[:2], "")
        if not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            kind = "lost"
        # Not the server's words: they quote values ("invalid input syntax ... '0812'").
        named = getattr(error, "diag", None)
        name = (named.constraint_name or named.column_name or "") if named else ""
        words = {"where": self.where, "error": f"{state or type(error).__name__} {name}".rstrip()}
        text = {
            "locked": _("%(where)s: locked by another process (%(error)s)"),
            "full": _("%(where)s: the disk is full"),
            "readonly": _("%(where)s: may not be written (%(error)s)"),
            "damaged": _("%(where)s: damaged (%(error)s)"),
            "io": _("%(where)s: the disk does not answer as it should (%(error)s)"),
            "rule": _("%(where)s: a row breaks a rule of the schema (%(error)s)"),
            "lost": _("%(where)s: no connection (%(error)s)"),
        }.get(kind, _("%(where)s: %(error)s"))
        return StorageError(text % words, kind=kind)


@lru_cache(maxsize=1024)
def _adapt(sql: str) -> str:
    return _TOKEN.sub(lambda it: "%s" if it[0] == "?" else it[0].replace("%", "%%"), sql)
