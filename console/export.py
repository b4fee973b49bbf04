"""``kentongan export``: what lies behind the figures, for who says what it is for."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from console.app import App, app_option
from console.bars import progress
from console.desk import Desk, desk
from console.frame import Command, Group, option
from console.output import say
from console.privacy_reveal import GUARDS, because
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from reports.export.field import Field, Row
    from reports.export.pages import Source
    from reports.export.tickets import Eyes

What = Literal["tickets", "messages", "events", "lapor"]

STAFF = ("viewer", "agency", "coordinator", "admin")
CITY_WIDE = ("viewer", "coordinator", "admin")
ROLES: dict[What, tuple[str, ...]] = {
    "tickets": STAFF, "messages": CITY_WIDE, "events": CITY_WIDE, "lapor": GUARDS,
}  # fmt: skip
"""Who may have it; an agency has its own tickets alone."""

LOG = "export_"
"""What the field is called in privacy log: export_tickets, export_messages ..."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one export."""

    period: str
    purpose: str
    form: Literal["csv", "xlsx", "jsonl"]
    out: Path | None
    force: bool
    word: str = ""  # --for
    reveal: bool = False


@click.group(cls=Group)
def export() -> None:
    """Write the tickets, messages or events of a period to a file."""


Function = Callable[..., None]


def _options(*, scoped: bool = True, numbers: bool = False) -> Callable[[Function], Function]:
    """Return the decorator that adds the options that all exports have, and what else fits."""
    found = [
        option("--period", required=True, metavar="PERIOD",
               help="2026-11, 2026-W47, 2026-Q4, 2026, a day, or FIRST..LAST."),
        option("--purpose", required=True, help="What it is for; it is kept with who and when."),
        option("--format", "form", type=click.Choice(("csv", "xlsx", "jsonl")), default="csv",
               help="Form of the file."),
        option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
               help="New file to write to; without it standard output."),
        option("--force", is_flag=True, help="Put it in the place of a file that exists."),
    ]  # fmt: skip
    if scoped:
        told = "Only the work of an agency, or what lies in an area."
        found.append(option("--for", "word", metavar="AGENCY|AREA", default="", help=told))
    if numbers:
        told = "With numbers and words as they came; it is logged."
        found.append(option("--reveal", is_flag=True, help=told))
    found.append(app_option)

    def add(command: Function) -> Function:
        for wrap in reversed(found):
            command = wrap(command)
        return command

    return add


@export.command("tickets", cls=Command)
@_options(numbers=True)
def tickets(app: App, **given: Any) -> None:
    """Write one row a ticket: what, where, who works on it, when, how it ended.

    An agency's staff gets its own tickets. Texts are without personal data, numbers masked.

    Example:
        kentongan export tickets --period 2026-10 --purpose "audit Inspektorat" --out oktober.csv
    """
    _run(app, "tickets", Asked(**given))


@export.command("messages", cls=Command)
@_options(scoped=False, numbers=True)
def messages(app: App, **given: Any) -> None:
    """Write one row an SMS, in and out, without its words.

    Example:
        kentongan export messages --period 2026-W47 --purpose "cocokkan tagihan operator"
    """
    _run(app, "messages", Asked(**given))


@export.command("events", cls=Command)
@_options()
def events(app: App, **given: Any) -> None:
    """Write one row a thing that was done to a ticket, with the chain that proves it.

    Example:
        kentongan export events --period 2026-Q4 --purpose "evaluasi triwulan" --format jsonl
    """
    _run(app, "events", Asked(**given))


@export.command("lapor", cls=Command)
@_options(scoped=False)
def lapor(app: App, **given: Any) -> None:
    """Write the form for SP4N-LAPOR: reports that have no national number yet.

    Secret reports are never in it.

    Example:
        kentongan export lapor --period 2026-11 --purpose "unggah SP4N" --format xlsx --out nov.xlsx
    """
    _run(app, "lapor", Asked(**given))


