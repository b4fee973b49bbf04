"""Reports that tell of the same thing: how alike their words are, and what joins them. Pure."""

from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter

from models.casework.case import Case
from models.casework.effects import Link
from models.casework.sop import Incidents
from parser.lists import load
from parser.stem import stems
from parser.tokens import split
from parser.words import listed

_ROOT = 4  # letters that a word keeps when its affixes are taken off
_LEAST = 3  # letters of a word that says something
_NOTHING = frozenset({""})
_WORD = itemgetter(0)  # of a token


@cache
def _empty() -> frozenset[str]:
    return listed(load("manners")["empty"])


def words(text: str) -> frozenset[str]:
    """Return the words of *text* that say something, without affixes.

    >>> sorted(words("Pak, mohon lampu jalannya diperbaiki, sudah mati 3 hari"))
    ['jalan', 'lampu', 'mati']
    """
    return frozenset(map(_root, map(_WORD, split(text)))) - _NOTHING


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """Return the shortest that *word* may be without affixes, '' for one that says nothing.

    Wrong or not, it is always so.
    """
    if len(word) < _LEAST or word in _empty() or word.isdigit():
        return ""
    return min((stem for stem in stems(word) if len(stem) >= _ROOT), key=len, default=word)


def alike(a_words: frozenset[str], b_words: frozenset[str]) -> float:
    """Return how alike two reports are by their words(), 0 to 1 (Dice's coefficient).

    >>> alike(words("lampu mati"), words("lampunya mati total"))
    0.8
    """
    total = len(a_words) + len(b_words)
    return 2 * len(a_words & b_words) / total if total else 0.0


def join(similar: Sequence[Case], rule: Incidents) -> tuple[Link, ...]:
    """Return what makes one incident of the new ticket and *similar* ones; () leaves it to people.

    The first link puts the new ticket beside the one that is in an incident already, if any is;
    the others bring in those that stand alone.
    """
    if not similar or not rule.automatic or len(similar) + 1 < rule.automatic:
        return ()
    host = next((case for case in similar if case.incident), similar[0])
    alone = (case for case in similar if case is not host and not case.incident)
    return (Link(host), *(Link(host, case) for case in alone))
