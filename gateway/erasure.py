"""Take a person out of the tables: number, words and files go, what can be counted stays.

Events are never touched: they hold no words, names or numbers, and their chain must stay whole.
"""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from models import event, search
from models.attachments import Stored, files_of, remove_rows
from models.base import Tx
from models.casework.states import OPEN
from models.inbox import digest
from models.times import to_us

KEY_LENGTH = 32
PAGE = 500  # rows that are changed by one statement
SCRUB = "scrub_due"
"""Name in meta: the database must be written anew at night (Store.scrub)."""

GONE = "erased:"
"""What a contact's number begins with after its owner was erased."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who, or what, is to be erased."""

    contact: int = 0  # contact.id, 0: nobody's number is known
    tickets: tuple[int, ...] = ()  # ticket.id


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased."""

    tickets: int = 0
    notes: int = 0
    messages: int = 0  # SMS in and out
    files: tuple[Stored, ...] = ()  # to be removed from the disk after COMMIT


def reporter_of(tx: Tx, ticket: int) -> Subject:
    """Return who reported *ticket* with all that they reported; the ticket alone if nobody did."""
    ((contact,),) = tx.execute("SELECT contact FROM ticket WHERE id = ?", (ticket,))
    return whole(tx, contact) if contact else Subject(0, (ticket,))


def whole(tx: Tx, contact: int) -> Subject:
    """Return *contact* with all tickets that came from it."""
    rows = tx.execute("SELECT id FROM ticket WHERE contact = ? ORDER BY id", (contact,))
    return Subject(contact, tuple(row for (row,) in rows))


def by_number(tx: Tx, number: str) -> Subject | None:
    """Return the contact that has *number* (E.164) with all its tickets, or None."""
    rows = tx.execute("SELECT id FROM contact WHERE number = ?", (tx.keys.seal_number(number),))
    return whole(tx, rows[0][0]) if rows else None


def hindrances(tx: Tx, subject: Subject, now: datetime) -> list[tuple[str, int]]:
    """Return why *subject* should stay: (``open``, ticket number), (``blocked``, 0).

    (``officer``, officer.id) is somebody who serves: nothing but ending the post helps.
    """
    found = [
        ("open", number)
        for chunk in _chunks(subject.tickets)
        for number, state in tx.execute(
            f"SELECT number, state FROM ticket WHERE id IN ({tx.marks(len(chunk))}) ORDER BY id",
            chunk,
        )
        if state in OPEN
    ]
    if subject.contact:
        rows = tx.execute(
            "SELECT id FROM officer WHERE contact = ? AND until_at IS NULL", (subject.contact,)
        )
        found += [("officer", row) for (row,) in rows]
        found += tx.execute(
            "SELECT 'blocked', 0 FROM contact WHERE id = ? AND blocked_until > ?",
            (subject.contact, to_us(now)),
        )
    return found


def erase(tx: Tx, subject: Subject, *, actor: str, why: str, now: datetime) -> Erased:
    """Erase *subject* and leave the event ``erased`` in each ticket; *why* is a code word.

    The caller removes the files after COMMIT, empties the log (Store.tidy), and scrubs at night.
    """
    messages = notes = 0
    files: list[Stored] = []
    for chunk in _chunks(subject.tickets):
        files += _strip(tx, chunk)
        notes += _drop_notes(tx, chunk)
        messages += _blank_messages(tx, chunk, now)
        _mask_words(tx, chunk)
        append(tx, chunk, actor=actor, why=why, now=now)
    if subject.contact:
        messages += forget(tx, subject.contact, now)
    search.forget(tx)
    due(tx)
    return Erased(len(subject.tickets), notes, messages, tuple(files))


def strip(tx: Tx, tickets: Sequence[int], *, now: datetime) -> Erased:
    """Take who reported *tickets*, and their own words, away; the redacted words stay findable."""
    files = _strip(tx, tickets)
    notes = _drop_notes(tx, tickets)
    messages = _blank_messages(tx, tickets, now)
    append(tx, tickets, actor="system", why="retention", now=now)
    due(tx)
    return Erased(len(tickets), notes, messages, tuple(files))


def forget(tx: Tx, contact: int, now: datetime) -> int:
    """Let *contact* be nobody's: no number, no words to or from it; return the SMS blanked.

    Its row stays without a number: what was sent, and what that cost, is counted by it.
    """
    ((sealed,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (contact,))
    number = tx.keys.open_number(bytes(sealed))
    rows = tx.execute("SELECT id FROM outbox WHERE contact = ?", (contact,))
    count = _unsay(tx, [row for (row,) in rows], now)
    sender = tx.keys.mac("sender", number.encode())
    heard = tx.execute("SELECT id FROM inbox WHERE sender_key = ?", (sender,))
    count += blank_inbox(tx, [row for (row,) in heard], known=False)
    nobody = tx.keys.seal_number(f"{GONE}{contact}")
    tx.change(
        "UPDATE report SET raw = ?, number = ? WHERE number = ?",
        (tx.keys.seal(b""), nobody, bytes(sealed)),
    )
    rows = tx.execute("SELECT id FROM challenge WHERE contact = ?", (contact,))
    _empty(tx, "challenge", "body", [row for (row,) in rows])
    rows = tx.execute("SELECT id FROM officer WHERE contact = ?", (contact,))
    _empty(tx, "officer", "name", [row for (row,) in rows])
    tx.change("UPDATE ticket SET contact = NULL WHERE contact = ?", (contact,))
    tx.change("DELETE FROM strike WHERE contact = ?", (contact,))
    tx.change("UPDATE reveal SET contact = 0 WHERE contact = ?", (contact,))
    tx.change(
        "UPDATE contact SET number = ?, kind = 'other', blocked_until = NULL, muted_until = NULL"
        " WHERE id = ?",
        (nobody, contact),
    )
    return count


def blank_inbox(tx: Tx, rows: Sequence[int], *, known: bool = True) -> int:
    """Empty what came in *rows* of the inbox; return how many. *known*: a repeat is still known.

    Only rows that the desk is done with.
    """
    blanked = 0
    for chunk in _chunks(rows):
        todo = tx.execute(
            f"SELECT id FROM inbox WHERE id IN ({tx.marks(len(chunk))})"
            " AND state IN ('done', 'bad')",
            chunk,
        )
        values = []
        for (row,) in todo:
            raw = tx.keys.seal(b"")
            values.append((raw, digest(raw, None), row))
        tx.many(
            "UPDATE inbox SET raw = ?, content = NULL, blob_sha256 = ?, sender_key = NULL,"
            " group_key = NULL WHERE id = ?",
            values,
        )
        if not known:
            # Random: who has the key could otherwise try texts on it.
            tx.many(
                "UPDATE inbox SET key = ? WHERE id = ?",
                [(os.urandom(KEY_LENGTH), row) for (row,) in todo],
            )
        blanked += len(values)
    return blanked


def due(tx: Tx) -> None:
    """Remember that the database must be scrubbed."""
    tx.change("INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING", (SCRUB,))


def scrubbed(tx: Tx) -> int:
    """Forget that the database must be scrubbed; return how many such marks there were."""
    return tx.change("DELETE FROM meta WHERE name = ?", (SCRUB,))


def _strip(tx: Tx, tickets: Sequence[int]) -> list[Stored]:
    """Take number, original words and files from *tickets*; return the files."""
    files = files_of(tx, tickets)
    remove_rows(tx, tickets)
    tx.many(
        "UPDATE ticket SET contact = NULL, original = ?, text_key = ? WHERE id = ?",
        [(tx.keys.seal(b""), os.urandom(KEY_LENGTH), row) for row in tickets],
    )
    return files


def _drop_notes(tx: Tx, tickets: Sequence[int]) -> int:
    return tx.change(f"DELETE FROM note WHERE ticket IN ({tx.marks(len(tickets))})", tickets)


def _blank_messages(tx: Tx, tickets: Sequence[int], now: datetime) -> int:
    """Empty the SMS about *tickets*, in and out, to whomever they went."""
    marks = tx.marks(len(tickets))
    sent = tx.execute(f"SELECT id FROM outbox WHERE ticket IN ({marks})", tickets)
    count = _unsay(tx, [row for (row,) in sent], now)
    heard = tx.execute(
        f"SELECT inbox FROM ticket WHERE id IN ({marks}) AND inbox IS NOT NULL", tickets
    )
    heads = [row for (row,) in heard]
    for chunk in _chunks(heads):
        parts = tx.execute(f"SELECT id FROM inbox WHERE head IN ({tx.marks(len(chunk))})", chunk)
        count += blank_inbox(tx, [*{*chunk, *(row for (row,) in parts)}], known=False)
    commands = tx.execute(
        f"SELECT id FROM challenge WHERE ticket IN ({marks})", tickets
    )  # what an officer wrote to end it
    _empty(tx, "challenge", "body", [row for (row,) in commands])
    return count


def _mask_words(tx: Tx, tickets: Sequence[int]) -> None:
    for ticket, words in tx.execute(
        f"SELECT id, redacted FROM ticket WHERE id IN ({tx.marks(len(tickets))})", tickets
    ):
        search.replace(tx, ticket, words, "")
    tx.change(
        "UPDATE ticket SET redacted = '', place_key = NULL, lapor_id = '', review = ''"
        f" WHERE id IN ({tx.marks(len(tickets))})",
        tickets,
    )


def append(tx: Tx, tickets: Sequence[int], *, actor: str, why: str, now: datetime) -> None:
    """Leave the event ``erased`` in each of *tickets*."""
    event.append_all(
        tx, [event.Happening(row, now, actor, "erased", {"why": why}) for row in tickets]
    )


def _unsay(tx: Tx, rows: Sequence[int], now: datetime) -> int:
    """Empty what is in the outbox; what has not gone out will not."""
    for chunk in _chunks(rows):
        tx.change(
            "UPDATE delivery SET state = 'failed', code = 'erased', state_at = ?, epoch = epoch + 1"
            f" WHERE outbox IN ({tx.marks(len(chunk))})"
            " AND state IN ('queued', 'sending', 'unknown')",
            (to_us(now), *chunk),
        )
    return _empty(tx, "outbox", "body", rows)


def _empty(tx: Tx, table: str, column: str, rows: Sequence[int]) -> int:
    tx.many(
        f"UPDATE {table} SET {column} = ? WHERE id = ?",
        [(tx.keys.seal(b""), row) for row in rows],
    )
    return len(rows)


def _chunks(rows: Collection[int]) -> list[list[int]]:
    listed = list(rows)
    return [listed[at : at + PAGE] for at in range(0, len(listed), PAGE)]
