"""All that monitoring shows of one moment, read in one transaction; nothing of people in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gateway.watch.alarms import Alarm, open_alarms
from gateway.watch.look import Place, look, parts_in
from gateway.watch.readings import HouseReading
from models import spending
from models.base import Tx
from models.lanes import LANES
from models.line_credit import Known, known
from models.spending import Spent
from models.times import from_us, to_us

OPEN = ("new", "held", "verified", "assigned", "in_progress")
"""States of tickets that somebody has to do something about."""

TOTALS = {
    "inbox": "messages", "report": "delivery_reports", "ticket": "tickets", "outbox": "replies",
    "delivery": "parts", "event": "events",
}  # fmt: skip
"""Table -> what its rows are; how many there ever were stands in table counter."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class LineStock:
    """What a line last wrote of itself."""

    node: str  # the process that wrote it
    state: Mapping[str, Any]  # the JSON of line_state
    paused_until: datetime | None
    pause_reason: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """Parts of one line and lane that may be sent now."""

    line: str
    lane: str  # LANES
    parts: int
    oldest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """One moment."""

    reading: HouseReading
    lines: Mapping[str, LineStock]
    credit: Mapping[str, Known]
    queues: tuple[Queue, ...]
    totals: Mapping[str, int]  # by the names of TOTALS; they survive a restart
    spent: Mapping[str, Spent]  # by line, over all time
    inbox: Mapping[str, int]  # new, held, bad
    sending: int
    mail: Mapping[str, int]  # queued, unknown
    tickets: Mapping[str, int]  # by OPEN
    late: int  # deadlines that are over and not met
    alarms: tuple[Alarm, ...]


def take(tx: Tx, place: Place) -> Stock:
    """Read everything; some milliseconds, and some tens with very many open tickets."""
    reading = look(tx, place)
    return Stock(
        reading=reading,
        lines=_lines(tx),
        credit=known(tx),
        queues=queues(tx, place.now),
        totals=totals(tx),
        spent=spending.by_line(tx, _EPOCH, reading.today + timedelta(days=2)),
        inbox={state: _count(tx, "inbox", state) for state in ("new", "held", "bad")},
        sending=parts_in(tx, "sending"),
        mail={state: _count(tx, "mail", state) for state in ("queued", "unknown")},
        tickets={state: _count(tx, "ticket", state) for state in OPEN},
        late=_late(tx),
        alarms=open_alarms(tx),
    )


def totals(tx: Tx) -> dict[str, int]:
    """Return how many rows there ever were, by the names of TOTALS."""
    found = dict(tx.execute("SELECT name, value FROM counter"))
    return {name: int(found.get(table, 0)) for table, name in TOTALS.items()}


def queues(tx: Tx, now: datetime) -> tuple[Queue, ...]:
    """Return what may be sent now, by line and lane."""
    rows = tx.execute(
        "SELECT line, lane, COUNT(*), MIN(not_before) FROM delivery"
        " WHERE state = 'queued' AND not_before <= ? GROUP BY line, lane ORDER BY line, lane",
        (to_us(now),),
    )
    return tuple(
        Queue(line, LANES[lane], count, from_us(oldest)) for line, lane, count, oldest in rows
    )


def _lines(tx: Tx) -> dict[str, LineStock]:
    rows = tx.execute(
        "SELECT line, node, data, paused_until, pause_reason, updated_at FROM line_state"
        " ORDER BY line"
    )
    return {
        line: LineStock(
            node, json.loads(data), None if until is None else from_us(until), reason, from_us(at)
        )
        for line, node, data, until, reason, at in rows
    }


def _count(tx: Tx, table: str, state: str) -> int:
    ((count,),) = tx.execute(f"SELECT COUNT(*) FROM {table} WHERE state = ?", (state,))
    return int(count)


def _late(tx: Tx) -> int:
    ((count,),) = tx.execute(
        "SELECT COUNT(*) FROM clock WHERE breached_at IS NOT NULL AND met_at IS NULL"
        " AND stopped_at IS NULL"
    )
    return int(count)
