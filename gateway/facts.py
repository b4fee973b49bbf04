"""What the database knows about one message's sender and tickets, read in the deciding job."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway import facts_officer, facts_similar
from gateway.budget import ACKS, URGENT
from gateway.gather import Message
from gateway.origin import Origin
from gateway.setting import Setting
from models import cases, roster
from models.actions import ANSWER_H, ASKED_H, REOPENABLE_H
from models.base import Tx
from models.casework.case import CITIZEN, Actor, Case
from models.casework.dialogue import waits
from models.casework.facts import Facts
from models.casework.noise import GHOSTS, SPAM
from models.digests import text_key
from models.rows import insert
from models.suggest import MAY_ANSWER
from models.times import from_us, to_us
from parser.reading import Reading, TicketRef

QUESTIONS = {
    "LOKASI": "lokasi", "LENGKAPI": "lengkapi", "TANYA": "tanya", "SELESAI": "penutupan",
    "SELESAI_RAHASIA": "penutupan", "TUTUP": "penutupan", "NILAI": "nilai",
}  # fmt: skip
"""Text that asks something -> the question that then waits."""

_PATIENCE = {"penutupan": REOPENABLE_H, "nilai": REOPENABLE_H, "tanya": ANSWER_H}
"""Question -> hours in which it may be answered; any other ASKED_H."""

_OPENINGS = ACKS | {URGENT}
"""After an answer to a new report no older question is meant; after STATUS and the like it is."""

_MISSES = frozenset({"not_found", "enumeration"})
_COUNTED = GHOSTS | SPAM
LOOKED_AT = 200
"""Messages of one sender that are counted; a flood brings more."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question that our last text asked."""

    question: str = ""
    case: Case | None = None
    age_h: float = 0.0


@dataclass(frozen=True, slots=True)
class _Past:
    """What a sender did before; of a stranger, nothing."""

    latest: Case | None = None
    latest_age_h: float = 0.0
    asked: _Asked = _Asked()
    repeated: Case | None = None
    strikes: int = 0
    blocked_until: datetime | None = None
    misses: int = 0
    ghosts: int = 0


_NOTHING = _Past()


def contact_for(tx: Tx, number: str, kind: str, now: datetime) -> int:
    """Return contact.id of *number*, as gateway/numbers.py writes it, making the row when new."""
    sealed = tx.keys.seal_number(number)
    rows = tx.execute("SELECT id FROM contact WHERE number = ?", (sealed,))
    if rows:
        return int(rows[0][0])
    (row,) = tx.ids("contact")
    insert(tx, "contact", {"id": row, "number": sealed, "kind": kind, "created_at": to_us(now)})
    return row


def actor_of(tx: Tx, contact: int) -> Actor:
    """Return who *contact* is to us: a registered officer, else a citizen."""
    officer = roster.by_contact(tx, contact) if contact else None
    if officer is None:
        return CITIZEN
    return Actor(f"officer:{officer.id}", officer.role, officer.agency, officer.id, contact)


def load(tx: Tx, origin: Origin, setting: Setting) -> Facts:
    """Return the facts of the message and reading of *origin*."""
    message, reading = origin.message, origin.reading
    assert message is not None
    assert reading is not None
    sender, rules, sop = message.sender, setting.rules, setting.sop
    own = sender.number in rules.own_numbers
    person = sender.kind not in {"alphanumeric", "short"} and not own
    past = _NOTHING if origin.stranger else _past(tx, origin, setting)
    facts = Facts(
        sop=sop,
        actor=origin.actor,
        known_sender=origin.contact != 0,
        person=person,
        keyword_required=setting.requires(message.line),
        line=message.line,
        named=named(tx, reading.tickets[0] if reading.tickets else None, origin),
        into=named(tx, reading.into, origin),
        latest=past.latest,
        latest_age_h=past.latest_age_h,
        pending=past.asked.question,
        asked=past.asked.case,
        asked_age_h=past.asked.age_h,
        repeated=past.repeated,
        similar=facts_similar.load(tx, origin, sop),
        misses=past.misses,
        missing=message.missing,
        strikes=past.strikes,
        ghosts_today=past.ghosts,
        blocked_until=past.blocked_until,
    )
    return facts_officer.add(tx, facts, origin) if origin.actor.officer else facts


