"""``kentongan ticket new``: a report that came by another channel than SMS."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import say, to_json
from console.refusals import outcome, why
from console.ticket_filter import CHANNELS, URGENCIES, areas
from console.ticket_set import LEVELS
from console.wish import MANY, edited, interactive, row_of
from models.casework.states import OUTCOMES
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.effects import OpenTicket
    from parser.reading import Reading

OTHER_CHANNELS = tuple(name for name in CHANNELS if name != "sms")
_MADE = ("type", "category", "urgency", "confidentiality")


@click.command("new", cls=Command)
@click.argument("text", required=False)
@option("--channel", type=click.Choice(OTHER_CHANNELS), help="How it came.")
@option(
    "--number", metavar="NUMBER", help="The reporter's number, kept sealed; - asks without echo."
)
@option("--category", metavar="NAME", help="Category; without it what the text says.")
@option("--area", metavar="CODE", help="Area, by code or name; without it what the text says.")
@option("--urgency", type=click.Choice(URGENCIES), help="Urgency; without it what the text says.")
@option(
    "--type",
    type=click.Choice(("pengaduan", "aspirasi", "permintaan_info")),
    help="Kind of report; without it what the text says.",
)
@option("--confidentiality", type=click.Choice(LEVELS), help="Who may know of it.")
@option("--lapor-id", metavar="ID", help="Tracking id of SP4N-LAPOR.")
@option("--done", metavar="RESULT", help="It is solved already, with this result.")
@option("--outcome", type=click.Choice(OUTCOMES), help="How a request for information ended.")
@option("--edit", is_flag=True, help="Write the text in an editor.")
@json_option
@app_option
def new(app: App, /, text: str | None, *, edit: bool, as_json: bool, **given: Any) -> int:
    """Enter a report that came by WhatsApp, the web, telephone, Instagram or in person.

    TEXT - reads standard input; without TEXT an editor opens. Who gave a number is sent the
    ticket's number by SMS. An agency's staff enters reports too; a coordinator verifies them.

    Example:
        kentongan ticket new --channel phone "lampu mati di Jl. Veteran depan SD 3"
        kentongan ticket new --channel walk_in "KTP hilang" --done "diarahkan ke Dukcapil"
    """
    given["channel"] = given["channel"] or _channel()
    number = _number(given.pop("number"))
    words = _words(text or "", edit=edit)
    with desk(app, write=True) as here:
        here.actor()
        with here.store.transaction() as tx:
            case = _enter(here, tx, words, given, number)
        row = {**row_of(here, case, "new", "opened"), "channel": given["channel"]}
    if as_json:
        click.echo(to_json(row, here.zone))
    else:
        say(outcome(row, here))
    return 0


def _channel() -> str:
    if not interactive():
        raise click.UsageError(
            _("--channel: one of %(names)s") % {"names": ", ".join(OTHER_CHANNELS)}
        )
    answer: str = click.prompt(_("how it came"), type=click.Choice(OTHER_CHANNELS), err=True)
    return answer


def _words(text: str, *, edit: bool) -> str:
    """Return the report; raises UsageError when there is none."""
    if text == MANY:
        text = sys.stdin.read().strip()
    elif edit or (not text and interactive()):
        text = edited(_("the report"), text)
    if not any(char.isalnum() for char in text):
        raise click.UsageError(_("the report has no words"))
    return text


def _number(given: str | None) -> tuple[str, str]:
    """Return (number, kind) of the reporter, ("", "") without one; KentonganError for none such."""
    if given == MANY:
        given = click.prompt(_("number"), hide_input=True, default="", err=True)
    if not given:
        return "", ""
    from gateway.numbers import normalise

    sender = normalise(given)
    if sender.kind not in {"mobile", "foreign"} and not sender.number.startswith("+"):
        raise KentonganError(_("--number: not a phone number such as 0812... or +62812..."))
    return sender.number, sender.kind


def _enter(
    here: Desk, tx: "Tx", text: str, given: Mapping[str, Any], number: tuple[str, str]
) -> "Case":
    """Open the ticket, and end it when it was solved already; all or nothing."""
    from gateway import orders
    from gateway.facts import contact_for
    from gateway.vocabulary import ALL_LINES
    from models import cases
    from models.casework.orders import Order
    from parser import parse

    actor, setting = here.actor(), here.setting
    reading = parse(text, setting.words[ALL_LINES])
    contact = contact_for(tx, *number, here.now) if number[0] else 0
    case = orders.enter(
        tx, _ticket(here, reading, given), text, actor, setting, here.now,
        number_key=here.store.number_key, contact=contact, reading=reading,
        told=not given["done"],
    )  # fmt: skip
    steps = []
    if given["lapor_id"]:
        steps.append(Order("set", values=(("lapor_id", given["lapor_id"]),)))
    if given["done"]:
        values = (("outcome", given["outcome"]),) if given["outcome"] else ()
        steps.append(Order("done", given["done"], values=values))
    for step in steps:
        decision = orders.order(tx, case.number, step, actor, setting, here.now)
        if decision.refused:
            row = row_of(here, case, step.verb, decision.outcome)
            raise KentonganError(why({**row, "refused": decision.refused}, here))
    return cases.load_one(tx, case.id, deep=True)


def _ticket(here: Desk, reading: "Reading", given: Mapping[str, Any]) -> "OpenTicket":
    """Return what is opened: as the text says it, where nothing else is given."""
    from models.actions import Action
    from models.casework.accused import accused
    from models.casework.effects import OpenTicket
    from models.casework.facts import Facts
    from models.casework.report import LEVELS as STRICTER
    from models.casework.report import flags_of, level
    from models.casework.turn import Turn

    sop = here.setting.sop
    area = Turn(reading, Facts(sop), Action("enter"), here.now).area
    if given["area"]:
        area = areas(here, given["area"], inner=False)[0]
    category = given["category"] or reading.category or "lainnya"
    kept = level(sop, reading.flags, category, "")
    ticket = OpenTicket(
        type=reading.type,
        category=category,
        urgency=reading.urgency,
        confidentiality=kept,
        flags=flags_of(reading),
        subtype=reading.subtype,
        area=area,
        accused=accused(sop, reading.flags, area),
        channel=given["channel"],
    )
    said = {name: given[name] for name in _MADE if given[name]}
    if "confidentiality" in said:  # never less than what text and category ask for
        said["confidentiality"] = max(kept, said["confidentiality"], key=STRICTER.index)
    return replace(ticket, **said)
