"""Orders that carry words: note, hold, ask, answer, resume, tell."""

import click

from console.frame import Command
from console.wish import Wish, order_options
from models.i18n import _


@click.command("note", cls=Command)
@order_options()
def note(wish: Wish) -> int:
    """Keep an internal note, in any state; nobody is told.

    Example:
        kentongan ticket note 4839206 "pelapor minta ditelepon sore"
    """
    return wish.carry_out("note", wish.words(_("the note")))


@click.command("hold", cls=Command)
@order_options()
def hold(wish: Wish) -> int:
    """Wait for the reporter with the deadlines paused; TEXT is asked, else what is missing.

    Example:
        kentongan ticket hold 4839206
    """
    return wish.carry_out("hold", wish.words())


@click.command("ask", cls=Command)
@order_options()
def ask(wish: Wish) -> int:
    """Ask the reporter by SMS and pause the deadlines until the answer.

    Example:
        kentongan ticket ask 4839206 "di depan toko apa?"
    """
    return wish.carry_out("ask", wish.words(_("the question")))


@click.command("answer", cls=Command)
@order_options()
def answer(wish: Wish) -> int:
    """Enter what the reporter answered by telephone or in person; the deadlines go on.

    Example:
        kentongan ticket answer 4839206 "depan toko Sumber Jaya"
    """
    return wish.carry_out("answer", wish.words(_("the reporter's answer")))


@click.command("resume", cls=Command)
@order_options()
def resume(wish: Wish) -> int:
    """Let a ticket that waits for its reporter go on, each deadline moved by the pause.

    Example:
        kentongan ticket resume 4839206
    """
    return wish.carry_out("resume", wish.words())


@click.command("tell", cls=Command)
@order_options()
def tell(wish: Wish) -> int:
    """Write to the reporter in your own words; a number or name in them is cut.

    Example:
        kentongan ticket tell 4839206 "Petugas datang Selasa pagi"
    """
    return wish.carry_out("tell", wish.words(_("what the reporter shall read")))
