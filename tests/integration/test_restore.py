"""A backup takes the database's place whole and mended, or not at all."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from models import fsck, lock
from models.dialect_sqlite import copy_to
from tests.cityhall import Hall, build
from tests.deskhand import DeskHand, staffed

KEPT = "before-restore-"


@pytest.fixture
def hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> DeskHand:
    hand = staffed(tmp_path / "hall", monkeypatch, capsys.readouterr)
    hand.assigned()
    hand.report("sampah menumpuk di Jl Brawijaya")
    return hand


@pytest.fixture
def hall(hand: DeskHand) -> Hall:
    return hand.hall


def backup_of(hall: Hall) -> Path:
    target = hall.folder / "backup.db"
    source = sqlite3.connect(hall.folder / "var" / "kentongan.db", isolation_level=None)
    try:
        copy_to(source, target)
    finally:
        source.close()
    return target


def rows(hall: Hall, sql: str) -> list[tuple[Any, ...]]:
    store = hall.store()
    try:
        with store.reading() as tx:
            return tx.execute(sql)
    finally:
        store.close()


def restored(hand: DeskHand, path: Path, *more: str, code: int = 0) -> str:
    told = hand("root", "restore", str(path), "--yes", *more)
    assert told.code == code, told
    return told.out + told.err


def left(hall: Hall) -> list[str]:
    """Return what lies in the state folder beside the database itself."""
    names = (path.name for path in (hall.folder / "var").glob("kentongan.db*"))
    return sorted(name for name in names if not name.endswith(("-wal", "-shm")))


def test_a_restored_database_is_that_of_the_backup_and_sound(hand: DeskHand, hall: Hall) -> None:
    backup = backup_of(hall)
    tickets = rows(hall, "SELECT number FROM ticket ORDER BY id")
    waiting = rows(hall, "SELECT count(*) FROM delivery WHERE state IN ('queued', 'sending')")[0][0]
    store = hall.store()
    with store.transaction() as tx:
        tx.change("UPDATE ticket SET category = 'banjir'")
        tx.change("UPDATE counter SET value = value + 7 WHERE name = 'ticket'")
    store.close()
    said = restored(hand, backup)
    assert f"perhaps sent already: {waiting}" in said
    assert rows(hall, "SELECT number FROM ticket ORDER BY id") == tickets
    assert rows(hall, "SELECT 1 FROM ticket WHERE category = 'banjir'") == []
    assert rows(hall, "SELECT 1 FROM delivery WHERE state IN ('queued', 'sending')") == []
    assert rows(hall, "SELECT value FROM counter WHERE name = 'ticket'") == [(len(tickets) + 7,)]
    deed = hand.ok("sari", "audit", "--json", "--limit", "1").row
    assert (deed["verb"], deed["actor"]) == ("restored", "staff:root")
    assert deed["data"] == {"doubtful": waiting, "erased": 0, "numbers_skipped": 7}
    store = hall.store()
    assert fsck.check(store) == []
    store.close()
    old, kept = left(hall)
    assert (old, KEPT in kept) == ("kentongan.db", True)
    assert KEPT in said


def test_who_was_erased_since_is_erased_in_the_backup_too(hand: DeskHand, hall: Hall) -> None:
    backup = backup_of(hall)
    ((number,), *_more) = rows(hall, "SELECT number FROM ticket ORDER BY id")
    hand.ok("sari", "privacy", "erase", str(number), "--reason", "diminta", "--force", "--yes")
    assert "erased again: 1" in restored(hand, backup)
    assert rows(hall, "SELECT DISTINCT contact FROM ticket WHERE contact IS NOT NULL") == []


def test_a_damaged_backup_changes_nothing(hand: DeskHand, hall: Hall) -> None:
    backup = backup_of(hall)
    damaged = sqlite3.connect(backup)
    damaged.execute("UPDATE ticket SET original = zeroblob(40) WHERE id = 1")
    damaged.commit()
    damaged.close()
    assert "damaged rows: " in restored(hand, backup, code=74)
    assert left(hall) == ["kentongan.db"]
    assert "restored" in restored(hand, backup, "--force")
    kept = left(hall)
    backup.write_bytes(b"no database at all" * 1000)
    restored(hand, backup, code=74)
    assert left(hall) == kept
    assert len(rows(hall, "SELECT 1 FROM ticket")) == 2


def test_a_backup_of_another_key_is_refused(hand: DeskHand, hall: Hall, tmp_path: Path) -> None:
    other = build(tmp_path / "other")
    other.store().close()
    assert "sealed by another key" in restored(hand, backup_of(other), code=78)
    assert left(hall) == ["kentongan.db"]


def test_a_backup_that_is_not_there_is_named(hand: DeskHand, tmp_path: Path) -> None:
    assert "there is no such database" in restored(hand, tmp_path / "none.db", code=78)


def test_a_running_daemon_keeps_its_database(hand: DeskHand, hall: Hall) -> None:
    backup = backup_of(hall)
    held = lock.take(hall.folder / "var")
    try:
        assert "another daemon" in restored(hand, backup, code=75)
    finally:
        held.close()


def test_a_lost_database_is_restored_and_numbers_are_left_out(hand: DeskHand, hall: Hall) -> None:
    backup = backup_of(hall)
    for path in (hall.folder / "var").glob("kentongan.db*"):
        path.unlink()
    restored(hand, backup)
    assert left(hall) == ["kentongan.db"]
    assert rows(hall, "SELECT value FROM counter WHERE name = 'ticket'") == [(1002,)]
