"""What a message is about: the category whose words weigh most, the thing before the place."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

from parser import lexicon
from parser.lexicon import Terms, View
from parser.lists import beside
from parser.reading import Why
from parser.scale import defects, weigh
from parser.tokens import Token

_FAMILIES = (
    ("jalan", "drainase", "bencana", "kecelakaan", "lalin", "parkir"),
    ("pju", "listrik", "keamanan"),
    ("bansos", "sosial", "perumahan", "kesehatan", "medis"),
    ("pungli", "aparatur", "adminduk", "pelayanan_kelurahan", "kekerasan", "pendidikan", "pajak"),
    ("sampah", "lingkungan", "hewan"),
    ("hewan", "kecelakaan", "lalin"),
    ("ketertiban", "pasar", "perizinan"),
    ("pungli", "parkir", "keamanan", "ketertiban", "pasar"),
    ("pju", "taman", "ketertiban"),
    ("pohon", "taman"),
    ("pohon", "listrik", "pju"),
    ("sampah", "drainase"),
    ("lalin", "parkir", "ketertiban"),
    ("keamanan", "kekerasan"),
    ("air", "drainase", "lingkungan", "sampah", "kesehatan", "hewan"),
    ("sosial", "keamanan", "ketertiban"),
)
"""Categories of which one problem may speak."""
_ACCIDENTS = frozenset({"kecelakaan", "kebakaran"})
_HABIT = beside("categories", "habit")
"""With these an accident is not the matter, but what leads to it or what it left."""
MANY = 3  # problems that are no longer one, though they may be related
_LISTING = beside("categories", "listing")
"""With these even what one problem may speak of is told as two."""
_STORY = beside("categories", "story")
"""With these one thing leads to another: one problem."""
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
    if best in _ACCIDENTS and not _HABIT.isdisjoint(view.words):
        best = scale.best(but=best)
    if why is not None and best in scale.words:
        said = dict.fromkeys(" ".join(term) for term in scale.words[best])
        why.append(Why("category", f"{best}: {', '.join(said)}"))
    return best


def several(
    tokens: Sequence[Token], terms: Terms[tuple[str, str]] | None = None
) -> tuple[str, ...]:
    """Return the categories of different problems, each complete by itself, joined in one message.

    They are in the order of the text, two at least, or none. "Lampu mati dan jalan rusak" is for
    two agencies; "banjir karena got mampet" for one.
    """
    view = lexicon.view(tokens)
    if not view.joints:
        return ()
    said = [token[0] for token in tokens]
    listed = not _LISTING.isdisjoint(said)
    if not _STORY.isdisjoint(said) or _one_subject(view, terms, listed=listed):
        return ()
    scale = weigh(view, terms)
    if len(scale.whole.union(_OPEN.intersection(scale.points))) < 2:
        return ()  # the parts tell no more than the whole does
    subjects: dict[str, None] = {}
    start = 0
    last = len(view.core)
    for end in dict.fromkeys((*view.joints, last)):
        if start == end or (end == last and not subjects):
            continue  # nothing, or a first subject that no second one follows
        best = _whole(View((), view.core[start:end], view.aside[start:end], (), view.told), terms)
        if best:
            subjects[best] = None
            start = end
    many = listed or len(subjects) >= MANY
    parted = any(many or not _related(*pair) for pair in combinations(sorted(subjects), 2))
    return tuple(subjects) if parted else ()


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


def _whole(part: View, terms: Terms[tuple[str, str]] | None) -> str:
    """Return the category of a problem that *part* tells wholly, or ''."""
    scale = weigh(part, terms)
    best = scale.best()
    told = best in _OPEN and best in scale.led and not defects().isdisjoint(part.core)
    return best if best in scale.whole or told else ""


@cache
def _related(one: str, other: str) -> bool:
    """Tell whether one problem may speak of both categories."""
    return any(one in family and other in family for family in _FAMILIES)
