"""A message's own rows: done with, in conflict, or late for the ticket they belong to."""

from gateway.effects.tickets import HIDDEN
from gateway.effects.work import Work
from gateway.gather import Message
from models import search
from models.base import Tx
from models.casework.effects import Note
from models.redaction import cut

_DONE = (
    "UPDATE inbox SET state = 'done', ticket = ?,"
    # Not IN (...): with more than two words SQLite makes a table of them for every row.
    " reason = CASE reason WHEN 'conflict' THEN reason WHEN 'repeated_part' THEN reason"
    " WHEN 'late' THEN reason ELSE ? END"
    " WHERE id = ?"
)


def done(tx: Tx, message: Message, outcome: str, ticket: int | None) -> None:
    """Mark every row of *message* as answered; a part keeps the reason it was given."""
    tx.many(_DONE, [(ticket, outcome, row) for row in message.rows])
    for _row in message.rows:
        tx.note("inbox", {"sender": message.sender.number})


def conflicts(work: Work) -> list[Note]:
    """Return the other words that came for a part's slot, to be kept beside the ticket."""
    message = work.origin.message
    if message is None or work.case is None:
        return []
    return [Note("conflict", words) for words in message.conflicts]


def amend(work: Work) -> bool:
    """Put a late part into the ticket of its message; False when there is none yet."""
    origin, tx = work.origin, work.tx
    message, reading = origin.message, origin.reading
    assert message is not None
    assert reading is not None
    rows = tx.execute(
        "SELECT id, confidentiality, redacted FROM ticket WHERE inbox = ?", (message.inbox,)
    )
    if not rows:
        return False
    ticket, level, old = rows[0]
    redacted = "" if level == HIDDEN else cut(reading.body or message.text)
    search.replace(tx, ticket, old, redacted)
    tx.change(
        "UPDATE ticket SET redacted = ?, original = ?, missing = ?, updated_at = ?,"
        " review = CASE WHEN review = 'incomplete' AND ? = '' THEN '' ELSE review END"
        " WHERE id = ?",
        (
            redacted, tx.keys.seal(message.text.encode()), message.missing, work.now,
            message.missing, ticket,
        ),
    )  # fmt: skip
    work.happen(ticket, "late_part", {"row": message.late, "missing": message.missing})
    work.flush()
    done(tx, message, "ticket", ticket)
    return True
