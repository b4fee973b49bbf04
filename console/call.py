"""Calls that nobody typed as tickets: ``kentongan call tally``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import desk
from console.frame import Group, json_option, option
from console.output import Column, Row, say, show_rows
from console.ticket_filter import day
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("ghost", "prank", "spam", "information", "valid")


@click.group(cls=Group)
def call() -> None:
    """Count calls by hand."""


@call.command("tally")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.argument("count", type=click.IntRange(-9999, 9999), default=1)
@option("--channel", metavar="NAME", default="112", help="Where they called: 112, unless said.")
@option("--day", "when", metavar="DAY", default="today", help="2026-11-22, 1d; else today.")
@json_option
@app_option
def tally(
    app: App, kind: str | None, count: int, channel: str, when: str, *, as_json: bool
) -> None:
    """Add COUNT calls of a KIND to the day's tally; without KIND print the tally.

    A COUNT below 0 corrects. Digests count ghost, prank and spam apart from valid reports.

    Example:
        kentongan call tally ghost 12
    """
    from models import tallies

    if not 0 < len(channel) <= 16 or not channel.isalnum():
        raise click.UsageError(_("--channel: 1 to 16 letters or digits"))
    with desk(app, write=kind is not None) as here:
        date = day(here, when).date()
        if kind is not None:
            here.need("coordinator", "agency", "admin")
            with here.store.transaction() as tx:
                try:
                    tallies.add(tx, date, channel, kind, count)
                except ValueError as error:
                    told = {"kind": kind, "had": error.args[0]}
                    raise KentonganError(_("%(kind)s: there are only %(had)d") % told) from error
                subject, on = f"tally:{channel}", str(date)
                here.record(tx, "counted", subject, kind=kind, count=count, day=on)
        with here.store.reading() as tx:
            rows = _rows(tallies.between(tx, date, date))
    if rows or as_json:
        show_rows(rows, _columns(), as_json=as_json)
    else:
        say(_("%(day)s: nothing was counted") % {"day": date})


def _rows(found: "Iterable[tuple[str, str, str, int]]") -> list[Row]:
    return [
        {"day": date, "channel": channel, "kind": kind, "count": count}
        for date, channel, kind, count in found
        if count
    ]


def _columns() -> list[Column]:
    return [
        Column("day", _("day")),
        Column("channel", _("channel")),
        Column("kind", _("kind")),
        Column("count", _("count")),
    ]
