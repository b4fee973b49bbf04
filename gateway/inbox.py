"""Accepting what carriers hand us: one transaction, then the carrier may be told.

A carrier gives every message at least once; the key makes it once (RELIABILITY 3.1): the newest row
with that content on the line, if *doubtful*, is that row again, else the citizen wrote it twice.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway import content, joining
from gateway.landing import report
from gateway.message import DeliveryReport, Inbound, Stored
from gateway.numbers import normalise
from gateway.peek import urgent
from gateway.segments import join_text
from models.base import Tx
from models.errors import StorageError
from models.inbox import digest
from models.rows import insert
from models.seal import Keyring
from models.times import from_us, to_us

log = logging.getLogger(__name__)

URGENT, ACK, STATUS, BULK = range(4)
"""Lanes, the same for what comes in and what goes out; lower goes first."""

DOUBT = timedelta(seconds=60)
"""A row is doubtful when its session died within this time of its commit ..."""

DOUBT_LIFE = timedelta(hours=24)
"""... and stays so this long."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What accept() needs besides the batch."""

    session: int  # session.id of the line's present connection
    now: datetime


@dataclass(slots=True)
class _Row:
    """An inbox row in the making."""

    state: str
    reason: str = ""
    head: int | None = None
    group_key: bytes | None = None


def accept(tx: Tx, batch: Sequence[Inbound | DeliveryReport], at: Intake) -> list[Stored]:
    """Store *batch* and return, in its order, what became of each.

    Nothing but the inbox and the delivery states is written; the desk does the rest. Runs in the
    writer's transaction: the caller tells the carrier only when that has committed.
    """
    tx.change("UPDATE session SET last_seen = ? WHERE id = ?", (to_us(at.now), at.session))
    keys = [None if isinstance(item, DeliveryReport) else key_of(tx.keys, item) for item in batch]
    newest = _newest(tx, {item.line for item in batch}, {key for key in keys if key is not None})
    stored = []
    with tx.deferred():
        for item, key in zip(batch, keys, strict=True):
            if isinstance(item, DeliveryReport):
                stored.append(report(tx, item, now=at.now))
            else:
                assert key is not None
                stored.append(_accept_sms(tx, item, key, newest, at))
    return stored


def key_of(keys: Keyring, sms: Inbound) -> bytes:
    """Return the HMAC of what makes *sms* this message to its carrier, on its line."""
    return keys.mac("inbox", sms.line.encode(), sms.identity)


@dataclass(slots=True)
class _Known:
    """The newest row with a content on a line."""

    row: int
    occurrence: int
    seen: int
    received_at: int
    clings: int
    session: int


def _newest(tx: Tx, lines: Collection[str], keys: Collection[bytes]) -> dict[bytes, _Known]:
    """Return the newest row of each of *keys*, all of *lines*, that has one."""
    if not keys:
        return {}
    rows = tx.execute(
        "SELECT key, id, occurrence, seen, received_at, clings, session FROM inbox"
        f" WHERE line IN ({tx.marks(len(lines))}) AND key IN ({tx.marks(len(keys))})"
        " ORDER BY occurrence",
        (*lines, *keys),
    )
    return {bytes(key): _Known(*rest) for key, *rest in rows}


def _accept_sms(
    tx: Tx, sms: Inbound, key: bytes, newest: dict[bytes, _Known], at: Intake
) -> Stored:
    """Store one SMS or part, or count it again; *newest* is kept true for the rest of the batch."""
    known = newest.get(key)
    if known is not None and (sms.carrier_id or known.clings or _doubtful(tx, known, at)):
        tx.many("UPDATE inbox SET seen = seen + 1 WHERE id = ?", [(known.row,)])
        if sms.carrier_id and _differs(tx, known.row, sms):
            # One row an id (RELIABILITY 3.1): the first is kept, and people see that another came.
            log.warning("inbox %d: other words came under its provider's id", known.row)
            tx.many("UPDATE inbox SET differs = differs + 1 WHERE id = ?", [(known.row,)])
        known.seen += 1
        return Stored(known.row, known.seen)
    (row,) = tx.ids("inbox")
    occurrence = 0 if known is None else known.occurrence + 1
    newest[key] = _Known(row, occurrence, 1, to_us(at.now), 0, at.session)
    return _insert(tx, sms, row, key, occurrence, at)


