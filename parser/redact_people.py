"""What names a person or shows where one lives: names, number plates, house numbers."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from parser import late
from parser.lists import load, words
from parser.places_words import known as place_words
from parser.redact_tells import (
    BLOCK,
    GIVEN,
    HOME,
    LIVES,
    NAME,
    NUMBER,
    PERSON,
    PLATE,
    STREET,
    STREETS,
)
from parser.shorthand import plain
from parser.spans import Span

MAX_NAME = 4  # words
MAX_STREET = 5  # words between "Jl" and the house number
MAX_ADDRESS = 9  # words
NEAR = 48  # characters between a street's marker and "no 7"
BEFORE = 24  # characters before a plate that may say what it is

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
_HOME = late.pattern(rf"\b(?:{STREETS}|rumah|rmh|alamat)\b", re.IGNORECASE)
_NAME = load("redact")["name"]
_SELF = late.pattern(rf"(?<![^\W_])(?i:{'|'.join(_NAME['self'].split())})\s")
_TWO = late.pattern(r"[A-Z][a-z]{2,20} [A-Z][a-z]{2,20}(?![^\W_])")
_SIGNS = late.pattern(r"(?:^|[.,;:!?(\n–-])[ ]{0,2}(?=[A-Z][a-z])")
_REACHED = late.pattern(
    rf"(?<![^\W_])(?i:{'|'.join(_NAME['contact'].split())})[ .:]{{1,3}}(?=[A-Z][a-z])"
)
_ADDRESS = late.pattern(
    rf"\b(?:{LIVES})\b"
    r"(?: saya| rumah| lengkap| di)?[ :.=]{0,3}",
    re.IGNORECASE,
)


class _Words(NamedTuple):
    areas: frozenset[str]
    vehicle: frozenset[str]
    not_tail: frozenset[str]
    triggers: re.Pattern[str]
    unsure: frozenset[str]
    person: frozenset[str]
    titled: re.Pattern[str]
    called: re.Pattern[str]  # the same before a first name in small print
    behind: frozenset[str]  # never part of a name
    rank: frozenset[str]
    given: frozenset[str]  # first names
    goes_on: frozenset[str]  # behind the name of one who presents himself


@cache
def _known() -> _Words:
    data = load("redact")
    places = place_words()
    longest = sorted(data["name"]["triggers"], key=len, reverse=True)
    choice = "|".join(re.escape(trigger) for trigger in longest)
    is_called = "|".join(data["name"]["between"].split())
    person = places.lists["person"]
    written = "|".join(
        sorted(person | {p.capitalize() for p in person} | set(map(str.upper, person)))
    )
    return _Words(
        areas=words(data["plate"]["areas"]),
        vehicle=words(data["plate"]["words"]),
        not_tail=words(data["plate"]["not_tail"]),
        triggers=re.compile(
            rf"(?<![^\W_])(?:{choice})(?![^\W_])[ .,:=\n]{{0,3}}(?:(?:{is_called})[ :]{{1,2}})?",
            re.IGNORECASE,
        ),
        unsure=words(data["name"]["unsure"]),
        person=person,
        titled=re.compile(rf"(?<![^\W_])(?:{written})(?:\. ?| )(?=[A-Z])"),
        called=re.compile(rf"(?<![^\W_])(?i:{written})(?:\. ?| )(?=[a-z])"),
        behind=words(data["name"]["behind"]),
        rank=places.lists["rank"] | person,
        given=words(data["name"]["given"]),
        goes_on=words(data["name"]["goes_on"]),
    )


def find(text: str, _low: str, told: int, *, figures: bool) -> Iterator[Span]:
    """Yield names, number plates and house numbers of *text*; not in order.

    *told* is what its words tell (redact_tells.py); *_low* nobody needs here.
    """
    if told & NAME:
        yield from _introduced(text)
    if told & GIVEN and not text.isupper():
        yield from _given(text)
    if told & PERSON and not text.isupper():
        yield from _titled(text)
    if figures:
        if told & PLATE:
            yield from _plates(text)
        yield from _houses(text, told)
        if told & HOME and told & STREET:
            yield from _addresses(text)


def _introduced(text: str) -> Iterator[Span]:
    """Yield the names behind "nama saya", "a.n." and their like."""
    known = _known()
    for trigger in known.triggers.finditer(text):
        said = trigger.group().lower().rstrip(" .:=")
        first = _WORD.match(text, trigger.end())
        given = first is not None and first.group().lower() in known.given
        sure = said not in known.unsure or _TWO.match(text, trigger.end()) is not None
        yield from _name(text, trigger.end(), sure=sure, given=given)


def _given(text: str) -> Iterator[Span]:
    """Yield first names where somebody presents himself, signs, or is to be called."""
    known = _known()
    for trigger in _SELF.finditer(text):
        word = _WORD.match(text, trigger.end())
        if word and word.group().lower() in known.given:
            found = tuple(_name(text, word.start(), sure=True, given=True))
            behind = _next_word(text, found[0].end) if found else ""
            capital = word.group()[0].isupper()
            if capital or behind in known.goes_on:
                yield from found
    for trigger in (*_SIGNS.finditer(text), *_REACHED.finditer(text)):
        word = _WORD.match(text, trigger.end())
        if word is None or word.group().lower() not in known.given or _of_street(text, trigger):
            continue
        for name in _name(text, word.start(), sure=True, given=True):
            behind = _next_word(text, name.end)
            if not behind or behind.isdigit() or behind in known.goes_on:
                yield name


def _of_street(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a street's marker stands before *mark*: "Jl. Agus Salim"."""
    before = _WORD.findall(text, max(0, mark.start() - BEFORE), mark.start() + 1)
    return bool(before) and before[-1].lower() in place_words().trigger


