"""Is this text one of our own replies coming back? Two machines must never talk to each other.

Told by its words, so that a phone's "Fwd:" before it, another ticket number and another status
change nothing. A citizen may quote a reply: who adds more words than its fields can hold is read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from operator import itemgetter

from parser.common import rarity
from parser.lists import load, words
from parser.tokens import Token, split

COVERED = 0.85
"""Of a template's own words, that must be in the text."""

LEAST_WORDS = 6
"""Templates with fewer words of their own say nothing that a citizen could not say."""

FIELD_WORDS, FREE_WORDS = 4, 18
"""That a field may hold, and one in which an officer writes."""

AROUND = 2  # words that a phone puts before what it forwards
FREE = ("{tl}", "{daftar}")

_RAW = itemgetter(1)  # of a token
_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Known:
    words: Counter[str]  # of the template, its fields and figures left out
    least: int  # of them, that must be in a text
    most: int  # words of a text


class Echo:
    """Knows reply texts by their words; most texts cost one look-up a word."""

    def __init__(self, templates: Iterable[str]) -> None:
        """*templates* are reply texts with ``{fields}``."""
        known = (_known(template) for template in templates)
        self._known = [one for one in known if one.words.total() >= LEAST_WORDS]
        self._fewest = min((one.least for one in self._known), default=0)
        self._signs = frozenset[str]().union(*map(_signs, self._known))
        self._where: dict[str, list[tuple[int, int]]] = {}  # word -> (template, how often)
        for place, one in enumerate(self._known):
            for word, times in one.words.items():
                self._where.setdefault(word, []).append((place, times))

    def is_ours(self, tokens: Sequence[Token]) -> bool:
        """Tell whether *tokens* have nearly all words of one of our texts and few besides.

        >>> echo = Echo(["Tiket {no} dibatalkan atas permintaan Anda. Buka lagi?"])
        >>> echo.is_ours(split("Fwd: Tiket 4839206 dibatalkan atas permintaan Anda. Buka lagi?"))
        True
        """
        if len(tokens) < self._fewest:
            return False
        if self._signs.isdisjoint(map(_RAW, tokens)):
            return False
        return self._has_all(list(map(_RAW, tokens)))

    def _has_all(self, raw: list[str]) -> bool:
        if sum(map(self._where.__contains__, raw)) < self._fewest:
            return False  # too few words of all templates together; counting them costs more
        said = Counter([word for word in raw if not word.isdigit()])
        shared: Counter[int] = Counter()
        for word, times in said.items():
            for place, its in self._where.get(word, ()):
                shared[place] += min(times, its)
        total = said.total()
        return any(
            both >= self._known[place].least
            and total <= self._known[place].most
            and _people().isdisjoint(said.keys() - self._known[place].words.keys())
            for place, both in shared.items()
        )


@cache
def _people() -> frozenset[str]:
    """Return what no reply says, and people do who quote one."""
    return words(load("machines")["quotes"])


def _known(template: str) -> _Known:
    said = Counter(token.raw for token in split(_FIELD.sub(" ", template)) if token.raw.isalpha())
    fields = set(_FIELD.findall(template))
    room = sum(FREE_WORDS if field in FREE else FIELD_WORDS for field in fields)
    total = said.total()
    return _Known(said, ceil(total * COVERED), total + room + AROUND)


def _signs(known: _Known) -> set[str]:
    """Return the rarest words of a text that cannot all be missing when enough of it is there."""
    may_miss = known.words.total() - known.least
    found: set[str] = set()
    for word in sorted(known.words, key=rarity):
        found.add(word)
        may_miss -= known.words[word]
        if may_miss < 0:
            break
    return found
