"""One slip of the thumb: a word that is a letter away from one that was meant."""

from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from parser.lists import load, words
from parser.shorthand import is_word

MIN_LETTERS = 5  # of the word that is meant; a shorter one has too many neighbours


@cache
def _real() -> frozenset[str]:
    return words(load("near")["words"])


def near(typed: str, meant: Iterable[str]) -> str:
    """Return the word of *meant* that *typed* is one slip away from, or ''.

    A slip is a letter too many, too few, another, or two in the wrong order. Real words are none.

    >>> near("surag", ["surga"]), near("surya", ["surga"]), near("bdh", ["bdg"])
    ('surga', '', '')
    """
    size = len(typed)
    if size < MIN_LETTERS - 1 or size > 24 or typed in _real() or is_word(typed):
        return ""
    for word in meant:
        likely = len(word) >= MIN_LETTERS and abs(len(word) - size) <= 1
        if likely and OSA.distance(typed, word, score_cutoff=1) <= 1:
            return word
    return ""
