"""Evidence: ``kentongan ticket attach``, ``attachments`` and ``attachment``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import Column, Row, say, show_fields, show_rows
from console.privacy_reveal import because, note
from console.sight import by_logged_act, seen
from console.ticket_rows import find
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.attachments import Stored
    from models.base import Tx
    from models.casework.case import Case

STDIN = Path("-")


@click.command("attach", cls=Command)
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path))
@option("--name", help="Call it so; needed for standard input.")
@json_option
@app_option
def attach_file(app: App, number: str, file: Path, name: str | None, *, as_json: bool) -> None:
    """Keep FILE as evidence of a ticket: a picture, film, sound, PDF or plain text.

    It is sealed and lies beside the database. What FILE is shows in its first bytes, not in its
    name. FILE may be - for standard input, when the stored data belong to another user.

    Example:
        kentongan ticket attach 4839206 foto.jpg
    """
    from models import attachments

    if file == STDIN and not name:
        raise click.UsageError(_("--name: how shall what comes by standard input be called?"))
    called = Path(name or file.name).name
    with desk(app, write=True) as here:
        actor = here.actor()
        most = here.setting.city.evidence.most
        with here.store.reading() as tx:
            case = _worked_on(here, tx, number)
        content = sys.stdin.buffer.read(most + 1) if file == STDIN else attachments.read(file, most)
        mime = attachments.accept(content, most, called)
        folder = here.stored.state / attachments.FOLDER
        digest = attachments.keep(folder, here.store.keys, content)
        with here.store.transaction() as tx:
            row = attachments.add(
                tx, case.id, digest, called, mime, len(content), actor=actor.label, now=here.now
            )
            place = [kept.id for kept in attachments.files_of(tx, [case.id])].index(row) + 1
        told = {"number": case.number, "file": place, "type": mime, "bytes": len(content)}
        if as_json:
            show_fields(told, (), as_json=True, zone=here.zone)
        else:
            say(_("ticket %(number)d: file %(file)d kept (%(type)s, %(bytes)d bytes)") % told)


@click.command("attachments", cls=Command)
@click.argument("number")
@json_option
@app_option
def list_attachments(app: App, number: str, *, as_json: bool) -> None:
    """List the files of a ticket.

    Example:
        kentongan ticket attachments 4839206
    """
    with desk(app) as here, here.store.reading() as tx:
        case = find(here, tx, number)
        named = by_logged_act("attachments", case, here.person) != "hidden"
        rows = [
            _row(here, place, file, named=named)
            for place, file in enumerate(_files(here, tx, case), 1)
        ]
        show_rows(rows, _columns(), as_json=as_json, zone=here.zone)


@click.command("attachment", cls=Command)
@click.argument("number")
@click.argument("place", type=click.IntRange(min=1), metavar="N")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True,
        help="New file to write it to.")  # fmt: skip
@option("--reason", default="", help="Of a secret report: why; it is kept.")
@app_option
def get_attachment(app: App, number: str, place: int, output: Path, reason: str) -> None:
    """Write the Nth file of a ticket to a new file; of a secret report that is logged.

    Example:
        kentongan ticket attachment 4839206 1 --output foto.jpg
    """
    from models import attachments

    with desk(app, write=bool(reason)) as here:
        with here.store.reading() as tx:
            case = find(here, tx, number)
            files = _files(here, tx, case)
        if place > len(files):
            told = {"number": number, "place": place, "count": len(files)}
            raise KentonganError(_("ticket %(number)s: no file %(place)d; it has %(count)d") % told)
        file = files[place - 1]
        if seen("attachments", case, here.person) == "hidden":
            _log(here, case, because(reason))
        folder = here.stored.state / attachments.FOLDER
        _write(output, attachments.content_of(folder, here.store.keys, file))


def _worked_on(here: Desk, tx: "Tx", number: str) -> "Case":
    """Return the ticket, when the person works on it: its coordinator or an agency with a task."""
    case = find(here, tx, number)
    if here.person.agency and case.task_of(here.person.agency) is None:
        told = {"number": number, "agency": here.person.agency}
        raise KentonganError(_("ticket %(number)s: %(agency)s has no open task of it") % told)
    return case


def _files(here: Desk, tx: "Tx", case: "Case") -> "list[Stored]":
    """Return the files; KentonganError for who may not see them even when it is logged."""
    from models import attachments

    if by_logged_act("attachments", case, here.person) == "hidden":
        told = {"login": here.person.login}
        raise KentonganError(_("%(login)s: may not see the files of this ticket") % told)
    return attachments.files_of(tx, [case.id])


def _log(here: Desk, case: "Case", why: str) -> None:
    with here.store.transaction() as tx:
        note(here, tx, case, "attachments", why)


def _row(here: Desk, place: int, file: "Stored", *, named: bool) -> Row:
    return {
        "file": place,
        "name": here.store.keys.open(file.name).decode() if named else "",
        "type": file.mime,
        "bytes": file.size,
        "at": file.at,
    }


def _columns() -> list[Column]:
    return [
        Column("file", _("file")),
        Column("name", _("name"), free=True),
        Column("type", _("type")),
        Column("bytes", _("bytes")),
        Column("at", _("added")),
    ]


def _write(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise KentonganError(f"{path}: {(error.strerror or '').lower()}") from error
