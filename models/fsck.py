"""Looks for damage: structure, sealed bytes, event chains, and rows that contradict each other.

Findings name table, id and a code word, never text. SQLite's own integrity check sees the pages'
structure and missed 47 of 60 random damages of 64 bytes; the digests and AES-SIV tags see them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import deeds, event
from models.attachments import damage
from models.base import Store
from models.errors import StorageError
from models.inbox import digest
from models.seal import Keyring

PAGE = 1000  # rows read at a time: a long read would let the write-ahead log grow


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    table: str  # "" for the database as a whole
    id: int  # 0 when no row can be named
    what: str  # a code word such as "digest", "sealed", "chain"


# (table, column, how it is sealed)
_SEALED: tuple[tuple[str, str, Callable[[Keyring, bytes], object]], ...] = (
    ("contact", "number", Keyring.open_number),
    ("inbox", "raw", Keyring.open),
    ("inbox", "content", Keyring.open),
    ("ticket", "original", Keyring.open),
    ("note", "body", Keyring.open),
    ("outbox", "body", Keyring.open),
    ("report", "raw", Keyring.open),
    ("report", "number", Keyring.open_number),
    ("officer", "name", Keyring.open),
    ("challenge", "body", Keyring.open),
    ("attachment", "name", Keyring.open),
    ("reveal", "reason", Keyring.open),
    ("sheet", "secret", Keyring.open),
    ("mail", "recipient", Keyring.open),
    ("mail", "content", Keyring.open),
)

# (table, column, the table whose id it must be); 0 stands for none.
_ORPHANS = (
    ("ticket", "inbox", "inbox"),
    ("ticket", "contact", "contact"),
    ("inbox", "session", "session"),
    ("inbox", "ticket", "ticket"),
    ("clock", "ticket", "ticket"),
    ("event", "ticket", "ticket"),
    ("note", "ticket", "ticket"),
    ("note", "event", "event"),
    ("outbox", "contact", "contact"),
    ("outbox", "ticket", "ticket"),
    ("delivery", "outbox", "outbox"),
    ("report", "delivery", "delivery"),
    ("ticket", "merged_into", "ticket"),
    ("ticket", "linked_to", "ticket"),
    ("ticket", "incident", "incident"),
    ("ticket", "handler", "officer"),
    ("clock", "task", "assignment"),
    ("assignment", "ticket", "ticket"),
    ("assignment", "accepted_by", "officer"),
    ("officer", "contact", "contact"),
    ("duty", "officer", "officer"),
    ("challenge", "officer", "officer"),
    ("sheet", "officer", "officer"),
    ("challenge", "ticket", "ticket"),
    ("challenge", "into_ticket", "ticket"),
    ("alarm", "ticket", "ticket"),
    ("alarm", "told", "officer"),
    ("alarm", "taken_by", "officer"),
    ("strike", "contact", "contact"),
    ("strike", "ticket", "ticket"),
    ("attachment", "ticket", "ticket"),
    ("attachment", "event", "event"),
)

_KEYS = {"alarm": "ticket"}  # table -> its key, where that is not id

_ENDED = "'closed', 'other_agency', 'archived', 'merged', 'cancelled', 'prank'"

# (table, what, condition of the rows that contradict themselves or lack what belongs to them)
_CONTRADICTIONS = (
    ("inbox", "done_without_trace", "state = 'done' AND ticket IS NULL AND reason = ''"),
    ("inbox", "bad_without_reason", "state = 'bad' AND reason = ''"),
    ("ticket", "no_event", "NOT EXISTS (SELECT 1 FROM event WHERE event.ticket = ticket.id)"),
    (
        "outbox",
        "parts",
        "parts > (SELECT count(*) FROM delivery WHERE delivery.outbox = outbox.id)",
    ),
    ("ticket", "rahasia_in_clear",
     "confidentiality = 'rahasia' AND (redacted <> '' OR place_key IS NOT NULL)"),
    ("ticket", "ended_without_time",
     f"(state IN ({_ENDED})) <> (ended_at IS NOT NULL)"),
    ("ticket", "merged_nowhere", "(state = 'merged') <> (merged_into IS NOT NULL)"),
    ("assignment", "ended_without_time",
     "(state IN ('done', 'returned', 'withdrawn')) <> (ended_at IS NOT NULL)"),
    ("clock", "woken_for_nothing",
     "wake IS NOT NULL AND COALESCE(met_at, stopped_at, paused_since) IS NOT NULL"),
)  # fmt: skip

_UNFOUND = {
    # sz begins with the number of the row's words (sqlite.org/fts5.html, 9.4).
    "sqlite": "SELECT t.id FROM ticket t LEFT JOIN ticket_search_docsize s ON s.id = t.id"
    " WHERE s.id IS NULL OR (t.redacted = '' AND s.sz <> x'00') ORDER BY t.id",
    "postgresql": "SELECT t.id FROM ticket t LEFT JOIN ticket_search s ON s.ticket = t.id"
    " WHERE (t.redacted = '') <> (s.ticket IS NULL) ORDER BY t.id",
}
"""Dialect -> the tickets that the search does not know, or knows words of that are hidden."""

_COUNTED = ("session", "contact", "ticket", "inbox", "clock", "event", "note", "outbox",
            "delivery", "report", "assignment", "officer", "duty", "staff", "challenge",
            "incident", "strike", "tally", "attachment", "reveal", "deed", "sheet")  # fmt: skip


_WHOLE = frozenset({"event", "deed"})
"""Tables of which no row is ever taken out."""


def check(store: Store, attachments: Path | None = None) -> list[Finding]:
    """Return all that is wrong with *store*, empty when sound; reads every row once.

    *attachments* is the folder of the files that rows speak of; they are read too.
    """
    found = list(structure(store))
    for look in (_digests, _sealed, _chains, _deeds, _contradictions, _search, _counters):
        try:
            found += look(store)
        except StorageError as error:
            found.append(Finding("", 0, f"unreadable {error.kind}".rstrip()))
    if attachments is not None:
        found += _files(store, attachments)
    return found


def structure(store: Store) -> list[Finding]:
    """Return what the database itself finds wrong: the short check, for a start after a crash."""
    try:
        return [Finding("", 0, f"structure: {text}") for text in store.damage()]
    except StorageError as error:
        return [Finding("", 0, f"unreadable {error.kind}".rstrip())]


def _pages(store: Store, table: str, columns: str) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of *table*, id first, in pages, each read in its own short transaction."""
    sql = f"SELECT id, {columns} FROM {table} WHERE id > ? ORDER BY id LIMIT {PAGE}"
    last = -(2**63)
    while True:
        with store.reading() as tx:
            rows = tx.execute(sql, (last,))
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _digests(store: Store) -> Iterator[Finding]:
    for page in _pages(store, "inbox", "raw, content, blob_sha256"):
        for row, raw, content, wanted in page:
            # Damage can change a value's type: a record's header says what it is.
            blobs = isinstance(raw, bytes) and isinstance(content, bytes | None)
            if not blobs or digest(raw, content) != wanted:
                yield Finding("inbox", row, "digest")


