"""fsck finds damage that SQLite's own check does not see, and names rows, never text."""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from models import event, fsck
from models.base import Store, Tx
from models.errors import StorageError
from models.fsck import Finding
from models.inbox import digest
from models.rows import insert
from tests.conftest import KEYS, make_store
from tests.integration.test_event import NOW, add_ticket

RAW = b"07912618010000F8" * 20
DAMAGE = 64  # bytes


def fill(store: Store, rows: int = 60) -> None:
    """Store *rows* messages, each with its ticket and event, and one answer."""
    with store.transaction() as tx:
        (session,) = tx.ids("session")
        tx.change(
            "INSERT INTO session (id, line, node, started, last_seen) VALUES (?, 'k', 'n', 0, 0)",
            (session,),
        )
        for row in tx.ids("inbox", rows):
            raw, content = tx.keys.seal(RAW), tx.keys.seal(b"lampu mati")
            ticket = add_ticket(tx)
            tx.change(
                "INSERT INTO inbox (id, line, key, session, raw, content, blob_sha256, "
                f"received_at, lane, state, ticket) VALUES ({tx.marks(11)})",
                (row, "k", os.urandom(32), session, raw, content, digest(raw, content), 0, 1,
                 "done", ticket),
            )  # fmt: skip
            event.append(tx, ticket, at=NOW, actor="citizen", verb="reported", data={"inbox": row})
        (outbox,), (delivery,) = tx.ids("outbox"), tx.ids("delivery")
        tx.change(
            "INSERT INTO outbox (id, cause, kind, contact, lane, line, body, parts, essential, "
            "created_at, not_before, valid_until) VALUES (?, 'inbox:1', 'ack', 1, 1, 'k', ?, 1, 1, "
            "0, 0, 0)",
            (outbox, tx.keys.seal(b"Laporan diterima")),
        )
        tx.change(
            "INSERT INTO delivery (id, outbox, part, line, lane, state, not_before, valid_until, "
            "state_at) VALUES (?, ?, 1, 'k', 1, 'queued', 0, 0, 0)",
            (delivery, outbox),
        )
        work_on(tx)


def work_on(tx: Tx) -> None:
    """Give ticket 3 an officer, a task with its clock, and an alarm."""
    for table in ("officer", "assignment", "clock"):
        tx.ids(table)
    officer = {"id": 1, "contact": 1, "agency": "PUPR", "role": "head", "created_at": 0}
    insert(tx, "officer", {**officer, "name": tx.keys.seal(b"Sari")})
    task = {"id": 1, "ticket": 3, "agency": "PUPR", "lead": 1, "state": "assigned"}
    insert(tx, "assignment", {**task, "created_at": 0, "updated_at": 0})
    clock = {"id": 1, "ticket": 3, "task": 1, "name": "follow_up", "started_at": 0, "due": 9}
    insert(tx, "clock", {**clock, "wake": 9})
    insert(tx, "alarm", {"ticket": 3, "told": 1, "next_at": 9})


