"""One Tell becomes SMS: who hears it, in which words, and when; the only way into the outbox."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from gateway import answer, budget, outbox, wording
from gateway.hours import SendHours
from gateway.inbox import ACK, URGENT
from gateway.numbers import Sender, replyable
from gateway.origin import Origin
from gateway.recipients import Recipient, recipients
from gateway.setting import Setting
from models import cases
from models.base import Tx
from models.casework import visibility
from models.casework.case import Case
from models.casework.effects import Tell
from models.casework.states import Role
from models.times import from_us

LANES = {"urgent": URGENT, "ack": ACK, "status": 2, "bulk": 3}
VALID_FOR = timedelta(hours=72)
"""News that could not be sent for this long is old."""

_MERGE = timedelta(hours=1)
_NEWS = frozenset({"DISPOSISI", "PROSES", "TERLAMBAT", "KABAR", "KABAR_RAHASIA"})
"""News that newer news of the same ticket makes needless while it still waits."""

_UNASKED = frozenset({"TANYA"})
"""Goes to a reporter who wants no updates too: nothing happens without the answer."""

CODE = "P_KODE"
DONE = "P_OK"
_WORDS = frozenset({"P_TAMBAH", "P_JAWAB"})
"""Texts for officers whose {tl} is what the reporter has just said."""


def tell(
    tx: Tx,
    effect: Tell,
    case: Case | None,
    origin: Origin,
    setting: Setting,
    *,
    cause: str,
    fresh: bool = False,
) -> None:
    """Queue what *effect* says about *case* (as it is now) for everybody whom it concerns.

    *cause* makes it unique: told again, nothing goes out. *fresh*: the message that is answered
    made a ticket or was a valid command.
    """
    if effect.to == "sender":
        _answer(tx, effect, case, origin, setting, cause=cause, fresh=fresh)
        return
    for one in recipients(tx, effect.to, case, setting, origin.now):
        if one.officer is not None or _wants(tx, one.contact, effect, setting):
            _send(tx, effect, case, one, origin, setting, cause)


def with_code(effect: Tell, code: str) -> Tell:
    """Return *effect* with the officer's *code* filled in."""
    return replace(effect, fields=(*effect.fields, ("kode", code)))


def _answer(
    tx: Tx, effect: Tell, case: Case | None, origin: Origin, setting: Setting, *, cause: str,
    fresh: bool,
) -> None:  # fmt: skip
    """Answer who wrote, when that is somebody who may be answered at all."""
    message = origin.message
    if not origin.contact or (
        message is not None and not replyable(message.sender, setting.rules.own_numbers)
    ):
        return
    agency = origin.actor.agency if origin.actor.officer else ""
    role = role_of(origin.actor.role) if origin.actor.officer else "reporter"
    if effect.kind == DONE and case is not None:
        effect = _truly(tx, effect, case, cause, origin.now, setting)
    text = wording.words(tx, effect, case, setting, line=origin.line, agency=agency, role=role)
    reply = answer.Answer(effect.kind, text, case, fresh)
    answer.answer(tx, reply, origin, setting, cause=cause)


def _truly(tx: Tx, effect: Tell, case: Case, cause: str, now: datetime, setting: Setting) -> Tell:
    """Return DONE as it is true of the reporter's news under *cause*: sent, waiting, or none."""
    ((opens,),) = tx.execute(
        "SELECT MAX(not_before) FROM outbox WHERE ticket = ? AND contact = ? AND cause = ?",
        (case.id, case.reporter, cause),
    )
    if opens is None:
        return replace(effect, kind=f"{DONE}_DIAM")
    if from_us(opens) <= now + setting.sop.news_hold:
        return effect
    when = f"{from_us(opens).astimezone(setting.zone):%d/%m %H.%M}"
    return replace(effect, kind=f"{DONE}_NANTI", fields=(*effect.fields, ("waktu", when)))


def _wants(tx: Tx, contact: int, effect: Tell, setting: Setting) -> bool:
    """Tell whether a reporter may and wants to hear of it."""
    ((number, kind, opted_out),) = tx.execute(
        "SELECT number, kind, opted_out FROM contact WHERE id = ?", (contact,)
    )
    if opted_out and effect.kind not in _UNASKED:
        return False
    return replyable(Sender(kind, tx.keys.open_number(bytes(number))), setting.rules.own_numbers)


