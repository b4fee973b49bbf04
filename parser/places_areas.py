"""Areas of the gazetteer in a text: kecamatan, kelurahan and neighbouring places."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import compress

from parser.gazetteer import MAX_WORDS, Area, Gazetteer, Name
from parser.lists import MOST_KEPT, squash
from parser.places_words import View, known
from parser.reading import Place

SURE = 7  # letters of a word that may hold a typo without a word such as "di" before it
PART, WHOLE = 1, 2
MIN_PART = 4  # letters of the first word of a name with a typo
_PREFIXES = frozenset({"area", "hamlet"})


def find(view: View, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the areas that *view* names, and again with the word before them ("Kel Kemasan")."""
    may_begin, raw = _beginnings(gazetteer), view.raw
    behind = 0
    for index in compress(range(view.size), map(may_begin.__getitem__, raw)):
        if index < behind or view.taken[index]:
            continue
        if (
            may_begin[raw[index]] == PART
            and "".join(raw[index : index + 2]) not in gazetteer.starts
        ):
            continue
        end, name = _match(view, gazetteer, index)
        if name is not None and _accepted(view, index, end, name):
            yield from _places(view, index, end, name)
            behind = end
        elif view.raw[index] in known().towns and gazetteer.starts:
            yield from _far(view, gazetteer, index)


class _Beginnings(dict[str, int]):
    """Word -> may the name of an area or town begin with it; forgotten when there are too many.

    0 for no, PART for a word that is only the beginning of a name's, else WHOLE.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._starts = gazetteer.starts
        self._names = gazetteer.names
        self._may_mend = gazetteer.may_mend

    def __missing__(self, word: str) -> int:
        words = known()
        typo = len(word) >= MIN_PART and word.isalpha()
        typo = typo and not (word in words.common or word in words.marker)
        if len(self) >= MOST_KEPT:
            self.clear()
        whole = word in self._names or word in words.towns or (typo and self._may_mend(word))
        self[word] = found = WHOLE if whole else PART if word in self._starts else 0
        return found


_beginnings = lru_cache(maxsize=64)(_Beginnings)  # one a city


def _far(view: View, gazetteer: Gazetteer, index: int) -> Iterator[Place]:
    """Yield another town of Indonesia behind "di", "kota" or "kab"."""
    words = known()
    word = view.raw[index]
    before = view.before(index)
    if before not in words.lists["in_town"] and words.marker.get(before) != "outside":
        return
    if is_away(view, index):
        return
    for end in (index + 2, index + 1):
        joined = end == index + 1 or view.joined(index + 1)
        name = words.cities.get("".join(view.raw[index:end])) if joined else None
        if name is None or squash(name) in gazetteer.names:
            continue
        if words.marker.get(before) == "outside" or word not in words.common or view.capital(index):
            yield Place("outside", *view.text(index, end), name)
            return


def is_away(view: View, index: int) -> bool:
    """Tell whether somebody is in a town far away: "anak saya kuliah di Surabaya"."""
    words = known()
    away = index > 1 and view.raw[index - 2] in words.lists["absent"]
    return away and view.raw[index] in words.cities


def match(view: View, gazetteer: Gazetteer, index: int) -> tuple[int, Name | None]:
    """Return (end, name) of the longest exact name at *index*."""
    raw, starts = view.raw, gazetteer.starts
    if raw[index] not in starts:
        return index, None
    best: tuple[int, Name | None] = (index, None)
    written = ""
    for at in range(index, min(index + MAX_WORDS, view.size)):
        if at > index and not view.joined(at):
            break
        written += raw[at]
        if written not in starts:
            break
        name = gazetteer.names.get(written)
        if name is not None:
            best = (at + 1, name)
    return best


def _match(view: View, gazetteer: Gazetteer, index: int) -> tuple[int, Name | None]:
    end, name = match(view, gazetteer, index)
    if name is not None and not name.partial:
        return end, name
    if name is not None:
        longer, mended = _mended(view, gazetteer, index, end + 1)
        return (longer, mended) if mended else (end, name)
    words = known()
    word = view.raw[index]
    if len(word) < MIN_PART or word in words.common or word in words.marker or not word.isalpha():
        return index, None
    before = view.before(index)
    if before in words.lists["locative"] or before in words.marker or before in words.noun:
        return _mended(view, gazetteer, index, index + 1)
    if len(word) >= SURE or view.capital(index):
        return _mended(view, gazetteer, index, index + 1)
    return index, None


def _mended(view: View, gazetteer: Gazetteer, index: int, least: int) -> tuple[int, Name | None]:
    """Return the longest name with one typo that ends at *least* words or behind."""
    written = "".join(view.raw[index:least])
    best: tuple[int, Name | None] = (index, None)
    for end in range(least, min(index + MAX_WORDS, view.size) + 1):
        if end > least:
            written += view.raw[end - 1]
        if end > index + 1 and not view.joined(end - 1):
            break
        name = gazetteer.near(written)
        if name is not None:
            best = (end, name)
    return best


def _accepted(view: View, index: int, end: int, name: Name) -> bool:
    """Tell whether *name* is meant as a place: no person's name, no plain word."""
    words = known()
    kind = name.areas[0].kind
    if kind == "kota" or (name.partial and view.within[index]):
        return False
    before = view.before(index)
    if words.marker.get(before) in _PREFIXES or _beside_rt(view, index, end):
        return True
    if before in words.lists["head"] and view.raw[index] not in words.lists["strict"]:
        return True
    if before in words.lists["person"] and not _vocative(view, index - 1):
        return False
    elsewhere = before in words.lists["away"] or words.marker.get(before) == "complex"
    if kind == "luar" and elsewhere:
        return False
    return not _is_plain(view, index, end) or _said(view, index, end, name)


