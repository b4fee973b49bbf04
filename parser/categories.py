"""What a message is about: the category whose words weigh most, the thing before the place."""

from collections.abc import Sequence
from functools import cache
from itertools import chain, combinations, pairwise
from typing import Final

from parser import lexicon
from parser.lexicon import View
from parser.lists import beside
from parser.reading import Why
from parser.scale import Scale, defects, weigh, weigh_part
from parser.tokens import Token
from parser.trees import Terms

_FAMILIES = (
    ("jalan", "drainase", "bencana", "kecelakaan", "lalin", "parkir"),
    ("pju", "listrik", "keamanan"),
    ("bansos", "sosial", "perumahan", "kesehatan", "medis"),
    ("pungli", "aparatur", "adminduk", "pelayanan_kelurahan", "kekerasan", "pendidikan", "pajak"),
    ("sampah", "lingkungan", "hewan"),
    ("hewan", "kecelakaan", "lalin"),
    ("hewan", "keamanan"),
    ("ketertiban", "pasar", "perizinan"),
    ("pungli", "parkir", "keamanan", "ketertiban", "pasar"),
    ("pju", "taman", "ketertiban"),
    ("pohon", "taman"),
    ("air", "perumahan"),
    ("pohon", "listrik", "pju"),
    ("sampah", "drainase"),
    ("lalin", "parkir", "ketertiban"),
    ("keamanan", "kekerasan"),
    ("air", "drainase", "lingkungan", "sampah", "kesehatan", "hewan"),
    ("sosial", "keamanan", "ketertiban"),
    ("sosial", "pungli"),
    ("kesehatan", "pungli"),
)
"""Categories of which one problem may speak."""
ACCIDENTS = frozenset({"kecelakaan", "kebakaran"})
_HABIT = beside("categories", "habit")
"""With these an accident is not the matter, but what leads to it or what it left."""
_MOST_TOLD = 8  # things named in a row that are looked at
LETTER = 24  # words; a longer message is a story, which ends in what is wanted
MOST_ASKED = 2  # wishes at the end that are looked at
SURE = 9  # points of a wish that names a thing
_WANTS = beside("categories", "wants")
_OFFICES = beside("categories", "offices")
_KEPT = frozenset(
    {"kekerasan", "medis", "kebakaran", "kecelakaan", "bencana", "pungli", "aparatur"}
)
"""Whatever is asked for with these, they are the matter; and nobody asks for them."""
MANY = 3  # problems that are no longer one, though they may be related
_LISTING = beside("categories", "listing")
"""With these even what one problem may speak of is told as two."""
_NUMBERED = 2
_SECOND: Final = "kedua"
"""Problems may be counted, where it stands among them."""
_ORDINALS = frozenset({"pertama", "satu", "kedua", "ketiga", "keempat"})
_TIMES = ("kali",)
_ALSO: Final = "juga"
_STORY = beside("categories", "story")
"""With these one thing leads to another: one problem."""
_FURTHER = beside("categories", "further")
"""At the beginning of a sentence these lead to another problem, whatever led to the one before."""
_RESULTS = beside("categories", "results")
"""These alone name no problem of their own beside another: a hole that nobody sees at night."""
_BECAME: Final = "jadi"
_AREAS = frozenset({"jalan"})
_MENDED: Final = "perbaiki"
"""What became of these beside another problem is none of its own."""
_AGAINST = beside("categories", "against")
"""A part that begins so goes on about the problem before it."""
_LEFT = beside("categories", "left")
"""With these a fire is over: what it left is the matter."""
_DIRE = frozenset(
    {"kecelakaan", "kebakaran", "kekerasan", "keamanan", "bencana", "medis", "listrik"}
)
"""Categories that an alarm may be of."""
_ALARMED = {"kekerasan": 0, "medis": 2}
"""Who did it goes before what it is, and what came of it last; the rest is 1, the first first."""
_LAMPS = frozenset({("mati", "lampu"), ("padam", "lampu"), ("padam",), ("mati",)})
"""Terms that tell of a power cut, unless one lamp is meant."""
_THE_LAMP = beside("categories", "lamp")
_SURE = frozenset({"grave", "problem", "certain", "strong", "own"})
_HALLS = frozenset({"hall", "place"})
"""Kinds of terms that name a matter, and those that name where."""
_TOILETS = frozenset({"toilet", "wc"})
"""These have no water, and that is all that is wrong."""
_ILL = beside("categories", "ill")
_DENIALS = frozenset({"tidak", "belum", "te"})
_VERY = frozenset({"parah"})
"""Words for what is wrong that are said of anything: "macet parah"."""
_OPEN = frozenset({"pju", "jalan", "sampah", "air", "drainase", "pohon", "taman", "parkir"})
"""Things of the street: such a word early and anything wrong behind it are a problem."""


