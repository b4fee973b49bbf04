"""``kentongan ticket copy``: a block of text to paste elsewhere, without personal data."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command
from console.output import say
from console.sight import HIDDEN
from console.ticket_assign import area_name
from console.ticket_rows import deadline, find
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case


@click.command("copy", cls=Command)
@click.argument("number")
@app_option
def copy_ticket(app: App, number: str) -> None:
    """Print a ticket as text to paste into a group or a letter: nothing of it names anybody.

    A secret report is never copied.

    Example:
        kentongan ticket copy 4839206
    """
    with desk(app) as here, here.store.reading() as tx:
        case = find(here, tx, number)
        if case.confidentiality == HIDDEN:
            told = {"number": number}
            raise KentonganError(
                _("ticket %(number)s: secret (rahasia): it cannot be shared") % told
            )
        say(_text(here, tx, case))


def _text(here: Desk, tx: "Tx", case: "Case") -> str:
    from models.redaction import cut

    ((original,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
    text = cut(tx.keys.open(bytes(original)).decode(), "public")
    due = deadline(case, here.person)
    lead = case.lead
    until = due.astimezone(here.zone).strftime("%d-%m-%Y %H:%M") if due else ""
    lines = [
        (_("Ticket"), f"{case.number} ({here.setting.city.name})"),
        (_("State"), words.states()[case.state]),
        (_("Category"), ", ".join(filter(None, (case.category, _urgency(case.urgency))))),
        (_("Area"), area_name(here, case.area)),
        (_("Agency"), ", ".join(filter(None, (lead.agency if lead else "", until)))),
        (_("Report"), " ".join(text.split())),
    ]
    return "\n".join(f"{title}: {said}" for title, said in lines if said)


def _urgency(urgency: str) -> str:
    return "" if urgency == "biasa" else urgency
