"""Cases: tickets with their tasks and clocks as decisions need them, read in few statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.base import Tx
from models.casework.case import Case, ClockFact, Last, Task
from models.casework.further import others_of
from models.times import from_us

MOVES = (
    "verified", "held", "resumed", "assigned", "accepted", "progressed", "done", "returned",
    "rejected", "archived", "closed", "reopened", "cancelled", "merged", "marked_prank",
)  # fmt: skip
"""Verbs of events after which the ticket stands otherwise: what the second of two is told."""

HAS_TASK = (
    "EXISTS (SELECT 1 FROM assignment own WHERE own.ticket = t.id"
    " AND own.state IN ('assigned', 'accepted', 'in_progress', 'done'))"
)
"""Ticket ``t`` is, or was to its end, somebody's own work: it follows no other."""

_COLUMNS = (
    "t.id", "t.number", "t.contact", "t.state", "t.held_from", "t.type", "t.subtype",
    "t.category", "t.urgency", "t.confidentiality", "t.area", "t.grade", "t.term", "t.silent",
    "t.created_at", "t.done_at", "t.ended_at", "t.accused", "t.handler", "t.incident",
    "m.number", "t.rating",
)  # fmt: skip
_TICKETS = f"SELECT {', '.join(_COLUMNS)} FROM ticket t LEFT JOIN ticket m ON m.id = t.merged_into"


def load(tx: Tx, ids: Collection[int], *, viewer: int = 0, deep: bool = False) -> dict[int, Case]:
    """Return the cases of ticket *ids* that exist; those of contact *viewer* are ``mine``.

    *deep* also reads what only officers' and coordinators' orders ask: the last move, the
    reporter's strikes, and whether the words threaten.
    """
    if not ids:
        return {}
    wanted = tuple(ids)
    marks = tx.marks(len(wanted))
    rows = tx.about(f"{_TICKETS} WHERE t.id IN ({marks})", wanted, "ticket", "id", wanted)
    clocks = _clocks(tx, wanted, marks)
    tasks = _tasks(tx, wanted, marks, clocks)
    cases = {row[0]: _case(row, viewer, tasks[row[0]], clocks[row[0]]) for row in rows}
    return {
        key: _deepened(tx, case, deep=deep) if deep or case.state == "held" else case
        for key, case in cases.items()
    }


def glance(tx: Tx, ids: Collection[int]) -> dict[int, Case]:
    """Return the cases of ticket *ids* without tasks and clocks: enough to compare them.

    A ticket that this transaction has still to write (Tx.deferred) is not seen.
    """
    if not ids:
        return {}
    rows = tx.peek(f"{_TICKETS} WHERE t.id IN ({tx.marks(len(ids))})", tuple(ids))
    return {row[0]: _case(row, 0, (), ()) for row in rows}


def load_one(tx: Tx, ticket: int, *, viewer: int = 0, deep: bool = False) -> Case:
    """Return the case of the ticket with id *ticket*; KeyError when there is none."""
    return load(tx, (ticket,), viewer=viewer, deep=deep)[ticket]


def by_number(tx: Tx, number: int, *, viewer: int = 0, deep: bool = True) -> Case | None:
    """Return the case with ticket *number*, or None."""
    rows = tx.execute("SELECT id FROM ticket WHERE number = ?", (number,))
    return load_one(tx, rows[0][0], viewer=viewer, deep=deep) if rows else None


def _case(
    row: Sequence[Any], viewer: int, tasks: Sequence[Task], clocks: Sequence[ClockFact]
) -> Case:
    """Make a case of a row of _COLUMNS."""
    (key, number, contact, state, held_from, type_, subtype, category, urgency, level, area, grade,
     term, silent, made, done, ended, accused, handler, incident, merged, rating) = row  # fmt: skip
    return Case(
        key, number, mine=viewer != 0 and contact == viewer, state=state,
        held_from=held_from or None, type=type_, subtype=subtype, category=category,
        urgency=urgency, confidentiality=level, area=area, grade=grade, term=term,
        silent=bool(silent), created_at=from_us(made), done_at=_time(done), ended_at=_time(ended),
        tasks=tuple(tasks), clocks=tuple(clocks), accused=tuple(accused.split()), handler=handler,
        incident=incident or 0, merged_into=merged or 0, rating=rating, reporter=contact or 0,
    )  # fmt: skip


