"""The names of a city's areas and of its neighbours, looked up by word.

Rows have the columns code, kind, name, parent, aliases (parted by ``;``), own. Kinds: *kota* (the
city), *kecamatan*, *kelurahan*, *jalan* (a street, where the city lists them), and *luar*: a place
that is not the city's. *own* is "0" for an area that the office does not serve (the others of an
office of one kecamatan), anything else or nothing for one that it does.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from parser.lists import MOST_KEPT, squash
from parser.lists import load as load_file

KINDS = ("kota", "kecamatan", "kelurahan", "jalan", "luar")
MIN_TYPO = 6  # letters of a name or word for which one typo is forgiven
MAX_WORDS = 5  # of one name


@cache
def _distance() -> Callable[..., int]:
    """Return what counts typos: loaded when a name is looked for, 7 ms that redaction need not."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return OSA.distance


class Area(NamedTuple):
    """One row."""

    code: str
    kind: str
    name: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    own: bool = True

    @property
    def outside(self) -> bool:
        """True for a place that is not the city's."""
        return self.kind == "luar"


class Name(NamedTuple):
    """What one spelling means: several areas when it is shared, or only the start of a name."""

    canon: str
    areas: tuple[Area, ...]
    partial: bool = False  # "Bandar" of Bandar Lor and Bandar Kidul


class Gazetteer:
    """The names of one city; compared by identity, so that a Vocabulary stays hashable."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self.areas = {area.code: area for area in areas}
        self.names: dict[str, Name] = {}
        self.streets: dict[str, Name] = {}  # without "jalan"
        self.starts: frozenset[str] = frozenset()  # names and their beginnings of 2+ letters
        self._near: dict[tuple[int, str], list[str]] = {}
        self._begun: dict[int, frozenset[str]] = {}  # length -> beginnings of names with typos
        self._mended: dict[str, Name | None] = {}  # what near() has found
        shared: dict[str, list[tuple[str, Area]]] = {}
        roads: dict[str, list[tuple[str, Area]]] = {}
        for area in self.areas.values():
            for spelling in (area.name, *area.aliases, *_shortened(area.name)):
                if area.kind == "jalan":
                    roads.setdefault(_street(spelling), []).append((area.name, area))
                else:
                    shared.setdefault(squash(spelling), []).append((area.name, area))
        self.names = {key: _name(found) for key, found in shared.items()}
        self.streets = {key: _name(found) for key, found in roads.items()}
        self._add_partial()
        self.starts = frozenset(key[:size] for key in self.names for size in range(2, len(key) + 1))
        self._index_typos()

    def get(self, words: str) -> Name | None:
        """Return what the squashed *words* mean, or None."""
        return self.names.get(words)

    def near(self, word: str) -> Name | None:
        """Return the one name within one typo of *word* (squashed), or None; both of 6+ letters.

        One typo in six letters leaves the first two or the last two as they are, so only names that
        share them are compared.
        """
        if len(word) < MIN_TYPO:
            return None
        try:
            return self._mended[word]
        except KeyError:
            if len(self._mended) >= MOST_KEPT:
                self._mended.clear()
            self._mended[word] = found = self._mend(word)
            return found

    def may_mend(self, word: str) -> bool:
        """Tell whether a name with one typo may begin with *word* (squashed), or be it."""
        distance = _distance()
        return any(
            distance(word, begun, score_cutoff=1) <= 1
            for size in range(len(word) - 1, len(word) + 2)
            for begun in self._begun.get(size, ())
        )

    def _mend(self, word: str) -> Name | None:
        size, distance = len(word), _distance()
        found: dict[str, Name] = {}
        for end in ("^" + word[:2], "$" + word[-2:]):
            for key in self._near.get((size, end), ()):
                if distance(word, key, score_cutoff=1) <= 1:
                    found[self.names[key].canon] = self.names[key]
        return next(iter(found.values())) if len(found) == 1 else None

    def _add_partial(self) -> None:
        """Add the first words that names share: "Bandar" of Bandar Lor and Bandar Kidul."""
        starts: dict[str, list[tuple[str, Area]]] = {}
        for area in self.areas.values():
            first, _blank, rest = area.name.partition(" ")
            if rest and area.kind in {"kecamatan", "kelurahan"}:
                starts.setdefault(squash(first), []).append((first, area))
        for key, found in starts.items():
            if key not in self.names:
                whole = _name(found)
                self.names[key] = Name(found[0][0], whole.areas, partial=True)

    def _index_typos(self) -> None:
        begun: dict[int, set[str]] = {}
        for key, name in self.names.items():
            if len(key) >= MIN_TYPO and not name.partial and name.areas[0].kind != "kota":
                for size in range(1, len(key) + 1):
                    begun.setdefault(size, set()).add(key[:size])
                for end in ("^" + key[:2], "$" + key[-2:]):
                    for size in range(len(key) - 1, len(key) + 2):
                        self._near.setdefault((size, end), []).append(key)
        self._begun = {size: frozenset(keys) for size, keys in begun.items()}


def _shortened(name: str) -> list[str]:
    """Return how people cut the last word of *name* short: "Birobuli Utr"."""
    first, _blank, last = name.rpartition(" ")
    return [
        f"{first} {cut}" for cut in load_file("places")["short"].get(last.casefold(), "").split()
    ]


def _street(name: str) -> str:
    """Return a street's name squashed, without the word for street."""
    first, blank, rest = name.casefold().partition(" ")
    return squash(rest if blank and first.rstrip(".") in {"jl", "jln", "jalan"} else name)


def load(rows: Iterable[Mapping[str, str]]) -> Gazetteer:
    """Return the gazetteer of *rows*; ValueError for a row without code or name, or another kind.

    models/areas.py reads rows from a file and says in which line a fault is.

    >>> names = load([{"code": "1", "kind": "kelurahan", "name": "Bandar Lor"}])
    >>> names.get("bandarlor").canon
    'Bandar Lor'
    """
    return Gazetteer(area_of(row) for row in rows)


def area_of(row: Mapping[str, str]) -> Area:
    """Return the area of one row; ValueError when it is none."""
    code, kind, name = (row.get(key, "").strip() for key in ("code", "kind", "name"))
    if not code or not squash(name) or kind not in KINDS:
        raise ValueError(f"no area: code {code!r}, kind {kind!r}, name {name!r}")
    aliases = tuple(alias.strip() for alias in row.get("aliases", "").split(";") if squash(alias))
    return Area(code, kind, name, row.get("parent", "").strip(), aliases, row.get("own") != "0")


def _name(found: list[tuple[str, Area]]) -> Name:
    """Return the meaning of a spelling; a kelurahan goes before the kecamatan of its name."""
    order = ("kelurahan", "kecamatan", "kota", "jalan", "luar")
    areas = sorted((area for _n, area in found), key=lambda area: order.index(area.kind))
    return Name(areas[0].name, tuple(dict.fromkeys(areas)))
