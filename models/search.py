"""Full text of tickets: FTS5 on SQLite, a tsvector on PostgreSQL; only redacted words are in it."""

from models.base import Tx


def put(tx: Tx, ticket: int, redacted: str) -> None:
    """Let *ticket* be found by its words; an empty text has none."""
    if tx.dialect == "sqlite":
        # Also when empty: FTS5's own check counts the rows of both tables.
        tx.many("INSERT INTO ticket_search (rowid, redacted) VALUES (?, ?)", [(ticket, redacted)])
    elif redacted:
        tx.many(
            "INSERT INTO ticket_search (ticket, words) VALUES (?, to_tsvector('simple', ?))",
            [(ticket, redacted)],
        )


def drop(tx: Tx, ticket: int, redacted: str) -> None:
    """Take *ticket* out; *redacted* must be the words that it was put in with."""
    if tx.dialect == "sqlite":
        # The index holds no text of its own: FTS5 must be told what to forget.
        tx.change(
            "INSERT INTO ticket_search (ticket_search, rowid, redacted) VALUES ('delete', ?, ?)",
            (ticket, redacted),
        )
    else:
        tx.change("DELETE FROM ticket_search WHERE ticket = ?", (ticket,))


def forget(tx: Tx) -> None:
    """Let words that were taken out be gone from the index itself.

    SQLite 3.40 keeps them in the b-tree through DELETE, secure_delete and VACUUM.
    """
    if tx.dialect == "sqlite":
        tx.change("INSERT INTO ticket_search (ticket_search) VALUES ('optimize')")


def replace(tx: Tx, ticket: int, old: str, new: str) -> None:
    """Let *ticket* be found by the words *new* instead of *old*."""
    if old != new:
        drop(tx, ticket, old)
        put(tx, ticket, new)
