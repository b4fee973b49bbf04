"""Whom a message speaks to, calls to help or has told of it: that is not what it is about.

"Yth Dinas PU, selokan mampet, mohon dishub turun juga" is about a drain.
"""

from collections.abc import Sequence
from functools import cache

from parser import categories, lexicon
from parser.lists import Phrases, load, words
from parser.tokens import Token
from parser.trees import Terms

REACH = 4  # words between a plea and who is asked
MOST = 60  # words of a message that is looked at


@cache
def _words(name: str) -> frozenset[str]:
    return words(load("addressees")["words"][name])


@cache
def _strikes() -> frozenset[str]:
    return words(load("addressees")["strikes"]["words"])


@cache
def _bodies() -> Phrases:
    tables = load("addressees")["bodies"].values()
    terms = [term for text in tables for term in lexicon.listed(text)]
    return Phrases(sorted(terms, key=len, reverse=True))


@cache
def _firsts() -> frozenset[str]:
    return frozenset(term[0] for term in _bodies())


_MAY = lexicon.waits_for(cache(lambda: frozenset(map(lexicon.fold, _firsts()))))


def apart(told: list[Token], sorts: Terms[tuple[str, str]] | None) -> list[Token]:
    """Return *told* without whom it speaks to, if a problem is told besides."""
    if not lexicon.view(told).told & _MAY:
        return told
    left = without(told)
    return left if len(left) < len(told) and categories.of(left, None, sorts) != "lainnya" else told


def without(tokens: list[Token]) -> list[Token]:
    """Return *tokens* without those who are spoken to, called to help or were told of it.

    >>> from parser.tokens import split
    >>> told = split("Yth Dinas PU, selokan mampet. mohon pak lurah turun")
    >>> [token.raw for token in without(told)]
    ['selokan', 'mampet', 'turun']
    """
    firsts = _firsts()
    begun = [at for at, token in enumerate(tokens[:MOST]) if token[0] in firsts]
    if not begun:
        return tokens
    said = [token[0] for token in tokens[:MOST]]
    marks = [at for at in range(1, len(said)) if tokens[at][2] - tokens[at - 1][3] > 1]
    void: set[int] = set()
    behind = 0
    for at in begun:
        body = _bodies().at(said, at) if at >= behind else ()
        behind = max(behind, at + len(body))
        if body and not (behind < len(said) and said[behind].isdigit()):  # "di RT 3"
            void.update(_called(said, marks, at, behind))
    return [token for at, token in enumerate(tokens) if at not in void]


def _called(said: Sequence[str], marks: Sequence[int], at: int, end: int) -> range:
    """Return the places of the words that call the body from *at* to *end*; none for no call."""
    begin = max((mark for mark in marks if mark <= at), default=0)
    end += end < len(said) and said[end] in _words("hails")
    stop = min((mark for mark in marks if mark >= end), default=len(said))
    start = at
    while start > begin and said[start - 1] in _words("titles"):
        start -= 1
    lead = said[begin:start]
    if end < stop and _neglects(said[end:stop]):
        return range(start, end)
    alone = end == stop or said[end] in _words("asked") or not _words("hails").isdisjoint(lead)
    if alone and _words("calls").issuperset(lead):
        return range(begin, end)
    return _helps(said, begin, start, end)


def _helps(said: Sequence[str], begin: int, start: int, end: int) -> range:
    """Return the places of a plea for the body's help, or of its having been told."""
    free = _words("between") | _words("titles")
    plea = start
    while plea > max(begin, start - REACH) and said[plea - 1] in free:
        plea -= 1
    if plea > begin and said[plea - 1] in _words("pleas"):
        by = said[start - 1] in {"oleh", "kepada", "ke"}
        struck = not by and not _strikes().isdisjoint(said[plea:start])
        return range(0) if struck else range(plea - 1, end)
    if (heard := _unheard(said, begin, start)) < start:
        return range(heard, end)
    told = next((i for i in (start - 1, start - 2) if i >= begin and said[i] in _words("told")), -1)
    if told < 0 or (told == start - 2 and said[start - 1] not in _words("to")):
        return range(0)
    while told > begin and said[told - 1] in _words("ready"):
        told -= 1
    return range(told, end)


def _neglects(behind: Sequence[str]) -> bool:
    """Tell whether what is told behind a body is only that it does nothing: "diam saja"."""
    light = _words("only")
    first = next((at for at, word in enumerate(behind) if word not in light), len(behind))
    said = behind[first : first + 2]
    if len(said) > 1 and said[0] in _words("not"):
        return said[1] in _words("act")
    return not _words("neglect").isdisjoint(said[:1])


def _unheard(said: Sequence[str], begin: int, start: int) -> int:
    """Return where "tidak ada respon dari" begins before the body at *start*, or *start*."""
    at = start
    while at > begin and said[at - 1] in _words("from"):
        at -= 1
    if at == begin or said[at - 1] not in _words("response"):
        return start
    while at > begin and said[at - 1] in _words("response"):
        at -= 1
    if at > begin and said[at - 1] == "ada":
        at -= 1
    return at - 1 if at > begin and said[at - 1] in _words("not") else start
