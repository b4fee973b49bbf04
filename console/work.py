"""What needs me now, on one screen: ``kentongan work``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import Column, Row, heading, painted, say, show_rows, to_json
from console.places import namer
from console.ticket_rows import rows as ticket_rows
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.worklist import Section

_STYLES = {"alarms": "red", "late": "red", "unread": "yellow", "to_accept": "yellow"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A section with its rows as people and programs read them."""

    name: str
    count: int
    rows: list[Row]


@click.command("work", cls=Command)
@option(
    "--limit",
    type=click.IntRange(min=0),
    default=5,
    metavar="N",
    help="At most N of each kind; 0 means all.",
)
@json_option
@app_option
def work(app: App, limit: int, *, as_json: bool) -> None:
    """Show what needs you now, the most urgent first.

    A coordinator sees the city: alarms that nobody took, what is late, to be read, to be verified,
    to be assigned, perhaps one incident, SMS of unknown outcome. An agency's staff sees its tasks.

    Example:
        kentongan work
    """
    with desk(app) as here:
        parts = _parts(here, limit)
        if as_json:
            for part in parts:
                row = {"section": part.name, "count": part.count, "rows": part.rows}
                click.echo(to_json(row, here.zone))
            return
        _print(here, parts)


def _parts(here: Desk, limit: int) -> list[_Part]:
    from models import worklist

    with here.store.reading() as tx:
        found = worklist.sections(tx, here.person.agency, here.now, limit)
        return [_Part(one.name, one.count, list(_rows(here, tx, one))) for one in found]


def _rows(here: Desk, tx: "Tx", section: "Section") -> Iterable[Row]:
    if section.name == "unknown":
        return _unknown(tx, section.tickets)
    if section.name == "bad":
        return _bad(tx, section.tickets)
    return ticket_rows(here, tx, section.tickets)


def _unknown(tx: "Tx", rows: tuple[int, ...]) -> Iterable[Row]:
    from models.times import from_us

    for row_id, kind, number, line, at in (
        tx.execute(
            "SELECT o.id, o.kind, t.number, o.line, o.created_at FROM outbox o"
            f" LEFT JOIN ticket t ON t.id = o.ticket WHERE o.id IN ({tx.marks(len(rows))})"
            " ORDER BY o.id",
            rows,
        )
        if rows
        else ()
    ):
        yield {"id": row_id, "kind": kind, "ticket": number, "line": line, "at": from_us(at)}


def _bad(tx: "Tx", rows: tuple[int, ...]) -> Iterable[Row]:
    from models.times import from_us

    for row_id, reason, line, at in (
        tx.execute(
            f"SELECT id, reason, line, received_at FROM inbox WHERE id IN ({tx.marks(len(rows))})"
            " ORDER BY id DESC",
            rows,
        )
        if rows
        else ()
    ):
        yield {"id": row_id, "kind": reason, "ticket": None, "line": line, "at": from_us(at)}


def _print(here: Desk, parts: list[_Part]) -> None:
    """Print the screen: who looks, the sections that have something, then the quiet ones."""
    person = here.person
    told = {
        "login": person.login,
        "role": words.roles().get(person.role, _("only reads")),
        "agency": person.agency,
        "when": here.now.astimezone(here.zone).strftime("%d-%m-%Y %H:%M"),
    }
    who = _("%(login)s, %(role)s of %(agency)s, %(when)s")
    painted((who if person.agency else _("%(login)s, %(role)s, %(when)s")) % told, "bold")
    titles, nexts = _titles(), _nexts()
    for part in parts:
        if not part.count:
            continue
        heading(f"{titles[part.name]} ({part.count})", _STYLES.get(part.name, ""))
        show_rows(part.rows, _columns(here, part.name), as_json=False, zone=here.zone)
        if part.count > len(part.rows):
            painted(_("more: %(command)s") % {"command": nexts[part.name]}, "grey")
    quiet = [titles[part.name].lower() for part in parts if not part.count]
    say("")
    if len(quiet) == len(parts):
        painted(_("Nothing waits for you."), "green")
    elif quiet:
        painted(_("nothing: %(names)s") % {"names": ", ".join(quiet)}, "grey")


def _titles() -> Mapping[str, str]:
    return {
        "alarms": _("Alarms nobody took"),
        "late": _("Late"),
        "unread": _("To read"),
        "unverified": _("To verify"),
        "to_assign": _("To assign"),
        "proposals": _("Perhaps one incident"),
        "to_accept": _("New tasks"),
        "at_work": _("At work"),
        "waiting": _("Waiting for the reporter"),
        "unknown": _("SMS of unknown outcome"),
        "bad": _("Not readable"),
    }


def _nexts() -> Mapping[str, str]:
    """Return the commands that list all of a section: not translated."""
    return {
        "alarms": "kentongan ticket list --urgency darurat --state open",
        "late": "kentongan ticket list --late",
        "unread": "kentongan ticket list --review",
        "unverified": "kentongan ticket list --state new",
        "to_assign": "kentongan ticket list --state verified",
        "proposals": "kentongan ticket list --review",
        "to_accept": "kentongan ticket list --mine --state assigned",
        "at_work": "kentongan ticket list --mine",
        "waiting": "kentongan ticket list --mine --state held",
        "unknown": "kentongan outbox list --state unknown --why",
        "bad": "kentongan inbox list --state bad",
    }


def _columns(here: Desk, name: str) -> list[Column]:
    if name in {"unknown", "bad"}:
        return [
            Column("id", _("id")),
            Column("kind", _("kind")),
            Column("ticket", _("ticket")),
            Column("line", _("line")),
            Column("at", _("time"), brief=True),
        ]
    state = name in {"late", "alarms", "unread"}
    more: dict[str, Any] = {
        "unread": Column("review", _("because"), shown=words.word(words.reviews)),
        "proposals": Column("linked_to", _("like")),
    }
    columns = [
        Column("number", _("ticket"), style=words.urgent),
        Column("state", _("state"), shown=words.word(words.states), style=words.colour),
        Column("urgency", _("urgency"), shown=words.urgency, style=words.urgent),
        Column("category", _("category")),
        Column("agency", _("agency")),
        Column("due", _("until"), brief=True, style=words.late),
        more.get(name, Column("area", _("area"), shown=namer(here.stored))),
        Column("text", _("text"), crop=True),
    ]
    return [one for one in columns if state or one.key != "state"]
