"""erasures.jsonl: who was erased, so that a restored backup can be cleaned again.

It lies beside the database and not in it, and is never a part of a backup. A line holds ids and
keyed digests: nothing that names anybody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models import place
from models.base import Tx
from models.errors import StorageError
from models.i18n import _

NAME = "erasures.jsonl"
"""In the state directory."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure."""

    at: datetime
    actor: str
    contact: int  # contact.id, 0 none
    key: str  # hex HMAC of the number: an id alone may be another's after a restore
    tickets: tuple[tuple[int, int], ...]  # (ticket.id, created_at in microseconds)
    why: str = "request"


def entry(
    tx: Tx, contact: int, tickets: tuple[int, ...], *, actor: str, now: datetime, why: str
) -> Entry:
    """Return the entry for what is about to be erased."""
    key, made = "", list[tuple[int, int]]()
    if contact:
        ((sealed,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (contact,))
        key = _key(tx, tx.keys.open_number(bytes(sealed)))
    for ticket in tickets:
        rows = tx.execute("SELECT created_at FROM ticket WHERE id = ?", (ticket,))
        made += [(ticket, created) for (created,) in rows]
    return Entry(now, actor, contact, key, tuple(made), why)


def append(folder: Path, one: Entry) -> None:
    """Add *one* to the file in *folder*, mode 0600; on the disk before this returns.

    StorageError when it cannot be: then nothing may be erased.
    """
    path = folder / NAME
    line = json.dumps(
        {"at": one.at.isoformat(), "actor": one.actor, "contact": one.contact, "key": one.key,
         "tickets": one.tickets, "why": one.why},
        separators=(",", ":"),
    )  # fmt: skip
    try:
        place.make_file(path)
        with path.open("ab") as file:
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        place.sync(folder)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}", kind="io") from error


def read(folder: Path) -> Iterator[Entry]:
    """Yield what stands in the file in *folder*, in order; a last line that was cut off is skipped.

    StorageError for any other line that is not ours.
    """
    path = folder / NAME
    if not path.exists():
        return
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            one = json.loads(line)
            yield Entry(
                datetime.fromisoformat(one["at"]), one["actor"], int(one["contact"]), one["key"],
                tuple((int(row), int(made)) for row, made in one["tickets"]), one["why"],
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):  # no newline behind it: its COMMIT never came
                return
            told = {"path": path, "line": number}
            raise StorageError(_("%(path)s: line %(line)d is damaged") % told) from error


def found_again(tx: Tx, one: Entry) -> tuple[int, tuple[int, ...]]:
    """Return which contact (0 none) and tickets of *one* are there with their data again."""
    contact = 0
    if one.contact:
        rows = tx.execute("SELECT number FROM contact WHERE id = ?", (one.contact,))
        if rows and _key(tx, tx.keys.open_number(bytes(rows[0][0]))) == one.key:
            contact = one.contact
    empty = len(tx.keys.seal(b""))
    tickets = [
        ticket
        for ticket, made in one.tickets
        if tx.execute(
            "SELECT 1 FROM ticket WHERE id = ? AND created_at = ?"
            " AND (contact IS NOT NULL OR length(original) > ? OR redacted <> '')",
            (ticket, made, empty),
        )
    ]
    return contact, tuple(tickets)


def _key(tx: Tx, number: str) -> str:
    return tx.keys.mac("erasure", number.encode()).hex()
