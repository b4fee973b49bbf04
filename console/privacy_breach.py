"""``kentongan privacy breach-report``: the notice of a breach, without a number or a word in it."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import safe_term, say, to_json
from console.privacy_reveal import GUARDS
from console.ticket_filter import day
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.breach import Extent

TO_FILL_IN = "...................."


@click.command("breach-report", cls=Command)
@option("--since", required=True, metavar="DAY", help="First day that is concerned.")
@option("--until", required=True, metavar="DAY", help="Last day that is concerned.")
@option("--found", metavar="TIME", help="When it was found, 2026-11-22T08:30; without it now.")
@option("--what", default="", help="What happened, in a sentence, without names.")
@option("--key-lost", is_flag=True, help="The key file was taken too.")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@json_option
@app_option
def breach_report(  # noqa: PLR0913 - one for each option
    app: App, since: str, until: str, found: str | None, what: str, output: Path | None, *,
    key_lost: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write the notice that UU 27/2022 Pasal 46 asks for within 3x24 hours, as Markdown.

    It says what was touched, when, how many people, and what is done about it; it holds no number,
    no name and no word of a report. What the program cannot know is left open to be filled in.

    Example:
        kentongan privacy breach-report --since 2026-11-01 --until 2026-11-22 --output notice.md
    """
    from gateway.breach import NOTICE, extent

    with desk(app) as here:
        here.need(*GUARDS)
        begins, ends = day(here, since), day(here, until) + timedelta(days=1)
        at = _moment(here, found) if found else here.now
        with here.store.reading() as tx:
            touched = extent(tx, begins, ends)
        if as_json:
            click.echo(to_json(_row(touched, at, at + NOTICE), here.zone))
            return
        text = "\n".join(_notice(here, touched, at, what, key_lost=key_lost)) + "\n"
        if output is None:
            say(text.rstrip("\n"))
            return
        _write(output, text)
        told = {"file": output, "until": _local(here, at + NOTICE)}
        say(_("%(file)s: written; it must be sent until %(until)s") % told)


def _row(touched: "Extent", found: datetime, until: datetime) -> dict[str, object]:
    return {
        "since": touched.since, "until": touched.until, "found": found, "notice_until": until,
        "subjects": touched.subjects, "reachable": touched.reachable,
        "received": touched.received, "sent": touched.sent, "tickets": dict(touched.tickets),
        "files": touched.files, "officers": touched.officers,
        "revealed": sum(touched.revealed.values()),
    }  # fmt: skip


def _notice(
    here: Desk, touched: "Extent", found: datetime, what: str, *, key_lost: bool
) -> Iterator[str]:
    """Yield the lines of the notice."""
    from gateway.breach import NOTICE

    yield "# " + _("Notice of a breach of personal data protection")
    yield ""
    yield _("To the people concerned and to the supervising agency (UU 27/2022 Pasal 46).")
    yield ""
    yield f"* {_('System')}: Kentongan, {here.setting.city.name}"
    yield f"* {_('Found')}: {_local(here, found)}"
    yield f"* {_('To be sent until')}: {_local(here, found + NOTICE)} (3 x 24 {_('hours')})"
    yield f"* {_('Time concerned')}: {_local(here, touched.since)} - {_local(here, touched.until)}"
    yield ""
    yield f"## 1. {_('What happened')}"
    yield ""
    yield safe_term(" ".join(what.split())) or TO_FILL_IN
    yield ""
    yield from _data(touched, key_lost=key_lost)
    yield from _remedy(touched, key_lost=key_lost)


def _data(touched: "Extent", *, key_lost: bool) -> Iterator[str]:
    yield f"## 2. {_('Which data, of how many people')}"
    yield ""
    yield f"| {_('data')} | {_('count')} |"
    yield "|---|---:|"
    rows = [
        (_("people (phones)"), touched.subjects),
        (_("of these, who can be told by SMS"), touched.reachable),
        (_("reports"), sum(touched.tickets.values())),
        *((_("of these %(level)s") % {"level": key}, n) for key, n in touched.tickets.items()),
        (_("SMS received"), touched.received),
        (_("SMS sent"), touched.sent),
        (_("files"), touched.files),
        (_("officers"), touched.officers),
    ]
    yield from (f"| {title} | {count} |" for title, count in rows)
    yield ""
    yield _("Phone numbers, original words, notes and files are encrypted (AES-SIV).")
    if key_lost:
        yield _("The key was taken too: they must be taken as known to others.")
    else:
        yield _("The key was not taken: without it they cannot be read. Readable are the redacted")
        yield _("words of reports that are not secret, their category, area, state and times.")
    yield ""


def _remedy(touched: "Extent", *, key_lost: bool) -> Iterator[str]:
    times = sum(touched.revealed.values())
    told = {"times": times}
    yield f"## 3. {_('How it could happen')}"
    yield ""
    yield TO_FILL_IN
    yield ""
    yield (
        _("Hidden data were shown to the staff in this time, logged with reasons: %(times)d") % told
    )
    yield ""
    yield f"## 4. {_('What is done about it')}"
    yield ""
    yield "* " + _("access was closed and passwords were changed:") + f" {TO_FILL_IN}"
    if key_lost:
        yield "* " + _("a new key was made and the data were sealed again:") + f" {TO_FILL_IN}"
    yield "* " + _("the people concerned are told by SMS or public notice:") + f" {TO_FILL_IN}"
    yield "* " + _("who can be asked:") + f" {TO_FILL_IN}"


def _local(here: Desk, moment: datetime) -> str:
    return moment.astimezone(here.zone).strftime("%d-%m-%Y %H:%M %Z")


def _moment(here: Desk, text: str) -> datetime:
    """Return an aware time; one without a zone is the city's. KentonganError for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fault = _("%(value)r is not a time such as 2026-11-22T08:30") % {"value": text}
        raise KentonganError(fault) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=here.zone)


def _write(path: Path, text: str) -> None:
    """Write a new file that only its owner may read."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise KentonganError(f"{path}: {(error.strerror or '').lower()}") from error
