"""The table of agencies (OPD): what each had, got, finished, handed on, kept and was late with.

Counted are tasks (disposisi): a ticket of two agencies is one for each, a ticket that is handed
over is "handed" for the first and "came" for the second, a reopened one comes again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.base import Tx
from models.clocks import Calendar
from models.times import to_us
from reports.figures import responses
from reports.figures.deadlines import DECIDED, KEPT
from reports.figures.query import counted, steered, then
from reports.figures.values import Rating, Share, Spread, rating
from reports.period import Period
from reports.scope import Scope


@dataclass(frozen=True, slots=True)
class AgencyFlow:
    """One agency in one period; closing = opening + came - done - handed."""

    agency: str  # code
    opening: int  # sisa awal
    came: int  # masuk
    done: int  # selesai
    handed: int  # ditolak/alih: given back, taken away, or the report ended without it
    closing: int  # sisa akhir
    overdue: int  # of closing: a deadline had passed by then (lewat batas)
    on_time: Share  # first follow-ups due in the period (tepat waktu)
    response: Spread | None  # working hours to the first follow-up
    completion: Spread | None  # working days from report to result
    rating: Rating
    reopened: int  # tickets of its tasks that were opened again in the period


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a table of agencies."""

    opening: int
    came: int
    done: int
    handed: int
    closing: int
    overdue: int
    on_time: Share
    reopened: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """One agency's place; equal shares share a place."""

    place: int
    agency: str
    on_time: float  # 0 to 1
    of: int  # follow-ups it is the share of
    response: float | None  # median, working hours


def agencies(
    tx: Tx, period: Period, scope: Scope, calendar: Calendar, now: datetime
) -> tuple[AgencyFlow, ...]:
    """Return every agency that had, got or owed anything in *period*, by code.

    While the period runs, "overdue" is as of *now*. An area's scope counts the tasks on its
    tickets.
    """
    counts = tasks(tx, period, scope)
    late = _overdue(tx, period, scope, now)
    shares = on_time(tx, period, scope, now)
    answers = responses.by_agency(tx, period, scope, calendar)
    again = _reopened(tx, period, scope)
    nothing = responses.Answered(None, None, rating(0, 0))
    codes = counts.keys() | shares.keys() | answers.keys() | again.keys()
    return tuple(
        AgencyFlow(
            code, *counts.get(code, (0, 0, 0, 0, 0)), late.get(code, 0),
            shares.get(code, Share(0, 0)), (found := answers.get(code, nothing)).response,
            found.completion, found.rating, again.get(code, 0),
        )
        for code in sorted(codes)
    )  # fmt: skip


def total(flows: Iterable[AgencyFlow]) -> Totals:
    """Return the sums of *flows*; spreads and ratings have none (see `responses.answered`)."""
    rows = list(flows)
    kept = Share(sum(row.on_time.n for row in rows), sum(row.on_time.of for row in rows))
    names = ("opening", "came", "done", "handed", "closing", "overdue")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return Totals(**sums, on_time=kept, reopened=sum(row.reopened for row in rows))


def ranking(flows: Iterable[AgencyFlow], least: int = 5) -> tuple[Ranked, ...]:
    """Return the agencies by their share in time, then by how fast they answer.

    One with fewer than *least* deadlines is not ranked: its share says nothing.
    """
    rows = [
        (-row.on_time.n / row.on_time.of, row.response.median if row.response else None, row)
        for row in flows
        if row.on_time.of >= max(1, least)
    ]
    rows.sort(key=lambda one: (one[0], one[1] is None, one[1] or 0.0, one[2].agency))
    found: list[Ranked] = []
    for at, (share, median, row) in enumerate(rows, 1):
        same = found and (found[-1].on_time, found[-1].response) == (-share, median)
        place = found[-1].place if same else at
        found.append(Ranked(place, row.agency, -share, row.on_time.of, median))
    return tuple(found)


