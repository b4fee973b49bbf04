"""What a message is about: the category whose words weigh most, the thing before the place."""

from collections.abc import Sequence
from functools import cache, lru_cache

from parser import lexicon
from parser.lexicon import Terms, View
from parser.reading import Why
from parser.tokens import Token

OTHER = "lainnya"
WEIGHTS = {"certain": 12, "strong": 8, "object": 6, "place": 5, "sign": 3, "hint": 1}
ASIDE = {12: 9, 8: 4, 6: 3, 5: 1, 3: 3, 1: 1}
"""Weight -> what is left of it where the word only says where something is."""
TOGETHER = 3  # for an object and a sign of the same category
ENOUGH = 3  # less says nothing


@cache
def _terms() -> Terms:
    """Return term -> its (category, weight) pairs."""
    pairs: dict[tuple[str, ...], dict[str, int]] = {}
    for name, rules in lexicon.table("categories").items():
        for kind, text in rules.items():
            for term in lexicon.listed(text):
                folded = tuple(lexicon.fold(word) for word in term)
                weights = pairs.setdefault(folded, {})
                weights[name] = max(weights.get(name, 0), WEIGHTS[kind])
    return lexicon.compiled((term, tuple(weights.items())) for term, weights in pairs.items())


@cache
def _order() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(lexicon.table("categories"))}


def of(tokens: Sequence[Token], why: list[Why] | None = None) -> str:
    """Return the category of a message, "lainnya" when nothing speaks."""
    points, words = _weigh(lexicon.view(tokens))
    best = _best(points)
    if why is not None and best != OTHER:
        why.append(Why(f"category {best}", ", ".join(words[best])))
    return best


def several(tokens: Sequence[Token]) -> bool:
    """Tell whether two different problems, each named for certain, are joined in one message."""
    points, _ = _weigh(lexicon.view(tokens))
    strong = sorted(points.values(), reverse=True)
    return len(strong) > 1 and strong[1] >= WEIGHTS["certain"]


def _best(points: dict[str, int]) -> str:
    order = _order()
    ranked = [(-weight, order[name], name) for name, weight in points.items() if weight >= ENOUGH]
    return min(ranked)[2] if ranked else OTHER


@lru_cache(maxsize=8)
def _weigh(view: View) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Return category -> its points and its words."""
    points: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    things: set[str] = set()
    signs: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for index, size, pairs in lexicon.found(_terms(), view.core):
        term = view.core[index : index + size]
        if term in seen:
            continue
        seen.add(term)
        for name, weight in pairs:  # type: ignore[attr-defined]
            value = ASIDE[weight] if view.aside[index] else weight
            points[name] = points.get(name, 0) + value
            words.setdefault(name, []).append(" ".join(term))
            if weight == WEIGHTS["sign"]:
                signs.add(name)
            elif not view.aside[index]:
                things.add(name)
    for name in things & signs:
        points[name] += TOGETHER
    return points, words
