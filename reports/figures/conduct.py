"""Complaints about the city's own people, and how often its staff looked behind the masks."""

from collections import Counter

from models.base import Tx
from models.casework.sop import Sop
from reports.figures.query import steered
from reports.figures.reports import secret
from reports.figures.values import SMALL, Count
from reports.page import Hidden
from reports.period import Period

_ABOUT_STAFF = frozenset({"aparatur", "pungli"})
KINDS = ("internal", "area", "outside", "unknown")
"""Kinds of units, as agencies have them; unknown: no unit was named."""


def accused(tx: Tx, period: Period, sop: Sop) -> tuple[Count, ...]:
    """Return the complaints on staff of *period* by the kind of unit; below SMALL hidden.

    They are those that accuse a unit, or are of category aparatur or pungli. One that accuses
    units of two kinds counts for both; never which unit it was.
    """
    categories = tuple(sorted(_ABOUT_STAFF & (secret(sop) | _ABOUT_STAFF)))
    rows = tx.execute(
        f"SELECT t.accused FROM {steered(tx, 'ticket t', 'ticket_by_creation')}"
        " WHERE t.created_at >= ? AND t.created_at < ? AND t.state <> 'prank'"
        f" AND (t.accused <> '' OR t.category IN ({tx.marks(len(categories))}))",
        (*period.bounds, *categories),
    )
    found: Counter[str] = Counter()
    for (codes,) in rows:
        found.update({_kind(sop, code) for code in codes.split()} or {"unknown"})
    return tuple(
        Count(kind, Hidden(SMALL) if found[kind] < SMALL else found[kind]) for kind in KINDS
    )


def _kind(sop: Sop, code: str) -> str:
    rule = sop.agency(code)
    return rule.kind if rule else "unknown"


def reveals(tx: Tx, period: Period) -> tuple[Count, ...]:
    """Return how often protected data were shown, or erased, in *period*, by the field."""
    rows = tx.execute(
        "SELECT field, COUNT(*) FROM reveal WHERE at >= ? AND at < ? GROUP BY field ORDER BY field",
        period.bounds,
    )
    return tuple(Count(field, int(n)) for field, n in rows)
