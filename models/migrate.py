"""Numbered ``.sql`` files bring a database to this program's schema, one transaction each.

The number of the last one stands in the database (SQLite: ``PRAGMA user_version``, PostgreSQL:
``meta.schema``) and is set in the same transaction: killed in the middle, the old version is whole.
"""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ConfigError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Store

MIGRATIONS = Path(__file__).with_name("migrations")
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_NUMBER_KEY_LENGTH = 16


def steps(dialect: str, folder: Path = MIGRATIONS) -> list[tuple[int, Path]]:
    """Return (number, file) of all migrations of *dialect*; ValueError if one is missing."""
    found = sorted(
        (int(match[1]), path)
        for path in (folder / dialect).iterdir()
        if (match := _NAME.fullmatch(path.name))
    )
    if [number for number, _path in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"{folder / dialect}: migrations are not numbered 1, 2, 3 ...")
    return found


def ensure(
    store: "Store", *, read_only: bool, upgrade: bool, folder: Path = MIGRATIONS
) -> list[int]:
    """Bring *store* to the newest schema if that is allowed; return the numbers applied.

    An empty database is always filled. Raises ConfigError for a newer schema, and for an older
    one unless *upgrade* is given.
    """
    connection = store.connection()
    wanted = steps(store.dialect.name, folder)
    at, newest = store.dialect.schema_version(connection.raw), len(wanted)
    words = {"where": store.dialect.where, "at": at, "newest": newest}
    if at > newest:
        raise ConfigError(
            _("%(where)s: schema %(at)d is newer than this program, which knows %(newest)d") % words
        )
    if at == newest:
        return []
    if read_only or (at > 0 and not upgrade):
        raise ConfigError(
            _("%(where)s: schema %(at)d, this program needs %(newest)d; run kentongan migrate")
            % words
        )
    return [
        number
        for number, path in wanted
        if _apply(store, number, path, first=number == at + 1 and at > 0)
    ]


def _apply(store: "Store", number: int, path: Path, *, first: bool) -> bool:
    """Apply one migration unless another process just has; say whether we did.

    Before the *first* on an existing database it is copied, inside the transaction: another
    process that migrates at the same time can then not put the new schema into the backup.
    """
    import logging  # noqa: PLC0415 - 4 ms that no list of tickets should wait for

    log = logging.getLogger(__name__)
    sql = path.read_text("utf-8")
    with store.transaction() as tx:
        raw = store.connection().raw
        if store.dialect.schema_version(raw) >= number:
            return False
        try:
            if first and (copy := store.dialect.backup(raw, f"schema-{number - 1}.backup")):
                log.info("schema %d: a backup is at %s", number - 1, copy)
            store.dialect.run_migration(raw, sql, number)
        except store.dialect.errors as error:
            raise store.dialect.translate(error) from error
        if number == 1:
            # The permutation of ticket numbers is made once: numbers must never change.
            tx.change(
                "INSERT INTO meta (name, value) VALUES (?, ?)",
                ("number_key", os.urandom(_NUMBER_KEY_LENGTH).hex()),
            )
    log.info("schema %d: %s applied", number, path.name)
    return True
