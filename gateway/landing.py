"""How parts ended: answers of carriers and delivery reports move them. The states of outbox.py.

Every step names the state that it leaves and the epoch of its claim: a late answer to an old claim
changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.errors import TransportError, UnknownOutcome
from gateway.message import DeliveryReport, Receipt, Stored
from gateway.numbers import normalise
from gateway.outbox import Claimed
from gateway.retry import GiveUp, PauseLine, Unknown, after
from gateway.trust import Refused
from models.base import Tx
from models.quick import quick
from models.rows import insert
from models.times import to_us

EARLY = timedelta(minutes=10)
"""A delivery report can come so long before the answer to its part; older ones are another's."""

_CLOSED = frozenset({"closed", "port"})
"""Codes of errors that say that the line went away under a part."""

_REPORTABLE = timedelta(hours=72)
"""References of a modem wrap at 256: a report is about a part at most this old."""


@quick
@dataclass(frozen=True, slots=True)
class Outcome:
    """How one claimed part ended."""

    claimed: Claimed
    receipt: Receipt | None = None
    error: TransportError | None = None


@dataclass(slots=True)
class Tally:
    """Parts that left their claim so that they cost, or may have."""

    sent: int = 0
    unknown: int = 0


def record(tx: Tx, outcomes: Sequence[Outcome], *, now: datetime, dice: float) -> Tally:
    """Write how claimed parts ended; *dice* (0..1) spreads the retries."""
    tally = Tally()
    carried = [(one.claimed, one.receipt) for one in outcomes if one.receipt is not None]
    tally.sent = _sent(tx, carried, now) if carried else 0
    for outcome in outcomes:
        if outcome.receipt is None and outcome.error is not None:
            tally.unknown += _not_sent(tx, outcome.claimed, outcome.error, now, dice)
    return tally


def _leave(tx: Tx, claimed: Claimed, assign: str, values: Sequence[object], now: datetime) -> bool:
    """Take the part out of `sending`, if this claim still holds it."""
    part = claimed.part
    changed = tx.change(
        f"UPDATE delivery SET {assign}, state_at = ?, owner = ''"
        " WHERE id = ? AND state = 'sending' AND epoch = ?",
        (*values, to_us(now), part.delivery, part.epoch),
    )
    return changed == 1


def _sent(tx: Tx, carried: Sequence[tuple[Claimed, Receipt]], now: datetime) -> int:
    """Record the carrier's references, and use reports that came before their answers.

    Return how many parts these claims still held: nobody else moves them in this transaction.
    """
    at = to_us(now)
    ids = [claimed.part.delivery for claimed, _receipt in carried]
    held = {
        (row, epoch): line
        for row, epoch, line in tx.execute(
            f"SELECT id, epoch, line FROM delivery WHERE id IN ({tx.marks(len(ids))})"
            " AND state = 'sending'",
            ids,
        )
    }
    told = {line for line in set(held.values()) if _is_told(tx, line, now)}
    ours = [
        (claimed, receipt, line)
        for claimed, receipt in carried
        if (line := held.pop((claimed.part.delivery, claimed.part.epoch), None)) is not None
    ]
    tx.many(
        "UPDATE delivery SET state = 'sent', reference = ?, reference_key = ?, sent_at = ?,"
        " state_at = ?, owner = '' WHERE id = ? AND state = 'sending' AND epoch = ?",
        [
            (receipt.reference, reference_key(receipt.reference), at, at, claimed.part.delivery,
             claimed.part.epoch)
            for claimed, receipt, _line in ours
        ],
    )  # fmt: skip
    for claimed, receipt, line in ours:
        early = line in told and _was_told(tx, claimed, receipt, now)
        if claimed.part.part is not None and not early:
            _follow(tx, claimed.part.delivery, now)
    return len(ours)


def _is_told(tx: Tx, line: str, now: datetime) -> bool:
    """Tell whether any report of *line* still waits for the answer to its part."""
    sql = "SELECT 1 FROM report WHERE delivery IS NULL AND line = ? AND received_at > ? LIMIT 1"
    return bool(tx.execute(sql, (line, to_us(now - EARLY))))


def _was_told(tx: Tx, claimed: Claimed, receipt: Receipt, now: datetime) -> bool:
    """Move a part by the report that came before its answer; False when none did."""
    names = [reference_key(name) for name in (receipt.reference, *receipt.also)]
    early = tx.execute(
        "SELECT r.id, r.state, r.code FROM report r JOIN delivery d ON d.id = ?"
        " JOIN outbox o ON o.id = d.outbox JOIN contact c ON c.id = o.contact"
        " WHERE r.delivery IS NULL AND r.line = d.line"
        f" AND r.reference IN ({tx.marks(len(names))})"
        " AND r.number = c.number AND r.received_at > ? ORDER BY r.id",
        (claimed.part.delivery, *names, to_us(now - EARLY)),
    )
    for row, state, code in early:
        tx.change("UPDATE report SET delivery = ? WHERE id = ?", (claimed.part.delivery, row))
        _settle(tx, claimed.part.delivery, state, code, now)
    return bool(early)


_TOGETHER = (
    "FROM delivery d JOIN delivery s ON s.outbox = d.outbox AND s.line = d.line"
    " AND s.reference_key = d.reference_key AND s.sent_at = d.sent_at"
)
"""Parts d and s left as one message_payload: one reference, recorded in one transaction."""


def _follow(tx: Tx, delivery: int, now: datetime) -> None:
    """Let a part be what a report has said already of the part with which it left."""
    rows = tx.execute(
        f"SELECT s.state, s.code {_TOGETHER} WHERE d.id = ? AND s.id <> d.id"
        " AND s.state IN ('delivered', 'failed') LIMIT 1",
        (delivery,),
    )
    for state, code in rows:
        _settle(tx, delivery, state, code, now)


