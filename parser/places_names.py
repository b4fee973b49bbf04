"""Streets, housing estates, hamlets and landmarks: a marker word and the name behind it."""

from collections.abc import Iterator
from functools import cache
from itertools import compress

from parser import languages
from parser.common import is_affixed
from parser.gazetteer import Gazetteer
from parser.lexicon import fold
from parser.lists import MOST_KEPT, beside
from parser.places_areas import is_away, match
from parser.places_words import View, known
from parser.reading import Place

MAX_NAME = 4  # words
MIN_UNKNOWN = 5  # letters of a name that nobody listed
MIN_WRITTEN = 4  # the same, where it is written as one
_KINDS = {
    "street": "street",
    "road": "street",
    "complex": "complex",
    "hamlet": "area",
    "area": "area",
}


def find(view: View, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the named places of *view*; words of a street's name are marked as taken."""
    trigger = known().trigger
    for index in compress(range(view.size), map(trigger.__contains__, view.raw)):
        kind = trigger[view.raw[index]]
        if kind in _KINDS:
            yield from _marked(view, gazetteer, index, kind)
        elif kind == "block":
            yield from _block(view, index)
        elif kind == "km":
            yield from _kilometre(view, index)
        else:
            named = list(_landmark(view, gazetteer, index)) if kind == "noun" else []
            if not named and view.raw[index] in known().lists["house"]:
                named = list(_house(view, gazetteer, index))
            yield from named or _sole(view, index)


def _marked(view: View, gazetteer: Gazetteer, index: int, marker: str) -> Iterator[Place]:
    """Yield "Jl Mayor Bismo", and again with its house number "Jl Mayor Bismo 12"."""
    strong = marker == "street" or view.raw[index] in known().lists["surely"]
    end = _name_end(view, gazetteer, index + 1, strong=strong)
    if end == index + 1:
        return
    if marker in {"area", "hamlet"} and match(view, gazetteer, index + 1)[1] is not None:
        return  # places_areas.py has it
    if marker == "area" and not (_UNLISTED[view.raw[index + 1]] or view.capital(index + 1)):
        return  # "petugas kel jutek": the office
    if marker == "street" and (town := _town(view, gazetteer, index + 1, end)):
        end -= 1
        yield Place("outside", *view.text(end, end + 1), town)
    known_as = gazetteer.streets.get("".join(view.raw[index + 1 : end]))
    canon = known_as.canon if known_as else ""
    code = known_as.areas[0].code if known_as and len(known_as.areas) == 1 else ""
    yield Place(_KINDS[marker], *view.text(index, end), canon, code)
    if marker == "street":
        view.taken[index + 1 : end] = [True] * (end - index - 1)
    if marker in {"street", "road", "complex"}:
        number = _house_end(view, end)
        if number > end:
            yield Place(_KINDS[marker], *view.text(index, number))


def _town(view: View, gazetteer: Gazetteer, start: int, end: int) -> str:
    """Return another town that ends the name of a street ("Jl Veteran Surabaya"), or ''."""
    words = known()
    last = view.raw[end - 1]
    town = words.cities.get(last, "") if end - start > 1 else ""
    if not town or last in words.common or last in gazetteer.names:
        return ""
    if view.raw[end - 2] in words.lists["bound"]:
        return ""  # "Jl Raya Surabaya", "Jl Selat Madura"
    whole = "".join(view.raw[start:end])
    return "" if whole in gazetteer.streets else town


def _name_end(view: View, gazetteer: Gazetteer, start: int, *, strong: bool) -> int:
    """Return where a name that begins at *start* ends; *start* when there is none.

    *strong*: the marker says that a name follows ("Jl"); else the first word must be no
    everyday word, or have a capital.
    """
    words = known()
    if start >= view.size or view.gap(start) not in {" ", "", ". ", ".", "-", " - "}:
        return start
    first = view.raw[start]
    if not _may_begin(view, gazetteer, start, strong=strong):
        return start
    estate = words.marker.get(view.raw[start - 1]) == "complex"
    end = start + 1
    if strong:
        end = max(end, match(view, gazetteer, start)[0])
    if strong and first in words.lists["ground"] and end == start + 1 and view.joined(end):
        end += view.raw[end] in words.lists["grown"]  # "jl kebon kopi"
    title = first in words.lists["title"] or (len(first) == 1 and first.isalpha())
    while end < view.size and end - start < MAX_NAME:
        word = view.raw[end]
        dotted = title and view.gap(end) in {".", ". "}
        if not (view.joined(end) or dotted):
            break
        whole = "".join(view.raw[start : end + 1])
        if whole in words.streets:
            end += 1
            title = word in words.lists["title"] or len(word) == 1
            continue
        if estate and word in words.lists["estate"]:
            end += 1
            continue
        if not _goes_on(view, gazetteer, end, title=title):
            area, name = match(view, gazetteer, end)
            return end if name is None or not _with_area(view, start, end, strong=strong) else area
        title = word in words.lists["title"] or len(word) == 1
        end += 1
    return end


def _with_area(view: View, start: int, end: int, *, strong: bool) -> bool:
    """Tell whether a name goes on with the area's behind it: "Jl Raya Mojoroto"."""
    lists = known().lists
    if strong and view.raw[end - 1] in lists["bound"]:
        return True  # "Jl Gunung Loli"
    if not strong and view.capital(end) and view.capital(end - 1):
        return True
    return all(w in lists["generic"] or w in known().marker for w in view.raw[start:end])


def _may_begin(view: View, gazetteer: Gazetteer, start: int, *, strong: bool) -> bool:
    """Tell whether the word at *start* can be the first of a name."""
    words = known()
    first = view.raw[start]
    if first.isdigit() or first in {"rt", "rw", "no", "nomor"}:
        return strong and first.isdigit() and not _counts(view, start)
    titled = first in words.lists["title"] and _is_title(view, start)
    if first in words.lists["not_name"] and not titled:
        return False
    if words.marker.get(view.raw[start - 1]) == "complex":
        after = view.raw[start + 1] if start + 1 < view.size else ""
        if words.marker.get(first) == "complex" or not words.lists["estate"].isdisjoint(
            (first, after)
        ):
            return True
    if strong or titled or view.capital(start) or (len(first) > 4 and first in words.streets):
        return first not in words.marker
    if first in words.common or first in words.marker or len(first) < 3 or is_affixed(first):
        return match(view, gazetteer, start)[1] is not None and first not in words.lists["strict"]
    return True


def _is_title(view: View, index: int) -> bool:
    """Tell whether "dr" or "lingkar" at *index* stands before a name: "dr. Saharjo"."""
    words = known()
    if index + 1 >= view.size:
        return False
    after = view.raw[index + 1]
    everyday = after in words.common or after in words.lists["not_name"] or after in words.trigger
    return "." in view.gap(index + 1) or (view.joined(index + 1) and not everyday)


def _goes_on(view: View, gazetteer: Gazetteer, index: int, *, title: bool) -> bool:
    """Tell whether the word at *index* still belongs to the name before it."""
    words = known()
    word = view.raw[index]
    if word.isdigit() or word in words.trigger or word in {"rt", "rw"}:
        return False
    odd = word in words.lists["not_name"]
    if title or word in words.lists["suffix"]:
        return not odd or not title
    capitals = view.capital(index)
    if word in words.lists["weak_suffix"]:
        return capitals
    everyday = odd or word in words.common or is_affixed(word)
    if len(word) < 3 or (everyday and not (capitals and view.capital(index - 1))):
        return False
    if match(view, gazetteer, index)[1] is not None:
        return False
    return capitals or not view.capital(index - 1)


def _counts(view: View, index: int) -> bool:
    """Tell whether the number at *index* counts something ("3 hari"), or is long for a house."""
    if len(view.raw[index]) > 3:
        return True
    return index + 1 < view.size and view.raw[index + 1] in known().lists["unit"]


def _house_end(view: View, index: int) -> int:
    """Return the end of "no 7", "12", "no. 12a" at *index*, or *index*."""
    at = index
    if at < view.size and view.raw[at] in {"no", "nomor", "nmr", "nomer"}:
        at += 1
    spelled = at > index
    if at >= view.size or not view.raw[at].isdigit():
        return index
    if view.gap(at) not in {" ", "", ". ", ".", ":", ": "} or (not spelled and _counts(view, at)):
        return index
    end = at + 1
    if end < view.size and len(view.raw[end]) == 1 and view.gap(end) in {"", "-", "/"}:
        end += 1
    return end


def _block(view: View, index: int) -> Iterator[Place]:
    """Yield "blok C5", "blok F/12", "blok C no 3"."""
    at = index + 1
    if at >= view.size or len(view.raw[at]) > 2:
        return
    end = at + 1
    while end < view.size and end - at < 4 and view.gap(end) in {"", "/", "-", " "}:
        if not (view.raw[end].isdigit() or view.raw[end] == "no"):
            break
        end += 1
    yield Place("complex", *view.text(index, end))


def _kilometre(view: View, index: int) -> Iterator[Place]:
    at = index + 1
    if at < view.size and view.raw[at].isdigit() and len(view.raw[at]) <= 3:
        yield Place("landmark", *view.text(index, at + 1))


def _landmark(view: View, gazetteer: Gazetteer, index: int) -> Iterator[Place]:
    """Yield "pasar Setono Betek", "SMAN 2", "SD Negeri 1 Mojoroto", "pos polisi Tugu"."""
    words = known()
    start = index + 1
    noun = view.raw[index]
    if view.taken[index]:
        return
    if start < view.size and _is_count(view, noun, start):
        yield Place("landmark", *view.text(index, start + 1))
        start += 1
    elif start < view.size and view.raw[start] in words.double.get(noun, ()):
        start += 1
    elif noun not in words.noun:
        return
    school = noun in words.lists["school"]
    while school and start < view.size and view.raw[start] in words.lists["negeri"]:
        start += 1
    end = _noun_name(view, gazetteer, index, start)
    if end == start:
        return
    view.within[start:end] = [True] * (end - start)
    if school and end == start + 1 and view.raw[start].isdigit():
        yield Place("landmark", *view.text(index, end))
        further = _name_end(view, gazetteer, end, strong=False)
        if further > end:
            yield Place("landmark", *view.text(index, further))
        return
    yield Place("landmark", *view.text(index, end))
    if end < view.size and view.joined(end) and view.raw[end].isdigit() and not _counts(view, end):
        yield Place("landmark", *view.text(index, end + 1))


def _house(view: View, gazetteer: Gazetteer, index: int) -> Iterator[Place]:
    """Yield "Kediri Mall", "Palu Grand Mall": the name stands before what it is."""
    lists = known().lists
    begin = index
    named = False
    while begin and index - begin < MAX_NAME - 1 and view.joined(begin):
        word, capital = view.raw[begin - 1], view.capital(begin - 1)
        if word not in lists["inner"]:
            if not (
                word in gazetteer.names or (capital and (_UNLISTED[word] or word in lists["title"]))
            ):
                break
            named = True
        begin -= 1
    if named:
        view.taken[begin:index] = [True] * (index - begin)
        yield Place("landmark", *view.text(begin, index + 1))


def _is_count(view: View, noun: str, index: int) -> bool:
    """Tell whether a number is half of the name: "simpang empat", "jembatan 4"."""
    lists = known().lists
    if noun not in lists["counted"] or not view.joined(index):
        return False
    word = view.raw[index]
    return word in lists["count"] or (
        len(word) == 1 and word.isdigit() and not _counts(view, index)
    )


def _noun_name(view: View, gazetteer: Gazetteer, index: int, start: int) -> int:
    words = known()
    if start >= view.size or view.gap(start) not in {" ", "", "-", ". ", "."}:
        return start
    first = view.raw[start]
    if first.isdigit():
        numbered = view.raw[index] in words.lists["school"] or view.raw[index] == "tps"
        return start + 1 if numbered and not _counts(view, start) else start
    if view.raw[index] in words.lists["old"] and first in words.lists["market"]:
        return start + 1
    end, name = match(view, gazetteer, start)
    if name is not None and first not in words.lists["strict"]:
        return end
    return _name_end(view, gazetteer, start, strong=False)


def _sole(view: View, index: int) -> Iterator[Place]:
    """Yield what a city has one of: "alun-alun", "balai kota"."""
    if view.taken[index]:
        return
    for name in known().sole.get(view.raw[index], ()):
        end = index + len(name)
        if tuple(view.raw[index:end]) == name:
            yield Place("landmark", *view.text(index, end))
            return


def unknown(view: View, found: list[tuple[int, int]]) -> Iterator[Place]:
    """Yield "Cihampelas" of "di Cihampelas": a name nobody listed, outside what was *found*."""
    at = known().lists["at"]
    for index in compress(range(1, view.size + 1), map(_ahead().__contains__, view.raw)):
        if index == view.size or not _UNLISTED[view.raw[index]] or not view.joined(index):
            continue
        if view.raw[index - 1] not in at and not view.capital(index):
            continue  # "depan warungku" is anywhere, "depan Ramayana" is not
        if is_away(view, index):
            continue
        token = view.tokens[index]
        if any(start <= token.start < end for start, end in found) or not _is_name(view, index):
            continue
        end = index + 1
        while end < view.size and end - index < MAX_NAME and view.joined(end):
            house = view.raw[end] in known().noun  # "Doho Plaza"
            if not (view.capital(end) and view.capital(index) and (house or _is_name(view, end))):
                break
            end += 1
        yield Place("landmark", *view.text(index, end))


@cache
def _ahead() -> frozenset[str]:
    """Return the words behind which a name that nobody listed may stand."""
    return known().lists["at"] | known().lists["relation"]


_ABROAD = beside("places", "abroad")


class _Unlisted(dict[str, bool]):
    """Word -> does no list know it, however it is mistyped; forgotten when there are too many."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= MOST_KEPT:
            self.clear()
        words = known()
        listed = word in words.common or word in words.trigger or word in words.lists["not_name"]
        listed = listed or word in _ABROAD or languages.sure(word)
        new = len(word) >= MIN_WRITTEN and word.isalpha() and not (listed or is_affixed(word))
        self[word] = unlisted = new and fold(word) == word
        return unlisted


_UNLISTED = _Unlisted()


def _is_name(view: View, index: int) -> bool:
    """Tell whether no list knows the word at *index*, however it is spelled or mistyped."""
    word = view.raw[index]
    if not _UNLISTED[word] or view.tokens[index].word != word:
        return False
    if len(word) < MIN_UNKNOWN and not view.capital(index):
        return False
    return not view.body[view.tokens[index].start : view.tokens[index].end].isupper()
