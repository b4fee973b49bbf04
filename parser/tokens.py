"""A text split into words with their places: no meaning here, only where words begin and end."""

import re
from collections.abc import Callable
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from parser.lists import MOST_KEPT, beside
from parser.shorthand import PLAIN, is_numbered

MAX_TOKENS = 40  # the grammar sees no more
MAX_CHARACTERS = 2000  # no rule sees more; the rest of a text is kept but not read

_STOPPED = beside("tokens", "stopped")
_STOP = 2  # characters: a full stop and a blank
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+")  # the same, in half the time
_FIRST = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """One run of letters or of digits; a named tuple, made in a third of a dataclass's time."""

    word: str  # what rules look up: folded, shorthand written out ("blm" -> "belum")
    raw: str  # folded, as written
    start: int  # characters in the text that was split
    end: int  # exclusive


class _Typed(dict[str, tuple[str, str, int, int]]):
    """Word as typed -> its plain word and itself, each one object for all texts; letters; bits.

    A look-up of the very object that is the key compares no letters and fetches no memory; a
    message makes a hundred.
    """

    def __missing__(self, raw: str) -> tuple[str, str, int, int]:
        if len(self) >= MOST_KEPT:
            self.clear()
        told = sum(bits(raw) for bits in _TELLS)
        self[raw] = known = (PLAIN[raw], intern(raw), len(raw), told)
        return known


_TYPED = _Typed()
_TELLS: list[Callable[[str], int]] = []
LATEST: list[tuple[object, int]] = [([], 0)]
"""The latest tokens that were told about, and the bits of all their words."""
_new = tuple.__new__  # of Token, in half the time of Token(...)


def tell(bits: Callable[[str], int]) -> None:
    """Let *split* put the *bits* of each word as typed together, and leave them in LATEST.

    It looks each word up anyway. One only may tell: hints.py.
    """
    _TELLS[:] = [bits]
    _TYPED.clear()
    split.cache_clear()
    LATEST[0] = ([], 0)


@lru_cache(maxsize=8)  # rules of commands each split the same text again
def split(text: str, start: int = 0) -> list[Token]:
    """Return the words within 2,000 characters from *start*; not to be changed.

    >>> [t.word for t in split("SURGA#lmpu_mati, lubang2 RT2 jl25")]
    ['surga', 'lampu', 'mati', 'lubang', 'rt', '2', 'jalan', '25']
    """
    stop = min(len(text), start + MAX_CHARACTERS)
    folded = text.lower()
    if len(folded) != len(text):  # a letter that is two in lower case would move all behind it
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    words = _ASCII_WORD if folded.isascii() else _WORD
    tokens: list[Token] = []
    index, append = folded.index, tokens.append
    end = start
    runs = words.findall(folded, start, stop)  # half the time of match objects
    if "2" not in runs:  # most texts
        told = 0
        for raw in runs:
            word, kept, size, bits = _TYPED[raw]
            begin = index(raw, end)  # no letter or digit stands before it
            end = begin + size
            told |= bits
            append(_new(Token, (word, kept, begin, end)))
        if "." in folded:
            _take_stops(tokens, folded)
        LATEST[0] = (tokens, told)
        return tokens
    for run in runs:
        begin = index(run, end)
        raw = run
        if raw == "2" and tokens and begin == end and not is_numbered(tokens[-1][1]):
            _word, before, begin, _end = tokens.pop()
            raw = before + "2"
        word, kept, size, _bits = _TYPED[raw]
        end = begin + size
        append(_new(Token, (word, kept, begin, end)))
    _take_stops(tokens, folded)
    return tokens


def _take_stops(tokens: list[Token], text: str) -> None:
    """Let short forms of *text* hold their full stop, which ends no sentence: "Jl. Kawi"."""
    for at, (word, raw, start, end) in enumerate(tokens[:-1]):
        if raw in _STOPPED and text[end] == "." and tokens[at + 1][2] - end == _STOP:
            tokens[at] = Token(word, raw, start, end + 1)


def first(text: str) -> str:
    """Return the first run of letters and digits, folded, or ''."""
    found = _FIRST.search(text)
    return found.group().lower() if found else ""


def head(text: str, tokens: list[Token]) -> str:
    """Return the beginning of *text* that holds *tokens*, with what follows the last of them.

    The tail is kept only when nothing else is in it, so that "end of message" means that.
    """
    if len(tokens) < MAX_TOKENS and len(text) <= MAX_CHARACTERS:
        return text
    seen = tokens[:MAX_TOKENS]
    return text[: min(seen[-1].end if seen else 0, MAX_CHARACTERS)] + " \ufffc"
