"""Deadlines that fell due in a period: kept, by class; missed and escalated; moved.

A deadline counts in the period in which it falls due, once. It is decided when it was met or is
over; one that stopped before it was due (handed over, withdrawn) or stands still is nobody's.
"""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from models.base import Tx
from models.times import from_us, to_us
from reports.figures.query import counted, steered, then
from reports.figures.values import Count, Share, share
from reports.period import Period
from reports.scope import Scope

if TYPE_CHECKING:
    from models.casework.sop import Sop

KEPT = "(c.met_at IS NOT NULL AND c.met_at <= c.due)"
"""Clock ``c`` was met in time."""

DECIDED = (
    f"({KEPT} OR (c.due < ? AND (c.stopped_at IS NULL OR c.stopped_at > c.due)"
    " AND (c.paused_since IS NULL OR c.paused_since > c.due)))"
)
"""Clock ``c`` was met or missed by a moment (one value, in microseconds)."""

_CLASS = (
    "CASE WHEN c.name <> 'settle' THEN 'ppid' WHEN t.type = 'permintaan_info' THEN 'information'"
    " WHEN t.grade = 'field_check' THEN 'field_check' WHEN t.grade = '' THEN 'complaint'"
    " ELSE t.grade END"
)


class ClassKept(NamedTuple):
    """How the deadlines of one class of reports were kept.

    *code*: information (5 hk), complaint (14 hk), field_check (60 hk), ppid (10 + 7 hk), or a
    class of the city's own such as ringan.
    """

    code: str
    n: int  # kept
    of: int  # decided

    @property
    def share(self) -> float | None:
        """Kept of decided, 0 to 1."""
        return share(self.n, self.of)


def on_time(tx: Tx, period: Period, scope: Scope, now: datetime) -> Share:
    """Return how many first follow-ups were due in *period*, and in time (tepat waktu)."""
    condition, values = scope.of_task()
    joined = {
        "city": "",
        "agency": f" {then(tx)} assignment a ON a.id = c.task",
        "area": f" {then(tx)} ticket t ON t.id = c.ticket",
    }[scope.kind]
    rows = tx.execute(
        f"SELECT {counted(KEPT)}, COUNT(*) FROM {steered(tx, 'clock c', 'clock_by_due')}{joined}"
        f" WHERE c.name = 'follow_up' AND c.due >= ? AND c.due < ? AND {DECIDED}{condition}",
        (*period.bounds, to_us(now), *values),
    )
    return Share(int(rows[0][0]), int(rows[0][1]))


def classes(tx: Tx, period: Period, scope: Scope, now: datetime) -> tuple[ClassKept, ...]:
    """Return how the deadlines to settle a report were kept that fell due in *period*, by class."""
    condition, values = scope.of_ticket()
    one = (
        f"SELECT {_CLASS} AS code, {counted(KEPT)} AS kept, COUNT(*) AS decided"
        f" FROM {steered(tx, 'clock c', 'clock_by_due')} {then(tx)} ticket t ON t.id = c.ticket"
        f" WHERE c.name = '{{}}' AND c.due >= ? AND c.due < ? AND {DECIDED}{condition} GROUP BY 1"
    )
    every = " UNION ALL ".join(one.format(name) for name in ("settle", "ppid", "ppid_extended"))
    rows = tx.execute(
        f"SELECT code, SUM(kept), SUM(decided) FROM ({every}) each_one GROUP BY code ORDER BY code",
        (*period.bounds, to_us(now), *values) * 3,
    )
    return tuple(ClassKept(code, int(kept), int(decided)) for code, kept, decided in rows)


def changed(tx: Tx, period: Period, scope: Scope) -> int:
    """Return how often deadlines were moved in *period* by hand, or by a changed calendar.

    One order or one change of the calendar is one for each ticket that it touches; a pause while
    the reporter is asked is none.
    """
    condition, values = scope.of_ticket()
    joined = f" {then(tx)} ticket t ON t.id = e.ticket" if condition else ""
    rows = tx.execute(
        f"SELECT COUNT(*) FROM {steered(tx, 'event e', 'event_rare')}{joined}"
        f" WHERE e.verb = 'rescheduled' AND e.at >= ? AND e.at < ?{condition}",
        (*period.bounds, *values),
    )
    return int(rows[0][0])


def escalations(tx: Tx, period: Period, sop: "Sop") -> tuple[Count, ...]:
    """Return how often each step of the ladder was told in *period*, in the ladder's order.

    Events say how many steps were told by then; each that an event adds counts once.
    """
    told: Counter[str] = Counter()
    known: dict[tuple[int, str], int] = {}
    for ticket, name, verb, step in _told(tx, period):
        before = 0 if verb == "breached" else known.get((ticket, name), step - 1)
        known[ticket, name] = step
        steps = _steps(sop, name)
        told.update(steps[before:step])
    roles = dict.fromkeys(step.to for step in sop.ladder)
    return tuple(Count(role, told[role]) for role in roles)


def _told(tx: Tx, period: Period) -> list[tuple[int, str, str, int]]:
    """Return (ticket, clock's name with its agency, verb, steps told by then), in their order."""
    import json  # noqa: PLC0415 - of the quarter alone

    one = (
        f"SELECT e.id, e.ticket, e.verb, e.data FROM {steered(tx, 'event e', 'event_rare')}"
        " WHERE e.verb = '{}' AND e.at >= ? AND e.at < ?"
    )
    every = " UNION ALL ".join(one.format(verb) for verb in ("breached", "escalated"))
    found = []
    for _row, ticket, verb, data in tx.execute(f"{every} ORDER BY 1", period.bounds * 2):
        said = json.loads(data)
        found.append((ticket, str(said.get("name", "")), verb, int(said.get("step", 0))))
    return found


def _steps(sop: "Sop", name: str) -> list[str]:
    """Return who is told of clock *name* (``follow_up/DISHUB``) in the order of the ladder."""
    from models.casework import ladder  # noqa: PLC0415 - of the quarter alone
    from models.casework.case import Case, ClockFact, Task  # noqa: PLC0415

    clock, _slash, agency = name.partition("/")
    task = Task(1, agency, lead=True, state="assigned")
    case = Case(0, 0, mine=False, tasks=(task,) if agency else ())
    fact = ClockFact(clock, from_us(0), task=1 if agency else 0)
    return [rung.step.to for rung in ladder.rungs(fact, case, sop)]
