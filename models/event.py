"""What happened to a ticket: rows that are only added, tied together by a keyed hash chain.

Each row's chain value is an HMAC over the one before it and the row, so that a row changed, taken
out or put in between shows. A row holds ids and codes, never text, a name or a number.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.base import Tx
from models.orm import Table, UtcField, pw
from models.quick import quick
from models.seal import Keyring
from models.ticket import Ticket
from models.times import to_us

_START = b""  # what stands before the first row
_JSON = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))


@quick
@dataclass(frozen=True, slots=True)
class Happening:
    """An event that is not a row yet."""

    ticket: int  # ticket.id
    at: datetime
    actor: str  # "citizen", "system", "staff:NAME", "officer:ID"
    verb: str
    data: Mapping[str, object]  # ids, codes, old and new values: never text, name or number


class Event(Table):
    """One thing that happened to a ticket. Never updated, never deleted."""

    id = pw.BigIntegerField(primary_key=True)
    ticket = pw.ForeignKeyField(Ticket, column_name="ticket", backref="events", index=False)
    seq = pw.BigIntegerField()  # 1, 2, 3 ... within the ticket
    at = UtcField()
    actor = pw.TextField()
    verb = pw.TextField()
    data = pw.TextField()  # JSON
    chain = pw.BlobField()  # link() of this row

    class Meta:
        """The chain has one row a place."""

        indexes = ((("ticket", "seq"), True),)


def link(  # noqa: PLR0913 - the fields of a row
    keys: Keyring,
    before: bytes,
    *,
    ticket: int,
    seq: int,
    at: int,
    actor: str,
    verb: str,
    data: str,
) -> bytes:
    """Return the chain value of a row (32 bytes); *at* in microseconds, *data* as JSON text."""
    fields = (str(ticket), str(seq), str(at), actor, verb, data)
    return keys.mac("event-chain", before, *(field.encode() for field in fields))


def append(
    tx: Tx, ticket: int, *, at: datetime, actor: str, verb: str, data: Mapping[str, object]
) -> int:
    """Add one event to *ticket* and return its id; ValueError for a naive *at*."""
    return append_all(tx, [Happening(ticket, at, actor, verb, data)])[0]


def append_all(tx: Tx, happenings: Sequence[Happening], *, new: int = 0) -> range:
    """Add events, in this order, and return their ids: the way of the desk's batch.

    *new* is a ticket that this very decision made: nothing has happened to it yet.
    """
    if not happenings:
        return range(0)
    ids = tx.ids("event", len(happenings))
    ends = _ends(tx, {happening.ticket for happening in happenings} - {new})
    rows = []
    for row, one in zip(ids, happenings, strict=True):
        last, before = ends.get(one.ticket, (0, _START))
        data = _JSON.encode(one.data)
        seq, at = last + 1, to_us(one.at)
        chain = link(
            tx.keys, before, ticket=one.ticket, seq=seq, at=at,
            actor=one.actor, verb=one.verb, data=data,
        )  # fmt: skip
        ends[one.ticket] = (seq, chain)
        rows.append((row, one.ticket, seq, at, one.actor, one.verb, data, chain))
    tx.many(
        "INSERT INTO event (id, ticket, seq, at, actor, verb, data, chain) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return ids


def _ends(tx: Tx, tickets: set[int]) -> dict[int, tuple[int, bytes]]:
    """Return (seq, chain) of the last event of each of *tickets* that has one."""
    if not tickets:
        return {}
    rows = tx.execute(
        "SELECT e.ticket, e.seq, e.chain FROM event e JOIN (SELECT ticket, max(seq) AS seq "
        f"FROM event WHERE ticket IN ({tx.marks(len(tickets))}) GROUP BY ticket) last "
        "ON e.ticket = last.ticket AND e.seq = last.seq",
        tuple(tickets),
    )
    return {ticket: (seq, bytes(chain)) for ticket, seq, chain in rows}


def verify(tx: Tx, ticket: int) -> bool:
    """Say whether the events of *ticket* are the ones that were written, in their order.

    Events cut off at the end do not show here, as nothing follows them; fsck counts all events.
    """
    rows = tx.execute(
        "SELECT seq, at, actor, verb, data, chain FROM event WHERE ticket = ? ORDER BY seq",
        (ticket,),
    )
    before = _START
    for place, (seq, at, actor, verb, data, chain) in enumerate(rows, 1):
        before = link(
            tx.keys, before, ticket=ticket, seq=place, at=at, actor=actor, verb=verb, data=data
        )
        if seq != place or before != bytes(chain):
            return False
    return True
