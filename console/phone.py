"""A citizen's phone on the simulator line: ``kentongan phone``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.frame import Command, option
from console.identity import become
from console.process import STOP_WAIT, daemon, running, until
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Settings, SimulatorLine
    from gateway.simulator.control import Control

START_WAIT = 20.0  # seconds for a daemon to open its lines
CITIZEN = "+6281234567890"


@click.command(cls=Command)
@option("--run", is_flag=True, help="Start the daemon first, and stop it at the end.")
@option("--line", "name", metavar="NAME", help="The simulator line; without it the first.")
@option("--from", "sender", default=CITIZEN, metavar="NUMBER", help="The number of this phone.")
@option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=60.0,
    metavar="SECONDS",
    help="Without a terminal: how long all may take to be answered.",
)
@app_option
def phone(app: App, name: str | None, sender: str, timeout: float, *, run: bool) -> None:
    """Send SMS to the simulator line and read the replies.

    On a terminal, type an SMS and press Enter. Without one, each line of standard input is sent as
    one SMS; when all are answered, the tickets are listed. A line "+62812...: text" sends from
    that number.

    Example:
        echo "SURGA lampu jalan mati di Jl. Veteran" | kentongan phone --run
    """
    settings = app.settings()
    line = _simulator(settings, name)
    become(settings)
    started = run and running(settings) is None
    with (
        daemon(settings, wait=STOP_WAIT) if started else nullcontext(_nobody) as check,
        _connected(settings, line, check, START_WAIT if started else 0.0) as control,
    ):
        if sys.stdin.isatty():
            from console.phone_talk import talk

            talk(control, sender, line=line.name)
        else:
            from console.phone_batch import send_all

            send_all(app, settings, control, sender, timeout=timeout, check=check)


def _simulator(settings: "Settings", name: str | None) -> "SimulatorLine":
    lines = [one for one in settings.lines if one.kind == "simulator" and name in {None, one.name}]
    if not lines:
        raise KentonganError(
            _("%(file)s: no such [simulator] line; the phone needs one") % {"file": settings.path}
        )
    return lines[0]


@contextmanager
def _connected(
    settings: "Settings", line: "SimulatorLine", check: Callable[[], None], seconds: float
) -> "Iterator[Control]":
    """Connect to the control socket, waiting *seconds* for the daemon to make it."""
    from gateway.simulator.control import Control

    path = socket_path(settings, line)
    found: list[Control] = []

    def ready() -> bool:
        try:
            found.append(Control(path))
        except OSError:
            return False
        return True

    if not until(ready, seconds=seconds, check=check):
        raise KentonganError(
            _("line %(line)s: no daemon answers; start one by 'kentongan run' or use --run")
            % {"line": line.name}
        )
    with found[0] as control:
        yield control


def socket_path(settings: "Settings", line: "SimulatorLine") -> Path:
    """Return where the simulator of *line* listens."""
    return (line.directory or settings.state) / f"{line.name}.sock"


def _nobody() -> None:
    """Check nothing: the daemon is not ours."""
