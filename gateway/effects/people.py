"""A sender's wishes, strikes and blocks."""

from gateway.effects.work import Work
from models.casework.effects import Person
from models.rows import insert
from models.times import to_us

_BY_SENDER = frozenset({"opt_out", "opt_in"})


def person(work: Work, effect: Person) -> None:
    """Change a contact; what is done to it by others stands in the ticket's events too."""
    case = effect.case or work.case
    contact = work.origin.contact
    if effect.whose == "reporter":
        contact = case.reporter if case else 0
    if not contact:
        return
    tx = work.tx
    ticket = case.id if case else 0
    match effect.change:
        case "opt_out" | "opt_in":
            wish = int(effect.change == "opt_out")
            tx.change("UPDATE contact SET opted_out = ? WHERE id = ?", (wish, contact))
        case "strike":
            (row,) = tx.ids("strike")
            insert(tx, "strike", {"id": row, "contact": contact, "ticket": ticket,
                                  "reason": effect.reason, "at": work.now})  # fmt: skip
        case "forgive":
            tx.change(
                "UPDATE strike SET forgiven_at = ? WHERE contact = ? AND forgiven_at IS NULL",
                (work.now, contact),
            )
        case "block" | "unblock":
            until = to_us(effect.until) if effect.until and effect.change == "block" else None
            tx.change("UPDATE contact SET blocked_until = ? WHERE id = ?", (until, contact))
    if ticket and effect.change not in _BY_SENDER:
        work.remark(ticket, effect.change, effect.reason)
