"""An answer without what is only polite about it: "maaf baru balas, Jl Kawi no 3 terima kasih"."""

from collections.abc import Sequence
from functools import cache

from parser import asides
from parser.lists import beside
from parser.tokens import Token, split

MOST = 40  # words of an answer
_ANSWERS = beside("bare", "answers")
"""Words that are no courtesy, whatever stands beside them."""


def bare(body: str) -> str:
    """Return *body* without thanks, wishes and excuses around what it says; as it is without any.

    >>> bare("matur nuwun pak. Jl Kawi gang 2"), bare("4 makasih pak"), bare("makasih")
    ('Jl Kawi gang 2', '4', 'makasih')
    """
    tokens = split(body)
    if not tokens or len(tokens) > MOST:
        return body
    parts = list(asides.clauses(tokens))
    clauses = _left(parts, praising=True) or _left(parts, praising=False)
    if not clauses:
        return body
    first, last = clauses[0], clauses[-1]
    begin = _begin(first)
    end = _end(last, begin if last is first else 0)
    left = [*first[begin:], *last[:end]] if last is not first else last[begin:end]
    if not left:
        return body
    return body[left[0].start : left[-1].end]


def _left(parts: Sequence[list[Token]], *, praising: bool) -> list[list[Token]]:
    return [part for part in parts if not asides.polite(part, praising=praising)]


@cache
def _has() -> frozenset[str]:
    """Return the words of which one makes a clause of courtesy."""
    return frozenset().union(*(kind.has for kind in asides.courtesies()))


@cache
def _free() -> frozenset[str]:
    return frozenset().union(*(kind.words for kind in asides.courtesies())) - _ANSWERS


def _begin(clause: Sequence[Token]) -> int:
    """Return how many words at the beginning of *clause* are courtesy, no mark behind them."""
    words = [token.word for token in clause]
    count = next((at for at, word in enumerate(words) if word not in _free()), len(words))
    return count if count < len(words) and not _has().isdisjoint(words[:count]) else 0


def _end(clause: Sequence[Token], begin: int) -> int:
    """Return where the courtesy at the end of *clause* begins, behind the word at *begin*."""
    words = [token.word for token in clause]
    end = len(words)
    while end > begin + 1 and words[end - 1] in _free():
        end -= 1
    return len(words) if _has().isdisjoint(words[end:]) else end
