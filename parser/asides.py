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
    """One kind of clauses.

    Its tags: *thanks* (it may be all that a message is for), *asks* (a question may follow),
    *polite* (an answer may have it, too), *answers* (nothing but an answer may), *judges* (it may
    be the answer: "bagus sekali").
    """

    has: frozenset[str]
    words: frozenset[str]
    tags: frozenset[str]


@cache
def _asides() -> tuple[Aside, ...]:
    tables = load("asides")
    return tuple(
        Aside(
            _plainly(table["has"]),
            _plainly(tables["any"]["who"], table["words"], table["has"]),
            words(table.get("tags", "")),
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
    return frozenset(
        map(lexicon.fold, frozenset[str]().union(*(kind.has for kind in _of_reports())))
    )


_MAY = lexicon.waits_for(_signs)


def apart(
    body: str, tokens: list[Token], sorts: Terms[tuple[str, str]] | None
) -> tuple[str, list[Token]]:
    """Return *body* and its *tokens* without clauses that tell nothing, if a report is left."""
    if not lexicon.view(tokens).told & _MAY:
        return body, tokens
    parts = list(clauses(tokens))
    kinds = [_kind([token.word for token in clause], _of_reports()) for clause in parts]
    if all(kind is None for kind in kinds) or None not in kinds:
        return body, tokens
    left = [t for clause, kind in zip(parts, kinds, strict=True) if kind is None for t in clause]
    asked = any(kind and "asks" in kind.tags for kind in kinds)
    if asked and not (types.pained(left) and "?" not in body and types.of(left)[0] == "aduan"):
        return body, tokens
    thanked = any(kind and "thanks" in kind.tags for kind in kinds)
    if not _reports(body, tokens, left, sorts, thanked=thanked):
        return body, tokens
    ends = [clause[0].start for clause in parts[1:]] + [len(body)]
    said = [
        body[clause[0].start : end]
        for clause, kind, end in zip(parts, kinds, ends, strict=True)
        if kind is None
    ]
    return "".join(said), left


def clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the runs of *tokens* between two marks."""
    begin = 0
    for at in range(1, len(tokens)):
        if tokens[at][2] - tokens[at - 1][3] > 1:
            yield list(tokens[begin:at])
            begin = at
    yield list(tokens[begin:])


@cache
def courtesies() -> tuple[Aside, ...]:
    """Return the kinds of clauses that answers have as well."""
    return tuple(kind for kind in _asides() if "polite" in kind.tags)


def polite(clause: Sequence[Token], *, praising: bool) -> bool:
    """Tell whether a clause is nothing but courtesy; praise only where *praising* is none."""
    kind = _kind([token.word for token in clause], courtesies())
    return kind is not None and (praising or "judges" not in kind.tags)


@cache
def _of_reports() -> tuple[Aside, ...]:
    return tuple(kind for kind in _asides() if "answers" not in kind.tags)


def _kind(said: Sequence[str], kinds: Sequence[Aside]) -> Aside | None:
    """Return which kind a clause is of, if it tells nothing."""
    if len(said) > MOST:
        return None
    return next(
        (kind for kind in kinds if not kind.has.isdisjoint(said) and kind.words.issuperset(said)),
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
