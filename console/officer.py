"""Who works by SMS, and when: ``kentongan officer``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.officer_rows import columns, duty_now, officer, row, show_columns, told
from console.output import heading, say, show_fields, show_rows
from console.shifts import parse, written
from console.ticket_rows import columns as ticket_columns
from console.ticket_rows import rows as ticket_rows
from console.wish import MANY, confirm
from models.errors import KentonganError
from models.i18n import _, plural

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.duty import Shift
    from models.personnel import Post

ROLES = ("officer", "head", "coordinator", "assistant", "mayor")
AGENTS = ("officer", "head")
"""Roles that belong to an agency."""

MOST_NAME = 60
MANAGE = ("coordinator", "admin")


@click.group("officer", cls=Group)
def group() -> None:
    """Manage who works by SMS, and when."""


@group.command("add")
@click.argument("number")
@click.argument("agency", required=False)
@option("--name", metavar="NAME", required=True, help="Kept sealed; for the staff alone.")
@option("--role", type=click.Choice(ROLES), default="officer", help="Officer, unless it is said.")
@option("--duty", "shifts", metavar="SHIFT", multiple=True, help="As in: officer duty.")
@app_option
def add(
    app: App, number: str, agency: str | None, name: str, role: str, shifts: tuple[str, ...]
) -> None:
    """Let the owner of NUMBER command by SMS for AGENCY; NUMBER - asks without echo.

    Officers and heads belong to an agency, all others to the city.

    Example:
        kentongan officer add 081234567890 DISHUB --name "Budi Santoso" --duty "sen-jum 07:30-16:00"
    """
    from gateway.facts import contact_for
    from models import personnel

    if (role in AGENTS) != bool(agency):
        raise click.UsageError(_("officer and head need an AGENCY, other roles have none"))
    if not 0 < len(name) <= MOST_NAME or not name.isprintable():
        raise click.UsageError(_("--name: 1 to %(most)d characters") % {"most": MOST_NAME})
    duty = _shifts(shifts)
    phone = _phone(number)
    with desk(app, write=True) as here, here.store.transaction() as tx:
        here.need(*MANAGE)
        code = here.agency(agency) if agency else ""
        if phone in here.setting.rules.own_numbers:
            raise KentonganError(_("NUMBER: it is that of one of our own lines"))
        contact = contact_for(tx, phone, "mobile", here.now)
        for known in personnel.posts(tx, contact=contact):
            told_of = {"id": known.id, "agency": known.agency or words.roles()[known.role]}
            raise KentonganError(_("NUMBER: is officer %(id)d (%(agency)s) already") % told_of)
        new = personnel.add_officer(tx, contact, code, role, name, here.now)
        personnel.set_shifts(tx, new, duty)
        _record(here, tx, "added", new, agency=code, role=role, duty=_written(duty))
        say(told(personnel.posts(tx, officer=new)[0]))


@group.command("list")
@option("--agency", metavar="CODE", help="Only of this agency.")
@option("--all", "ended", is_flag=True, help="Those who left too.")
@json_option
@app_option
def list_officers(app: App, agency: str | None, *, ended: bool, as_json: bool) -> None:
    """List who works by SMS: agency, role, duty, open tasks; numbers are masked.

    Example:
        kentongan officer list --agency DISHUB
    """
    from models import personnel

    with desk(app) as here, here.store.reading() as tx:
        code = here.agency(agency) if agency else ""
        if not here.person.city_wide:
            code = here.person.agency
        found = personnel.posts(tx, agency=code, ended=ended)
        on = duty_now(here, found)
        rows = [row(here, post, on_duty=post.id in on) for post in found]
        show_rows(rows, columns(), as_json=as_json, zone=here.zone)


@group.command("show")
@click.argument("number", type=int, metavar="ID")
@json_option
@app_option
def show(app: App, number: int, *, as_json: bool) -> None:
    """Show one officer, with the tickets that they have accepted.

    Example:
        kentongan officer show 12
    """
    from gateway.handover import open_work

    with desk(app) as here, here.store.reading() as tx:
        post = officer(here, tx, number, ended=True)
        shown = row(here, post, on_duty=post.id in duty_now(here, [post]))
        tickets = list(ticket_rows(here, tx, open_work(tx, post.id, post.agency)))
        if as_json:
            numbers = [one["number"] for one in tickets]
            show_fields({**shown, "tickets": numbers}, (), as_json=True, zone=here.zone)
            return
        show_fields(shown, show_columns(), as_json=False, zone=here.zone)
        if tickets:
            heading(_("Open tasks"))
            show_rows(tickets, ticket_columns(), as_json=False, zone=here.zone)


@group.command("end")
@click.argument("number", type=int, metavar="ID")
@option("--to", "heir", type=int, metavar="ID", help="Who gets the open tasks.")
@option("--leave", is_flag=True, help="Leave the open tasks with the agency.")
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def end(app: App, number: int, heir: int | None, *, leave: bool, yes: bool) -> None:
    """Let an officer serve no more; the open tasks go to a colleague.

    Example:
        kentongan officer end 12 --to 15
    """
    from models import personnel

    with desk(app, write=True) as here, here.store.transaction() as tx:
        here.need(*MANAGE)
        post = officer(here, tx, number)
        _leave_tasks(here, tx, post, heir, leave=leave)
        confirm(_("Let officer %(id)d serve no more?") % {"id": number}, yes=yes)
        personnel.end_officer(tx, number, here.now)
        _record(here, tx, "ended", number, agency=post.agency, role=post.role)
    say(_("officer %(id)d: serves no more") % {"id": number})


@group.command("move")
@click.argument("number", type=int, metavar="ID")
@click.argument("agency", required=False)
@option("--role", type=click.Choice(ROLES), help="The new role; without it the same.")
@option("--to", "heir", type=int, metavar="ID", help="Who gets the open tasks.")
@option("--leave", is_flag=True, help="Leave the open tasks with the agency.")
@app_option
def move(
    app: App, number: int, agency: str | None, role: str | None, heir: int | None, *, leave: bool
) -> None:
    """Let an officer serve in another AGENCY or role, under a new ID; the shifts stay.

    Example:
        kentongan officer move 12 DLHKP --to 15
    """
    from models import personnel

    with desk(app, write=True) as here, here.store.transaction() as tx:
        here.need(*MANAGE)
        post = officer(here, tx, number)
        wanted = role or post.role
        code = here.agency(agency) if agency else (post.agency if wanted in AGENTS else "")
        if (wanted in AGENTS) != bool(code):
            raise click.UsageError(_("officer and head need an AGENCY, other roles have none"))
        if (wanted, code) == (post.role, post.agency):
            raise KentonganError(_("officer %(id)d: is that already") % {"id": number})
        if code != post.agency:
            _leave_tasks(here, tx, post, heir, leave=leave)
        new = personnel.move_officer(tx, post, code, wanted, here.now)
        if code == post.agency:
            _give(here, tx, post, new)
        was = {"old_agency": post.agency, "old_role": post.role}
        _record(here, tx, "moved", number, agency=code, role=wanted, officer=new, **was)
        say(told(personnel.posts(tx, officer=new)[0]))


@group.command("duty")
@click.argument("number", type=int, metavar="ID")
@click.argument("shifts", nargs=-1, metavar="SHIFT...")
@option("--place", type=click.IntRange(0, 999), default=0, help="In the roster: 0 is called first.")
@option("--clear", is_flag=True, help="No shift: called only when nobody is on duty.")
@app_option
def duty(app: App, number: int, shifts: tuple[str, ...], place: int, *, clear: bool) -> None:
    """Say when an officer is on duty; the new shifts replace the old. Without any, print them.

    A shift is days and hours: 'sen-jum 07:30-16:00', 'sab,min 18:00-06:00', 'semua 00:00-24:00'.

    Example:
        kentongan officer duty 12 "sen-jum 07:30-16:00" --place 1
    """
    from models import personnel

    parsed = _shifts(shifts, place)
    with desk(app, write=bool(parsed) or clear) as here:
        if parsed or clear:
            here.need(*MANAGE)
            with here.store.transaction() as tx:
                old = _written(officer(here, tx, number).shifts)
                personnel.set_shifts(tx, number, parsed)
                _record(here, tx, "duty", number, duty=_written(parsed), old_duty=old)
        with here.store.reading() as tx:
            say(told(officer(here, tx, number)))


@group.command("sheet")
@click.argument("number", type=int, metavar="ID")
@option("--count", type=click.IntRange(10, 200), default=50, help="Codes on the sheet; 50.")
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def sheet(app: App, number: int, count: int, *, yes: bool) -> None:
    """Print a sheet of codes for an officer, each good once and in its order.

    With mode = "sheet" in [officer_codes] of city.toml the officer answers with the next code of
    the sheet, and none is sent. An older sheet counts no more. The codes are shown this once.

    Example:
        kentongan officer sheet 12 --yes
    """
    from models import sheets

    with desk(app, write=True) as here, here.store.transaction() as tx:
        here.need(*MANAGE)
        post = officer(here, tx, number)
        confirm(_("print a new sheet for officer %(id)d?") % {"id": number}, yes=yes)
        codes = sheets.issue(tx, number, count, here.now)
        _record(here, tx, "sheet", number, count=count)
        head = told(post)
    say(head)
    for first in range(0, count, _IN_A_LINE):
        row = codes[first : first + _IN_A_LINE]
        say("   ".join(f"{place:3}. {code}" for place, code in enumerate(row, first + 1)))


_IN_A_LINE = 5  # codes of a sheet


@group.command("hand-over")
@click.argument("number", type=int, metavar="FROM")
@click.argument("heir", type=int, metavar="TO")
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def hand_over(app: App, number: int, heir: int, *, yes: bool) -> None:
    """Give the open tasks of one officer to a colleague of the same agency, who is told of each.

    Example:
        kentongan officer hand-over 12 15
    """
    with desk(app, write=True) as here, here.store.transaction() as tx:
        here.need(*MANAGE)
        confirm(_("Hand all open tasks over?"), yes=yes)
        post = officer(here, tx, number, ended=True)
        count = _give(here, tx, post, officer(here, tx, heir).id)
    text = plural("%(count)d task handed over", "%(count)d tasks handed over", count)
    say(text % {"count": count})


def _leave_tasks(here: Desk, tx: "Tx", post: "Post", heir: int | None, *, leave: bool) -> None:
    """Give the tasks of who leaves to *heir*; KentonganError when nobody is named for them."""
    from gateway.handover import open_work

    count = len(open_work(tx, post.id, post.agency))
    if heir is not None:
        _give(here, tx, post, officer(here, tx, heir).id)
    elif count and not leave:
        detail = {"id": post.id, "count": count}
        raise KentonganError(
            _("officer %(id)d: has %(count)d open tasks; --to ID or --leave") % detail
        )


def _give(here: Desk, tx: "Tx", post: "Post", heir: int) -> int:
    """Hand the open work over; return how much; KentonganError for one of another agency."""
    from gateway.handover import hand_over as give
    from models.casework.case import Actor

    to = officer(here, tx, heir)
    if to.agency != post.agency or to.id == post.id:
        detail = {"id": heir, "agency": post.agency}
        raise KentonganError(_("officer %(id)d: no colleague of %(agency)s") % detail)
    actor = Actor(here.person.label, "coordinator")
    given = give(tx, post.id, heir, post.agency, actor, here.setting, here.now)
    if given:
        _record(here, tx, "handed_over", post.id, to=heir, tickets=list(given))
    return len(given)


def _record(here: Desk, tx: "Tx", verb: str, number: int, **data: object) -> None:
    here.record(tx, verb, f"officer:{number}", **data)


def _written(shifts: Iterable["Shift"]) -> list[str]:
    return [written(shift) for shift in shifts]


def _shifts(texts: tuple[str, ...], place: int = 0) -> tuple["Shift", ...]:
    try:
        return tuple(parse(text, place) for text in texts)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _phone(number: str) -> str:
    """Return the number of a phone that can be answered; KentonganError for none such."""
    from gateway.numbers import normalise, replyable

    if number == MANY:
        number = click.prompt(_("number"), hide_input=True, err=True)
    sender = normalise(number)
    if not replyable(sender):
        raise KentonganError(_("NUMBER: not an Indonesian mobile number such as 081234567890"))
    return sender.number