def _past(tx: Tx, origin: Origin, setting: Setting) -> _Past:
    """Return what is known of the sender itself."""
    message, reading, contact, now = origin.message, origin.reading, origin.contact, origin.now
    assert message is not None
    assert reading is not None
    latest, age = _latest(tx, contact, now)
    strikes, blocked_until = _standing(tx, contact, now - setting.sop.abuse.strike_life)
    misses, ghosts = _noise(tx, message, now, setting.day_start(now))
    return _Past(
        latest=latest,
        latest_age_h=age,
        asked=_asked(tx, reading, contact, now) if latest else _Asked(),
        repeated=_repeated(tx, origin, now - setting.rules.merge_window) if latest else None,
        strikes=strikes,
        blocked_until=blocked_until,
        misses=misses,
        ghosts=ghosts,
    )


def named(tx: Tx, ticket: TicketRef | None, origin: Origin) -> Case | None:
    """Find a ticket that the message names; a wrong check digit is refused without a look-up."""
    if ticket is None or not ticket.check_ok:
        return None
    deep = origin.actor.officer != 0
    return cases.by_number(tx, int(ticket.digits), viewer=origin.contact, deep=deep)


def _latest(tx: Tx, contact: int, now: datetime) -> tuple[Case | None, float]:
    """Find the sender's newest ticket and its age in hours."""
    if not contact:
        return None, 0.0
    rows = tx.about(
        "SELECT id, created_at FROM ticket WHERE contact = ? ORDER BY id DESC LIMIT 1", (contact,),
        "ticket", "contact", (contact,),
    )  # fmt: skip
    if not rows:
        return None, 0.0
    age = (now - from_us(rows[0][1])) / timedelta(hours=1)
    return cases.load_one(tx, rows[0][0], viewer=contact), age


def _asked(tx: Tx, reading: Reading, contact: int, now: datetime) -> _Asked:
    """Return the question that our last SMS asked the sender, if this message may answer it."""
    if reading.keyword is not None or reading.intent not in MAY_ANSWER:
        return _Asked()
    kinds = sorted(_OPENINGS | QUESTIONS.keys())
    rows = tx.about(
        "SELECT kind, ticket, created_at FROM outbox WHERE contact = ? AND created_at > ?"
        f" AND kind IN ({tx.marks(len(kinds))}) ORDER BY created_at DESC, id DESC LIMIT 1",
        (contact, to_us(now - timedelta(hours=REOPENABLE_H)), *kinds),
        "outbox", "contact", (contact,),
    )  # fmt: skip
    if not rows or rows[0][0] not in QUESTIONS:
        return _Asked()
    kind, ticket, at = rows[0]
    question, age = QUESTIONS[kind], (now - from_us(at)) / timedelta(hours=1)
    case = cases.load_one(tx, ticket, viewer=contact) if ticket else None
    if case is None or age > _PATIENCE.get(question, ASKED_H) or not waits(question, case):
        return _Asked()
    return _Asked(question, case, age)


def _repeated(tx: Tx, origin: Origin, since: datetime) -> Case | None:
    """Find the sender's ticket with the same words made after *since*."""
    if not origin.contact or origin.reading is None:
        return None
    rows = tx.about(
        "SELECT id FROM ticket WHERE contact = ? AND text_key = ?"
        " AND created_at > ? ORDER BY id DESC LIMIT 1",
        (origin.contact, text_key(tx.keys, origin.reading.body or origin.text), to_us(since)),
        "ticket", "contact", (origin.contact,),
    )  # fmt: skip
    return cases.load_one(tx, rows[0][0], viewer=origin.contact) if rows else None


def _standing(tx: Tx, contact: int, since: datetime) -> tuple[int, datetime | None]:
    """Return the sender's strikes since then, and until when it is blocked."""
    if not contact:
        return 0, None
    sql = "SELECT blocked_until FROM contact WHERE id = ?"
    rows = tx.about(sql, (contact,), "contact", "id", (contact,))
    blocked = rows[0][0]
    count = cases.strikes(tx, contact, since=to_us(since))
    return count, None if blocked is None else from_us(blocked)


def _noise(tx: Tx, message: Message, now: datetime, start: datetime) -> tuple[int, int]:
    """Count the sender's wrong ticket numbers of the last hour, and ghosts and spam since *start*.

    Of the newest LOOKED_AT messages: more change nothing.
    """
    hour = now - timedelta(hours=1)
    rows = tx.about(
        "SELECT reason, received_at FROM inbox WHERE state = 'done' AND ticket IS NULL"
        " AND sender_key = (SELECT sender_key FROM inbox WHERE id = ?) AND received_at > ?"
        f" ORDER BY received_at DESC LIMIT {LOOKED_AT}",
        (message.inbox, to_us(min(hour, start))),
        "inbox", "sender", (message.sender.number,),
    )  # fmt: skip
    misses = sum(reason in _MISSES and at > to_us(hour) for reason, at in rows)
    return misses, sum(reason in _COUNTED and at >= to_us(start) for reason, at in rows)
