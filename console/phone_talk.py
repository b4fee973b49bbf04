"""The phone on a terminal: type an SMS, read the replies as they come."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from typing import TYPE_CHECKING

import click

from console.output import say
from console.phone_batch import addressed
from console.phone_replies import Replies
from models.i18n import _

if TYPE_CHECKING:
    from gateway.simulator.control import Control

PROMPT = "> "


def talk(control: "Control", sender: str, *, line: str) -> None:
    """Send what is typed until end of input (Ctrl-D)."""
    say(
        _("This is the phone %(number)s, writing to the line %(line)s.")
        % {"number": sender, "line": line}
    )
    say(_("Type an SMS and press Enter; +62812...: text changes the number; Ctrl-D ends."))
    Replies(control, show).start()
    while True:
        try:
            typed = input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        sender, text = addressed(typed, sender)
        if text.strip():
            control.sms(sender, text)


def show(reply: str) -> None:
    """Print a reply above the line that is being typed, and give that line back."""
    import readline

    typed = readline.get_line_buffer()
    sys.stdout.write(f"\r\033[K{reply}\n{PROMPT}{typed}")
    sys.stdout.flush()
