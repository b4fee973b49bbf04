"""Areas of the gazetteer in a text: kecamatan, kelurahan and neighbouring places."""

from collections.abc import Iterator

from parser.gazetteer import MAX_WORDS, MIN_TYPO, Gazetteer, Name
from parser.places_words import View, known
from parser.reading import Place

SURE = 8  # letters of a word that may hold a typo without a word such as "di" before it
_PREFIXES = frozenset({"area", "hamlet"})


def find(view: View, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the areas that *view* names, and again with the word before them ("Kel Kemasan")."""
    index = 0
    while index < view.size:
        end, name = _match(view, gazetteer, index)
        if name is None or not _accepted(view, index, end, name):
            index += 1
            continue
        yield from _places(view, index, end, name)
        index = end


def match(view: View, gazetteer: Gazetteer, index: int) -> tuple[int, Name | None]:
    """Return (end, name) of the longest exact name at *index*."""
    raw = view.raw
    if raw[index][:2] not in gazetteer.heads:
        return index, None
    best: tuple[int, Name | None] = (index, None)
    written = ""
    for at in range(index, min(index + MAX_WORDS, view.size)):
        if at > index and not view.joined(at):
            break
        written += raw[at]
        name = gazetteer.names.get(written)
        if name is not None:
            best = (at + 1, name)
    return best


def _match(view: View, gazetteer: Gazetteer, index: int) -> tuple[int, Name | None]:
    end, name = match(view, gazetteer, index)
    if name is not None and not name.partial:
        return end, name
    if end < view.size and name is not None and view.joined(end):
        mended = gazetteer.near("".join(view.raw[index : end + 1]))
        if mended is not None:
            return end + 1, mended
    if name is not None:
        return end, name
    return _mended(view, gazetteer, index)


def _mended(view: View, gazetteer: Gazetteer, index: int) -> tuple[int, Name | None]:
    """Forgive one typo in a word that is no everyday word and stands where a place does."""
    words = known()
    word = view.raw[index]
    if view.taken[index] or word in words.common or word in words.marker or not word.isalpha():
        return index, None
    before = view.before(index)
    placed = before in words.lists["locative"] or before in words.marker
    if len(word) >= MIN_TYPO and (placed or len(word) >= SURE or view.capital(index)):
        name = gazetteer.near(word)
        if name is not None:
            return index + 1, name
    if placed and view.joined(index + 1) and view.raw[index + 1] not in words.common:
        return index + 2, gazetteer.near(word + view.raw[index + 1])
    return index, None


def _accepted(view: View, index: int, end: int, name: Name) -> bool:
    words = known()
    kind = name.areas[0].kind
    if kind == "kota" or view.taken[index]:
        return False
    before = view.before(index)
    if words.marker.get(before) in _PREFIXES or _beside_rt(view, index, end):
        return True
    if before in words.lists["person"] and not _vocative(view, index - 1):
        return False
    if kind == "luar" and before in words.lists["away"]:
        return False
    if _is_plain(view, index, end):
        strict = view.raw[index] in words.lists["strict"] or index == 0
        placed = before in words.lists["locative"] and before != "kota"
        return placed and not strict and (view.capital(index) or kind == "luar")
    return True


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
    area = name.areas[0]
    code = area.code if len(name.areas) == 1 and not name.partial else ""
    kind = "outside" if all(one.outside for one in name.areas) else "area"
    yield Place(kind, *view.text(index, end), name.canon, code)
    if index and known().marker.get(view.before(index)) in _PREFIXES:
        yield Place(kind, *view.text(index - 1, end), name.canon, code)
