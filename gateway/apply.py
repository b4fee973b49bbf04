"""A decision becomes rows: ticket, clock, event, note; the reply is answer.py's."""

from dataclasses import dataclass
from datetime import datetime

from gateway.gather import Message
from models import event
from models.base import Tx
from models.clocks import Calendar, Span, due
from models.numbering import number
from models.rows import insert
from models.times import to_us
from models.workflow import Decision, Known
from parser.reading import Reading
from parser.redact import redact

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Means:
    """What applying needs besides the transaction."""

    number_key: bytes
    calendar: Calendar
    verify: Span  # until when a new report must be verified


@dataclass(frozen=True, slots=True)
class Job:
    """One message on its way through the deciding transaction."""

    message: Message
    reading: Reading
    contact: int  # 0: unknown sender
    now: datetime


def apply(tx: Tx, job: Job, decision: Decision, text_key: bytes, means: Means) -> Known | None:
    """Write *decision* and mark the message done; return the ticket it concerns, if any."""
    ticket: Known | None = None
    if decision.ticket is not None:
        ticket = _open_ticket(tx, job, decision, text_key, means)
    elif decision.adds_to is not None:
        ticket = decision.adds_to
        _add(tx, job, ticket, kind="addition", verb="added", text=job.message.text)
    elif decision.repeat_of is not None:
        ticket = decision.repeat_of
        _event(tx, job, ticket.id, "repeated")
    if decision.opted_out is not None and job.contact:
        tx.change(
            "UPDATE contact SET opted_out = ? WHERE id = ?", (int(decision.opted_out), job.contact)
        )
    if ticket is not None:
        for words in job.message.conflicts:
            _add(tx, job, ticket, kind="conflict", verb="conflict", text=words)
    done(tx, job.message, decision.outcome, ticket)
    return ticket


def done(tx: Tx, message: Message, outcome: str, ticket: Known | None) -> None:
    """Mark every row of *message* as answered; a part keeps the reason it was given."""
    tx.change(
        "UPDATE inbox SET state = 'done', ticket = ?,"
        " reason = CASE WHEN reason IN ('conflict', 'repeated_part', 'late') THEN reason ELSE ? END"
        f" WHERE id IN ({tx.marks(len(message.rows))})",
        (ticket.id if ticket else None, outcome, *message.rows),
    )


def _event(tx: Tx, job: Job, ticket: int, verb: str, **data: object) -> int:
    """Append to the ticket's chain what this message did."""
    told = {"inbox": job.message.inbox, **data}
    return event.append(tx, ticket, at=job.now, actor=CITIZEN, verb=verb, data=told)


def _open_ticket(tx: Tx, job: Job, decision: Decision, text_key: bytes, means: Means) -> Known:
    """Insert the ticket with its first clock and event."""
    new = decision.ticket
    assert new is not None
    (serial,) = tx.ids("ticket")
    shown = number(means.number_key, serial)
    hidden = new.confidentiality == "rahasia"
    redacted = "" if hidden else redact(job.reading.body or job.message.text)[0]
    at = to_us(job.now)
    columns = {
        "id": serial,
        "number": shown,
        "inbox": job.message.inbox,
        "contact": job.contact or None,
        "line": job.message.line,
        "type": new.type,
        "category": new.category,
        "urgency": new.urgency,
        "confidentiality": new.confidentiality,
        "state": "new",
        "review": new.review,
        "redacted": redacted,
        "original": tx.keys.seal(job.message.text.encode()),
        "text_key": text_key,
        "missing": job.message.missing,
        "created_at": at,
        "updated_at": at,
    }
    insert(tx, "ticket", columns)
    (clock,) = tx.ids("clock")
    deadline = to_us(due(job.now, means.verify, means.calendar))
    first = {"id": clock, "ticket": serial, "name": "verify", "started_at": at, "due": deadline}
    insert(tx, "clock", {**first, "wake": deadline})
    told = {"urgency": new.urgency, "review": new.review, "flags": list(new.flags)}
    _event(tx, job, serial, "opened", **told)
    return Known(serial, shown, mine=True)


def _add(tx: Tx, job: Job, ticket: Known, *, kind: str, verb: str, text: str) -> None:
    """Keep words beside the ticket, sealed, with the event that brought them."""
    happened = _event(tx, job, ticket.id, verb)
    (note,) = tx.ids("note")
    columns = {
        "id": note,
        "ticket": ticket.id,
        "event": happened,
        "kind": kind,
        "at": to_us(job.now),
        "body": tx.keys.seal(text.encode()),
    }
    insert(tx, "note", columns)
    tx.change("UPDATE ticket SET updated_at = ? WHERE id = ?", (to_us(job.now), ticket.id))


def amend(tx: Tx, job: Job) -> bool:
    """Put a late part into the ticket of its message; False when there is none yet."""
    message = job.message
    rows = tx.execute(
        "SELECT id, number, confidentiality FROM ticket WHERE inbox = ?", (message.inbox,)
    )
    if not rows:
        return False
    ticket, shown, confidentiality = rows[0]
    hidden = confidentiality == "rahasia"
    redacted = "" if hidden else redact(job.reading.body or message.text)[0]
    original = tx.keys.seal(message.text.encode())
    tx.change(
        "UPDATE ticket SET redacted = ?, original = ?, missing = ?, updated_at = ?,"
        " review = CASE WHEN review = 'incomplete' AND ? = '' THEN '' ELSE review END"
        " WHERE id = ?",
        (redacted, original, message.missing, to_us(job.now), message.missing, ticket),
    )
    _event(tx, job, ticket, "late_part", row=message.late, missing=message.missing)
    done(tx, message, "ticket", Known(ticket, shown, mine=True))
    return True
