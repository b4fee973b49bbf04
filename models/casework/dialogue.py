"""Answers to what we asked: where, what exactly, is it done, how was it; and mixed commands."""

from dataclasses import replace

from models.actions import FRESH_H
from models.casework import clocking, deeds, report
from models.casework.case import Case
from models.casework.effects import (
    Decision,
    Effect,
    Happened,
    Move,
    Note,
    OpenTicket,
    Set,
)
from models.casework.turn import Turn, reply
from parser.followups import corrects
from parser.tokens import split
from parser.words import COMMANDS

DETAIL, CLOSING, SCORE = "lengkapi", "penutupan", "nilai"
"""Questions of Facts.pending whose answers are more than words to keep."""


LOW, LOW_RATING = 2, "low_rating"
"""A score up to it, and the review that it asks for."""

_CHANGING = frozenset({"batal", "buka", "nilai"})
"""Commands that change a ticket: two of them in one SMS contradict each other."""

_SCORE_WORDS = 3  # "saya beri 4"
_SHORTEST = 5  # digits of what may be a ticket number


def waits(question: str, case: Case) -> bool:
    """Tell whether *question* (as in Facts.pending) about *case* has not been answered yet."""
    if question == CLOSING:
        return case.state in {"done", "closed"}
    if question == SCORE:
        return case.state in {"done", "closed"} and not case.rating
    return case.state == "held"


def answered(turn: Turn) -> Decision:
    """Take an answer to the question that waits."""
    case = turn.meant
    if case is None:
        return report.open_report(turn)
    if turn.reading.score is not None and turn.reading.intent == "nilai":
        return _reasoned(turn, rated(turn, case, turn.reading.score))
    if turn.reading.intent == "nilai":
        return judged(turn, case)
    denied = turn.facts.pending == SCORE and turn.reading.answer == "belum"
    if turn.facts.pending == CLOSING or turn.reading.intent == "buka" or denied:
        return _closing(turn, case)
    if too_secret(turn, case):
        return report.open_report(turn)
    return _told(turn, case)


def too_secret(turn: Turn, case: Case) -> bool:
    """Tell whether the message must be secret, and so is no addition to a ticket that is not."""
    if case.confidentiality == "rahasia":
        return False
    charged = {"aparatur", "rahasia"}.issubset(turn.reading.flags)
    return charged or turn.sop.category(turn.reading.category).confidential


def rated(turn: Turn, case: Case, score: int) -> Decision:
    """Keep a score; with it the reporter has said that a finished ticket may be closed.

    A low one a coordinator should read.
    """
    decision = deeds.rate(case, score, turn.sop, turn.now)
    if decision.refused:
        return decision
    low = (Set("review", LOW_RATING),) if score <= LOW else ()
    closes = _closed(case, LOW_RATING if low else "rated") if case.state == "done" else ()
    return replace(decision, effects=(*decision.effects, *low, *closes))


def _reasoned(turn: Turn, decision: Decision) -> Decision:
    """Keep the reason beside a score that was given with one."""
    if decision.refused or len(turn.words.split()) <= _SCORE_WORDS:
        return decision
    return replace(decision, effects=(*decision.effects, Note("addition")))


def judged(turn: Turn, case: Case) -> Decision:
    """Keep a judgment without a figure, "puas sekali", and ask for one: a score is never guessed.

    Discontent a coordinator should read even if no figure comes.
    """
    low = (Set("review", LOW_RATING),) if turn.reading.answer == "tidak" else ()
    effects = (Note("addition"), *low, reply("NILAIFORMAT", case))
    return turn.about("judged", case, *effects, valid=True)


def _closed(case: Case, why: str) -> tuple[Effect, ...]:
    return (*clocking.settled(case, "met"), Move("closed", "close", why))


def _closing(turn: Turn, case: Case) -> Decision:
    """Close a finished ticket on "sudah", open it again on "belum"."""
    if turn.reading.answer != "ya":
        return deeds.reopen(case, turn.sop, turn.now, turn.words)
    if case.state == "done":
        return turn.about("confirmed", case, *_closed(case, "confirmed"), reply("NILAI", case))
    if case.state == "closed" and not case.rating:
        return turn.about("confirmed", case, reply("NILAI", case))
    return turn.about("thanks", case, Note("addition"), valid=False)


