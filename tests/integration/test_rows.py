"""A batch asks once which causes were answered, and still no cause is answered twice."""

from datetime import UTC, datetime

import pytest

from models.base import Store, Tx
from models.errors import StorageError
from models.rows import expect, insert
from models.times import to_us

AT = to_us(datetime(2026, 11, 23, 5, tzinfo=UTC))


def answer(tx: Tx, row: int, cause: str, kind: str = "TERIMA") -> bool:
    """Add an outbox row unless *cause* has one of *kind*."""
    columns = {
        "id": row, "cause": cause, "kind": kind, "contact": 1, "lane": 1, "ticket": 0, "line": "a",
        "body": b"", "parts": 1, "essential": 1, "created_at": AT, "not_before": AT,
        "valid_until": AT,
    }  # fmt: skip
    return insert(tx, "outbox", columns, unless_known=True)


def contact(tx: Tx) -> None:
    insert(tx, "contact", {"id": 1, "number": b"1", "kind": "mobile", "created_at": AT})


def test_expected_cause_is_added_once_whatever_was_written_meanwhile(store: Store) -> None:
    with store.transaction() as tx:
        contact(tx)
        assert answer(tx, 1, "inbox:1")
    with store.transaction() as tx, tx.deferred():
        expect(tx, "outbox", ["inbox:1", "inbox:2", "inbox:3"])
        assert not answer(tx, 2, "inbox:1")  # of another transaction
        assert answer(tx, 2, "inbox:2")
        assert not answer(tx, 3, "inbox:2")  # it waits
        tx.flush()
        assert not answer(tx, 3, "inbox:2")  # it was written
        assert answer(tx, 3, "inbox:2", kind="LIMIT")
        assert answer(tx, 4, "inbox:3")
    with store.reading() as tx:
        assert tx.execute("SELECT id, cause, kind FROM outbox ORDER BY id") == [
            (1, "inbox:1", "TERIMA"), (2, "inbox:2", "TERIMA"), (3, "inbox:2", "LIMIT"),
            (4, "inbox:3", "TERIMA"),
        ]  # fmt: skip


def test_what_was_expected_is_forgotten_with_the_batch_or_its_savepoint(store: Store) -> None:
    connection = store.connection()
    tx = connection.begin()
    contact(tx)
    connection.savepoint()
    with tx.deferred():
        expect(tx, "outbox", ["inbox:1", "inbox:2"])
        assert answer(tx, 1, "inbox:1")
    assert not tx.is_new("outbox", "inbox:2")
    connection.undo()
    connection.savepoint()
    assert answer(tx, 1, "inbox:1")
    assert not answer(tx, 2, "inbox:1")
    connection.release()
    connection.commit()


def test_the_writers_cache_is_larger_than_others(store: Store) -> None:
    connection = store.connection()
    connection.dialect.prepare_writer(connection.raw)
    if connection.dialect.name == "sqlite":
        assert connection.raw.execute("PRAGMA cache_size").fetchone() == (-8000,)


@pytest.mark.parametrize("count", [1, 15, 16, 17, 32, 50])
def test_many_rows_are_all_written_as_they_are(store: Store, count: int) -> None:
    rows = [(row, bytes([row]), "mobile", AT + row) for row in range(1, count + 1)]
    add = "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, ?, ?)"
    with store.transaction() as tx:
        tx.many(add, rows)
        found = tx.execute("SELECT id, number, kind, created_at FROM contact ORDER BY id")
    assert [(row, bytes(number), kind, at) for row, number, kind, at in found] == rows
    with store.transaction() as tx:  # of those that are there, the values of the new rows hold
        tx.many(
            "INSERT INTO counter (name, value) VALUES (?, 7)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [(f"n{row}",) for row in range(count)],
        )
        tx.many("UPDATE contact SET muted_until = ? WHERE id = ?", [(row, row) for row, *_ in rows])
        assert tx.execute("SELECT COUNT(*) FROM counter WHERE value = 7") == [(count,)]
        assert tx.execute("SELECT COUNT(*) FROM contact WHERE muted_until = id") == [(count,)]


def test_one_row_that_breaks_a_rule_leaves_none_of_many(store: Store) -> None:
    add = "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, 'mobile', 1)"
    with pytest.raises(StorageError) as caught, store.transaction() as tx:
        tx.many(add, [(row, bytes([row % 20])) for row in range(1, 40)])
    assert caught.value.kind == "rule"
    with store.reading() as tx:
        assert tx.execute("SELECT COUNT(*) FROM contact") == [(0,)]
