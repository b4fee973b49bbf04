"""What one message does to the city's desk: a reading and the facts in, a decision out. Pure.

suggest() names the deed; decide() does what of it the desk can do today. Safe principle (DOMAIN.md
4.1): losing a report is worse than a wrong ticket, so whatever names no ticket of the sender's and
has words becomes a report of its own.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from models.actions import REOPENABLE_H, Action
from models.casework.case import Case
from models.casework.clocking import span_of
from models.casework.effects import (
    Decision,
    Effect,
    Happened,
    Note,
    OpenTicket,
    Person,
    StartClock,
    Tell,
)
from models.casework.facts import Facts
from models.clocks import due
from models.suggest import suggest
from parser.reading import Reading

__all__ = ["Decision", "Facts", "decide", "suggest"]

MISSES_AN_HOUR = 5
"""Wrong ticket numbers an hour from one number; then silence, so that nobody can try them all."""


def decide(reading: Reading, facts: Facts, now: datetime) -> Decision:
    """Return what the message read as *reading* does, given *facts* at *now* (aware, UTC)."""
    action = suggest(reading, facts.context())
    reading = replace(reading, intent=action.intent, flags=action.flags)
    decision = _DEEDS.get(action.name, _safe)(reading, facts, action)
    effects = (*decision.effects, *_clocks(decision, facts, now))
    if not facts.known_sender:
        effects = tuple(effect for effect in effects if not isinstance(effect, Tell))
    return replace(decision, effects=effects)


def _clocks(decision: Decision, facts: Facts, now: datetime) -> tuple[StartClock, ...]:
    """Return the first deadline of a ticket that is opened."""
    for effect in decision.effects:
        if isinstance(effect, OpenTicket) and (span := span_of(facts.sop, "verify", effect)):
            return (StartClock("verify", due(now, span, facts.sop.calendar)),)
    return ()


def _reply(kind: str, reading: Reading, case: Case | None = None, *, new: bool = False) -> Tell:
    """Answer the sender about *case*, the new ticket, or none: then with the number written."""
    lane: Literal["urgent", "ack"] = "urgent" if kind == "DARURAT" else "ack"
    asked = reading.tickets if case is None and not new else ()
    fields = (("no", asked[0].digits),) if asked else ()
    return Tell(kind, fields=fields, lane=lane, case=case, subject=new or case is not None)


def _about(  # noqa: PLR0913 - the parts of a decision
    outcome: str,
    case: Case,
    reading: Reading,
    kind: str,
    *effects: Effect,
    valid: bool = False,
) -> Decision:
    """Return a decision about *case* that answers with *kind*."""
    return Decision(outcome, (*effects, _reply(kind, reading, case)), case, valid=valid)


def _safe(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Keep the words of what the desk cannot do yet: on the own ticket, or on a new one."""
    ticket = _own(facts.named)
    if ticket is not None:
        return _about("request", ticket, reading, "TAMBAH_OK", Note("addition"), valid=True)
    if reading.tickets and not reading.body.strip():
        return _status(reading, facts, action)
    return _open(reading, facts, action, review="not_done")


