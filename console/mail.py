"""Read what e-mail is on its way, and decide on what hangs: ``kentongan mail list``, ``retry``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from datetime import timedelta

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.output import Column, Row, say, show_rows
from models.errors import KentonganError
from models.i18n import _

STATES = ("queued", "sending", "unknown", "failed", "sent")
SECOND_LIFE = timedelta(days=1)  # of a message that a person sends again


@click.group(cls=Group)
def mail() -> None:
    """Read what e-mail is on its way, and decide on what hangs."""


@mail.command("list")
@option("--state", type=click.Choice(STATES), help="Only messages in this state.")
@option(
    "--limit", type=click.IntRange(min=0), default=50, metavar="N",
    help="At most N rows; 0 means all.",
)  # fmt: skip
@json_option
@app_option
def list_mail(app: App, state: str | None, limit: int, *, as_json: bool) -> None:
    """List e-mail, newest first; addresses are masked and words never shown.

    Example:
        kentongan mail list --state unknown
    """
    with desk(app) as here:
        show_rows(_rows(here, state, limit), _columns(), as_json=as_json, zone=here.zone)


def _rows(here: Desk, state: str | None, limit: int) -> list[Row]:
    from models.mailbox import masked
    from models.times import from_us

    where, values = (" WHERE state = ?", [state]) if state else ("", [])
    cut = f" LIMIT {limit:d}" if limit else ""
    with here.store.reading() as tx:
        found = tx.execute(
            "SELECT id, cause, recipient, state, attempt, code, created_at, state_at, not_before"
            f" FROM mail{where} ORDER BY id DESC{cut}",
            values,
        )
    return [
        {
            "id": row, "cause": cause, "to": masked(here.store.keys.open(bytes(to)).decode()),
            "state": now, "attempts": attempt, "code": code, "created": from_us(created),
            "since": from_us(since), "not_before": from_us(later),
        }
        for row, cause, to, now, attempt, code, created, since, later in found
    ]  # fmt: skip


@mail.command("retry")
@click.argument("row", metavar="ID", type=int)
@app_option
def retry(app: App, row: int) -> None:
    """Send an e-mail again whose outcome is unknown or that failed.

    It may arrive twice, with the same Message-ID: only a person decides that.

    Example:
        kentongan mail retry 17
    """
    from models.times import to_us

    with desk(app, write=True) as here:
        here.may_manage()
        now = here.now
        with here.store.transaction() as tx:
            changed = tx.change(
                "UPDATE mail SET state = 'queued', epoch = epoch + 1, ambiguous = 1, attempt = 0,"
                " not_before = ?, valid_until = ?, state_at = ?"
                " WHERE id = ? AND (state = 'unknown' OR state = 'failed')",
                (to_us(now), to_us(now + SECOND_LIFE), to_us(now), row),
            )
            known = tx.execute("SELECT state FROM mail WHERE id = ?", (row,))
    if not known:
        raise KentonganError(_("mail %(row)d: not found") % {"row": row})
    if not changed:
        told = {"row": row, "state": known[0][0]}
        raise KentonganError(_("mail %(row)d: %(state)s; only unknown or failed goes again") % told)
    say(_("mail %(row)d: queued again") % {"row": row})


def _columns() -> list[Column]:
    return [
        Column("id", _("id")),
        Column("cause", _("cause")),
        Column("to", _("to")),
        Column("state", _("state")),
        Column("attempts", _("attempts")),
        Column("code", _("code")),
        Column("created", _("created")),
    ]
