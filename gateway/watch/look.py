"""Takes the readings: the state of the lines, the rows that wait, the disk, backups, the clock."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Literal

from gateway.at.card import ANOTHER
from gateway.config import Settings
from gateway.watch.readings import HouseReading, LineReading
from models import line_credit, line_order
from models.base import Tx
from models.line_credit import Known
from models.times import from_us, to_us

RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows an earlier time: a computer without a battery begins in 1970."""

LAST_PARTS = 200
"""Parts of a line whose fate is looked at."""

_RECENT = 2_000  # parts of all lines that are searched for these
_SETTLED = timedelta(minutes=2)
"""After a line was opened: what had waited at the network meanwhile has old stamps."""

_STAMPS = 3  # service centre stamps in a row


@dataclass(frozen=True, slots=True)
class Place:
    """What readings are taken of besides the database."""

    settings: Settings
    zone: tzinfo  # the city's
    now: datetime
    no_network: Mapping[str, datetime] = field(
        default_factory=dict
    )  # line -> since when it has none


def look(tx: Tx, place: Place) -> HouseReading:
    """Return what the gateway is like at *place.now*; a few milliseconds, whatever its age."""
    now, alerts = place.now, place.settings.alerts
    unread, oldest_unread = _unread(tx)
    backup_age = newest_age(alerts.backup_folder, now) if alerts.backup_folder else None
    return HouseReading(
        at=now,
        today=now.astimezone(place.zone).date(),
        lines=_lines(tx, place),
        unread=unread,
        oldest_unread=oldest_unread,
        unknown=parts_in(tx, "unknown"),
        disk_free=disk_free(place.settings.state),
        backup_age=backup_age,
        backup_missing=alerts.backup_folder is not None and backup_age is None,
        clock_drift=now - RELEASED if now < RELEASED else drift(_stamps(tx, now)),
        reload_refused=tx.meta("reload_fault") is not None,
    )


def states(tx: Tx) -> dict[str, dict[str, Any]]:
    """Return what each line last wrote of itself, by line: the JSON of line_state."""
    return {
        line: json.loads(data) for line, data in tx.execute("SELECT line, data FROM line_state")
    }


def _lines(tx: Tx, place: Place) -> tuple[LineReading, ...]:
    told, fates, credit = states(tx), _fates(tx), line_credit.known(tx)
    paused = {line for line, one in line_order.orders(tx).items() if one.paused}
    queues = _queues(tx, place.now)
    return tuple(
        _line(
            line.name, told.get(line.name, {}), fates, queues.get(line.name, (0, None)),
            credit.get(line.name), place.no_network.get(line.name), wanted=line.name in paused,
        )
        for line in place.settings.lines
    )  # fmt: skip


def _line(
    name: str,
    state: Mapping[str, Any],
    fates: Mapping[tuple[str, str], int],
    queue: tuple[int, datetime | None],
    credit: Known | None,
    no_network: datetime | None,
    *,
    wanted: bool,
) -> LineReading:
    """Read one line; *wanted*: a person has paused it, so that its silence is no fault."""
    up = bool(state.get("up"))
    since = state.get("down_since")
    delivered = fates.get((name, "delivered"), 0)
    return LineReading(
        name=name,
        up=up,
        down_since=None if up or wanted or since is None else from_us(since),
        other_sim=ANOTHER in str(state.get("detail") or ""),
        no_network_since=no_network if up else None,
        signal=state.get("signal"),
        sim_used=state.get("sim_used"),
        sim_total=state.get("sim_total"),
        balance=credit.balance if credit else None,
        expires=credit.expires if credit else None,
        short_of_credit=bool(credit and credit.short_at),
        reported=delivered + fates.get((name, "failed"), 0),
        delivered=delivered,
        queued=queue[0],
        oldest_queued=None if wanted else queue[1],
    )


