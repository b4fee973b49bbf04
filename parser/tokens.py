"""A text split into words with their places: no meaning here, only where words begin and end."""

import re
from typing import NamedTuple

from parser.shorthand import is_numbered, plain

MAX_TOKENS = 40  # the grammar sees no more
MAX_CHARACTERS = 2000  # no rule sees more; the rest of a text is kept but not read

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_FIRST = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """One run of letters or of digits; a named tuple, made in a third of a dataclass's time."""

    word: str  # what rules look up: folded, shorthand written out ("blm" -> "belum")
    raw: str  # folded, as written
    start: int  # characters in the text that was split
    end: int  # exclusive


def split(text: str, start: int = 0) -> list[Token]:
    """Return the words within 2,000 characters from *start*.

    >>> [t.word for t in split("SURGA#lmpu_mati, lubang2 RT2 jl25")]
    ['surga', 'lampu', 'mati', 'lubang', 'rt', '2', 'jalan', '25']
    """
    stop = min(len(text), start + MAX_CHARACTERS)
    tokens: list[Token] = []
    for match in _WORD.finditer(text, start, stop):
        raw = match.group().casefold()
        begin = match.start()
        if raw == "2" and tokens and tokens[-1].end == begin:
            last = tokens[-1]
            if not is_numbered(last.raw):
                raw = last.raw + "2"
                begin = last.start
                tokens.pop()
        tokens.append(Token(plain(raw), raw, begin, match.end()))
    return tokens


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
