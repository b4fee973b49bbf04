"""The reply to one message: its words, the sender's budget, and its place in the outbox."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway import budget, outbox
from gateway.apply import Job
from gateway.config import Budget, Line, Settings
from gateway.echo import Echo
from gateway.facts import Rules
from gateway.inbox import ACK, URGENT
from gateway.numbers import normalise, replyable
from gateway.reply import STATUS as STATUS_WORDS
from gateway.reply import Texts
from gateway.vocabulary import ALL_LINES, vocabularies
from models.base import Tx
from models.city import City
from models.times import from_us, to_us
from models.workflow import Decision, Known, Reply
from parser.reading import Vocabulary

log = logging.getLogger(__name__)

VALID_FOR = timedelta(hours=24)
"""A reply that could not be sent for this long is of no use any more."""

MORNING = time(6)
"""When the next day's budget opens, in the city's time: nobody is woken for it."""

MERGED = "TERIMA_BANYAK"
"""One answer for all reports over the day's limit."""

NAMED = 40
"""Numbers that are tried for it: two SMS hold 34 of 7 digits."""

EXAMPLE = "1234566"
"""Stands in a text that shows how to write a ticket number."""

_RESETS = budget.ACKS | {"DARURAT", "STATUS", "TAMBAH_OK", "STOP", "MULAI"}
"""Replies to a new ticket or a valid command: what came before them is no loop."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What both files say about answering; a reload makes a new one."""

    city: City
    lines: Mapping[str, Line]
    limits: Budget
    texts: Texts
    echo: Echo
    rules: Rules
    zone: ZoneInfo
    words: Mapping[str, Vocabulary]  # what the parser is told, by line

    def words_of(self, line: str) -> Vocabulary:
        """Return the words that hold on *line*; on one that is no longer configured, all."""
        return self.words.get(line) or self.words[ALL_LINES]

    def requires(self, line: str) -> bool:
        """Tell whether people must begin with a keyword on *line*."""
        known = self.lines.get(line)
        return known is not None and known.keyword_required


def setting(settings: Settings, city: City) -> Setting:
    """Return what answering needs; raises ConfigError for a bad text file."""
    texts = Texts.load(settings.daemon.texts, city)
    own = frozenset(normalise(line.number, 0).number for line in settings.lines if line.number)
    return Setting(
        city=city,
        lines={line.name: line for line in settings.lines},
        limits=settings.budget,
        texts=texts,
        echo=Echo(template.text for template in texts.templates.values()),
        rules=Rules(settings.daemon.merge_window, own),
        zone=city.zone,
        words=vocabularies(city, [line.name for line in settings.lines]),
    )


def answer(tx: Tx, job: Job, decision: Decision, ticket: Known | None, setting: Setting) -> None:
    """Queue the reply that *decision* calls for, as far as the sender may have one."""
    reply = decision.reply
    sender = job.message.sender
    if reply is None or not job.contact or not replyable(sender, setting.rules.own_numbers):
        return
    start, opens = _day(job.now, setting.zone)
    spent = _spent(tx, job.contact, start, fresh=decision.valid)
    verdict = budget.judge(reply.kind, spent, setting.limits, now=job.now, opens=opens)
    about = ticket if reply.about == "new" else reply.about
    known = about if isinstance(about, Known) else None
    if verdict.action == "send":
        _queue(tx, job, reply.kind, known, _words(tx, reply, known, job, setting))
    elif verdict.action == "mute":
        log.warning("contact %d: muted, replies went round in a loop", job.contact)
        until = to_us(verdict.until or job.now)
        tx.change("UPDATE contact SET muted_until = ? WHERE id = ?", (until, job.contact))
    else:
        if verdict.action == "limit":
            _queue(tx, job, budget.LIMIT, None, setting.texts.render(budget.LIMIT))
        if verdict.until is not None and verdict.action in {"limit", "wait"} and known:
            _wait(tx, job, known, verdict.until, setting)