def _said(view: View, index: int, end: int, name: Name) -> bool:
    """Tell whether plain words are a name here: behind "di", with a capital or in a pair.

    Of half a name that several areas have nobody is sure, and asks: "di bandar sebelah jembatan".
    """
    words = known()
    outside = name.areas[0].kind == "luar"
    if end == index + 1 and (view.raw[index] in words.lists["strict"] or index == 0):
        return False
    if end > index + 1 and view.raw[index] not in words.lists["relation"]:
        spoken = view.raw[index] in words.lists["spoken"]
        return not spoken or view.before(index) in words.lists["locative"]
    if end == view.size and index and not view.joined(index) and view.capital(index):
        return True  # "... bau sekali, Betet"
    told = view.capital(index) or end > index + 1 or (outside and not view.joined(end))
    relation = end < view.size and view.raw[end] in words.lists["relation"]
    told = told or (relation and name.partial and not _one(name.areas))
    return told and view.before(index) in words.lists["locative"]


def _is_plain(view: View, index: int, end: int) -> bool:
    """Tell whether all words of a name are everyday words."""
    words = known()
    trap = words.lists["trap"]
    return all(word in trap or word in words.common for word in view.raw[index:end])


def _beside_rt(view: View, index: int, end: int) -> bool:
    """Tell whether RT or RW stands beside: "Bawang RT 3", "RW 05 Bawang"."""
    after = end < view.size and view.raw[end] in {"rt", "rw"}
    before = index > 1 and view.raw[index - 1].isdigit() and view.raw[index - 2] in {"rt", "rw"}
    return after or before


def _vocative(view: View, index: int) -> bool:
    """Tell whether "pak" at *index* ends an address: "tolong pak, ..."."""
    return view.before(index) in known().lists["vocative"]


def _places(view: View, index: int, end: int, name: Name) -> Iterator[Place]:
    before = known().marker.get(view.before(index))
    areas = name.areas
    if before == "outside":  # "kab. Wates": not the kelurahan of that name
        areas = tuple(area for area in areas if area.outside) or areas
    code = areas[0].code if _one(areas) and not name.partial else ""
    kind = "outside" if areas[0].outside else "area"
    yield Place(kind, *view.text(index, end), name.canon, code)
    if before in _PREFIXES:
        yield Place(kind, *view.text(index - 1, end), name.canon, code)


def _one(areas: tuple[Area, ...]) -> bool:
    """Tell whether *areas* are one place: a kelurahan and the kecamatan that has its name are."""
    return len(areas) == 1 or (
        len(areas) == 2 and areas[0].parent == areas[1].code and not areas[1].outside
    )
