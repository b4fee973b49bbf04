"""Wishes and doubts told in any words: classes of words of wishes.toml that stand near each other.

A build ("nama + jangan + tulis") names the classes; each has the words of all five languages.
Most messages lack the words of the first or of the last class, which costs one look at a number.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from parser import lexicon
from parser.common import rarest
from parser.lexicon import Terms, View

NEAR = 6  # words between one word of a build and the next
MOST_PLACES = 6  # of one class that a build tries

Spot = tuple[int, int]  # where words begin and end


class Build(NamedTuple):
    """Classes that together give a flag."""

    flag: str
    classes: tuple[str, ...]
    ordered: bool  # they stand in this order


@cache
def _builds() -> tuple[Build, ...]:
    return tuple(
        Build(flag, words[::2], ">" in words)
        for flag, text in lexicon.table("builds")["build"].items()
        for words in lexicon.listed(text)
    )


@cache
def _terms() -> Terms[str]:
    """Return the terms with their classes."""
    table = lexicon.table("wishes")["class"]
    return lexicon.compiled(
        (term, name) for name, text in table.items() for term in lexicon.listed(text)
    )


def _rarest(names: Iterable[str]) -> frozenset[str]:
    """Return one word of each term of the classes *names*."""
    wanted = frozenset(names)
    terms = _terms().values.items()
    return rarest(term for term, classes in terms if not wanted.isdisjoint(classes))


@cache
def _firsts() -> frozenset[str]:
    return _rarest(build.classes[0] for build in _builds())


@cache
def _lasts() -> frozenset[str]:
    return _rarest(build.classes[-1] for build in _builds())


FIRST = lexicon.waits_for(_firsts)
LAST = lexicon.waits_for(_lasts)
"""Without both of these bits of lexicon.View no build stands."""


def found(view: View) -> Iterator[tuple[str, str]]:
    """Yield (flag, words) of each build that stands in a message.

    >>> from parser.tokens import split
    >>> list(found(lexicon.view(split("jangan ditulis nama saya"))))
    [('anonim', 'jangan tulis nama')]
    """
    if not (view.told & FIRST and view.told & LAST):
        return
    at: dict[str, list[Spot]] = {}
    for index, size, classes in lexicon.found(_terms(), view.words):
        for name in classes:
            at.setdefault(name, []).append((index, index + size))
    for flag, classes, ordered in _builds():
        rows = [at[name][-MOST_PLACES:] for name in classes if name in at]
        for spots in product(*rows) if len(rows) == len(classes) else ():
            if _near(spots, ordered=ordered):
                yield flag, " ".join(w for one, end in sorted(spots) for w in view.words[one:end])
                break


def _near(spots: tuple[Spot, ...], *, ordered: bool) -> bool:
    """Tell whether the words at *spots* are different ones, each near the next."""
    row = spots if ordered else sorted(spots)
    end = row[0][0]
    for begin, behind in row:
        if not 0 <= begin - end < NEAR:
            return False
        end = behind
    return True
