"""A keyword that is a plain word as well, in a sentence that reports nothing to the city.

"Surga adalah tempat orang baik" speaks of heaven, "palu saya hilang" of a hammer. A person must
look at it (DOMAIN.md 4.2): no report that begins with the keyword is lost.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from parser.lists import Phrases, load, words
from parser.reading import Why
from parser.shorthand import plain
from parser.tokens import Token

MAX_WORDS: Final = 14  # a longer message says something
NOTHING: Final = "lainnya"
"""The category of a message that seems to be about nothing."""
_ANY = "any"
"""The table of what holds for each keyword."""


class _Sense:
    """What tells that one keyword is meant as the plain word that it is."""

    def __init__(self, data: dict[str, str | list[str]]) -> None:
        self.flags = tuple(str(data["flags"]).split())
        self.soft = words(str(data["soft"]))
        self.topics = words(str(data["topics"]))
        self.follows = words(str(data["follows"]))
        self.frames = Phrases([plain(w) for w in text.split()] for text in data["frames"])
        self.lost = words(str(data.get("lost", "")))
        self.heads = words(str(data.get("heads", "")))


@cache
def _senses() -> dict[str, _Sense]:
    return {name: _Sense(data) for name, data in load("homonyms").items() if name != _ANY}


@cache
def _any(name: str) -> frozenset[str]:
    return words(load("homonyms")[_ANY][name])


def flags(
    keyword: str, category: str, tokens: Sequence[Token], why: list[Why] | None = None
) -> tuple[str, ...]:
    """Return the flags of a sentence in which *keyword*, before *tokens*, is a plain word, or ().

    *category* is what the message seems to be about: most say surely that it is a report.

    >>> from parser.tokens import split
    >>> flags("SURGA", "lainnya", split("adalah tempat orang baik"))
    ('ghost', 'idiom')
    >>> flags("SURGA", "lainnya", split("tolong cek laporan saya"))
    ()
    """
    sense = _senses().get(keyword.lower())
    if sense is None or category not in sense.soft or len(tokens) > MAX_WORDS:
        return ()
    found = _meant(keyword.lower(), sense, tokens, vague=category == NOTHING)
    if found and why is not None:
        why.append(Why("keyword as a plain word", found))
    return sense.flags if found else ()


def _meant(keyword: str, sense: _Sense, tokens: Sequence[Token], *, vague: bool) -> str:
    """Return the word by which the keyword is meant as a plain word, or ''."""
    said = [token.word for token in tokens]
    told = {*said, *[token.raw for token in tokens]}
    if lost := _lost(sense, said):
        return lost
    if not told.isdisjoint(_any("pleas")):
        return ""
    start = _past_light(said)
    found = " ".join(sense.frames.at(said, 0) or sense.frames.at(said, start))
    found = found or _led(keyword, sense, said)
    if found or not vague:
        return found
    begin = next((t.word for t in tokens[: start + 1] if not sense.follows.isdisjoint(t[:2])), "")
    return begin or min(told & sense.topics, default="")


def _past_light(said: Sequence[str]) -> int:
    """Return the index of the first word that is more than "sudah" or "itu", or of the last."""
    last = len(said) - 1
    return next((i for i, word in enumerate(said) if word not in _any("light")), last)


def _lost(sense: _Sense, said: Sequence[str]) -> str:
    """Return what befell the writer's own: "palu saya hilang", but not "saya hilang motor"."""
    whose, what, behind = (*said[:3], "", "")[:3]
    if whose not in _any("own") or what not in sense.lost:
        return ""
    return what if not behind or behind in _any("after") else ""


def _led(keyword: str, sense: _Sense, said: Sequence[str]) -> str:
    """Return the word that leads to the keyword, where the body kept it: "masuk surga"."""
    pairs = pairwise(said) if keyword in said else ()
    return next((one for one, two in pairs if two == keyword and one in sense.heads), "")


def led(keyword: str, before: str) -> bool:
    """Tell whether the word right before a keyword makes it a plain one: "masuk surga"."""
    sense = _senses().get(keyword.lower())
    return sense is not None and before in sense.heads
