"""``kentongan restore``: a backup takes the place of the database."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from pathlib import Path

import click

from console.app import App, app_option
from console.frame import Command, option
from console.identity import actor, become
from console.output import say
from console.wish import confirm
from models.errors import ConfigError, KentonganError
from models.i18n import _


@click.command("restore", cls=Command)
@click.argument("backup", type=click.Path(path_type=Path))
@option("--force", is_flag=True, help="Though rows of the backup are damaged.")
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def restore(app: App, backup: Path, *, force: bool, yes: bool) -> None:
    """Put BACKUP in the place of the database, which is kept beside it; the daemon must not run.

    The backup is checked first: key, schema, every row. Who was erased since it was made is erased
    in it again. What waited to be sent when it was made counts as unknown, for it may have been
    sent since: see 'outbox list --state unknown'. What came in since is not in it.

    Example:
        kentongan restore /backup/kentongan-2026-11-22.db
    """
    from gateway import restore as restoring
    from models import attachments, keyfile, lock

    stored = app.stored()
    if not backup.is_file():
        raise ConfigError(_("%(path)s: there is no such database") % {"path": backup})
    if stored.postgresql:
        raise KentonganError(_("restore is for SQLite; with PostgreSQL: pg_restore, then reapply"))
    who = actor(app.environ)
    become(stored)
    keys = keyfile.load(stored.daemon.key_file)
    database, now = stored.database_file, app.clock()
    held = lock.take(stored.state)
    try:
        confirm(_("put %(backup)s in the place of the database?") % {"backup": backup}, yes=yes)
        ready = restoring.prepare(
            backup, database, keys, actor=who, now=now, volatile=stored.daemon.volatile,
            force=force,
        )  # fmt: skip
        kept = restoring.swap(ready, database, now)
        attachments.remove_files(stored.state / attachments.FOLDER, ready.files)
    finally:
        held.close()
    told = {"kept": kept, "erased": ready.erased, "doubtful": ready.doubtful}
    say(_("restored; erased again: %(erased)d; perhaps sent already: %(doubtful)d") % told)
    say(_("the old database is kept as %(kept)s") % told)
