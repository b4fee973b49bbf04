"""Wishes and doubts told in any words: classes of words of wishes.toml that stand near each other.

A build ("nama* > jangan > tulis") names the classes; each has the words of all five languages.
Most messages lack the words of each class with a star, which costs one look at a number.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, product
from typing import NamedTuple

from parser import frames, lexicon
from parser.common import rarest
from parser.frames import NEAR, REACH
from parser.lexicon import View
from parser.trees import Terms

MOST_PLACES = 6  # of one class that a build tries


class Build(NamedTuple):
    """Classes that together give a flag."""

    flag: str
    classes: tuple[str, ...]
    ordered: bool  # they stand in this order
    reach: tuple[int, ...]  # words between each and the one before
    bits: int  # of the classes
    key: str  # the class without whose words nothing else is looked at
    others: tuple[frozenset[str], ...]  # one word of each term of each other class


@cache
def _builds() -> tuple[Build, ...]:
    return tuple(
        _build(flag, words)
        for flag, text in lexicon.table("builds")["build"].items()
        for words in lexicon.listed(text)
    )


@cache
def _keyed() -> dict[str, tuple[Build, ...]]:
    """Return class with a star -> its builds."""
    return {key: tuple(b for b in _builds() if b.key == key) for key in {b.key for b in _builds()}}


@cache
def _bits() -> dict[str, int]:
    """Return class -> its bit."""
    return {name: 1 << rank for rank, name in enumerate(_rarest())}


def _build(flag: str, words: Sequence[str]) -> Build:
    key = next(word.rstrip("*") for word in words if word.endswith("*"))
    classes = tuple(word.rstrip("*") for word in words[::2])
    reach = (NEAR, *(REACH[sign] for sign in words[1::2]))
    others = tuple(sorted((_rarest()[name] for name in classes if name != key), key=len))
    bits = sum(_bits()[name] for name in set(classes))
    return Build(flag, classes, "+" not in words, reach, bits, key, others)


def _terms() -> Terms[str]:
    return frames.terms_of("wishes")


@cache
def _rarest() -> dict[str, frozenset[str]]:
    """Return class -> one word of each of its terms."""
    terms: dict[str, list[tuple[str, ...]]] = {}
    for term, names in _terms().all().items():
        for name in names:
            terms.setdefault(name, []).append(term)
    return {name: rarest(listed) for name, listed in terms.items()}


@cache
def _keys() -> dict[str, tuple[tuple[frozenset[str], ...], ...]]:
    """Return one word of each term of a class with a star -> what else its builds wait for."""
    keys: dict[str, dict[tuple[frozenset[str], ...], None]] = {}
    for build in _builds():
        for word in _rarest()[build.key]:
            keys.setdefault(word, {})[build.others] = None
    return {word: tuple(others) for word, others in keys.items()}


MAY = lexicon.waits_for(_keys)
"""Without this bit of lexicon.View no build stands."""


def likely(view: View) -> bool:
    """Tell whether a message has a word of each class of some build."""
    keys, words = _keys(), view.words
    for word in filter(keys.__contains__, words):
        for others in keys[word]:
            for other in others:
                if other.isdisjoint(words):
                    break  # a loop and no any(all()): few messages come further
            else:
                return True
    return False


def found(view: View) -> Iterator[tuple[str, str]]:
    """Yield (flag, words) of each build that stands in a message.

    >>> from parser.tokens import split
    >>> list(found(lexicon.view(split("jangan ditulis nama saya"))))
    [('anonim', 'jangan tulis nama')]
    """
    if view.told & MAY and likely(view):
        yield from _standing(view)


def _standing(view: View) -> Iterator[tuple[str, str]]:
    at = frames.places(_terms(), view.words)
    lacking = ~sum([_bits()[name] for name in at])
    for build in chain.from_iterable(filter(None, map(_keyed().get, at))):
        if build.bits & lacking:
            continue  # most builds
        for spots in product(*[at[name][-MOST_PLACES:] for name in build.classes]):
            if frames.together(spots, ordered=build.ordered, reach=build.reach):
                said = " ".join(w for one, end in sorted(spots) for w in view.words[one:end])
                yield build.flag, said
                break
