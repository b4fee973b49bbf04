"""Deeds: what is done to staff, officers, tallies and the city, in one chain that only grows.

As with events, each row's chain value is an HMAC over the one before it and the row: a row changed,
taken out or put in between shows, and so does one cut off at the end, for ids have no gap.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.base import Tx
from models.rows import insert
from models.times import from_us, to_us

VERBS = (
    "added", "ended", "moved", "duty", "handed_over", "sheet", "counted", "rules", "restored",
    "paused", "resumed", "swapped",
)  # fmt: skip
"""Verbs: of staff and officers the first six, of a tally ``counted``, of the city ``rules``.

Of a line the last three."""

_START = b""  # what stands before the first row


@dataclass(frozen=True, slots=True)
class Deed:
    """One row."""

    id: int
    at: datetime
    actor: str  # "staff:NAME", "system"
    verb: str
    subject: str  # "staff:LOGIN", "officer:ID", "tally:CHANNEL", "line:NAME", "city"
    data: Mapping[str, Any]


def record(
    tx: Tx, actor: str, verb: str, subject: str, data: Mapping[str, object], now: datetime
) -> int:
    """Add a deed in the transaction that does it, and return its id.

    *data* holds ids, codes, old and new values: never a text, a name or a number.
    """
    if verb not in VERBS:
        raise ValueError(f"deed: unknown verb {verb!r}")
    (row,) = tx.ids("deed")
    rows = tx.execute("SELECT chain FROM deed WHERE id = ?", (row - 1,))
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    fields = (row, to_us(now), actor, verb, subject, text)
    chain = _link(tx, bytes(rows[0][0]) if rows else _START, fields)
    names = ("id", "at", "actor", "verb", "subject", "data")
    insert(tx, "deed", {**dict(zip(names, fields, strict=True)), "chain": chain})
    return row


def _link(tx: Tx, before: bytes, fields: tuple[object, ...]) -> bytes:
    """Return the chain value of a row (32 bytes)."""
    return tx.keys.mac("deed-chain", before, *(str(field).encode() for field in fields))


def between(
    tx: Tx, since: datetime | None = None, actor: str = "", *, below: int = 2**62, count: int = 1000
) -> list[Deed]:
    """Return at most *count* deeds with an id under *below*, newest first."""
    where, values = ["id < ?"], list[object]([below])
    if since is not None:
        where.append("at >= ?")
        values.append(to_us(since))
    if actor:
        where.append("actor = ?")
        values.append(actor)
    rows = tx.execute(
        "SELECT id, at, actor, verb, subject, data FROM deed"
        f" WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?",
        (*values, count),
    )
    return [
        Deed(row, from_us(at), who, verb, subject, json.loads(data))
        for row, at, who, verb, subject, data in rows
    ]


def broken(tx: Tx) -> Iterator[int]:
    """Yield the ids at which the chain does not hold: changed, put in between, or missing before.

    After a row that does not fit the chain goes on from what stands there, so that one damage is
    told once. Rows cut off at the end show as a counter that is ahead (fsck).
    """
    before, place = _START, 0
    rows = tx.execute("SELECT id, at, actor, verb, subject, data, chain FROM deed ORDER BY id")
    for *fields, chain in rows:
        place += 1
        if fields[0] != place or _link(tx, before, tuple(fields)) != bytes(chain):
            yield int(fields[0])
        before, place = bytes(chain), int(fields[0])
