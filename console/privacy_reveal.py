"""``kentongan privacy reveal`` and ``privacy log``: nothing hidden is shown without a trace."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import Column, Row, show_rows
from console.sight import by_logged_act
from console.ticket_filter import day
from console.ticket_rows import find
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case
    from models.casework.visibility import Field

SHOWN = ("number", "text", "notes")
GUARDS = ("coordinator", "admin")
LEAST_REASON = 5  # characters that say something


@click.command("reveal", cls=Command)
@click.argument("number")
@option("--reason", required=True, help="Why; it is kept and shown by privacy log.")
@option("--field", type=click.Choice(SHOWN), default="number", help="What to show.")
@json_option
@app_option
def reveal(app: App, number: str, reason: str, field: str, *, as_json: bool) -> None:
    """Show the reporter's number, the words as they came, or the notes of a ticket.

    For coordinators and admins; the officer who handles a secret report may so read its text and
    notes, without names and numbers. Who, when and why are logged before anything is shown.

    Example:
        kentongan privacy reveal 4839206 --reason "ambulans mencari alamat"
    """
    why = because(reason)
    with desk(app, write=True) as here:
        with here.store.transaction() as tx:
            case = find(here, tx, number)
            rows = list(_values(here, tx, case, cast("Field", field)))
            note(here, tx, case, field, why)
        show_rows(rows, _columns(), as_json=as_json, zone=here.zone)


@click.command("log", cls=Command)
@option("--since", metavar="DAY", help="From this day on: 2026-11-22, today, or 7d.")
@json_option
@app_option
def show_log(app: App, since: str | None, *, as_json: bool) -> None:
    """List who was shown what is hidden, whom or what they erased, and why; newest first.

    Example:
        kentongan privacy log --since 30d
    """
    from models import reveals

    with desk(app) as here, here.store.reading() as tx:
        here.need(*GUARDS)
        found = reveals.entries(tx, since=day(here, since) if since else None)
        rows = [
            {"at": one.at, "actor": one.actor, "ticket": one.ticket or None, "field": one.field,
             "reason": one.reason}
            for one in found
        ]  # fmt: skip
        show_rows(rows, _log_columns(), as_json=as_json, zone=here.zone)


def because(reason: str, name: str = "--reason") -> str:
    """Return *reason*, the value of option *name*, evened out; UsageError when it says nothing."""
    text = " ".join(reason.split())
    if sum(char.isalnum() for char in text) < LEAST_REASON:
        raise click.UsageError(_("%(name)s: say why in a few words; it is kept") % {"name": name})
    return text


def note(here: Desk, tx: "Tx", case: "Case", field: str, why: str) -> None:
    """Log that the person is shown *field* of *case*, in table reveal and in the ticket."""
    from models import event, reveals

    row = reveals.log(
        tx, field, actor=here.person.label, reason=why, now=here.now, ticket=case.id,
        contact=case.reporter if field == "number" else 0,
    )  # fmt: skip
    told: dict[str, object] = {"field": field, "reveal": row}
    event.append(
        tx, case.id, at=here.now, actor=here.person.label, verb="revealed", data=told
    )  # fmt: skip


def _values(here: Desk, tx: "Tx", case: "Case", field: "Field") -> Iterator[Row]:
    """Yield what there is to show; KentonganError when the person may not see it or it is gone."""
    sight = by_logged_act(field, case, here.person)
    if sight not in {"clear", "redacted"}:
        barred = {"login": here.person.login, "field": _word(field)}
        raise KentonganError(_("%(login)s: may not be shown the %(field)s") % barred)
    found = list(_read(tx, case, field))
    if not found:
        told = {"number": case.number, "field": _word(field)}
        raise KentonganError(_("ticket %(number)d: has no %(field)s") % told)
    for kind, at, text in found:
        shown = _cut(text) if sight == "redacted" else text
        yield {"number": case.number, "field": field, "kind": kind, "at": at, "value": shown}


def _read(tx: "Tx", case: "Case", field: str) -> Iterator[tuple[str, object, str]]:
    """Yield (kind of note, its time, words)."""
    from models.times import from_us

    if field == "number" and case.reporter:
        ((sealed,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (case.reporter,))
        yield "", None, tx.keys.open_number(bytes(sealed))
    elif field == "text":
        ((original,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
        text = tx.keys.open(bytes(original)).decode()
        if text:
            yield "", case.created_at, text
    elif field == "notes":
        for kind, at, body in tx.execute(
            "SELECT kind, at, body FROM note WHERE ticket = ? ORDER BY id", (case.id,)
        ):
            yield kind, from_us(at), tx.keys.open(bytes(body)).decode()


def _cut(text: str) -> str:
    from models.redaction import cut

    return cut(text, "officer")


def _word(field: str) -> str:
    return {"number": _("number"), "text": _("text"), "notes": _("notes")}[field]


def _columns() -> list[Column]:
    return [
        Column("number", _("ticket")),
        Column("kind", _("kind"), shown=words.word(words.notes)),
        Column("at", _("time")),
        Column("value", _("value"), free=True),
    ]


def _log_columns() -> list[Column]:
    return [
        Column("at", _("time")),
        Column("actor", _("actor")),
        Column("ticket", _("ticket")),
        Column("field", _("what")),
        Column("reason", _("reason"), free=True),
    ]
