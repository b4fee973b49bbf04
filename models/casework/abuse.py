"""Ghosts, spam and machines: counted apart, warned of once; what a block lets through. Pure.

Nothing is dropped for good: what a blocked number sends stays in the inbox and is counted,
emergencies and threats always pass, and BUKA is the appeal.
"""

from dataclasses import replace

from models.casework.effects import Decision, Effect, OpenTicket, Tell
from models.casework.noise import BLOCKED
from models.casework.turn import Turn

WARNED_AT = 2  # ghosts of a day before the one that is answered with a warning
THREAT = "ancaman"


def ghost(turn: Turn, outcome: str, *answer: Tell) -> Decision:
    """Count a message that says nothing; the third of a day gets one polite warning."""
    if answer and turn.facts.ghosts_today == WARNED_AT:
        answer = (turn.answer("PERINGATAN"),)
    return Decision(outcome, answer)


def blocked(turn: Turn) -> bool:
    """Tell whether the sender is blocked now."""
    until = turn.facts.blocked_until
    return until is not None and turn.now < until and not turn.facts.actor.officer


def gate(decision: Decision, turn: Turn) -> Decision:
    """Return what of *decision* remains for a blocked sender: their tickets go on, unanswered."""
    if not blocked(turn) or _passes(decision, turn):
        return decision
    if any(isinstance(effect, OpenTicket) for effect in decision.effects):
        return Decision(BLOCKED)
    kept = tuple(effect for effect in decision.effects if not _answers(effect))
    return replace(decision, effects=kept) if kept else Decision(BLOCKED)


def _answers(effect: Effect) -> bool:
    return isinstance(effect, Tell) and effect.to == "sender"


def _passes(decision: Decision, turn: Turn) -> bool:
    """Tell whether a blocked sender is heard all the same: danger, or an appeal."""
    opened = (effect for effect in decision.effects if isinstance(effect, OpenTicket))
    urgent = any(t.urgency == "darurat" or t.silent or t.subtype == "hapus_data" for t in opened)
    appeal = turn.reading.intent == "buka" and turn.own is not None
    return urgent or appeal or THREAT in turn.reading.flags
