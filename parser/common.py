"""Everyday words of citizens' messages: what is never half of a name, and never a name mistyped."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from sys import intern

from parser.lists import load, words

_FILES = ("categories", "types", "urgency", "wishes", "same", "shorthand")
_WORD = re.compile(r"[a-z]+")
_AFFIXED = re.compile(
    r"(?:mem|men|meng|meny|ber|ter|di(?=[bcdfgjklmnprstuw]))[a-z]{4,}|[a-z]{3,}(?:nya|kan|lah|ne|kah)"
)


@cache
def _uses() -> Counter[str]:
    """Return the words that other rules know, and how often they use each."""
    return Counter(
        word for name in _FILES for table in load(name).values() for word in _words(table)
    )


@cache
def common() -> frozenset[str]:
    """Return the words of common.txt, and all that other rules know."""
    text = (Path(__file__).parent / "data" / "common.txt").read_text("utf-8")
    return frozenset({*_uses(), *map(intern, text.split())})


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _WORD.findall(value.lower())
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


_FREQUENT = {
    word: rank
    for rank, word in enumerate(reversed(load("context")["common"]["frequent"].split()), 1)
}
"""So many messages have these that they tell little; the higher, the less."""


def rarest(phrases: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return one word of each of *phrases*, one that few rules use: without it the phrase is not.

    >>> rarest([("di", "sini", "otomatis")])
    frozenset({'otomatis'})
    """
    return frozenset({min(run, key=rarity) for run in phrases})


def rarest_said(phrases: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the same for phrases of words as they are typed, of which none is left out.

    >>> rarest([("masih", "di", "jalan")]), rarest_said([("masih", "di", "jalan")])
    (frozenset({'jalan'}), frozenset({'masih'}))
    """
    return frozenset({min(run, key=_rarity_said) for run in phrases})


def _rarity_said(word: str) -> tuple[bool, int, int, int]:
    """Return by what typed words are ordered: figures are in most messages."""
    _filler, frequent, uses, size = rarity(word)
    return word.isdigit(), frequent, uses, size


def frequency(word: str) -> int:
    """Return 0 for most words, and for the most common ones the more, the more messages have it."""
    return _FREQUENT.get(word, 0)


def rarity(word: str) -> tuple[bool, int, int, int]:
    """Return by what words are ordered from the rarest in messages to the most common."""
    return word in _filler(), _FREQUENT.get(word, 0), _uses()[word], -len(word)


_LANDS = words(load("context")["places"]["abroad"])
_THERE = words(load("context")["places"]["abroad_in"])
FAR = 3  # words before "di Jepang" that tell of what is there


def abroad(rule: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names of other countries as terms of *rule*."""
    return (((land,), rule) for land in sorted(_LANDS))


def news(said: Sequence[str], lands: Iterable[tuple[int, str]]) -> set[int]:
    """Return where the words stand that only tell of another country: "gempa di Jepang".

    >>> sorted(news("gempa besar di jepang".split(), [(3, "jepang")]))
    [0, 1, 2]
    """
    there = [at - 1 for at, _ in lands if at and said[at - 1] in _THERE]
    return {at - back for at in there for back in range(FAR)}


@cache
def _filler() -> frozenset[str]:
    roles = load("same")["role"]
    return frozenset((*roles["filler"].split(), *roles["light"].split()))


def is_affixed(word: str) -> bool:
    """Tell whether *word* looks like a verb or has a suffix: "memukul", "lampunya", "diperbaiki".

    >>> is_affixed("memukul"), is_affixed("betek"), is_affixed("mojoroto")
    (True, False, False)
    """
    return _AFFIXED.fullmatch(word) is not None
