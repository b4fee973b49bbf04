"""The language of a message, told from Indonesian by words that only it has."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter

from parser.common import common
from parser.lists import load, words
from parser.shorthand import is_word
from parser.stem import minang
from parser.tokens import Token

MIN_ROOT = 4  # letters
_MOST_KEPT = 4096  # words
_ENDINGS = (("nyo", "min", 2), ("na", "su", 1), ("ne", "jv", 1), ("e", "jv", 1))
_SURE = {"keun": "su", "akno": "jv", "ekno": "jv", "uhno": "jv"}
"""End that only words of one language have, whatever stands before it."""
_MINANG = ("uah", "iah", "uak", "iak", "uang", "iang", "uik", "uih", "aik")
"""Ends of Minang words, most of which are Indonesian but for the end: "masuak"."""
_BOTH = ("ba", "ta")
"""Minang and Palu say so for "ber-" and "ter-"."""
_RAW = itemgetter(1)  # of a token
_FOREIGN = "en"
"""So that English is not taken for another: "so quickly"."""
ENOUGH = 2  # points: a strong word gives two, a weak one one


@cache
def points() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return word -> (language, points) of each language that it tells."""
    table: dict[str, list[tuple[str, int]]] = {}
    for language, lists in load("languages").items():
        for name, points in (("strong", 2), ("weak", 1)):
            for word in words(lists[name]):
                table.setdefault(word, []).append((language, points))
    return {word: tuple(found) for word, found in table.items()}


class _Told(dict[str, tuple[tuple[str, int], ...]]):
    """Word as typed -> (language, points) of each language that it tells; forgotten when many."""

    def __missing__(self, raw: str) -> tuple[tuple[str, int], ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[raw] = told = points().get(raw) or _ending(raw)
        return told


TOLD = _Told()


def _ending(raw: str) -> tuple[tuple[str, int], ...]:
    """Return what the end of a word tells, or its beginning.

    That is "its" behind an everyday word ("parkire"), an end that only one language has
    ("didandakno"), and an Indonesian word as Minang says it ("masuak").
    """
    if raw in common() or is_word(raw):
        return ()
    if len(raw) > MIN_ROOT + 1 and raw[-4:] in _SURE:
        return ((_SURE[raw[-4:]], 2),)
    if raw.endswith(_MINANG) and not common().isdisjoint(minang(raw)):
        return (("min", 2),)
    if raw.startswith(_BOTH) and len(raw) > MIN_ROOT + 1 and raw[2:] in common():
        return (("palu", 1), ("min", 1))
    for end, language, told in _ENDINGS:
        root = raw.removesuffix(end)
        if root != raw and len(root) > MIN_ROOT - told and root in common():
            return ((language, told),)
    return ()


def sure(raw: str) -> bool:
    """Tell whether *raw* is surely a word of one of the languages, and so no unknown name."""
    return any(told >= ENOUGH for _language, told in TOLD[raw])


def of(tokens: Sequence[Token]) -> str:
    """Return jv, su, min, palu or kaili; "" for Indonesian or what we do not know.

    >>> from parser.tokens import split
    >>> of(split("dalan rusak, nyuwun tulung")), of(split("jalan rusak, minta tolong"))
    ('jv', '')
    """
    raws = dict.fromkeys(map(_RAW, tokens))  # of two alike, the first wins
    total: dict[str, int] = {}
    twice = _twice(tokens) if len(raws) < len(tokens) else ()
    for raw in filter(TOLD.__getitem__, raws):
        for language, told in TOLD[raw] if raw not in twice else ():
            total[language] = total.get(language, 0) + told
    if not total:
        return ""
    best = max(total, key=total.__getitem__)
    return best if total[best] >= ENOUGH and best != _FOREIGN else ""


def _twice(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the words that are doubled by a mark: "alun-alun" is a square."""
    return frozenset(
        one.raw for one, two in pairwise(tokens) if two.start - one.end == 1 and one.raw == two.raw
    )
