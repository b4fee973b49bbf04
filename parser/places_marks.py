"""Places written in figures: RT and RW, coordinates, links to a map."""

import re
from collections.abc import Iterator

from parser.reading import Place

_N = r"[ .:\-]{0,2}(?:no[. ]{0,2})?([0-9]{1,3})(?![0-9])"
_RTRW = re.compile(
    rf"(?<![a-z0-9])(?:r[tw][ ]?[/\-][ ]?r[tw][ .:]{{0,2}}([0-9]{{1,3}})[ ]?[/\-][ ]?(?:rw[ .]{{0,2}})?([0-9]{{1,3}})"
    rf"|rt{_N}(?:[ ,./\-]{{0,3}}(?:&|dan)?[ ]?rw{_N})?"
    rf"|rw{_N}(?:[ ,./\-]{{0,3}}rt{_N})?)",
    re.IGNORECASE | re.ASCII,
)
_POINT = re.compile(
    r"(?<![0-9.])([+-]?[0-9]{1,3}[.,][0-9]{3,8})[ ]?[,; ][ ]?([+-]?[0-9]{1,3}[.,][0-9]{3,8})(?![0-9])",
    re.ASCII,
)
_LINK = re.compile(
    r"(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl/maps|(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|(?:www\.)?openstreetmap\.org|osm\.org)[^\s]{0,300}",
    re.IGNORECASE,
)


def find(body: str) -> Iterator[Place]:
    """Yield RT/RW, coordinates and map links of *body*.

    >>> [place.canon for place in find("rt03/rw.05, -7.8166, 112.0114")]
    ['RT 3 RW 5', '-7.8166,112.0114']
    """
    for found in _RTRW.finditer(body):
        yield Place("rtrw", found.group(), *found.span(), _rtrw(found))
    if "." in body or "," in body:
        for found in _POINT.finditer(body):
            latitude, longitude = (part.replace(",", ".") for part in found.groups())
            if abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180:
                yield Place("point", found.group(), *found.span(), f"{latitude},{longitude}")
        for found in _LINK.finditer(body):
            yield Place("point", found.group().rstrip(".,)"), *found.span())


def rtrw(text: str) -> Iterator[tuple[int, int]]:
    """Yield where RT and RW stand in *text*."""
    yield from (found.span() for found in _RTRW.finditer(text))


def _rtrw(found: re.Match[str]) -> str:
    """Return "RT 3 RW 5" of a match."""
    both_rt, both_rw, rt, rw_of_rt, rw, rt_of_rw = found.groups()
    number_rt, number_rw = both_rt or rt or rt_of_rw, both_rw or rw_of_rt or rw
    parts = [("RT", number_rt), ("RW", number_rw)]
    return " ".join(f"{word} {int(number)}" for word, number in parts if number)
