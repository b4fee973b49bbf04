"""A coordinator's changes to a ticket's fields: ``kentongan ticket set``, ``extend`` ..."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from console.desk import Desk
from console.frame import Command, option
from console.ticket_filter import URGENCIES, areas
from console.wish import Wish, order_options
from models.casework.states import OUTCOMES, TERMS
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.orders import Order

LEVELS = ("biasa", "anonim", "rahasia")

_FIELDS = (
    option("--category", metavar="NAME", help="Category."),
    option("--area", metavar="CODE", help="Area, by code or name."),
    option("--grade", metavar="CLASS", help="Class: ringan, field_check; '' for the usual."),
    option("--term", type=click.Choice(TERMS), help="Short, medium or long term; '' for none."),
    option(
        "--type", "type", type=click.Choice(("pengaduan", "aspirasi", "permintaan_info")),
        help="Kind of report.",
    ),
    option("--subtype", type=click.Choice(("", "ppid", "kritik")), help="Subtype."),
    option(
        "--urgency", type=click.Choice(URGENCIES), help="Urgency; darurat raises the alarm."
    ),
    option(
        "--confidentiality", type=click.Choice(LEVELS), help="Who may know of it."
    ),
    option("--lapor-id", metavar="ID", help="Tracking id of SP4N-LAPOR."),
    option(
        "--outcome", type=click.Choice(("", *OUTCOMES)), help="How a request for information ended."
    ),
    option("--outside-agency", metavar="CODE", help="The body outside that has it."),
    option("--handler", type=int, metavar="ID", help="Officer of a secret report; 0 none."),
    option("--review", metavar="WORD", help="Why a person must read it; '' when that is done."),
    option("--silent/--no-silent", "silent", default=None, help="Never answer the reporter."),
)  # fmt: skip


def _fields(function: Any) -> Any:
    for one in reversed(_FIELDS):
        function = one(function)
    return function


@click.command("set", cls=Command)
@_fields
@order_options(text=False)
def change(wish: Wish, **given: Any) -> int:
    """Change fields of a ticket, all or none; its open deadlines follow category and class.

    Example:
        kentongan ticket set 4839206 --category pju --area "Kelurahan Pojok"
    """
    if given["confidentiality"] in {"biasa", "anonim"}:
        wish.confirm(_("Let more people know of the report than now?"))

    def make(here: Desk, _tx: "Tx", _case: "Case") -> "Order":
        from models.casework.orders import Order

        return Order("set", values=_values(here, given))

    return wish.carry_out_with("set", make)


def _values(here: Desk, given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what was given as columns and values; KentonganError for an unknown area."""
    values = {name: str(value) for name, value in given.items() if value is not None}
    if given["silent"] is not None:
        values["silent"] = str(int(given["silent"]))
    if given["area"]:
        values["area"] = areas(here, given["area"], inner=False)[0]
    if given["outside_agency"]:
        values["outside_agency"] = here.agency(given["outside_agency"])
    return tuple(values.items())


@click.command("extend", cls=Command)
@order_options()
def extend(wish: Wish) -> int:
    """Take the longer time for a request for information, once; TEXT is the written reason.

    Example:
        kentongan ticket extend 4839206 "data masih dikumpulkan dari tiga dinas"
    """
    return wish.carry_out("extend", wish.words(_("the reason")))


@click.command("release", cls=Command)
@order_options()
def release(wish: Wish) -> int:
    """Let the public wording of a report be seen outside the desk.

    Example:
        kentongan ticket release 4839206
    """
    text = wish.words()
    wish.confirm(_("Let the public read the report?"))
    return wish.carry_out("release", text)


@click.command("block", cls=Command)
@order_options()
def block(wish: Wish) -> int:
    """Take no reports from who sent this one, for the time that city.toml says.

    Example:
        kentongan ticket block 4839206 "mengancam operator"
    """
    text = wish.words()
    wish.confirm(_("Block the sender?"))
    return wish.carry_out("block", text)


@click.command("unblock", cls=Command)
@order_options()
def unblock(wish: Wish) -> int:
    """Take reports again from who sent this one, and forget the strikes.

    Example:
        kentongan ticket unblock 4839206
    """
    return wish.carry_out("unblock", wish.words())
