"""Who acts at the terminal: ``kentongan staff``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.output import Column, Row, say, show_rows
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.personnel import Clerk

ROLES = ("viewer", "agency", "coordinator", "admin")
MOST_LOGIN = 32


@click.group(cls=Group)
def staff() -> None:
    """Say who may act at the terminal, and as what."""


@staff.command("add")
@click.argument("login")
@option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@option("--agency", metavar="CODE", help="Of role agency: which one.")
@option("--officer", type=int, metavar="ID", default=0, help="Is also this officer by SMS.")
@app_option
def add(app: App, login: str, role: str, agency: str | None, officer: int) -> None:
    """Let LOGIN act from now on; who acts already gets the new role.

    A viewer reads. An agency's staff works on the agency's tickets. A coordinator decides on all
    of them and knows the officers. An admin manages staff and officers and reads. While there is
    no admin, root and the owner of the stored data manage the staff.

    Example:
        kentongan staff add sari --role coordinator
    """
    from models import personnel

    if (role == "agency") != bool(agency):
        raise click.UsageError(_("--agency belongs to --role agency, and to no other"))
    if not 0 < len(login) <= MOST_LOGIN or not login.isprintable() or " " in login:
        raise click.UsageError(_("%(login)r is not a login") % {"login": login})
    with desk(app, write=True) as here, here.store.transaction() as tx:
        _may_manage(here, tx)
        code = here.agency(agency) if agency else ""
        before = personnel.clerk(tx, login)
        _same_person(tx, officer, code)
        if before and (before.role, before.agency, before.officer) == (role, code, officer):
            raise KentonganError(_("%(login)s: has this role already") % {"login": login})
        personnel.end_clerk(tx, login, here.now)
        personnel.add_clerk(tx, login, role, code, here.now, officer)
        was = {"old_role": before.role, "old_agency": before.agency} if before else {}
        of = {"role": role, "agency": code, "officer": officer}
        here.record(tx, "added", f"staff:{login}", **of, **was)
    told = {"login": login, "role": words.roles()[role], "agency": code}
    say((_("%(login)s: %(role)s of %(agency)s") if code else _("%(login)s: %(role)s")) % told)


@staff.command("list")
@option("--all", "ended", is_flag=True, help="Those who left too.")
@json_option
@app_option
def list_staff(app: App, *, ended: bool, as_json: bool) -> None:
    """List who acts at the terminal.

    Example:
        kentongan staff list
    """
    from models import personnel

    with desk(app) as here, here.store.reading() as tx:
        rows = [_row(one) for one in personnel.clerks(tx, ended=ended)]
        show_rows(rows, _columns(), as_json=as_json, zone=here.zone)


@staff.command("end")
@click.argument("login")
@app_option
def end(app: App, login: str) -> None:
    """Let LOGIN only read from now on; what they did stays theirs.

    Example:
        kentongan staff end sari
    """
    from models import personnel

    with desk(app, write=True) as here, here.store.transaction() as tx:
        _may_manage(here, tx)
        if not personnel.end_clerk(tx, login, here.now):
            raise KentonganError(_("%(login)s: not of the staff") % {"login": login})
        here.record(tx, "ended", f"staff:{login}")
    say(_("%(login)s: only reads from now on") % {"login": login})


def _may_manage(here: Desk, tx: "Tx") -> None:
    """Raise KentonganError unless the person may say who acts."""
    from models import personnel

    if not here.owner or any(one.role == "admin" for one in personnel.clerks(tx)):
        here.need("admin")


def _same_person(tx: "Tx", officer: int, agency: str) -> None:
    """Raise KentonganError unless *officer* serves in *agency*; 0 is nobody."""
    from models import personnel

    if not officer:
        return
    found = personnel.posts(tx, officer=officer)
    if not found or (agency and found[0].agency != agency):
        told = {"officer": officer, "agency": agency or _("no agency")}
        raise KentonganError(_("officer %(officer)s: does not serve in %(agency)s") % told)


def _row(one: "Clerk") -> Row:
    return {
        "login": one.login,
        "role": one.role,
        "agency": one.agency,
        "officer": one.officer or None,
        "created_at": one.created_at,
        "until_at": one.until_at,
    }


def _columns() -> list[Column]:
    return [
        Column("login", _("login")),
        Column("role", _("role"), shown=words.word(words.roles)),
        Column("agency", _("agency")),
        Column("officer", _("officer")),
        Column("created_at", _("since")),
        Column("until_at", _("until")),
    ]