def _run(app: App, what: What, asked: Asked) -> None:
    """Log what is wanted and what for, then write it."""
    why = because(asked.purpose, "--purpose")
    if asked.out is None and asked.form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError(_("--format %(form)s: name a file by --out") % {"form": asked.form})
    with desk(app, write=True) as here:
        here.need(*(GUARDS if asked.reveal else ROLES[what]))
        with progress(_("writing")) as told:
            source = _source(here, asked, told)
            if asked.out is not None and asked.out.exists() and not asked.force:
                raise _exists(asked.out)
            _log(here, what, asked, why)
            fields, rows = _rows(here, what, source, reveal=asked.reveal)
            count = _write(asked, what, fields, rows)
    say(_("%(count)d rows") % {"count": count}, err=True)


def _source(here: Desk, asked: Asked, told: Any) -> "Source":
    """Return the rows that are asked for; UsageError for what is no period."""
    from zoneinfo import ZoneInfo

    from console.digest_desk import scope_of
    from reports.export.pages import Source
    from reports.export.when import period_of

    city = here.setting.city
    try:
        period = period_of(asked.period, ZoneInfo(str(city.timezone)))
        _bounds = period.bounds
    except (ValueError, OverflowError) as error:
        words = {"text": asked.period}
        raise click.UsageError(
            _("--period: %(text)r; 2026-11, 2026-W47, 2026-Q4, 2026, 2026-11-23 or FIRST..LAST")
            % words
        ) from error
    return Source(here.store, period, here.zone, scope_of(here, asked.word), told)


def _log(here: Desk, what: What, asked: Asked, why: str) -> None:
    """Keep who takes what out of the house, and why, before the first row leaves."""
    from models import reveals

    field = f"{LOG}{what}{'_revealed' if asked.reveal else ''}"
    reason = f"{asked.period}{f' {asked.word}' if asked.word else ''}: {why}"
    with here.store.transaction() as tx:
        reveals.log(tx, field, actor=here.person.label, reason=reason, now=here.now)


def _rows(
    here: Desk, what: What, source: "Source", *, reveal: bool
) -> "tuple[Sequence[Field], Iterable[Row]]":
    """Return the columns of an export, and its rows as they are read."""
    from gateway.numbers import mask

    match what:
        case "tickets":
            from reports.export import tickets as rows_of_tickets

            eyes = _eyes(here, reveal=reveal)
            return rows_of_tickets.FIELDS, rows_of_tickets.rows(source, eyes)
        case "messages":
            from reports.export import messages as rows_of_messages

            found = rows_of_messages.rows(source, str if reveal else mask, secret=reveal)
            return rows_of_messages.FIELDS, found
        case "events":
            from reports.export import events as rows_of_events

            return rows_of_events.FIELDS, rows_of_events.rows(source)
        case "lapor":
            from reports.export import lapor as rows_of_lapor

            return rows_of_lapor.FIELDS, rows_of_lapor.rows(source, _names(here))


def _eyes(here: Desk, *, reveal: bool) -> "Eyes":
    from console.sight import by_logged_act, seen, visible
    from gateway.numbers import mask
    from reports.export.tickets import Eyes

    sees = by_logged_act if reveal else seen
    return Eyes(
        visible=lambda case: visible(case, here.person),
        sees=lambda field, case: sees(field, case, here.person),
        mask=mask,
    )


def _names(here: Desk) -> Any:
    from reports.export.lapor import Names

    city = here.setting.city
    return Names(
        {row["code"]: row["name"] for row in city.areas},
        {rule.code: rule.name for rule in here.setting.sop.agencies},
        {category.code: category.name or category.code for category in city.categories},
    )


def _write(asked: Asked, what: What, fields: "Sequence[Field]", rows: "Iterable[Row]") -> int:
    from reports.export.newfile import newfile
    from reports.export.sheet import write

    if asked.out is None:
        return write(sys.stdout.buffer, asked.form, what, fields, rows)
    try:
        with newfile(asked.out, force=asked.force) as stream:
            return write(stream, asked.form, what, fields, rows)
    except FileExistsError:
        raise _exists(asked.out) from None


def _exists(path: Path) -> KentonganError:
    return KentonganError(_("%(file)s: exists; --force replaces it") % {"file": path})
