"""``kentongan privacy retention`` and ``backups``: how long personal data stay."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import Column, Row, say, show_rows
from console.privacy_reveal import GUARDS
from console.wish import confirm
from models.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.base import Tx


@click.command("retention", cls=Command)
@option("--dry-run", is_flag=True, help="Only say what would be removed.")
@option("--scrub", is_flag=True, help="Then overwrite the database's free space; writers wait.")
@option("--yes", is_flag=True, help="Ask nothing.")
@json_option
@app_option
def retention(app: App, *, dry_run: bool, scrub: bool, yes: bool, as_json: bool) -> None:
    """Remove what was kept long enough by [retention] of city.toml, and old strikes.

    Raw SMS are emptied; of reports that ended long ago who sent them, their own words, notes and
    files go, and what can be counted stays. The daemon does it each night where automatic = true.

    Example:
        kentongan privacy retention --dry-run
    """
    from gateway import retention as keeping
    from gateway.erasure import scrubbed
    from models import attachments

    with desk(app, write=not dry_run) as here:
        here.need(*GUARDS)
        city = here.setting.city
        due = keeping.due(city.retention, city.abuse.strike_life, here.now)
        if dry_run:
            removed = list(keeping.look(_reading(here), due))
        else:
            confirm(_("remove what was kept long enough, for good?"), yes=yes)
            removed = list(keeping.remove(_reading(here), _writing(here), due, here.now))
            folder = here.stored.state / attachments.FOLDER
            for one in removed:
                attachments.remove_files(folder, one.files)
            here.store.tidy()
        rows = [{"rule": o.rule, "before": o.before, "count": o.count} for o in removed]
        show_rows(rows, _columns(), as_json=as_json, zone=here.zone)
        if scrub and not dry_run:
            here.store.scrub()
            _writing(here)(scrubbed)


@click.command("backups", cls=Command)
@json_option
@app_option
def backups(app: App, *, as_json: bool) -> None:
    """List copies of the database in its folder: they hold what was erased or removed since.

    Example:
        kentongan privacy backups
    """
    with desk(app) as here:
        show_rows(copies(here), _copy_columns(), as_json=as_json, zone=here.zone)
        if not as_json and any(row["old"] for row in copies(here)):
            say(_("remove those that are too old, or keep them where only you can read them"))


def copies(here: Desk) -> list[Row]:
    """Return a row for each copy of the database that lies beside it, oldest first."""
    from gateway.retention import length

    if here.stored.postgresql:
        return []
    name, own = here.stored.database_file.name, {"", "-wal", "-shm"}
    keep = length(here.setting.city.retention.backups)
    found = []
    for path in here.stored.state.glob("*"):
        if not path.is_file() or not path.name.startswith(name):
            continue
        if path.name.removeprefix(name) in own:
            continue
        status = path.stat()
        made = datetime.fromtimestamp(status.st_mtime, UTC)
        old = made < here.now - keep
        found.append({"name": path.name, "made": made, "bytes": status.st_size, "old": old})
    return sorted(found, key=lambda row: str(row["made"]))


def _reading(here: Desk) -> "Callable[[Callable[[Tx], Any]], Any]":
    def run(job: "Callable[[Tx], Any]") -> Any:
        with here.store.reading() as tx:
            return job(tx)

    return run


def _writing(here: Desk) -> "Callable[[Callable[[Tx], Any]], Any]":
    def run(job: "Callable[[Tx], Any]") -> Any:
        with here.store.transaction() as tx:
            return job(tx)

    return run


def _rules() -> dict[str, str]:
    """Return {rule: words}."""
    return {
        "machine": _("SMS of machines"),
        "noise": _("SMS of ghosts, spam and pranks"),
        "raw": _("SMS as they came"),
        "strikes": _("strikes"),
        "identity": _("who reported, and their words"),
        "contacts": _("phones without a report"),
    }


def _columns() -> list[Column]:
    return [
        Column("rule", _("rule"), shown=lambda rule: _rules()[str(rule)]),
        Column("before", _("older than")),
        Column("count", _("rows")),
    ]


def _copy_columns() -> list[Column]:
    return [
        Column("name", _("file")),
        Column("made", _("made")),
        Column("bytes", _("bytes")),
        Column("old", _("too old")),
    ]
