"""Run the daemon, and speak to the one that runs: ``kentongan run`` and ``reload``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import gc
import os
import signal

import click

from console.app import App, app_option
from console.frame import Command, option
from console.identity import become
from console.output import say
from console.process import running
from models.errors import KentonganError
from models.i18n import _


@click.command(cls=Command)
@option("--volatile", is_flag=True, help="Allow a database in memory; it dies with the power.")
@app_option
def run(app: App, *, volatile: bool) -> int:
    """Run the daemon in the foreground until SIGTERM.

    As root it becomes the user of modem.conf; root itself may run a simulator only.

    Example:
        kentongan --config /etc/kentongan/modem.conf run
    """
    settings = app.settings()
    if become(settings):
        say(_("kentongan: warning: running as root, with a simulator only"), err=True)
    from gateway import daemon

    gc.set_threshold(700)  # Python's own: what lives for years is looked through
    return daemon.run(settings.path, volatile=volatile)


@click.command(cls=Command)
@app_option
def reload(app: App) -> None:
    """Tell the running daemon to read modem.conf and city.toml again.

    Both files are checked here first; wrong ones are refused and the daemon keeps the old.

    Example:
        kentongan reload
    """
    from console.app import city_of

    settings = app.settings()
    city_of(settings)
    become(settings)
    pid = running(settings)
    if pid is None:
        raise KentonganError(_("no daemon runs with %(state)s") % {"state": settings.state})
    try:
        os.kill(pid, signal.SIGHUP)
    except PermissionError as error:
        raise KentonganError(_("process %(pid)d: not yours to reload") % {"pid": pid}) from error
    say(_("process %(pid)d reads its files again; see 'kentongan line status'") % {"pid": pid})
