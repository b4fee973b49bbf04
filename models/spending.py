"""What sending costs, by line and by local day of the city: the ledger that budgets are held to."""

from dataclasses import dataclass
from datetime import date

from models.base import Tx
from models.orm import Table, pw
from models.rows import insert


class Spend(Table):
    """One line on one day; it only grows."""

    id = pw.BigIntegerField(primary_key=True)
    day = pw.TextField()  # 2026-11-23
    line = pw.TextField()
    parts = pw.BigIntegerField(default=0)  # that the carrier took
    doubtful = pw.BigIntegerField(default=0)  # of unknown outcome: they may have cost
    rupiah = pw.BigIntegerField(default=0)  # the price of both, as it was when they left

    class Meta:
        """One row a day and line."""

        indexes = ((("day", "line"), True),)


@dataclass(frozen=True, slots=True)
class Spent:
    """Parts and money of some lines over some days."""

    parts: int = 0  # that the carrier took
    doubtful: int = 0  # of unknown outcome, not in parts; their price counts
    rupiah: int = 0


def book(tx: Tx, line: str, day: date, spent: Spent) -> None:
    """Add *spent* to what *line* has used on *day*; belongs into the transaction of the parts."""
    values = (spent.parts, spent.doubtful, spent.rupiah, day.isoformat(), line)
    if tx.change(
        "UPDATE spend SET parts = parts + ?, doubtful = doubtful + ?, rupiah = rupiah + ?"
        " WHERE day = ? AND line = ?",
        values,
    ):
        return
    (row,) = tx.ids("spend")
    columns = ("parts", "doubtful", "rupiah", "day", "line")
    insert(tx, "spend", {"id": row, **dict(zip(columns, values, strict=True))})


def spent(tx: Tx, first: date, until: date, line: str = "") -> Spent:
    """Return what *line*, or with '' all lines, used from *first* to the day before *until*."""
    ((parts, doubtful, rupiah),) = tx.execute(
        "SELECT COALESCE(SUM(parts), 0), COALESCE(SUM(doubtful), 0), COALESCE(SUM(rupiah), 0)"
        " FROM spend WHERE day >= ? AND day < ? AND (line = ? OR ? = '')",
        (first.isoformat(), until.isoformat(), line, line),
    )
    return Spent(int(parts), int(doubtful), int(rupiah))


def by_line(tx: Tx, first: date, until: date) -> dict[str, Spent]:
    """Return what each line used from *first* to the day before *until*, in order of its name."""
    rows = tx.execute(
        "SELECT line, SUM(parts), SUM(doubtful), SUM(rupiah) FROM spend"
        " WHERE day >= ? AND day < ? GROUP BY line ORDER BY line",
        (first.isoformat(), until.isoformat()),
    )
    return {line: Spent(int(a), int(b), int(c)) for line, a, b, c in rows}


def month(day: date) -> tuple[date, date]:
    """Return the first of the month of *day*, and of the next one.

    >>> month(date(2026, 12, 31))
    (datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
    """
    first = day.replace(day=1)
    later = first.replace(month=first.month % 12 + 1, year=first.year + first.month // 12)
    return first, later
