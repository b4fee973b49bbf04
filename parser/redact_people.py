"""What shows where one lives or what one drives: number plates, house numbers, addresses."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from parser import late
from parser.lists import load, words
from parser.places_words import known as place_words
from parser.redact_tells import (
    BLOCK,
    HOME,
    LIVES,
    NUMBER,
    PLATE,
    STREET,
    STREETS,
)
from parser.shorthand import plain
from parser.spans import Span

MAX_STREET = 5  # words between "Jl" and the house number
MAX_ADDRESS = 9  # words
NEAR = 48  # characters between a street's marker and "no 7"
BEFORE = 24  # characters before a plate that may say what it is
_MARK = "[plat]"  # what we put for a plate says nothing of the next one

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_JOINS = frozenset({" ", ". ", ".", "-", "'", " '"})
_PLATE = late.pattern(
    r"(?<![^\W_])([A-Z]{1,2})[ .\-]{0,2}([0-9]{1,4})(?:[ .\-]{0,2}([A-Z]{1,3}))?(?![^\W_])",
    re.ASCII | re.IGNORECASE,
)
_HOUSE = late.pattern(
    r"\b(?:no|nomor|nmr|nomer)\b[ .:]{0,2}[0-9]{1,3}(?:[a-z](?![a-z]))?(?![0-9])", re.IGNORECASE
)
_BLOCK = late.pattern(
    r"\bblo?k ?[a-z]{1,2}[ /.\-]{0,2}[0-9]{1,3}(?: ?(?:no)?[ ./\-]{0,2}[0-9]{1,3})?(?![0-9])",
    re.IGNORECASE,
)
_STREET = late.pattern(rf"\b(?:{STREETS})\b", re.IGNORECASE)
_HOME = late.pattern(rf"\b(?:{STREETS}|rumah|rmh|alamat|rt|rw)\b", re.IGNORECASE)
_ADDRESS = late.pattern(
    rf"\b(?:{LIVES})\b"
    r"(?: saya| rumah| lengkap| di)?[ :.=]{0,3}",
    re.IGNORECASE,
)


class _Words(NamedTuple):
    areas: frozenset[str]
    vehicle: frozenset[str]
    models: frozenset[str]
    not_tail: frozenset[str]
    behind: frozenset[str]  # never part of a name


@cache
def _known() -> _Words:
    data = load("redact")
    return _Words(
        areas=words(data["plate"]["areas"]),
        vehicle=words(data["plate"]["words"]),
        models=words(data["plate"]["models"]),
        not_tail=words(data["plate"]["not_tail"]),
        behind=words(data["name"]["behind"]),
    )


def find(text: str, _low: str, told: int, *, figures: bool) -> Iterator[Span]:
    """Yield number plates and house numbers of *text*; not in order.

    *told* is what its words tell (redact_tells.py); *_low* nobody needs here.
    """
    if figures:
        if told & PLATE:
            yield from _plates(text)
        yield from _houses(text, told)
        if told & HOME and told & STREET:
            yield from _addresses(text)


def _plates(text: str) -> Iterator[Span]:
    shouted, at = text.isupper(), 0
    while plate := _PLATE.search(text, at):
        at = plate.end()
        if _is_plate(text, plate, shouted=shouted):
            yield Span("plat", *plate.span())
        elif plate.group(3):
            at = plate.start(3)  # "RT 3 AG 1234 XX"


def _is_plate(text: str, plate: re.Match[str], *, shouted: bool) -> bool:
    """Tell whether what looks like a number plate is one; all of *text* may be in capitals."""
    known = _known()
    area, number, tail = plate.groups()
    if area.lower() not in known.areas:
        return False
    before = text[max(0, plate.start() - BEFORE) : plate.start()].lower()
    said = _WORD.findall(before.replace(_MARK, ""))
    told = not known.vehicle.isdisjoint(said)
    whole = plate.group()
    if tail is None:
        return told and len(number) > 2
    if tail.lower() in known.not_tail and not (told and whole.isupper() and not shouted):
        return False
    written = " " not in whole or _strange(tail) or not known.models.isdisjoint(said)
    written = written or (whole.isupper() and not shouted)
    return told or (len(number) > 2 and written)


def _strange(tail: str) -> bool:
    """Tell whether the letters behind a number in small print are no word: "ag 3321 qp"."""
    tail = tail.lower()
    return len(tail) > 1 and tail not in place_words().common and plain(tail) == tail


def _houses(text: str, told: int) -> Iterator[Span]:
    """Yield house numbers: "no 7" behind a street, and the bare "12" of "Jl Mayor Bismo 12"."""
    if told & NUMBER:
        for house in _HOUSE.finditer(text):
            if _HOME.search(text, max(0, house.start() - NEAR), house.start()):
                yield Span("alamat", *house.span())
    if told & BLOCK:
        for block in _BLOCK.finditer(text):
            yield Span("alamat", *block.span())
    if told & STREET:
        for street in _STREET.finditer(text):
            yield from _bare_number(text, street.end())


def _bare_number(text: str, end: int) -> Iterator[Span]:
    places = place_words()
    for count, word in enumerate(_WORD.finditer(text, end, end + 200)):
        if count > MAX_STREET or text[end : word.start()] not in _JOINS:
            return
        written = word.group().lower()
        if written.isdigit():
            following = _WORD.match(text, word.end() + 1)
            counts = following is not None and following.group().lower() in places.lists["unit"]
            if count and len(written) <= 3 and not counts:
                yield Span("alamat", *word.span())
            return
        if written in places.marker or written in _known().behind:
            return
        if count and written in places.common:
            return
        end = word.end()


def _addresses(text: str) -> Iterator[Span]:
    """Yield what stands behind "alamat": the street with its number, up to a mark or plain word."""
    places = place_words()
    for told in _ADDRESS.finditer(text):
        begin = end = told.end()
        marked = False
        for count, word in enumerate(_WORD.finditer(text, begin, begin + 200)):
            written = word.group().lower()
            part = written in places.marker or written in {"rt", "rw", "no"} or len(written) == 1
            part = part or written.isdigit()
            everyday = written in places.common or plain(written) in places.common
            parted = count and text[end : word.start()].strip(" .-/")
            if count == MAX_ADDRESS or parted or (everyday and not part and not marked):
                break
            end, marked = word.end(), written in places.marker
        if end > begin and _STREET.search(text, begin, end):
            yield Span("alamat", begin, end)
