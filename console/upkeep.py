"""Look after the stored data: ``kentongan migrate`` and ``fsck``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import click

from console.app import App, app_option
from console.frame import Command, json_option
from console.output import Column, say, show_rows
from models.errors import StorageError
from models.i18n import _


@click.command(cls=Command)
@app_option
def migrate(app: App) -> None:
    """Bring the database to the schema of this version; a backup is made first.

    Example:
        kentongan migrate
    """
    settings = app.settings()
    with app.store(settings, read_only=False, upgrade=True) as store:
        version = store.dialect.schema_version(store.connection().raw)
    say(_("schema %(version)d") % {"version": version})


@click.command(cls=Command)
@json_option
@app_option
def fsck(app: App, *, as_json: bool) -> None:
    """Check every stored row for damage; exit 74 when there is some.

    Example:
        kentongan fsck
    """
    from models.attachments import FOLDER
    from models.fsck import check

    settings = app.settings()
    with app.store(settings, read_only=True) as store:
        found = list(check(store, settings.state / FOLDER))
    if found or as_json:
        show_rows(
            ({"table": f.table, "id": f.id, "problem": f.what} for f in found),
            [Column("table", _("table")), Column("id", _("id")), Column("problem", _("problem"))],
            as_json=as_json,
        )
    if found:
        raise StorageError(_("damaged rows: %(count)d") % {"count": len(found)})
    if not as_json:
        say(_("nothing is damaged"))