def _next_word(text: str, end: int) -> str:
    word = _WORD.search(text, end)
    return word.group().lower() if word else ""


def _titled(text: str) -> Iterator[Span]:
    """Yield the names behind "Pak", "Bu" and their like."""
    known = _known()
    for called in known.called.finditer(text):
        word = _WORD.match(text, called.end())
        if word and word.group() in known.given and word.group() not in known.rank:
            yield from _name(text, called.end(), sure=False, given=True)
    for titled in known.titled.finditer(text):
        word = _WORD.match(text, titled.end())
        written = word.group() if word else ""
        shouted = written.isupper() and len(written) <= 3  # the initials of a mayor
        if written and not shouted and written.casefold() not in known.rank:
            yield from _name(text, titled.end(), sure=False)


def _name(text: str, start: int, *, sure: bool, given: bool = False) -> Iterator[Span]:
    """Yield up to four words of a name at *start*.

    *sure*: no doubt that a name is there, so that its first word may be a plain one ("Bunga").
    *given*: the first word is a known first name.
    """
    begin = end = -1
    for count, word in enumerate(_WORD.finditer(text, start, start + 200)):
        between = text[end if count else start : word.start()]
        parted = between not in _JOINS if count else between.strip(" \"'*(.") != ""
        first = not count
        named = (given and first) or _may_name(word.group(), sure=sure and first)
        if count == MAX_NAME or parted or not named:
            break
        if not count:
            begin = word.start()
        end = word.end()
    if end - begin > 1:
        yield Span("nama", begin, end)


def _may_name(written: str, *, sure: bool) -> bool:
    """Tell whether a word can be part of a name: no everyday word, no shorthand, no number."""
    if written.isdigit():
        return False
    word = written.casefold()
    places, known = place_words(), _known()
    short = plain(word)
    everyday = (
        short != word
        or word in places.common
        or word in places.trigger
        or word in places.lists["not_name"]
        or word in known.behind
    )
    capital = written[0].isupper() and not written.isupper()
    return not everyday or (sure and capital and word not in known.behind)


def _plates(text: str) -> Iterator[Span]:
    known, shouted = _known(), text.isupper()
    for plate in _PLATE.finditer(text):
        area, number, tail = plate.groups()
        if area.lower() not in known.areas:
            continue
        before = text[max(0, plate.start() - BEFORE) : plate.start()].lower()
        told = not known.vehicle.isdisjoint(_WORD.findall(before))
        whole = plate.group()
        if tail is None:
            found = told and len(number) > 2
        elif tail.lower() in known.not_tail and not (told and whole.isupper() and not shouted):
            found = False
        else:
            written = (whole.isupper() and not shouted) or " " not in whole or _strange(tail)
            found = told or (len(number) > 2 and written)
        if found:
            yield Span("plat", *plate.span())


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
