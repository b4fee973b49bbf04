"""A coordinator's orders about a whole ticket: ``kentongan ticket verify``, ``archive`` ..."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console.desk import Desk
from console.frame import Command, option
from console.ticket_rows import find
from console.wish import Wish, order_options
from models.casework.states import ARCHIVE_REASONS
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.orders import Order


@click.command("verify", cls=Command)
@order_options()
def verify(wish: Wish) -> int:
    """Find a report clear and complete; TEXT says how it was checked.

    NUMBER - takes a list of tickets from standard input; this holds for all orders.

    Example:
        kentongan ticket verify 4839206 "telepon RT, benar"
    """
    return wish.carry_out("verify", wish.words())


@click.command("reject", cls=Command)
@option("--agency", metavar="CODE", help="Whose it is: Polres, PLN ... as city.toml has it.")
@order_options()
def reject(wish: Wish, agency: str | None) -> int:
    """End what is not the city's to do; the reporter reads TEXT, and whom to ask.

    Example:
        kentongan ticket reject 4839206 "gardu milik PLN" --agency PLN
    """
    text = wish.words(_("why it is not the city's to do"))
    wish.confirm(_("End the ticket as not ours?"))

    def make(here: Desk, _tx: "Tx", _case: "Case") -> "Order":
        from models.casework.orders import Order

        return Order("reject", text, agency=here.agency(agency) if agency else "")

    return wish.carry_out_with("reject", make)


@click.command("archive", cls=Command)
@option(
    "--reason", type=click.Choice(ARCHIVE_REASONS), required=True, help="Why; the list is closed."
)
@order_options()
def archive(wish: Wish, reason: str) -> int:
    """End what cannot be worked on; TEXT is kept as a note.

    Example:
        kentongan ticket archive 4839206 --reason too_vague
    """
    text = wish.words()
    wish.confirm(_("Archive the ticket?"))
    return wish.carry_out("archive", text, values=(("reason", reason),))


@click.command("cancel", cls=Command)
@order_options()
def cancel(wish: Wish) -> int:
    """End what its reporter takes back, told by telephone or in person.

    Example:
        kentongan ticket cancel 4839206 "pelapor menelepon"
    """
    text = wish.words()
    wish.confirm(_("Cancel the ticket?"))
    return wish.carry_out("cancel", text)


@click.command("close", cls=Command)
@order_options()
def close(wish: Wish) -> int:
    """Close what is done, before the reporter's silence does.

    Example:
        kentongan ticket close 4839206
    """
    return wish.carry_out("close", wish.words())


@click.command("reopen", cls=Command)
@order_options()
def reopen(wish: Wish) -> int:
    """Open a ticket again; its agency gets a new task and new deadlines.

    Example:
        kentongan ticket reopen 4839206 "lampu mati lagi"
    """
    return wish.carry_out("reopen", wish.words())


@click.command("merge", cls=Command)
@order_options(text=False)
@click.argument("into")
def merge(wish: Wish, into: str) -> int:
    """Let a ticket go on as part of INTO, an open one about the same.

    Example:
        kentongan ticket merge 4839206 4839311
    """
    wish.confirm(_("Merge the ticket into %(number)s?") % {"number": into})

    def make(here: Desk, tx: "Tx", _case: "Case") -> "Order":
        from models.casework.orders import Order

        return Order("merge", into=find(here, tx, into))

    return wish.carry_out_with("merge", make)


@click.command("mark-prank", cls=Command)
@order_options()
def mark_prank(wish: Wish) -> int:
    """End a report as made up, with a strike for its sender; a threat never is.

    Example:
        kentongan ticket mark-prank 4839206 "petugas ke lokasi, tidak ada apa-apa"
    """
    text = wish.words()
    wish.confirm(_("End the ticket as a prank and warn its sender?"))
    return wish.carry_out("prank", text)


@click.command("watch", cls=Command)
@order_options(text=False)
@click.argument("day")
def watch(wish: Wish, day: str) -> int:
    """Look again on DAY (2026-12-24) whether what was done has lasted; '' ends it.

    Example:
        kentongan ticket watch 4839206 2026-12-24
    """
    return wish.carry_out("watch", values=(("until", day),))
