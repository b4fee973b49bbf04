"""What has been kept long enough is removed: raw SMS, noise, who reported, strikes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from gateway import erasure
from models.attachments import Stored
from models.base import Tx
from models.casework.noise import GHOSTS, MACHINES, SPAM
from models.city_privacy import Retention
from models.clocks import DAYS, HOURS, MINUTES, Span
from models.times import to_us

Run = Callable[[Callable[[Tx], Any]], Any]
"""Runs a job in a transaction of its own and returns what it returns."""

PAGE = 200
RULES = ("machine", "noise", "raw", "strikes", "identity", "contacts")
"""In this order: what a tighter rule has removed is not counted again by a wider one."""

_FULL = "SELECT id FROM inbox WHERE id > ? AND state IN ('done', 'bad') AND received_at < ?"
_NOISE = ", ".join(f"'{reason}'" for reason in sorted(GHOSTS | SPAM))
_MACHINES = ", ".join(f"'{reason}'" for reason in sorted(MACHINES))
_FIND = {
    "machine": f"{_FULL} AND reason IN ({_MACHINES}) AND length(raw) > ?",
    "noise": f"{_FULL} AND (reason IN ({_NOISE})"
    " OR ticket IN (SELECT id FROM ticket WHERE state = 'prank')) AND length(raw) > ?",
    "raw": f"{_FULL} AND length(raw) > ?",
    "strikes": "SELECT id FROM strike WHERE id > ? AND at < ?",
    "identity": "SELECT id FROM ticket WHERE id > ? AND ended_at < ?"
    " AND (contact IS NOT NULL OR length(original) > ?)",
    "contacts": "SELECT id FROM contact c WHERE id > ? AND created_at < ?"
    " AND COALESCE(blocked_until, 0) < ?"
    " AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.contact = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM officer o WHERE o.contact = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM strike s WHERE s.contact = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM outbox m WHERE m.contact = c.id AND NOT m.created_at < ?)",
}
"""Rule -> the rows, by id, that it is about: ``< ?`` is the moment, ``> ?`` a sealed nothing."""


@dataclass(frozen=True, slots=True)
class Due:
    """One rule at one moment."""

    name: str  # of RULES
    before: datetime  # what ended or came before is too old


@dataclass(frozen=True, slots=True)
class Removed:
    """What one rule removed, or would."""

    rule: str
    before: datetime
    count: int
    files: tuple[Stored, ...] = ()  # to be removed from the disk by the caller


def length(span: Span) -> timedelta:
    """Return *span* as a length of time; city.toml has no working days here."""
    return timedelta(minutes=span.count * {MINUTES: 1, HOURS: 60, DAYS: 1_440}[span.unit])


def due(rules: Retention, strike_life: Span, now: datetime) -> list[Due]:
    """Return what is too old at *now* by each rule."""
    spans = {
        "machine": rules.machine, "noise": rules.noise, "raw": rules.raw, "strikes": strike_life,
        "identity": rules.identity, "contacts": rules.identity,
    }  # fmt: skip
    return [Due(name, now - length(spans[name])) for name in RULES]


def look(run: Run, wanted: Sequence[Due]) -> Iterator[Removed]:
    """Yield what would be removed now; *run* need only read.

    Contacts that are nobody's only after the other rules have run are not counted.
    """
    seen: set[int] = set()
    for one in wanted:
        rows = {row for page in _pages(run, one) for row in page}
        if one.name in _MESSAGES:
            rows -= seen
            seen |= rows
        elif one.name == "contacts":
            rows = {row for row in rows if run(partial(_is_somebody, row))}
        yield Removed(one.name, one.before, len(rows))


def remove(read: Run, write: Run, wanted: Sequence[Due], now: datetime) -> Iterator[Removed]:
    """Remove, a page in a transaction; yield what each rule removed when it is done."""
    for one in wanted:
        count, files = 0, list[Stored]()
        for page in _pages(read, one):
            done: Removed = write(partial(_apply, one, page, now))
            count += done.count
            files += done.files
        yield Removed(one.name, one.before, count, tuple(files))


_MESSAGES = frozenset({"machine", "noise", "raw"})


def _pages(run: Run, one: Due) -> Iterator[list[int]]:
    last = 0
    while page := run(partial(_find, one, last)):
        yield page
        last = page[-1]


def _find(one: Due, after: int, tx: Tx) -> list[int]:
    """Return the ids, behind *after*, of the next rows that the rule is about."""
    before, empty = to_us(one.before), len(tx.keys.seal(b""))
    sql = _FIND[one.name]
    values = [after, *([before] * sql.count("< ?")), *([empty] * sql.count(") > ?"))]
    rows = tx.execute(f"{sql} ORDER BY id LIMIT {PAGE}", values)
    return [row for (row,) in rows]


def _apply(one: Due, rows: Sequence[int], now: datetime, tx: Tx) -> Removed:
    files: tuple[Stored, ...] = ()
    count = len(rows)
    if one.name in _MESSAGES:
        count = erasure.blank_inbox(tx, rows)
    elif one.name == "strikes":
        tx.change(f"DELETE FROM strike WHERE id IN ({tx.marks(len(rows))})", rows)
    elif one.name == "identity":
        files = erasure.strip(tx, rows, now=now).files
    else:
        somebody = [row for row in rows if _is_somebody(row, tx)]
        count = len(somebody)
        for row in somebody:
            erasure.forget(tx, row, now)
    return Removed(one.name, one.before, count, files)


def _is_somebody(contact: int, tx: Tx) -> bool:
    """Tell whether the contact still has a number."""
    ((sealed,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (contact,))
    return not tx.keys.open_number(bytes(sealed)).startswith(erasure.GONE)
