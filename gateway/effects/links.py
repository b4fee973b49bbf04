"""Tickets that belong together: merged into another, or joined in one incident."""

from gateway.effects.work import Work
from models.casework.effects import Link, Merge
from models.rows import insert


def merge(work: Work, effect: Merge) -> None:
    """Point the subject to the ticket that goes on; what had been merged into it follows."""
    case, into = work.subject(effect.case), effect.into
    work.tx.change(
        "UPDATE ticket SET merged_into = ? WHERE id = ? OR merged_into = ?",
        (into.id, case.id, case.id),
    )
    work.happen(case.id, "merged", {"into": into.id})
    work.happen(into.id, "merged", {"took_in": case.id})


def link(work: Work, effect: Link) -> None:
    """Let both tickets be of one incident: the other's, else the subject's, else a new one."""
    case, other, tx = work.subject(effect.case), effect.other, work.tx
    rows = tx.execute("SELECT id, incident FROM ticket WHERE id IN (?, ?)", (case.id, other.id))
    present = dict(rows)
    incident = present[other.id] or present[case.id] or _found(work, other.id)
    for ticket in (other.id, case.id):
        if present[ticket] != incident:
            tx.change("UPDATE ticket SET incident = ? WHERE id = ?", (incident, ticket))
            work.happen(ticket, "linked", {"incident": incident})
            work.linked.append(ticket)


def _found(work: Work, ticket: int) -> int:
    """Begin an incident that is like *ticket*; return incident.id."""
    tx = work.tx
    ((category, area, place),) = tx.execute(
        "SELECT category, area, place_key FROM ticket WHERE id = ?", (ticket,)
    )
    (incident,) = tx.ids("incident")
    columns = {
        "id": incident,
        "category": category,
        "area": area,
        "place_key": place,
        "state": "open",
        "created_at": work.now,
    }
    insert(tx, "incident", columns)
    return incident
