"""The lines: see their condition, and let one stand still while somebody works on it."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.output import say, show_rows
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx

MOST_REASON = 80


@click.group(cls=Group)
def line() -> None:
    """See the condition of the lines, and let one stand still."""


@line.command("status")
@json_option
@app_option
def status(app: App, *, as_json: bool) -> None:
    """Show each line of modem.conf as the daemon last saw it.

    Example:
        kentongan line status
    """
    from console.line_rows import line_columns, line_rows
    from console.process import running
    from gateway.watch.look import Place
    from gateway.watch.stock import take

    settings = app.settings()
    zone = app.zone(settings)
    with app.store(settings, read_only=True) as store, store.reading() as tx:
        stock = take(tx, Place(settings, zone, app.clock()))
        fault = tx.meta("reload_fault")
    alive = running(settings) is not None
    if not alive and not as_json:
        say(_("no daemon runs here; this is what the last one saw"), err=True)
    if fault and alive:
        say(_("the last reload was refused, the old files stay in force: %s") % fault, err=True)
    rows = list(line_rows(settings, stock, alive=alive))
    show_rows(rows, line_columns(), as_json=as_json, zone=zone)


@line.command("pause")
@click.argument("name")
@option("--reason", required=True, metavar="TEXT", help="Why, for those who see it standing still.")
@app_option
def pause(app: App, name: str, reason: str) -> None:
    """Let line NAME read its SIM empty, close its port and stand still until it is resumed.

    What waits to be sent keeps waiting, or goes out on its fallback lines. A restart of the daemon
    changes nothing about it.

    Example:
        kentongan line pause kartu1 --reason "new SIM"
    """
    from models.line_order import order

    if not reason.strip() or len(reason) > MOST_REASON or not reason.isprintable():
        raise click.UsageError(_("--reason: 1 to %(most)d letters") % {"most": MOST_REASON})
    with desk(app, write=True) as here:
        _manage(here, name)
        with here.store.transaction() as tx:
            before = order(tx, name)
            if before is not None and before.paused:
                raise KentonganError(_("%(name)s: is paused already") % {"name": name})
            _tell(here, tx, name, "paused", paused=True, reason=reason.strip())
    say(_("%(name)s: stands still as soon as its SIM is read; 'line status' says when") %
        {"name": name})  # fmt: skip


@line.command("resume")
@click.argument("name")
@app_option
def resume(app: App, name: str) -> None:
    """Let line NAME go on after a pause, or try again at once after a fault.

    Example:
        kentongan line resume kartu1
    """
    with desk(app, write=True) as here:
        _manage(here, name)
        with here.store.transaction() as tx:
            _tell(here, tx, name, "resumed", paused=False)
    say(_("%(name)s: goes on") % {"name": name})


@line.command("swap")
@click.argument("name")
@app_option
def swap(app: App, name: str) -> None:
    """Accept whatever SIM line NAME has now or next; else another one is not used.

    When its number is another, write that into modem.conf too and restart the daemon.

    Example:
        kentongan line swap kartu1
    """
    from gateway.at import card
    from models import line_credit
    from models.line_order import order

    with desk(app, write=True) as here:
        _manage(here, name)
        with here.store.transaction() as tx:
            before = order(tx, name)
            line_credit.forget(tx, name)
            card.forget(here.stored.state, name)  # before the line hears of it and tries again
            paused, reason = (before.paused, before.reason) if before else (False, "")
            _tell(here, tx, name, "swapped", paused=paused, reason=reason)
    say(_("%(name)s: takes the SIM that it has") % {"name": name})


def _manage(here: Desk, name: str) -> None:
    """Raise KentonganError unless the person looks after the gateway, and *name* is a line."""
    from models.binding import nearest

    here.may_manage()
    names = [line.name for line in here.app.settings().lines]
    if name not in names:
        told = {"name": name, "hint": nearest(name, names)}
        raise KentonganError(_("%(name)s: no such line; %(hint)s") % told)


def _tell(here: Desk, tx: "Tx", name: str, verb: str, *, paused: bool, reason: str = "") -> None:
    """Give the line its order, and write down who did."""
    from models.line_order import give

    give(tx, name, paused=paused, reason=reason, actor=here.person.label, now=here.now)
    here.record(tx, verb, f"line:{name}")
