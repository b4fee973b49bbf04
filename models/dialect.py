"""What differs between SQLite and PostgreSQL, as one contract; the rest of the SQL is the same."""

from pathlib import Path
from typing import Any, Protocol

from models.errors import StorageError


class Dialect(Protocol):
    """One database of one kind. A *connection* is the driver's own, in autocommit."""

    name: str  # "sqlite" | "postgresql"
    where: str  # for messages: a path, or server and database without a password
    skip_locked: str  # goes behind the SELECT of a claim
    begin_write: str  # exclusive against other writers from here on
    begin_read: str  # one state of the database until it ends
    commit: str

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """Return the classes of what the driver raises; translate() takes these."""

    def connect(self) -> Any:
        """Open one more connection; raises the driver's own errors."""

    def prepare(self, *, volatile: bool) -> None:
        """Make the place ready; ConfigError when it is unfit, StorageError when it fails."""

    def verify(self, connection: Any, *, volatile: bool) -> None:
        """Check that the database really makes a COMMIT durable; ConfigError if it does not."""

    def adapt(self, sql: str) -> str:
        """Return *sql*, written with ``?``, as the driver wants it."""

    def run(self, connection: Any, sql: str) -> None:
        """Run a statement without parameters or result."""

    def many(self, connection: Any, sql: str, rows: Any) -> None:
        """Run the adapted *sql* for each of *rows*."""

    def alive(self, connection: Any) -> bool:
        """Say whether a connection can be used, as far as the driver knows without asking."""

    def in_transaction(self, connection: Any) -> bool:
        """Say whether a transaction is open."""

    def patience(self, connection: Any, seconds: float) -> None:
        """Let this connection wait at most *seconds* for another writer."""

    def prepare_writer(self, connection: Any) -> None:
        """Make ready the connection that writes all day."""

    def data_version(self, connection: Any) -> int:
        """Return a number that changes when another connection has committed."""

    def others(self, connection: Any) -> object:
        """Return, inside a transaction, what is equal while no other connection has committed."""

    def schema_version(self, connection: Any) -> int:
        """Return the number of the last migration, 0 for an empty database."""

    def run_migration(self, connection: Any, sql: str, version: int) -> None:
        """Run a migration's statements and set its number, in the transaction that is open."""

    def backup(self, connection: Any, name: str) -> Path | None:
        """Copy the database beside itself and return the path; None when it cannot be done."""

    def damage(self, connection: Any) -> list[str]:
        """Return what the database itself finds wrong with its structure, empty when sound."""

    def tidy(self, connection: Any) -> int:
        """Bring the write-ahead log home; return the bytes that readers keep in it."""

    def scrub(self, connection: Any) -> None:
        """Write the database anew without what was deleted from it; not in a transaction."""

    def translate(self, error: Exception) -> StorageError:
        """Return the StorageError that says what *error* means; no row's content is in it."""
