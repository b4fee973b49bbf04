"""Strangers' messages told by what stands in them together: shops, candidates, false aid, lenders.

A build (data/adverts.toml) names classes of words; so many of them in one message, and no word of
who complains or asks, are an advert, be there a number to call or not.
"""

from collections.abc import Sequence, Set
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parser.common import rarest
from parser.lists import Phrases, load
from parser.lists import words as listed
from parser.shorthand import plain

POINTS = 12  # more than any words of a report take away
_ALL = "all"
_UNSEEN = 3  # classes that are no words: the key, the price, how to reach whom
_NUMBERED = frozenset({"nomor", "no"})


class Build(NamedTuple):
    """One kind of advert."""

    name: str
    key: Phrases  # one of these is in it
    need: int  # classes, the key's among them
    must: frozenset[str]  # classes that may not miss
    either: frozenset[str]  # one of these may not miss
    classes: dict[str, frozenset[str]]
    against: frozenset[str]
    pained: bool  # it may say that something is wrong


@cache
def _builds() -> tuple[Build, ...]:
    return tuple(_build(name, table) for name, table in load("adverts").items() if name != _ALL)


def _build(name: str, table: dict[str, object]) -> Build:
    like = load("adverts")[str(table.get("like", name))]
    classes, against, keys = like["class"], like["against"], table["key"]
    need = table["need"]
    assert isinstance(classes, dict) and isinstance(against, dict)
    assert isinstance(keys, list) and isinstance(need, int)
    key = Phrases([plain(word) for word in text.split()] for text in keys)
    must = frozenset(str(table.get("must", "")).split())
    parts = {part: listed(text) for part, text in classes.items()}
    pained = bool(table.get("pained"))
    unless = listed(against["words"])
    if not table.get("alone"):
        unless |= listed(load("adverts")[_ALL]["words"])
    either = frozenset(str(table.get("any", "")).split())
    return Build(name, key, need, must, either, parts, unless, pained)


@cache
def signs() -> frozenset[str]:
    """Return the words without which no message is of one of the builds."""
    return frozenset().union(*map(_signs, _builds()))


def _signs(build: Build) -> frozenset[str]:
    """Return one word of each key of *build*, no figure: those are in too many messages."""
    return rarest(tuple(word for word in key if not word.isdigit()) for key in build.key)


@cache
def _by_sign() -> dict[str, tuple[Build, ...]]:
    """Return a word of signs() -> the builds that it may be of."""
    return {word: tuple(build for build in _builds() if word in _signs(build)) for word in signs()}


def may_be(said: Set[str]) -> bool:
    """Tell whether a message with the words *said* may be an advert."""
    signs = _by_sign()
    return any(
        build.against.isdisjoint(said)
        and sum(not known.isdisjoint(said) for known in build.classes.values()) + _UNSEEN
        >= build.need
        for word in signs.keys() & said
        for build in signs[word]
    )


def of(words: Sequence[str], *, paid: bool, reached: bool, pained: bool = False) -> str:
    """Return which kind of advert *words* are and by what, or ''.

    *paid*: a sum is named; *reached*: a number to call, an account or a link; *pained*: something
    is wrong.

    >>> of("grand opening salon ayu disc 40 tunjukkan sms ini".split(), paid=True, reached=False)
    'shop grand opening'
    """
    for build in _builds():
        found = build.key.find(words) if build.pained or not pained else []
        if found and build.against.isdisjoint(words) and _stands(build, words, paid, reached):
            return f"{build.name} {' '.join(found[0])}"
    return ""


def _stands(build: Build, words: Sequence[str], paid: bool, reached: bool) -> bool:
    """Tell whether enough classes of *build* are in a message."""
    said = {name for name, known in build.classes.items() if not known.isdisjoint(words)}
    said |= {name for name, is_there in (("price", paid), ("reach", reached)) if is_there}
    if "rank" in build.either and _ranked(words):
        said.add("rank")
    lacking = not build.must <= said or (build.either and build.either.isdisjoint(said))
    return not lacking and len(said) + 1 >= build.need


def _ranked(words: Sequence[str]) -> bool:
    """Tell whether a candidate's number is named: "nomor 3"."""
    return any(
        word in _NUMBERED and after.isdigit() and len(after) < 3 for word, after in pairwise(words)
    )
