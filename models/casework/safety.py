"""When an answer could endanger who wrote: then officers are told and nothing is sent back. Pure.

DOMAIN.md 6: the phone may be in the hands of the one who beats its owner.
"""

from models.actions import ASKED_H
from models.casework.turn import Turn
from parser.tokens import split

VIOLENCE = "kekerasan"
_AT_HOME = frozenset({
    "suami", "suamiku", "istri", "istriku", "ayah", "ayahku", "mertua", "pacar", "pacarku",
    "mantan", "papa", "kdrt",
})  # fmt: skip
"""Who is likely to see the phone of the one they beat; a neighbour is not."""


def quiet(turn: Turn) -> bool:
    """Tell whether the sender must not be answered: now, or because of what they wrote before.

    What they write in the two days after is not answered either.
    """
    latest = turn.facts.latest
    before = latest is not None and latest.silent and turn.facts.latest_age_h <= ASKED_H
    return before or endangered(turn)


def endangered(turn: Turn) -> bool:
    """Tell whether this very message asks for silence, or tells of violence at home."""
    reading = turn.reading
    if turn.action.name == "ticket_alert_no_reply" or "jangan_balas" in reading.flags:
        return True
    return reading.category == VIOLENCE and at_home(reading.body)


def at_home(words: str) -> bool:
    """Tell whether *words* name somebody of the sender's own household.

    >>> at_home("suami sa mabuk mau bunuh sa"), at_home("tetangga sy nyiksa anaknya")
    (True, False)
    """
    return any(token.word in _AT_HOME for token in split(words))