def _sealed(store: Store) -> Iterator[Finding]:
    for table, column, opening in _SEALED:
        for page in _pages(store, table, column):
            for row, sealed in page:
                if sealed is not None and not _opens(store.keys, opening, sealed):
                    yield Finding(table, row, f"sealed {column}")


def _opens(keys: Keyring, opening: Callable[[Keyring, bytes], object], sealed: object) -> bool:
    if not isinstance(sealed, bytes):
        return False
    try:
        opening(keys, sealed)
    except StorageError:
        return False
    return True


def _chains(store: Store) -> Iterator[Finding]:
    for page in _pages(store, "ticket", "number"):
        with store.reading() as tx:
            for row, _number in page:
                if not event.verify(tx, row):
                    yield Finding("ticket", row, "chain")


def _deeds(store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        for row in deeds.broken(tx):
            yield Finding("deed", row, "chain")


def _files(store: Store, folder: Path) -> Iterator[Finding]:
    for page in _pages(store, "attachment", "sha256"):
        for row, what in damage(folder, page):
            yield Finding("attachment", row, what)


def _contradictions(store: Store) -> Iterator[Finding]:
    orphan = "{1} <> 0 AND NOT EXISTS (SELECT 1 FROM {2} parent WHERE parent.id = {0}.{1})"
    orphans = ((row[0], f"no_{row[1]}", orphan.format(*row)) for row in _ORPHANS)
    for table, what, condition in (*orphans, *_CONTRADICTIONS):
        with store.reading() as tx:
            key = _KEYS.get(table, "id")
            rows = tx.execute(f"SELECT {key} FROM {table} WHERE {condition} ORDER BY {key}")
        for (row,) in rows:
            yield Finding(table, row, what)


def _search(store: Store) -> Iterator[Finding]:
    """The words that tickets are found by must be theirs: all of them, and none that was hidden."""
    with store.reading() as tx:
        rows = tx.execute(_UNFOUND[store.dialect.name])
    for (row,) in rows:
        yield Finding("ticket_search", row, "words")
    if store.dialect.name == "sqlite" and not rows:
        yield from _search_sqlite(store)


def _search_sqlite(store: Store) -> Iterator[Finding]:
    """Compare word by word, which FTS5 does only for who may write."""
    try:
        with store.transaction() as tx:
            # Writes nothing; rank 1 compares with ticket.redacted (sqlite.org/fts5.html, 6.5).
            tx.change("INSERT INTO ticket_search (ticket_search, rank) VALUES (?, 1)",
                      ("integrity-check",))  # fmt: skip
    except StorageError as error:
        if error.kind == "damaged":
            yield Finding("ticket_search", 0, "words")
        elif error.kind != "readonly":
            raise


def _counters(store: Store) -> Iterator[Finding]:
    """Ids beyond their counter would be given twice; fewer events than counted were cut off."""
    with store.reading() as tx:
        counters = dict(tx.execute("SELECT name, value FROM counter"))
        for table in _COUNTED:
            ((count, last),) = tx.execute(f"SELECT count(*), max(id) FROM {table}")
            if (last or 0) > counters.get(table, 0):
                yield Finding(table, last, "counter")
            if table in _WHOLE and count != counters.get(table, 0):
                yield Finding(table, 0, "missing")
