"""What one message does to the city's desk: a reading and the facts in, a decision out. Pure.

suggest() names the deed, the table below does it. Safe principle (DOMAIN.md 4.1): losing a report
is worse than a wrong ticket, so whatever names no ticket of the sender's and has words becomes a
report of its own.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from models.casework import abuse, citizen, dialogue, officer, report, safety
from models.casework.citizen import MISSES_AN_HOUR
from models.casework.effects import Decision, Effect, OpenTicket, Tell
from models.casework.facts import Facts
from models.casework.scene import WORKERS
from models.casework.turn import Turn
from models.suggest import suggest
from parser.reading import Reading
from parser.sentences import SENTENCE

__all__ = ["MISSES_AN_HOUR", "Decision", "Facts", "decide", "suggest"]

_CITIZENS = frozenset({"batal", "buka", "cek", "terima_kasih"})
"""What an officer's sentence may be of their own report, besides words that are added to it."""

Deed = Callable[[Turn], Decision]


def decide(reading: Reading, facts: Facts, now: datetime) -> Decision:
    """Return what the message read as *reading* does, given *facts* at *now* (aware, UTC)."""
    if SENTENCE in reading.flags and _as_citizen(facts):
        reading = reading.but(intent=_plainly(reading), tickets=reading.tickets[:1])
    action = suggest(reading, facts.context())
    taken = (action.intent, action.flags, action.answer, action.score)
    if taken != (reading.intent, reading.flags, reading.answer, reading.score):
        intent, flags, answer, score = taken
        reading = reading.but(intent=intent, flags=flags, answer=answer, score=score)
    if facts.actor.officer and reading.intent.startswith("petugas_"):
        return officer.decide(reading, facts, action, now)
    turn = Turn(reading, facts, action, now)
    decision = abuse.gate(_DEEDS.get(action.name, report.open_report)(turn), turn)
    kept = tuple(effect for effect in decision.effects if not _muted(effect, decision, turn))
    return decision if len(kept) == len(decision.effects) else replace(decision, effects=kept)


def _as_citizen(facts: Facts) -> bool:
    """Tell whether an officer writes of a report of their own that is not their agency's task."""
    case, actor = facts.named, facts.actor
    if case is None or not case.mine or actor.role not in WORKERS:
        return False
    return case.task_of(actor.agency) is None


def _plainly(reading: Reading) -> str:
    """Return the intent that an officer's sentence would have of a citizen."""
    said = (flag.removeprefix(f"{SENTENCE}_") for flag in reading.flags if flag != SENTENCE)
    return next((intent for intent in said if intent in _CITIZENS), "tambah")


def _muted(effect: Effect, decision: Decision, turn: Turn) -> bool:
    """Tell whether *effect* is an answer that must not be given: to nobody, or into danger."""
    if not isinstance(effect, Tell) or effect.to != "sender":
        return False
    case = effect.case or decision.case
    silent = any(isinstance(one, OpenTicket) and one.silent for one in decision.effects)
    secret = silent or (case is not None and case.silent)
    return secret or not turn.facts.known_sender or safety.quiet(turn)


def _count(outcome: str) -> Deed:
    """Return a deed that only counts the message."""
    return lambda _turn: Decision(outcome)


def _help_once(turn: Turn) -> Decision:
    """Show a message that says little how to write; once a day, by the budget of help."""
    return abuse.ghost(turn, "unclear", turn.answer("FORMAT"))


def _privacy(turn: Turn) -> Decision:
    return Decision("privacy", (turn.answer("PRIVASI"),))


_DEEDS: dict[str, Deed] = {
    **dict.fromkeys(
        ("create_ticket", "create_ticket_ask_location", "ask_detail", "create_ticket_review",
         "create_ticket_link", "create_ticket_outside", "create_ticket_partial",
         "create_ticket_split", "create_or_reopen", "ticket_and_112", "ticket_alert_no_reply",
         "reply_112", "reply_polite"), report.open_report,
    ),
    **dict.fromkeys(("rate", "rate_latest"), citizen.rate),
    **dict.fromkeys(("reply_status", "reply_status_latest"), citizen.status),
    **dict.fromkeys(("opt_out", "opt_in"), citizen.updates),
    "append": citizen.add,
    "append_latest": dialogue.continued,
    "append_or_ignore": citizen.thanks,
    "answer_pending": dialogue.answered,
    "cancel": citizen.cancel,
    "reopen": citizen.reopen,
    "dedupe_reack": citizen.repeat,
    "privacy_request": report.ask_erasure,
    "reply_not_found": citizen.no_ticket,
    "reply_format": citizen.show_how,
    "reply_format_once": _help_once,
    "reply_privacy": _privacy,
    "reply_unauthorized": citizen.not_officer,
    "ignore_count": lambda turn: abuse.ghost(turn, "empty"),
    "ignore_silent": _count("machine"),
    "ignore_or_forward": _count("other_city"),
    "quarantine_no_reply": _count("spam"),
}  # fmt: skip
"""Action -> deed; an action that nobody wrote a deed for makes a report."""
