"""``kentongan publish``: the public pages of the city, as a folder of static files."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.bars import progress
from console.desk import Desk, desk
from console.digest_desk import day_of, may_send, today
from console.frame import Command, option
from console.output import say
from console.poster import poster_of
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gateway.poster import Poster
    from reports.site.guide import Guide
    from reports.site.pages import Site

FAILED = 1


@click.command(cls=Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@option("--date", "text", metavar="DAY", help="A day in the month; without it the last whole one.")
@app_option
def publish(app: App, folder: Path, text: str | None) -> int:
    """Write the public pages into DIR: figures, agencies, open data, how to report.

    Nothing in them names or quotes a reporter; stories are those that a coordinator released. DIR
    is replaced as a whole; one that holds other files is left alone.

    Example:
        kentongan publish /var/www/aduan
    """
    from reports.site import pages
    from reports.site.folder import foreign, put

    day = day_of(text, "--date")
    if foreign(folder):
        said = _("%(folder)s: holds files that are not ours; name a new or an empty folder")
        raise KentonganError(said % {"folder": folder})
    with desk(app) as here:
        may_send(here)
        with progress(_("counting")) as told:
            site, doubts = _site(here, day, told)
        files = pages.files(site)
        put(folder, files)
    say(_("%(count)d files in %(folder)s") % {"count": len(files), "folder": folder})
    for doubt in doubts:
        say(_("does not add up: %(finding)s") % {"finding": doubt}, err=True)
    return FAILED if doubts else 0


def _site(
    here: Desk, day: "date | None", told: "Callable[[float], None]"
) -> "tuple[Site, list[str]]":
    """Return what the pages are made of, and what of it does not add up."""
    from reports import digests, scope
    from reports.digests.tables import categories
    from reports.site import compose
    from reports.site.pages import Site

    setting = here.setting
    period = (
        digests.containing("monthly", day, setting.zone)
        if day
        else digests.closed_by("monthly", today(here), setting.zone)
    )
    with here.store.reading() as tx:
        ask = digests.Ask(tx, setting.city, setting.sop, setting.sop.calendar, scope.CITY, period,
                          here.now, setting.texts.render)  # fmt: skip
        doubts = [str(one) for one in digests.check(ask)]
        front, work = compose.index(ask), compose.agencies(ask)
        agencies = compose.agency_pages(ask, told)
        data = (compose.months(ask.steps(compose.MONTHS)), work, categories(ask)[0],
                compose.places(ask), *(chart.table for chart in compose.heat(ask)))  # fmt: skip
    guide = _guide(poster_of(here.app.settings(), setting.city))
    kept = [at for at, one in enumerate(ask.flows) if one.agency in agencies]
    work = replace(work, rows=tuple(work.rows[at] for at in kept))
    return Site(front, agencies, work, guide, data), doubts


def _guide(poster: "Poster") -> "Guide":
    from gateway import poster as words
    from reports.site.guide import Door, Guide

    doors = tuple(
        Door(door.number, words.told(door), words.secrecy(door), words.link(door), words.code(door))
        for door in poster.doors
    )
    return Guide(doors=doors, orders=words.orders(), **words.rest(poster))