def _new(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Open a ticket and answer with the action's text."""
    return _open(reading, facts, action)


def _open(reading: Reading, facts: Facts, action: Action, review: str = "") -> Decision:
    """Open a ticket; *review* says why a person must look, else the facts and the action do."""
    ticket = OpenTicket(
        reading.type,
        reading.category or "lainnya",
        reading.urgency,
        _confidentiality(reading),
        _review(reading, facts) or review or _REVIEWS.get(action.name, ""),
        tuple(flag for flag in reading.flags if not flag.startswith("pii:")),
        subtype=reading.subtype,
        area=next((place.code for place in reading.places if place.code), ""),
        silent=action.name == "ticket_alert_no_reply",  # an answer could endanger the reporter
    )
    template = action.template if action.template in _FOR_NEW else "TERIMA"
    if template == "TERIMA" and ticket.confidentiality == "rahasia":
        template = "TERIMA_RAHASIA"
    if ticket.silent:
        return Decision("ticket", (ticket,), valid=True)
    return Decision("ticket", (ticket, _reply(template, reading, new=True)), valid=True)


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
    return _about("repeated", facts.repeated, reading, "TERIMA_ULANG", Happened("repeated"))


def _status(reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Tell the state of the named ticket, or of the newest; foreign and wrong numbers alike."""
    ticket = _own(facts.named) if reading.tickets else facts.latest
    if ticket is not None:
        return _about("status", ticket, reading, "STATUS", valid=True)
    if not reading.tickets:
        return Decision("no_ticket", (_reply("FORMAT", reading),))
    if facts.misses >= MISSES_AN_HOUR:
        return Decision("not_found")
    return Decision("not_found", (_reply("TAKADA", reading),))


def _add(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Add words to the sender's own ticket; to any other, open a report so nothing is lost."""
    ticket = _own(facts.named)
    if ticket is None:
        if not reading.body.strip():
            return _status(reading, facts, action)
        return _open(reading, facts, action, review="added_to_foreign_ticket")
    if not reading.body.strip():
        return _about("added_nothing", ticket, reading, "LENGKAPI")
    return _about("added", ticket, reading, "TAMBAH_OK", Note("addition"), valid=True)


def _not_found(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Refuse a wrong number; words that came with it are a report."""
    return (_add if reading.intent == "tambah" else _status)(reading, facts, action)


def _add_latest(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Add words to the sender's newest ticket: a correction, or the answer to our question."""
    ticket = facts.latest
    if ticket is None:
        return _open(reading, facts, action)
    outcome = "answered" if action.name == "answer_pending" else "added"
    return _about(outcome, ticket, reading, "TAMBAH_OK", Note("addition"), valid=True)


def _thanks(_reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Keep thanks beside the ticket they are for; nobody is answered."""
    if facts.latest is None or facts.latest_age_h > REOPENABLE_H:
        return Decision("thanks")
    return Decision("thanks", (Note("addition"),), facts.latest)


def _request(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Keep a wish about a ticket (cancel, reopen, rate) for the coordinator to act on."""
    ticket = _own(facts.named) if reading.tickets else facts.latest
    if ticket is None:
        return _status(reading, facts, action)
    return _about("request", ticket, reading, "TAMBAH_OK", Note("addition"), valid=True)


def _unauthorized(reading: Reading, facts: Facts, _action: Action) -> Decision:
    """Refuse an officer's command from a citizen; about their own ticket it is information."""
    ticket = _own(facts.named)
    if ticket is None:
        return Decision("not_officer", (_reply("BUKANPETUGAS", reading),))
    return _about("not_officer", ticket, reading, "BUKANPETUGAS", Note("addition"))


def _own(ticket: Case | None) -> Case | None:
    """Return *ticket* only to the number that reported it."""
    return ticket if ticket is not None and ticket.mine else None


def _format(reading: Reading, facts: Facts, action: Action) -> Decision:
    """Show how to write; the outcome says what was missing."""
    if action.template == "CEKFORMAT":
        return Decision("no_number", (_reply("CEKFORMAT", reading),))
    if action.template == "NILAIFORMAT":
        return Decision("no_score", (_reply("NILAIFORMAT", reading, _own(facts.named)),))
    outcome = "no_keyword"
    if reading.intent == "bantuan":
        outcome = "help"
    elif reading.blank:
        outcome = "empty"
    return Decision(outcome, (_reply("FORMAT", reading),))


def _only(
    outcome: str, reply: str = "", *effects: Effect
) -> Callable[[Reading, Facts, Action], Decision]:
    """Return a deed that needs nothing of the message."""
    answer = (Tell(reply, lane="ack", subject=False),) if reply else ()
    decision = Decision(outcome, (*effects, *answer), valid=bool(effects))
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
    "opt_out": _only("opt_out", "STOP", Person("opt_out")),
    "opt_in": _only("opt_in", "MULAI", Person("opt_in")),
    "ignore_count": _only("empty"),
    "ignore_silent": _only("machine"),
    "ignore_or_forward": _only("other_city"),
    "quarantine_no_reply": _only("spam"),
}  # fmt: skip
"""Action -> deed; every other action is one that the desk cannot do yet."""
