"""Tickets as rows of a list: stable keys for programs, words and colours for people."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console import words
from console.desk import Desk, Person
from console.masking import masked
from console.output import Column, Row, show_rows
from console.pages import pages
from console.sight import seen, visible
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.visibility import Field
    from models.listing import Filter


def print_tickets(
    desk: Desk,
    wanted: "Filter",
    *,
    limit: int,
    after: int | None = None,
    as_json: bool = False,
) -> None:
    """Print the tickets that are *wanted* below the id *after*, newest first; 0 means all."""
    from models import listing

    def fetch(tx: "Tx", key: int, count: int) -> list[tuple[Any, ...]]:
        found = listing.ids(tx, wanted, key, count)
        return list(zip(found, rows(desk, tx, found, contacts=as_json), strict=True))

    found = pages(desk.store, fetch, after=after, limit=limit)
    show_rows((row for _id, row in found), columns(), as_json=as_json, zone=desk.zone)


def rows(desk: Desk, tx: "Tx", tickets: Sequence[int], *, contacts: bool = True) -> Iterator[Row]:
    """Yield the row of each of *tickets* (ids), in this order; *contacts* opens the numbers.

    A table shows no number and must not wait for the cipher.
    """
    from models import cases, listing

    if not tickets:
        return
    known, more = cases.load(tx, tickets), listing.details(tx, tickets)
    now = desk.now
    for ticket in tickets:
        told = more[ticket] if contacts else {**more[ticket], "contact": None}
        yield row(desk, known[ticket], told, now)


def row(desk: Desk, case: "Case", more: Mapping[str, Any], now: datetime) -> Row:
    """Return the stable keys of one ticket as the person at the terminal may see them."""
    from models.times import from_us

    person, lead = desk.person, case.lead

    def may(field: "Field") -> bool:
        return seen(field, case, person) != "hidden"

    support = [task.agency for task in case.tasks if task.open and not task.lead]
    return {
        "number": case.number,
        "state": case.state,
        "type": case.type,
        "category": case.category if may("category") else "",
        "urgency": case.urgency,
        "confidentiality": case.confidentiality,
        "line": more["line"],
        "contact": masked(desk.store, more["contact"]) if may("number") else None,
        "text": more["redacted"] if may("text") else "",
        "review": more["review"],
        "missing": more["missing"],
        "created_at": case.created_at,
        "updated_at": from_us(more["updated_at"]),
        "inbox": more["inbox"],
        "channel": more["channel"],
        "subtype": case.subtype,
        "area": case.area if may("area") else "",
        "grade": case.grade,
        "term": case.term,
        "agency": lead.agency if lead and may("agency") else "",
        "support": support if may("agency") else [],
        "due": deadline(case, person),
        "late": is_late(case, now, person),
        "incident": case.incident or None,
        "merged_into": case.merged_into or None,
        "linked_to": more["linked_to"],
        "lapor_id": more["lapor_id"],
        "rating": case.rating or None,
    }


def deadline(case: "Case", person: Person) -> datetime | None:
    """Return until when the city, or the person's own agency, has to act next."""
    task = case.task_of(person.agency) if person.agency else None
    if task is not None and task.due is not None:
        return task.due
    return min((clock.due for clock in _ours(case) if clock.running), default=None)


def is_late(case: "Case", now: datetime, person: Person) -> bool:
    """Tell whether a deadline that still runs is over; for an agency, one of its own."""
    own = {task.id for task in case.tasks if task.agency == person.agency} | {0}
    return case.open and any(
        clock.running and clock.due < now and (person.city_wide or clock.task in own)
        for clock in _ours(case)
    )


def _ours(case: "Case") -> Iterable[Any]:
    from models.listing import PATIENT

    return (clock for clock in case.clocks if clock.name not in PATIENT)


def find(desk: Desk, tx: "Tx", number: str) -> "Case":
    """Return the ticket that a person names; KentonganError when they know of none such."""
    case = named(desk, tx, number)
    if not visible(case, desk.person):
        raise unknown(desk, number)
    return case


def named(desk: Desk, tx: "Tx", number: str) -> "Case":
    """Return the ticket *number*, whoever may know of it; KentonganError when there is none."""
    from models import cases

    if number.isascii() and number.isdigit() and len(number) < 19:
        case = cases.by_number(tx, int(number))
        if case is not None:
            return case
    raise unknown(desk, number)


def unknown(desk: Desk, number: object) -> KentonganError:
    """Return the error for a ticket that is not there or is another agency's: they read alike."""
    if desk.person.city_wide:
        return KentonganError(_("ticket %(number)s: not found") % {"number": number})
    told = {"number": number, "agency": desk.person.agency}
    return KentonganError(_("ticket %(number)s: not found among those of %(agency)s") % told)


def columns() -> list[Column]:
    """Return what a terminal of 80 columns has room for."""
    return [
        Column("number", _("ticket"), style=words.urgent),
        Column("state", _("state"), shown=words.word(words.states), style=words.colour),
        Column("urgency", _("urgency"), shown=words.urgency, style=words.urgent),
        Column("category", _("category")),
        Column("agency", _("agency")),
        Column("due", _("until"), brief=True, style=words.late),
        Column("review", _("to read because"), shown=words.word(words.reviews), free=True),
        Column("text", _("text"), crop=True),
    ]
