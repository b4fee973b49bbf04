"""A city's own words beside those of the language; one object a city, never changed.

A word that no rule of the language knows is written in capitals where rules look it up, so that
no affix or slip makes another of it: "BETAR" is the city's, "lampu" everybody's.
"""

from collections.abc import Callable, Iterable
from typing import Final

from parser import lexicon, scale, urgency
from parser.shorthand import plain
from parser.stem import stems
from parser.tokens import Token
from parser.trees import Terms

LEVELS: Final = {"darurat": "darurat.alarm", "tinggi": "tinggi.signs"}
"""Urgency -> the rule of urgency.toml that a city's words join."""

MARKS: Final = {
    "street": "gang",
    "complex": "perum",
    "hamlet": "dusun",
    "area": "kel",
    "block": "blok",
    "landmark": "gedung",
}
"""Kind of place -> the word of the language that a city's own mark is read as."""

_GREETING: Final = "halo"
_THANKS: Final = "terimakasih"
_MOST_KEPT = 4096  # words
Lists = Iterable[tuple[str, Iterable[str]]]


class _Kept(dict[str, str]):
    """Word as typed -> as rules look it up; forgotten when there are too many."""

    def __init__(self, meant: Callable[[str], str]) -> None:
        super().__init__()
        self._meant = meant

    def __missing__(self, raw: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[raw] = word = self._meant(raw)
        return word


class Own:
    """The words of one city; compared by identity, so that a Vocabulary stays hashable."""

    __slots__ = ("_kept", "_marks", "_spellings", "_words", "categories", "no_keyword", "urgency")

    def __init__(
        self,
        *,
        greetings: Iterable[str] = (),
        thanks: Iterable[str] = (),
        no_keyword: Iterable[str] = (),
        categories: Lists = (),
        urgency: Lists = (),
        shorthand: Lists = (),
        places: Lists = (),
    ) -> None:
        self._spellings = dict.fromkeys(greetings, _GREETING) | dict.fromkeys(thanks, _THANKS)
        self._spellings |= {typed: word for word, all_ in shorthand for typed in all_}
        self._marks = {mark: MARKS[kind] for kind, all_ in places for mark in all_}
        self.no_keyword = frozenset(no_keyword)
        about = [(tuple(term.split()), name) for name, all_ in categories for term in all_]
        alarms = [(tuple(term.split()), LEVELS[name]) for name, all_ in urgency for term in all_]
        self._words = frozenset(
            word for term, _ in (*about, *alarms) for word in term if not lexicon.knows(word)
        )
        self.categories: Terms[tuple[str, str]] | None = _categories(self._lifted(about))
        self.urgency: Terms[str] | None = _urgency(self._lifted(alarms))
        self._kept = _Kept(self._meant)

    def _lifted(
        self, entries: Iterable[tuple[tuple[str, ...], str]]
    ) -> list[tuple[tuple[str, ...], str]]:
        words = self._words
        return [
            (tuple(w.upper() if w in words else w for w in term), name) for term, name in entries
        ]

    def tokens(self, tokens: list[Token]) -> list[Token]:
        """Return *tokens* with the words that rules look up as the city means them.

        >>> from parser.tokens import split
        >>> own = Own(shorthand=[("lampu", ["lamteng"])], categories=[("lalin", ["betar"])])
        >>> [token.word for token in own.tokens(split("lamteng betarnya mati"))]
        ['lampu', 'BETAR', 'mati']
        """
        if not (self._spellings or self._words):
            return tokens
        kept = self._kept
        return [
            token if (word := kept[token[1]]) == token[0] else token._replace(word=word)
            for token in tokens
        ]

    def marked(self, tokens: list[Token]) -> list[Token]:
        """Return *tokens* with the city's own words before names as the language's."""
        marks = self._marks
        if not marks or marks.keys().isdisjoint(token.raw for token in tokens):
            return tokens
        return [token._replace(raw=marks.get(token.raw, token.raw)) for token in tokens]

    def _meant(self, raw: str) -> str:
        """Return the city's word for *raw*, or its plain form."""
        word = self._spellings.get(raw) or plain(raw)
        word = self._spellings.get(word, word)
        if word in self._words:
            return word.upper()
        if lexicon.knows(word):
            return word
        return next((root.upper() for root in stems(word) if root in self._words), word)


def _categories(entries: list[tuple[tuple[str, ...], str]]) -> Terms[tuple[str, str]] | None:
    return scale.with_own(entries) if entries else None


def _urgency(entries: list[tuple[tuple[str, ...], str]]) -> Terms[str] | None:
    return urgency.with_own(entries) if entries else None
