"""Deadlines: begun, met, missed, paused, moved."""

from datetime import datetime

from gateway.effects.work import Work
from models.base import Tx
from models.casework.case import Case, ClockFact
from models.casework.clocking import agency_of, wake_of
from models.casework.effects import ClockChange, StartClock
from models.times import to_us

_BEGIN = (
    "INSERT INTO clock (id, ticket, task, name, started_at, due, wake)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ticket, name, task) DO UPDATE SET"
    " started_at = excluded.started_at, due = excluded.due, wake = excluded.wake,"
    " paused_since = NULL, met_at = NULL, breached_at = NULL, stopped_at = NULL, step = 0"
)
_RUNNING = "met_at IS NULL AND stopped_at IS NULL"


def start(work: Work, effect: StartClock) -> None:
    """Begin a deadline, or begin it anew."""
    case = work.subject(effect.case)
    task = _task(work, case, effect.agency)
    begin(work, case.id, effect.name, effect.due, task, begun=effect.begun)


def begin(
    work: Work, ticket: int, name: str, until: datetime, task: int, *,
    begun: datetime | None = None,
) -> None:  # fmt: skip
    """Insert or reset the clock *name*; its deadline stands in the ticket's event."""
    tx, begun = work.tx, begun or work.origin.now
    wake = wake_of(work.means.setting.sop, name, work.origin.now, until)
    due = to_us(until)
    (row,) = tx.ids("clock")
    tx.many(_BEGIN, [(row, ticket, task, name, to_us(begun), due, to_us(wake))])
    tx.note("clock", {"ticket": ticket})
    if work.case is not None and ticket == work.case.id:
        work.begun.append(ClockFact(name, until, task, started_at=begun, wake=wake))
    work.remark(ticket, "clock", f"{name}:{due}")


def change(work: Work, effect: ClockChange) -> None:
    """Change one clock, or all with the name "*"; each change is seen in an event."""
    case = work.subject(effect.case)
    where, values = f"ticket = ? AND {_RUNNING}", [case.id]
    if effect.name != "*":
        where += " AND name = ? AND task = ?"
        rest: list[object] = [effect.name, _task(work, case, effect.agency)]
    else:
        rest = []
    assign, given = _assignments(work, effect)
    if effect.change == "pause":
        where += " AND paused_since IS NULL"
    elif effect.change == "resume":
        where += " AND paused_since IS NOT NULL"
    changed = work.tx.change(f"UPDATE clock SET {assign} WHERE {where}", (*given, *values, *rest))
    if changed:
        _tell(work, case, effect)


def _assignments(work: Work, effect: ClockChange) -> tuple[str, list[object]]:
    """Return what an UPDATE sets for *effect*."""
    due = None if effect.due is None else to_us(effect.due)
    wake = None if effect.wake is None else to_us(effect.wake)
    match effect.change:
        case "met":
            return "met_at = ?, wake = NULL, paused_since = NULL", [work.now]
        case "stop":
            return "stopped_at = ?, wake = NULL, paused_since = NULL", [work.now]
        case "pause":
            return "paused_since = ?, wake = NULL", [work.now]
        case "resume" | "due":
            again = effect.change == "resume"
            # A missed clock whose deadline moves on is no longer missed.
            late = ", breached_at = NULL, step = 0" if due is not None and due > work.now else ""
            woken = "COALESCE(?, due)" if again else "CASE WHEN paused_since IS NULL THEN ? END"
            moved = f"due = COALESCE(?, due), wake = {woken}{late}"
            return moved + (", paused_since = NULL" if again else ""), [due, wake or due]
        case "breached" | "step":
            now = work.now if effect.change == "breached" else None
            return "breached_at = COALESCE(?, breached_at), step = ?, wake = ?", [
                now, effect.step, wake,
            ]  # fmt: skip
        case "remind" | "wake":
            return "wake = ?", [wake]


def _tell(work: Work, case: Case, effect: ClockChange) -> None:
    """Leave the event: missing a deadline and telling of it are events of their own."""
    name = f"{effect.name}/{effect.agency}" if effect.agency else effect.name
    if effect.change == "wake":
        return
    if effect.change == "breached":
        work.happen(case.id, "breached", {"name": name, "step": effect.step})
    elif effect.change == "remind":
        work.happen(case.id, "reminded", {"name": name})
    elif effect.change == "step":
        work.happen(case.id, "escalated", {"name": name, "step": effect.step})
    elif effect.change == "due":
        old = next(
            (
                c.due
                for c in case.clocks
                if c.name == effect.name and agency_of(case, c) == effect.agency
            ),
            None,
        )
        days = [None if at is None else to_us(at) for at in (old, effect.due)]
        work.happen(case.id, "rescheduled", {name: days})
    else:
        done = {"pause": "paused", "resume": "went_on", "stop": "stopped"}
        work.remark(case.id, done.get(effect.change, effect.change), name)


def _task(work: Work, case: Case, agency: str) -> int:
    """Return the assignment.id of the agency's newest task, 0 for the ticket's own clocks."""
    if not agency:
        return 0
    rows = work.tx.execute(
        "SELECT id FROM assignment WHERE ticket = ? AND agency = ? ORDER BY id DESC LIMIT 1",
        (case.id, agency),
    )
    return int(rows[0][0]) if rows else 0


def sleep(tx: Tx, case: Case, now: datetime) -> None:
    """Let those clocks of *case* sleep for good that woke by *now* and that nothing has changed.

    They are the clocks of tasks that ended: nobody is to be told of them.
    """
    tx.many(
        "UPDATE clock SET wake = NULL WHERE ticket = ? AND name = ? AND task = ? AND wake = ?",
        [
            (case.id, clock.name, clock.task, to_us(clock.wake))
            for clock in case.clocks
            if clock.wake is not None and clock.wake <= now
        ],
    )


def put_off(tx: Tx, ticket: int, until: datetime) -> None:
    """Let the clocks of *ticket* that wake before *until* wake then."""
    at = to_us(until)
    tx.change("UPDATE clock SET wake = ? WHERE ticket = ? AND wake < ?", (at, ticket, at))
