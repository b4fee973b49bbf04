"""Alarms of the house: raised once, cleared once; who tells people is gateway/watch/telling.py.

Whoever finds that something is wrong calls raise_alarm() as often as it looks, in its own
transaction, and clear_alarm() when it is well again. Only the first call of each changes anything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.base import Tx
from models.rows import insert
from models.times import from_us, to_us

UNTOLD, TOLD, SETTLED = 0, 1, 2
"""alarm_state.told: nobody knows yet; people know that it is so; nothing is left to tell."""


KEPT = timedelta(days=400)
"""For which alarms that are over are kept: long enough to compare with last year."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row of alarm_state."""

    id: int
    name: str
    subject: str  # a line, or '' for the whole house
    fields: Mapping[str, str]
    raised_at: datetime
    cleared_at: datetime | None = None
    told: int = UNTOLD
    told_at: datetime | None = None


def raise_alarm(
    tx: Tx, name: str, subject: str, *, fields: Mapping[str, str], now: datetime
) -> bool:
    """Note that *name* is wrong with *subject*; True the first time, until it is cleared.

    *name* is a key of kinds.KINDS, or any other code word, which is then told in general words.
    *subject* is the name of a line, or '' for the whole house. *fields* fill the text and are
    shown to people: never a number of a person, nor words of a report.
    """
    if stands(tx, name, subject):
        return False
    (row,) = tx.ids("alarm_state")
    columns = {
        "id": row,
        "name": name,
        "subject": subject,
        "fields": json.dumps(dict(fields), sort_keys=True),
        "raised_at": to_us(now),
    }
    return insert(tx, "alarm_state", columns, unless_known=True)


def clear_alarm(tx: Tx, name: str, subject: str, *, now: datetime) -> bool:
    """Note that *name* of *subject* is well again; True when it was not."""
    if not stands(tx, name, subject):  # a look costs nothing, an UPDATE takes the log
        return False
    changed = tx.change(
        "UPDATE alarm_state SET cleared_at = ?"
        " WHERE name = ? AND subject = ? AND cleared_at IS NULL",
        (to_us(now), name, subject),
    )
    return changed == 1


def open_alarms(tx: Tx) -> tuple[Alarm, ...]:
    """Return what is wrong now, the oldest first."""
    return _read(tx, "cleared_at IS NULL")


def untold(tx: Tx) -> tuple[Alarm, ...]:
    """Return the alarms of which something may be left to tell, the oldest first."""
    return _read(tx, f"told < {SETTLED}")


def forget(tx: Tx, before: datetime) -> int:
    """Remove alarms that were over before *before*; return how many."""
    return tx.change(
        f"DELETE FROM alarm_state WHERE cleared_at < ? AND told = {SETTLED}", (to_us(before),)
    )


def stands(tx: Tx, name: str, subject: str) -> bool:
    """Tell whether *name* is wrong with *subject* now."""
    return bool(
        tx.execute(
            "SELECT 1 FROM alarm_state WHERE name = ? AND subject = ? AND cleared_at IS NULL",
            (name, subject),
        )
    )


def _read(tx: Tx, where: str) -> tuple[Alarm, ...]:
    rows = tx.execute(
        "SELECT id, name, subject, fields, raised_at, cleared_at, told, told_at"
        f" FROM alarm_state WHERE {where} ORDER BY id"
    )
    return tuple(
        Alarm(
            row, name, subject, json.loads(fields), from_us(raised_at),
            _time(cleared_at), told, _time(told_at),
        )
        for row, name, subject, fields, raised_at, cleared_at, told, told_at in rows
    )  # fmt: skip


def _time(value: int | None) -> datetime | None:
    return None if value is None else from_us(value)
