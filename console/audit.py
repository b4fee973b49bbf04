"""``kentongan audit``: what was done to staff, officers, tallies and rules, and by whom."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import Column, Row, say, show_rows
from console.pages import pages
from console.ticket_filter import day
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.deeds import Deed


@click.command("audit", cls=Command)
@option("--since", metavar="DAY", help="Done on this day (2026-11-22, or 7d ago) or later.")
@option("--actor", metavar="LOGIN", help="Only what this person of the staff did, or: system.")
@option("--limit", type=click.IntRange(min=0), default=50, metavar="N", help="At most N; 0: all.")
@json_option
@app_option
def audit(
    app: App, since: str | None, actor: str | None, limit: int, *, as_json: bool
) -> None:  # fmt: skip
    """List what was done to staff, officers, tallies and the city's rules, newest first.

    What was done to a ticket stands in 'ticket show'. A row that is changed or taken out here is
    told by 'fsck'.

    Example:
        kentongan audit --since 30d --actor sari
    """
    from models import deeds

    with desk(app) as here:
        here.may_manage()
        start = day(here, since) if since else None
        who = actor if actor in {None, "system"} else f"staff:{actor}"

        def fetch(tx: "Tx", below: int, count: int) -> list[tuple[Any, ...]]:
            found = deeds.between(tx, start, who or "", below=below, count=count)
            return [(one.id, _row(one)) for one in found]

        found = [row for _id, row in pages(here.store, fetch, after=None, limit=limit)]
        _print(here, found, as_json=as_json)


def _print(here: Desk, found: list[Row], *, as_json: bool) -> None:
    if found or as_json:
        show_rows(found, _columns(), as_json=as_json, zone=here.zone)
    else:
        say(_("nothing was done"))


def _row(one: "Deed") -> Row:
    return {
        "id": one.id,
        "at": one.at,
        "actor": one.actor,
        "verb": one.verb,
        "subject": one.subject,
        "data": one.data,
    }


def _columns() -> list[Column]:
    return [
        Column("id", _("no.")),
        Column("at", _("time"), brief=True),
        Column("actor", _("actor")),
        Column("verb", _("event"), shown=lambda verb: _verbs().get(str(verb), verb)),
        Column("subject", _("about")),
        Column("data", _("details"), free=True),
    ]


def _verbs() -> dict[str, str]:
    return {
        "added": _("taken on"),
        "ended": _("ended"),
        "moved": _("moved"),
        "duty": _("duty changed"),
        "handed_over": _("handed over"),
        "sheet": _("code sheet printed"),
        "counted": _("calls counted"),
        "rules": _("rules changed"),
        "restored": _("restored"),
        "paused": _("line paused"),
        "resumed": _("line resumed"),
        "swapped": _("SIM swapped"),
    }
