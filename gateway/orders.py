"""Orders from the terminal: the same judgement and the same writing as an officer's SMS."""

from dataclasses import replace
from datetime import datetime

from gateway import effects
from gateway.origin import Means, Origin
from gateway.setting import Setting
from models import cases
from models.base import Tx
from models.casework import clocking
from models.casework.case import Actor, Case
from models.casework.effects import Decision, Effect, OpenTicket, Tell
from models.casework.emergencies import raise_alarm
from models.casework.orders import Order, carry_out
from models.casework.report import forward
from models.casework.sop import Sop
from parser.reading import Reading

NO_KEY = b""
"""An order opens no ticket: no number is needed."""


def order(
    tx: Tx, number: int, wanted: Order, actor: Actor, setting: Setting, now: datetime
) -> Decision:
    """Carry out *wanted* on the ticket with *number* and tell whom it concerns.

    The decision's ``refused`` says why nothing was done: as carry_out(), or ``not_found``. Its
    ``case`` is the ticket as it is afterwards.
    """
    case = cases.by_number(tx, number, viewer=actor.contact)
    if case is None:
        return Decision("not_found", refused="not_found")
    decision = carry_out(wanted, case, actor, setting.sop, now)
    ((line,),) = tx.execute("SELECT line FROM ticket WHERE id = ?", (case.id,))
    origin = Origin(actor, now, text=wanted.text, line=line)
    after = effects.write(tx, decision, origin, Means(NO_KEY, setting))
    return replace(decision, case=after)


def enter(  # noqa: PLR0913 - what a person at the counter knows
    tx: Tx, ticket: OpenTicket, text: str, actor: Actor, setting: Setting, now: datetime, *,
    number_key: bytes, contact: int = 0, reading: Reading | None = None, told: bool = True,
) -> Case:  # fmt: skip
    """Open a report that came by another channel; return its case.

    *contact* (facts.contact_for) is the reporter's mobile number, who then gets the number of the
    ticket by SMS unless *told* is False; *reading* is the parser's, for the place. It is assigned
    where the city's routes need no coordinator for it.
    """
    sop = setting.sop
    steps = _first_steps(sop, ticket)
    receipt = (Tell(_receipt(ticket), "reporter", lane="ack"),) if contact and told else ()
    decision = Decision(
        "ticket", (ticket, *clocking.opening(sop, ticket, now), *steps, *receipt), valid=True
    )
    line = setting.news_line("")
    origin = Origin(actor, now, text=text, line=line, contact=contact, reading=reading)
    case = effects.write(tx, decision, origin, Means(number_key, setting))
    assert case is not None
    return case


def _first_steps(sop: Sop, ticket: OpenTicket) -> tuple[Effect, ...]:
    """Return the alarm of an emergency, else what the routes do by themselves."""
    if ticket.urgency == "darurat":
        return raise_alarm(sop, ticket)
    return () if ticket.review else forward(sop, ticket)


def _receipt(ticket: OpenTicket) -> str:
    return "TERIMA_RAHASIA" if ticket.confidentiality == "rahasia" else "TERIMA"
