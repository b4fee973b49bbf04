"""Swindlers and advertisers, told from citizens who complain of them by points (spam.toml)."""

import re
from collections.abc import Sequence
from functools import cache

from parser.lists import Phrases, load
from parser.shorthand import plain
from parser.tokens import Token
from parser.words import listed

MAX_WORDS = 120
_LEET = str.maketrans("0134579", "oieastg")
_Group = tuple[str, int, frozenset[str], Phrases]
_AGAINST = frozenset({"report", "victim", "scene"})  # groups of the citizen who complains
_LINK = re.compile(
    r"https?:|www\.|\w\.(?:com|net|xyz|example|site|online|click|vip|club|top|shop|link|me|ly)\b",
    re.IGNORECASE,
)
_NEAR = 6  # words between "kirim" and "10 orang"
_NUMBER = ("08", "628", "62", "+62")


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
        if name not in _AGAINST:
            firsts |= single | {run[0] for run in runs} | listed(table.get("verbs", ""))
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
    found = _chain(words)
    link = _LINK.search(text) is not None
    score = 4 * len(found) + 2 * link + _reachable(words)
    for name, weight, single, phrases in groups:
        hits = [w for w in set(words) if w in single]
        hits += [" ".join(run) for run in phrases.find(words)]
        if name in _AGAINST:
            score -= weight * len(hits)
        else:
            score += weight * len(hits)
            found += hits
    return tuple(found) if score >= load("spam")["limit"] else ()


def _chain(words: Sequence[str]) -> list[str]:
    """Return "kirim 10 orang" of a chain letter as one phrase, or nothing."""
    chain = _chain_words()
    if chain[0].isdisjoint(words):
        return []
    for index, word in enumerate(words):
        if word.isdigit() and index + 1 < len(words) and words[index + 1] in chain[1]:
            before = [w for w in words[max(0, index - _NEAR) : index] if w in chain[0]]
            if before:
                return [f"{before[0]} {word} {words[index + 1]}"]
    return []


@cache
def _chain_words() -> tuple[frozenset[str], frozenset[str]]:
    table = load("spam")["chain"]
    return listed(table["verbs"]), listed(table["counted"])


def _reachable(words: Sequence[str]) -> int:
    """Return 1 when a word such as "hub" stands before a telephone number."""
    ways = listed(load("spam")["contact"]["words"])
    for index, word in enumerate(words):
        if word in ways and any(
            after.startswith(_NUMBER) for after in words[index + 1 : index + 4]
        ):
            return 1
    return 0


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
