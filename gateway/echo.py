"""Is this text one of our own replies coming back? Two machines must never talk to each other."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

COVERED = 0.85
"""Of a template's own words, that must be in the text."""

SHARE, SHARE_FREE = 0.5, 0.3
"""Of the text's words, that must be the template's; less where it quotes an officer."""

LEAST_WORDS = 6
"""Templates with fewer words of their own say nothing that a citizen could not say."""

_WORD = re.compile(r"[^\W\d_]+")
_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Known:
    words: Counter[str]  # of the template, its fields and figures left out
    total: int
    share: float


class Echo:
    """Knows our reply texts by their words; figures do not count. About 10 microseconds a text."""

    def __init__(self, templates: Iterable[str]) -> None:
        """*templates* are reply texts with ``{fields}``."""
        known = (_known(template) for template in templates)
        self._known = [one for one in known if one.total >= LEAST_WORDS]
        self._where: dict[str, list[tuple[int, int]]] = {}  # word -> (template, how often)
        for place, one in enumerate(self._known):
            for word, times in one.words.items():
                self._where.setdefault(word, []).append((place, times))

    def is_ours(self, text: str) -> bool:
        """Tell whether *text* has nearly all words of one of our texts and few besides."""
        words = _count(text)
        total = words.total()
        if total < LEAST_WORDS * COVERED:
            return False
        shared: Counter[int] = Counter()
        for word, times in words.items():
            for place, its in self._where.get(word, ()):
                shared[place] += min(times, its)
        return any(
            both >= self._known[place].total * COVERED and both >= total * self._known[place].share
            for place, both in shared.items()
        )


def _known(template: str) -> _Known:
    words = _count(_FIELD.sub(" ", template))
    share = SHARE_FREE if "{tl}" in template or "{daftar}" in template else SHARE
    return _Known(words, words.total(), share)


def _count(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
