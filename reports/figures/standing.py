"""How things stand at this moment: what is late, due, waiting, oldest; what sending comes to."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from models.base import Tx
from models.clocks import Calendar
from models.times import from_us, to_us
from reports.figures.query import OPEN_STATES, among, counted, steered
from reports.period import Period
from reports.scope import Condition, Scope

_RUNS = "c.met_at IS NULL AND c.stopped_at IS NULL AND c.paused_since IS NULL"
_DEADLINES = ("verify", "follow_up", "settle", "ppid", "ppid_extended")
_WHOSE = (
    "LEFT JOIN assignment task ON task.id = c.task AND task.ended_at IS NULL"
    " LEFT JOIN assignment lead ON c.task = 0 AND c.name <> 'verify' AND lead.ticket = c.ticket"
    " AND lead.lead = 1 AND lead.ended_at IS NULL"
)
"""Who has to keep clock ``c``: its task's agency, or who leads; nobody's is the coordinator's."""

_AGENCY = "COALESCE(task.agency, lead.agency, '')"


class Overdue(NamedTuple):
    """What one agency is late with (lewat batas)."""

    agency: str  # code; "" the coordinator's
    n: int  # tickets
    oldest: int  # ticket number
    since: datetime  # its deadline, UTC
    days: int  # working days since then


class DueOn(NamedTuple):
    """How many tickets of one agency have a deadline in a period (jatuh tempo)."""

    agency: str  # code; "" the coordinator's
    n: int


class Old(NamedTuple):
    """One of the oldest open tickets."""

    number: int
    state: str
    category: str
    area: str
    agency: str  # that leads, "" nobody
    at: datetime  # when it was made, UTC


class Sending(NamedTuple):
    """Parts of SMS to be sent in a period, by what became of them."""

    failed: int
    unknown: int  # nobody knows whether they arrived
    waiting: int  # queued, now


class LineNow(NamedTuple):
    """What a line told of itself last."""

    line: str
    paused_until: datetime | None
    reason: str  # why it is paused
    data: dict[str, Any]  # signal, credit ... as the line has it


def overdue(tx: Tx, scope: Scope, now: datetime, calendar: Calendar) -> tuple[Overdue, ...]:
    """Return by agency the open tickets with a missed deadline that still runs, most first.

    A ticket that two agencies are late with counts for both. What no sweep has looked at yet is
    late all the same.
    """
    missed, values = _missed(tx, scope, now)
    rows = tx.execute(
        "SELECT agency, n, t.number, due FROM (SELECT agency, COUNT(*) AS n, MIN(due) AS due,"
        " MAX(CASE WHEN place = 1 THEN ticket END) AS ticket FROM (SELECT agency, ticket, due,"
        " ROW_NUMBER() OVER (PARTITION BY agency ORDER BY due, ticket) AS place FROM"
        f" (SELECT agency, ticket, MIN(due) AS due FROM ({missed}) every"
        " GROUP BY agency, ticket) each_one) placed GROUP BY agency) late"
        " JOIN ticket t ON t.id = late.ticket ORDER BY n DESC, agency",
        values,
    )
    return tuple(
        Overdue(agency, int(n), number, from_us(due), calendar.working_days(from_us(due), now))
        for agency, n, number, due in rows
    )


def late(tx: Tx, scope: Scope, now: datetime) -> tuple[DueOn, ...]:
    """Return how many tickets each agency is late with, as overdue() does in half its time."""
    missed, values = _missed(tx, scope, now)
    rows = tx.execute(
        f"SELECT agency, COUNT(DISTINCT ticket) FROM ({missed}) every"
        " GROUP BY agency ORDER BY 2 DESC, 1",
        values,
    )
    return tuple(DueOn(agency, int(n)) for agency, n in rows)


def due_on(tx: Tx, period: Period, scope: Scope) -> tuple[DueOn, ...]:
    """Return by agency how many open tickets have a deadline in *period* that still runs."""
    found = [
        _clocks(tx, scope, "clock_by_due", f"c.name = '{name}' AND c.due >= ? AND c.due < ?",
                period.bounds)
        for name in _DEADLINES
    ]  # fmt: skip
    rows = tx.execute(
        "SELECT agency, COUNT(DISTINCT ticket) FROM"
        f" ({' UNION ALL '.join(sql for sql, _values in found)}) every"
        " GROUP BY agency ORDER BY 2 DESC, 1",
        [value for _sql, values in found for value in values],
    )
    return tuple(DueOn(agency, int(n)) for agency, n in rows)


def _missed(tx: Tx, scope: Scope, now: datetime) -> Condition:
    """Return the SELECT of the clocks that were missed, told by the sweep or not yet."""
    at = to_us(now)
    names = f"c.name IN ({among(_DEADLINES)})"
    swept, told = _late(tx, scope, "clock_late", f"c.breached_at IS NOT NULL AND {names}", (at,))
    unseen = f"c.wake IS NOT NULL AND c.wake <= ? AND c.breached_at IS NULL AND {names}"
    woken, untold = _late(tx, scope, "clock_wake", unseen, (at, at))
    return f"{swept} UNION ALL {woken}", (*told, *untold)