def tasks(tx: Tx, period: Period, scope: Scope) -> dict[str, tuple[int, int, int, int, int]]:
    """Return {agency: (opening, came, done, handed, closing)}.

    A task is found by what makes it count: it is open now, it ended since the period began, or it
    began in it.
    """
    start, end = period.bounds
    condition, values = scope.of_task()
    joined = f" {then(tx)} ticket t ON t.id = a.ticket" if scope.kind == "area" else ""
    ended = "a.ended_at IS NOT NULL AND a.ended_at >= ?"
    still = (
        f"SELECT a.agency, {counted('a.created_at < ?')} AS o, 0 AS n, 0 AS d, 0 AS h,"
        f" {counted('a.created_at < ?')} AS c FROM"
        f" {steered(tx, 'assignment a', 'assignment_open_of_agency')}{joined}"
        f" WHERE a.ended_at IS NULL{condition} GROUP BY a.agency"
    )
    gone = (
        f"SELECT a.agency, {counted('a.created_at < ?')}, 0, {counted(_BY + _DONE)},"
        f" {counted(_BY + _LEFT)}, {counted('a.ended_at >= ? AND a.created_at < ?')}"
        f" FROM {steered(tx, 'assignment a', 'assignment_by_end')}{joined}"
        f" WHERE {ended}{condition} GROUP BY a.agency"
    )
    came = (
        "SELECT a.agency, 0, COUNT(*), 0, 0, 0"
        f" FROM {steered(tx, 'assignment a', 'assignment_by_start')}{joined}"
        f" WHERE a.created_at >= ? AND a.created_at < ?{condition} GROUP BY a.agency"
    )
    rows = tx.execute(
        "SELECT agency, SUM(o), SUM(n), SUM(d), SUM(h), SUM(c) FROM"
        f" ({still} UNION ALL {gone} UNION ALL {came}) every GROUP BY agency",
        (start, end, *values, start, end, end, end, end, start, *values, start, end, *values),
    )
    return {agency: _whole(sums) for agency, *sums in rows}


_BY = "a.ended_at < ?"
_DONE, _LEFT = " AND a.state = 'done'", " AND a.state <> 'done'"


def _whole(sums: Iterable[object]) -> tuple[int, int, int, int, int]:
    opening, came, done, handed, closing = (int(str(one)) for one in sums)
    return opening, came, done, handed, closing


def _overdue(tx: Tx, period: Period, scope: Scope, now: datetime) -> dict[str, int]:
    """Return {agency: tasks open at the end of which a deadline had passed}.

    The deadlines are the task's own, and the ticket's for the agency that leads.
    """
    at = to_us(period.until(now))
    condition, values = scope.of_task()
    joined = f" {then(tx)} ticket t ON t.id = a.ticket" if scope.kind == "area" else ""
    missed = (
        "EXISTS (SELECT 1 FROM clock c WHERE c.ticket = a.ticket"
        " AND c.name IN ('follow_up', 'settle', 'ppid', 'ppid_extended')"
        " AND (c.task = a.id OR (c.task = 0 AND a.lead = 1)) AND c.due < ?"
        " AND (c.met_at IS NULL OR c.met_at >= ?) AND (c.stopped_at IS NULL OR c.stopped_at >= ?)"
        " AND (c.paused_since IS NULL OR c.paused_since >= ?))"
    )
    one = (
        f"SELECT a.agency, COUNT(*) AS n FROM {{}}{joined}"
        f" WHERE {{}} AND a.created_at < ? AND {missed}{condition} GROUP BY a.agency"
    )
    still = one.format(
        steered(tx, "assignment a", "assignment_open_of_agency"), "a.ended_at IS NULL"
    )
    gone = one.format(
        steered(tx, "assignment a", "assignment_by_end"),
        "a.ended_at IS NOT NULL AND a.ended_at >= ?",
    )
    rows = tx.execute(
        f"SELECT agency, SUM(n) FROM ({still} UNION ALL {gone}) every GROUP BY agency",
        ((at,) * 5 + values + (at,) * 6 + values),
    )
    return {agency: int(n) for agency, n in rows}


def on_time(tx: Tx, period: Period, scope: Scope, now: datetime) -> dict[str, Share]:
    """Return {agency: first follow-ups in time of those due}, as deadlines.on_time has the sum."""
    condition, values = scope.of_task()
    joined = f" {then(tx)} ticket t ON t.id = a.ticket" if scope.kind == "area" else ""
    rows = tx.execute(
        f"SELECT a.agency, {counted(KEPT)}, COUNT(*) FROM"
        f" {steered(tx, 'clock c', 'clock_by_due')}"
        f" {then(tx)} assignment a ON a.id = c.task{joined}"
        f" WHERE c.name = 'follow_up' AND c.due >= ? AND c.due < ? AND {DECIDED}{condition}"
        " GROUP BY a.agency",
        (*period.bounds, to_us(now), *values),
    )
    return {agency: Share(int(kept), int(decided)) for agency, kept, decided in rows}


def _reopened(tx: Tx, period: Period, scope: Scope) -> dict[str, int]:
    """Return {agency: tickets opened again in the period on which it had a task before}."""
    condition, values = scope.of_task()
    joined = f" {then(tx)} ticket t ON t.id = a.ticket" if scope.kind == "area" else ""
    rows = tx.execute(
        "SELECT a.agency, COUNT(DISTINCT e.ticket) FROM"
        f" {steered(tx, 'event e', 'event_rare')} {then(tx)} assignment a ON a.ticket = e.ticket"
        f" AND a.created_at < e.at{joined}"
        f" WHERE e.verb = 'reopened' AND e.at >= ? AND e.at < ?{condition} GROUP BY a.agency",
        (*period.bounds, *values),
    )
    return {agency: int(n) for agency, n in rows}
