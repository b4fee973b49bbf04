"""Who wrote the messages of one batch, read in few statements, and which of them still wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.gather import Message
from models import roster
from models.base import Tx
from models.casework.case import CITIZEN, Actor
from models.times import to_us


@dataclass(frozen=True, slots=True)
class Crowd:
    """The senders of a batch, and its messages that nobody has answered yet."""

    contacts: Mapping[str, int]  # number -> contact.id
    strangers: frozenset[int]  # contacts made in this transaction: nothing is known of them
    actors: Mapping[int, Actor]  # contact -> officer
    waiting: frozenset[int]  # inbox.id

    def contact(self, message: Message) -> int:
        """Return contact.id of who wrote *message*, 0 for an unknown sender."""
        return self.contacts.get(message.sender.number, 0)

    def actor(self, contact: int) -> Actor:
        """Return who *contact* is to us: a registered officer, else a citizen."""
        return self.actors.get(contact, CITIZEN)


def crowd(tx: Tx, messages: Sequence[Message], now: datetime) -> Crowd:
    """Return who wrote those of *messages* that still wait, with a contact row for each."""
    waiting = _unchanged(tx, messages)
    senders = {
        one.sender.number: one.sender.kind
        for one in messages
        if one.sender.number and (one.late or one.inbox) in waiting
    }
    sealed = {number: tx.keys.seal_number(number) for number in senders}
    known = _contacts(tx, sealed)
    new = [number for number in senders if number not in known]
    made = dict(zip(new, tx.ids("contact", len(new)), strict=True)) if new else {}
    tx.many(
        "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, ?, ?)",
        [(row, sealed[number], senders[number], to_us(now)) for number, row in made.items()],
    )
    actors = {
        one.contact: Actor(f"officer:{one.id}", one.role, one.agency, one.id, one.contact)
        for one in roster.of_contacts(tx, tuple(known.values()))
    }
    return Crowd(known | made, frozenset(made.values()), actors, waiting)


def _contacts(tx: Tx, sealed: Mapping[str, bytes]) -> dict[str, int]:
    """Return contact.id of those numbers that are known; *sealed* has each as it is stored."""
    if not sealed:
        return {}
    numbers = {stored: number for number, stored in sealed.items()}
    rows = tx.execute(
        f"SELECT number, id FROM contact WHERE number IN ({tx.marks(len(numbers))})",
        tuple(numbers),
    )
    return {numbers[bytes(stored)]: row for stored, row in rows}


def _unchanged(tx: Tx, messages: Sequence[Message]) -> frozenset[int]:
    """Return which of *messages* wait and got no more parts meanwhile; locks their rows."""
    rows = tuple(one.late or one.inbox for one in messages)
    if not rows:
        return frozenset()
    marks = tx.marks(len(rows))
    waiting = tx.execute(
        f"SELECT id FROM inbox WHERE id IN ({marks}) AND state = 'new'" + tx.skip_locked, rows
    )
    heads = tuple(one.inbox for one in messages)
    parts = dict(
        tx.execute(f"SELECT head, COUNT(*) FROM inbox WHERE head IN ({marks}) GROUP BY head", heads)
    )
    whole = {one.late or one.inbox for one in messages if len(one.rows) == parts.get(one.inbox, 1)}
    return frozenset(row for (row,) in waiting if row in whole)
