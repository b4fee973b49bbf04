"""Rows that wait are written in the order that foreign keys want, and seen by who must see them."""

import pytest

from models.later import Later, may_wait, mentioned

OUTBOX = "INSERT INTO outbox (id) VALUES (?)"
TICKET = "INSERT INTO ticket (id) VALUES (?)"
DONE = "UPDATE inbox SET state = 'done' WHERE id = ?"


def test_rows_are_written_table_by_table_and_inserted_before_changed() -> None:
    later = Later()
    later.put("outbox", OUTBOX, [(1,)])
    later.put("inbox", DONE, [(1,)])
    later.put("inbox", "INSERT INTO inbox (id) VALUES (?)", [(1,)])
    later.put("ticket", TICKET, [(1,)])
    later.put("outbox", OUTBOX, [(2,), (3,)])
    drained = list(later.drain())
    assert [sql.split()[:3][-1] for sql, _rows in drained] == ["ticket", "inbox", "SET", "outbox"]
    assert drained[-1][1] == [(1,), (2,), (3,)]
    assert not later.waits


@pytest.mark.parametrize(
    ("sql", "concerned"),
    [
        ("SELECT ticket FROM outbox WHERE id = ?", True),
        ("SELECT 1 FROM contact c JOIN outbox o ON o.contact = c.id", True),
        ("SELECT id FROM delivery", False),
        ("SELECT outbox FROM delivery", False),
    ],
)
def test_who_reads_a_table_is_concerned_by_what_waits_for_it(sql: str, *, concerned: bool) -> None:
    later = Later()
    later.put("outbox", OUTBOX, [(1,)])
    assert later.concerns(sql) is concerned


def test_ids_go_on_from_what_was_counted_and_only_what_moved_is_written() -> None:
    later = Later()
    assert later.take("ticket", 1) is None
    later.counted({"ticket": 7, "event": 3})
    assert list(later.take("ticket", 2) or ()) == [8, 9]
    assert list(later.take("note", 1) or ()) == [1]
    assert later.moved() == [("note", 1), ("ticket", 9)]
    assert not later.counts


def test_only_hot_tables_may_wait() -> None:
    assert may_wait(OUTBOX) == "outbox"
    assert may_wait(DONE) == "inbox"
    assert may_wait("INSERT INTO officer (id) VALUES (?)") == ""
    assert may_wait("DELETE FROM outbox WHERE id = ?") == ""
    assert mentioned("SELECT value FROM counter") == {"counter"}


def test_a_row_that_was_not_noted_may_have_anything() -> None:
    later = Later()
    assert not later.may_have("outbox", "contact", (7,))
    later.put("outbox", OUTBOX, [(1,)])
    assert later.may_have("outbox", "contact", (7,))
    later.note("outbox", {"contact": 8})
    assert not later.may_have("outbox", "contact", (7, 9))
    assert later.may_have("outbox", "contact", (7, 8))
    assert later.may_have("outbox", "ticket", (7,))
    later.put("outbox", OUTBOX, [(2,), (3,)])
    later.note("outbox", {"contact": 8})
    assert later.may_have("outbox", "contact", (7,))
    list(later.drain())
    assert not later.may_have("outbox", "contact", (8,))
