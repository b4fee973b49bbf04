"""Hand an officer's open work over: each ticket by a decision of its own, in one transaction."""

from datetime import datetime

from gateway import effects
from gateway.orders import NO_KEY
from gateway.origin import Means, Origin
from gateway.setting import Setting
from models import cases
from models.base import Tx
from models.casework.case import Actor
from models.casework.handover import hand_over as decide
from models.casework.states import OPEN
from models.narrowing import open_tasks


def open_work(tx: Tx, officer: int, agency: str) -> tuple[int, ...]:
    """Return the tickets (ids) of *agency* that *officer* accepted or handles, oldest first."""
    states, tasks = tuple(sorted(OPEN)), open_tasks(tx.dialect)
    rows = tx.execute(
        f"SELECT a.ticket FROM {tasks} WHERE a.agency = ? AND a.ended_at IS NULL"
        f" AND a.accepted_by = ? UNION SELECT a.ticket FROM {tasks}"
        " JOIN ticket t ON t.id = a.ticket WHERE a.agency = ? AND a.ended_at IS NULL"
        f" AND t.handler = ? AND t.state IN ({tx.marks(len(states))}) ORDER BY 1",
        (agency, officer, agency, officer, *states),
    )
    return tuple(int(row) for (row,) in rows)


def hand_over(
    tx: Tx, old: int, new: int, agency: str, actor: Actor, setting: Setting, now: datetime
) -> tuple[int, ...]:
    """Give what *old* has accepted to *new*, both officers of *agency*; return ticket numbers."""
    given = []
    for ticket in open_work(tx, old, agency):
        case = cases.load_one(tx, ticket, deep=True)
        ((line,),) = tx.execute("SELECT line FROM ticket WHERE id = ?", (ticket,))
        decision = decide(case, agency, old, new)
        effects.write(tx, decision, Origin(actor, now, line=line), Means(NO_KEY, setting))
        given.append(case.number)
    return tuple(given)
