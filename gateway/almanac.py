"""A changed calendar moves the open deadlines: noticed by the copy in meta, done in batches."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gateway import effects
from gateway.origin import Means, Origin
from models import calendars, cases
from models.base import Tx
from models.casework import clocking
from models.casework.case import SYSTEM
from models.casework.effects import Decision
from models.clocks import Calendar
from models.times import from_us, to_us

log = logging.getLogger(__name__)

BATCH = 100  # tickets a transaction
KEPT = "calendar"
"""Name in meta of the calendar by which the open deadlines are reckoned."""
MOVING = "calendar_move"
"""Name in meta of a move that has begun: from which calendar to which, and how far it has come."""


def compare(tx: Tx, calendar: Calendar, now: datetime) -> bool:
    """Hold *calendar* against the one in force; True when open deadlines have to move.

    A move that a crash has cut off is ended first, as it was begun.
    """
    if tx.meta(MOVING) is not None:
        return True
    kept, year = tx.meta(KEPT), calendar.day(now).year
    text = calendars.written(calendar, range(year - 1, year + 2))
    if kept == text:
        return False
    _put(tx, KEPT, text)
    if kept is None or calendars.written(calendar, calendars.years_of(kept)) == kept:
        return False  # the first start, or only another year came into view
    move = {"old": kept, "new": text, "ticket": 0, "before": to_us(now)}
    _put(tx, MOVING, json.dumps(move))
    log.warning(
        "calendar: %s becomes %s, open deadlines move",
        calendars.digest(kept), calendars.digest(text),
    )  # fmt: skip
    return True


def advance(tx: Tx, means: Means, now: datetime, *, count: int = 0) -> bool:
    """Move the deadlines of the next *count* tickets, BATCH unless told; False when all are done.

    How far it came is written in the same transaction: nothing moves twice.
    """
    kept = tx.meta(MOVING)
    if kept is None:
        return False
    move = json.loads(kept)
    tickets = _next(tx, move, count or BATCH)
    if not tickets:
        tx.change("DELETE FROM meta WHERE name = ?", (MOVING,))
        return False
    old, new = calendars.read(move["old"]), calendars.read(move["new"])
    for case in cases.load(tx, tickets).values():
        changes = clocking.rebased(case, old, new, from_us(move["before"]))
        if changes:
            effects.write(tx, Decision("rescheduled", changes, case), Origin(SYSTEM, now), means)
    _put(tx, MOVING, json.dumps({**move, "ticket": tickets[-1]}))
    return True


def leave_next(tx: Tx) -> int:
    """Go on behind the next ticket without moving its deadlines; return its id, 0 for none."""
    move = json.loads(tx.meta(MOVING) or "{}")
    left = _next(tx, move, 1) if move else []
    if left:
        _put(tx, MOVING, json.dumps({**move, "ticket": left[0]}))
    return left[0] if left else 0


def _next(tx: Tx, move: Mapping[str, Any], count: int) -> list[int]:
    """Return the next tickets with a deadline that is still open."""
    rows = tx.execute(
        "SELECT DISTINCT ticket FROM clock WHERE ticket > ? AND met_at IS NULL"
        " AND stopped_at IS NULL ORDER BY ticket LIMIT ?",
        (move["ticket"], count),
    )
    return [int(row) for (row,) in rows]


def _put(tx: Tx, name: str, value: str) -> None:
    tx.change(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
