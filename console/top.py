"""The gateway at work, live: ``kentongan top``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import os
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.frame import Command, json_option, option
from console.output import colourful, safe_term, to_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from console.top_screen import Moment
    from gateway.config import Settings
    from models.base import Store

ENDS = frozenset({"q", "Q", "\x1b", "\x03", "\x04"})
"""Keys that end it: q, Escape, Ctrl-C, Ctrl-D."""


LOCAL = 3
"""Place of the local modes in what tcgetattr returns."""


@click.command("top", cls=Command)
@option("--once", is_flag=True, help="Print the screen once and end.")
@option(
    "--interval",
    type=click.FloatRange(min=0.2, max=3600),
    default=2.0,
    metavar="SECONDS",
    help="Read again after so many seconds.",
)
@json_option
@app_option
def top(app: App, interval: float, *, once: bool, as_json: bool) -> None:
    """Show lines, rates, queues, failures and alarms, again and again; q ends it.

    It reads the stored data and asks nothing of the daemon. Without a terminal it prints once.

    Example:
        kentongan top --once
    """
    from console.top_screen import as_row, plain

    settings = app.settings()
    with app.store(settings, read_only=True) as store:
        if as_json:
            click.echo(to_json(as_row(_read(app, settings, store)), app.zone(settings)))
        elif once or not sys.stdout.isatty():
            for row in plain(_read(app, settings, store)):
                click.echo("\t".join(map(safe_term, row)))
        else:
            _live(app, settings, store, interval)


def _read(app: App, settings: "Settings", store: "Store") -> "Moment":
    """Read one moment."""
    from console.process import running
    from console.top_screen import Moment
    from gateway.watch.activity import activity
    from gateway.watch.look import Place
    from gateway.watch.stock import take

    now, zone = app.clock(), app.zone(settings)
    with store.reading() as tx:
        stock = take(tx, Place(settings, zone, now))
        lately = activity(tx, now)
    return Moment(settings, stock, lately, running(settings) is not None, zone)


def _live(app: App, settings: "Settings", store: "Store", interval: float) -> None:
    """Show moment after moment until a key ends it."""
    from rich.console import Console
    from rich.live import Live

    console = Console(no_color=not colourful(), highlight=False)
    with _keys() as key, Live(console=console, screen=True, auto_refresh=False) as screen:
        try:
            while True:
                screen.update(_drawn(_read(app, settings, store)), refresh=True)
                if key(interval) in ENDS:
                    return
        except KeyboardInterrupt:
            return


def _drawn(moment: "Moment") -> "RenderableType":
    """Return the screen in boxes; rows that must be seen are bold as well as red."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from console.top_screen import parts, title

    shown: list[RenderableType] = [Text(safe_term(title(moment)), style="bold")]
    for part in parts(moment):
        table = Table(title=part.title, title_justify="left", title_style="bold", box=None,
                      pad_edge=False)  # fmt: skip
        for name in part.columns:
            table.add_column(Text(name, style="dim"), overflow="ellipsis", no_wrap=True)
        for place, row in enumerate(part.rows):
            style = "bold red" if place in part.alert else ""
            table.add_row(*(Text(safe_term(cell), style=style) for cell in row))
        shown += [Text(), table]
    return Group(*shown)


class _Keys:
    """Waits for a key of the terminal on stdin."""

    _ended = False

    def __call__(self, seconds: float) -> str:
        """Return the next key, or "" after *seconds*; without a stdin only the time passes."""
        ready, _write, _error = select.select([] if self._ended else [0], [], [], seconds)
        key = os.read(0, 16).decode("latin-1") if ready else ""
        if ready and not key:
            self._ended = True
            return self(seconds)
        return key[:1]


@contextmanager
def _keys() -> Iterator[_Keys]:
    """Read single keys for the time of the block, and leave the terminal as it was."""
    if not sys.stdin.isatty():
        yield _Keys()
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        # Ctrl-C as a key: under a parent that ignores SIGINT the signal would do nothing.
        ours = termios.tcgetattr(sys.stdin)
        ours[LOCAL] &= ~termios.ISIG
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, ours)
        yield _Keys()
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
