"""The log of who was shown, or did, what personal data are protected from: table reveal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.base import Tx
from models.rows import insert
from models.times import from_us, to_us


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry."""

    id: int
    ticket: int  # ticket number, 0 none
    field: str  # number, original ... or erase
    actor: str  # staff:NAME
    reason: str
    at: datetime


def log(
    tx: Tx, field: str, *, actor: str, reason: str, now: datetime, ticket: int = 0,
    contact: int = 0,
) -> int:  # fmt: skip
    """Write that *actor* sees *field* of *ticket* (id) or *contact* because of *reason*."""
    (row,) = tx.ids("reveal")
    columns = {
        "id": row, "ticket": ticket, "contact": contact, "field": field, "actor": actor,
        "reason": tx.keys.seal(reason.encode()), "at": to_us(now),
    }  # fmt: skip
    insert(tx, "reveal", columns)
    return row


def entries(
    tx: Tx, *, since: datetime | None = None, until: datetime | None = None, ticket: int = 0
) -> list[Logged]:
    """Return the entries from *since* until before *until*, newest first."""
    where: list[str] = ["1 = 1"]
    values: list[object] = []
    for condition, value in (
        ("r.at >= ?", to_us(since) if since else None),
        ("r.at < ?", to_us(until) if until else None),
        ("r.ticket = ?", ticket or None),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    rows: Sequence[tuple[int, int | None, str, str, bytes, int]] = tx.execute(
        "SELECT r.id, t.number, r.field, r.actor, r.reason, r.at FROM reveal r"
        f" LEFT JOIN ticket t ON t.id = r.ticket WHERE {' AND '.join(where)}"
        " ORDER BY r.at DESC, r.id DESC",
        values,
    )
    return [
        Logged(row, number or 0, field, actor, tx.keys.open(bytes(reason)).decode(), from_us(at))
        for row, number, field, actor, reason, at in rows
    ]