def without_network(
    told: Mapping[str, Mapping[str, Any]], before: Mapping[str, datetime], now: datetime
) -> dict[str, datetime]:
    """Return since when each line that is up has no network, going on from *before*. Pure."""
    return {
        line: before.get(line, now)
        for line, state in told.items()
        if state.get("up") and state.get("registered") is False
    }


def _fates(tx: Tx) -> Counter[tuple[str, str]]:
    """Count (line, state) of the last parts of each line whose fate the network told."""
    rows = tx.execute(
        "SELECT line, state FROM delivery WHERE sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT ?",
        (_RECENT,),
    )
    return count_fates(rows)


def count_fates(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[str, str]]:
    """Count (line, state) over the first LAST_PARTS settled rows of each line, newest first."""
    fates: Counter[tuple[str, str]] = Counter()
    taken: Counter[str] = Counter()
    for line, state in rows:
        if state in {"delivered", "failed"} and taken[line] < LAST_PARTS:
            fates[line, state] += 1
            taken[line] += 1
    return fates


def _queues(tx: Tx, now: datetime) -> dict[str, tuple[int, datetime | None]]:
    """Return (parts that may be sent now, since when the oldest may) of each line."""
    rows = tx.execute(
        "SELECT line, COUNT(*), MIN(not_before) FROM delivery"
        " WHERE state = 'queued' AND not_before <= ? GROUP BY line",
        (to_us(now),),
    )
    return {line: (count, from_us(oldest)) for line, count, oldest in rows}


def _unread(tx: Tx) -> tuple[int, datetime | None]:
    """Return how many messages the desk has not read, and when the oldest came."""
    count = _count(tx, "inbox", "new")
    if not count:
        return 0, None
    rows = tx.execute("SELECT received_at FROM inbox WHERE state = 'new' ORDER BY id LIMIT 1")
    return count, from_us(rows[0][0]) if rows else None


def parts_in(tx: Tx, state: Literal["sending", "unknown"]) -> int:
    """Count the parts in *state*: a literal, so that its partial index is taken."""
    ((count,),) = tx.execute(f"SELECT COUNT(*) FROM delivery WHERE state = '{state}'")
    return int(count)


def _count(tx: Tx, table: str, state: str) -> int:
    ((count,),) = tx.execute(f"SELECT COUNT(*) FROM {table} WHERE state = ?", (state,))
    return int(count)


def _stamps(tx: Tx, now: datetime) -> list[timedelta]:
    """Return how much later than its stamp each of the last messages came that had not waited."""
    rows = tx.execute(
        "SELECT i.received_at, i.sent_at, s.started FROM inbox i JOIN session s ON s.id = i.session"
        " WHERE i.sent_at IS NOT NULL AND i.received_at > ? AND i.received_at <= ?"
        " ORDER BY i.received_at DESC LIMIT 20",
        (to_us(now - timedelta(days=1)), to_us(now)),
    )
    return [
        from_us(received) - from_us(stamp)
        for received, stamp, started in rows
        if from_us(received) - from_us(started) > _SETTLED
    ][:_STAMPS]


def drift(late: Sequence[timedelta]) -> timedelta | None:
    """Return how much our clock is ahead by the last messages' lateness; None when too few. Pure.

    The one that came soonest counts: a phone that was off, or a network that held one back, is no
    fault of the clock. Negative: messages come before they were sent, so ours is behind.
    """
    return min(late, key=abs) if len(late) >= _STAMPS else None


def disk_free(folder: Path) -> int | None:
    """Return the bytes that we may still write in *folder*; None when it cannot be asked."""
    try:
        room = os.statvfs(folder)
    except OSError:
        return None
    return room.f_bavail * room.f_frsize


def newest_age(folder: Path, now: datetime) -> timedelta | None:
    """Return how old the newest file in *folder* is; None when there is none."""
    try:
        times = [entry.stat().st_mtime for entry in os.scandir(folder) if entry.is_file()]
    except OSError:
        return None
    return timedelta(seconds=now.timestamp() - max(times)) if times else None
