"""What names or reaches a person is found and cut from the copies that others see."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from parser import redact_kin
from parser.places_marks import rtrw
from parser.redact_tells import COUNTED, DENSE, FIGURE, GIVEN, KIN, PERSON, SELF, TELLS, WORDY
from parser.spans import Span

_ALWAYS = frozenset({"telepon", "nik", "kk", "email", "rekening", "pin", "nama"})
_WHERE = frozenset({"plat", "alamat"})
CUT = {
    "search": _ALWAYS | _WHERE,
    "officer": _ALWAYS,
    "public": _ALWAYS | _WHERE,
}
"""Audience -> the kinds that are cut for it.

*search* is stored clear and indexed, so it is cut as *public* is: RT and RW too, and whose house,
child or wife it is. *officer* is for
the agency that works on a plain report: what is where stays.
"""

_ASCII_LETTERS = re.compile(r"[a-z]+")  # the same, in half the time
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_NAMED = re.compile(r" [A-Z][a-z]+ (?:[A-Z][a-z]+ )?(?:dari|warga|di|ti|asal|saking)\b")
_AREA = "rtrw"  # cut with *alamat*; says too little of a person to be a find of its own


def redact(text: str, audience: str = "search") -> tuple[str, tuple[Span, ...]]:
    """Return *text* with each find replaced by ``[kind]``, and the spans in the given *text*.

    *audience* is search (stored clear and indexed), officer or public; KeyError for another.

    >>> redact("hub 0812-3456-7890 atau budi@mail.id, tiket 1234566")[0]
    'hub [telepon] atau [email], tiket 1234566'
    >>> redact("nama saya Sri Wahyuni, motor AG 1234 XX", "officer")[0]
    'nama saya [nama], motor AG 1234 XX'
    """
    cut = CUT[audience]
    told = _told(text)
    found = _found(text, told, figures=_DIGIT.search(text) is not None)
    if "alamat" in cut:
        found += [Span(_AREA, start, end) for start, end in rtrw(text)]
        if told & KIN or not text.isascii():
            found += redact_kin.find(text)
        cut |= {_AREA}
    if not found:
        return text, ()  # most texts
    # Only then apart: an e-mail beside an address, which officers see, is of no address's span.
    spans = _apart([span for span in found if span.kind in cut])
    pieces: list[str] = []
    end = 0
    for span in spans:
        kind = "alamat" if span.kind == _AREA else span.kind
        pieces += [text[end : span.start], f"[{kind}]"]
        end = span.end
    return "".join(pieces) + text[end:], spans


def find(text: str, told: int | None = None) -> tuple[Span, ...]:
    """Return all spans of *text* in order, without overlaps.

    *told* is what its words tell (redact_tells.py), when that is known already.

    Kinds: telepon nik kk email rekening plat nama alamat pin.

    >>> find("NIK 3273010101010001 PIN 4821")
    (Span(kind='nik', start=4, end=20), Span(kind='pin', start=25, end=29))
    """
    if told is None:
        found = _found(text, _told(text), figures=_DIGIT.search(text) is not None)
    else:
        found = _found(text, told, figures=told & FIGURE != 0)
    return _apart(found) if found else ()


def _found(text: str, told: int, *, figures: bool) -> list[Span]:
    if told & PERSON and not told & GIVEN and text.islower():
        told &= ~PERSON  # without a capital "pak" and no first name name nobody
    if told & SELF and not told & GIVEN and not _NAMED.search(text):
        told &= ~SELF  # as most who say "saya"
    if not (told & WORDY or "@" in text or (figures and (told & COUNTED or DENSE.search(text)))):
        return []
    low = text.lower()
    return [span for rules in _rules() for span in rules(text, low, told, figures=figures)]


@cache
def _rules() -> tuple[Callable[..., Iterator[Span]], ...]:
    """Return what finds spans, loaded for the first text that needs it: 5 ms."""
    from parser import redact_names, redact_people, redact_reach  # noqa: PLC0415

    return redact_reach.find, redact_names.find, redact_people.find


def _told(text: str) -> int:
    """Return the bits of all words of *text*."""
    low = text.lower()
    told = 0
    for word in (_ASCII_LETTERS if low.isascii() else _LETTERS).findall(low):
        told |= TELLS[word]
    return told


def _apart(found: list[Span]) -> tuple[Span, ...]:
    """Return *found* in order without overlaps; what reaches a person goes before an address."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, one.kind in _WHERE, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = Span(kept[-1].kind, kept[-1].start, span.end)
    return tuple(kept)
