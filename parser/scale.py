"""What the words of a message weigh for each category: terms, pairs of words, and their sum."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from parser import lexicon, trees
from parser.latest import latest
from parser.lexicon import View
from parser.lists import beside
from parser.pairs import BOTH, Hit, may_pair, paired
from parser.sites import landmark
from parser.trees import Terms

OTHER = "lainnya"
WEIGHTS = {
    "grave": 20,
    "problem": 15,
    "own": 14,
    "certain": 12,
    "strong": 8,
    "object": 6,
    "hall": 9,
    "place": 5,
    "sign": 3,
}
ASIDE = {
    "grave": 20,
    "problem": 15,
    "own": 8,
    "certain": 8,
    "strong": 6,
    "object": 3,
    "hall": 2,
    "place": 1,
    "sign": 3,
}
"""Kind of term -> its weight, and that where it only says where something is."""
ASIDE_PHRASE = 10  # a certain term of two words and more
OWN = "own"  # the kind of a city's own terms
_CERTAIN = frozenset({"certain", OWN})
TOGETHER = 3  # for an object and a sign of the same category
_PROBLEMS = frozenset({"grave", "problem"})
_STREET: Final = "jalan"  # the word, and the category
_HOLE: Final = "lubang"
_MENDED: Final = "perbaiki"
_NOT = frozenset({"tidak", "belum", "te"})


class _Kind(NamedTuple):
    """What a term of one kind does, where it names the matter or only says where."""

    weight: int
    phrase: int  # the weight of two words and more
    sign: bool
    certain: bool
    problem: bool
    thing: bool  # it names something, unless it is a place of _AREAL
    place: bool


_KINDS, _KINDS_ASIDE = (
    {
        kind: _Kind(
            weight,
            phrase=ASIDE_PHRASE if aside and kind in _CERTAIN else weight,
            sign=kind == "sign",
            certain=kind in _CERTAIN,
            problem=kind in _PROBLEMS,
            thing=not aside or kind in _PROBLEMS,
            place=kind == "place",
        )
        for kind, weight in weights.items()
    }
    for weights, aside in ((WEIGHTS, False), (ASIDE, True))
)
LED = 3  # words at the beginning, among them what the sentence is about
LONG = 13  # figures; a NIK has 16
_SECRET = beside("scale", "secret")
"""Their problems are of whoever is at that place: "di kantor lurah diminta uang"."""
_BORNE = beside("scale", "borne")
"""Before a long number these say who writes, not what it is about."""
PILED = 2  # things besides the heaviest of a category count so many times less
TOLD_FIRST = 3  # for the problem that is told first
FIRST = 2  # for the thing that is named first
ENOUGH = 2  # less says nothing
ENOUGH_SIGNS = 6  # where nothing but signs speaks
_AREAL = frozenset({"pelayanan_kelurahan"})
"""Its places are areas first of all: nothing is said of them when they are named first."""


@cache
def _terms() -> Terms[tuple[str, str]]:
    """Return term -> its (category, kind) pairs."""
    past = lexicon.table("urgency")["past"]  # "banjir diskon" is no flood, "ikan bakar" no fire
    entries = [(t, ("", "")) for t in lexicon.listed(f"{past['idiom']}, {past['harmless']}")]
    entries += [(t, ("", "")) for t in lexicon.listed(lexicon.table("same")["other"]["nothing"])]
    for name, rules in lexicon.table("categories").items():
        certain = {term: kind for kind in ("problem", "grave") for term in _singles(rules, kind)}
        for kind, text in rules.items():
            for term in lexicon.listed(text) if kind != BOTH else ():
                worst = next((certain[word] for word in term if word in certain), kind)
                # "macet total" weighs as much as "macet" does
                entries.append((term, (name, worst if kind == "certain" else kind)))
    return lexicon.compiled(entries, without=_skipped())


@cache
def _skipped() -> frozenset[str]:
    return frozenset().union(*map(lexicon.role, ("filler", "place", "side", "area")))


def with_own(entries: Iterable[tuple[tuple[str, ...], str]]) -> Terms[tuple[str, str]]:
    """Return all terms with a city's own (term, category), which go before those of ours.

    Where a city says what "lampu taman" is, it has said what "lampu taman mati" is.
    """
    ours = _terms()
    own = lexicon.compiled([(term, (name, OWN)) for term, name in entries], without=_skipped())
    phrases = {term: value for term, value in own.all().items() if len(term) > 1}
    longer = {
        term: value
        for term in ours.all()
        for start, end in combinations(range(len(term) + 1), 2)
        if (value := phrases.get(term[start:end]))
    }
    return trees.merged(ours, {**longer, **own.all()}, instead=True)


def _singles(rules: Mapping[str, str], kind: str) -> Iterator[str]:
    """Yield the terms of *kind* that are one word."""
    return (term[0] for term in lexicon.listed(rules.get(kind, "")) if len(term) == 1)


@cache
def _order() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(lexicon.table("categories"))}


@cache
def defects() -> frozenset[str]:
    """Return the words that say that something is wrong."""
    words = lexicon.listed(lexicon.table("types")["trouble"]["words"])
    return frozenset(lexicon.fold(term[0]) for term in words if len(term) == 1) | _NOT


class Scale:
    """What the terms of one message weigh together."""

    __slots__ = ("_most", "_signs", "hits", "points", "sure", "things", "whole", "words")

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits = hits  # the terms where they stand
        self.points: dict[str, int] = {}
        self._most: dict[str, int] = {}  # category -> its heaviest term
        self.words: dict[str, list[tuple[str, ...]]] = {}
        self.whole: set[str] = set()  # categories with a complete problem
        self.things: dict[str, None] = {}  # categories that something is named of
        self.sure: set[str] = set()  # categories that a term of no other one names
        self._signs: set[str] = set()

    @property
    def led(self) -> frozenset[str]:
        """The categories that the first words speak of."""
        return frozenset(name for at, _, pairs in self.hits if at < LED for name, _ in pairs)

    def names(self, name: str) -> bool:
        """Tell whether more than signs speak of category *name*."""
        return name in self._most

    def add(self, name: str, kind: _Kind, term: tuple[str, ...]) -> None:
        """Put one term of category *name* on the scale."""
        points, words = self.points, self.words
        before = 0
        if name in words:
            words[name].append(term)
            before = points[name]
        else:
            words[name] = [term]
        weight, heavier, sign, certain, problem, thing, place = kind
        if sign:
            points[name] = before + weight
            self._signs.add(name)
            return
        phrase = certain and len(term) > 1
        if phrase:
            weight = heavier
        most = self._most.get(name, 0)
        if weight > most:
            points[name] = before + weight - most + most // PILED
            self._most[name] = weight
        else:
            points[name] = before + weight // PILED
        if problem or (phrase and not defects().isdisjoint(term)):
            self.whole.add(name)
        if certain and thing:
            self.sure.add(name)
        if thing and not (place and name in _AREAL):
            self.things.setdefault(name)

    def settle(self) -> None:
        """Weigh what stands together, once all terms are on the scale."""
        for name in self._signs:
            if name not in self._most:
                if self.points[name] < ENOUGH_SIGNS:
                    del self.points[name]
            elif name in self.things and len(set(self.words[name])) > 1:  # one word may be both
                self.points[name] += TOGETHER
                self.whole.add(name)
        for name in self.things:
            self.points[name] += FIRST
            break

    def best(self, but: str = "") -> str:
        """Return the heaviest category; *but* only if it is the only one."""
        if len(self.points) == 1:
            ((name, points),) = self.points.items()
            return name if points >= ENOUGH else OTHER
        order = _order()
        last = len(order)  # a category of the city's own
        ranked = [
            (name == but, -n, order.get(name, last), name)
            for name, n in self.points.items()
            if n >= ENOUGH
        ]
        ranked.sort()
        if len(ranked) > 1 and ranked[0][3] == OTHER and -ranked[1][1] >= WEIGHTS["certain"]:
            return ranked[1][3]  # anything of the city's goes before what is not
        return ranked[0][3] if ranked else OTHER


def _into_street(view: View, index: int, size: int, name: str) -> bool:
    """Tell whether a term of category *name* goes on into a street's name: "perbaiki Jl Kawi"."""
    if size == 1 or name != _STREET or view.core[index] == _HOLE:
        return False
    return any(view.core[at] == _STREET and view.aside[at] for at in range(index, index + size))


