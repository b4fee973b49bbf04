"""What one message does to the city's desk: a reading and the facts in, a decision out. Pure.

suggest() names the deed; decide() does what of it the desk can do today. Safe principle (DOMAIN.md
4.1): losing a report is worse than a wrong ticket, so whatever names no ticket of the sender's and
has words becomes a report of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from models.actions import REOPENABLE_H, Action, Context
from models.suggest import suggest
from parser.reading import Reading

__all__ = ["Decision", "Facts", "Known", "NewTicket", "Reply", "decide", "suggest"]

MISSES_AN_HOUR = 5
"""Wrong ticket numbers an hour from one number; then silence, so that nobody can try them all."""

ReplyKind = Literal[
    "TERIMA", "TERIMA_ULANG", "TERIMA_RAHASIA", "DARURAT", "STATUS", "TAKADA", "LENGKAPI",
    "CEKFORMAT", "TAMBAH_OK", "FORMAT", "STOP", "MULAI", "PDP", "PRIVASI", "LOKASI", "LUAR",
    "NILAIFORMAT", "BUKANPETUGAS",
]  # fmt: skip
"""Keys of templates/id.ini that a citizen's message can call for."""


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket that the message names or that the sender has."""

    id: int
    number: int
    mine: bool  # reported by this sender


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows that matters for one message, read in the deciding transaction."""

    known_sender: bool = True  # the carrier named a sender
    person: bool = True  # not an operator, a machine, our own line or our own text coming back
    role: str = "warga"  # warga | petugas
    keyword_required: bool = False  # on the line
    named: Known | None = None  # the ticket whose number the message gives, whoever's it is
    latest: Known | None = None  # the sender's newest ticket
    latest_age_h: float = 0.0  # hours since it was made
    pending: str = ""  # what we asked the sender last: lokasi | tanya
    repeated: Known | None = None  # the sender's ticket with the same words, within the window
    misses: int = 0  # wrong ticket numbers from this sender in the last hour
    missing: str = ""  # parts that never came, "2,3"

    def context(self) -> Context:
        """Return what of this a suggestion is made from."""
        return Context(
            role=self.role,
            keyword_required=self.keyword_required,
            person=self.person,
            pending=self.pending,
            last_ticket=str(self.latest.number) if self.latest else "",
            last_ticket_age_h=self.latest_age_h,
            same_text_ticket=str(self.repeated.number) if self.repeated else "",
            missing=self.missing,
        )


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A report to be opened."""

    type: str
    category: str
    urgency: str
    confidentiality: str
    review: str = ""  # why a person must read it; "" when clear
    flags: tuple[str, ...] = ()  # of the reading, but for what personal data is in it


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMS to the sender; *about* is the new ticket, one that exists, or none."""

    kind: ReplyKind
    about: Literal["new", "none"] | Known = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that one message changes, apart from its inbox row being done."""

    outcome: str  # inbox.reason: a code word that people can count
    ticket: NewTicket | None = None
    repeat_of: Known | None = None  # gets an event "repeated"
    adds_to: Known | None = None  # gets a note with the words and an event "added"
    reply: Reply | None = None
    opted_out: bool | None = None  # the sender's wish about updates; None: unchanged
    valid: bool = False  # a new ticket or a valid command: resets the loop guard


def decide(reading: Reading, facts: Facts) -> Decision:
    """Return what the message read as *reading* does, given *facts*."""
    action = suggest(reading, facts.context())
    reading = replace(reading, intent=action.intent, flags=action.flags)
    decision = _DEEDS.get(action.name, _safe)(reading, facts, action)
    if not facts.known_sender:
        return replace(decision, reply=None)
    return decision


def _safe(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Keep the words of what the desk cannot do yet: on the own ticket, or on a new one."""
    ticket = _own(facts.named)
    if ticket is not None:
        return Decision("request", adds_to=ticket, reply=Reply("TAMBAH_OK", ticket), valid=True)
    if reading.tickets and not reading.body.strip():
        return _status(reading, facts, action)
    return _open(reading, facts, action, review="not_done")


