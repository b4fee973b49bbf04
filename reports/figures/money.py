"""What sending cost: SMS, parts and rupiah."""

from dataclasses import dataclass
from datetime import timedelta

from models import spending
from models.base import Tx
from reports.figures.query import steered
from reports.period import Period


@dataclass(frozen=True, slots=True)
class Cost:
    """What went out in a period, and its price (biaya)."""

    sms: int  # as people read them; counted with its first part
    parts: int
    rupiah: int
    estimated: bool  # no price was written down: the rupiah are parts times the price of today


def cost(tx: Tx, period: Period, price: int) -> Cost:
    """Return what left for carriers in *period*; *price* (rupiah a part) for what is not in spend.

    Parts of unknown outcome cost too: what may have been charged was budgeted.
    """
    ((sms, parts),) = tx.execute(
        "SELECT COALESCE(SUM(CASE WHEN d.part = 1 THEN 1 ELSE 0 END), 0), COUNT(*)"
        f" FROM {steered(tx, 'delivery d', 'delivery_sent')}"
        " WHERE d.sent_at IS NOT NULL AND d.sent_at >= ? AND d.sent_at < ?",
        period.bounds,
    )
    spent = spending.spent(tx, period.first, period.last + timedelta(days=1))
    known = spent.parts + spent.doubtful
    if known:
        return Cost(int(sms), known, spent.rupiah, estimated=False)
    return Cost(int(sms), int(parts), int(parts) * price, estimated=bool(parts))
