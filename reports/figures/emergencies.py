"""Emergencies of a period, and how long each waited for somebody to take it."""

from datetime import datetime
from typing import NamedTuple

from models.base import Tx
from models.times import from_us
from reports.figures.query import steered
from reports.period import Period
from reports.scope import Scope

MINUTE = 60_000_000  # microseconds


class Emergency(NamedTuple):
    """One urgent report (darurat)."""

    number: int  # ticket number
    area: str  # code, "" when unknown
    category: str
    at: datetime  # UTC
    minutes: float | None  # from the report to TERIMA; None: nobody has taken it


def emergencies(tx: Tx, period: Period, scope: Scope) -> tuple[Emergency, ...]:
    """Return the emergencies reported in *period*, the oldest first; pranks are left out."""
    condition, values = scope.of_ticket()
    rows = tx.execute(
        "SELECT t.number, t.area, t.category, t.created_at, m.taken_at"
        f" FROM {steered(tx, 'ticket t', 'ticket_by_creation')}"
        " LEFT JOIN alarm m ON m.ticket = t.id WHERE t.created_at >= ? AND t.created_at < ?"
        f" AND t.urgency = 'darurat' AND t.state <> 'prank'{condition} ORDER BY t.created_at, t.id",
        (*period.bounds, *values),
    )
    return tuple(
        Emergency(
            number, area, category, from_us(at),
            None if taken is None else (taken - at) / MINUTE,
        )
        for number, area, category, at, taken in rows
    )  # fmt: skip