def test_a_sound_store_has_no_findings(store: Store) -> None:
    assert fsck.check(store) == []
    fill(store)
    assert fsck.check(store) == []


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE inbox SET raw = content WHERE id = 7", Finding("inbox", 7, "digest")),
        ("UPDATE inbox SET blob_sha256 = raw WHERE id = 9", Finding("inbox", 9, "digest")),
        ("UPDATE ticket SET original = text_key WHERE id = 4",
         Finding("ticket", 4, "sealed original")),
        ("UPDATE contact SET number = (SELECT raw FROM inbox WHERE id = 1) WHERE id = 5",
         Finding("contact", 5, "sealed number")),
        ("UPDATE outbox SET body = (SELECT number FROM contact WHERE id = 1)",
         Finding("outbox", 1, "sealed body")),
        ("UPDATE event SET verb = 'closed' WHERE id = 3", Finding("ticket", 3, "chain")),
        ("UPDATE ticket SET inbox = 999 WHERE id = 8", Finding("ticket", 8, "no_inbox")),
        ("UPDATE outbox SET ticket = 999", Finding("outbox", 1, "no_ticket")),
        ("UPDATE inbox SET ticket = NULL WHERE id = 2", Finding("inbox", 2, "done_without_trace")),
        ("UPDATE inbox SET state = 'bad' WHERE id = 2", Finding("inbox", 2, "bad_without_reason")),
        ("DELETE FROM delivery", Finding("outbox", 1, "parts")),
        ("DELETE FROM event WHERE id = 60", Finding("event", 0, "missing")),
        ("DELETE FROM event WHERE id = 6", Finding("ticket", 6, "no_event")),
        ("UPDATE ticket SET redacted = '' WHERE id = 5", Finding("ticket_search", 5, "words")),
        ("UPDATE ticket SET state = 'closed' WHERE id = 5",
         Finding("ticket", 5, "ended_without_time")),
        ("UPDATE ticket SET confidentiality = 'rahasia' WHERE id = 5",
         Finding("ticket", 5, "rahasia_in_clear")),
        ("UPDATE officer SET name = (SELECT number FROM contact WHERE id = 1)",
         Finding("officer", 1, "sealed name")),
        ("UPDATE assignment SET ended_at = 1", Finding("assignment", 1, "ended_without_time")),
        ("UPDATE clock SET task = 999", Finding("clock", 1, "no_task")),
        ("UPDATE clock SET met_at = 1", Finding("clock", 1, "woken_for_nothing")),
        ("UPDATE assignment SET accepted_by = 999", Finding("assignment", 1, "no_accepted_by")),
        ("UPDATE alarm SET taken_by = 999", Finding("alarm", 3, "no_taken_by")),
        ("UPDATE counter SET value = 30 WHERE name = 'ticket'", Finding("ticket", 60, "counter")),
        ("DELETE FROM counter WHERE name = 'inbox'", Finding("inbox", 60, "counter")),
    ],
)  # fmt: skip
def test_each_contradiction_is_found(store: Store, tampering: str, finding: Finding) -> None:
    fill(store)
    with store.transaction() as tx:
        assert tx.change(tampering) == 1
    found = fsck.check(store)
    assert finding in found
    assert len(found) <= 3


def test_random_damage_in_raw_is_found_60_times_of_60(tmp_path: Path) -> None:
    sound = make_store(tmp_path)
    fill(sound)
    with sound.reading() as tx:
        blobs = dict(tx.execute("SELECT id, raw FROM inbox"))
    sound.close()
    image = (tmp_path / "kentongan.db").read_bytes()
    chance = random.Random(10)
    silent = 0
    for turn in range(60):
        row, blob = chance.choice(sorted(blobs.items()))
        start = image.index(blob) + chance.randrange(len(blob) - DAMAGE)
        directory = tmp_path / f"damaged{turn}"
        directory.mkdir()
        path = directory / "kentongan.db"
        path.write_bytes(image[:start] + chance.randbytes(DAMAGE) + image[start + DAMAGE :])
        silent += structure_is_fine(path)
        store = make_store(directory)
        found = fsck.check(store)
        store.close()
        assert Finding("inbox", row, "digest") in found, turn
        assert Finding("inbox", row, "sealed raw") in found, turn
    assert silent == 60, "SQLite's own check does not see this: that is why fsck is there"


def structure_is_fine(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def test_damage_anywhere_never_ends_in_a_traceback(tmp_path: Path) -> None:
    sound = make_store(tmp_path)
    fill(sound)
    sound.close()
    original = tmp_path / "kentongan.db"
    size = original.stat().st_size
    chance = random.Random(7)
    found = 0
    for turn in range(40):
        directory = tmp_path / f"damaged{turn}"
        directory.mkdir()
        path = directory / "kentongan.db"
        shutil.copy(original, path)
        with path.open("r+b") as file:
            file.seek(chance.randrange(4096, size - 256))
            file.write(chance.randbytes(256))
        try:
            store = Store.open(str(path), KEYS, volatile=True)
        except StorageError as error:  # it met the schema: refused at opening, exit 74
            assert error.kind == "damaged"
            found += 1
            continue
        findings = fsck.check(store)
        store.close()
        found += bool(findings)
        assert all(type(finding.id) is int for finding in findings)
    assert found >= 5, "most pages of so small a database are empty"


def test_findings_hold_no_text(store: Store) -> None:
    fill(store, 3)
    with store.transaction() as tx:
        tx.change("UPDATE ticket SET original = text_key, redacted = 'rahasia besar'")
    found = fsck.check(store)
    assert found
    assert "rahasia" not in repr(found)