def _day(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the city's present day began, and when the next day's budget opens."""
    local = now.astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    opens = datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=zone)
    return start, opens


def _spent(tx: Tx, contact: int, start: datetime, *, fresh: bool) -> budget.Spent:
    """Count what the contact was sent since *start*; *fresh*: this message ends any loop."""
    rows = tx.execute(
        "SELECT kind, created_at FROM outbox WHERE contact = ? AND created_at >= ?"
        " AND kind <> ? ORDER BY created_at, id",
        (contact, to_us(start), MERGED),
    )
    kinds = [kind for kind, _ in rows]
    recent: list[tuple[str, datetime]] = []
    for kind, at in rows:
        recent = [] if kind in _RESETS else [*recent, (kind, from_us(at))]
    ((muted,),) = tx.execute("SELECT muted_until FROM contact WHERE id = ?", (contact,))
    return budget.Spent(
        acks_today=sum(kind in budget.ACKS for kind in kinds),
        checks_today=sum(kind in budget.CHECKS for kind in kinds),
        help_today=sum(kind in budget.HELP for kind in kinds),
        all_today=len(kinds),
        limit_sent=budget.LIMIT in kinds,
        recent=() if fresh else tuple(recent),
        muted_until=from_us(muted) if muted is not None else None,
    )


def _words(tx: Tx, reply: Reply, ticket: Known | None, job: Job, setting: Setting) -> str:
    """Fill the reply's text."""
    asked = job.reading.tickets[0].digits if job.reading.tickets else EXAMPLE
    fields = {"kunci": _keyword(job.message.line, setting), "no": asked}
    if ticket is not None:
        fields |= _ticket_fields(tx, ticket, setting)
    return setting.texts.render(reply.kind, **fields)


def _keyword(line: str, setting: Setting) -> str:
    """Return the word with which a report begins on *line*; on one without, a built-in word."""
    keywords = setting.city.keywords_of(line)
    return keywords[0].word if keywords else "LAPOR"


def _ticket_fields(tx: Tx, ticket: Known, setting: Setting) -> dict[str, str]:
    """Return what texts may say about *ticket*: number, state, agency, deadline."""
    ((state, category, due),) = tx.execute(
        "SELECT t.state, t.category, MIN(c.due) FROM ticket t LEFT JOIN clock c"
        " ON c.ticket = t.id AND c.met_at IS NULL WHERE t.id = ? GROUP BY t.state, t.category",
        (ticket.id,),
    )
    agency = setting.city.agency_of(category)
    until = from_us(due).astimezone(setting.zone) if due is not None else None
    return {
        "no": str(ticket.number),
        "status": STATUS_WORDS[state],
        "opd": agency.code if agency else "Koordinator",
        "tgl": until.strftime("%d-%m-%Y") if until else "-",
    }


def _queue(tx: Tx, job: Job, kind: str, ticket: Known | None, text: str) -> None:
    """Put one reply on the line the message came in on."""
    message = outbox.Message(
        cause=f"inbox:{job.message.late or job.message.inbox}",
        kind=kind,
        contact=job.contact,
        ticket=ticket.id if ticket else 0,
        lane=URGENT if kind == budget.URGENT else ACK,
        line=job.message.line,
        text=text,
        essential=kind in budget.ACKS or kind == budget.URGENT,
        not_before=job.now,
        valid_until=job.now + VALID_FOR,
    )
    outbox.queue(tx, message, now=job.now)


def _wait(tx: Tx, job: Job, ticket: Known, opens: datetime, setting: Setting) -> None:
    """Add *ticket* to the one answer that goes out when the budget opens."""
    cause = f"budget:{opens.date().isoformat()}"
    rows = tx.execute(
        "SELECT o.id, o.created_at FROM outbox o JOIN delivery d ON d.outbox = o.id"
        " WHERE o.cause = ? AND o.kind = ? AND o.contact = ? AND d.state = 'queued'",
        (cause, MERGED, job.contact),
    )
    since = rows[0][1] if rows else to_us(job.now)
    numbers, others = [str(ticket.number)], 0
    if rows:
        these = "FROM ticket WHERE contact = ? AND created_at >= ? AND id <> ?"
        values = (job.contact, since, ticket.id)
        ((others,),) = tx.execute(f"SELECT COUNT(*) {these}", values)
        newest = f"SELECT number {these} ORDER BY id DESC LIMIT {NAMED}"
        numbers += [str(number) for (number,) in tx.execute(newest, values)]
    text = setting.texts.render(MERGED, n=str(others + 1), daftar=", ".join(numbers))
    if rows:
        outbox.reword(tx, rows[0][0], text)
        return
    message = outbox.Message(
        cause=cause, kind=MERGED, contact=job.contact, ticket=0, lane=ACK, line=job.message.line,
        text=text, essential=True, not_before=opens, valid_until=opens + VALID_FOR, why="budget",
    )  # fmt: skip
    outbox.queue(tx, message, now=job.now)
