"""Pieces of SQL that figures share; they mean the same to SQLite and PostgreSQL."""

from collections.abc import Iterable

from models.base import Tx
from models.casework.states import OPEN, State


def counted(condition: str) -> str:
    """Return the column that counts the rows for which *condition* holds; 0 for no rows."""
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


def steered(tx: Tx, table: str, index: str) -> str:
    """Return *table* (with its alias) for a FROM, to be read by *index*.

    SQLite without statistics guesses badly between a range of times and an equal column.
    """
    return f"{table} INDEXED BY {index}" if tx.dialect == "sqlite" else table


def then(tx: Tx) -> str:
    """Return the JOIN to a table that is read row by row for those found before it.

    SQLite would begin with an agency's tasks and read the range of times once for each of them.
    """
    return "CROSS JOIN" if tx.dialect == "sqlite" else "JOIN"


def among(words: Iterable[str]) -> str:
    """Return code words of ours for an IN (...).

    >>> among(["b", "a"])
    "'a', 'b'"
    """
    return ", ".join(f"'{word}'" for word in sorted(words))


def states(*names: State) -> str:
    """Return ticket states for an IN (...)."""
    return among(names)


OPEN_STATES = among(OPEN)
WORKED = states("assigned", "in_progress", "done", "closed")
"""States that a report of an incident only reaches with the one that is worked on."""

HAS_TASK = (
    "(EXISTS (SELECT 1 FROM assignment given WHERE given.ticket = t.id)"
    f" OR (t.incident IS NOT NULL AND t.state IN ({WORKED})))"
)
"""Ticket ``t`` was assigned, by itself or with the one of its incident that is worked on."""

FOLLOWED_UP = (
    "(t.state IN ('in_progress', 'done', 'closed') OR EXISTS (SELECT 1 FROM clock kept"
    " WHERE kept.ticket = t.id AND kept.name = 'follow_up' AND kept.met_at IS NOT NULL))"
)
"""Somebody has begun to act on ticket ``t``: an agency told of progress or of a result."""
