"""Swindlers and advertisers, told from citizens who complain of them by points (spam.toml)."""

from collections.abc import Sequence
from functools import cache

from parser.lists import Phrases, load
from parser.shorthand import plain
from parser.tokens import Token
from parser.words import listed

MAX_WORDS = 120
_LEET = str.maketrans("0134579", "oieastg")
_Group = tuple[str, int, frozenset[str], Phrases]


@cache
def _groups() -> tuple[tuple[_Group, ...], frozenset[str]]:
    """Return (name, weight, words, phrases) of each group, and all words that begin one."""
    groups = []
    firsts: set[str] = set()
    for name, table in load("spam").items():
        if name == "limit":
            continue
        single = listed(table.get("words", ""))
        runs = [[plain(w) for w in text.split()] for text in table.get("phrases", ())]
        groups.append((name, int(table["weight"]), single, Phrases(runs)))
        if name != "report":
            firsts |= single | {run[0] for run in runs}
    return tuple(groups), frozenset(firsts)


def signs(tokens: Sequence[Token], text: str) -> tuple[str, ...]:
    """Return the words that make the message spam, or () when it is none.

    Digits for letters and letters with blanks between them are seen through.

    >>> from parser.tokens import split
    >>> said = "p1njam4n t4npa agunan, hub wa"
    >>> bool(signs(split(said), said))
    True
    """
    words = _said(tokens[:MAX_WORDS], text)
    groups, firsts = _groups()
    if firsts.isdisjoint(words):
        return ()
    score = 0
    found: list[str] = []
    for name, weight, single, phrases in groups:
        hits = [w for w in set(words) if w in single]
        hits += [" ".join(run) for run in phrases.find(words)]
        if name == "report":
            score -= weight * len(hits)
        else:
            score += weight * len(hits)
            found += hits
    return tuple(found) if score >= load("spam")["limit"] else ()


def _said(tokens: Sequence[Token], text: str) -> list[str]:
    """Return the words, those in disguise also as what they stand for."""
    words = [token.word for token in tokens]
    disguised: list[str] = []
    index = 0
    while index < len(tokens):
        stop = index + 1
        while stop < len(tokens) and tokens[stop].start == tokens[stop - 1].end:
            stop += 1
        if stop - index > 1 and tokens[stop - 1].end - tokens[index].start > 3:
            whole = text[tokens[index].start : tokens[stop - 1].end].casefold()
            disguised.append(plain(whole.translate(_LEET)))
        elif len(tokens[index].raw) == 1:
            disguised += _spaced(tokens, index)
        index = stop
    return words + disguised if disguised else words


def _spaced(tokens: Sequence[Token], index: int) -> list[str]:
    """Return the word that single letters from *index* spell, once, with its beginnings."""
    if index and len(tokens[index - 1].raw) == 1:
        return []
    end = index
    while end < len(tokens) and len(tokens[end].raw) == 1:
        end += 1
    word = "".join(token.raw for token in tokens[index:end])
    return [word, word[:4], word[4:]] if len(word) > 3 else []