def _told(turn: Turn, case: Case) -> Decision:
    """Let a ticket that waited for its reporter go on with what they told."""
    if case.state != "held":
        return added(turn, case)
    decision = deeds.answer(case, turn.sop, turn.now, turn.words)
    learnt = learn(turn, case, about=turn.facts.pending == DETAIL)
    return replace(decision, effects=(*learnt, *decision.effects, *_forward(turn, case, learnt)))


def _forward(turn: Turn, case: Case, learnt: tuple[Set, ...]) -> tuple[Effect, ...]:
    """Return the assignment of a new ticket whose place or subject is now known."""
    if case.held_from not in {None, "new"} or case.tasks or not learnt:
        return ()
    known: dict[str, str | int] = {change.column: change.value for change in learnt}
    ticket = OpenTicket(
        case.type,
        str(known.get("category", case.category)),
        case.urgency,
        case.confidentiality,
        subtype=case.subtype,
        area=str(known.get("area", case.area)),
        accused=case.accused,
    )
    steps = report.forward(turn.sop, ticket)
    return (*steps, *clocking.met(case, "verify")) if steps else ()


def added(turn: Turn, case: Case) -> Decision:
    """Add the message to its sender's own ticket, and what it says of the place.

    Who asks with it to be hidden hides the ticket before anybody reads on.
    """
    wishes = [flag for flag in turn.reading.flags if flag in report.LEVELS]
    level = max((case.confidentiality, *wishes), key=report.LEVELS.index)
    hides = (Set("confidentiality", level),) if level != case.confidentiality else ()
    case = replace(case, confidentiality=level) if hides else case
    decision = deeds.add(case, turn.sop, turn.now, turn.words)
    return replace(decision, effects=(*hides, *learn(turn, case), *decision.effects))


def continued(turn: Turn) -> Decision:
    """Add to the last report, or mend it soon after: "maaf, maksudnya jl Semeru"."""
    case = turn.facts.latest
    if case is None:
        return report.open_report(turn)
    if turn.facts.latest_age_h > FRESH_H or not corrects(turn.words):
        return added(turn, case)
    decision = deeds.add(case, turn.sop, turn.now, turn.words)
    effects = tuple(
        Note("correction", effect.text) if isinstance(effect, Note) else effect
        for effect in decision.effects
    )
    return replace(decision, effects=(*learn(turn, case, mends=True), *effects))


def learn(turn: Turn, case: Case, *, about: bool = False, mends: bool = False) -> tuple[Set, ...]:
    """Return what the message tells of the ticket's area, and *about* what it is.

    What was known stays, unless the message *mends* it.
    """
    if not case.open:
        return ()
    learnt: list[Set] = []
    if turn.area and turn.area != case.area and (mends or not case.area):
        learnt.append(Set("area", turn.area))
    category = turn.reading.category
    if about and case.category == "lainnya" and category not in {"", "lainnya"}:
        learnt.append(Set("category", category))
    return tuple(learnt)


def mixed(turn: Turn) -> bool:
    """Tell whether one SMS holds several commands, or one command for several tickets."""
    tokens = [token.raw for token in split(turn.words)]
    numbers = [len(raw) >= _SHORTEST and raw.isdigit() for raw in tokens]
    verbs = [COMMANDS.get(raw) in _CHANGING - {turn.reading.intent} for raw in tokens]
    several = len(turn.reading.tickets) > 1
    return several or (any(numbers) and (any(verbs) or numbers[0]))


def refuse_mixed(turn: Turn) -> Decision:
    """Change nothing, keep the words, and ask for one command at a time."""
    case = turn.own
    if case is None:
        return Decision("contradiction", (turn.answer("SATU"),))
    refused = Happened("refused", (("verb", turn.reading.intent), ("why", "contradiction")))
    effects = (refused, Note("addition"), reply("SATU", case))
    return turn.about("contradiction", case, *effects, valid=False)
