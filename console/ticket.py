"""Read tickets: ``kentongan ticket list`` and ``show``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import json
from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.frame import Group, json_option, option
from console.masking import masked
from console.output import Column, Row, say, show_fields, show_rows
from console.pages import pages
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Store, Tx

STATES = (
    "new", "held", "verified", "assigned", "in_progress", "done", "closed",
    "other_agency", "archived", "merged", "cancelled", "prank",
)  # fmt: skip

_SELECT = """
    SELECT t.id, t.number, t.state, t.type, t.category, t.urgency, t.line, c.number, t.redacted,
           t.review, t.missing, t.created_at, t.updated_at, t.inbox, t.confidentiality
    FROM ticket t LEFT JOIN contact c ON c.id = t.contact
"""


@click.group(cls=Group)
def ticket() -> None:
    """Read tickets."""


@ticket.command("list")
@option("--state", type=click.Choice(STATES), help="Only tickets in this state.")
@option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    metavar="N",
    help="At most N tickets; 0 means all.",
)
@option("--after", metavar="NUMBER", help="Go on below this ticket of an earlier list.")
@json_option
@app_option
def list_tickets(
    app: App, state: str | None, limit: int, after: str | None, *, as_json: bool
) -> None:
    """List tickets, newest first.

    Example:
        kentongan ticket list --state new
    """
    settings = app.settings()
    with app.store(settings, read_only=True) as store:
        start = None if after is None else _find(store, after)[0]
        print_tickets(
            store, state=state, limit=limit, after=start, as_json=as_json, zone=app.zone(settings)
        )


@ticket.command("show")
@click.argument("number")
@json_option
@app_option
def show_ticket(app: App, number: str, *, as_json: bool) -> None:
    """Show one ticket and what happened to it.

    Example:
        kentongan ticket show 4839206
    """
    settings = app.settings()
    with app.store(settings, read_only=True) as store:
        found = _find(store, number)
        events = list(_events(store, found[0]))
        row, zone = _row(store, found), app.zone(settings)
    if as_json:
        show_fields({**row, "events": events}, (), as_json=True, zone=zone)
        return
    show_fields(row, [*_columns(), *_more_columns()], as_json=False, zone=zone)
    say("")
    show_rows(events, _event_columns(), as_json=False, zone=zone)


def print_tickets(
    store: "Store",
    *,
    limit: int,
    zone: tzinfo,
    state: str | None = None,
    after: int | None = None,
    as_json: bool = False,
) -> None:
    """Print the tickets below the id *after*, newest first; all of them when *limit* is 0."""
    rows = pages(store, lambda tx, key, n: _page(tx, key, n, state), after=after, limit=limit)
    show_rows((_row(store, row) for row in rows), _columns(), as_json=as_json, zone=zone)


def _page(tx: "Tx", key: int, count: int, state: str | None) -> list[tuple[Any, ...]]:
    where, values = ("AND t.state = ?", [state]) if state else ("", [])
    order = "ORDER BY t.id DESC LIMIT ?"
    return tx.execute(f"{_SELECT} WHERE t.id < ? {where} {order}", [key, *values, count])


def _find(store: "Store", number: str) -> tuple[Any, ...]:
    """Return the row of a ticket; raises KentonganError when there is none."""
    if number.isascii() and number.isdigit() and len(number) < 19:
        with store.reading() as tx:
            rows = tx.execute(f"{_SELECT} WHERE t.number = ?", [int(number)])
        if rows:
            return rows[0]
    raise KentonganError(_("ticket %(number)s: not found") % {"number": number})


def _events(store: "Store", ticket_id: int) -> Iterator[Row]:
    from models.times import from_us

    with store.reading() as tx:
        rows = tx.execute(
            "SELECT seq, at, actor, verb, data FROM event WHERE ticket = ? ORDER BY seq",
            [ticket_id],
        )
    for seq, at, who, verb, data in rows:
        yield {
            "seq": seq,
            "at": from_us(at),
            "actor": who,
            "verb": verb,
            "data": json.loads(data),
        }


def _row(store: "Store", row: tuple[Any, ...]) -> Row:
    """Return the stable keys of one ticket; of a secret one the contact stays hidden."""
    from models.times import from_us

    (_id, number, state, kind, category, urgency, line, contact, text) = row[:9]
    (review, missing, created_at, updated_at, inbox, confidentiality) = row[9:]
    return {
        "number": number,
        "state": state,
        "type": kind,
        "category": category,
        "urgency": urgency,
        "confidentiality": confidentiality,
        "line": line,
        "contact": None if confidentiality == "rahasia" else masked(store, contact),
        "text": text,
        "review": review,
        "missing": missing,
        "created_at": from_us(created_at),
        "updated_at": from_us(updated_at),
        "inbox": inbox,
    }


def _columns() -> list[Column]:
    return [
        Column("number", _("ticket")),
        Column("state", _("state")),
        Column("category", _("category")),
        Column("urgency", _("urgency")),
        Column("created_at", _("created")),
        Column("contact", _("contact")),
        Column("review", _("to read because"), free=True),
        Column("text", _("text"), free=True),
    ]


def _more_columns() -> list[Column]:
    return [
        Column("type", _("type")),
        Column("confidentiality", _("confidentiality")),
        Column("line", _("line")),
        Column("missing", _("missing parts")),
        Column("updated_at", _("changed")),
        Column("inbox", _("inbox row")),
    ]


def _event_columns() -> list[Column]:
    return [
        Column("seq", _("no.")),
        Column("at", _("time")),
        Column("actor", _("actor")),
        Column("verb", _("event")),
        Column("data", _("details")),
    ]
