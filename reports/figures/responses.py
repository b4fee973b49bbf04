"""How long answers took: office hours to the first follow-up, working days to the result."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.base import Tx
from models.clocks import Calendar
from reports.figures.hours import Pause, WorkingTime
from reports.figures.query import steered, then
from reports.figures.values import Rating, Spread, rating, spread
from reports.period import Period
from reports.scope import Scope

_MOVED = 'data LIKE \'%"to":"%\''


@dataclass(frozen=True, slots=True)
class Answered:
    """First follow-ups and results, of one agency or all."""

    response: Spread | None  # working hours from the task to its first follow-up
    completion: Spread | None  # working days from the report to its result
    rating: Rating


def answered(tx: Tx, period: Period, scope: Scope, calendar: Calendar) -> Answered:
    """Return how long it took what *scope* answered and finished in *period*."""
    found: dict[str, _Lengths] = defaultdict(_Lengths)
    for piece in period.pieces():
        for _agency, hours in response_hours(tx, piece, scope, calendar):
            found[""].hours.append(hours)
        _results(found, _finished(tx, piece, scope, "''", ""), calendar)
    return found[""].told()


def by_agency(tx: Tx, period: Period, scope: Scope, calendar: Calendar) -> dict[str, Answered]:
    """Return the same for each agency; a result is that of all agencies with a finished task."""
    task = f" {then(tx)} assignment a ON a.ticket = t.id AND a.state = 'done'"
    found: dict[str, _Lengths] = defaultdict(_Lengths)
    for piece in period.pieces():
        for agency, hours in response_hours(tx, piece, scope, calendar):
            found[agency].hours.append(hours)
        _results(found, _finished(tx, piece, scope, "a.agency", task), calendar)
    return {agency: lengths.told() for agency, lengths in found.items()}


@dataclass(slots=True)
class _Lengths:
    """What is known of one agency while the pieces of a period are read."""

    hours: "array[float]" = field(default_factory=lambda: array("d"))
    days: "array[float]" = field(default_factory=lambda: array("d"))
    stars: int = 0
    ratings: int = 0

    def told(self) -> Answered:
        """Return what it comes to."""
        return Answered(spread(self.hours), spread(self.days), rating(self.stars, self.ratings))


def response_hours(
    tx: Tx, period: Period, scope: Scope, calendar: Calendar
) -> list[tuple[str, float]]:
    """Return (agency, office hours from task to first follow-up) of what was met in *period*.

    The time during which the reporter was asked (held) does not count (DOMAIN.md 5).
    """
    cohort, values = _answers(tx, period, scope)
    rows = tx.execute(f"SELECT a.agency, c.ticket, a.created_at, c.met_at FROM {cohort}", values)
    if not rows:
        return []
    work = WorkingTime(calendar, min(row[2] for row in rows), max(row[3] for row in rows))
    paused = _pauses(tx, cohort, values)
    return [
        (agency, work.hours(begun, met, paused.get(ticket, ())))
        for agency, ticket, begun, met in rows
    ]


def _answers(tx: Tx, period: Period, scope: Scope) -> tuple[str, tuple[object, ...]]:
    """Return FROM and WHERE of the clocks ``c`` and tasks ``a`` that were followed up."""
    condition, values = scope.of_task()
    joined = f" {then(tx)} ticket t ON t.id = c.ticket" if scope.kind == "area" else ""
    sql = (
        f"{steered(tx, 'clock c', 'clock_answered')}"
        f" {then(tx)} assignment a ON a.id = c.task{joined}"
        " WHERE c.name = 'follow_up' AND c.met_at IS NOT NULL"
        f" AND c.met_at >= ? AND c.met_at < ?{condition}"
    )
    return sql, (*period.bounds, *values)


def _pauses(tx: Tx, cohort: str, values: Sequence[object]) -> Mapping[int, Sequence[Pause]]:
    """Return {ticket.id: when it was held} for the tickets of *cohort* that ever were."""
    held = "EXISTS (SELECT 1 FROM event h WHERE h.ticket = c.ticket AND h.verb = 'held')"
    rows = tx.execute(
        "SELECT e.ticket, e.at, e.verb FROM event e WHERE e.ticket IN"
        f" (SELECT c.ticket FROM {cohort} AND {held}) AND e.{_MOVED} ORDER BY e.ticket, e.seq",
        values,
    )
    found: dict[int, list[Pause]] = defaultdict(list)
    since: dict[int, int] = {}
    for ticket, at, verb in rows:
        if verb == "held":
            since.setdefault(ticket, at)
        elif ticket in since:
            found[ticket].append((since.pop(ticket), at))
    return found


def _finished(
    tx: Tx, period: Period, scope: Scope, column: str, joined: str
) -> list[tuple[Any, ...]]:
    """Return (*column*, made, done, rating) of the tickets whose last result is of *period*."""
    condition, values = scope.of_task() if joined else scope.of_ticket()
    return tx.execute(
        f"SELECT {column}, t.created_at, t.done_at, t.rating"
        f" FROM {steered(tx, 'ticket t', 'ticket_by_done')}{joined}"
        f" WHERE t.done_at >= ? AND t.done_at < ?{condition}",
        (*period.bounds, *values),
    )


def _results(
    found: dict[str, _Lengths], rows: Sequence[tuple[Any, ...]], calendar: Calendar
) -> None:
    """Add to *found* the working days and ratings of what `_finished` found."""
    if not rows:
        return
    work = WorkingTime(calendar, min(row[1] for row in rows), max(row[2] for row in rows))
    for agency, made, done, stars in rows:
        lengths = found[agency]
        lengths.days.append(work.days(made, done))
        lengths.stars += stars
        lengths.ratings += stars > 0