def of(
    tokens: Sequence[Token],
    why: list[Why] | None = None,
    terms: Terms[tuple[str, str]] | None = None,
    but: str = "",
) -> str:
    """Return the category of a message, "lainnya" when nothing speaks.

    *terms* are those of a city with words of its own, from with_own(); *but* is a category that
    it is only when there is no other.
    """
    view = lexicon.view(tokens)
    scale = weigh(view, terms)
    best = scale.best(but=but)
    if best in ACCIDENTS and not _HABIT.isdisjoint(view.words):
        best = scale.best(but=best)
    if best == "listrik" and _LAMPS.issuperset(scale.words[best]) and _meant(tokens):
        best = "pju"
    if len(tokens) > LETTER and len(scale.points) > 1 and best not in _KEPT:
        best = _wanted(tokens, terms, scale) or best
    if why is not None and best in scale.words:
        said = dict.fromkeys(" ".join(term) for term in scale.words[best])
        why.append(Why("category", f"{best}: {', '.join(said)}"))
    return best


def _wanted(tokens: Sequence[Token], terms: Terms[tuple[str, str]] | None, scale: Scale) -> str:
    """Return the category of what a long story asks for at its end, or ''.

    "... gang gelap, dua motor hilang. Tolong pasang lampu": the lamp is what it is about.
    """
    asks = [at for at, token in enumerate(tokens) if token[0] in _WANTS]
    for at in asks[: -MOST_ASKED - 1 : -1]:
        end = at + 1
        while end < len(tokens) and tokens[end][2] - tokens[end - 1][3] == 1:
            end += 1
        asked = weigh_part(lexicon.part(tokens[at:end]), terms)
        best = asked.best()
        sure = asked.points.get(best, 0) >= SURE and best in scale.points
        if sure and best not in _KEPT and not _OFFICES.issuperset(chain(*asked.words[best])):
            return best  # no office that is to act, whatever it is about
    return ""


def _meant(tokens: Sequence[Token]) -> bool:
    """Tell whether one lamp went out ("mati lagi lampunya"), and not the power ("mati lampu")."""
    return any(token.raw in _THE_LAMP for token in tokens)


def speaks_of(
    tokens: Sequence[Token], name: str, terms: Terms[tuple[str, str]] | None = None
) -> bool:
    """Tell whether a part of a message is of category *name* too, not only near such a place."""
    told = weigh_part(lexicon.part(tokens), terms)
    return name in told.things or name in told.whole


def tells(tokens: Sequence[Token], terms: Terms[tuple[str, str]] | None = None) -> bool:
    """Tell whether a part of a message is a problem by itself: more than a house or a street."""
    view = lexicon.part(tokens)
    told = weigh_part(view, terms)
    best = told.best()
    bad = not (defects() | _ill()).difference(_VERY).isdisjoint(view.core)
    if best in told.whole or (bad and best in told.things):
        return True
    for at, size, pairs in told.hits:
        kinds = {kind for name, kind in pairs if name == best}
        named = _SURE & kinds and not _HALLS & kinds
        if named and (bad or size > 1 or not view.aside[at]):
            return True
    return False


def settled(
    best: str, tokens: Sequence[Token], terms: Terms[tuple[str, str]] | None = None
) -> bool:
    """Tell whether an urgent message is of *best* whatever its alarm tells of besides."""
    dire = best in _DIRE and best != "medis"
    return dire and best in weigh(lexicon.view(tokens), terms).whole


def of_alarm(best: str, subjects: Sequence[str]) -> str:
    """Return the category of an urgent message: what its alarm tells of, or *best*.

    The place where somebody lies in his blood, and what he holds, weigh more than he does; help is
    called for him. *subjects* are those of urgency.subjects().
    """
    return min(subjects, key=lambda name: _ALARMED.get(name, 1), default=best)


