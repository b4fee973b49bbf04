"""The ledger of what sending costs, over both databases."""

from datetime import date

from models import spending
from models.base import Store
from models.spending import Spent, month

MONDAY = date(2026, 11, 30)


def test_ledger_adds_up_by_line_and_day_and_ends_with_the_month(store: Store) -> None:
    with store.transaction() as tx:
        spending.book(tx, "kartu1", MONDAY, Spent(2, 0, 700))
        spending.book(tx, "kartu1", MONDAY, Spent(1, 1, 700))
        spending.book(tx, "1708", MONDAY, Spent(5, 0, 1000))
        spending.book(tx, "kartu1", date(2026, 12, 1), Spent(9, 0, 9))
    with store.reading() as tx:
        assert spending.spent(tx, *month(MONDAY), "kartu1") == Spent(3, 1, 1400)
        assert spending.spent(tx, *month(MONDAY)) == Spent(8, 1, 2400)
        assert spending.spent(tx, date(2027, 1, 1), date(2027, 2, 1)) == Spent()
        assert spending.by_line(tx, MONDAY, date(2026, 12, 2)) == {
            "1708": Spent(5, 0, 1000),
            "kartu1": Spent(12, 1, 1409),
        }
