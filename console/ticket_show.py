"""``kentongan ticket show``: one ticket, its deadlines, who works on it, and its history."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from console import words
from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option
from console.output import Column, Row, heading, painted, say, show_fields, show_rows
from console.places import namer_of_one
from console.sight import HIDDEN, in_words, seen
from console.ticket_rows import find, row
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.casework.case import Case


@click.command("show", cls=Command)
@click.argument("number")
@json_option
@app_option
def show_ticket(app: App, number: str, *, as_json: bool) -> None:
    """Show one ticket, its deadlines, who works on it, and what happened to it.

    Example:
        kentongan ticket show 4839206
    """
    from models import listing

    with desk(app) as here:
        with here.store.reading() as tx:
            case = find(here, tx, number)
            more = listing.details(tx, [case.id])[case.id]
            may_files = seen("attachments", case, here.person) != "hidden"
            shown = {
                **row(here, case, more, here.now),
                "text": _text(here, tx, case, more["redacted"]),
                "outcome": more["outcome"],
                "archive_reason": more["archive_reason"],
                "outside_agency": more["outside_agency"],
                "handler": case.handler or None,
                "question": case.question,
                "released": bool(more["released"]),
                "tasks": list(_tasks(case)),
                "clocks": list(_clocks(case, here.now)),
                "files": list(_files(tx, case)) if may_files else [],
                "events": list(_events(here, tx, case)),
            }
        if as_json:
            show_fields(shown, (), as_json=True, zone=here.zone)
        else:
            _print(here, shown)


def _text(here: Desk, tx: "Tx", case: "Case", redacted: str) -> str:
    """Return the report's words as the person may read them."""
    if seen("text", case, here.person) == "hidden":
        return ""
    if seen("address", case, here.person) == "hidden":
        return redacted
    ((original,),) = tx.execute("SELECT original FROM ticket WHERE id = ?", (case.id,))
    return in_words(tx.keys.open(bytes(original)).decode(), case, here.person)


def _tasks(case: "Case") -> Iterator[Row]:
    for task in case.tasks:
        yield {
            "agency": task.agency,
            "lead": task.lead,
            "state": task.state,
            "officer": task.accepted_by or None,
            "due": task.due,
        }


def _clocks(case: "Case", now: datetime) -> Iterator[Row]:
    agencies = {task.id: task.agency for task in case.tasks}
    for clock in case.clocks:
        yield {
            "name": clock.name,
            "agency": agencies.get(clock.task, ""),
            "due": clock.due,
            "late": clock.running and clock.due < now,
            "paused_since": clock.paused_since,
            "met_at": clock.met_at,
            "breached_at": clock.breached_at,
            "step": clock.step,
        }


def _files(tx: "Tx", case: "Case") -> Iterator[Row]:
    from models.times import from_us

    for row_id, mime, size, at in tx.execute(
        "SELECT id, mime, size, at FROM attachment WHERE ticket = ? ORDER BY id", (case.id,)
    ):
        yield {"id": row_id, "mime": mime, "size": size, "at": from_us(at)}


def _events(here: Desk, tx: "Tx", case: "Case") -> Iterator[Row]:
    """Yield what happened, with the words that were kept beside it as the person may read them."""
    from models.times import from_us

    said: dict[int, list[Row]] = {}
    hidden = seen("notes", case, here.person) == "hidden"
    for event, kind, body in tx.execute(
        "SELECT event, kind, body FROM note WHERE ticket = ? ORDER BY id", (case.id,)
    ):
        text = "" if hidden else in_words(tx.keys.open(bytes(body)).decode(), case, here.person)
        said.setdefault(event, []).append({"kind": kind, "text": text})
    for event, seq, at, who, verb, data in tx.execute(
        "SELECT id, seq, at, actor, verb, data FROM event WHERE ticket = ? ORDER BY seq",
        (case.id,),
    ):
        yield {
            "seq": seq,
            "at": from_us(at),
            "actor": who,
            "verb": verb,
            "data": _data(here, case, json.loads(data)),
            "notes": said.get(event, []),
        }


def _data(here: Desk, case: "Case", data: dict[str, object]) -> dict[str, object]:
    """Return of an event's codes what the person may see: flags tell what a report is about."""
    if case.confidentiality != HIDDEN:
        return data
    if seen("category", case, here.person) == "hidden":
        return {}
    return {key: value for key, value in data.items() if key != "flags"}


