"""The word lists of places.toml as sets, and a text as the place rules see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parser.common import common
from parser.lists import load, words
from parser.tokens import Token

CAPITALS = 0.7  # of the words with a capital: more, and a capital tells nothing


@dataclass(frozen=True, slots=True)
class Words:
    """What places.toml says."""

    marker: dict[str, str]  # word -> street road complex hamlet area block
    noun: frozenset[str]
    lists: dict[str, frozenset[str]]  # the table [words], and [noun] school and negeri
    streets: frozenset[str]  # squashed
    sole: tuple[tuple[str, ...], ...]
    double: dict[str, frozenset[str]]  # first word -> second words
    common: frozenset[str]


@cache
def known() -> Words:
    """Return the words of parser/data/places.toml, read at the first use."""
    data = load("places")
    marker = {
        word: kind
        for kind in ("outside", "area", "hamlet", "complex", "block", "road", "street")
        for word in data["marker"][kind].split()
    }
    lists = {name: words(text) for name, text in data["words"].items() if isinstance(text, str)}
    lists |= {name: words(data["noun"][name]) for name in ("school", "negeri")}
    double: dict[str, frozenset[str]] = {}
    for pair in data["noun"]["double"]:
        first, _blank, second = pair.partition(" ")
        double[first] = double.get(first, frozenset()) | {second}
    return Words(
        marker=marker,
        noun=words(data["noun"]["named"]),
        lists=lists,
        streets=frozenset(name.replace(" ", "") for name in data["words"]["streets"]),
        sole=tuple(tuple(name.replace("-", " ").split()) for name in data["noun"]["sole"]),
        double=double,
        common=common(),
    )


class View:
    """The tokens of one text with what the rules ask of them again and again."""

    __slots__ = ("body", "mixed", "raw", "size", "taken", "tokens")

    def __init__(self, body: str, tokens: Sequence[Token]) -> None:
        self.body = body
        self.tokens = tokens
        self.raw = [token.raw for token in tokens]
        self.size = len(tokens)
        self.taken = [False] * self.size  # part of a street's name: no area of its own
        capitals = sum(body[token.start].isupper() for token in tokens)
        self.mixed = capitals <= CAPITALS * self.size

    def gap(self, index: int) -> str:
        """Return what stands between a token and the one before it."""
        return self.body[self.tokens[index - 1].end : self.tokens[index].start]

    def joined(self, index: int) -> bool:
        """Tell whether nothing parts a token from the one before it."""
        return 0 < index < self.size and self.gap(index) in {" ", "", "-", "'"}

    def capital(self, index: int) -> bool:
        """Tell whether a token is written as a name is, in a text where that tells something."""
        return self.mixed and self.body[self.tokens[index].start].isupper()

    def before(self, index: int) -> str:
        """Return the word before a token, '' when a mark parts them."""
        near = index > 0 and self.gap(index) in {" ", "", "-", ". ", ".", ": ", ":"}
        return self.raw[index - 1] if near else ""

    def text(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the words from *start* to *end* (exclusive) as written, and where they stand."""
        begin, stop = self.tokens[start].start, self.tokens[end - 1].end
        return self.body[begin:stop], begin, stop