def _new(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Open a ticket and answer with the action's text."""
    return _open(reading, facts, action)


def _open(reading: Reading, facts: Facts, action: Action, review: str = "") -> Decision:
    """Open a ticket; *review* says why a person must look, else the facts and the action do."""
    ticket = NewTicket(
        reading.type,
        reading.category or "lainnya",
        reading.urgency,
        _confidentiality(reading),
        _review(reading, facts) or review or _REVIEWS.get(action.name, ""),
        tuple(flag for flag in reading.flags if not flag.startswith("pii:")),
    )
    template = action.template if action.template in _FOR_NEW else "TERIMA"
    if template == "TERIMA" and ticket.confidentiality == "rahasia":
        template = "TERIMA_RAHASIA"
    silent = action.name == "ticket_alert_no_reply"  # an answer could endanger the reporter
    reply = None if silent else Reply(cast(ReplyKind, template), "new")
    return Decision("ticket", ticket=ticket, reply=reply, valid=True)


_FOR_NEW = frozenset({"TERIMA", "TERIMA_RAHASIA", "DARURAT", "LENGKAPI", "LOKASI", "LUAR", "PDP"})
"""Replies to a new ticket; TERIMA_MIRIP only when the desk links tickets."""

_REVIEWS = {
    "create_ticket_review": "suspect",
    "create_ticket_outside": "outside",
    "create_ticket_split": "several_problems",
    "create_or_reopen": "reported_before",
    "ask_detail": "too_vague",
    "reply_polite": "no_complaint",
    "ticket_alert_no_reply": "do_not_answer",
    "privacy_request": "erase_request",
}
"""Action -> why a person must read the ticket."""


def _review(reading: Reading, facts: Facts) -> str:
    """Return the first reason of the facts for which a person must read the report; '' for none."""
    if not facts.known_sender:
        return "sender_unknown"
    if facts.missing:
        return "incomplete"
    return "unread" if "perlu_dibaca" in reading.flags else ""


def _confidentiality(reading: Reading) -> str:
    """Return how well the reporter asked to be hidden."""
    return next((word for word in ("rahasia", "anonim") if word in reading.flags), "biasa")


def _repeat(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Point to the sender's ticket with the same words."""
    if facts.repeated is None:
        return _open(reading, facts, action)
    reply = Reply("TERIMA_ULANG", facts.repeated)
    return Decision("repeated", repeat_of=facts.repeated, reply=reply)


def _status(reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Tell the state of the named ticket, or of the newest; foreign and wrong numbers alike."""
    ticket = _own(facts.named) if reading.tickets else facts.latest
    if ticket is not None:
        return Decision("status", reply=Reply("STATUS", ticket), valid=True)
    if not reading.tickets:
        return Decision("no_ticket", reply=Reply("FORMAT"))
    if facts.misses >= MISSES_AN_HOUR:
        return Decision("not_found")
    return Decision("not_found", reply=Reply("TAKADA"))


def _add(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Add words to the sender's own ticket; to any other, open a report so nothing is lost."""
    ticket = _own(facts.named)
    if ticket is None:
        if not reading.body.strip():
            return _status(reading, facts, action)
        return _open(reading, facts, action, review="added_to_foreign_ticket")
    if not reading.body.strip():
        return Decision("added_nothing", reply=Reply("LENGKAPI", ticket))
    return Decision("added", adds_to=ticket, reply=Reply("TAMBAH_OK", ticket), valid=True)


def _not_found(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Refuse a wrong number; words that came with it are a report."""
    return (_add if reading.intent == "tambah" else _status)(reading, facts, action)


def _add_latest(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Add words to the sender's newest ticket: a correction, or the answer to our question."""
    if facts.latest is None:
        return _open(reading, facts, action)
    outcome = "answered" if action.name == "answer_pending" else "added"
    reply = Reply("TAMBAH_OK", facts.latest)
    return Decision(outcome, adds_to=facts.latest, reply=reply, valid=True)


def _thanks(_reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Keep thanks beside the ticket they are for; nobody is answered."""
    recent = facts.latest is not None and facts.latest_age_h <= REOPENABLE_H
    return Decision("thanks", adds_to=facts.latest if recent else None)


def _request(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Keep a wish about a ticket (cancel, reopen, rate) for the coordinator to act on."""
    ticket = _own(facts.named) if reading.tickets else facts.latest
    if ticket is None:
        return _status(reading, facts, action)
    return Decision("request", adds_to=ticket, reply=Reply("TAMBAH_OK", ticket), valid=True)


def _unauthorized(_reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Refuse an officer's command from a citizen; about their own ticket it is information."""
    ticket = _own(facts.named)
    return Decision("not_officer", adds_to=ticket, reply=Reply("BUKANPETUGAS", ticket or "none"))


def _own(ticket: Known | None) -> Known | None:
    """Return *ticket* only to the number that reported it."""
    return ticket if ticket is not None and ticket.mine else None


def _format(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Show how to write; the outcome says what was missing."""
    if action.template == "CEKFORMAT":
        return Decision("no_number", reply=Reply("CEKFORMAT"))
    if action.template == "NILAIFORMAT":
        return Decision("no_score", reply=Reply("NILAIFORMAT", _own(facts.named) or "none"))
    outcome = "no_keyword"
    if reading.intent == "bantuan":
        outcome = "help"
    elif reading.blank:
        outcome = "empty"
    return Decision(outcome, reply=Reply("FORMAT"))


def _only(
    outcome: str, reply: ReplyKind | None = None, *, opted_out: bool | None = None
) -> Callable[[Reading, Facts, Action], Decision]:
    """Return a deed that needs nothing of the message."""
    decision = Decision(
        outcome,
        reply=Reply(reply) if reply else None,
        opted_out=opted_out,
        valid=opted_out is not None,
    )
    return lambda _reading, _facts, _action: decision


_DEEDS: dict[str, Callable[[Reading, Facts, Action], Decision]] = {
    **dict.fromkeys(
        ("create_ticket", "create_ticket_ask_location", "ask_detail", "create_ticket_review",
         "create_ticket_link", "create_ticket_outside", "create_ticket_partial",
         "create_ticket_split", "create_or_reopen", "ticket_and_112", "ticket_alert_no_reply",
         "reply_112", "reply_polite", "privacy_request"), _new,
    ),
    **dict.fromkeys(("cancel", "reopen", "rate", "rate_latest"), _request),
    **dict.fromkeys(("reply_status", "reply_status_latest"), _status),
    **dict.fromkeys(("append_latest", "answer_pending"), _add_latest),
    "append": _add,
    "append_or_ignore": _thanks,
    "dedupe_reack": _repeat,
    "reply_not_found": _not_found,
    "reply_format": _format,
    "reply_format_once": _only("unclear", "FORMAT"),  # once a day: the budget of help
    "reply_privacy": _only("privacy", "PRIVASI"),
    "reply_unauthorized": _unauthorized,
    "opt_out": _only("opt_out", "STOP", opted_out=True),
    "opt_in": _only("opt_in", "MULAI", opted_out=False),
    "ignore_count": _only("empty"),
    "ignore_silent": _only("machine"),
    "ignore_or_forward": _only("other_city"),
    "quarantine_no_reply": _only("spam"),
}  # fmt: skip
"""Action -> deed; every other action is one that the desk cannot do yet."""