def _late(
    tx: Tx, scope: Scope, index: str, condition: str, values: tuple[object, ...]
) -> Condition:
    return _clocks(tx, scope, index, f"{condition} AND c.due < ?", values)


def _clocks(
    tx: Tx, scope: Scope, index: str, condition: str, values: tuple[object, ...]
) -> Condition:
    """Return the SELECT of (agency, ticket, due) of the open tickets' running clocks.

    Whether a ticket is open its index of states knows; of an area its row must be read.
    """
    open_ = steered(tx, "ticket t", "ticket_by_state") if scope.kind != "area" else "ticket t"
    scoped, more = scope.of_ticket() if scope.kind == "area" else ("", ())
    if scope.kind == "agency":
        condition, values = f"{condition} AND {_AGENCY} = ?", (*values, scope.code)
    sql = (
        f"SELECT {_AGENCY} AS agency, c.ticket, c.due FROM {steered(tx, 'clock c', index)} {_WHOSE}"
        f" WHERE {condition} AND {_RUNS} AND (c.task = 0 OR task.id IS NOT NULL) AND EXISTS"
        f" (SELECT 1 FROM {open_} WHERE t.state IN ({OPEN_STATES}) AND t.id = c.ticket{scoped})"
    )
    return sql, (*values, *more)


def unverified(tx: Tx, scope: Scope, now: datetime, calendar: Calendar, days: int = 3) -> int:
    """Return how many tickets have waited for verification for more than *days* working days."""
    condition, values = scope.of_ticket()
    rows = tx.execute(
        "SELECT COUNT(*) FROM ticket t WHERE t.state = 'new' AND t.created_at < ?" + condition,
        (to_us(_longer(now, calendar, days)), *values),
    )
    return int(rows[0][0])


def _longer(now: datetime, calendar: Calendar, days: int) -> datetime:
    """Return the moment (UTC): what began before it began more than *days* working days ago."""
    day, left = calendar.day(now), days + 1
    while left:
        left -= calendar.works(day)
        day -= timedelta(days=1)
    return (datetime(day.year, day.month, day.day, tzinfo=calendar.zone)) + timedelta(days=1)


def oldest(tx: Tx, scope: Scope, limit: int = 10) -> tuple[Old, ...]:
    """Return the *limit* open tickets that were made first (10 tertua)."""
    condition, values = scope.of_ticket()
    rows = tx.execute(
        "SELECT t.number, t.state, t.category, t.area, COALESCE((SELECT lead.agency FROM assignment"
        " lead WHERE lead.ticket = t.id AND lead.lead = 1 AND lead.ended_at IS NULL), ''),"
        f" t.created_at FROM ticket t WHERE t.state IN ({OPEN_STATES}){condition}"
        " ORDER BY t.created_at, t.id LIMIT ?",
        (*values, limit),
    )
    return tuple(
        Old(number, state, category, area, agency, from_us(at))
        for number, state, category, area, agency, at in rows
    )


def blocked(tx: Tx, now: datetime) -> int:
    """Return how many numbers are blocked at *now*; whose they are is nobody's to read."""
    rows = tx.execute("SELECT COUNT(*) FROM contact WHERE blocked_until > ?", (to_us(now),))
    return int(rows[0][0])


def sending(tx: Tx, period: Period) -> Sending:
    """Return the parts that were to be sent in *period* and failed or are uncertain.

    *waiting* are those that wait now, whenever they were written.
    """
    start, end = period.bounds
    rows = tx.execute(
        f"SELECT {counted(_FAILED)}, {counted(_UNKNOWN)}"
        f" FROM {steered(tx, 'delivery d', 'delivery_lost')}"
        " WHERE (d.state = 'failed' OR d.state = 'unknown')"
        " AND d.state_at >= ? AND d.state_at < ?",
        (start, end),
    )
    ((waiting,),) = tx.execute("SELECT COUNT(*) FROM delivery WHERE state = 'queued'")
    return Sending(int(rows[0][0]), int(rows[0][1]), int(waiting))


_FAILED, _UNKNOWN = "d.state = 'failed'", "d.state = 'unknown'"


def lines(tx: Tx) -> tuple[LineNow, ...]:
    """Return what every line told of itself last, by name."""
    import json  # noqa: PLC0415 - no SMS tells it

    rows = tx.execute("SELECT line, paused_until, pause_reason, data FROM line_state ORDER BY line")
    return tuple(
        LineNow(line, None if until is None else from_us(until), reason, json.loads(data))
        for line, until, reason, data in rows
    )
