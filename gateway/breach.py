"""What a breach touched, as counts: the facts of the notice that UU 27/2022 Pasal 46 asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.times import to_us

NOTICE = timedelta(hours=72)
"""3 x 24 hours from when the breach was found."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What was stored, or came, in a span of time: counts, never a number or a word."""

    since: datetime
    until: datetime  # not included
    subjects: int  # phones that wrote, were written to, or reported
    reachable: int  # of these, mobile ones that an SMS can tell
    received: int  # SMS
    sent: int  # SMS
    tickets: Mapping[str, int]  # by level
    files: int
    officers: int
    revealed: Mapping[str, int]  # actor -> times that they were shown something hidden


def extent(tx: Tx, since: datetime, until: datetime) -> Extent:
    """Return what the time from *since* until before *until* touched."""
    span = (to_us(since), to_us(until))
    touched = (
        "SELECT contact FROM ticket WHERE created_at >= ? AND created_at < ?"
        " UNION SELECT contact FROM outbox WHERE created_at >= ? AND created_at < ?"
        " UNION SELECT id FROM contact WHERE created_at >= ? AND created_at < ?"
    )
    ((subjects, reachable),) = tx.execute(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN kind = 'mobile' THEN 1 ELSE 0 END), 0)"
        f" FROM contact WHERE id IN ({touched})",
        span * 3,
    )
    levels = dict(tx.execute(
        "SELECT confidentiality, COUNT(*) FROM ticket WHERE created_at >= ? AND created_at < ?"
        " GROUP BY confidentiality ORDER BY confidentiality", span,
    ))  # fmt: skip
    shown = dict(tx.execute(
        "SELECT actor, COUNT(*) FROM reveal WHERE at >= ? AND at < ? GROUP BY actor"
        " ORDER BY actor", span,
    ))  # fmt: skip
    return Extent(
        since, until, int(subjects), int(reachable),
        _count(tx, "inbox", "received_at", span), _count(tx, "outbox", "created_at", span),
        levels, _count(tx, "attachment", "at", span), _officers(tx, span), shown,
    )  # fmt: skip


def _count(tx: Tx, table: str, column: str, span: tuple[int, int]) -> int:
    ((count,),) = tx.execute(
        f"SELECT COUNT(*) FROM {table} WHERE {column} >= ? AND {column} < ?", span
    )
    return int(count)


def _officers(tx: Tx, span: tuple[int, int]) -> int:
    """Count officers who served in *span*."""
    ((count,),) = tx.execute(
        "SELECT COUNT(*) FROM officer WHERE (until_at IS NULL OR until_at >= ?) AND created_at < ?",
        span,
    )
    return int(count)
