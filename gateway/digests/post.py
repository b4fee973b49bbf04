"""One digest to one receiver, once: the run and the message are written in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway import outbox
from gateway.digests.recipients import Receiver
from gateway.mail.queue import Mail, queue
from models.base import Tx
from models.rows import insert
from models.times import to_us

LANE = 3  # bulk
SMS_LIFE = timedelta(hours=12)  # RELIABILITY.md 3.2
MAIL_LIFE = timedelta(days=3)
"""A mail server may be down over a weekend; a week's report is not old by then."""


@dataclass(frozen=True, slots=True)
class Run:
    """One report to one receiver: what can happen once."""

    report: str  # "daily" ...
    day: date  # the last of its period
    receiver: Receiver

    @property
    def name(self) -> str:
        """The report, and of what it is if not of all."""
        scope = self.receiver.scope
        return f"{self.report}:{scope}" if scope else self.report


@dataclass(frozen=True, slots=True)
class Sms:
    """The words, and from when they may go out."""

    text: str
    line: str
    kind: str  # key in templates/id.ini
    not_before: datetime


def was_sent(tx: Tx, run: Run) -> bool:
    """Tell whether *run* has happened."""
    return bool(
        tx.execute(
            "SELECT 1 FROM digest_run WHERE name = ? AND day = ? AND recipient = ?",
            (run.name, run.day.isoformat(), run.receiver.key),
        )
    )


def post_sms(tx: Tx, run: Run, sms: Sms, *, now: datetime) -> int:
    """Queue *sms*; return outbox.id, 0 when the receiver had the report before."""

    def send(cause: str) -> int:
        message = outbox.Message(
            cause=cause, kind=sms.kind, contact=run.receiver.contact, ticket=0, lane=LANE,
            line=sms.line, text=sms.text, essential=False, not_before=sms.not_before,
            valid_until=sms.not_before + SMS_LIFE, why="quiet" if sms.not_before > now else "",
        )  # fmt: skip
        return outbox.queue(tx, message, now=now)

    return _once(tx, run, now, send)


def post_mail(tx: Tx, run: Run, mail: Callable[[str], Mail], *, now: datetime) -> int:
    """Queue what *mail* makes of its cause; return mail.id, 0 when it was sent before."""
    return _once(tx, run, now, lambda cause: queue(tx, mail(cause), now=now) or 0)


def _once(tx: Tx, run: Run, now: datetime, send: Callable[[str], int]) -> int:
    """Write the run and what *send* queues for it, unless there is such a run already."""
    (row,) = tx.ids("digest_run")
    columns = {
        "id": row, "name": run.name, "day": run.day.isoformat(), "recipient": run.receiver.key,
        "made_at": to_us(now),
    }  # fmt: skip
    return send(f"digest:{row}") if insert(tx, "digest_run", columns, unless_known=True) else 0


def looked_after(tx: Tx, digest: str) -> date | None:
    """Return the last sending day of the configured *digest* that was looked after."""
    kept = tx.meta(f"digest {digest}")
    return date.fromisoformat(kept) if kept else None


def look_after(tx: Tx, digest: str, day: date) -> None:
    """Keep that nothing is left to do for *digest* of the sending day *day*."""
    tx.change(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name)"
        " DO UPDATE SET value = excluded.value",
        (f"digest {digest}", day.isoformat()),
    )
