"""The key file: ``kentongan key init`` and ``print``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from pathlib import Path

import click

from console.app import App, app_option
from console.frame import Group
from console.identity import become
from console.output import say
from models.i18n import _


@click.group(cls=Group)
def key() -> None:
    """Make or print the key file."""


@key.command("init")
@app_option
def init(app: App) -> None:
    """Make a new key file where modem.conf says; one that is there is never overwritten.

    Example:
        kentongan key init
    """
    from models import keyfile

    settings = app.settings()
    become(settings)
    ring = keyfile.create(settings.daemon.key_file)
    say(
        _("%(file)s: written, key %(check)s; keep a copy on paper: 'kentongan key print'")
        % {"file": settings.daemon.key_file, "check": ring.check()}
    )


@key.command("print")
@app_option
def print_key(app: App) -> None:
    """Print the key file for safe keeping on paper.

    Whoever has this paper and a copy of the database can read every number. Typed into a file of
    mode 0600 again, it is the key.

    Example:
        kentongan key print
    """
    from models import keyfile

    path = Path(app.settings().daemon.key_file)
    ring = keyfile.load(path)
    say(_("# key %(check)s") % {"check": ring.check()})
    say(path.read_text("ascii").rstrip("\n"))
