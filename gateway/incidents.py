"""A coordinator joins tickets in an incident, splits one off, and ends all of one at once."""

from dataclasses import replace
from datetime import datetime

from gateway import effects
from gateway.orders import NO_KEY
from gateway.origin import Means, Origin
from gateway.setting import Setting
from models import cases
from models.base import Tx
from models.casework import joining
from models.casework.case import Actor, Case
from models.casework.effects import Decision
from models.casework.orders import Order, carry_out
from models.times import to_us

PROPOSED = "similar"
"""ticket.review of a report that is proposed to be one with another."""


def proposed(tx: Tx, ticket: int) -> tuple[bool, int]:
    """Return whether *ticket* (id) waits for a decision, and the id of what it is like, or 0."""
    ((review, other),) = tx.execute("SELECT review, linked_to FROM ticket WHERE id = ?", (ticket,))
    return review == PROPOSED, int(other or 0)


def join(
    tx: Tx, case: Case, other: Case, actor: Actor, setting: Setting, now: datetime
) -> Decision:
    """Let *case* be of the incident of *other*; see casework/joining.py for refusals."""
    waits, _like = proposed(tx, case.id)
    decision = joining.join(case, other, actor, proposed=waits)
    return _write(tx, decision, actor, setting, now)


def split(tx: Tx, case: Case, actor: Actor, setting: Setting, now: datetime) -> Decision:
    """Take *case* out of its incident, or refuse that it belongs to one."""
    waits, _like = proposed(tx, case.id)
    return _write(tx, joining.split(case, actor, proposed=waits), actor, setting, now)


def tickets(tx: Tx, incident: int) -> list[int]:
    """Return ticket.id of all that belong to *incident*, oldest first."""
    rows = tx.execute("SELECT id FROM ticket WHERE incident = ? ORDER BY id", (incident,))
    return [int(row) for (row,) in rows]


def close(tx: Tx, incident: int, now: datetime) -> bool:
    """Let no more reports join; False when it is closed already or there is none."""
    changed = tx.change(
        "UPDATE incident SET state = 'closed', closed_at = ? WHERE id = ? AND state = 'open'",
        (to_us(now), incident),
    )
    return changed == 1


def end_all(
    tx: Tx, incident: int, result: str, actor: Actor, setting: Setting, now: datetime
) -> list[Decision]:
    """End every open ticket of *incident* with *result*, those that are worked first.

    What follows them ends with them (effects/followers.py); its decision says so.
    """
    found = cases.load(tx, tickets(tx, incident), deep=True).values()
    decisions: list[Decision] = []
    for was in sorted((case for case in found if case.open), key=lambda case: not case.tasks):
        case = cases.load_one(tx, was.id, deep=True)
        if case.open:
            decision = carry_out(Order("done", result), case, actor, setting.sop, now)
            decisions.append(_write(tx, decision, actor, setting, now, text=result))
        else:
            decisions.append(Decision("done", case=case, valid=True))
    return decisions


def _write(
    tx: Tx, decision: Decision, actor: Actor, setting: Setting, now: datetime, text: str = ""
) -> Decision:
    assert decision.case is not None
    rows = tx.execute("SELECT line FROM ticket WHERE id = ?", (decision.case.id,))
    origin = Origin(actor, now, text=text, line=rows[0][0])
    after = effects.write(tx, decision, origin, Means(NO_KEY, setting))
    return replace(decision, case=after)
