"""What a Store promises, on SQLite and on PostgreSQL alike."""

import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.base import Store
from models.contact import Contact
from models.errors import ConfigError, StorageError
from models.orm_store import bind
from models.seal import Keyring
from tests.conftest import KEYS, Cluster, make_store

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def add_contact(store: Store, number: str = "+6281234567890") -> int:
    with store.transaction() as tx:
        (row,) = tx.ids("contact")
        tx.change(
            "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, 'mobile', 0)",
            (row, store.keys.seal_number(number)),
        )
    return row


def test_ids_follow_each_other_and_go_back_with_the_transaction(store: Store) -> None:
    with store.transaction() as tx:
        assert list(tx.ids("inbox", 3)) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        tx.ids("inbox", 5)
        raise ZeroDivisionError
    with store.transaction() as tx:
        assert list(tx.ids("inbox")) == [4]
        assert list(tx.ids("ticket")) == [1]


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        tx.change("INSERT INTO meta (name, value) VALUES ('a', '1')")
        raise ZeroDivisionError
    with store.reading() as tx:
        assert tx.meta("a") is None


def test_sql_is_the_same_on_both(store: Store) -> None:
    with store.transaction() as tx:
        tx.many("INSERT INTO meta (name, value) VALUES (?, ?)", [("a%", "what?"), ("b", "2")])
        assert tx.change("UPDATE meta SET value = ? WHERE name IN ('a%', '?')", ("3?",)) == 1
        assert tx.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) "
            "DO UPDATE SET value = meta.value || excluded.value RETURNING value",
            ("b", "x"),
        ) == [("2x",)]
        names = ("a%", "b")
        assert tx.execute(
            f"SELECT value FROM meta WHERE name IN ({tx.marks(2)}) ORDER BY name", names
        ) == [("3?",), ("2x",)]
        tx.many("INSERT INTO meta (name, value) VALUES (?, ?)", [])


def test_flags_are_whole_numbers_and_blobs_are_bytes(store: Store) -> None:
    row = add_contact(store)
    with store.transaction() as tx:
        tx.change("UPDATE contact SET opted_out = ? WHERE id = ?", (True, row))
        ((number, flag),) = tx.execute("SELECT number, opted_out FROM contact")
    assert type(number) is bytes
    assert (type(flag), flag) == (int, 1)


def test_a_claim_runs_on_both(store: Store) -> None:
    row = add_contact(store)
    with store.transaction() as tx:
        claimed = tx.execute(
            "UPDATE contact SET opted_out = opted_out + 1 WHERE id IN (SELECT id FROM contact "
            f"WHERE opted_out = 0 ORDER BY id LIMIT ?{tx.skip_locked}) RETURNING id, opted_out",
            (10,),
        )
    assert claimed == [(row, 1)]


def test_a_broken_rule_names_the_rule_and_no_value(store: Store) -> None:
    add_contact(store)
    with pytest.raises(StorageError, match="breaks a rule") as caught:
        add_contact(store)
    assert caught.value.kind == "rule"
    assert "6281234567890" not in str(caught.value)
    with pytest.raises(StorageError) as caught, store.transaction() as tx:
        tx.change("INSERT INTO counter (name, value) VALUES ('x', ?)", ("secret",))
    assert "secret" not in str(caught.value)
    assert caught.value.kind == "rule"


def test_bad_sql_is_a_storage_error(store: Store) -> None:
    with pytest.raises(StorageError), store.transaction() as tx:
        tx.execute("SELECT nothing FROM nowhere")
    with store.transaction() as tx:  # and the connection is of use again
        tx.ids("inbox")


def test_reading_sees_one_state_and_holds_nobody_up(store: Store) -> None:
    done = threading.Event()

    def write() -> None:
        add_contact(store)
        done.set()
        store.release()

    with store.reading() as tx:
        assert tx.execute("SELECT count(*) FROM contact") == [(0,)]
        thread = threading.Thread(target=write)
        thread.start()
        assert done.wait(10)
        assert tx.execute("SELECT count(*) FROM contact") == [(0,)]
    thread.join()
    with store.reading() as tx:
        assert tx.execute("SELECT count(*) FROM contact") == [(1,)]


