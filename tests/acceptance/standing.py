"""How tickets, phones and the whole desk stand, as the ``=`` lines of a conversation name it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from models import cases
from models.base import Tx
from models.casework.case import Case, ClockFact
from models.casework.states import WORDS
from models.clocks import Calendar, counts_days
from models.times import from_us

NOTHING = "-"
CLOCKS = ("verify", "accept", "follow_up", "settle", "answer", "close", "ppid", "ppid_extended",
          "notice", "watch")  # fmt: skip
_COLUMNS = ("subtype", "channel", "review", "outcome", "archive_reason", "outside_agency",
            "lapor_id", "line")  # fmt: skip


def of_ticket(tx: Tx, number: int, key: str, calendar: Calendar) -> str:
    """Return what *key* of ticket *number* is, ``-`` for nothing; KeyError for no such key.

    Beside the columns: ``lead``, ``support``, ``DISHUB`` (an agency's task), the clocks
    (``verify=26-11-2026``, ``follow_up.DLHKP=late``), ``notes`` and ``files`` (how many),
    ``merged`` (the number), ``linked``, ``together`` (tickets of its incident), ``alarm``.
    """
    case = cases.by_number(tx, number)
    assert case is not None, f"{number}: no such ticket"
    name, _dot, agency = key.partition(".")
    if name in CLOCKS:
        return _clock(case, name, agency, calendar)
    if key in _FACTS:
        return _FACTS[key](tx, case) or NOTHING
    if key.isupper():
        return next((task.state for task in reversed(case.tasks) if task.agency == key), NOTHING)
    if key in _COLUMNS:
        ((value,),) = tx.execute(f"SELECT {key} FROM ticket WHERE id = ?", (case.id,))
        return str(value or NOTHING)
    return str(getattr(case, key) or NOTHING) if key in _FIELDS else _unknown(key)


_FIELDS = frozenset({"state", "type", "category", "urgency", "area", "grade", "term", "rating"})


def _unknown(key: str) -> str:
    raise KeyError(key)


def _clock(case: Case, name: str, agency: str, calendar: Calendar) -> str:
    """Return ``met``, ``late`` or ``paused``, else the day, with the hour where it has one."""
    lead = case.lead
    tasks = {task.id: task.agency for task in case.tasks}
    wanted = agency or (lead.agency if lead else "")
    found = [c for c in case.clocks if c.name == name and tasks.get(c.task, wanted) == wanted]
    return _read(found[-1], calendar) if found else NOTHING


def _read(clock: ClockFact, calendar: Calendar) -> str:
    if clock.met_at is not None:
        return "met" if clock.breached_at is None else "met-late"
    if clock.paused_since is not None:
        return "paused"
    if clock.breached_at is not None:
        return "late"
    local = clock.due.astimezone(calendar.zone)
    return f"{local:%d-%m-%Y}" if counts_days(clock.due, calendar) else f"{local:%d-%m-%Y/%H:%M}"


def _notes(tx: Tx, case: Case) -> str:
    rows = tx.execute("SELECT kind, COUNT(*) FROM note WHERE ticket = ? GROUP BY kind", (case.id,))
    return ",".join(f"{kind}:{count}" if count > 1 else kind for kind, count in sorted(rows))


def _count(sql: str) -> Callable[[Tx, Case], str]:
    return lambda tx, case: str(tx.execute(sql, (case.id,))[0][0] or "")


def _together(tx: Tx, case: Case) -> str:
    sql = "SELECT COUNT(*) FROM ticket WHERE incident = ?"
    return str(tx.execute(sql, (case.incident,))[0][0]) if case.incident else ""


def _alarm(tx: Tx, case: Case) -> str:
    """Return ``rings`` while the roster is told, then who took it or that nobody did."""
    rows = tx.execute("SELECT next_at, taken_by FROM alarm WHERE ticket = ?", (case.id,))
    if not rows:
        return ""
    ((next_at, taken_by),) = rows
    return "taken" if taken_by else "rings" if next_at is not None else "given-up"


_FACTS: dict[str, Callable[[Tx, Case], str]] = {
    "level": lambda _tx, case: case.confidentiality,
    "colour": lambda _tx, case: WORDS[case.state].colour,
    "lead": lambda _tx, case: case.lead.agency if case.lead else "",
    "support": lambda _tx, case: ",".join(t.agency for t in case.tasks if t.open and not t.lead),
    "accused": lambda _tx, case: ",".join(case.accused),
    "silent": lambda _tx, case: "yes" if case.silent else "",
    "handler": lambda _tx, case: "yes" if case.handler else "",
    "merged": lambda _tx, case: str(case.merged_into or ""),
    "linked": _count("SELECT l.number FROM ticket t JOIN ticket l ON l.id = t.linked_to"
                     " WHERE t.id = ? UNION ALL SELECT NULL"),
    "files": _count("SELECT COUNT(*) FROM attachment WHERE ticket = ?"),
    "reveals": _count("SELECT COUNT(*) FROM reveal WHERE ticket = ?"),
    "together": _together,
    "notes": _notes,
    "alarm": _alarm,
}  # fmt: skip


def of_phone(tx: Tx, number: str, key: str, now: datetime) -> str:
    """Return what *key* of the phone *number* is: tickets, strikes, blocked, opted_out."""
    sealed = tx.keys.seal_number(number)
    rows = tx.execute(
        "SELECT id, blocked_until, opted_out FROM contact WHERE number = ?", (sealed,)
    )
    if not rows:
        return "0" if key in {"tickets", "strikes"} else NOTHING
    ((contact, blocked, opted_out),) = rows
    known: dict[str, Any] = {
        "tickets": tx.execute("SELECT COUNT(*) FROM ticket WHERE contact = ?", (contact,))[0][0],
        "strikes": cases.strikes(tx, contact),
        "blocked": "yes" if blocked is not None and from_us(blocked) > now else NOTHING,
        "opted_out": "yes" if opted_out else NOTHING,
    }
    return str(known[key])


def of_desk(tx: Tx, key: str) -> str:
    """Return a count of the whole desk: sms, tickets, incidents, or an inbox reason (spam)."""
    if key == "sms":
        sql = "SELECT COUNT(*) FROM inbox"
    elif key == "tickets":
        sql = "SELECT COUNT(*) FROM ticket"
    elif key == "incidents":
        sql = "SELECT COUNT(DISTINCT incident) FROM ticket"
    else:
        return str(tx.execute("SELECT COUNT(*) FROM inbox WHERE reason = ?", (key,))[0][0])
    return str(tx.execute(sql)[0][0])
