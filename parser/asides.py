"""What surrounds a report and tells nothing: good wishes, thanks beforehand, "is this the number?".

Only whole clauses, between two marks, and only where a report is left: "terima kasih sebelumnya
pak, sampah menumpuk" thanks for nothing yet.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parser import categories, lexicon, types, verdicts
from parser.lists import beside, load, words
from parser.shorthand import plain
from parser.tokens import Token
from parser.trees import Terms

MOST = 14  # words of such a clause
_GRAVE = beside("asides", "grave")
"""Categories of what nobody thanks for, unless it is over."""


class Aside(NamedTuple):
    """One kind of clauses."""

    has: frozenset[str]
    words: frozenset[str]
    thanks: bool  # it may be all that a message is for
    asks: bool  # a question may follow


@cache
def _asides() -> tuple[Aside, ...]:
    tables = load("asides")
    return tuple(
        Aside(
            _plainly(table["has"]),
            _plainly(tables["any"]["who"], table["words"], table["has"]),
            bool(table.get("thanks")),
            bool(table.get("asks")),
        )
        for table in tables["aside"].values()
    )


@cache
def _long() -> frozenset[str]:
    return _plainly(load("asides")["any"]["long"])


def _plainly(*texts: str) -> frozenset[str]:
    """Return the words of *texts* as they are typed, and in their plain form."""
    typed = words(" ".join(texts))
    return typed.union(map(plain, typed))


@cache
def _now() -> frozenset[str]:
    """Return the words, folded, that say how it is now: what is thanked for."""
    return frozenset(map(lexicon.fold, words(load("asides")["any"]["now"])))


@cache
def _signs() -> frozenset[str]:
    return frozenset(map(lexicon.fold, frozenset[str]().union(*(kind.has for kind in _asides()))))


_MAY = lexicon.waits_for(_signs)


def apart(
    body: str, tokens: list[Token], sorts: Terms[tuple[str, str]] | None
) -> tuple[str, list[Token]]:
    """Return *body* and its *tokens* without clauses that tell nothing, if a report is left."""
    if not lexicon.view(tokens).told & _MAY:
        return body, tokens
    clauses = list(_clauses(tokens))
    kinds = [_kind([token.word for token in clause]) for clause in clauses]
    if all(kind is None for kind in kinds) or None not in kinds:
        return body, tokens
    left = [t for clause, kind in zip(clauses, kinds, strict=True) if kind is None for t in clause]
    asked = any(kind and kind.asks for kind in kinds)
    if asked and not (types.pained(left) and "?" not in body and types.of(left)[0] == "aduan"):
        return body, tokens
    thanked = any(kind and kind.thanks for kind in kinds)
    if not _reports(body, tokens, left, sorts, thanked=thanked):
        return body, tokens
    ends = [clause[0].start for clause in clauses[1:]] + [len(body)]
    said = [
        body[clause[0].start : end]
        for clause, kind, end in zip(clauses, kinds, ends, strict=True)
        if kind is None
    ]
    return "".join(said), left


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the runs of *tokens* between two marks."""
    begin = 0
    for at in range(1, len(tokens)):
        if tokens[at][2] - tokens[at - 1][3] > 1:
            yield list(tokens[begin:at])
            begin = at
    yield list(tokens[begin:])


def _kind(said: Sequence[str]) -> Aside | None:
    """Return which kind a clause is of, if it tells nothing."""
    if len(said) > MOST:
        return None
    return next(
        (
            kind
            for kind in _asides()
            if not kind.has.isdisjoint(said) and kind.words.issuperset(said)
        ),
        None,
    )


def _tells_now(said: Sequence[str]) -> bool:
    """Tell whether words say how it is now; "sudah 4 bulan" says since when it is bad."""
    return any(
        one in _now() and not (two.isdigit() or two in _long())
        for one, two in pairwise([*said, ""])
    )


def _reports(
    body: str,
    tokens: Sequence[Token],
    left: list[Token],
    sorts: Terms[tuple[str, str]] | None,
    *,
    thanked: bool,
) -> bool:
    """Tell whether a report is *left*; where somebody *thanked*, not what he thanks for."""
    category = categories.of(left, None, sorts)
    if thanked and types.of(tokens)[0] == "terima_kasih" and category not in _GRAVE:
        if types.tells_done(left) or types.of(left)[0] == "terima_kasih":
            return False
        told = body[left[0].start : left[-1].end]
        if verdicts.closing(told).answer or verdicts.judgment(told):
            return False
    now = thanked and _tells_now([lexicon.fold(token.word) for token in left])
    return not now and (types.pained(left) or category != "lainnya")
