"""What the database knows about one message's sender and tickets, read in the deciding job."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.apply import Job
from gateway.gather import Message
from models.actions import ASKED_H
from models.base import Tx
from models.rows import insert
from models.suggest import NOT_UNDERSTOOD
from models.times import from_us, to_us
from models.workflow import Facts, Known
from parser.reading import Reading

QUESTIONS = {"LOKASI": "lokasi", "LENGKAPI": "tanya"}
"""Reply that asks something -> the question that then waits."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings and lists that facts depend on."""

    merge_window: timedelta
    own_numbers: frozenset[str]  # of our own lines


def contact_of(tx: Tx, message: Message, now: datetime) -> int:
    """Return contact.id of the sender, making the row when it is new; 0 for an unknown sender."""
    if not message.sender.number:
        return 0
    sealed = tx.keys.seal_number(message.sender.number)
    rows = tx.execute("SELECT id FROM contact WHERE number = ?", (sealed,))
    if rows:
        return int(rows[0][0])
    (row,) = tx.ids("contact")
    kind = message.sender.kind
    insert(tx, "contact", {"id": row, "number": sealed, "kind": kind, "created_at": to_us(now)})
    return row


def text_key(tx: Tx, reading: Reading) -> bytes:
    """Return the HMAC under which a sender's equal reports are found: no case, no spacing."""
    return tx.keys.mac("text", " ".join(reading.body.casefold().split()).encode())


def load(tx: Tx, job: Job, key: bytes, *, ours: bool, required: bool, rules: Rules) -> Facts:
    """Return the facts of one message.

    *key* is text_key(), *ours* says that one of our replies comes back, *required* that the line
    needs a keyword.
    """
    message, contact = job.message, job.contact
    sender = message.sender
    person = sender.kind not in {"alphanumeric", "short"} and not ours
    latest, age = _latest(tx, contact, job.now)
    return Facts(
        known_sender=contact != 0,
        person=person and sender.number not in rules.own_numbers,
        named=_named(tx, job.reading, contact),
        keyword_required=required,
        latest=latest,
        latest_age_h=age,
        pending=_pending(tx, job, age) if latest else "",
        repeated=_repeated(tx, contact, key, job.now - rules.merge_window),
        misses=_misses(tx, contact, job.now),
        missing=message.missing,
    )


def _known(rows: list[tuple[int, int, int | None]], contact: int) -> Known | None:
    """Return the first of rows (id, number, contact) as a Known."""
    if not rows:
        return None
    row, number, owner = rows[0]
    return Known(row, number, mine=contact != 0 and owner == contact)


def _named(tx: Tx, reading: Reading, contact: int) -> Known | None:
    """Find the ticket that the message names; a wrong check digit is refused without a look-up."""
    if not reading.tickets or not reading.tickets[0].check_ok:
        return None
    rows = tx.execute(
        "SELECT id, number, contact FROM ticket WHERE number = ?",
        (int(reading.tickets[0].digits),),
    )
    return _known(rows, contact)


def _latest(tx: Tx, contact: int, now: datetime) -> tuple[Known | None, float]:
    """Find the sender's newest ticket and its age in hours."""
    rows = tx.execute(
        "SELECT id, number, contact, created_at FROM ticket WHERE contact = ?"
        " ORDER BY id DESC LIMIT 1",
        (contact,),
    )
    if not rows:
        return None, 0.0
    row, number, _owner, made = rows[0]
    age = (now - from_us(made)) / timedelta(hours=1)
    return Known(row, number, mine=contact != 0), age


def _pending(tx: Tx, job: Job, age: float) -> str:
    """Return the question that our last SMS asked the sender, if this message may answer it."""
    reading = job.reading
    if age > ASKED_H or reading.keyword is not None or reading.intent not in NOT_UNDERSTOOD:
        return ""
    rows = tx.execute(
        "SELECT kind FROM outbox WHERE contact = ? AND created_at > ?"
        " ORDER BY created_at DESC, id DESC LIMIT 1",
        (job.contact, to_us(job.now - timedelta(hours=ASKED_H))),
    )
    return QUESTIONS.get(rows[0][0], "") if rows else ""


def _repeated(tx: Tx, contact: int, key: bytes, since: datetime) -> Known | None:
    """Find the sender's ticket with the same words made after *since*."""
    rows = tx.execute(
        "SELECT id, number, contact FROM ticket WHERE contact = ? AND text_key = ?"
        " AND created_at > ? ORDER BY id DESC LIMIT 1",
        (contact, key, to_us(since)),
    )
    return _known(rows, contact)


def _misses(tx: Tx, contact: int, now: datetime) -> int:
    """Count the wrong numbers that were answered in the last hour."""
    ((count,),) = tx.execute(
        "SELECT COUNT(*) FROM outbox WHERE contact = ? AND created_at > ? AND kind = 'TAKADA'",
        (contact, to_us(now - timedelta(hours=1))),
    )
    return int(count)