def _send(
    tx: Tx, effect: Tell, case: Case | None, one: Recipient, origin: Origin, setting: Setting,
    cause: str,
) -> None:  # fmt: skip
    """Queue one SMS in its lane, after quiet hours and within the recipient's budget."""
    about = case
    if case is not None and one.ticket != case.id:
        about = cases.load_one(tx, one.ticket)
        if one.officer is None:
            effect = wording.together(effect, case, about, setting)
    role = role_of(one.officer.role) if one.officer else "reporter"
    if one.officer is not None and about is not None:
        effect = _for_officer(effect, about, origin, role)
    agency = one.officer.agency if one.officer else ""
    line = setting.news_line(_line_of(tx, one, origin))
    text = wording.words(tx, effect, about, setting, line=line, agency=agency, role=role)
    when, why = _when(tx, effect, one, origin.now, setting, line)
    if about is not None and effect.kind in _NEWS and one.officer is None:
        _supersede(tx, one, cause, origin.now)
        when = max(when, origin.now + setting.sop.news_hold)
    message = outbox.Message(
        cause=cause,
        kind=effect.kind,
        contact=one.contact,
        ticket=about.id if about else 0,
        lane=LANES[effect.lane],
        line=line,
        text=text,
        essential=effect.lane == "urgent" or effect.kind in {"TANYA", "SELESAI"},
        not_before=when,
        valid_until=when + VALID_FOR,
        why=why,
    )
    outbox.queue(tx, message, now=origin.now)


def role_of(role: Role) -> visibility.Role:
    """Return how the table of visibility calls an officer's role: theirs is the view by SMS."""
    if role in {"officer", "head", "assistant", "mayor"}:
        return cast(visibility.Role, role)
    return "coordinator_sms" if role == "coordinator" else "public"


def _for_officer(effect: Tell, case: Case, origin: Origin, role: visibility.Role) -> Tell:
    """Fill in what a reporter said; the words of a rahasia report stay out whatever is asked."""
    fields = dict(effect.fields)
    if effect.kind in _WORDS and "tl" not in fields:
        body = origin.reading.body if origin.reading else ""
        fields["tl"] = wording.said(body or origin.text, case, role)
    if not visibility.audience(cast(visibility.Level, case.confidentiality), role, own_agency=True):
        fields |= {key: wording.HIDDEN_WORDS for key in ("tl", "catatan") if key in fields}
    if not wording.sees_area(case, role):
        fields["wil"] = "-"
    return replace(effect, fields=tuple(fields.items()))


def _line_of(tx: Tx, one: Recipient, origin: Origin) -> str:
    """Return the line that a reporter wrote on; officers hear on the one that this came in on."""
    if one.officer is None and one.ticket:
        ((line,),) = tx.execute("SELECT line FROM ticket WHERE id = ?", (one.ticket,))
        return str(line)
    return origin.line


def _when(
    tx: Tx, effect: Tell, one: Recipient, now: datetime, setting: Setting, line: str
) -> tuple[datetime, str]:
    """Return from when an SMS may go out, and why not now."""
    if effect.lane == "urgent":
        return now, ""
    start, opens = answer.day_of(now, setting.zone)
    spent = answer.spent_on(tx, one.contact, start, fresh=True, officer=one.officer is not None)
    verdict = budget.judge(effect.kind, spent, setting.limits, now=now, opens=opens)
    if verdict.action != "send":
        return verdict.until or opens, verdict.why or "budget"
    return news_open(now, setting, LANES[effect.lane], line) or (now, "")


def news_open(
    now: datetime, setting: Setting, lane: int, line: str = ""
) -> tuple[datetime, str] | None:
    """Return when *lane* may go out on *line* ('' any), and why not now; None when it may."""
    known = setting.lines.get(line)
    window = known.send_window if known else None
    return SendHours(setting.zone, setting.sop.quiet, window).opens(lane, now)


def quiet_until(now: datetime, setting: Setting) -> datetime | None:
    """Return when the night ends in which no news goes out; None by day."""
    found = news_open(now, setting, LANES["status"])
    return found[0] if found else None


def _supersede(tx: Tx, one: Recipient, cause: str, now: datetime) -> None:
    """Take back news of the same ticket that still waits and is under an hour old."""
    rows = tx.execute(
        "SELECT o.id, o.created_at, o.kind FROM outbox o JOIN delivery d ON d.outbox = o.id"
        " WHERE o.ticket = ? AND o.contact = ? AND o.cause <> ? AND d.part = 1"
        " AND d.state = 'queued'",
        (one.ticket, one.contact, cause),
    )
    old = [row for row, at, kind in rows if kind in _NEWS and now - from_us(at) <= _MERGE]
    outbox.withdraw(tx, old, now=now)
