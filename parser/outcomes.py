"""What came of a problem, told behind it: "selokan mampet, bikin macet" is about no traffic.

What is left must tell of a problem wholly; else what came is all that was told ("jalan jadi
banjir").
"""

from collections.abc import Sequence, Set
from functools import cache
from typing import NamedTuple

from parser import categories, lexicon
from parser.lexicon import View
from parser.lists import load, words
from parser.tokens import Token
from parser.trees import Terms

NEAR = 3  # words from one of a pattern to the next
MOST = 60  # words of a message that is looked at


Pattern = tuple[Set[str], ...]


class _Known(NamedTuple):
    patterns: tuple[Pattern, ...]
    usual: tuple[Pattern, ...]  # of what happens again and again
    last: frozenset[str]  # words that patterns end in


@cache
def _known() -> _Known:
    table = load("outcomes")
    classes = {
        name: frozenset(map(lexicon.fold, words(text))) for name, text in table["class"].items()
    }
    usual, once = (
        tuple(tuple(classes[name] for name in said[::2]) for said in lexicon.listed(text))
        for text in (table["outcome"]["usual"], table["outcome"]["once"])
    )
    patterns = usual + once
    return _Known(patterns, usual, frozenset().union(*(pattern[-1] for pattern in patterns)))


@cache
def _last() -> frozenset[str]:
    return _known().last


@cache
def _leads() -> frozenset[str]:
    """Return a word of each pattern before its last, the rarer one where there are two."""
    return frozenset().union(*(pattern[-2] for pattern in _known().patterns))


_MAY, _LED = lexicon.waits_for(_last), lexicon.waits_for(_leads)


def may_tell(view: View) -> bool:
    """Tell whether a message may have words of what came of something."""
    return bool(view.told & _MAY and view.told & _LED)


def apart(
    told: list[Token], core: list[Token], sorts: Terms[tuple[str, str]] | None
) -> list[Token]:
    """Return *told* without what only came of the problem, if that is told wholly."""
    if not may_tell(lexicon.view(core)):
        return told
    left = without(told)
    shorter = len(left) < len(told)
    return left if shorter and left and categories.tells(left, sorts) else told


def without(tokens: Sequence[Token]) -> list[Token]:
    """Return *tokens* without those that only tell what came of the problem.

    >>> from parser.tokens import split
    >>> told = split("selokan mampet di Jl Kawi bikin jalan macet, pasar jadi sepi")
    >>> [token.raw for token in without(told)]
    ['selokan', 'mampet', 'di', 'jl', 'kawi']
    """
    return _left(tokens, _known().patterns)


def now(tokens: Sequence[Token]) -> list[Token]:
    """Return *tokens* without what happens whenever it rains, which calls for no help now.

    >>> from parser.tokens import split
    >>> [token.raw for token in now(split("got buntu kalau hujan banjir, tolong pak"))]
    ['got', 'buntu', 'tolong', 'pak']
    """
    return _left(tokens, _known().usual)


def _left(tokens: Sequence[Token], patterns: Sequence[Pattern]) -> list[Token]:
    """Return *tokens* without those at which one of *patterns* stands."""
    row = [lexicon.fold(token.word) for token in tokens[:MOST]]
    void: set[int] = set()
    for end, word in enumerate(row):
        if word in _known().last:
            begins = [_begin(row, tokens, end, pattern) for pattern in patterns]
            void.update(range(min(begins), end + 1))
    return [token for at, token in enumerate(tokens) if at not in void]


def _begin(row: Sequence[str], tokens: Sequence[Token], end: int, pattern: Pattern) -> int:
    """Return where *pattern*, which ends at *end*, begins; behind it where it does not stand."""
    if row[end] not in pattern[-1]:
        return end + 1
    begin = end
    for known in reversed(pattern[:-1]):
        before = _before(row, tokens, begin, known)
        if before < 0:
            return end + 1
        begin = before
    return begin


def _before(row: Sequence[str], tokens: Sequence[Token], end: int, known: Set[str]) -> int:
    """Return where one of the *known* stands near before *end*, no mark between; or -1."""
    for at in range(end - 1, max(-1, end - 1 - NEAR), -1):
        if tokens[at + 1].start - tokens[at].end > 1:
            return -1
        if row[at] in known:
            return at
    return -1
