"""The phone without a terminal: each line of standard input is one SMS."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import re
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from console.app import App
from console.desk import reader
from console.phone_replies import Replies
from console.ticket_rows import print_tickets
from models.errors import KentonganError
from models.i18n import _
from models.listing import Filter

if TYPE_CHECKING:
    from gateway.config import Settings
    from gateway.simulator.control import Control
    from models.base import Store

_SENDER = re.compile(r"\s*(\+\d{3,15})\s*:\s?(.*)", re.DOTALL)
FEWEST = 50  # tickets in the list at the end
LOOK = 0.05  # seconds between two looks whether all is answered


def addressed(line: str, sender: str) -> tuple[str, str]:
    """Return (number, text) of a line: ``+62812...: text`` names its own sender."""
    match = _SENDER.fullmatch(line)
    return (match[1], match[2]) if match else (sender, line)


def send_all(
    app: App,
    settings: "Settings",
    control: "Control",
    sender: str,
    *,
    timeout: float,
    check: Callable[[], None],
) -> None:
    """Send each line of stdin, print the replies, wait until all is answered, list the tickets.

    Raises KentonganError when something still waits after *timeout* seconds.
    """
    replies = Replies(control, click.echo)
    replies.start()
    sent = 0
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if line.strip():
            number, text = addressed(line, sender)
            control.sms(number, text)
            sent += 1
    with app.store(settings, read_only=True) as store:
        _await_answers(app, store, control, timeout, check)
        replies.settle()
        print_tickets(reader(app, settings, store), Filter(), limit=max(FEWEST, sent))


def _await_answers(
    app: App, store: "Store", control: "Control", timeout: float, check: Callable[[], None]
) -> None:
    end = time.monotonic() + timeout
    while left := _waiting(app, store, control, timeout):
        check()
        if time.monotonic() > end:
            raise KentonganError(
                _("not all is answered after %(seconds)s s: %(left)s")
                % {"seconds": timeout, "left": left}
            )
        time.sleep(LOOK)


def _waiting(app: App, store: "Store", control: "Control", timeout: float) -> str:
    """Return what still waits, in words; '' when nothing does.

    A part that may be sent only later than *timeout* from now (the budget) is not waited for.
    """
    from models.times import to_us

    stat = control.stat()  # before the database: what has left the SIM is in it
    later = to_us(app.clock()) + round(timeout * 1_000_000)
    with store.reading() as tx:
        ((unread,),) = tx.execute("SELECT COUNT(*) FROM inbox WHERE state IN ('new', 'held')")
        ((unsent,),) = tx.execute(
            "SELECT COUNT(*) FROM delivery WHERE state = 'sending'"
            " OR (state = 'queued' AND not_before <= ?)",
            [later],
        )
    air = stat["queue"] + stat["used"]
    if not (air or unread or unsent):
        return ""
    told = _("%(air)d on the air, %(unread)d unread, %(unsent)d unsent")
    return told % {"air": air, "unread": unread, "unsent": unsent}