def _not_sent(tx: Tx, claimed: Claimed, error: TransportError, now: datetime, dice: float) -> bool:
    """Move the part by the class of its error; True when nobody knows whether it left."""
    if error.code in _CLOSED and not isinstance(error, UnknownOutcome):
        # Its line closed before a byte left: neither a try nor a reason to wait.
        _leave(tx, claimed, "state = 'queued', attempt = attempt - 1, code = ?", (error.code,), now)
        return False
    until = claimed.valid_until
    match after(error, claimed.attempt, now=now, valid_until=until, dice=dice):
        case PauseLine():
            # The part is not to blame: it goes back untouched and the line is paused.
            back = "state = 'queued', attempt = attempt - 1, code = ?"
            _leave(tx, claimed, back, (error.code,), now)
        case GiveUp(reason):
            _leave(tx, claimed, "state = 'failed', code = ?", (error.code or reason,), now)
        case Unknown():
            return _leave(tx, claimed, "state = 'unknown', code = ?", (error.code,), now)
        case again:
            values = (error.code, to_us(again))
            _leave(tx, claimed, "state = 'queued', code = ?, not_before = ?", values, now)
    return False


def take_back(tx: Tx, parts: Sequence[Refused], *, why: str, until: datetime, now: datetime) -> int:
    """Queue refused parts again, for *until*: not they but their line was at fault, by *why*.

    They surely never left, and nobody has claimed them since.
    """
    return sum(
        tx.change(
            "UPDATE delivery SET state = 'queued', not_before = ?, code = ?, state_at = ?"
            " WHERE id = ? AND epoch = ? AND state = 'failed'",
            (to_us(until), why, to_us(now), part.delivery, part.epoch),
        )
        for part in parts
    )


def hasten(tx: Tx, line: str, *, why: str, now: datetime) -> int:
    """Let the parts go now that were taken back by *why*: the line is well again."""
    return tx.change(
        "UPDATE delivery SET not_before = ? WHERE line = ? AND state = 'queued' AND attempt > 0"
        " AND code = ? AND not_before > ?",
        (to_us(now), line, why, to_us(now)),
    )


def reference_key(reference: str) -> str:
    """Return a carrier's reference as reports are matched: no case, no leading zeros."""
    return reference.strip().casefold().lstrip("0") or "0"


def report(tx: Tx, told: DeliveryReport, *, now: datetime) -> Stored:
    """Store a delivery report and, when it is about a part of ours, move that part."""
    key = tx.keys.mac("report", told.line.encode(), told.identity)
    known = tx.execute("SELECT id FROM report WHERE key = ?", (key,))
    if known:
        return Stored(known[0][0], 2)
    number = tx.keys.seal_number(normalise(told.number, 1).number)
    delivery = _match(tx, told, number, now)
    (row,) = tx.ids("report")
    columns = {
        "id": row,
        "line": told.line,
        "key": key,
        "raw": tx.keys.seal(told.raw),
        "number": number,
        "reference": reference_key(told.reference),
        "state": told.state,
        "code": told.code,
        "received_at": to_us(now),
        "sent_at": to_us(told.sent_at) if told.sent_at else None,
        "delivery": delivery,
    }
    insert(tx, "report", columns)
    if delivery is not None:
        _known(tx, delivery, told, now)
        _settle(tx, delivery, told.state, told.code, now)
    return Stored(row, 1)


def _known(tx: Tx, delivery: int, told: DeliveryReport, now: datetime) -> None:
    """Let a part of unknown outcome be sent: whoever reports on its way has it."""
    if told.state == "pending":
        tx.change(
            "UPDATE delivery SET state = 'sent', reference = ?, reference_key = ?, sent_at = ?,"
            " code = ?, state_at = ? WHERE id = ? AND state = 'unknown'",
            (
                told.reference, reference_key(told.reference), to_us(now), told.code, to_us(now),
                delivery,
            ),
        )  # fmt: skip


def _match(tx: Tx, told: DeliveryReport, number: bytes, now: datetime) -> int | None:
    """Return the delivery a report is about: line + reference + number + time, the newest.

    A part whose answer never came has no reference: it is matched when it is the only such part
    to that number.
    """
    join = (
        "SELECT d.id FROM delivery d JOIN outbox o ON o.id = d.outbox"
        " JOIN contact c ON c.id = o.contact WHERE d.line = ? AND c.number = ? AND "
    )
    for reference in (told.reference, *told.also):
        rows = tx.execute(
            join + "d.reference_key = ? AND d.state = 'sent' AND d.sent_at > ?"
            " ORDER BY d.sent_at DESC LIMIT 1",
            (told.line, number, reference_key(reference), to_us(now - _REPORTABLE)),
        )
        if rows:
            return int(rows[0][0])
    rows = tx.execute(join + "d.state = 'unknown' LIMIT 2", (told.line, number))
    return int(rows[0][0]) if len(rows) == 1 else None


def _settle(tx: Tx, delivery: int, state: str, code: str, now: datetime) -> None:
    """Move a sent or unknown part, and those that left with it, by what the network reported.

    "pending" moves nothing.
    """
    if state == "pending":
        return
    tx.change(
        "UPDATE delivery SET state = ?, code = ?, state_at = ? WHERE state IN ('sent', 'unknown')"
        f" AND (id = ? OR id IN (SELECT s.id {_TOGETHER} WHERE d.id = ?))",
        (state, code, to_us(now), delivery, delivery),
    )
