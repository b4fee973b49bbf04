"""Swindlers and advertisers, told from citizens who complain of them by points (spam.toml)."""

import re
from collections.abc import Sequence
from functools import cache

from parser.lists import load
from parser.shorthand import plain
from parser.tokens import Token
from parser.words import listed

MAX_WORDS = 120
_LEET = str.maketrans("0134579", "oieastg")
POINTS_OF_CHAIN = 4
_AGAINST = frozenset({"report", "victim", "scene"})  # groups of the citizen who complains
_LINK = re.compile(
    r"https?:|www\.|\w\.(?:com|net|xyz|example|site|online|click|vip|club|top|shop|link|me|ly)\b",
    re.IGNORECASE,
)
_NEAR = 6  # words between "kirim" and "10 orang"
_NUMBER = ("08", "628", "62", "+62")


class _Tables:
    """What the data file says, as look-ups: words and phrases with their points."""

    def __init__(self) -> None:
        data = dict(load("spam"))
        self.limit = int(data.pop("limit"))
        self.words: dict[str, int] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, table in data.items():
            points = -int(table["weight"]) if name in _AGAINST else int(table["weight"])
            for word in listed(table.get("words", "")):
                self.words[word] = self.words.get(word, 0) + points
            for text in table.get("phrases", ()):
                run = tuple(plain(word) for word in text.split())
                self.phrases.setdefault(run[0], []).append((run, points))
        self.ways = listed(data["contact"]["words"])
        self.verbs = listed(data["chain"]["verbs"])
        self.counted = listed(data["chain"]["counted"])


@cache
def _tables() -> _Tables:
    return _Tables()


def signs(tokens: Sequence[Token], text: str) -> tuple[str, ...]:
    """Return the words that make the message spam, or () when it is none.

    Digits for letters and letters with blanks between them are seen through.

    >>> from parser.tokens import split
    >>> said = "p1njam4n t4npa agunan, hub wa"
    >>> bool(signs(split(said), said))
    True
    """
    words = _said(tokens[:MAX_WORDS], text)
    tables = _tables()
    hits = {word: tables.words[word] for word in words if word in tables.words}
    for index, word in enumerate(words):
        for run, points in tables.phrases.get(word, ()):
            if tuple(words[index : index + len(run)]) == run:
                hits[" ".join(run)] = points
    hits |= dict.fromkeys(_chain(words), POINTS_OF_CHAIN)
    if not any(points > 0 for points in hits.values()):
        return ()
    score = sum(hits.values()) + 2 * (_LINK.search(text) is not None) + _reachable(words)
    return tuple(w for w, points in hits.items() if points > 0) if score >= tables.limit else ()


def _chain(words: Sequence[str]) -> list[str]:
    """Return "kirim 10 orang" of a chain letter as one phrase, or nothing."""
    tables = _tables()
    if tables.verbs.isdisjoint(words):
        return []
    for index, word in enumerate(words):
        if word.isdigit() and index + 1 < len(words) and words[index + 1] in tables.counted:
            before = [w for w in words[max(0, index - _NEAR) : index] if w in tables.verbs]
            if before:
                return [f"{before[0]} {word} {words[index + 1]}"]
    return []


def _reachable(words: Sequence[str]) -> int:
    """Return 1 when a word such as "hub" stands before a telephone number."""
    ways = _tables().ways
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
