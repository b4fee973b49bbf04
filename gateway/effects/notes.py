"""Words beside a ticket, and events that change nothing."""

from gateway.effects.work import Work
from models.casework.effects import Happened, Note

_VERBS = {
    "addition": "added", "late_part": "added", "correction": "added", "conflict": "conflict",
    "question": "asked", "answer": "answered", "officer": "noted",
}  # fmt: skip
"""Kind -> verb of the event; any other kind belongs to what the decision does, else is noted."""


def note(work: Work, effect: Note) -> None:
    """Keep words, sealed, with the event that brought them."""
    case = work.subject(effect.case)
    verb = _VERBS.get(effect.kind)
    if verb is not None:
        work.happen(case.id, verb)
    elif not work.has_event(case.id):
        work.happen(case.id, "noted", {"kind": effect.kind})
    work.note(case.id, effect.kind, effect.text or work.origin.text)


def happened(work: Work, effect: Happened) -> None:
    """Leave an event alone; without a ticket there is no chain that it could stand in."""
    case = effect.case or work.case
    if case is not None:
        work.happen(case.id, effect.verb, dict(effect.data))
