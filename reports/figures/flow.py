"""What was open, came, was ended and is open: tickets of a city or area, tasks of an agency.

A ticket's row knows only its last end. Ends that a reopening took back are read from the events,
so that last month's figures stay what they were.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from models.base import Tx
from models.times import to_us
from reports.figures.query import OPEN_STATES, among, counted, steered, then
from reports.period import Period
from reports.scope import Scope

_ENDS = among(("done", "rejected", "archived", "cancelled", "merged", "marked_prank"))
"""Verbs of the events by which an open ticket ends."""

ENDED = f'verb IN ({_ENDS}) AND data LIKE \'%"to":"%\''
"""An event that moved its ticket; "done" alone is also what one of several agencies reports."""

FOREVER = 2**62


class Flow(NamedTuple):
    """closing = opening + came + reopened - done - rejected."""

    opening: int  # sisa awal
    came: int  # masuk
    reopened: int  # dibuka lagi; a reopened ticket is a new task of its agency, which came
    done: int  # selesai
    rejected: int  # ditolak/alih: a ticket's other ends; a task given back or taken away
    closing: int  # sisa akhir


class Ends(NamedTuple):
    """How many tickets, or tasks, were ended."""

    done: int
    rejected: int


def flow(tx: Tx, period: Period, scope: Scope) -> Flow:
    """Return the flow of *period*: of an agency its tasks, else the tickets of *scope*."""
    return flows(tx, (period,), scope)[0]


def flows(tx: Tx, periods: Sequence[Period], scope: Scope) -> tuple[Flow, ...]:
    """Return the flow of each of *periods*, which follow upon each other, oldest first."""
    if scope.kind == "agency":
        return _of_tasks(tx, periods, scope)
    found: list[Flow] = []
    closing = standing(tx, periods[-1].end, scope) if periods else 0
    for period in reversed(periods):
        came, back = made(tx, period.bounds, scope), reopened(tx, period.bounds, scope)
        ends = ended(tx, period.bounds, scope)
        opening = closing - came - back + ends.done + ends.rejected
        found.append(Flow(opening, came, back, ends.done, ends.rejected, closing))
        closing = opening
    return tuple(reversed(found))


def made(tx: Tx, between: tuple[int, int], scope: Scope) -> int:
    """Return how many tickets were made *between* two moments (microseconds, end exclusive)."""
    condition, values = scope.of_ticket()
    return _count(
        tx,
        f"SELECT COUNT(*) FROM {steered(tx, 'ticket t', 'ticket_by_creation')}"
        f" WHERE t.created_at >= ? AND t.created_at < ?{condition}",
        (*between, *values),
    )


def ended(tx: Tx, between: tuple[int, int], scope: Scope) -> Ends:
    """Return how many tickets were ended *between* two moments, once for each end."""
    condition, values = scope.of_ticket()
    done = _count(
        tx,
        f"SELECT COUNT(*) FROM {steered(tx, 'ticket t', 'ticket_by_done')}"
        f" WHERE t.done_at >= ? AND t.done_at < ?{condition}",
        (*between, *values),
    )
    rejected = _count(
        tx,
        f"SELECT COUNT(*) FROM {steered(tx, 'ticket t', 'ticket_by_end')}"
        f" WHERE t.ended_at >= ? AND t.ended_at < ? AND t.done_at IS NULL{condition}",
        (*between, *values),
    )
    again = tx.execute(
        f"SELECT {counted(_DONE)}, {counted(f'NOT ({_DONE})')} FROM ({_taken_back(tx, scope)}) e"
        " WHERE e.at >= ? AND e.at < ?",
        (between[0], FOREVER, *values, *between),
    )
    return Ends(done + int(again[0][0]), rejected + int(again[0][1]))


_DONE = "e.verb = 'done'"


def _taken_back(tx: Tx, scope: Scope) -> str:
    """Return the SELECT of ends (ticket, at, verb, back) that a reopening *between* took back."""
    condition, _values = scope.of_ticket()
    joined = f" {then(tx)} ticket t ON t.id = r.ticket" if condition else ""
    return (
        "SELECT gone.ticket, gone.at, gone.verb, r.at AS back"
        f" FROM {steered(tx, 'event r', 'event_rare')}{joined}"
        f" {then(tx)} event gone ON gone.ticket = r.ticket"
        " AND gone.seq = (SELECT MAX(seq) FROM event"
        f" WHERE ticket = r.ticket AND seq < r.seq AND {ENDED})"
        f" WHERE r.verb = 'reopened' AND r.at >= ? AND r.at < ?{condition}"
    )


def reopened(tx: Tx, between: tuple[int, int], scope: Scope) -> int:
    """Return how often a ticket was opened again *between* two moments."""
    condition, values = scope.of_ticket()
    joined = f" {then(tx)} ticket t ON t.id = r.ticket" if condition else ""
    return _count(
        tx,
        f"SELECT COUNT(*) FROM {steered(tx, 'event r', 'event_rare')}{joined}"
        f" WHERE r.verb = 'reopened' AND r.at >= ? AND r.at < ?{condition}",
        (*between, *values),
    )


def standing(tx: Tx, moment: datetime, scope: Scope) -> int:
    """Return how many tickets were open just before *moment*: those of now, reckoned back."""
    condition, values = scope.of_ticket()
    after = (to_us(moment), FOREVER)
    now = _count(
        tx, f"SELECT COUNT(*) FROM ticket t WHERE t.state IN ({OPEN_STATES}){condition}", values
    )
    ends = ended(tx, after, scope)
    return now - made(tx, after, scope) - reopened(tx, after, scope) + ends.done + ends.rejected


def by_rows(tx: Tx, moment: datetime) -> int:
    """Return how many tickets were open just before *moment*, from their own times alone.

    It is another way to `standing`, for the whole city, that goes by no state and from the first
    ticket on; both must agree (reports/reconcile.py).
    """
    at = to_us(moment)
    open_ = _count(tx, "SELECT COUNT(*) FROM ticket WHERE created_at < ?", (at,))
    open_ -= _count(tx, "SELECT COUNT(*) FROM ticket WHERE done_at < ?", (at,))
    open_ -= _count(tx, "SELECT COUNT(*) FROM ticket WHERE ended_at < ? AND done_at IS NULL", (at,))
    gap = _count(
        tx,
        f"SELECT COUNT(*) FROM ({_taken_back(tx, Scope())}) e WHERE e.at < ?",
        (at, FOREVER, at),
    )
    return open_ - gap


def _of_tasks(tx: Tx, periods: Sequence[Period], scope: Scope) -> tuple[Flow, ...]:
    """Return the flow of an agency's tasks, all periods by one look at them."""
    marks = [periods[0].bounds[0], *(period.bounds[1] for period in periods)]
    came = _by_place(tx, "created_at", "1 = 1", marks, scope)
    done = _by_place(tx, "ended_at", "a.state = 'done'", marks, scope)
    handed = _by_place(tx, "ended_at", "a.state <> 'done'", marks, scope)
    opening = came[0] - done[0] - handed[0]
    found = []
    for place in range(1, len(marks)):
        closing = opening + came[place] - done[place] - handed[place]
        found.append(Flow(opening, came[place], 0, done[place], handed[place], closing))
        opening = closing
    return tuple(found)


def _by_place(
    tx: Tx, column: str, condition: str, marks: Sequence[int], scope: Scope
) -> Counter[int]:
    """Return {place: tasks}: how many have *column* before marks[0], then marks[1] ..."""
    cases = " ".join(f"WHEN a.{column} < ? THEN {place}" for place in range(len(marks)))
    rows = tx.execute(
        f"SELECT CASE {cases} END, COUNT(*) FROM assignment a"
        f" WHERE a.agency = ? AND a.{column} IS NOT NULL AND {condition} GROUP BY 1",
        (*marks, scope.code),
    )
    return Counter({place: int(n) for place, n in rows if place is not None})


def _count(tx: Tx, sql: str, values: Sequence[object]) -> int:
    return int(tx.execute(sql, values)[0][0])
