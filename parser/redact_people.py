"""What names a person or shows where one lives: names, number plates, house numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parser.lists import load, words
from parser.places_words import known as place_words
from parser.reading import Span
from parser.shorthand import plain

MAX_NAME = 4  # words
MAX_STREET = 5  # words between "Jl" and the house number
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_PLATE = re.compile(
    r"(?<![^\W_])([A-Za-z]{1,2})[ .\-]{0,2}([0-9]{1,4})(?:[ .\-]{0,2}([A-Za-z]{1,3}))?(?![^\W_])",
    re.ASCII,
)
_HOUSE = re.compile(
    r"\b(?:no|nomor|nmr|nomer)\b[ .:]{0,2}([0-9]{1,3}(?:[a-z](?![a-z]))?)(?![0-9])", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|lorong|lrg|perum|perumahan|komplek|kompleks|griya|btn|rumah|rmh|alamat)\b",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"\bblok? ?[a-z]{1,2}[ /.\-]{0,2}[0-9]{1,3}(?:[ ]?(?:no)?[ ./\-]{0,2}[0-9]{1,3})?(?![0-9])",
    re.IGNORECASE,
)
_NEAR = 48  # characters between a street's marker and "no 7"


@dataclass(frozen=True, slots=True)
class _Words:
    areas: frozenset[str]
    vehicle: frozenset[str]
    triggers: re.Pattern[str]
    joining: frozenset[str]


@cache
def _known() -> _Words:
    data = load("redact")
    longest = sorted(data["name"]["triggers"], key=len, reverse=True)
    choice = "|".join(re.escape(trigger) for trigger in longest)
    return _Words(
        words(data["plate"]["areas"]),
        words(data["plate"]["words"]),
        re.compile(
            rf"(?<![^\W_])(?:{choice})(?![^\W_])[ .:=]{{0,3}}(?:(?:adalah|ialah|yaitu|teh)[ :]{{1,2}})?",
            re.IGNORECASE,
        ),
        words(data["name"]["joining"]),
    )


def find(text: str) -> Iterator[Span]:
    """Yield names, number plates and house numbers of *text*; not in order."""
    yield from _names(text)
    if any(map(str.isdigit, text)):
        yield from _plates(text)
        yield from _houses(text)
    yield from _addresses(text)


def _names(text: str) -> Iterator[Span]:
    for trigger in _known().triggers.finditer(text):
        sure = trigger.group().lower().rstrip(" .:=") not in {
            "nama",
            "an",
            "nm",
            "pelapor",
            "bernama",
        }
        yield from _name(text, trigger.end(), sure=sure)
    yield from _titled(text)


def _name(text: str, start: int, *, sure: bool) -> Iterator[Span]:
    """Yield up to four words of a name at *start*; *sure*: a first word that is common may be one."""
    end = begin = -1
    for count, word in enumerate(_WORD.finditer(text, start)):
        if count == MAX_NAME or (end >= 0 and not _continues(text[end : word.start()])):
            break
        if count == 0 and text[start : word.start()].strip(" \"'*(."):
            break
        if not _may_name(word.group(), first=count == 0, sure=sure):
            break
        begin = word.start() if count == 0 else begin
        end = word.end()
    if end > begin >= 0:
        yield Span("nama", begin, end)


def _continues(gap: str) -> bool:
    return gap in {" ", ". ", ".", "-", "'", " '"}


def _may_name(written: str, *, first: bool, sure: bool) -> bool:
    """Tell whether a word can be part of a name: no everyday word, no shorthand, no number."""
    word = written.casefold()
    places = place_words()
    if written.isdigit() or (len(word) < 2 and first):
        return False
    everyday = word in places.common or plain(word) in places.common or plain(word) != word
    everyday = (
        everyday or word in places.marker or word in places.noun or word in places.lists["not_name"]
    )
    everyday = everyday or word in {
        "nik",
        "ktp",
        "hp",
        "kk",
        "umur",
        "usia",
        "rt",
        "rw",
        "tlp",
        "wa",
        "sms",
        "tgl",
    }
    if everyday and first and sure:
        return written[0].isupper() and not written.isupper()
    return not everyday


def _titled(text: str) -> Iterator[Span]:
    """Yield the name behind "Pak" or "Bu" when it is written as one: "Pak Budi", not "pak wali"."""
    places = place_words()
    person, rank = places.lists["person"], places.lists["rank"]
    previous: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        if previous is not None and previous.group().casefold() in person:
            gap = text[previous.end() : word.start()]
            written = word.group()
            named = written[0].isupper() and (not written.isupper() or len(written) > 3)
            named = named and not text.isupper()
            if gap in {" ", ". ", "."} and named and written.casefold() not in rank | person:
                yield from _name(text, word.start(), sure=False)
        previous = word


def _plates(text: str) -> Iterator[Span]:
    known = _known()
    for plate in _PLATE.finditer(text):
        area, number, tail = plate.groups()
        if area.lower() not in known.areas:
            continue
        before = frozenset(text[max(0, plate.start() - 24) : plate.start()].lower().split())
        told = not before.isdisjoint(known.vehicle - {"no", "nomor"})
        whole = plate.group()
        plainly = whole.isupper() or " " not in whole
        if tail is None:
            if told and len(number) >= 3:
                yield Span("plat", *plate.span())
        elif told or (len(number) >= 3 and plainly):
            if tail.lower() in {"di", "yg", "dan", "rb", "jt", "no"} and not whole.isupper():
                continue
            yield Span("plat", *plate.span())


def _houses(text: str) -> Iterator[Span]:
    """Yield house numbers: "no 7" behind a street, and the bare "12" of "Jl Mayor Bismo 12"."""
    for house in _HOUSE.finditer(text):
        if _STREET.search(text, max(0, house.start() - _NEAR), house.start()):
            yield Span("alamat", *house.span())
    for block in _BLOCK.finditer(text):
        yield Span("alamat", *block.span())
    for street in _STREET.finditer(text):
        yield from _bare_number(text, street)


def _bare_number(text: str, street: re.Match[str]) -> Iterator[Span]:
    places = place_words()
    if street.group().lower() in {"rumah", "rmh", "alamat"}:
        return
    end = street.end()
    for count, word in enumerate(_WORD.finditer(text, end)):
        if count > MAX_STREET or not _continues(text[end : word.start()]):
            return
        written = word.group()
        if written.isdigit():
            following = _WORD.match(text, word.end() + 1)
            unit = following is not None and following.group().lower() in places.lists["unit"]
            if count and len(written) <= 3 and not unit:
                yield Span("alamat", *word.span())
            return
        if count and (
            written.lower() in places.common
            or written.lower() in places.marker
            or written.lower() in {"rt", "rw", "no"}
        ):
            return
        end = word.end()


_ADDRESS = re.compile(
    r"\b(?:alamat|almt|alamatnya|domisili|rumah saya di|rumah kami di|tinggal di|rmh sy di)\b(?: saya| rumah| lengkap| di)?[ :.=]{0,3}",
    re.IGNORECASE,
)


def _addresses(text: str) -> Iterator[Span]:
    """Yield what stands behind "alamat": the street with its number, up to a mark or plain word."""
    places = place_words()
    for told in _ADDRESS.finditer(text):
        end = begin = told.end()
        for count, word in enumerate(_WORD.finditer(text, begin)):
            written = word.group().lower()
            between = text[end : word.start()]
            if count > 8 or (count and between.strip(" .-/")):
                break
            marks = written in places.marker or written in {"rt", "rw", "no"} or written.isdigit()
            if not marks and (written in places.common or plain(written) in places.common):
                break
            if (
                count
                and len(written) > 1
                and text[word.start()].isupper()
                and written in {"nik", "ktp", "hp", "kk"}
            ):
                break
            end = word.end()
        if end > begin and _STREET.search(text, begin, end):
            yield Span("alamat", begin, end)
