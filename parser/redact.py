"""What names or reaches a person is found and cut from the copies that others see."""

import re
import unicodedata
from collections.abc import Iterator

from parser.reading import Span
from parser.tickets import check_ok

CUT = {
    "search": frozenset({"telepon", "nik", "kk", "email", "rekening", "pin"}),
    "officer": frozenset({"telepon", "nik", "kk", "email", "rekening", "pin"}),
    "public": frozenset({"telepon", "nik", "kk", "email", "rekening", "pin"}),
}
"""Audience -> the kinds that are cut for it."""

MAX_DIGITS = 19  # ISO/IEC 7812: the longest card number; longer runs are cut whole

# One greedy class each: no nested quantifier, so the time grows with the length only.
_RUN = re.compile(r"\d[\d .\-()]*")
_GROUP = re.compile(r"\d+")
_SECRET = re.compile(
    r"\b(?:pin|otp|kode|sandi|password)\b[ :.=#-]{0,3}(\d{4,8})(?!\d)", re.IGNORECASE
)
_LOCAL = "._+-"  # besides letters and digits, RFC 5321 4.1.2 without the rare ones
_DOMAIN = re.compile(r"[\w.-]{3,255}")


def redact(text: str, audience: str = "search") -> tuple[str, tuple[Span, ...]]:
    """Return *text* with each find replaced by ``[kind]``, and the spans in the given *text*.

    *audience* is search (stored clear and indexed), officer or public; KeyError for another.

    >>> redact("hub 0812-3456-7890 atau budi@mail.id, tiket 1234566")[0]
    'hub [telepon] atau [email], tiket 1234566'
    """
    cut = CUT[audience]
    spans = tuple(span for span in find(text) if span.kind in cut)
    pieces: list[str] = []
    end = 0
    for span in spans:
        pieces += [text[end : span.start], f"[{span.kind}]"]
        end = span.end
    return "".join(pieces) + text[end:], spans


def find(text: str) -> tuple[Span, ...]:
    """Return all spans of *text* in order, without overlaps.

    >>> find("NIK 3273010101010001 PIN 4821")
    (Span(kind='nik', start=4, end=20), Span(kind='pin', start=25, end=29))
    """
    found = sorted([*_emails(text), *_secrets(text), *_numbers(text)], key=lambda s: s.start)
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _emails(text: str) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        start = at
        while (
            start and at - start < 64 and (text[start - 1].isalnum() or text[start - 1] in _LOCAL)
        ):
            start -= 1
        domain = _DOMAIN.match(text, at + 1) if start < at else None
        if domain and "." in domain.group().strip("."):
            yield Span("email", start, at + 1 + len(domain.group().rstrip(".-")))
        at = text.find("@", at + 1)


def _secrets(text: str) -> Iterator[Span]:
    for match in _SECRET.finditer(text):
        if not check_ok(match.group(1)):
            yield Span("pin", match.start(1), match.end(1))


def _numbers(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 8:
            yield from _split(text, run.start(), run.end())


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut one run of digits and separators into numbers, the longest that is one kind first."""
    groups = [(m.start(), m.end()) for m in _GROUP.finditer(text, start, end)]
    first = 0
    while first < len(groups):
        if check_ok(text[slice(*groups[first])]):
            first += 1  # a ticket number is nobody's
            continue
        found: tuple[int, str] | None = None
        before = text[max(0, groups[first][0] - 12) : groups[first][0]].lower()
        digits = ""
        for last in range(first, len(groups)):
            digits += text[slice(*groups[last])]
            if len(digits) > MAX_DIGITS and last > first:
                break
            kind = _kind(digits, before) if len(digits) >= 8 else ""
            found = (last, kind) if kind else found
        if found is None:
            first += 1
            continue
        begin = groups[first][0]
        for _sign in "(+":
            begin -= begin > 0 and text[begin - 1] in "(+"
        yield Span(found[1], begin, groups[found[0]][1])
        first = found[0] + 1


def _kind(digits: str, before: str) -> str:
    """Say what a number is by its digits and what stands *before* it in lower case; '' if none."""
    if not digits.isascii():
        digits = "".join(str(unicodedata.digit(c, 0)) for c in digits)
    size = len(digits)
    if size == 16:
        return "kk" if "kk" in before.split() else "nik"
    if 9 <= size <= 15 and digits.startswith(("08", "628", "620", "00628", "02", "03", "04", "07")):
        return "telepon"
    if 10 <= size <= 12 and digits.startswith("8"):
        return "telepon"
    if check_ok(digits) or before.rstrip(" .").endswith("rp"):
        return ""
    if size >= 10 or "rek" in before:
        return "rekening"
    return ""
