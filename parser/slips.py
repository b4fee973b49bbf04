"""One slip of the thumb in a long word that rules know: which word was meant.

A slip leaves a letter out, puts one too many, swaps two or hits the key beside one; the first
letter is always right. What is a word by itself, ``data/real.txt`` or any rule's, is never a slip.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from parser.common import common

MEANT_LETTERS = 6  # of the word that is meant: too many others are near a shorter one
_RANK = 16  # bits
ROOT_LETTERS = 4  # of a real word that may stand within affixes
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm")
_BESIDE = frozenset(pair for row in _ROWS for one in pairwise(row) for pair in (one, one[::-1]))
"""Two letters whose keys touch."""


class Slips:
    """Long words, found by what is left of each when any letter but the first goes.

    What is left is kept as sorted hashes: as strings in a dict it took 5 MB more.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted({w for w in words if len(w) >= MEANT_LETTERS and w.isalpha()})
        self._words = frozenset({*self._sorted})
        rows = sorted(  # as numbers: as pairs they took 2 MB more, which the process keeps
            hash(shorter) << _RANK | rank
            for rank, word in enumerate(self._sorted)
            for shorter in set(_lacking(word))
        )
        self._hashes = array("q", (row >> _RANK for row in rows))
        self._ranks = array("H", (row & (1 << _RANK) - 1 for row in rows))

    def meant(self, typed: str) -> str:
        """Return the word that *typed* is one slip away from, or ''.

        >>> slips = Slips(["sampah", "lubang", "tumpukan"])
        >>> [slips.meant(typed) for typed in ("sapmah", "luang", "tumpuksn", "tumpuukan", "rampah")]
        ['sampah', 'lubang', 'tumpukan', 'tumpukan', '']
        """
        for word in self._lack(typed):
            return word
        if len(typed) < MEANT_LETTERS:
            return ""
        beside = ""
        for at, shorter in enumerate(_lacking(typed), 1):
            if shorter in self._words:
                return shorter
            for word in self._lack(shorter):
                if _swapped(typed, word, at):
                    return word
                if not beside and _beside(typed, word):
                    beside = word
        return beside

    def _lack(self, shorter: str) -> Iterator[str]:
        """Yield the words that *shorter* is without one letter, in the order of the alphabet."""
        wanted = hash(shorter)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            word = self._sorted[self._ranks[at]]
            if shorter in _lacking(word):  # another's hash may be the same
                yield word
            at += 1


def _lacking(word: str) -> list[str]:
    """Return *word* without its second letter, without its third ...: two words share one."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _swapped(typed: str, word: str, at: int) -> bool:
    """Tell whether the letters at *at* and behind it are those of *word* in the other order."""
    two = typed[at : at + 2]
    return word == typed[:at] + two[::-1] + typed[at + 2 :]


def _beside(typed: str, word: str) -> bool:
    """Tell whether one letter of *typed* has its key beside that of *word*, and the rest agree."""
    differing = [pair for pair in zip(typed, word, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and differing[0] in _BESIDE


@cache
def _real() -> frozenset[str]:
    """Return the words that are none's misspelling: common ones, names, towns."""
    data = Path(__file__).with_name("data")
    listed = (data / "real.txt").read_text(encoding="utf-8")
    towns = (data / "cities.txt").read_text(encoding="utf-8").lower()
    return common().union(listed.split(), towns.split())


def is_real(candidates: Sequence[str]) -> bool:
    """Tell whether a word or what it is without its affixes (stem.py) is an everyday word.

    >>> from parser.stem import stems
    >>> is_real(stems("bandara")), is_real(stems("gerbangnya")), is_real(stems("sapmah"))
    (True, True, False)
    """
    real = _real()
    return any(c in real for c in candidates if len(c) >= ROOT_LETTERS)
