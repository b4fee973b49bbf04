"""The answer to one sender: its budget, and its place in the outbox."""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gateway import budget, outbox
from gateway.inbox import ACK, URGENT
from gateway.origin import Origin
from gateway.setting import Setting, setting
from models.base import Tx
from models.casework.case import Case
from models.quick import quick
from models.times import from_us, to_us

__all__ = ["Setting", "answer", "setting"]

log = logging.getLogger(__name__)

VALID_FOR = timedelta(hours=24)
"""A reply that could not be sent for this long is of no use any more."""

MORNING = time(6)
"""When the next day's budget opens, in the city's time: nobody is woken for it."""

MERGED = "TERIMA_BANYAK"
"""One answer for all reports over the day's limit."""

NAMED = 40
"""Numbers that are tried for it: two SMS hold 34 of 7 digits."""

_RESETS = budget.ACKS | {
    "DARURAT", "STATUS", "STATUS_RAHASIA", "STATUS_SELESAI", "STATUS_AKHIR", "STATUS_GABUNG",
    "TAMBAH_OK", "BATAL_OK", "BUKA_OK", "NILAI_OK", "STOP", "MULAI",
}  # fmt: skip
"""Replies to a new ticket or a valid command: what came before them is no loop."""


@quick
@dataclass(frozen=True, slots=True)
class Answer:
    """One SMS to who wrote."""

    kind: str
    text: str
    case: Case | None  # that it is about
    fresh: bool  # a new ticket or a valid command: what came before is no loop


def answer(tx: Tx, reply: Answer, origin: Origin, setting: Setting, *, cause: str) -> None:
    """Queue *reply* as far as the sender may have one now; it waits, or is dropped, else."""
    start, opens = day_of(origin.now, setting.zone)
    officer = origin.actor.officer != 0
    spent = budget.Spent(officer=officer)
    if not origin.stranger:
        spent = spent_on(tx, origin.contact, start, fresh=reply.fresh, officer=officer)
    verdict = budget.judge(reply.kind, spent, setting.limits, now=origin.now, opens=opens)
    if verdict.action == "send":
        _queue(tx, reply, origin, cause)
    elif verdict.action == "mute":
        log.warning("contact %d: muted, replies went round in a loop", origin.contact)
        until = to_us(verdict.until or origin.now)
        tx.change("UPDATE contact SET muted_until = ? WHERE id = ?", (until, origin.contact))
    else:
        if verdict.action == "limit":
            limit = Answer(budget.LIMIT, setting.texts.render(budget.LIMIT), None, fresh=False)
            _queue(tx, limit, origin, cause)
        if verdict.until is not None and verdict.action in {"limit", "wait"} and reply.case:
            _wait(tx, reply.case, origin, verdict.until, setting)


@lru_cache(maxsize=8)
def day_of(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the city's present day began, and when the next day's budget opens."""
    local = now.astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    opens = datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=zone)
    return start, opens


def spent_on(
    tx: Tx, contact: int, start: datetime, *, fresh: bool = False, officer: bool = False
) -> budget.Spent:
    """Count what the contact was sent since *start*; *fresh*: this message ends any loop."""
    rows = tx.about(
        "SELECT kind, created_at FROM outbox WHERE contact = ? AND created_at >= ?"
        " AND kind <> ? ORDER BY created_at, id",
        (contact, to_us(start), MERGED), "outbox", "contact", (contact,),
    )  # fmt: skip
    kinds = [kind for kind, _ in rows]
    recent: list[tuple[str, datetime]] = []
    for kind, at in rows:
        recent = [] if kind in _RESETS else [*recent, (kind, from_us(at))]
    sql = "SELECT muted_until FROM contact WHERE id = ?"
    ((muted,),) = tx.about(sql, (contact,), "contact", "id", (contact,))
    return budget.Spent(
        acks_today=sum(kind in budget.ACKS for kind in kinds),
        checks_today=sum(kind in budget.CHECKS for kind in kinds),
        help_today=sum(kind in budget.HELP for kind in kinds),
        all_today=len(kinds),
        limit_sent=budget.LIMIT in kinds,
        recent=() if fresh else tuple(recent),
        muted_until=from_us(muted) if muted is not None else None,
        officer=officer,
    )


def _queue(tx: Tx, reply: Answer, origin: Origin, cause: str) -> None:
    """Put one reply on the line the message came in on."""
    message = outbox.Message(
        cause=cause,
        kind=reply.kind,
        contact=origin.contact,
        ticket=reply.case.id if reply.case else 0,
        lane=URGENT if reply.kind == budget.URGENT else ACK,
        line=origin.line,
        text=reply.text,
        essential=reply.kind in budget.ACKS or reply.kind == budget.URGENT,
        not_before=origin.now,
        valid_until=origin.now + VALID_FOR,
    )
    outbox.queue(tx, message, now=origin.now)


def _wait(tx: Tx, case: Case, origin: Origin, opens: datetime, setting: Setting) -> None:
    """Add the ticket of *case* to the one answer that goes out when the budget opens."""
    cause = f"budget:{opens.date().isoformat()}"
    rows = tx.execute(
        "SELECT o.id, o.created_at FROM outbox o JOIN delivery d ON d.outbox = o.id"
        " WHERE o.cause = ? AND o.kind = ? AND o.contact = ? AND d.state = 'queued'",
        (cause, MERGED, origin.contact),
    )
    since = rows[0][1] if rows else to_us(origin.now)
    numbers, others = [str(case.number)], 0
    if rows:
        these = "FROM ticket WHERE contact = ? AND created_at >= ? AND id <> ?"
        values = (origin.contact, since, case.id)
        ((others,),) = tx.execute(f"SELECT COUNT(*) {these}", values)
        newest = f"SELECT number {these} ORDER BY id DESC LIMIT {NAMED}"
        numbers += [str(number) for (number,) in tx.execute(newest, values)]
    text = setting.texts.render(MERGED, n=str(others + 1), daftar=", ".join(numbers))
    if rows:
        outbox.reword(tx, rows[0][0], text)
        return
    message = outbox.Message(
        cause=cause, kind=MERGED, contact=origin.contact, ticket=0, lane=ACK, line=origin.line,
        text=text, essential=True, not_before=opens, valid_until=opens + VALID_FOR, why="budget",
    )  # fmt: skip
    outbox.queue(tx, message, now=origin.now)
