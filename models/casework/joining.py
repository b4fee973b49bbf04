"""Reports of one thing are joined in an incident, or taken out of it, by a coordinator. Pure."""

from models.casework.case import Actor, Case
from models.casework.effects import Decision, Effect, Happened, Link, Set


def join(case: Case, other: Case, actor: Actor, *, proposed: bool = False) -> Decision:
    """Return that *case* belongs to what *other* tells of; the city hears of it as one.

    *proposed*: it waited for this decision, and need not be read again for it. Refused: ``role``,
    ``same``, ``confidential`` (a secret report stands alone), ``ended``.
    """
    why = _barred(case, other, actor)
    if why:
        return _refuse("link", why, case)
    effects: list[Effect] = [Link(other)]
    if proposed:
        effects.append(Set("review", ""))
    return Decision("linked", tuple(effects), case, valid=True)


def _barred(case: Case, other: Case, actor: Actor) -> str:
    if actor.role != "coordinator":
        return "role"
    if case.id == other.id or (case.incident and case.incident == other.incident):
        return "same"
    if "rahasia" in {case.confidentiality, other.confidentiality}:
        return "confidential"
    return "" if case.open and other.open else "ended"


def split(case: Case, actor: Actor, *, proposed: bool = False) -> Decision:
    """Return that *case* is about something else: out of its incident, or the proposal refused.

    Refused: ``role``, ``same`` when there is neither.
    """
    if actor.role != "coordinator":
        return _refuse("split", "role", case)
    effects: list[Effect] = [Set("incident", 0)] if case.incident else []
    if proposed:
        effects.append(Set("review", ""))
    if not effects:
        return _refuse("split", "same", case)
    return Decision("set", tuple(effects), case, valid=True)


def _refuse(verb: str, why: str, case: Case) -> Decision:
    told = (("verb", verb), ("why", why))
    return Decision("refused", (Happened("refused", told),), case, refused=why)
