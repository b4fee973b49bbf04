r"""Rows of table mail: queue, claim, record. E-mail has the same uncertain moment as an SMS.

::

    queued --claim--> sending --250--> sent
      ^                 |  \--5xx, too old---> failed
      |<--4xx, no server, cut before the end of DATA
      |                    \--cut after it---> unknown
      |<--once, essential, after unknown_wait--------|

The server takes the message with its answer to the dot that ends DATA (RFC 5321 4.1.1.4), and
who is cut off just then cannot know (RFC 1047). A digest stays unknown: somebody may have it, and
nobody shall have it twice; a person may send it again. Essential mail (alarms) goes out once more,
with the same Message-ID, by which mail programs fold copies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.errors import TransportError
from gateway.mail.message import Attachment, Mail, compose
from gateway.retry import GiveUp, PauseLine, Unknown, after
from models.base import Tx
from models.mailbox import Address
from models.rows import insert
from models.times import from_us, to_us

__all__ = ["Attachment", "Claimed", "Mail", "begin", "claim", "expire", "forget", "open_ends",
           "queue", "record", "recover", "retry_unknown", "waiting"]  # fmt: skip

VALID_FOR = timedelta(days=1)
KEPT_SENT, KEPT_OPEN = timedelta(days=7), timedelta(days=90)
"""How long a message lies here after it was sent, and after nobody could say that it was."""

UNKNOWN_WAIT = timedelta(minutes=10)
"""A server that took a message after all may hand it on meanwhile; then copies stand together."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process must now send, and what its outcome needs."""

    id: int
    epoch: int
    to: str
    content: bytes
    key: str  # hex; its Message-ID
    attempt: int
    valid_until: datetime


def queue(tx: Tx, mail: Mail, *, now: datetime) -> int | None:
    """Add *mail* unless its cause was told to this mailbox already; return mail.id, else None.

    ValueError when the address is none or the message is too large.
    """
    content = compose(mail)
    (row,) = tx.ids("mail")
    columns = {
        "id": row,
        "cause": mail.cause,
        "recipient": tx.keys.seal(mail.to.encode()),
        "recipient_key": recipient_key(tx, mail.to),
        "content": tx.keys.seal(content),
        "essential": int(mail.essential),
        "state": "queued",
        "not_before": to_us(now),
        "valid_until": to_us(mail.valid_until or now + VALID_FOR),
        "created_at": to_us(now),
        "state_at": to_us(now),
    }
    return row if insert(tx, "mail", columns, unless_known=True) else None


def recipient_key(tx: Tx, address: str) -> bytes:
    """Return the HMAC under which a mailbox is found; ValueError when it is no address."""
    return tx.keys.mac("mail", Address.parse(address).lower().encode())


def waiting(tx: Tx, now: datetime) -> bool:
    """Tell whether a message may be sent now."""
    return bool(_due(tx, now, lock=""))


def open_ends(tx: Tx, now: datetime) -> bool:
    """Tell whether recover(), retry_unknown(), expire() or forget() may have work."""
    return bool(
        tx.execute(
            "SELECT 1 FROM mail WHERE (state = 'sending' AND lease_until <= ?)"
            " OR (state = 'queued' AND valid_until <= ?) OR (state = 'unknown' AND essential = 1"
            " AND ambiguous = 0) OR (state = 'sent' AND state_at < ?)"
            " OR (state = 'failed' AND state_at < ?) OR (state = 'unknown' AND state_at < ?)"
            " LIMIT 1",
            (
                to_us(now),
                to_us(now),
                to_us(now - KEPT_SENT),
                to_us(now - KEPT_OPEN),
                to_us(now - KEPT_OPEN),
            ),
        )
    )


def _due(tx: Tx, now: datetime, *, lock: str) -> list[int]:
    rows = tx.execute(
        "SELECT id FROM mail WHERE state = 'queued' AND not_before <= ? AND valid_until > ?"
        " ORDER BY not_before, id LIMIT 1" + lock,
        (to_us(now), to_us(now)),
    )
    return [row for (row,) in rows]


