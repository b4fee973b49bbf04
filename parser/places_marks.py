"""Places written in figures: RT and RW, coordinates, links to a map."""

import re
from collections.abc import Iterator

from parser import late
from parser.spans import Place

# RT 3 RW 5, rt03/rw.05, RT/RW 03/05, rt 5/3, RW IX: one of five ways, each with bounded gaps.
_N = r"([0-9]{1,3}(?![0-9])|(?<![a-z])[ivx]{1,5}(?![a-z]))"
_GAP = r"[ .:\-]{0,2}(?:no[. ]{1,2})?"
_BETWEEN = r"[ ,./\-]{0,3}(?:dan |& ?)?"
_RTRW = late.pattern(
    rf"(?<![a-z0-9])(?:"
    rf"r[tw] ?[/\-] ?r[tw][ .:]{{0,2}}{_N} ?[/\-] ?(?:rw[ .]{{0,2}})?{_N}"
    rf"|rt{_GAP}{_N}(?:{_BETWEEN}rw{_GAP}{_N}|/{_N})?"
    rf"|rw{_GAP}{_N}(?:{_BETWEEN}rt{_GAP}{_N})?)",
    re.IGNORECASE | re.ASCII,
)
_DEGREES = r"([+-]?[0-9]{1,3}[.,][0-9]{3,8})"
_POINT = late.pattern(rf"(?<![0-9.]){_DEGREES} ?[,; ] ?{_DEGREES}(?![0-9])", re.ASCII)
_FRACTION = re.compile(r"[0-9][.,][0-9]{3}")  # in every _POINT, and sooner looked for
_LINK = late.pattern(
    r"(?:https?://)?(?:www\.)?(?:maps\.app\.goo\.gl|goo\.gl/maps|google\.[a-z.]{2,6}/maps"
    r"|maps\.google\.[a-z.]{2,6}|openstreetmap\.org|osm\.org)\S{0,300}",
    re.IGNORECASE,
)
MAY_BEGIN = re.compile(r"(?<![a-z0-9])r[tw]|map|osm")
"""Without this or a figure in one of its words nothing is found in a text."""
_ROMAN = {"i": 1, "v": 5, "x": 10}


def find(body: str) -> Iterator[Place]:
    """Yield RT/RW, coordinates and map links of *body*.

    >>> [place.canon for place in find("rt03/rw.05, -7.8166, 112.0114")]
    ['RT 3 RW 5', '-7.8166,112.0114']
    """
    low = body.lower()
    if "rt" in low or "rw" in low:
        for found in _RTRW.finditer(body):
            yield Place("rtrw", found.group(), *found.span(), _rtrw(found))
    if "." not in body and "," not in body:
        return
    for found in _POINT.finditer(body) if _FRACTION.search(body) else ():
        latitude, longitude = (part.replace(",", ".") for part in found.groups())
        if abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180:
            yield Place("point", found.group(), *found.span(), f"{latitude},{longitude}")
    if "map" in low or "osm" in low:
        for found in _LINK.finditer(body):
            text = found.group().rstrip(".,)")
            yield Place("point", text, found.start(), found.start() + len(text))


def rtrw(text: str) -> Iterator[tuple[int, int]]:
    """Yield where RT and RW stand in *text*."""
    low = text.lower()
    if "rt" in low or "rw" in low:
        yield from (found.span() for found in _RTRW.finditer(text))


def _rtrw(found: re.Match[str]) -> str:
    """Return "RT 3 RW 5" of a match."""
    both_rt, both_rw, rt, rw_of_rt, short_rw, rw, rt_of_rw = found.groups()
    numbers = [("RT", both_rt or rt or rt_of_rw), ("RW", both_rw or rw_of_rt or short_rw or rw)]
    return " ".join(f"{word} {_number(number)}" for word, number in numbers if number)


def _number(written: str) -> int:
    """Return the value of figures, Roman ones too."""
    if written.isdigit():
        return int(written)
    values = [_ROMAN[letter] for letter in written.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def points(text: str) -> list[tuple[int, int]]:
    """Return where coordinates in Indonesia stand in *text*: no telephone's, "119.8707".

    >>> points("di -0.8917, 119.8707"), points("081.2345, 678.9012")
    ([(3, 20)], [])
    """
    if not _FRACTION.search(text):
        return []
    return [found.span() for found in _POINT.finditer(text) if _here(*found.groups())]


def _here(latitude: str, longitude: str) -> bool:
    return -12 < float(latitude.replace(",", ".")) < 7 and (
        94 < float(longitude.replace(",", ".")) < 142
    )
