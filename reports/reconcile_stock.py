"""What of open tickets and tasks does not add up: counted a second way, by agency and by month."""

from collections.abc import Iterator
from datetime import datetime

from models.base import Tx
from reports.figures import agencies, deadlines, flow, trend
from reports.period import Period
from reports.scope import CITY

Pair = tuple[str, str, int, int]  # name, of what, the two numbers


def pairs(tx: Tx, period: Period, now: datetime) -> Iterator[Pair]:
    """Yield pairs of numbers that must be equal, for reports.reconcile."""
    yield from _agencies(tx, period, now)
    yield from _months(tx, period, now)


def _agencies(tx: Tx, period: Period, now: datetime) -> Iterator[Pair]:
    """Yield each agency's closing = opening + in - out, and the agencies against the city."""
    flows = agencies.tasks(tx, period, CITY)
    for agency, (opening, came, done, handed, closing) in flows.items():
        yield "closing", agency, closing, opening + came - done - handed
    ((tasks,),) = tx.execute(
        "SELECT COUNT(*) FROM assignment WHERE created_at >= ? AND created_at < ?", period.bounds
    )
    yield "tasks", "", sum(counts[1] for counts in flows.values()), int(tasks)
    shares = agencies.on_time(tx, period, CITY, now).values()
    kept = deadlines.on_time(tx, period, CITY, now)
    yield "on_time", "kept", sum(one.n for one in shares), kept.n
    yield "on_time", "due", sum(one.of for one in shares), kept.of


def _months(tx: Tx, period: Period, now: datetime) -> Iterator[Pair]:
    """Yield the city's stock by two ways, and the trend against the single periods."""
    found = flow.flow(tx, period, CITY)
    yield "opening", "rows", found.opening, flow.by_rows(tx, period.start)
    yield "closing", "rows", found.closing, flow.by_rows(tx, period.end)
    steps = trend.trend(tx, period.trend(2), CITY, now)
    yield "trend", "closing", steps[-1].flow.closing, found.closing
    yield "trend", "opening", steps[-1].flow.opening, steps[0].flow.closing
    yield "trend", "came", steps[-1].flow.came, found.came
    yield "trend", "done", steps[-1].flow.done, found.done