def _differs(tx: Tx, row: int, sms: Inbound) -> bool:
    """Tell whether *sms* says something else than *row*; not when one of them cannot be read."""
    ((kept,),) = tx.execute("SELECT content FROM inbox WHERE id = ?", (row,))
    return not (sms.bad or kept is None or _is_of(tx.keys, kept, sms))


def _is_of(keys: Keyring, kept: bytes, sms: Inbound) -> bool:
    """Tell whether the sealed content *kept* is that of *sms*."""
    try:
        words = content.from_bytes(keys.open(kept))
    except (StorageError, ValueError):
        return True
    return (words.sender, words.data) == (sms.sender, sms.data)


def _doubtful(tx: Tx, known: _Known, at: Intake) -> bool:
    """Tell whether the carrier may never have been told of a row."""
    received_at = from_us(known.received_at)
    if known.session == at.session or at.now - received_at > DOUBT_LIFE:
        return False
    ((last_seen, clean),) = tx.execute(
        "SELECT last_seen, clean FROM session WHERE id = ?", (known.session,)
    )
    return not clean and from_us(last_seen) - received_at <= DOUBT


def _insert(tx: Tx, sms: Inbound, row: int, key: bytes, occurrence: int, at: Intake) -> Stored:
    """Store a new row."""
    fate = _fate(tx, sms, row, at)
    raw = tx.keys.seal(sms.raw)
    kept = None if sms.bad else tx.keys.seal(content.to_bytes(content.of(sms)))
    lane = URGENT if not sms.bad and urgent(join_text([sms.data])) else ACK
    part = sms.part
    columns = {
        "id": row,
        "line": sms.line,
        "key": key,
        "occurrence": occurrence,
        "session": at.session,
        "raw": raw,
        "content": kept,
        "blob_sha256": digest(raw, kept),
        "received_at": to_us(at.now),
        "sent_at": to_us(sms.sent_at) if sms.sent_at else None,
        "lane": lane,
        "state": fate.state,
        "reason": fate.reason,
        "sender_key": _sender_key(tx, sms),
        "group_key": fate.group_key,
        "head": fate.head,
        "part": part.sequence if part else None,
        "parts": part.total if part else None,
    }
    insert(tx, "inbox", columns)
    if fate.state == "new" and fate.head is not None and fate.reason != "late":
        wake_group(tx, fate.head, row)
    return Stored(row, 1)


def _fate(tx: Tx, sms: Inbound, row: int, at: Intake) -> _Row:
    """Decide the state in which a new row starts."""
    if sms.bad:
        return _Row("bad", sms.bad)
    if sms.silent:
        return _Row("done", sms.silent)
    if sms.part is None or sms.part.total == 1:
        return _Row("new")
    return _place_part(tx, sms, row, at)


def _sender_key(tx: Tx, sms: Inbound) -> bytes | None:
    """Return the HMAC under which a sender's waiting groups are counted; None when unknown."""
    number = "" if sms.bad else normalise(sms.sender, sms.sender_ton).number
    return tx.keys.mac("sender", number.encode()) if number else None


def _place_part(tx: Tx, sms: Inbound, row: int, at: Intake) -> _Row:
    """Decide where a part belongs; closes the sender's oldest group when there are too many."""
    assert sms.part is not None
    group_key = _group_key(sms, tx.keys)
    piece = joining.Piece(sms.part.sequence, units_digest(tx.keys, sms), sms.sent_at)
    group = load_group(tx, group_key, tx.keys)
    match joining.place(piece, group, at.now):
        case "open":
            _cap_groups(tx, _sender_key(tx, sms))
            return _Row("held", head=row, group_key=group_key)
        case "join":
            return _Row("held", head=_head(group), group_key=group_key)
        case "complete":
            return _Row("new", head=_head(group), group_key=group_key)
        case "late":
            return _Row("new", "late", head=_head(group), group_key=group_key)
        case verdict:
            reason = "repeated_part" if verdict == "repeat" else "conflict"
            return _Row("done", reason, head=_head(group), group_key=group_key)


