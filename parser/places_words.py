"""The word lists of places.toml as sets, and a text as the place rules see it."""

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from parser.lists import load, squash, words

if TYPE_CHECKING:
    from parser.tokens import Token

_RAW = itemgetter(1)  # of a token
CAPITALS = 0.7  # of the words with a capital: more, and a capital tells nothing


class Words(NamedTuple):
    """What places.toml says."""

    marker: dict[str, str]  # word -> street road complex hamlet area block
    noun: frozenset[str]
    lists: dict[str, frozenset[str]]  # the table [words], and [noun] school and negeri
    streets: frozenset[str]  # squashed, and their beginnings
    sole: dict[str, list[tuple[str, ...]]]  # first word -> such names
    double: dict[str, frozenset[str]]  # first word -> second words
    cities: dict[str, str]  # squashed -> name, of Indonesia's better known towns
    towns: frozenset[str]  # the first words of them
    trigger: dict[str, str]  # word -> marker, or km noun sole

    @property
    def common(self) -> frozenset[str]:
        """Everyday words: 40 ms at the first look, which redaction never takes."""
        return _common()


@cache
def _common() -> frozenset[str]:
    from parser.common import common  # noqa: PLC0415 - as above

    return common()


@cache
def known() -> Words:
    """Return the words of parser/data/places.toml, read at the first use."""
    data = load("places")
    marker = {
        intern(word): kind
        for kind in ("outside", "area", "hamlet", "complex", "block", "road", "street")
        for word in data["marker"][kind].split()
    }
    lists = {name: words(text) for name, text in data["words"].items() if isinstance(text, str)}
    lists |= {name: words(data["noun"][name]) for name in ("school", "negeri")}
    double: dict[str, frozenset[str]] = {}
    for pair in data["noun"]["double"]:
        first, _blank, second = pair.partition(" ")
        double[first] = double.get(first, frozenset()) | {second}
    sole: dict[str, list[tuple[str, ...]]] = {}
    for name in data["noun"]["sole"]:
        parts = tuple(map(intern, name.replace("-", " ").split()))
        sole.setdefault(parts[0], []).append(parts)
    noun = words(data["noun"]["named"])
    cities = _cities()
    trigger = dict.fromkeys(sole, "sole")
    trigger |= dict.fromkeys(noun | double.keys(), "noun") | {"km": "km"} | marker
    return Words(
        marker=marker,
        noun=noun,
        lists=lists,
        streets=_starts(name.replace(" ", "") for name in data["words"]["streets"]),
        sole=sole,
        double=double,
        cities={squash(name): name for name in cities},
        towns=frozenset(name.split()[0].casefold() for name in cities),
        trigger={word: kind for word, kind in trigger.items() if kind != "outside"},
    )


def _starts(names: Iterable[str]) -> frozenset[str]:
    """Return each of *names* and all its beginnings of three letters or more."""
    return frozenset({name[:size] for name in names for size in range(3, len(name) + 1)})


def _cities() -> list[str]:
    text = (Path(__file__).parent / "data" / "cities.txt").read_text("utf-8")
    return text.splitlines()


class View:
    """The tokens of one text with what the rules ask of them again and again."""

    __slots__ = ("_mixed", "body", "raw", "size", "taken", "tokens", "within")

    def __init__(self, body: str, tokens: "Sequence[Token]") -> None:
        self.body = body
        self.tokens = tokens
        self.raw: list[str] = list(map(_RAW, tokens))
        self.size = len(tokens)
        self.taken = [False] * self.size  # part of a street's name: no area of its own
        self.within = [False] * self.size  # part of a landmark's: not where a name is only begun
        self._mixed: bool | None = None

    @property
    def mixed(self) -> bool:
        """True when a capital letter tells something in this text."""
        if self._mixed is None:
            capitals = sum(self.body[token.start].isupper() for token in self.tokens)
            self._mixed = capitals <= CAPITALS * self.size
        return self._mixed

    def gap(self, index: int) -> str:
        """Return what stands between a token and the one before it."""
        return self.body[self.tokens[index - 1].end : self.tokens[index].start]

    def joined(self, index: int) -> bool:
        """Tell whether nothing parts a token from the one before it."""
        return 0 < index < self.size and self.gap(index) in {" ", "", "-", "'"}

    def capital(self, index: int) -> bool:
        """Tell whether a token is written as a name is, in a text where that tells something."""
        return self.body[self.tokens[index].start].isupper() and self.mixed

    def before(self, index: int) -> str:
        """Return the word before a token, '' when a mark parts them."""
        near = 0 < index < self.size and self.gap(index) in {" ", "", "-", ". ", ".", ": ", ":"}
        return self.raw[index - 1] if near else ""

    def text(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the words from *start* to *end* (exclusive) as written, and where they stand."""
        begin, stop = self.tokens[start].start, self.tokens[end - 1].end
        return self.body[begin:stop], begin, stop