def _damaged(hits: Sequence[Hit], view: View) -> int:
    """Return where a street is named that is itself damaged ("jalan Kawi rusak"), or -1.

    What is to be mended is rather the thing in it: "ayunan putus di jalan Kawi, perbaiki".
    """
    for (index, size, _), (at, _, pairs) in pairwise(hits):
        named = size == 1 and view.core[index] == "jalan" and view.aside[index]
        if named and ("jalan", "sign") in pairs and {kind for _, kind in pairs} == {"sign"}:
            mended = view.core[at] == _MENDED and _names(hits, view, index)
            return -1 if mended else index
    return -1


def _names(hits: Sequence[Hit], view: View, end: int) -> bool:
    """Tell whether a thing is named before *end*, not only a place."""
    before = ((index, pairs) for index, _, pairs in hits if index < end and not view.aside[index])
    return any(name and kind != "sign" for _, pairs in before for name, kind in pairs)


def weigh_part(view: View, terms: Terms[tuple[str, str]] | None) -> Scale:
    """Return what all terms and pairs of *view* weigh together; *terms* as of with_own()."""
    hits = trees.found(terms or _terms(), view.core)
    scale = Scale(hits)
    seen: set[tuple[str, ...]] = set()
    core, only_where = view.core, view.aside
    street = _damaged(hits, view) if "jalan" in core else -1
    void = False  # a phrase says nothing
    thing = ("", 0)  # the latest thing that does not only say where, and its index
    for index, size, pairs in hits:
        term = core[index : index + size]
        if term in seen:
            continue
        seen.add(term)
        if term[0] in _NOT and not _same_part(view, index, index + size - 1):
            continue  # "tidak sampai, dekat kantor" is no empty office
        aside = only_where[index] or (size == 1 and term[0] in _BORNE and _borne(view, term[0]))
        aside = aside or _into_street(view, index, size, pairs[0][0])
        kinds = _KINDS_ASIDE if aside and index != street else _KINDS
        other = aside and size > 1 and bool(thing[0]) and _same_part(view, thing[1], index)
        for name, kind in _beside_it(view, index, pairs) if aside and len(pairs) > 1 else pairs:
            if not name:
                void = True
                continue
            if kind != "sign" and not aside:
                thing = (name, index)
            certain = kind in _CERTAIN or (kind == "problem" and name not in _SECRET)
            less = other and certain and thing[0] != name
            scale.add(name, kinds["object" if less else kind], term)
    if void and view.joints:
        _part(scale, view, terms or _terms())
    for name, words in paired(view, hits, seen) if may_pair(view) else ():
        scale.add(name, _KINDS["grave"], words)
    scale.settle()
    first = _told_first(hits, view) if len(scale.points) > 1 and view.joints else ""
    if first:
        scale.points[first] += TOLD_FIRST
    return scale


