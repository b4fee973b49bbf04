"""The words that rules know: synonyms made one, affixes and a typo seen through, terms found.

A *term* is one to four words. A message and all terms are folded the same way, so that a rule
written "lampu mati" also finds "lampune pejah": ``data/same.toml`` says what is the same.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, TypeVar

from parser.stem import stems
from parser.tokens import Token

V = TypeVar("V")

MAX_WORDS = 150  # of a message; what stands behind them says nothing new about its subject
MAX_TERM = 4  # words
TYPO_LETTERS = 6  # a shorter word is not mended: too many other words are near
BREAK: Final = ","  # stands in View.words where the message had a mark
STREET: Final = "jl"
_STREETS = frozenset({"jl", "jln", "jalan", "jlan", "jlm"})
_FILES = ("categories", "types", "urgency", "wishes", "accused")


@dataclass(frozen=True, slots=True)
class View:
    """A message as rules see it."""

    words: tuple[str, ...]  # folded, with BREAK where a mark stood
    core: tuple[str, ...]  # without breaks, fillers and prepositions; "" for a name
    aside: tuple[bool, ...]  # for each of *core*: it only says where ("depan pasar")
    known: frozenset[str]  # all of *words*


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with a value each, found by their first word."""

    values: Mapping[tuple[str, ...], object]
    reach: Mapping[str, int]  # first word -> words of the longest term


def table(name: str) -> dict[str, dict[str, str]]:
    """Return the tables of ``parser/data/<name>.toml``."""
    text = files("parser.data").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def listed(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the terms of *text*, which stand between commas or line ends, as words."""
    for term in text.replace("\n", ",").split(","):
        words = tuple(term.split())
        if words:
            yield words


@cache
def _same() -> dict[str, str]:
    """Return variant -> the word it stands for."""
    return {
        variant: word
        for word, variants in table("same")["same"].items()
        for variant in (word, *variants.split())
    }


@cache
def _vocabulary() -> frozenset[str]:
    """Return all words that any rule knows."""
    known = set(_same().values())
    for name in _FILES:
        for rules in table(name).values():
            for text in rules.values():
                known.update(word for term in listed(text) for word in term)
    for text in table("same")["role"].values():
        known.update(text.split())
    return frozenset(known)


@cache
def role(name: str) -> frozenset[str]:
    """Return the words of a role of ``same.toml``: place, area, filler."""
    return frozenset(fold(word) for word in table("same")["role"][name].split())


@cache
def _near() -> dict[str, tuple[str, ...]]:
    """Return beginnings and ends of three letters -> the long words that have them."""
    found: dict[str, list[str]] = {}
    for word in (*_vocabulary(), *_same()):
        if len(word) >= TYPO_LETTERS:
            found.setdefault(word[:3], []).append(word)
            found.setdefault("-" + word[-3:], []).append(word)
    return {key: tuple(words) for key, words in found.items()}


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return the word that rules use for *word*, or *word* itself when they know none."""
    same, known = _same(), _vocabulary()
    for candidate in stems(word):
        if len(candidate) < 4 and not word.startswith(candidate):
            continue
        if candidate in same:
            return same[candidate]
        if candidate in known:
            return candidate
    if len(word) >= TYPO_LETTERS and word.isalpha():
        for other in (*_near().get(word[:3], ()), *_near().get("-" + word[-3:], ())):
            if one_slip(word, other):
                return same.get(other, other)
    return word


def one_slip(word: str, other: str) -> bool:
    """Tell whether one letter more, less, changed or swapped makes *other* of *word*.

    >>> one_slip("tersumabt", "tersumbat"), one_slip("lampu", "lampau"), one_slip("a", "abc")
    (True, True, False)
    """
    if abs(len(word) - len(other)) > 1:
        return False
    same = 0
    for first, second in zip(word, other, strict=False):
        if first != second:
            break
        same += 1
    left, right = word[same:], other[same:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or (
        left[:2] == right[1::-1] and left[2:] == right[2:]
    )  # fmt: skip


def view(tokens: Sequence[Token]) -> View:
    """Return *tokens* as rules see them; kept for the next rule that asks."""
    words: list[str] = []
    end = -1
    for token in tokens[:MAX_WORDS]:
        if end >= 0 and token.start - end > 1:
            words.append(BREAK)
        words.append(STREET if token.raw in _STREETS else token.word)
        end = token.end
    return _view(tuple(words))


@lru_cache(maxsize=8)
def _view(written: tuple[str, ...]) -> View:
    place, area, filler = role("place"), role("area"), role("filler")
    words: list[str] = []
    core: list[str] = []
    aside: list[bool] = []
    left = 0  # words that still only say where
    for index, raw in enumerate(written):
        word = raw if raw == BREAK else "jalan" if raw == STREET else fold(raw)
        words.append(word)
        if word == BREAK or word in filler:
            left = 0
        elif word in place:
            left = 3
        elif word in area:
            left = max(left, 2)
        elif raw == STREET:
            named = _is_name(written, index + 1)
            core.append(word)
            aside.append(bool(left) or named)
            left = 2 if named else left - 1 if left else 0
        else:
            core.append(word)
            aside.append(left > 0)
            left -= left > 0
    return View(tuple(words), tuple(core), tuple(aside), frozenset(words))


def _is_name(written: tuple[str, ...], index: int) -> bool:
    """Tell whether no rule knows the word at *index*: behind "jalan" it is a street's name."""
    if index >= len(written) or written[index] == BREAK:
        return False
    word = fold(written[index])
    return word not in _vocabulary()


def compiled(entries: Iterable[tuple[tuple[str, ...], V]]) -> Terms:
    """Return *entries* (term, value) folded; the first entry of a term counts."""
    values: dict[tuple[str, ...], object] = {}
    reach: dict[str, int] = {}
    for term, value in entries:
        folded = tuple(fold(word) for word in term)
        values.setdefault(folded, value)
        reach[folded[0]] = max(reach.get(folded[0], 0), len(folded))
    return Terms(values, reach)


def found(terms: Terms, words: Sequence[str]) -> list[tuple[int, int, object]]:
    """Return (index, words, value) of the *terms* in *words*, the longest first, none twice."""
    hits: list[tuple[int, int, object]] = []
    index, size = 0, len(words)
    values, reach = terms.values, terms.reach
    while index < size:
        longest = reach.get(words[index], 0)
        for length in range(min(longest, size - index), 0, -1):
            value = values.get(tuple(words[index : index + length]))
            if value is not None:
                hits.append((index, length, value))
                index += length - 1
                break
        index += 1
    return hits
