"""The rule files of parser/data: word lists and phrases, read once and kept as look-ups.

Words are interned, as those of texts are (tokens.py): most look-ups then compare no letters.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any

_DATA = Path(__file__).with_name("data")  # importlib.resources takes 5 ms to say the same
_LETTERS = re.compile(r"[^\W_]+")

MOST_KEPT = 12_288  # words
"""So many words of messages each table keeps with what it knows of them, 1.5 kB a word in all.

A city's citizens use fewer; our own cases, all read in turn by `make bench`, have 8,000.
"""


@cache
def load(name: str) -> dict[str, Any]:
    """Return the tables of parser/data/*name*.toml.

    >>> load("shorthand")["words"]["belum"].split()[0]
    'blm'
    """
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


def words(text: str) -> frozenset[str]:
    """Return the set of words that stand in *text* between blanks."""
    return frozenset({*map(intern, text.split())})  # of a set it is made in half the memory


def beside(rules: str, name: str) -> frozenset[str]:
    """Return a small set of context.toml: words that *rules* look for beside what they found.

    >>> "padahal" in beside("screens", "besides")
    True
    """
    return words(load("context")[rules][name])


def inverse(table: dict[str, str]) -> dict[str, str]:
    """Return {spelling: word} of {word: "spelling spelling"}.

    >>> inverse({"belum": "blm blum"})
    {'blm': 'belum', 'blum': 'belum'}
    """
    return {intern(typed): word for word, all_ in table.items() for typed in all_.split()}


def squash(name: str) -> str:
    """Return *name* folded, without blanks and marks: as people write it in one word or in two.

    >>> squash("Banjar Mlati"), squash("Alun-Alun")
    ('banjarmlati', 'alunalun')
    """
    return "".join(_LETTERS.findall(name.casefold()))


def first_of(known: Set[str], said: Sequence[str]) -> str:
    """Return the first word of *said* that is *known*, or ''; most messages have none.

    >>> first_of({"naga", "hantu"}, ["ada", "hantu", "naga"])
    'hantu'
    """
    return "" if known.isdisjoint(said) else next(word for word in said if word in known)


class Phrases:
    """Runs of words, found in a text by one look-up a word."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            if phrase:
                self._by_first.setdefault(phrase[0], []).append(tuple(phrase))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (phrase for runs in self._by_first.values() for phrase in runs)

    def at(self, words: Sequence[str], index: int) -> tuple[str, ...]:
        """Return a phrase that stands in *words* at *index*, or ().

        >>> Phrases([("pesan", "otomatis")]).at(["ini", "pesan", "otomatis"], 1)
        ('pesan', 'otomatis')
        """
        for phrase in self._by_first.get(words[index], ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                return phrase
        return ()

    def find(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the phrases that stand anywhere in *words*, in order."""
        firsts = self._by_first
        if firsts.keys().isdisjoint(words):
            return []
        found = [self.at(words, index) for index, word in enumerate(words) if word in firsts]
        return [phrase for phrase in found if phrase]
