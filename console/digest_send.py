"""A digest goes to whom it is meant for: composed once a scope, queued once a receiver."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.desk import Desk
from console.digest_desk import Workshop, shown
from console.digest_sheet import KINDS, file
from console.output import Row
from models.i18n import _

if TYPE_CHECKING:
    from gateway.digests.post import Run, Sms
    from gateway.mail.message import Attachment, Mail
    from models.city_digest import Digest
    from reports.page import Report

QUEUED, BEFORE, PLANNED, NO_MAIL = "queued", "before", "planned", "no mail server"


def send(here: Desk, digest: "Digest", workshop: Workshop, *, dry_run: bool) -> Iterator[Row]:
    """Queue *digest* for each of its receivers; yield a row for each, masked.

    With *dry_run* nothing is composed or written.
    """
    from gateway.digests import post
    from gateway.digests.recipients import receivers

    with here.store.reading() as tx:
        everybody = receivers(tx, digest, here.setting.city)
    for one in everybody:
        run = post.Run(digest.report, workshop.period.last, one)
        with here.store.reading() as tx:
            before = post.was_sent(tx, run)
        if before:
            done = BEFORE
        elif one.form == "email" and not here.app.settings().mail.on:
            done = NO_MAIL
        elif dry_run:
            done = PLANNED
        else:
            done = _post(here, digest, workshop, run)
        yield {
            "digest": digest.name, "report": digest.report, "day": run.day.isoformat(),
            "scope": one.scope, "form": one.form, "who": one.who, "to": shown(here, one),
            "state": done,
        }  # fmt: skip


def _post(here: Desk, digest: "Digest", workshop: Workshop, run: "Run") -> str:
    """Compose outside of the transaction, then write run and message in one."""
    from gateway.digests import post

    now, report = here.now, workshop.report(run.receiver.scope)
    if run.receiver.form == "sms":
        sms = _sms(here, report, run)
        with here.store.transaction() as tx:
            row = post.post_sms(tx, run, sms, now=now)
        return QUEUED if row else BEFORE
    made, to, until = letter(report, digest.attach), run.receiver.address, now + post.MAIL_LIFE
    with here.store.transaction() as tx:
        row = post.post_mail(tx, run, lambda cause: made.to(cause, to, until), now=now)
    return QUEUED if row else BEFORE


def _sms(here: Desk, report: "Report", run: "Run") -> "Sms":
    """Return the SMS of *report*, after the quiet hours."""
    from gateway.digests.post import Sms
    from gateway.tell import quiet_until
    from gateway.watch.telling import way_out
    from reports.render import sms

    kind = "D_BAGIAN" if run.receiver.scope else "D_HARIAN"
    later = quiet_until(here.now, here.setting)
    with here.store.reading() as tx:
        line = way_out(tx, here.setting, "")
    return Sms(sms.render(report), line, kind, later or here.now)


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that has everything but its cause and address."""

    subject: str
    text: str
    html: str
    files: "tuple[Attachment, ...]"

    def to(self, cause: str, address: str, valid_until: datetime) -> "Mail":
        """Return it for one mailbox."""
        from gateway.mail.message import Mail

        return Mail(
            cause, address, self.subject, self.text, self.html, self.files, valid_until=valid_until
        )


def letter(report: "Report", attach: tuple[str, ...]) -> Letter:
    """Return *report* as an e-mail with its images and the files *attach* ("csv", "xlsx")."""
    from gateway.mail.message import Attachment
    from reports import forms
    from reports.digests.ask import WHOLE
    from reports.render import email

    text, html, images = email.build(report)
    files = [Attachment(f"{one.cid}.png", "image/png", one.png, one.cid) for one in images]
    stem = f"{report.name}-{report.last.isoformat()}"
    files += [Attachment(f"{stem}.{form}", KINDS[form], file(report, form)) for form in attach]
    where = "" if report.scope == WHOLE else f" {report.scope}"
    subject = f"{report.title}{where}: {forms.span(report.first, report.last)}"
    return Letter(subject, text, html, tuple(files))


def told(state: str) -> str:
    """Return how a list says what came of a receiver."""
    return {
        QUEUED: _("queued; the daemon sends it"),
        BEFORE: _("had it before"),
        PLANNED: _("would be sent"),
        NO_MAIL: _("not sent: modem.conf has no [mail] host"),
    }[state]
