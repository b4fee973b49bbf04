"""What each agency's reports are about, all agencies by one query."""

from models.base import Tx
from reports.figures.query import steered
from reports.figures.values import Count
from reports.period import Period


def by_agency(tx: Tx, period: Period, hidden: frozenset[str]) -> dict[str, tuple[Count, ...]]:
    """Return {agency: its categories, most first} of the valid reports made in *period*.

    Counted are tickets on which it has or had a task. Categories in *hidden* are left out.
    """
    found: dict[str, list[Count]] = {}
    rows = tx.execute(
        "SELECT a.agency, t.category, COUNT(DISTINCT t.id)"
        f" FROM {steered(tx, 'ticket t', 'ticket_by_creation')}"
        " JOIN assignment a ON a.ticket = t.id"
        " WHERE t.created_at >= ? AND t.created_at < ? AND t.state <> 'prank'"
        " GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
        period.bounds,
    )
    for agency, category, n in rows:
        if category not in hidden:
            found.setdefault(agency, []).append(Count(category, n))
    return {agency: tuple(counts) for agency, counts in found.items()}
