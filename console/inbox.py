"""Read what was received: ``kentongan inbox list`` and ``show``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.frame import Group, json_option, option
from console.output import Column, Row, show_fields, show_rows
from console.pages import pages
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx

STATES = ("new", "held", "done", "bad")

_SELECT = """
    SELECT i.id, i.line, i.state, i.reason, i.received_at, i.sent_at, i.seen, i.differs,
           i.part, i.parts, t.number
    FROM inbox i LEFT JOIN ticket t ON t.id = i.ticket
"""


@click.group(cls=Group)
def inbox() -> None:
    """Read what was received."""


@inbox.command("list")
@option("--state", type=click.Choice(STATES), help="Only rows in this state.")
@option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    metavar="N",
    help="At most N rows; 0 means all.",
)
@option("--after", type=int, metavar="ID", help="Go on below this row of an earlier list.")
@json_option
@app_option
def list_inbox(
    app: App, state: str | None, limit: int, after: int | None, *, as_json: bool
) -> None:
    """List received SMS and parts, newest first; never their words or numbers.

    "Other words" counts copies under the same id of the provider whose words were not the same: the
    first is kept, the provider must be asked.

    Example:
        kentongan inbox list --state bad
    """
    settings = app.settings()
    with app.store(settings, read_only=True) as store:
        rows = pages(store, lambda tx, key, n: _page(tx, key, n, state), after=after, limit=limit)
        show_rows(map(_row, rows), _columns(), as_json=as_json, zone=app.zone(settings))


@inbox.command("show")
@click.argument("row", type=int, metavar="ID")
@json_option
@app_option
def show_inbox(app: App, row: int, *, as_json: bool) -> None:
    """Show one received SMS or part.

    Example:
        kentongan inbox show 17
    """
    settings = app.settings()
    with app.store(settings, read_only=True) as store, store.reading() as tx:
        found = tx.execute(f"{_SELECT} WHERE i.id = ?", [row])
    if not found:
        raise KentonganError(_("inbox row %(row)s: not found") % {"row": row})
    show_fields(_row(found[0]), _columns(), as_json=as_json, zone=app.zone(settings))


def _page(tx: "Tx", key: int, count: int, state: str | None) -> list[tuple[Any, ...]]:
    where, values = ("AND i.state = ?", [state]) if state else ("", [])
    order = "ORDER BY i.id DESC LIMIT ?"
    return tx.execute(f"{_SELECT} WHERE i.id < ? {where} {order}", [key, *values, count])


def _row(row: tuple[Any, ...]) -> Row:
    from models.times import from_us

    (row_id, line, state, reason, received_at, sent_at, seen, differs, part, parts, ticket) = row
    return {
        "id": row_id,
        "line": line,
        "state": state,
        "reason": reason,
        "received_at": from_us(received_at),
        "sent_at": None if sent_at is None else from_us(sent_at),
        "seen": seen,
        "differs": differs,
        "part": part,
        "parts": parts,
        "ticket": ticket,
    }


def _columns() -> list[Column]:
    return [
        Column("id", _("id")),
        Column("line", _("line")),
        Column("state", _("state")),
        Column("reason", _("reason")),
        Column("received_at", _("received")),
        Column("sent_at", _("sent")),
        Column("seen", _("seen")),
        Column("differs", _("other words")),
        Column("part", _("part")),
        Column("parts", _("parts")),
        Column("ticket", _("ticket")),
    ]
