"""Read what is to be sent, and decide on what hangs: ``kentongan outbox list`` and ``retry``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.masking import masked
from console.output import Column, say, show_rows
from console.pages import PAGE, pages
from models.errors import KentonganError
from models.i18n import _
from models.lanes import LANES

if TYPE_CHECKING:
    from models.base import Tx

# The state of a message is that of its least advanced part; a failed part beside sent ones has
# failed the message.
STATES = ("queued", "sending", "unknown", "failed", "sent", "delivered")
SECOND_LIFE = timedelta(hours=24)  # of a message that a person sends again

_RANK = " ".join(f"WHEN '{state}' THEN {rank}" for rank, state in enumerate(STATES))
_STATE = f"(SELECT MIN(CASE d.state {_RANK} END) FROM delivery d WHERE d.outbox = o.id)"
_SELECT = f"""
    SELECT o.id, o.cause, o.kind, t.number, o.lane, o.line, c.number, {_STATE},
           o.parts, (SELECT MAX(d.attempt) FROM delivery d WHERE d.outbox = o.id), o.why,
           o.created_at, (SELECT MAX(d.not_before) FROM delivery d WHERE d.outbox = o.id),
           o.valid_until, (SELECT MAX(d.code) FROM delivery d WHERE d.outbox = o.id),
           t.confidentiality
    FROM outbox o JOIN contact c ON c.id = o.contact LEFT JOIN ticket t ON t.id = o.ticket
"""


@click.group(cls=Group)
def outbox() -> None:
    """Read what is to be sent, and decide on what hangs."""


@outbox.command("list")
@option("--state", type=click.Choice(STATES), help="Only messages in this state.")
@option("--why", is_flag=True, help="Show also why each waits or failed, and its times.")
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
def list_outbox(
    app: App, state: str | None, limit: int, after: int | None, *, why: bool, as_json: bool
) -> None:
    """List messages to citizens and officers, newest first; never their words.

    Example:
        kentongan outbox list --state unknown --why
    """
    columns = [*_columns(), *(_why_columns() if why else [])]
    with desk(app) as here:
        rows = pages(
            here.store, lambda tx, key, n: _page(tx, key, n, state), after=after, limit=limit
        )
        shown: Iterator[dict[str, Any]] = (_row(here, row) for row in rows)
        if why:
            shown = _explained(here, shown)
        show_rows(shown, columns, as_json=as_json, zone=here.zone)


def _explained(here: Desk, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield *rows* with what each waits for, as words and for programs."""
    from console.outbox_why import Reasons, as_row

    reasons = Reasons(here)
    while page := list(islice(rows, PAGE)):
        with here.store.reading() as tx:
            found = reasons.of(tx, [row["id"] for row in page])
        for row in page:
            wait = as_row(found.get(row["id"]), row["line"], here.zone)
            yield {**row, "wait": wait, "waits": wait["text"] if wait else ""}


@outbox.command("retry")
@click.argument("row", type=int, metavar="ID")
@app_option
def retry(app: App, row: int) -> None:
    """Send the parts of a message again whose outcome is unknown or that failed.

    The citizen may get a part twice: only a person decides that.

    Example:
        kentongan outbox retry 17
    """
    with desk(app, write=True) as here:
        here.may_manage()
        with here.store.transaction() as tx:
            count = requeue(tx, row, app=app, who=here.person.label)
    say(_("outbox row %(row)d: parts queued again: %(count)d") % {"row": row, "count": count})


def requeue(tx: "Tx", row: int, *, app: App, who: str) -> int:
    """Queue the unknown and failed parts of outbox *row*; return how many.

    A later answer to the old try is refused by the new epoch. Raises KentonganError when there is
    no such row or none of its parts is unknown or failed.
    """
    from models import event
    from models.times import to_us

    found = tx.execute("SELECT ticket FROM outbox WHERE id = ?", [row])
    if not found:
        raise KentonganError(_("outbox row %(row)d: not found") % {"row": row})
    now = app.clock()
    until = to_us(now + SECOND_LIFE)
    count = tx.change(
        "UPDATE delivery SET state = 'queued', epoch = epoch + 1, ambiguous = 1, owner = '',"
        " not_before = ?, state_at = ?, lease_until = NULL,"
        " valid_until = CASE WHEN valid_until < ? THEN ? ELSE valid_until END"
        " WHERE outbox = ? AND state IN ('unknown', 'failed')",
        [to_us(now), to_us(now), until, until, row],
    )
    if not count:
        raise KentonganError(
            _("outbox row %(row)d: no part is unknown or failed, nothing to decide") % {"row": row}
        )
    tx.change(
        "UPDATE outbox SET valid_until = ? WHERE id = ? AND valid_until < ?", [until, row, until]
    )
    (ticket,) = found[0]
    if ticket:
        event.append(
            tx, ticket, at=now, actor=who, verb="retry", data={"outbox": row, "parts": count}
        )
    return count


def _page(tx: "Tx", key: int, count: int, state: str | None) -> list[tuple[Any, ...]]:
    # The state stands as a literal, so that SQLite can use the indexes of open deliveries
    where = (
        f"AND o.id IN (SELECT outbox FROM delivery WHERE state = '{state}')"
        f" AND {_STATE} = {STATES.index(state)}"
        if state
        else ""
    )
    return tx.execute(f"{_SELECT} WHERE o.id < ? {where} ORDER BY o.id DESC LIMIT ?", [key, count])


def _row(here: Desk, row: tuple[Any, ...]) -> dict[str, Any]:
    from models.times import from_us

    (row_id, cause, kind, ticket, lane, line, contact, state, parts) = row[:9]
    (attempts, why, created_at, not_before, valid_until, code, confidentiality) = row[9:]
    shown = here.person.city_wide and confidentiality in {None, "biasa"}
    return {
        "id": row_id,
        "cause": cause,
        "kind": kind,
        "ticket": ticket,
        "lane": LANES[lane],
        "line": line,
        "contact": masked(here.store, contact) if shown else None,
        "state": STATES[state],
        "parts": parts,
        "attempts": attempts,
        "why": why,
        "created_at": from_us(created_at),
        "not_before": from_us(not_before),
        "valid_until": from_us(valid_until),
        "code": code,
    }


def _columns() -> list[Column]:
    return [
        Column("id", _("id")),
        Column("kind", _("kind")),
        Column("lane", _("lane")),
        Column("line", _("line")),
        Column("contact", _("contact")),
        Column("ticket", _("ticket")),
        Column("state", _("state")),
        Column("parts", _("parts")),
        Column("attempts", _("attempts")),
        Column("created_at", _("created")),
    ]


def _why_columns() -> list[Column]:
    return [
        Column("waits", _("waits for"), free=True),
        Column("code", _("carrier's code")),
        Column("not_before", _("not before")),
        Column("valid_until", _("valid until")),
        Column("cause", _("cause")),
    ]
