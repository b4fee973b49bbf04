"""Emergencies: who is alarmed first, and who next while nobody has answered. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.casework.case import Case
from models.casework.effects import Alarm, Effect, OpenTicket, Tell
from models.casework.sop import Sop

SAME = timedelta(hours=2)
"""Within it an alike report of the same emergency raises no alarm of its own."""

ANY = "*"


def agency_for(sop: Sop, category: str, accused: Iterable[str] = ()) -> str:
    """Return the agency that is alarmed for *category*; "" when only the coordinators are."""
    agencies = dict(sop.emergencies.agencies)
    code = agencies.get(category, agencies.get(ANY, ""))
    return "" if code in accused or sop.agency(code) is None else code


def raise_alarm(sop: Sop, ticket: OpenTicket) -> tuple[Effect, ...]:
    """Return the alarm for *ticket*: its agency's officers on duty, else the coordinators.

    Of a secret report they learn the number alone; they read it at a terminal or call.
    """
    code = agency_for(sop, ticket.category, ticket.accused)
    to = f"agency:{code}" if code else "coordinator"
    kind = "P_RAHASIA" if ticket.confidentiality == "rahasia" else "P_DARURAT"
    return (Tell(kind, to, (("opd", code),) if code else (), "urgent"), Alarm())


def warn(ticket: OpenTicket) -> Tell:
    """Return what the coordinators read of a threat that is no emergency yet."""
    kind = "P_RAHASIA" if ticket.confidentiality == "rahasia" else "P_DARURAT"
    return Tell(kind, "coordinator", (), "urgent")


def raised(similar: Iterable[Case], now: datetime) -> bool:
    """Tell whether one of *similar* has just raised the alarm for the same emergency."""
    return any(
        case.urgency == "darurat" and case.created_at is not None and now - case.created_at <= SAME
        for case in similar
    )


def next_told(roster: Sequence[int], told: int, number: int) -> int:
    """Return the officer of *roster* who is told after *told*, 0 when there is nobody.

    *number* says how often somebody was told so far: it goes on from there when *told* is no
    longer on duty.
    """
    if not roster:
        return 0
    at = roster.index(told) + 1 if told in roster else number
    return roster[at % len(roster)]
