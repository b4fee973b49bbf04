"""Which bodies are only spoken to, asked to help or told of it: these are not accused.

"Pak camat, ada pungli di pasar, mohon dishub turun. Saya sudah lapor ke pak lurah" accuses nobody.
"""

from parser.lexicon import Clauses
from parser.lists import beside

_PLEAS = beside("asked", "pleas")
_BEHIND = beside("asked", "behind")
_STRIKES = beside("asked", "strikes")
"""What is asked to be done to who is accused: "tolong tindak petugas kelurahan"."""
_STRUCK = beside("asked", "struck")
"""The same, behind them: "tolong petugas parkir itu ditertibkan"."""
_BY = beside("asked", "by")
_TO = beside("asked", "to")
_TELLS = beside("asked", "tells")
_QUITS = beside("asked", "quits")
_OPENS = beside("asked", "opens")
_HAILS = beside("asked", "hails")
"""Behind these an office is spoken to, else only who holds one: "dishub, pungli lagi"."""
_HOLDERS = beside("asked", "holders")
REACH = 4  # words from a plea to who is asked
FEW = 3  # words from a body to its being struck


def spoken_to(said: Clauses, body: tuple[int, int]) -> bool:
    """Tell whether the *body* between two places is addressed: "Yth pak camat, ..."."""
    words, marks, _typed = said
    start, end = body
    if not _QUITS.isdisjoint(words[end : end + FEW]):
        return False  # "juru parkir, kapan berhenti pungli"
    opening = max((mark for mark in marks if mark <= start), default=0)
    if not _OPENS.issuperset(words[opening:start]):
        return False
    if end < len(words) and words[end] in _BEHIND:
        return True
    stops = end in marks or (end == len(words) and opening > 0)
    called = not (_HOLDERS.isdisjoint(words[start:end]) and _HAILS.isdisjoint(words[opening:start]))
    return stops and called


def helps(said: Clauses, body: tuple[int, int], at: int) -> bool:
    """Tell whether the *body* is asked to act against what is told at the place *at*, or heard it.

    "Ada pungli, mohon dishub turun", "... sudah lapor ke pak lurah".
    """
    words, _marks, typed = said
    start, end = body
    led = words[max(at + 1, start - REACH) : start]
    if not led or not _STRUCK.isdisjoint(typed[end : end + FEW]):
        return False
    if led[-1] in _TO and not _TELLS.isdisjoint(led):
        return True
    plea = next((index for index, word in enumerate(led) if word in _PLEAS), None)
    if plea is None:
        return False
    return led[-1] in _BY or _STRIKES.isdisjoint(led[plea:])