weigh = latest(weigh_part)  # of a whole message


def _part(scale: Scale, view: View, terms: Terms[tuple[str, str]]) -> None:
    """Put words of phrases that say nothing on the scale, where a mark parts them.

    "Banjir keluhan" is no flood; "banjir terus, keluhan kami ..." is one.
    """
    for index, size, pairs in scale.hits:
        span = range(index + 1, index + size)
        if pairs[0][0] or not any(joint in span for joint in view.joints):
            continue
        for word in view.core[index : index + size]:
            for name, kind in terms.of(word):
                if name:
                    scale.add(name, _KINDS[kind], (word,))


def _borne(view: View, word: str) -> bool:
    """Tell whether a long number follows *word*: so one says who he is, whatever he tells of."""
    behind = view.words.index(word) + 1 if word in view.words else len(view.words)
    number = view.words[behind] if behind < len(view.words) else ""
    return len(number) >= LONG and number.isdigit()


def _beside_it(
    view: View, at: int, pairs: tuple[tuple[str, str], ...]
) -> Sequence[tuple[str, str]]:
    """Return *pairs* without what makes a house the matter, where something is next to it."""
    if not landmark(view, at, 1):
        return pairs
    return [pair for pair in pairs if pair[1] != "certain" or (pair[0], "hall") not in pairs]


def _told_first(hits: Sequence[Hit], view: View) -> str:
    """Return the category of the first part of the message that tells a whole problem, or ''.

    A story begins with what is wrong and goes on with what came of it.
    """
    ends = [joint for joint in dict.fromkeys(view.joints) if joint]
    if not ends or hits[-1][0] < ends[0]:
        return ""  # nothing is told behind the first mark: "..., kami warga kecewa"
    things: set[str] = set()
    signs: set[str] = set()
    for index, size, pairs in hits:
        while ends and index >= ends[0]:
            ends.pop(0)
            things, signs = set(), set()
        for name, kind in pairs:
            sure = kind in _PROBLEMS or (
                size > 1 and kind in _CERTAIN and _tells(view, index, size)
            )
            if sure or name in (things if kind == "sign" else signs):
                return name
        aside = view.aside[index]
        for name, kind in pairs:
            if kind == "sign":
                signs.add(name)
            elif kind and not aside:
                things.add(name)
    return ""


def _same_part(view: View, one: int, other: int) -> bool:
    """Tell whether no mark stands between two words: "tiang depan rumah miring"."""
    return not any(one < joint <= other for joint in view.joints)


def _tells(view: View, index: int, size: int) -> bool:
    """Tell whether one of the words of a term says that something is wrong."""
    return not defects().isdisjoint(view.core[index : index + size])
