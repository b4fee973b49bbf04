"""``kentongan ticket assign``: an agency gets the ticket, chosen from what the rules propose."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from console import words
from console.desk import Desk
from console.frame import Command, option
from console.output import Column, painted, show_rows
from console.wish import Wish, interactive, order_options
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.orders import Order
    from models.casework.routing import Proposal

MOST = 9  # proposals that are shown


@click.command("assign", cls=Command)
@option("--support", metavar="CODES", help="Agencies that help, joined by commas.")
@option("--note", metavar="TEXT", help="What the agency reads beside the report.")
@option("--handler", type=int, metavar="ID", help="The one officer for a secret report.")
@option("--suggested", is_flag=True, help="Take the likeliest that the rules propose.")
@order_options(text=False)
@click.argument("agency", required=False)
def assign(
    wish: Wish,
    agency: str | None,
    support: str | None,
    note: str | None,
    handler: int | None,
    *,
    suggested: bool,
) -> int:
    """Give a ticket to AGENCY; without it choose from what the city's rules propose, and why.

    With --support alone the lead stays. An agency's staff hands up or down only.

    Example:
        kentongan ticket assign 4839206 DISHUB --support DLHKP,PUPR
    """

    def make(here: Desk, tx: "Tx", case: "Case") -> "Order":
        from models.casework.orders import Order

        helping = tuple(here.agency(code) for code in (support or "").split(",") if code.strip())
        lead = here.agency(agency) if agency else ""
        if not lead and (suggested or not helping):
            chosen = _choose(here, case, suggested=suggested, ask=not wish.as_json)
            lead, helping = chosen.agency, helping or chosen.support
        values = (("handler", str(handler)),) if handler else ()
        del tx
        return Order("assign", note or "", agency=lead, support=helping, values=values)

    return wish.carry_out_with("assign", make)


def _choose(here: Desk, case: "Case", *, suggested: bool, ask: bool) -> "Proposal":
    """Return the proposal that the rules or a person choose.

    Raises KentonganError when the rules propose nothing, UsageError when nobody can be asked.
    """
    from models.casework.routing import Proposal, suggestions

    sop = here.setting.sop
    ways = suggestions(sop, sop.above, case, others=case.others)[:MOST]
    if suggested and ways:
        return ways[0]
    if suggested:
        told = {"number": case.number}
        raise KentonganError(_("ticket %(number)s: the rules propose no agency; name one") % told)
    if not (ask and interactive()):
        known = ", ".join(f"{way.agency} ({words.reasons(way.why)})" for way in ways)
        raise click.UsageError(
            _("which agency? name it or give --suggested; proposed: %(ways)s")
            % {"ways": known or "-"}
        )
    _show(here, case, ways)
    answer = click.prompt(_("number or code"), default="1" if ways else None, err=True)
    if answer.isdecimal() and 0 < int(answer) <= len(ways):
        return ways[int(answer) - 1]
    return Proposal(here.agency(answer))


def _show(here: Desk, case: "Case", ways: Sequence["Proposal"]) -> None:
    area = area_name(here, case.area)
    told = {"number": case.number, "about": ", ".join(filter(None, (case.category, area)))}
    painted(_("Who gets ticket %(number)s (%(about)s)?") % told, "bold")
    rows = [
        {
            "place": place,
            "agency": way.agency,
            "name": rule.name if (rule := here.setting.sop.agency(way.agency)) else "",
            "why": words.reasons(way.why),
            "support": way.support,
        }
        for place, way in enumerate(ways, 1)
    ]
    columns = [
        Column("place", _("no.")),
        Column("agency", _("agency")),
        Column("name", _("name"), free=True),
        Column("why", _("because"), free=True),
        Column("support", _("with"), free=True),
    ]
    show_rows(rows, columns, as_json=False)


def area_name(here: Desk, code: str) -> str:
    """Return the name of the area *code*; '' for none."""
    return next((row["name"] for row in here.setting.city.areas if row["code"] == code), code)
