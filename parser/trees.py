"""Terms of one word or more as a tree: each word of a text then costs one look-up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from sys import intern
from typing import Any, Generic, TypeVar

V = TypeVar("V")

Node = tuple[tuple[V, ...], dict[str, Any]]  # the values of the term that ends here; the longer
_NO_LONGER: dict[str, Any] = {}  # one for all: nine thousand empty ones took 0.6 MB
_NOTHING = ((), _NO_LONGER)


@dataclass(frozen=True, slots=True, eq=False)
class Terms(Generic[V]):
    """Terms with their values; compared by identity."""

    tree: Mapping[str, Node[V]]  # first word -> what it is, and what may stand behind it

    def of(self, word: str) -> tuple[V, ...]:
        """Return the values of the term that is *word* alone, or ()."""
        return self.tree.get(word, _NOTHING)[0]

    def all(self) -> dict[tuple[str, ...], tuple[V, ...]]:
        """Return the values of each term; made anew, as only the tree is kept."""
        return dict(_walked(self.tree, ()))


def _walked(
    tree: Mapping[str, Node[V]], before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[V, ...]]]:
    for word, (values, longer) in tree.items():
        if values:
            yield (*before, word), values
        yield from _walked(longer, (*before, word))


def grown(values: Mapping[tuple[str, ...], tuple[V, ...]]) -> Terms[V]:
    """Return *values* with the tree in which each word costs one look-up."""
    tree: dict[str, Node[V]] = {}
    leaves: dict[tuple[V, ...], Node[V]] = {}  # most terms end alike
    for words, value in values.items():
        term = tuple(map(intern, words))  # a root, and what a city calls it, are new strings
        node = tree
        for word in term[:-1]:
            ending, longer = node.get(word, _NOTHING)
            if longer is _NO_LONGER:
                longer = {}
                node[word] = (ending, longer)
            node = longer
        longer = node.get(term[-1], _NOTHING)[1]
        leaf = (value, longer)
        node[term[-1]] = leaves.setdefault(value, leaf) if longer is _NO_LONGER else leaf
    return Terms(tree)


def merged(
    terms: Terms[V], own: Mapping[tuple[str, ...], tuple[V, ...]], *, instead: bool
) -> Terms[V]:
    """Return *terms* with those of *own*, which count *instead* of the same terms or besides."""
    values = terms.all()
    for term, added in own.items():
        values[term] = added if instead else (*values.get(term, ()), *added)
    return grown(values)


def found(
    terms: Terms[V], words: tuple[str, ...], at: Iterable[int] | None = None
) -> list[tuple[int, int, tuple[V, ...]]]:
    """Return (index, words, values) of the *terms* in *words*, the longest first, none twice.

    *at* are the only places where one may begin, when that is known.
    """
    hits: list[tuple[int, int, tuple[V, ...]]] = []
    tree, total = terms.tree, len(words)
    after = 0  # words before this index belong to a term already
    if at is None:
        at = compress(range(total), map(tree.__contains__, words))
    for index in at:
        if index < after:
            continue
        values, longer = tree[words[index]]
        end = index + 1
        if values:
            after = end
        while longer and end < total and (node := longer.get(words[end])) is not None:
            end += 1
            if node[0]:
                values, after = node[0], end
            longer = node[1]
        if values:
            hits.append((index, after - index, values))
    return hits