def _time(value: int | None) -> datetime | None:
    return None if value is None else from_us(value)


def _clocks(tx: Tx, ids: Sequence[int], marks: str) -> dict[int, list[ClockFact]]:
    """Return the clocks that still matter of each ticket, in the order they began."""
    found: dict[int, list[ClockFact]] = defaultdict(list)
    sql = (
        "SELECT ticket, name, due, task, paused_since, met_at, breached_at, step, started_at, wake"
        f" FROM clock WHERE ticket IN ({marks}) AND stopped_at IS NULL ORDER BY id"
    )
    for ticket, name, due, task, paused, met, breached, step, started, wake in tx.about(
        sql, ids, "clock", "ticket", ids
    ):
        found[ticket].append(
            ClockFact(name, from_us(due), task, _time(paused), _time(met), _time(breached), step,
                      from_us(started), _time(wake))
        )  # fmt: skip
    return found


def _tasks(
    tx: Tx, ids: Sequence[int], marks: str, clocks: dict[int, list[ClockFact]]
) -> dict[int, list[Task]]:
    """Return all tasks of each ticket, ended ones too, in the order they were given."""
    found: dict[int, list[Task]] = defaultdict(list)
    for key, ticket, agency, lead, state, officer in tx.execute(
        "SELECT id, ticket, agency, lead, state, accepted_by FROM assignment"
        f" WHERE ticket IN ({marks}) ORDER BY id",
        ids,
    ):
        due = next(
            (
                c.due
                for c in clocks[ticket]
                if c.task == key and c.name == "follow_up" and c.running
            ),
            None,
        )
        found[ticket].append(Task(key, agency, bool(lead), state, officer, due))
    return found


def _deepened(tx: Tx, case: Case, *, deep: bool) -> Case:
    """Add what stands in the ticket's events, and in its reporter's strikes."""
    import json  # noqa: PLC0415 - a list reads none

    rows = tx.execute(
        "SELECT verb, actor, at, data FROM event WHERE ticket = ? ORDER BY seq DESC", (case.id,)
    )
    case = replace(case, question=_question(tx, rows) if case.state == "held" else "")
    if not deep:
        return case
    moved = next((row for row in rows if row[0] in MOVES), None)
    opened = json.loads(rows[-1][3]) if rows else {}
    return replace(
        case,
        last=_last(moved) if moved else None,
        threat="ancaman" in opened.get("flags", ()),
        others=others_of(opened.get("flags", ())),
        strikes=strikes(tx, case.reporter) if case.reporter else 0,
    )


def _last(row: Sequence[Any]) -> Last:
    import json  # noqa: PLC0415 - as above

    verb, actor, at, data = row
    return Last(verb, actor, from_us(at), str(json.loads(data).get("agency", "")))


def _question(tx: Tx, rows: Sequence[Sequence[Any]]) -> str:
    """Return who waits for the reporter's answer: the agency of who asked last, or coordinator."""
    actor = next((actor for verb, actor, _at, _data in rows if verb == "asked"), "")
    kind, _colon, name = actor.partition(":")
    if kind == "officer":
        found = tx.execute("SELECT agency, role FROM officer WHERE id = ?", (int(name),))
        if found and found[0][1] in {"officer", "head"}:
            return str(found[0][0])
    return "coordinator" if actor else ""


def has_work(tx: Tx, incident: int) -> bool:
    """Tell whether a report of *incident* is or was an agency's own work."""
    sql = f"SELECT 1 FROM ticket t WHERE t.incident = ? AND {HAS_TASK} LIMIT 1"
    return bool(tx.execute(sql, (incident,)))


def strikes(tx: Tx, contact: int, *, since: int = 0) -> int:
    """Count the strikes against *contact* after *since* (microseconds) that nobody forgave."""
    ((count,),) = tx.execute(
        "SELECT COUNT(*) FROM strike WHERE contact = ? AND at > ? AND forgiven_at IS NULL",
        (contact, since),
    )
    return int(count)
