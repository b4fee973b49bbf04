"""Read the condition of the lines: ``kentongan line status``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import click

from console.app import App, app_option
from console.frame import Group, json_option
from console.output import say, show_rows
from models.i18n import _


@click.group(cls=Group)
def line() -> None:
    """Read the condition of the lines."""


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