def several(
    tokens: Sequence[Token], terms: Terms[tuple[str, str]] | None = None
) -> tuple[str, ...]:
    """Return the categories of different problems, each complete by itself, joined in one message.

    They are in the order of the text, two at least, or none. "Lampu mati dan jalan rusak" is for
    two agencies; "banjir karena got mampet" for one.
    """
    view = lexicon.view(tokens)
    if not view.joints and _SECOND in view.core:
        view = _counted(view)
    if not view.joints:
        return _unmarked(view, terms)
    listed = _listed(tokens, view, terms)
    if listed is None:
        return ()
    subjects: dict[str, None] = {}
    start = before = 0
    last = len(view.core)
    for end in dict.fromkeys((*view.joints, last)):
        if start == end or (end == last and not subjects):
            continue  # nothing, or a first subject that no second one follows
        aside = start < before < end and view.core[before] not in _AGAINST
        best = _part(view, before, end, terms, listed=listed) if aside else ""
        if not best and view.core[start] not in _AGAINST:
            best = _part(view, start, end, terms, listed=listed)
        before = end
        if best:
            subjects[best] = None
            start = end
    if subjects and not listed:
        _drop_outcomes(subjects, tokens, view)
    many = listed or len(subjects) >= MANY
    parted = any(many or not _related(*pair) for pair in combinations(sorted(subjects), 2))
    if len(subjects) < 2 and _may_be_many(weigh(view, terms), view):
        return _in_a_row(view, terms)  # marks stand elsewhere
    return tuple(subjects) if parted else ()


def _drop_outcomes(subjects: dict[str, None], tokens: Sequence[Token], view: View) -> None:
    """Take out of *subjects* what came of another: who fell into the hole, what cats steal."""
    if ACCIDENTS.intersection(subjects):
        over = any(token.word in _LEFT for token in tokens) or not _HABIT.isdisjoint(view.words)
        subjects.pop("kecelakaan", None)
        subjects.pop("kebakaran" if over else "", None)
    if not _TOILETS.isdisjoint(view.core):
        subjects.pop("air", None)
    if next(iter(subjects), "") == "hewan":
        subjects.pop("keamanan", None)


def _listed(
    tokens: Sequence[Token], view: View, terms: Terms[tuple[str, str]] | None
) -> int | None:
    """Tell whether problems are listed one by one; None where there is surely no second one.

    _NUMBERED where they have numbers.
    """
    scale = weigh(view, terms)
    few = len(scale.whole.union(_OPEN.intersection(scale.points), scale.sure)) < 2
    if few and len(scale.words) < 2:
        return None  # most messages
    first = tokens[0][1] == "1"
    if few and not (first or not _lists().isdisjoint(view.words) or _street_again(view, scale)):
        return None  # the parts tell no more than the whole does
    said = [token[0] for token in tokens]
    listed = int(not _LISTING.isdisjoint(said))
    if (first or _ALSO in said) and _numbered(tokens):
        listed = _NUMBERED if first else 1
    story = not (listed or _STORY.isdisjoint(said) or _goes_on(tokens))
    return None if story or _one_subject(view, terms, listed=bool(listed)) else listed


@cache
def _lists() -> frozenset[str]:
    """Return the words of _LISTING as rules see them."""
    return frozenset(map(lexicon.fold, _LISTING))


def _unmarked(view: View, terms: Terms[tuple[str, str]] | None) -> tuple[str, ...]:
    """Return the categories of the problems of a message without any mark."""
    if len(view.core) < 2 * MANY or not _may_be_many(weigh(view, terms), view):
        return ()
    return _in_a_row(view, terms)


def _may_be_many(scale: Scale, view: View) -> bool:
    """Tell whether many things are named, and more than one thing is wrong."""
    if len(scale.words) < MANY:
        return False  # most messages
    told = len(scale.whole.union(_OPEN.intersection(scale.points))) >= MANY
    return told and len(defects().intersection(view.core)) > 1


