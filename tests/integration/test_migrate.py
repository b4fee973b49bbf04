"""Migrations are whole or not there, backed up before, and never run twice."""

import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models import migrate
from models.base import Store
from models.dialect_sqlite import copy_to
from models.errors import ConfigError, StorageError
from tests.conftest import KEYS, make_store

ADDS_A_TABLE = (
    "CREATE TABLE more (id BIGINT PRIMARY KEY); -- a; comment\nINSERT INTO more VALUES (7);"
)
FAILS = "CREATE TABLE more (id BIGINT PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
# Long enough to be killed in the middle, after it has made a table.
ENDLESS = """
CREATE TABLE more (id INTEGER PRIMARY KEY);
INSERT INTO more WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT max(i) FROM n;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of our migrations, to which a test adds its own."""
    copy = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, copy)
    return copy


def add(folder: Path, sql: str) -> int:
    """Add *sql* as the next migration of both databases and return its number."""
    following = len(migrate.steps("sqlite", folder)) + 1
    for dialect in ("sqlite", "postgresql"):
        (folder / dialect / f"{following:04}_more.sql").write_text(sql)
    return following


def upgrade(store: Store, folder: Path) -> list[int]:
    return migrate.ensure(store, read_only=False, upgrade=True, folder=folder)


def version(store: Store) -> int:
    return store.dialect.schema_version(store.connection().raw)


def has_table(store: Store) -> bool:
    try:
        with store.reading() as tx:
            return tx.execute("SELECT id FROM more") == [(7,)]
    except StorageError:
        return False


def test_a_migration_is_applied_once(store: Store, folder: Path) -> None:
    following = add(folder, ADDS_A_TABLE)
    assert upgrade(store, folder) == [following]
    assert upgrade(store, folder) == []
    assert has_table(store)
    assert version(store) == following


def test_a_migration_that_fails_leaves_the_old_version(store: Store, folder: Path) -> None:
    before = version(store)
    following = add(folder, FAILS)
    with pytest.raises(StorageError):
        upgrade(store, folder)
    assert (version(store), has_table(store)) == (before, False)
    for dialect in ("sqlite", "postgresql"):
        (folder / dialect / f"{following:04}_more.sql").write_text(ADDS_A_TABLE)
    assert upgrade(store, folder) == [following]


def test_an_older_schema_is_refused_until_it_is_upgraded(store: Store, folder: Path) -> None:
    add(folder, ADDS_A_TABLE)
    with pytest.raises(ConfigError, match="run kentongan migrate") as caught:
        migrate.ensure(store, read_only=False, upgrade=False, folder=folder)
    assert caught.value.exit_code == 78
    assert not has_table(store)


def test_a_newer_schema_is_refused(store: Store, url: str, folder: Path) -> None:
    add(folder, ADDS_A_TABLE)
    upgrade(store, folder)
    with pytest.raises(ConfigError, match="newer than this program") as caught:
        Store.open(url, KEYS, volatile=True)
    assert caught.value.exit_code == 78
    with pytest.raises(ConfigError, match="newer than this program"):
        Store.open(url, KEYS, volatile=True, read_only=True, upgrade=True)


def test_two_that_migrate_at_once_apply_it_once(store: Store, url: str, folder: Path) -> None:
    following = add(folder, ADDS_A_TABLE)
    found: list[int] = []
    both = threading.Barrier(2)

    def run() -> None:
        other = Store(store.dialect, KEYS)
        other.connection()
        both.wait()
        found.extend(upgrade(other, folder))
        other.close()

    threads = [threading.Thread(target=run) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [following]
    assert has_table(store)


def test_a_backup_is_made_before(tmp_path: Path, folder: Path) -> None:
    store = make_store(tmp_path)
    with store.transaction() as tx:
        tx.ids("ticket", 41)
    before = version(store)
    add(folder, ADDS_A_TABLE)
    upgrade(store, folder)
    store.close()
    backup = tmp_path / f"kentongan.db.schema-{before}.backup"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    restored = Store.open(str(backup), KEYS, volatile=True)
    assert version(restored) == before
    with restored.reading() as tx:
        assert tx.execute("SELECT value FROM counter WHERE name = 'ticket'") == [(41,)]
    restored.close()
    assert not list(tmp_path.glob("*.partial"))


def test_a_migration_killed_in_the_middle_leaves_the_old_version(
    tmp_path: Path, folder: Path
) -> None:
    store = make_store(tmp_path)
    with store.transaction() as tx:
        tx.ids("ticket", 41)
    before = version(store)
    store.close()
    following = add(folder, ENDLESS)
    code = (
        "import sys, tests.integration.test_migrate as t\n"
        "from pathlib import Path\n"
        "store = t.make_store(Path(sys.argv[1]))\n"
        "t.upgrade(store, Path(sys.argv[2]))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, tmp_path, folder])
    await_lock(tmp_path / "kentongan.db", child)
    child.send_signal(signal.SIGKILL)
    child.wait()
    for dialect in ("sqlite", "postgresql"):
        (folder / dialect / f"{following:04}_more.sql").write_text(ADDS_A_TABLE)
    store = make_store(tmp_path)
    assert (version(store), has_table(store)) == (before, False)
    assert store.damage() == []
    assert upgrade(store, folder) == [following]
    assert has_table(store)
    with store.reading() as tx:
        assert tx.execute("SELECT value FROM counter WHERE name = 'ticket'") == [(41,)]
    store.close()


def await_lock(path: Path, child: subprocess.Popen[bytes]) -> None:
    """Wait until *child* is inside its transaction."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        while child.poll() is None:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return
            connection.execute("ROLLBACK")
    finally:
        connection.close()
    pytest.fail("the migration ended before it was killed")


def test_ten_backups_while_others_commit_are_whole(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    stop = threading.Event()

    def commit() -> None:
        while not stop.is_set():
            with store.transaction() as tx:
                rows = tx.ids("contact", 5)
                tx.many(
                    "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, 'short', 0)",
                    [(row, store.keys.seal_number(str(row))) for row in rows],
                )
        store.release()

    thread = threading.Thread(target=commit)
    thread.start()
    try:
        for turn in range(10):
            copy_to(store.connection().raw, tmp_path / f"copy{turn}.db")
    finally:
        stop.set()
        thread.join()
    store.close()
    for turn in range(10):
        copy = Store.open(str(tmp_path / f"copy{turn}.db"), KEYS, volatile=True)
        assert copy.damage() == []
        with copy.reading() as tx:
            ((count,),) = tx.execute("SELECT count(*) FROM contact")
            counted = tx.execute("SELECT value FROM counter WHERE name = 'contact'")
        assert [(count,)] == (counted or [(0,)])
        assert count % 5 == 0
        copy.close()


@pytest.mark.parametrize("names", [["0002_a.sql"], ["0001_a.sql", "0003_b.sql"]])
def test_a_gap_in_the_numbers_is_a_mistake(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "sqlite").mkdir()
    for name in names:
        (tmp_path / "sqlite" / name).touch()
    with pytest.raises(ValueError, match="not numbered"):
        migrate.steps("sqlite", tmp_path)
