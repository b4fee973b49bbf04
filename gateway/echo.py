"""Is this text one of our own replies coming back? Two machines must never talk to each other."""

import re
from collections.abc import Iterable, Iterator

SHINGLE = 3
"""Words in a row that are compared."""

SHARE = 0.6
"""Of a text's shingles, from which it is ours: a citizen who quotes us writes more of his own."""

LEAST_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+|\d+")
_FIELD = re.compile(r"\{[^{}]*\}")


class Echo:
    """Knows our reply texts by their shingles: runs of words with all numbers alike."""

    def __init__(self, templates: Iterable[str]) -> None:
        """*templates* are reply texts with ``{fields}``."""
        self._known = {shingle for text in templates for shingle in _shingles(_pieces(text))}

    def is_ours(self, text: str) -> bool:
        """Tell whether *text* is mostly made of our own words."""
        words = [_alike(word) for word in _WORD.findall(text.casefold())]
        if len(words) < LEAST_WORDS:
            return False
        found = list(_shingles([words]))
        ours = sum(shingle in self._known for shingle in found)
        return ours / len(found) >= SHARE


def _alike(word: str) -> str:
    return "0" if word.isdigit() else word


def _pieces(template: str) -> Iterator[list[str]]:
    """Yield the words between the fields; a number field counts as a number inside a piece."""
    numbered = template.replace("{no}", "0").replace("{kunci}", "lapor")
    for piece in _FIELD.split(numbered):
        yield [_alike(word) for word in _WORD.findall(piece.casefold())]


def _shingles(pieces: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    for words in pieces:
        for start in range(len(words) - SHINGLE + 1):
            yield tuple(words[start : start + SHINGLE])
