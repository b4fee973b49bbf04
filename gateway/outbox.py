r"""Rows of the outbox and its deliveries: queue and claim. Their states (how they end: landing.py).

::

    queued --claim--> sending --receipt--> sent --report--> delivered | failed
      ^                 |  \--permanent---------------------> failed
      |<--not sent------|   \--no answer, crash--> unknown --report--> sent | delivered | failed
      |<--once, essential, after unknown_wait--------|
      \--valid_until passed--> failed --the line was at fault--> queued

Every step is one UPDATE that names the state it leaves and, once claimed, the epoch of the claim:
a late answer to an old claim changes nothing. There is no path from sending to queued without
proof that nothing was sent.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.caps import UNLIMITED
from gateway.limits import narrow
from gateway.message import Outbound
from gateway.segments import count_parts, split
from models.base import Tx
from models.lanes import LANES
from models.quick import quick
from models.rows import insert
from models.times import from_us, to_us

ANY = (UNLIMITED,) * len(LANES)
"""No lane is limited."""

DATED = ("budget", "budget_news", "budget_officer", "quiet", "window")
"""Reasons to wait until a certain hour of a day."""


@quick
@dataclass(frozen=True, slots=True)
class Message:
    """One SMS as a person will read it, to be queued."""

    cause: str  # "inbox:123", "event:77", "digest:9": with kind, contact and ticket it is unique
    kind: str  # key in templates/id.ini
    contact: int
    ticket: int  # ticket.id, 0 when none
    lane: int
    line: str
    text: str
    essential: bool  # one retry is allowed when nobody knows whether it was sent
    not_before: datetime
    valid_until: datetime
    why: str = ""  # why it waits, when it does


@quick
@dataclass(frozen=True, slots=True)
class Claimed:
    """A part that this process must now send, and what its outcome needs."""

    part: Outbound
    attempt: int
    valid_until: datetime
    contact: int  # contact.id of the recipient


def queue(tx: Tx, message: Message, *, now: datetime) -> int:
    """Add *message* unless its cause was answered already; return outbox.id, 0 if it was."""
    parts = count_parts(message.text)
    (row,) = tx.ids("outbox")
    columns = {
        "id": row,
        "cause": message.cause,
        "kind": message.kind,
        "contact": message.contact,
        "ticket": message.ticket,
        "lane": message.lane,
        "line": message.line,
        "body": tx.keys.seal(message.text.encode()),
        "parts": parts,
        "essential": int(message.essential),
        "created_at": to_us(now),
        "not_before": to_us(message.not_before),
        "valid_until": to_us(message.valid_until),
        "why": message.why,
    }
    if not insert(tx, "outbox", columns, unless_known=True):
        return 0
    _add_parts(tx, row, message, parts, now)
    return row


def _add_parts(tx: Tx, row: int, message: Message, parts: int, now: datetime) -> None:
    """Give an outbox row its deliveries."""
    when = (to_us(message.not_before), to_us(message.valid_until), to_us(now))
    tx.many(
        "INSERT INTO delivery (id, outbox, part, line, lane, state, not_before, valid_until,"
        " state_at) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)",
        [
            (delivery, row, part, message.line, message.lane, *when)
            for part, delivery in enumerate(tx.ids("delivery", parts), 1)
        ],
    )


def reword(tx: Tx, row: int, text: str) -> None:
    """Give a message that still waits, whole, other words; its parts may become more."""
    parts = count_parts(text)
    tx.change(
        "UPDATE outbox SET body = ?, parts = ? WHERE id = ?",
        (tx.keys.seal(text.encode()), parts, row),
    )
    present = tx.execute("SELECT part FROM delivery WHERE outbox = ?", (row,))
    for part in range(len(present) + 1, parts + 1):
        (delivery,) = tx.ids("delivery")
        tx.change(
            "INSERT INTO delivery (id, outbox, part, line, lane, state, not_before, valid_until,"
            " state_at) SELECT ?, outbox, ?, line, lane, state, not_before, valid_until, state_at"
            " FROM delivery WHERE outbox = ? AND part = 1",
            (delivery, part, row),
        )


def waiting(tx: Tx, line: str, now: datetime, *, free: Sequence[int] = ANY) -> bool:
    """Tell whether *line* has a part that may be sent now: cheap, for a reading transaction.

    *free* is what the limits of the line still allow in each lane.
    """
    return any(left > 0 and _due(tx, line, lane, now, 1, lock="") for lane, left in enumerate(free))


def _due(tx: Tx, line: str, lane: int, now: datetime, limit: int, *, lock: str) -> list[int]:
    """Return delivery ids of one lane in the order of sending.

    One query a lane: parts that wait for their time then never stand in the way of others.
    """
    rows = tx.execute(
        "SELECT id FROM delivery WHERE line = ? AND lane = ? AND state = 'queued'"
        " AND not_before <= ? AND valid_until > ? ORDER BY not_before, id LIMIT ?" + lock,
        (line, lane, to_us(now), to_us(now), limit),
    )
    return [row for (row,) in rows]


def claim(
    tx: Tx,
    line: str,
    room: int,
    *,
    free: Sequence[int] = ANY,
    whole: bool = False,
    node: str,
    now: datetime,
) -> list[Claimed]:
    """Take up to *room* parts for sending; they are `sending` once this has committed.

    *free* is what the limits of the line still allow in each lane. *whole*: with a part go all
    others of its message, even above these.
    """
    due: list[int] = []
    for lane in range(len(LANES)):
        left = min(room - len(due), free[lane])
        if left > 0:
            more = _due(tx, line, lane, now, left, lock=tx.skip_locked)
            due += more
            free = narrow(free, lane, len(more))
    if not due:
        return []
    if whole:
        due += _others(tx, line, due, now)
    tx.change(
        "UPDATE delivery SET state = 'sending', attempt = attempt + 1, epoch = epoch + 1,"
        f" owner = ?, state_at = ? WHERE id IN ({tx.marks(len(due))})",
        (node, to_us(now), *due),
    )
    rows = tx.execute(
        "SELECT d.id, d.epoch, d.part, d.attempt, d.valid_until, c.id, o.id, o.body, c.number"
        " FROM delivery d JOIN outbox o ON o.id = d.outbox JOIN contact c ON c.id = o.contact"
        f" WHERE d.id IN ({tx.marks(len(due))}) ORDER BY d.lane, d.not_before, d.id",
        due,
    )
    return [
        _claimed(
            row, text=tx.keys.open(row[7]).decode(), number=tx.keys.open_number(row[8]), now=now
        )
        for row in rows
    ]


def _others(tx: Tx, line: str, due: Sequence[int], now: datetime) -> list[int]:
    """Return the other due parts of the messages that *due* belong to."""
    marks = tx.marks(len(due))
    rows = tx.execute(
        "SELECT id FROM delivery WHERE line = ? AND state = 'queued' AND not_before <= ?"
        f" AND outbox IN (SELECT outbox FROM delivery WHERE id IN ({marks}))"
        f" AND id NOT IN ({marks})" + tx.skip_locked,
        (line, to_us(now), *due, *due),
    )
    return [row for (row,) in rows]


def _claimed(row: tuple[int, ...], *, text: str, number: str, now: datetime) -> Claimed:
    """Make the part for the air from a claimed row: cutting is the same each time."""
    delivery, epoch, part, attempt, valid_until, contact, outbox, *_ = row
    segment = split(text, reference=outbox % 256)[part - 1]
    left = max(60, int((from_us(valid_until) - now).total_seconds()))
    air = Outbound(delivery, epoch, number, segment.data, segment.part, validity=left)
    return Claimed(air, attempt, from_us(valid_until), contact)


def recover(tx: Tx, line: str, left: Collection[tuple[int, int]] | None, now: datetime) -> int:
    """Settle what an earlier life of *line* was sending when it died; return how many are unknown.

    *left* are (delivery.id, epoch) of the parts that had begun to leave, None when nobody knows:
    those are of unknown outcome. Any other surely was not sent and goes back to the queue.
    """
    flying = tx.execute(
        "SELECT id, epoch FROM delivery WHERE line = ? AND state = 'sending'", (line,)
    )
    doubtful = 0
    for row, epoch in flying:
        unknown = left is None or (row, epoch) in left
        doubtful += unknown
        to = "'unknown'" if unknown else "'queued', attempt = attempt - 1"
        tx.change(
            f"UPDATE delivery SET state = {to}, code = 'restart', owner = '', state_at = ?"
            " WHERE id = ? AND state = 'sending'",
            (to_us(now), row),
        )
    return doubtful


def retry_unknown(tx: Tx, *, wait: timedelta, now: datetime) -> int:
    """Queue essential parts again, once, when no report told of them for *wait*.

    The only path to a duplicate: at most two copies of a part, and both say the same.
    """
    return tx.change(
        "UPDATE delivery SET state = 'queued', ambiguous = 1, not_before = ?, state_at = ?"
        " WHERE state = 'unknown' AND ambiguous = 0 AND state_at <= ? AND valid_until > ?"
        " AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = delivery.outbox AND o.essential = 1)",
        (to_us(now), to_us(now), to_us(now - wait), to_us(now)),
    )


def follow_clock(tx: Tx, *, expected: datetime, now: datetime) -> int:
    """Move the times of what waits when the wall clock says *now* where *expected* was due.

    Only rows written before the jump; what waits for the next day waits for a date.
    """
    drift = to_us(now) - to_us(expected)
    before = ("state_at > ?", now) if drift < 0 else ("state_at <= ?", expected)
    return tx.change(
        "UPDATE delivery SET not_before = not_before + ?, valid_until = valid_until + ?,"
        f" state_at = state_at + ? WHERE state IN ('queued', 'unknown') AND {before[0]}"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = delivery.outbox"
        f" AND o.why IN ({tx.marks(len(DATED))}))",
        (drift, drift, drift, to_us(before[1]), *DATED),
    )


def expire(tx: Tx, now: datetime) -> int:
    """Fail what waited beyond its validity; what waits for the budget has a later one."""
    return tx.change(
        "UPDATE delivery SET state = 'failed', code = 'expired', state_at = ?"
        " WHERE state = 'queued' AND valid_until <= ?",
        (to_us(now), to_us(now)),
    )


def withdraw(tx: Tx, rows: Sequence[int], *, now: datetime) -> int:
    """Take back messages that still wait, because newer news says more; return how many parts."""
    if not rows:
        return 0
    return tx.change(
        "UPDATE delivery SET state = 'failed', code = 'superseded', state_at = ?"
        f" WHERE state = 'queued' AND outbox IN ({tx.marks(len(rows))})",
        (to_us(now), *rows),
    )