def _in_a_row(view: View, terms: Terms[tuple[str, str]] | None) -> tuple[str, ...]:
    """Return the categories of many problems that are told without a mark, or ().

    "Lampu mati jalan bolong sampah numpuk": each thing that is named begins another.
    """
    begins = {
        index
        for index, _, pairs in weigh(view, terms).hits
        if not view.aside[index] and any(kind and kind != "sign" for _, kind in pairs)
    }
    subjects: dict[str, None] = {}
    start = 0
    for end in (*sorted(begins - {0})[:_MOST_TOLD], len(view.core)):
        if best := _part(view, start, end, terms):
            subjects[best] = None
            start = end
    apart = any(not _related(*pair) for pair in combinations(sorted(subjects), 2))
    return tuple(subjects) if len(subjects) >= MANY and apart else ()


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence begins with "kemudian" or its like."""
    return any(
        after.raw in _FURTHER and after.start - one.end > 1 for one, after in pairwise(tokens)
    )


def _one_subject(view: View, terms: Terms[tuple[str, str]] | None, *, listed: bool) -> bool:
    """Tell whether no two terms speak of two problems, however the message is parted."""
    scale = weigh(view, terms)
    for index, size, _ in scale.hits:
        if size > 1 and any(index < joint < index + size for joint in view.joints):
            return False  # parted, it may be another term
    names = scale.words
    if listed or len(names) < 2:
        return len(names) < 2
    return len(names) < MANY and all(_related(*pair) for pair in combinations(sorted(names), 2))


def _counted(view: View) -> View:
    """Return *view* parted where problems are counted: "pertama ... kedua ..."."""
    core = view.core
    at = [i for i, word in enumerate(core) if word in _ORDINALS and core[i + 1 : i + 2] != _TIMES]
    if len(at) < 2 or core[at[0]] == _SECOND:
        return view
    return view._replace(joints=tuple(at))


def _numbered(tokens: Sequence[Token]) -> bool:
    """Tell whether problems are numbered ("1) ... 2) ..."), or one begins with "Juga"."""
    first = tokens[0].raw == "1"
    for one, after in pairwise(tokens):
        marked = after.start - one.end > 1
        if marked and (after.raw == _ALSO or (first and one.raw == "2")):
            return True
    return False


def _street_again(view: View, scale: Scale) -> bool:
    """Tell whether a street is complained of behind one that only said where."""
    core = view.core
    if "jalan" not in core or "jalan" in scale.points:
        return False
    return any(word == "jalan" and at and not view.aside[at] for at, word in enumerate(core))


def _part(
    view: View, start: int, end: int, terms: Terms[tuple[str, str]] | None, *, listed: int = 0
) -> str:
    """Return the category of a problem that the words from *start* tell wholly, or ''."""
    part = View((), view.core[start:end], view.aside[start:end], (), view.told)
    return _whole(part, terms, listed=listed)


def _whole(part: View, terms: Terms[tuple[str, str]] | None, *, listed: int) -> str:
    """Return the category of a problem that *part* tells wholly, or ''.

    Where problems are *listed*, a thing of any category and what is wrong with it are one; where
    they have numbers, the thing is enough.
    """
    scale = weigh(part, terms)
    best = scale.best()
    if listed == _NUMBERED and best in scale.things:
        return best
    open_ = best in _OPEN or (listed and best in scale.things)
    told = open_ and best in scale.led and scale.names(best)
    told = told and not defects().isdisjoint(part.core)
    told = told or (best in scale.sure and best in scale.led and not _ill().isdisjoint(part.core))
    if not (told or best in scale.whole):
        return ""
    said = {*chain(*scale.words[best])}
    if _BECAME in part.core or _only_where(part):  # "jalan jadi licin"; "di Jl Kawi, perbaiki"
        said -= _AREAS
    return "" if said <= _RESULTS else best


@cache
def _ill() -> frozenset[str]:
    """Return the words that make a problem of a thing by themselves."""
    said = (word for word in defects() if word not in _DENIALS)
    return frozenset((*said, *map(lexicon.fold, _ILL)))


def _only_where(part: View) -> bool:
    """Tell whether a part names streets, and says only that something be mended there."""
    where = [part.aside[at] for at, word in enumerate(part.core) if word in _AREAS]
    return _MENDED in part.core and bool(where) and all(where)


@cache
def _related(one: str, other: str) -> bool:
    """Tell whether one problem may speak of both categories."""
    return any(one in family and other in family for family in _FAMILIES)
