"""Pairs of words that name a category together, wherever they stand: "tutup ... selokan"."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress

from parser import lexicon
from parser.common import rarity
from parser.lexicon import MAX_WORDS, View
from parser.sites import landmark

Hit = tuple[int, int, tuple[tuple[str, str], ...]]  # index, words, (category, kind) pairs

BOTH = "both"  # the kind "word & word"
NEAR = 8  # words between the two of a pair
_POLLUTED = frozenset({"lingkungan"})
"""A river behind a factory is so because of it."""


@cache
def _pairs() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return word -> (another word, the category that both together name)."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for name, rules in lexicon.table("categories").items():
        for first, _, other in lexicon.listed(rules.get(BOTH, "")):
            pairs.setdefault(lexicon.fold(first), []).append((lexicon.fold(other), name))
    return {word: tuple(others) for word, others in pairs.items()}


@cache
def _partners() -> dict[str, frozenset[str]]:
    """Return word -> the other words of its pairs."""
    return {word: frozenset(other for other, _ in others) for word, others in _pairs().items()}


@cache
def _rarer() -> dict[str, frozenset[str]]:
    """Return the word of each pair that fewer messages have -> the others of its pairs."""
    found: dict[str, set[str]] = {}
    for word, others in _partners().items():
        for other in others:
            rare, common = sorted((word, other), key=rarity)
            found.setdefault(rare, set()).add(common)
    return {rare: frozenset(others) for rare, others in found.items()}


@cache
def _others() -> frozenset[str]:
    return frozenset().union(*_rarer().values())


_MAY_PAIR = lexicon.waits_for(_rarer)
_PAIRED = lexicon.waits_for(_others)


def may_pair(view: View) -> bool:
    """Tell whether both words of a pair are in a message."""
    if not (view.told & _MAY_PAIR and view.told & _PAIRED):
        return False
    rarer, core = _rarer(), view.core
    return not all(rarer[word].isdisjoint(core) for word in filter(rarer.__contains__, core))


def paired(
    view: View, hits: Sequence[Hit], seen: set[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (category, pair) of the pairs whose words are near each other, no mark between them.

    *hits* are the terms of *view*; those *seen*, to which the pairs are added, count once.
    """
    core, partners = view.core, _partners()
    for index in compress(range(len(core)), map(partners.__contains__, core)):
        word = core[index]
        if partners[word].isdisjoint(core):
            continue
        common = partners[word].intersection(core)
        for other, name in [pair for pair in _pairs()[word] if pair[0] in common]:
            if not seen.isdisjoint(((word, other), (other, word))):
                continue
            start, end = _clause(view, index)
            near = range(max(start, index - NEAR), min(end, index + NEAR + 1, len(core)))
            found = [at for at in near if core[at] == other]
            if name not in _POLLUTED and any(landmark(view, at) for at in (index, *found[:1])):
                continue
            if found and _void(hits).isdisjoint((index, found[0])):
                seen.add((word, other))
                yield name, (word, other)


def _void(hits: Sequence[Hit]) -> frozenset[int]:
    """Return where words stand that say nothing: "siang bolong" is no hole."""
    void = ((index, size) for index, size, pairs in hits if not pairs[0][0])
    return frozenset(at for index, size in void for at in range(index, index + size))


def _clause(view: View, index: int) -> tuple[int, int]:
    """Return where the part of a message around *index* begins and ends; a short one is one."""
    joints = view.joints if len(view.core) > NEAR else ()
    after = bisect_right(joints, index)
    return joints[after - 1] if after else 0, joints[after] if after < len(joints) else MAX_WORDS
