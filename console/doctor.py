"""What is wrong and how it is mended: ``kentongan doctor``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from console.app import App, app_option, city_of
from console.frame import Command, json_option, option
from console.output import Column, Row, say, show_rows
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Settings
    from gateway.config_lines import Line
    from gateway.doctor.finding import Finding
    from gateway.watch.stock import Stock

_COLOURS = {"wrong": "red", "doubt": "yellow", "right": "green", "skipped": "grey"}


@click.command("doctor", cls=Command)
@option("--all", "everything", is_flag=True, help="Show also what is right.")
@json_option
@app_option
def doctor(app: App, *, everything: bool, as_json: bool) -> int:
    """Find what keeps the gateway from working, and say the mend; exit 1 if anything is wrong.

    Ports and accounts that a running daemon holds are not touched: what it last saw of them is
    told. Stop the daemon to have them looked at.

    Example:
        kentongan doctor --all
    """
    settings = app.settings()
    found = list(_examined(app, settings))
    shown = [one for one in found if everything or as_json or one.state in {"wrong", "doubt"}]
    show_rows([_row(one) for one in shown], _columns(), as_json=as_json, zone=app.zone(settings))
    faults = sum(one.state == "wrong" for one in found)
    if not as_json:
        words = {"wrong": faults, "all": len(found)}
        say(_("%(wrong)d of %(all)d things are wrong") % words)
    return 1 if faults else 0


def _examined(app: App, settings: "Settings") -> "Iterator[Finding]":
    """Look at everything, the cheap and the likely first."""
    from console.process import running
    from gateway.doctor import house, mail, web
    from gateway.doctor.finding import wrong

    pid = running(settings)
    stock = None
    try:
        city = city_of(settings)
    except KentonganError as error:
        yield wrong("rules", "", str(error), _("kentongan check"))
    else:
        yield from house.check_files(settings, city)
        yield from house.check_rules(city)
    try:
        stock, heard = _stored(app, settings)
        yield from heard
    except KentonganError as error:
        yield wrong("database", "", str(error), _("see docs/operations.md"))
    yield from house.check_daemon(settings, stock, pid)
    for line in settings.lines:
        yield from _of_line(line, pid)
    yield from web.check_public(settings.server, alive=pid is not None)
    yield from mail.examine(settings.mail)
    yield from house.check_disk(settings)
    yield from house.check_clock(stock, settings.alerts.clock_most)
    yield from house.check_backups(settings, app.clock())


def _stored(app: App, settings: "Settings") -> "tuple[Stock, list[Finding]]":
    """Return what the daemon last wrote, and who hears alarms.

    Raises KentonganError when there is no database to read.
    """
    from gateway.doctor.house import check_admins
    from gateway.watch.look import Place
    from gateway.watch.stock import take

    zone, now = app.zone(settings), app.clock()
    with app.store(settings, read_only=True) as store, store.reading() as tx:
        heard = list(check_admins(tx, settings, zone, now))
        return take(tx, Place(settings, zone, now)), heard


def _of_line(line: "Line", pid: int | None) -> "Iterator[Finding]":
    """Look at the outside of one line; at its port or account only when no daemon holds them."""
    from gateway.config import HttpLine, ModemLine, SmppLine
    from gateway.doctor import modem, ports, smpp, web
    from gateway.doctor.finding import skipped

    held = _("not touched: the daemon holds it")
    if isinstance(line, ModemLine) and line.device:
        found = ports.check_holders(line.name, line.device, pid)
        yield from found
        if pid is not None:
            yield skipped("port", line.name, held)
        elif all(one.state == "right" for one in found):
            yield from modem.examine(line)
    elif isinstance(line, SmppLine):
        if pid is not None:
            yield skipped("bind", line.name, held)
        else:
            yield from smpp.examine(line)
    elif isinstance(line, HttpLine):
        yield from web.examine(line)


def _row(one: "Finding") -> Row:
    return {
        "state": one.state, "check": one.check, "about": one.about, "text": one.text,
        "mend": one.mend,
    }  # fmt: skip


def _columns() -> list[Column]:
    words = {"wrong": _("wrong"), "doubt": _("look"), "right": _("right"), "skipped": _("skipped")}
    return [
        Column("state", "", shown=lambda state: words[str(state)],
               style=lambda row: _COLOURS[str(row["state"])]),
        Column("about", _("about")),
        Column("text", _("what"), free=True),
        Column("mend", _("mend"), free=True),
    ]  # fmt: skip
