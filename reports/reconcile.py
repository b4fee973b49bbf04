"""Do the figures add up? Each number that can be had by two ways is had by both.

A report that does not reconcile says so at its head, and its command exits 1. What is found is a
fault of the data or of ours, never of the reader's.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from models.base import Tx
from reports.figures import flow, messages, reports
from reports.figures.messages import Gross
from reports.figures.query import steered, then
from reports.period import Period
from reports.scope import CITY

QUARTER = 92
"""Days up to which a period is held against each of its days; a longer one against months."""


class Finding(NamedTuple):
    """Two numbers that must be equal and are not."""

    name: str  # an identifier: "gross", "closing" ...
    what: str  # of which agency, month ...; "" of all
    first: int
    second: int

    def __str__(self) -> str:
        subject = f"{self.name} {self.what}".strip()
        return f"{subject}: {self.first} <> {self.second}"


def check(
    tx: Tx, period: Period, now: datetime, *, stock: bool = True, gross: Gross | None = None
) -> tuple[Finding, ...]:
    """Return what of the city's figures of *period* does not add up; nothing when all does.

    Without *stock* the open tickets and tasks are left out: to count them a second way takes
    longer than all of a day's report. *gross* is that of the period where it is known already.
    """
    pairs = [*_messages(tx, period, gross or messages.gross(tx, period)), *_tickets(tx, period)]
    if stock:
        from reports import reconcile_stock  # noqa: PLC0415 - a day must not wait for it

        pairs += reconcile_stock.pairs(tx, period, now)
    return tuple(Finding(*pair) for pair in pairs if pair[2] != pair[3])


Pair = tuple[str, str, int, int]


def _messages(tx: Tx, period: Period, found: Gross) -> Iterator[Pair]:
    """Yield gross = the sum of its parts, and no SMS that lost its ticket."""
    yield "gross", "", found.total, sum(n for _name, n in found.parts())
    yield "unaccounted", "", found.unaccounted, 0
    pieces = period.pieces(1 if period.days <= QUARTER else 31)
    yield "gross", "days", found.total, sum(messages.received(tx, piece) for piece in pieces)
    opened = tx.execute(
        f"SELECT COUNT(*) FROM {steered(tx, 'inbox i', 'inbox_by_time')}"
        f" {then(tx)} ticket t ON t.inbox = i.id"
        " WHERE i.received_at >= ? AND i.received_at < ? AND i.state = 'done'",
        period.bounds,
    )
    kinds = found.complaint + found.aspiration + found.information + found.prank
    yield "opened", "", kinds, int(opened[0][0])


def _tickets(tx: Tx, period: Period) -> Iterator[Pair]:
    """Yield types, progress, categories and channels against the number of reports."""
    found = reports.new(tx, period, CITY)
    yield "types", "", found.total, found.complaint + found.aspiration + found.information
    far = reports.progress(tx, period, CITY)
    yield "valid", "", far.valid, found.valid
    stages = far.held + far.done + far.in_work + far.not_yet + far.elsewhere
    yield "progress", "", far.valid, stages
    yield "colours", "", far.total, far.red + far.yellow + far.green + far.grey
    for name in ("categories", "channels"):
        counts = getattr(reports, name)(tx, period, CITY)
        yield name, "", found.valid, sum(one.n for one in counts)
    yield "came", "", found.total, flow.made(tx, period.bounds, CITY)