def _print(here: Desk, shown: dict[str, Any]) -> None:
    """Print the ticket for a person: what it is first, its history last."""
    zone = here.zone
    show_fields(shown, _columns(here), as_json=False, zone=zone)
    if shown["confidentiality"] == HIDDEN:
        say(_("secret (rahasia): its words are shown by 'kentongan privacy reveal' only"))
    elif shown["text"]:
        heading(_("Report"))
        painted(shown["text"], "")
    for title, rows, columns in (
        (_("Tasks"), shown["tasks"], _task_columns()),
        (_("Deadlines"), shown["clocks"], _clock_columns()),
        (_("Files"), shown["files"], _file_columns()),
        (_("History"), [_told(here, event) for event in shown["events"]], _event_columns()),
    ):
        if rows:
            heading(title)
            show_rows(rows, columns, as_json=False, zone=zone)


def _told(here: Desk, event: Row) -> Row:
    """Return an event whose details and words stand in one cell each."""
    kinds, notes, data = words.notes(), event["notes"], event["data"]
    assert isinstance(notes, list)
    assert isinstance(data, dict)
    said = [f"{kinds.get(one['kind'], one['kind'])}: {one['text']}" for one in notes if one["text"]]
    shown = {key: _detail(here, value) for key, value in data.items() if key not in _PLAIN}
    return {**event, "data": shown, "words": "; ".join(said)}


_PLAIN = frozenset({"from", "to", "inbox"})
"""What the event's verb says already, or nobody reads."""


def _detail(here: Desk, value: object) -> object:
    """Return a detail with the times in it as a person reads them: "verify:1795683600000000"."""
    from models.times import from_us

    if isinstance(value, list):
        return [_detail(here, one) for one in value]
    name, colon, number = str(value).rpartition(":")
    if colon and number.isdecimal() and len(number) > 12:
        until = from_us(int(number)).astimezone(here.zone).strftime("%d-%m %H:%M")
        return f"{words.clocks().get(name, name)} {until}"
    return words.clocks().get(str(value), value)


def _columns(here: Desk) -> list[Column]:
    return [
        Column("number", _("ticket"), style=words.urgent),
        Column("state", _("state"), shown=words.word(words.states), style=words.colour),
        Column("category", _("category")),
        Column("urgency", _("urgency"), style=words.urgent),
        Column("type", _("type")),
        Column("subtype", _("subtype")),
        Column("confidentiality", _("confidentiality")),
        Column("area", _("area"), shown=namer_of_one(here.stored)),
        Column("agency", _("agency")),
        Column("support", _("with")),
        Column("due", _("until"), style=words.late),
        Column("grade", _("class")),
        Column("term", _("term")),
        Column("contact", _("contact")),
        Column("channel", _("channel")),
        Column("line", _("line")),
        Column("created_at", _("created")),
        Column("updated_at", _("changed")),
        Column("review", _("to read because"), shown=words.word(words.reviews)),
        Column("missing", _("missing parts")),
        Column("question", _("asked by")),
        Column("linked_to", _("tells more of")),
        Column("merged_into", _("goes on as")),
        Column("incident", _("incident")),
        Column("lapor_id", _("LAPOR id")),
        Column("outcome", _("outcome")),
        Column("archive_reason", _("archived because")),
        Column("outside_agency", _("outside agency")),
        Column("handler", _("handled by officer")),
        Column("rating", _("rating")),
        Column("inbox", _("inbox row")),
    ]


def _yes(value: object) -> object:
    return _("leads") if value else _("helps")


def _task_columns() -> list[Column]:
    return [
        Column("agency", _("agency")),
        Column("lead", _("part"), shown=_yes),
        Column("state", _("state"), shown=words.word(words.tasks), style=words.colour),
        Column("officer", _("officer")),
        Column("due", _("until"), brief=True),
    ]


def _clock_columns() -> list[Column]:
    return [
        Column("name", _("deadline"), shown=words.word(words.clocks)),
        Column("agency", _("agency")),
        Column("due", _("until"), brief=True, style=words.late),
        Column(
            "late", _("late"), shown=lambda value: _("late") if value else None, style=words.late
        ),
        Column("paused_since", _("paused since"), brief=True),
        Column("met_at", _("met"), brief=True),
        Column("breached_at", _("missed"), brief=True),
    ]


def _file_columns() -> list[Column]:
    return [
        Column("id", _("id")),
        Column("mime", _("type")),
        Column("size", _("bytes")),
        Column("at", _("time"), brief=True),
    ]


def _event_columns() -> list[Column]:
    return [
        Column("seq", _("no.")),
        Column("at", _("time"), brief=True),
        Column("actor", _("actor")),
        Column("verb", _("event"), shown=words.word(words.events)),
        Column("data", _("details"), free=True),
        Column("words", _("words"), free=True),
    ]
