"""``kentongan privacy erase`` and ``reapply``: the right to be forgotten."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Command, json_option, option
from console.output import say, to_json
from console.privacy_reveal import GUARDS, because
from console.ticket_rows import find
from console.wish import confirm
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.erasure import Erased, Subject
    from models.base import Tx

MOST_TICKET = 9  # digits
STDIN = "-"
MOST_NAMED = 5  # open tickets that an error names


@click.command("erase", cls=Command)
@click.argument("who")
@option("--reason", required=True, help="Why; it is kept and shown by privacy log.")
@option("--this-ticket", is_flag=True, help="Only this ticket, not all of its reporter.")
@option("--force", is_flag=True, help="Though a ticket is open, or the number is blocked.")
@option("--yes", is_flag=True, help="Ask nothing.")
@json_option
@app_option
def erase(
    app: App, who: str, reason: str, *, this_ticket: bool, force: bool, yes: bool, as_json: bool
) -> None:
    """Erase who reported the ticket WHO, or who has the number WHO, with all that they reported.

    Number, original words, notes, files and the SMS go; category, area and times stay for the
    statistics, and the events stay whole. It cannot be undone. WHO may be - : a number read from
    standard input stands in no list of processes.

    Example:
        kentongan privacy erase 4839206 --reason "diminta pelapor lewat SMS"
    """
    from gateway import erasure
    from models import attachments

    why = because(reason)
    with desk(app, write=True) as here:
        here.need(*GUARDS)
        named = sys.stdin.readline().strip() if who == STDIN else who
        with here.store.reading() as tx:
            subject = _subject(here, tx, named, alone=this_ticket)
            _refuse(erasure.hindrances(tx, subject, here.now), force=force)
        asked = _("erase %(count)d tickets and who reported them, for good?")
        confirm(asked % {"count": len(subject.tickets)}, yes=yes)
        with here.store.transaction() as tx:
            subject = _subject(here, tx, named, alone=this_ticket)
            _refuse(erasure.hindrances(tx, subject, here.now), force=force)
            done = _erase(here, tx, subject, why)
        attachments.remove_files(here.stored.state / attachments.FOLDER, done.files)
        left = here.store.tidy()
        _tell(here, done, left, as_json=as_json)


@click.command("reapply", cls=Command)
@option("--yes", is_flag=True, help="Ask nothing.")
@app_option
def reapply(app: App, *, yes: bool) -> None:
    """Erase again whom an older copy of the database has brought back: run it after a restore.

    Goes by erasures.jsonl, which lies beside the database and is in no backup.

    Example:
        kentongan privacy reapply
    """
    from gateway import erasure
    from models import attachments, ledger

    with desk(app, write=True) as here:
        here.need(*GUARDS)
        confirm(_("erase again what erasures.jsonl says?"), yes=yes)
        count = 0
        for one in ledger.read(here.stored.state):
            with here.store.transaction() as tx:
                contact, tickets = ledger.found_again(tx, one)
                if not contact and not tickets:
                    continue
                subject = erasure.Subject(contact, tickets)
                done = erasure.erase(tx, subject, actor=one.actor, why=one.why, now=here.now)
            attachments.remove_files(here.stored.state / attachments.FOLDER, done.files)
            count += 1
        here.store.tidy()
    say(_("erased again: %(count)d") % {"count": count})


def _subject(here: Desk, tx: "Tx", who: str, *, alone: bool) -> "Subject":
    """Return whom *who* names; KentonganError for nobody, which never repeats a phone number."""
    from gateway import erasure
    from gateway.numbers import normalise

    if who.isascii() and who.isdigit() and who[:1] != "0" and len(who) <= MOST_TICKET:
        case = find(here, tx, who)
        return erasure.Subject(0, (case.id,)) if alone else erasure.reporter_of(tx, case.id)
    if alone:
        raise click.UsageError(_("--this-ticket needs the number of a ticket"))
    found = erasure.by_number(tx, normalise(who).number)
    if found is None:
        raise KentonganError(_("no ticket and no phone of this number is known"))
    return found


def _refuse(hindrances: list[tuple[str, int]], *, force: bool) -> None:
    """Raise KentonganError for what stands in the way."""
    serving = [row for kind, row in hindrances if kind == "officer"]
    if serving:
        fault = _("officer %(officer)d has this number; first: kentongan officer end %(officer)d")
        raise KentonganError(fault % {"officer": serving[0]})
    if force:
        return
    still = [number for kind, number in hindrances if kind == "open"]
    if still:
        named = ", ".join(map(str, still[:MOST_NAMED]))
        fault = _("still open: %(numbers)s; end these first, or --force")
        raise KentonganError(fault % {"numbers": named})
    if hindrances:
        raise KentonganError(_("the number is blocked, and a block would end; or --force"))


def _erase(here: Desk, tx: "Tx", subject: "Subject", why: str) -> "Erased":
    """Erase, log it, and put it down in erasures.jsonl as the last act before COMMIT."""
    from gateway import erasure
    from models import ledger, reveals

    actor, now = here.person.label, here.now
    entry = ledger.entry(
        tx, subject.contact, subject.tickets, actor=actor, now=now, why="request"
    )  # fmt: skip
    ticket = subject.tickets[0] if subject.tickets else 0
    reveals.log(tx, "erase", actor=actor, reason=why, now=now, ticket=ticket)
    done = erasure.erase(tx, subject, actor=actor, why="request", now=now)
    ledger.append(here.stored.state, entry)
    return done


def _tell(here: Desk, done: "Erased", left: int, *, as_json: bool) -> None:
    from console.privacy_keep import copies

    row = {
        "tickets": done.tickets, "notes": done.notes, "messages": done.messages,
        "files": len(done.files), "backups": len(copies(here)), "log_bytes": left,
    }  # fmt: skip
    if as_json:
        click.echo(to_json(row, here.zone))
        return
    say(_("erased: tickets %(tickets)d, notes %(notes)d, SMS %(messages)d, files %(files)d") % row)
    if left:
        say(_("%(log_bytes)d bytes of the write-ahead log are still read by others") % row)
    if row["backups"]:
        say(_("%(backups)d copies of the database still hold it; kentongan privacy backups") % row)
    say(
        _("the free space of the database is overwritten next night, or: privacy retention --scrub")
    )
