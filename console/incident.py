"""What several reports tell of: ``kentongan incident``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.output import Column, Row, heading, say, show_fields, show_rows, to_json
from console.refusals import outcome, why
from console.ticket_rows import columns as ticket_columns
from console.ticket_rows import find
from console.ticket_rows import rows as ticket_rows
from console.wish import confirm, row_of
from models.errors import KentonganError
from models.i18n import _, plural

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.effects import Decision

_SELECT = (
    "SELECT i.id, i.state, i.category, i.area, i.created_at, i.closed_at,"
    " (SELECT COUNT(*) FROM ticket t WHERE t.incident = i.id) FROM incident i"
)


@click.group(cls=Group)
def incident() -> None:
    """See and decide which reports are about one thing."""


@incident.command("list")
@option("--all", "ended", is_flag=True, help="Closed ones too.")
@json_option
@app_option
def list_incidents(app: App, *, ended: bool, as_json: bool) -> None:
    """List open incidents, newest first.

    Example:
        kentongan incident list
    """
    where = "" if ended else "WHERE i.state = 'open'"
    with desk(app) as here, here.store.reading() as tx:
        found = tx.execute(f"{_SELECT} {where} ORDER BY i.id DESC")
        show_rows(map(_row, found), _columns(), as_json=as_json, zone=here.zone)


@incident.command("show")
@click.argument("number", type=int, metavar="ID")
@json_option
@app_option
def show(app: App, number: int, *, as_json: bool) -> None:
    """Show one incident and its tickets.

    Example:
        kentongan incident show 3
    """
    from models import listing
    from models.listing import Filter

    with desk(app) as here, here.store.reading() as tx:
        shown = _found(tx, number)
        own = "" if here.person.city_wide else here.person.agency
        wanted = Filter(incident=number, agency=own, hidden_from=own)
        ids = listing.ids(tx, wanted, 2**62, 1_000)
        tickets = list(ticket_rows(here, tx, ids))
        if as_json:
            numbers = [one["number"] for one in tickets]
            show_fields({**shown, "numbers": numbers}, (), as_json=True, zone=here.zone)
            return
        show_fields(shown, _columns(), as_json=False, zone=here.zone)
        heading(_("Tickets"))
        show_rows(tickets, ticket_columns(), as_json=False, zone=here.zone)


@incident.command("join")
@click.argument("number")
@click.argument("other", required=False)
@json_option
@app_option
def join(app: App, number: str, other: str | None, *, as_json: bool) -> int:
    """Let ticket NUMBER be about the same as OTHER; without it, as the one proposed.

    The reporters of both are kept informed of either.

    Example:
        kentongan incident join 4839206 4839311
    """
    from gateway import incidents
    from models import cases

    with desk(app, write=True) as here:
        actor = here.actor()
        with here.store.transaction() as tx:
            case = find(here, tx, number)
            like = incidents.proposed(tx, case.id)[1]
            if other is None and not like:
                told = {"number": number}
                raise KentonganError(_("ticket %(number)s: none is proposed; name OTHER") % told)
            second = find(here, tx, other) if other else cases.load_one(tx, like)
            decision = incidents.join(tx, case, second, actor, here.setting, here.now)
        return _told(here, case, "link", decision, as_json=as_json)


@incident.command("split")
@click.argument("number")
@json_option
@app_option
def split(app: App, number: str, *, as_json: bool) -> int:
    """Take a ticket out of its incident, or refuse the proposal that it belongs to one.

    Example:
        kentongan incident split 4839206
    """
    from gateway import incidents

    with desk(app, write=True) as here:
        actor = here.actor()
        with here.store.transaction() as tx:
            case = find(here, tx, number)
            decision = incidents.split(tx, case, actor, here.setting, here.now)
        return _told(here, case, "split", decision, as_json=as_json)


@incident.command("close")
@click.argument("number", type=int, metavar="ID")
@option("--done", "result", metavar="RESULT", help="End its open tickets with this result.")
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def close(app: App, number: int, result: str | None, *, yes: bool) -> None:
    """Let no more reports join an incident, and with --done end all its tickets.

    Example:
        kentongan incident close 3 --done "pohon sudah dipotong"
    """
    from gateway import incidents

    with desk(app, write=True) as here, here.store.transaction() as tx:
        actor = here.actor()
        here.need("coordinator")
        _found(tx, number)
        if result:
            confirm(_("End all open tickets of incident %(id)d?") % {"id": number}, yes=yes)
        if not incidents.close(tx, number, here.now) and not result:
            raise KentonganError(_("incident %(id)d: is closed already") % {"id": number})
        done = (
            incidents.end_all(tx, number, result, actor, here.setting, here.now) if result else []
        )
        count = sum(not one.refused for one in done)
        refused = [one.case.number for one in done if one.refused and one.case]
    say(_("incident %(id)d: closed") % {"id": number})
    if result:
        say(plural("%(count)d ticket done", "%(count)d tickets done", count) % {"count": count})
    if refused:
        say(_("not ended: %(numbers)s") % {"numbers": ", ".join(map(str, refused))}, err=True)


def _told(here: Desk, case: "Case", verb: str, decision: "Decision", *, as_json: bool) -> int:
    row: dict[str, Any] = row_of(here, decision.case or case, verb, decision.outcome)
    row["refused"] = decision.refused
    if as_json:
        click.echo(to_json(row, here.zone))
    elif decision.refused:
        say(f"kentongan: {why(row, here)}", err=True)
    else:
        say(outcome(row, here))
    return 1 if decision.refused else 0


def _found(tx: "Tx", number: int) -> Row:
    rows = tx.execute(f"{_SELECT} WHERE i.id = ?", (number,))
    if not rows:
        raise KentonganError(_("incident %(id)d: not found") % {"id": number})
    return _row(rows[0])


def _row(found: tuple[Any, ...]) -> Row:
    from models.times import from_us

    number, state, category, area, created, closed, tickets = found
    return {
        "id": number,
        "state": state,
        "category": category,
        "area": area,
        "tickets": tickets,
        "created_at": from_us(created),
        "closed_at": None if closed is None else from_us(closed),
    }


def _columns() -> list[Column]:
    return [
        Column("id", _("id")),
        Column("state", _("state")),
        Column("category", _("category")),
        Column("area", _("area")),
        Column("tickets", _("tickets")),
        Column("created_at", _("since"), brief=True),
        Column("closed_at", _("closed"), brief=True),
    ]
