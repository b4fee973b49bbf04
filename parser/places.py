"""Where a report is about: areas, streets, landmarks, RT/RW and points, as they were written."""

from collections.abc import Sequence
from itertools import pairwise

from parser import hints, places_areas, places_marks, places_names
from parser.gazetteer import Area, Gazetteer
from parser.places_words import View, known
from parser.reading import Place, Why
from parser.tokens import MAX_CHARACTERS, Token

MAX_TOKENS = 200  # of a text; what stands behind them is kept but not read
_NONE = Gazetteer()
_SHARED = frozenset({"area", "street"})
"""Kinds of places whose name several may have."""


def find(
    body: str,
    tokens: Sequence[Token],
    gazetteer: Gazetteer | None,
    why: list[Why] | None = None,
    told: int | None = None,
) -> tuple[Place, ...]:
    """Return the places that *body* names, in their order; one may lie within another.

    "puskesmas Campurejo" is a landmark and names the area Campurejo; "Jl Melati no 7" is a street
    and, longer, an address. *told* is what hints.py says of *tokens*, where that is known.

    >>> from parser.tokens import split
    >>> text = "pohon tumbang di Jl. A. Yani dekat SMAN 2, RT 3/RW 5"
    >>> [place.text for place in find(text, split(text), None)]
    ['Jl. A. Yani', 'SMAN 2', 'RT 3/RW 5']
    """
    names = gazetteer or _NONE
    told = hints.of(tokens) if told is None else told
    view = View(body, tokens if len(tokens) <= MAX_TOKENS else tokens[:MAX_TOKENS])
    found = list(places_names.find(view, names)) if told & hints.PLACE else []
    found += places_areas.find(view, names)
    if told & (hints.MARK | hints.FIGURE) or len(body) > MAX_CHARACTERS:
        found += places_marks.find(body)
    if told & hints.AT or (told & hints.BESIDE and not body.islower()):
        found += places_names.unknown(view, [(place.start, place.end) for place in found])
    if len(found) > 1:
        found.sort(key=lambda place: (place.start, -place.end))
        found = list(dict.fromkeys(found))
    unique = tuple(found)
    if why is not None:
        why += [Why(f"place.{place.kind}", place.text) for place in unique]
    return unique


def flags(
    places: Sequence[Place], tokens: Sequence[Token], gazetteer: Gazetteer | None
) -> tuple[str, ...]:
    """Return what is to be said of *places*.

    *luar_wilayah*: not in the city; *luar_kecamatan*: in the city, not of the office at this line;
    *lokasi_ambigu*: a name that several areas have, or a plain word as well; *tanpa_lokasi*: an
    object but no place.
    """
    if not places:
        return _nowhere(tokens, gazetteer) if hints.of(tokens) & hints.OBJECT else ()
    here: list[Area] = []  # the city's
    vague = outside = False
    for kind, _text, _start, _end, canon, code in places:
        outside = outside or kind == "outside"
        if code:
            area = (gazetteer or _NONE).areas[code]
            if not area.outside:
                here.append(area)
        elif canon and kind in _SHARED:
            vague = True
    if here:
        return () if any(area.own for area in here) else ("luar_kecamatan",)
    if vague:
        return ("lokasi_ambigu",)
    everywhere = not outside and all(map(_everywhere, places)) and hints.of(tokens) & hints.OBJECT
    if everywhere:
        return ("lokasi_ambigu", "tanpa_lokasi")
    return ("luar_wilayah",) if outside else ()


def _nowhere(tokens: Sequence[Token], gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """Return the flags of a message that names an object and no place."""
    said = {token.raw for token in tokens}
    lists = known().lists
    if said.isdisjoint(lists["objects"]) or not said.isdisjoint(lists["paper"]):
        return ()
    vague = gazetteer is not None and _perhaps(tokens, gazetteer)
    return ("lokasi_ambigu", "tanpa_lokasi") if vague else ("tanpa_lokasi",)


def _everywhere(place: Place) -> bool:
    """Tell whether each kelurahan has such a place: "RT 2", "gang 3"."""
    if place.kind == "rtrw":
        return True
    name = place.text.split()[1:]
    return place.kind == "street" and len(name) == 1 and name[0].isdigit()


def _perhaps(tokens: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Tell whether a plain word that is an area's name as well stands behind "di".

    "Jalan di pesantren rusak": in the kecamatan Pesantren, or in a boarding school?
    """
    lists = known().lists
    return any(
        after.raw in lists["trap"] and after.raw in gazetteer.names and one.raw in lists["locative"]
        for one, after in pairwise(tokens)
        if after.raw != "kota"
    )
