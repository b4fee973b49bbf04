"""A text split into words with their places: no meaning here, only where words begin and end."""

import re
from itertools import islice
from typing import NamedTuple

MAX_TOKENS = 40  # the grammar sees no more
MAX_CHARACTERS = 2000

_WORD = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    """One run of letters and digits."""

    word: str  # folded to lower case
    start: int
    end: int


def split(text: str, start: int = 0) -> list[Token]:
    """Return the first 40 words within 2,000 characters from *start*.

    >>> [t.word for t in split("SURGA#lampu_mati")]
    ['surga', 'lampu', 'mati']
    """
    found = _WORD.finditer(text, start, start + MAX_CHARACTERS)
    return [Token(m.group().lower(), m.start(), m.end()) for m in islice(found, MAX_TOKENS)]


def first(text: str) -> str:
    """Return the first word, folded, or ''."""
    found = _WORD.search(text)
    return found.group().lower() if found else ""


def head(text: str, tokens: list[Token]) -> str:
    """Return the beginning of *text* that holds *tokens*, with what follows the last of them.

    The tail is kept only when nothing else is in it, so that "end of message" means that.
    """
    if len(tokens) < MAX_TOKENS and len(text) <= MAX_CHARACTERS:
        return text
    return text[: min(tokens[-1].end if tokens else 0, MAX_CHARACTERS)] + " \ufffc"
