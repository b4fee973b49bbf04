"""Addresses of casework/effects.Tell become contacts; nobody hears what is not theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.setting import Setting
from models import cases, roster
from models.base import Tx
from models.cases import HAS_TASK
from models.casework.case import Case
from models.casework.duty import Serving, on_duty

_ROLES: dict[str, tuple[str, ...]] = {
    "coordinator": ("coordinator",),
    "admin": ("coordinator",),
    "assistant": ("assistant",),
    "mayor": ("mayor",),
}


_SHARED = frozenset({"verified", "assigned", "in_progress", "done", "closed"})
"""States in which followers stand beside the one that is worked."""


_ENDED = frozenset({"done", "closed"})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets one SMS, and about which ticket."""

    contact: int
    ticket: int = 0  # ticket.id that it is about, 0 when none
    officer: Serving | None = None  # None: a citizen


def recipients(
    tx: Tx, to: str, case: Case | None, setting: Setting, now: datetime
) -> tuple[Recipient, ...]:
    """Return who *to* means, each contact once; never anybody of an accused agency.

    An agency without officers is answered for by the coordinators: nobody's task is lost.
    """
    kind, _colon, code = to.partition(":")
    ticket = case.id if case else 0
    if kind == "reporter":
        return _reporters(tx, (ticket,))
    if kind == "reporters":
        return _reporters(tx, _together(tx, case)) if case else ()
    found: Sequence[Serving]
    if kind == "officer":
        found = roster.serving(tx, officer=int(code))
    elif kind in _ROLES:
        found = _on_duty(roster.serving(tx, roles=_ROLES[kind]), setting, now)  # type: ignore[arg-type]
    else:
        role = ("head",) if kind == "head" else ("officer", "head")
        found = roster.serving(tx, agency=code, roles=role)  # type: ignore[arg-type]
        found = _on_duty(found, setting, now) or _on_duty(
            roster.serving(tx, roles=("coordinator",)), setting, now
        )
    accused = frozenset(case.accused) if case else frozenset()
    return _once(Recipient(one.contact, ticket, one) for one in found if one.agency not in accused)


def _on_duty(officers: Sequence[Serving], setting: Setting, now: datetime) -> Sequence[Serving]:
    """Return those of *officers* who are on duty now, or all when nobody is."""
    wanted = on_duty(officers, now, setting.zone)
    known = {one.id: one for one in officers}
    return tuple(known[officer] for officer in wanted if officer in known) or officers


def _together(tx: Tx, case: Case) -> tuple[int, ...]:
    """Return the tickets whose reporters are told what happens to *case*.

    Those of its incident that follow it, and all that were merged into one of these. A report of
    the incident that has its own task hears its own news only.
    """
    found = {case.id}
    if case.incident and _leads(tx, case):
        rows = tx.execute(
            f"SELECT t.id FROM ticket t WHERE t.incident = ? AND t.state = ? AND NOT {HAS_TASK}",
            (case.incident, case.state),
        )
        found |= {row for (row,) in rows}
    marks = tx.marks(len(found))
    merged = tx.execute(f"SELECT id FROM ticket WHERE merged_into IN ({marks})", tuple(found))
    others = sorted((found | {row for (row,) in merged}) - {case.id})
    return (case.id, *others)


def _leads(tx: Tx, case: Case) -> bool:
    """Tell whether other reports of its incident follow *case*."""
    if case.tasks:
        return case.state in _SHARED
    return case.state in _ENDED and not cases.has_work(tx, case.incident)


def _reporters(tx: Tx, tickets: Sequence[int]) -> tuple[Recipient, ...]:
    """Return who reported *tickets*, in this order; not those that must never be answered."""
    rows = tx.execute(
        f"SELECT id, contact FROM ticket WHERE id IN ({tx.marks(len(tickets))})"
        " AND contact IS NOT NULL AND silent = 0 ORDER BY id",
        tickets,
    )
    first = [row for row in rows if row[0] == tickets[0]]
    others = [row for row in rows if row[0] != tickets[0]]
    return _once(Recipient(contact, ticket) for ticket, contact in (*first, *others))


def _once(found: Iterable[Recipient]) -> tuple[Recipient, ...]:
    seen: dict[int, Recipient] = {}
    for one in found:
        seen.setdefault(one.contact, one)
    return tuple(seen.values())