def claim(tx: Tx, *, lease: timedelta, now: datetime) -> Claimed | None:
    """Take the oldest message that is due; it is `sending` once this has committed."""
    due = _due(tx, now, lock=tx.skip_locked)
    if not due:
        return None
    ((row, epoch, recipient, content, cause, attempt, valid),) = tx.execute(
        "UPDATE mail SET state = 'sending', attempt = attempt + 1, epoch = epoch + 1, begun = 0,"
        " lease_until = ?, state_at = ? WHERE id = ?"
        " RETURNING id, epoch, recipient, content, cause, attempt, valid_until",
        (to_us(now + lease), to_us(now), due[0]),
    )
    to = tx.keys.open(bytes(recipient)).decode()
    key = tx.keys.mac("mail-id", cause.encode(), to.lower().encode())[:16].hex()
    body = tx.keys.open(bytes(content))
    return Claimed(row, epoch, to, body, key, attempt, from_us(valid))


def begin(tx: Tx, claimed: Claimed) -> bool:
    """Note that the end of DATA comes next: from here on the outcome may stay unknown.

    False when the claim is no longer ours; then nothing more may be sent.
    """
    return (
        tx.change(
            "UPDATE mail SET begun = 1 WHERE id = ? AND state = 'sending' AND epoch = ?",
            (claimed.id, claimed.epoch),
        )
        == 1
    )


def record(
    tx: Tx, claimed: Claimed, error: TransportError | None, *, now: datetime, dice: float
) -> str:
    """Write how a claimed message ended, None for taken; return its state now.

    *dice* (0..1) spreads the retries.
    """
    if error is None:
        # Nobody needs its words any more: reports with drawings would fill the database
        nothing = tx.keys.seal(b"")
        return _leave(tx, claimed, "sent", "250", now, "content = ?", (nothing,))
    code = error.code
    until = claimed.valid_until
    match after(error, claimed.attempt, now=now, valid_until=until, dice=dice):
        case PauseLine():
            return _leave(tx, claimed, "queued", code, now, "attempt = attempt - 1")
        case GiveUp(reason):
            return _leave(tx, claimed, "failed", code or reason, now)
        case Unknown():
            return _leave(tx, claimed, "unknown", code, now)
        case again:
            return _leave(tx, claimed, "queued", code, now, f"not_before = {to_us(again)}")


def _leave(
    tx: Tx, claimed: Claimed, state: str, code: str, now: datetime, also: str = "begun = begun",
    values: tuple[object, ...] = (),
) -> str:  # fmt: skip
    """Take the message out of `sending`, if this claim still holds it."""
    tx.change(
        f"UPDATE mail SET state = ?, code = ?, state_at = ?, lease_until = NULL, {also}"
        " WHERE id = ? AND state = 'sending' AND epoch = ?",
        (state, code, to_us(now), *values, claimed.id, claimed.epoch),
    )
    return state


def recover(tx: Tx, now: datetime) -> int:
    """Settle what a sender that died was sending: unknown if DATA had ended, else queued again."""
    unknown = tx.change(
        "UPDATE mail SET state = 'unknown', code = 'restart', state_at = ?"
        " WHERE state = 'sending' AND lease_until <= ? AND begun = 1",
        (to_us(now), to_us(now)),
    )
    return unknown + tx.change(
        "UPDATE mail SET state = 'queued', code = 'restart', state_at = ?, attempt = attempt - 1"
        " WHERE state = 'sending' AND lease_until <= ?",
        (to_us(now), to_us(now)),
    )


def retry_unknown(tx: Tx, now: datetime) -> int:
    """Queue essential messages of unknown outcome again, each once."""
    return tx.change(
        "UPDATE mail SET state = 'queued', ambiguous = 1, not_before = ?, state_at = ?"
        " WHERE state = 'unknown' AND essential = 1 AND ambiguous = 0 AND state_at <= ?"
        " AND valid_until > ?",
        (to_us(now), to_us(now), to_us(now - UNKNOWN_WAIT), to_us(now)),
    )


def forget(tx: Tx, now: datetime) -> int:
    """Remove what was sent, or given up, long enough ago: a digest can be made again."""
    sent = tx.change(
        "DELETE FROM mail WHERE state = 'sent' AND state_at < ?", (to_us(now - KEPT_SENT),)
    )
    return sent + tx.change(
        "DELETE FROM mail WHERE (state = 'failed' OR state = 'unknown') AND state_at < ?",
        (to_us(now - KEPT_OPEN),),
    )


def expire(tx: Tx, now: datetime) -> int:
    """Fail what could not be handed over in time."""
    return tx.change(
        "UPDATE mail SET state = 'failed', state_at = ?,"
        " code = CASE WHEN code = '' THEN 'expired' ELSE code END"
        " WHERE state = 'queued' AND valid_until <= ?",
        (to_us(now), to_us(now)),
    )
