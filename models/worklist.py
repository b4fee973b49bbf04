"""What waits for somebody right now: the sections of the work screen, the most urgent first.

Each section is one query over an index of what is open; it is counted up to MOST and read up to
the number that a screen shows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.casework.states import OPEN
from models.listing import LATE
from models.narrowing import open_tasks
from models.times import to_us

MOST = 10_000
PROPOSED = "similar"
RECENT = timedelta(days=7)
"""How long what could not be read stays on the screen."""

_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN))
_DUE = (
    "(SELECT MIN(c.due) FROM clock c WHERE c.ticket = t.id AND c.met_at IS NULL"
    " AND c.stopped_at IS NULL AND c.paused_since IS NULL)"
)
_FOLLOWED = (
    " LEFT JOIN clock c ON c.ticket = a.ticket AND c.task = a.id AND c.name = 'follow_up'"
    " AND c.met_at IS NULL AND c.stopped_at IS NULL"
)
_CITY = {
    "alarms": (
        "SELECT t.id FROM alarm m JOIN ticket t ON t.id = m.ticket"
        f" WHERE m.taken_at IS NULL AND t.state IN ({_OPEN}) ORDER BY t.id"
    ),
    "late": f"SELECT t.id FROM ticket t WHERE t.id IN ({LATE}) AND t.state IN ({_OPEN})"
    f" ORDER BY {_DUE}, t.id",
    "unread": f"SELECT t.id FROM ticket t WHERE t.review <> '' AND t.review <> '{PROPOSED}'"
    f" AND (t.state IN ({_OPEN}) OR t.review IN ('appeal', 'low_rating', 'watch')) ORDER BY t.id",
    "unverified": "SELECT t.id FROM ticket t WHERE t.state = 'new' AND t.review = '' ORDER BY t.id",
    "to_assign": "SELECT t.id FROM ticket t WHERE t.state = 'verified' AND NOT EXISTS (SELECT 1"
    " FROM assignment a WHERE a.ticket = t.id AND a.lead = 1 AND a.ended_at IS NULL) ORDER BY t.id",
    "proposals": "SELECT t.id FROM ticket t WHERE t.review <> ''"  # names the index
    f" AND t.review = '{PROPOSED}' AND t.state IN ({_OPEN}) ORDER BY t.id",
}
_AGENCY = {
    "alarms": (
        "SELECT t.id FROM alarm m JOIN ticket t ON t.id = m.ticket"
        f" WHERE m.taken_at IS NULL AND t.state IN ({_OPEN}) AND EXISTS (SELECT 1"
        " FROM assignment o WHERE o.ticket = t.id AND o.agency = ? AND o.ended_at IS NULL)"
        " ORDER BY t.id"
    ),
    "late": (
        f"SELECT a.ticket FROM {{tasks}}{_FOLLOWED} WHERE a.agency = ? AND a.ended_at IS NULL"
        f" AND a.ticket IN ({LATE}) ORDER BY c.due IS NULL, c.due, a.ticket"
    ),
    "to_accept": (
        f"SELECT a.ticket FROM {{tasks}}{_FOLLOWED} WHERE a.agency = ? AND a.ended_at IS NULL"
        " AND a.state = 'assigned' ORDER BY c.due IS NULL, c.due, a.ticket"
    ),
    "at_work": (
        f"SELECT a.ticket FROM {{tasks}}{_FOLLOWED} WHERE a.agency = ? AND a.ended_at IS NULL"
        " AND a.state IN ('accepted', 'in_progress') ORDER BY c.due IS NULL, c.due, a.ticket"
    ),
    "waiting": (
        "SELECT a.ticket FROM {tasks} JOIN ticket t ON t.id = a.ticket AND t.state = 'held'"
        " WHERE a.agency = ? AND a.ended_at IS NULL ORDER BY a.ticket"
    ),
}
SECTIONS = ("alarms", "late", "unread", "unverified", "to_assign", "proposals", "to_accept",
            "at_work", "waiting", "unknown", "bad")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the screen."""

    name: str  # of SECTIONS
    count: int  # at most MOST
    tickets: tuple[int, ...]  # ticket.id; of unknown outbox.id, of bad inbox.id


def sections(tx: Tx, agency: str, now: datetime, limit: int) -> list[Section]:
    """Return the sections of the city, or of *agency*, with at most *limit* rows each."""
    moment = to_us(now)
    found = []
    for name, query in (_AGENCY if agency else _CITY).items():
        sql = query.replace("{tasks}", open_tasks(tx.dialect))
        values: list[object] = [agency] if agency else []
        if LATE in sql:
            values += [moment, moment]
        found.append(_section(tx, name, sql, values, limit))
    if not agency:
        found += _wires(tx, now, limit)
    return found


def _wires(tx: Tx, now: datetime, limit: int) -> list[Section]:
    """Return what hangs between us and the carriers: people decide on it."""
    unknown = "SELECT DISTINCT outbox FROM delivery WHERE state = 'unknown' ORDER BY outbox"
    bad = "SELECT id FROM inbox WHERE state = 'bad' AND received_at > ? ORDER BY id DESC"
    return [
        _section(tx, "unknown", unknown, [], limit),
        _section(tx, "bad", bad, [to_us(now - RECENT)], limit),
    ]


def _section(tx: Tx, name: str, sql: str, values: list[object], limit: int) -> Section:
    ((count,),) = tx.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {MOST}) AS found", values)
    rows = tx.execute(f"{sql} LIMIT {limit or MOST}", values) if count else []
    return Section(name, int(count), tuple(int(row[0]) for row in rows))