def _head(group: joining.Group | None) -> int:
    """Return the head of a group that is known to exist."""
    assert group is not None
    return group.head


def _group_key(sms: Inbound, keys: Keyring) -> bytes:
    """Return the HMAC of (line, sender, destination, reference, total, 8/16 bit)."""
    part = sms.part
    assert part is not None
    shape = f"{part.reference}/{part.total}/{16 if part.wide else 8}"
    sender = normalise(sms.sender, sms.sender_ton).number
    fields = (sms.line, sender, sms.destination, shape)
    return keys.mac("group", *(field.encode() for field in fields))


def units_digest(keys: Keyring, sms: Inbound | content.Content) -> bytes:
    """Return the HMAC of a part's own words."""
    return keys.mac("units", sms.data.alphabet.encode(), sms.data.units)


def load_group(tx: Tx, group_key: bytes, keys: Keyring) -> joining.Group | None:
    """Return the newest group of *group_key* with the first piece of each slot."""
    newest = tx.execute(
        "SELECT head FROM inbox WHERE group_key = ? ORDER BY id DESC LIMIT 1", (group_key,)
    )
    if not newest:
        return None
    rows = tx.execute(
        "SELECT id, part, parts, content, sent_at, received_at, state FROM inbox"
        " WHERE head = ? AND reason NOT IN ('conflict', 'repeated_part') ORDER BY id",
        (newest[0][0],),
    )
    pieces: dict[int, joining.Piece] = {}
    for _, part, _, kept, sent_at, _, _ in rows:
        try:
            words = content.from_bytes(keys.open(kept))
        except (StorageError, ValueError):
            continue  # a damaged part must not keep others from being accepted
        stamp = from_us(sent_at) if sent_at is not None else None
        pieces.setdefault(part, joining.Piece(part, units_digest(keys, words), stamp))
    first = rows[0]
    return joining.Group(first[0], first[2], from_us(first[5]), pieces, closed=first[6] == "done")


def _cap_groups(tx: Tx, sender_key: bytes | None) -> None:
    """Hand the sender's oldest waiting group to the desk as it is, when it has too many."""
    heads = tx.execute(
        "SELECT DISTINCT head FROM inbox WHERE sender_key = ? AND state = 'held' ORDER BY head",
        (sender_key,),
    )
    for (head,) in heads[: max(0, len(heads) - joining.OPEN_GROUPS + 1)]:
        wake_group(tx, head, head)


def wake_group(tx: Tx, head: int, row: int) -> None:
    """Let the desk see the group of *head*: its head becomes new, every other part stays held.

    *row* is the part that completed it; it is held again, so that a group is one claim.
    """
    if row != head:
        tx.change("UPDATE inbox SET state = 'held' WHERE id = ?", (row,))
    tx.change("UPDATE inbox SET state = 'new' WHERE id = ? AND state = 'held'", (head,))


def overdue_groups(tx: Tx, older_than: datetime) -> int:
    """Hand groups whose first part came before *older_than* to the desk; return how many."""
    heads = tx.execute(
        "SELECT id FROM inbox WHERE state = 'held' AND head = id AND received_at < ? LIMIT 500",
        (to_us(older_than),),
    )
    for (head,) in heads:
        wake_group(tx, head, head)
    return len(heads)


def open_session(tx: Tx, line: str, node: str, now: datetime) -> int:
    """Begin a connection of a line; return session.id."""
    (row,) = tx.ids("session")
    at = to_us(now)
    session = {"id": row, "line": line, "node": node, "started": at, "last_seen": at}
    insert(tx, "session", session)
    return row


def end_session(tx: Tx, session: int, now: datetime, untold: Collection[int] | None) -> None:
    """End a connection; *untold* rows are committed but the carrier could not be told of them.

    None: which ones is not known, so that all rows of its last minute stay doubtful.
    """
    for row in sorted(untold or ()):
        tx.change("UPDATE inbox SET clings = 1 WHERE id = ?", (row,))
    tx.change(
        "UPDATE session SET ended = ?, clean = ? WHERE id = ? AND ended IS NULL",
        (to_us(now), int(untold is not None), session),
    )
