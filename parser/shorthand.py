"""The plain form of one typed word: shorthand written out, stretched letters let go."""

import re
from functools import lru_cache
from sys import intern

from parser.lists import MOST_KEPT, inverse, load, words

_STRETCHED = re.compile(r"([^\W\d_])\1\1+")
_DOUBLED = re.compile(r"([^\W\d_])\1")


class _Tables:
    """What the data file says, as look-ups."""

    def __init__(self) -> None:
        data = load("shorthand")
        self.plain = inverse(data["words"])
        self.known = frozenset(data["words"]) | words(data["vocabulary"]["words"])
        self.numbered = words(data["vocabulary"]["numbered"])


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables()


class _Plain(dict[str, str]):
    """Word as typed -> plain word, worked out once each; forgotten when there are too many."""

    def __missing__(self, raw: str) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[raw] = word = intern(_plain(raw))
        return word


PLAIN = _Plain()
"""What *plain* returns, for those who ask for every word of a text."""


def plain(raw: str) -> str:
    """Return what *raw*, one folded run of letters or digits, stands for.

    Doubled letters go only where a common word comes out; "gara2" is "gara", but RT2 has a number.

    >>> plain("blm"), plain("tolooong"), plain("lampuu"), plain("saat"), plain("lubang2")
    ('belum', 'tolong', 'lampu', 'saat', 'lubang')
    """
    return PLAIN[raw]


def _plain(raw: str) -> str:
    tables = _tables()
    found = tables.plain.get(raw)
    if found is not None:
        return found
    if not raw or raw.isdigit():
        return raw
    if raw[-1] == "2":
        raw = raw[:-1]
    if raw in tables.known or len(raw) < 3:
        return tables.plain.get(raw, raw)
    short = _STRETCHED.sub(r"\1", raw) if _STRETCHED.search(raw) else raw
    if short not in tables.known:
        single = _DOUBLED.sub(r"\1", short)
        if single != short and (single in tables.known or single in tables.plain):
            short = single
    return tables.plain.get(short, short)


def is_numbered(raw: str) -> bool:
    """Tell whether a 2 behind *raw* is a number (RT2) and not a repetition (lubang2)."""
    return len(raw) < 3 or raw in _tables().numbered


def is_word(raw: str) -> bool:
    """Tell whether *raw* is a word or a shorthand that we know."""
    tables = _tables()
    return raw in tables.known or raw in tables.plain
