"""What moved lately: messages in and parts out by line, and what failed. For people at a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.times import from_us, to_us

LATELY = timedelta(minutes=1)
"""Over which the rates are counted."""

REMEMBERED = timedelta(hours=1)
"""For which a failure is shown."""

MOST = 20_000
"""Rows that a rate is counted from: a busier line shows this many."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Parts of one line that ended in the same way."""

    line: str
    state: str  # failed | unknown
    code: str  # the carrier's, or ours
    parts: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened up to now."""

    received: Mapping[str, int]  # line -> messages over LATELY
    sent: Mapping[str, int]  # line -> parts over LATELY
    failures: tuple[Failure, ...]  # over REMEMBERED, the newest first


def activity(tx: Tx, now: datetime) -> Activity:
    """Return what moved up to *now*."""
    since = to_us(now - LATELY)
    return Activity(
        received=_counted(tx, "inbox", "received_at", since),
        sent=_counted(tx, "delivery", "sent_at", since),
        failures=_failures(tx, now),
    )


def _counted(tx: Tx, table: str, column: str, since: int) -> dict[str, int]:
    rows = tx.execute(
        f"SELECT line, COUNT(*) FROM (SELECT line FROM {table} WHERE {column} > ?"
        f" ORDER BY {column} DESC LIMIT {MOST}) lately GROUP BY line",
        (since,),
    )
    return {line: int(count) for line, count in rows}


def _failures(tx: Tx, now: datetime) -> tuple[Failure, ...]:
    rows = tx.execute(
        "SELECT line, state, code, COUNT(*), MAX(state_at) FROM delivery"
        " WHERE (state = 'failed' OR state = 'unknown') AND state_at > ?"
        " GROUP BY line, state, code ORDER BY MAX(state_at) DESC LIMIT 10",
        (to_us(now - REMEMBERED),),
    )
    return tuple(
        Failure(line, state, code, int(parts), from_us(last))
        for line, state, code, parts, last in rows
    )