def test_writers_see_what_the_one_before_wrote(store: Store) -> None:
    """Facts are never stale: two transactions that read and then write do not interleave."""

    def count_up() -> None:
        for _turn in range(25):
            with store.transaction() as tx:
                ((opted_out,),) = tx.execute("SELECT opted_out FROM contact WHERE id = ?", (row,))
                tx.change("UPDATE contact SET opted_out = ? WHERE id = ?", (opted_out + 1, row))
        store.release()

    row = add_contact(store)
    threads = [threading.Thread(target=count_up) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as tx:
        assert tx.execute("SELECT opted_out FROM contact") == [(100,)]


def test_data_version_tells_of_the_commits_of_others(store: Store, url: str) -> None:
    other = Store.open(url, KEYS, volatile=True)
    try:
        before = store.data_version()
        add_contact(store)
        assert store.data_version() == before, "our own commit is no news"
        with other.reading() as tx:
            tx.execute("SELECT 1")
        assert store.data_version() == before
        add_contact(other, "+628111")
        after = store.data_version()
        assert after != before
        assert store.data_version() == after
    finally:
        other.close()


def test_a_read_only_store_refuses_to_write(store: Store, url: str) -> None:
    reader = Store.open(url, KEYS, volatile=True, read_only=True)
    try:
        with pytest.raises(StorageError, match="may not be written") as caught:
            add_contact(reader)
        assert caught.value.kind == "readonly"
        with reader.reading() as tx:
            assert tx.execute("SELECT count(*) FROM contact") == [(0,)]
    finally:
        reader.close()


def test_another_key_is_refused(store: Store, url: str) -> None:
    with pytest.raises(ConfigError, match="another key") as caught:
        Store.open(url, Keyring(bytes(64)), volatile=True)
    assert caught.value.exit_code == 78
    assert store.keys.check() in str(caught.value)


def test_the_key_of_ticket_numbers_is_made_once(store: Store, url: str) -> None:
    again = Store.open(url, KEYS, volatile=True)
    again.close()
    assert len(store.number_key) == 16
    assert again.number_key == store.number_key


def test_sealed_columns_are_ciphertext_on_disk_and_open_through_the_model(store: Store) -> None:
    bind(store)
    Contact.create(id=7, number="+6281234567890", kind="mobile", created_at=NOW)
    found = Contact.get(Contact.number == "+6281234567890")
    assert (found.id, found.number, found.created_at) == (7, "+6281234567890", NOW)
    with store.reading() as tx:
        ((stored, at),) = tx.execute("SELECT number, created_at FROM contact")
    assert b"62812" not in stored
    assert at == 1_795_334_400_000_000


def test_models_refuse_naive_times(store: Store) -> None:
    bind(store)
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"):
        Contact.create(id=7, number="+628", kind="mobile", created_at=naive)


def test_models_take_part_in_the_transaction(store: Store) -> None:
    bind(store)
    with pytest.raises(ZeroDivisionError), store.transaction():
        Contact.create(id=7, number="+628", kind="mobile", created_at=NOW)
        raise ZeroDivisionError
    assert Contact.select().count() == 0


def test_files_are_for_their_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    code = (
        "import os; os.umask(0)\n"
        "from tests.conftest import make_store\n"
        "from pathlib import Path\n"
        f"store = make_store(Path({str(tmp_path)!r}) / 'deep' / 'var')\n"
        "with store.transaction() as tx: tx.ids('inbox')\n"
        "os._exit(0)\n"  # leaves -wal and -shm behind
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    directory = tmp_path / "deep" / "var"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}
    assert modes == {f"kentongan.db{end}": 0o600 for end in ("", "-wal", "-shm")}


def test_sqlite_is_set_for_durability(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000,
        "wal_autocheckpoint": 1000, "journal_size_limit": 67_108_864, "secure_delete": 1,
        "temp_store": 2,
    }  # fmt: skip
    with store.reading() as tx:
        found = {name: tx.execute(f"PRAGMA {name}")[0][0] for name in wanted}
    store.close()
    assert found == wanted


def test_a_file_that_is_no_database_is_damaged_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "kentongan.db").write_bytes(b"not a database at all " * 500)
    with pytest.raises(StorageError, match="damaged") as caught:
        make_store(tmp_path)
    assert (caught.value.kind, caught.value.exit_code) == ("damaged", 74)


def test_a_missing_database_is_not_made_by_a_reader(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such database"):
        Store.open(str(tmp_path / "none.db"), KEYS, read_only=True)
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_durable_is_refused(cluster: Cluster, template: str) -> None:
    with pytest.raises(ConfigError, match="fsync is off"):
        Store.open(cluster.url(template), KEYS)


def test_a_server_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no connection") as caught:
        Store.open(f"postgresql://u:secret@/nothing?host={tmp_path}", KEYS)
    assert caught.value.kind == "lost"
    assert "secret" not in str(caught.value)


def test_a_daemon_on_sqlite_does_not_load_psycopg() -> None:
    code = (
        "import sys, models.base, models.writer, models.outbox, models.inbox, models.fsck\n"
        "sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
