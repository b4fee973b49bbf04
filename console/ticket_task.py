"""Orders about an agency's task: accept, progress, done, return."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING, Any

import click

from console.desk import Desk
from console.frame import Command, option
from console.wish import Wish, order_options
from models.casework.states import OUTCOMES
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.orders import Order

_whose = option("--agency", metavar="CODE", help="Whose task; without it the leading agency's.")


@click.command("accept", cls=Command)
@_whose
@order_options()
def accept(wish: Wish, agency: str | None) -> int:
    """Take the agency's task; of an emergency, answer the alarm.

    Example:
        kentongan ticket accept 4839206
    """
    return _order(wish, "accept", wish.words(), agency)


@click.command("progress", cls=Command)
@_whose
@order_options()
def progress(wish: Wish, agency: str | None) -> int:
    """Tell what is being done: the reporter reads TEXT, the first one meets the deadline.

    Example:
        kentongan ticket progress 4839206 "regu A berangkat besok pagi"
    """
    return _order(wish, "progress", wish.words(_("what is being done")), agency)


@click.command("done", cls=Command)
@_whose
@option(
    "--outcome",
    type=click.Choice(OUTCOMES),
    help="How a request for information ended.",
)
@order_options()
def done(wish: Wish, agency: str | None, outcome: str | None) -> int:
    """End a task with its result, which the reporter reads and may rate.

    The last task's end is the ticket's. A coordinator ends all without --agency.

    Example:
        kentongan ticket done 4839206 "lampu diganti 22/11 oleh regu A"
    """
    values = (("outcome", outcome),) if outcome else ()
    return _order(wish, "done", wish.words(_("what was done")), agency, values=values)


@click.command("return", cls=Command)
@_whose
@order_options()
def give_back(wish: Wish, agency: str | None) -> int:
    """Give the task back to the coordinator, with the reason.

    Example:
        kentongan ticket return 4839206 "jalan provinsi, bukan kota"
    """
    return _order(wish, "return", wish.words(_("why it goes back")), agency)


def _order(wish: Wish, verb: str, text: str, agency: str | None, **fields: Any) -> int:
    def make(here: Desk, _tx: "Tx", _case: "Case") -> "Order":
        from models.casework.orders import Order

        return Order(verb, text, agency=here.agency(agency) if agency else "", **fields)

    return wish.carry_out_with(verb, make)
