"""Danger told in any words: classes of words (urgency.toml) that stand near each other.

A rule that lists pairs ("anak & jatuh") misses the pair that nobody thought of.
A frame (frames.toml) names two or three classes instead ("orang + cebur + dalam"); each has all
words that may stand there. A message whose words allow no frame costs one look at a number.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from functools import cache
from itertools import product, repeat
from typing import Final, NamedTuple

from parser import lexicon, trees
from parser.common import frequency, rarest
from parser.lexicon import View
from parser.lists import MOST_KEPT, beside
from parser.trees import Terms

OTHER: Final = "lain"
"""The class of phrases whose words mean something else together."""
NEAR = 6  # words between one word of a frame and the next
CLOSE = 3  # the same behind ">>"
REACH: Final = {"+": NEAR, ">": NEAR, ">>": CLOSE}
MOST_PLACES = 10  # of one class that a frame tries: a message that repeats itself says no more
_DENY = beside("frames", "deny")
_BEFORE: Final = _DENY | {"ada"}
_SOON = beside("frames", "soon")
_UNDONE: Final = frozenset({"rubuh", "timpa", "timpa_saja"})
"""Classes of what has not happened behind one of _SOON: "mau roboh menimpa rumah"."""
_NOWHERE: Final[Set[int]] = frozenset()
_JEST: Final = "past.jest"
"""The rule of frames each word of which is found by itself: none of them says anything."""

Spot = tuple[int, int]  # where words begin and end
At = dict[str, list[Spot]]  # class -> where its words stand


class Frame(NamedTuple):
    """Classes that together say something, and the rule that they fulfil."""

    rule: str
    about: str  # the rule of what they tell of ("about.medis"), or ""
    classes: tuple[str, ...]
    bits: int  # of the classes
    ordered: bool  # they stand in this order
    reach: tuple[int, ...]  # words between each and the one before
    but: frozenset[str]  # classes of which no word may stand anywhere


@cache
def _bits() -> dict[str, int]:
    """Return class -> its bit."""
    return {name: 1 << rank for rank, name in enumerate(lexicon.table("urgency")["class"])}


@cache
def terms_of(file: str) -> Terms[str]:
    """Return the terms of ``[class]`` in ``parser/data/<file>.toml`` with their classes."""
    table = lexicon.table(file)["class"]
    return lexicon.compiled(
        (term, name) for name, text in table.items() for term in lexicon.listed(text)
    )


def _terms() -> Terms[str]:
    return terms_of("urgency")


@cache
def _kinds() -> dict[str, int]:
    """Return one word of each term -> the bits of the classes that it may be of."""
    kinds: dict[str, int] = {}
    for term, names in _terms().all().items():
        (word,) = rarest([term])
        kinds[word] = kinds.get(word, 0) | sum(_bits()[name] for name in names)
    return kinds


def _about(name: str) -> str:
    return "" if name == "frame" else f"about.{name}"


@cache
def _frames() -> tuple[Frame, ...]:
    return tuple(
        _frame(rule, _about(name), words)
        for name, rules in lexicon.table("frames").items()
        for rule, text in rules.items()
        for words in lexicon.listed(text)
    )


def _frame(rule: str, about: str, words: tuple[str, ...]) -> Frame:
    end = words.index("-") if "-" in words else len(words)
    words, but = words[:end], frozenset(words[end + 1 :: 2])
    classes, signs = words[::2], words[1::2]
    bits = sum(_bits()[name] for name in classes)
    reach = (NEAR, *(REACH[sign] for sign in signs))
    return Frame(rule, about, classes, bits, not {">", ">>"}.isdisjoint(signs), reach, but)


class Allowed(NamedTuple):
    """The frames that a message may have the words of."""

    frames: tuple[Frame, ...]
    classes: frozenset[str]  # of these
    bits: int  # of these
    rules: frozenset[str]  # of the frames


class _Allowed(dict[int, Allowed]):
    """Bits of the classes that a message may have words of -> the frames that they allow."""

    def __missing__(self, told: int) -> Allowed:
        if len(self) >= MOST_KEPT:
            self.clear()
        frames = tuple(frame for frame in _frames() if frame.bits & told == frame.bits)
        classes = frozenset(name for frame in frames for name in (*frame.classes, *frame.but))
        bits = sum(_bits()[name] for name in classes)
        rules = frozenset(frame.rule for frame in frames)
        self[told] = allowed = Allowed(frames, classes, bits, rules)
        return allowed


@cache
def _starts() -> dict[str, int]:
    """Return first word of a term -> the bits of the classes that it may be of; all of a phrase."""
    kinds, phrases = _kinds(), {term[0] for term in _terms().all() if len(term) > 1}
    return {word: -1 if word in phrases else kinds[word] for word in _terms().tree}


_ALLOWED = _Allowed()
_SHIFT = lexicon.waits_for_kinds(_kinds)


def possible(view: View) -> bool:
    """Tell whether a message may have the words of any frame."""
    return bool(_ALLOWED[view.told >> _SHIFT][0])


def may(view: View, rule: str) -> bool:
    """Tell whether a message may have the words of a frame of *rule*."""
    return rule in _ALLOWED[view.told >> _SHIFT].rules


def rare_words(rule: str) -> frozenset[str]:
    """Return the words of one class of each frame of *rule*: without them it finds nothing."""
    rarely = {min(frame.classes, key=_often) for frame in _frames() if frame.rule == rule}
    bits = sum(_bits()[name] for name in rarely)
    return frozenset(word for word, kinds in _kinds().items() if kinds & bits)


@cache
def _often(name: str) -> int:
    """Return how many messages have a word of a class, by ranks."""
    return sum(frequency(word) for word, kinds in _kinds().items() if kinds & _bits()[name])


def found(view: View, void: Collection[int] = ()) -> list[tuple[str, int, str]]:
    """Return (rule, index of the last word, words) of each frame; words at *void* say nothing.

    A frame that tells what it is about gives that besides, as another rule.
    """
    hits: list[tuple[str, int, str]] = []
    allowed = _ALLOWED[view.told >> _SHIFT]
    at = _places(view, allowed, void)
    if not at:
        return hits
    lacking = ~sum([_bits()[name] for name in at])
    for rule, about, classes, bits, ordered, reach, but in allowed.frames:
        if bits & lacking or (but and not but.isdisjoint(at)):
            continue
        for spots in product(*[at[name][:MOST_PLACES] for name in classes]):
            if together(spots, ordered=ordered, reach=reach):
                words = [word for begin, end in spots for word in view.words[begin:end]]
                said = max(spots)[0], " ".join(words)
                hits += [(name, *said) for name in (rule, about) if name]
                if rule == _JEST:
                    spoken = (index for spot in spots for index in range(*spot))
                    hits += [(rule, index, said[1]) for index in spoken]
    return hits


def places(terms: Terms[str], words: tuple[str, ...], *, apart: bool = False) -> At:
    """Return where the words of each class of *terms* stand in *words*.

    *apart*: those of a phrase count by themselves, too.
    """
    at: At = {}
    for index, size, classes in trees.found(terms, words):
        for name in classes:
            at.setdefault(name, []).append((index, index + size))
        for one in range(index, index + size) if apart and size > 1 else ():
            for name in terms.of(words[one]):
                at.setdefault(name, []).append((one, one + 1))
    return at


def _places(view: View, allowed: Allowed, void: Collection[int]) -> At:
    """Return where the words of the classes stand, but for denied ones ("tidak luka").

    The words of a phrase count by themselves as well, unless it is of the class OTHER: the "rumah"
    of "rumah sakit" is none.
    """
    at: At = {}
    words, behind, terms, starts = view.words, 0, _terms(), _starts()
    needed = allowed.classes
    undone = _undone(words) if needed & _UNDONE else _NOWHERE
    begins = [index for index, word in enumerate(words) if starts.get(word, 0) & allowed.bits]
    for index, size, classes in trees.found(terms, words, begins):
        denied = index > behind and words[index - 1] in _BEFORE and _denied(words, index)
        if denied and _spoken().isdisjoint(classes):  # "bikin kuping kebakar" denies no ear
            continue
        behind = index + size
        if index in void:
            continue
        for name in classes:
            if name in needed and (index not in undone or name not in _UNDONE):
                at.setdefault(name, []).append((index, behind))
        for one in range(index, behind) if size > 1 and OTHER not in classes else ():
            for name in needed.intersection(terms.of(words[one])):
                if one not in undone or name not in _UNDONE:
                    at.setdefault(name, []).append((one, one + 1))
    return at


def _undone(words: tuple[str, ...]) -> Set[int]:
    """Return where what words tell has not happened: "roboh" and "menimpa" of "mau roboh menimpa".

    What soon falls may hurt, and is no alarm yet.
    """
    soon = [index for index, word in enumerate(words, 1) if word in _SOON]
    falls = _falls()
    also = [at + 1 for at in soon if at < len(words) and words[at] in falls]
    return frozenset(soon + also)


@cache
def _falls() -> frozenset[str]:
    """Return the single words of the classes that may be undone."""
    return frozenset(
        term[0]
        for term, names in _terms().all().items()
        if len(term) == 1 and not _UNDONE.isdisjoint(names)
    )


@cache
def _spoken() -> frozenset[str]:
    """Return the classes of manners of speaking."""
    return frozenset(name for frame in _frames() if frame.rule == _JEST for name in frame.classes)


def _denied(words: tuple[str, ...], index: int) -> bool:
    return words[index - 1] != "ada" or (index > 1 and words[index - 2] in _DENY)


def together(spots: Sequence[Spot], *, ordered: bool, reach: Iterable[int] = repeat(NEAR)) -> bool:
    """Tell whether the words at *spots* are different ones, each near the next.

    *reach* says for each how many words may stand between it and the one before.
    """
    row = spots if ordered else sorted(spots)
    end = row[0][0]
    for (begin, behind), most in zip(row, reach, strict=False):
        if not 0 <= begin - end < most:
            return False
        end = behind
    return True
