"""A backup takes the place of the database: made ready beside it, checked, then swapped.

What the backup cannot know is mended first: who was erased since stays erased, what waited to be
sent may have been sent since, and ticket numbers that were given since are not given again.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gateway import erasure
from models import deeds, fsck, ledger, place, sheets
from models.attachments import Stored
from models.base import Store, Tx
from models.dialect_sqlite import Sqlite, copy_to
from models.errors import KentonganError, StorageError
from models.i18n import _
from models.seal import Keyring
from models.times import to_us

UNKNOWN = 1000
"""Ticket numbers that are left out when nobody can say how many were given since the backup."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that may take the database's place."""

    path: Path  # beside the database
    erased: int  # persons and tickets that were erased again
    doubtful: int  # SMS parts that may have been sent since
    files: tuple[Stored, ...]  # of attachments that went with what was erased


def prepare(
    backup: Path,
    database: Path,
    keys: Keyring,
    *,
    actor: str,
    now: datetime,
    volatile: bool,
    force: bool = False,
) -> Ready:
    """Return a checked copy of *backup* beside *database*, which nobody may have open.

    Raises ConfigError for another key or a newer schema, StorageError for a backup with damaged
    rows, unless *force* takes them; then nothing is left behind.
    """
    copy = database.with_name(f"{database.name}.restoring")
    _remove(copy)
    try:
        _fetch(backup, copy)
        store = Store.open(str(copy), keys, volatile=volatile, upgrade=True)
        try:
            ready = _mended(store, copy, _numbers(database, keys), database, actor, now)
            if not force:
                _check(store, backup)
            store.tidy()
        finally:
            store.close()
    except BaseException:
        _remove(copy)
        raise
    return ready


def swap(ready: Ready, database: Path, now: datetime) -> Path:
    """Put *ready* in the place of *database*; return where the old one is kept."""
    kept = database.with_name(f"{database.name}.before-restore-{now:%Y%m%dT%H%M%S}")
    for end in ("-wal", "-shm", ""):
        old = database.with_name(database.name + end)
        if old.exists():
            old.rename(kept.with_name(kept.name + end))
    ready.path.rename(database)
    place.sync(database.parent)
    return kept


def _fetch(backup: Path, copy: Path) -> None:
    """Copy *backup* with what is in its own write-ahead log."""
    dialect = Sqlite(backup, read_only=True)
    try:
        # Not dialect.connect(): it would turn the backup itself to another journal.
        source = sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)
        try:
            copy_to(source, copy)
        finally:
            source.close()
    except dialect.errors as error:
        raise dialect.translate(error) from error


def _check(store: Store, backup: Path) -> None:
    """Raise StorageError unless every row of *store* is sound."""
    found = fsck.check(store)
    if found:
        fault = _("%(path)s: damaged rows: %(count)d; nothing was changed")
        raise StorageError(fault % {"path": backup, "count": len(found)}, kind="damaged")


def _mended(
    store: Store, copy: Path, numbers: int | None, database: Path, actor: str, now: datetime
) -> Ready:
    erased, files = 0, list[Stored]()
    for one in ledger.read(database.parent):
        with store.transaction() as tx:
            contact, tickets = ledger.found_again(tx, one)
            if contact or tickets:
                subject = erasure.Subject(contact, tickets)
                done = erasure.erase(tx, subject, actor=one.actor, why=one.why, now=now)
                files += done.files
                erased += 1
    with store.transaction() as tx:
        doubtful = _doubt(tx, now)
        skipped = _skip(tx, numbers)
        sheets.end(tx, 0, now)  # codes crossed out since would be good again
        data = {"erased": erased, "doubtful": doubtful, "numbers_skipped": skipped}
        deeds.record(tx, actor, "restored", "database", data, now)
    return Ready(copy, erased, doubtful, tuple(files))


def _doubt(tx: Tx, now: datetime) -> int:
    """Let a person decide on what waited when the backup was made: it may have left since."""
    return tx.change(
        "UPDATE delivery SET state = 'unknown', ambiguous = 1, lease_until = NULL,"
        " code = 'restored', state_at = ? WHERE state IN ('queued', 'sending')",
        (to_us(now),),
    )


def _skip(tx: Tx, given: int | None) -> int:
    """Go on with ticket numbers behind those *given* since; return how many are left out."""
    ((last,),) = tx.execute("SELECT COALESCE(MAX(value), 0) FROM counter WHERE name = 'ticket'")
    skipped = UNKNOWN if given is None else max(0, given - last)
    tx.change("UPDATE counter SET value = value + ? WHERE name = 'ticket'", (skipped,))
    return skipped


def _numbers(database: Path, keys: Keyring) -> int | None:
    """Return how far the present database had come; None when it cannot say."""
    if not database.exists():
        return None
    try:
        store = Store.open(str(database), keys, read_only=True, volatile=True)
    except KentonganError:
        return None
    try:
        with store.reading() as tx:
            rows = tx.execute("SELECT value FROM counter WHERE name = 'ticket'")
            return int(rows[0][0]) if rows else 0
    except StorageError:
        return None
    finally:
        store.close()


def _remove(copy: Path) -> None:
    """Remove *copy* with its companions, and the copy that a migration of it made."""
    for path in copy.parent.glob(f"{copy.name}*"):
        path.unlink(missing_ok=True)
