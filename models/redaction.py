"""The one way by which words are cut for others: normalised, redacted, and looked through again.

The second look is a net behind the parser's rules: a phone number or NIK broken over lines, parted
by commas or colons, or spelled in glued or English words must not stand in a copy either.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from parser.lists import load
from parser.normalise import cleaned
from parser.places_marks import points
from parser.redact import redact

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_OPENS = frozenset({"0", "62", "0062"})
_PHONE = re.compile(r"(?:0062|62|0)8\d{8,11}")
_SPELLED = re.compile(r"8\d{8,11}")  # without its 0
_RUN = re.compile(r"\d+|[^\W\d_]+")
MAX_GAP = 3  # characters between two pieces of one number
MIN_DIGITS = 9  # of a phone number
NIK = 16  # digits of a NIK or KK
_MOST_KEPT = 8192  # words


class _Piece(NamedTuple):
    digits: str
    start: int
    end: int
    spoken: bool


class _Words(NamedTuple):
    digits: dict[str, str]
    glued: re.Pattern[str]  # one or more words for figures
    word: re.Pattern[str]


@cache
def _words() -> _Words:
    digits = {word: str(digit) for digit, word in enumerate(_ENGLISH)}
    for digit, names in enumerate(load("redact")["digits"]["words"]):
        digits |= dict.fromkeys(names.split(), str(digit))
    one = "|".join(sorted(digits, key=len, reverse=True))
    glued = rf"(?:{one})+"
    return _Words(digits, re.compile(glued, re.IGNORECASE), re.compile(one, re.IGNORECASE))


class _Digits(dict[str, str]):
    """Run of figures or letters -> the digits that it is or spells, or ''; forgotten when many."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[written] = digits = _spelled(written)
        return digits


_DIGITS = _Digits()


def _spelled(written: str) -> str:
    if written.isdecimal():
        return written
    known = _words()
    if known.glued.fullmatch(written) is None:
        return ""
    return "".join(known.digits[word.lower()] for word in known.word.findall(written))


def cut(text: str, audience: str = "search") -> str:
    r"""Return *text* as *audience* (search, officer, public) may read it; KeyError for another.

    >>> cut("hub 0812\n3456\n7890 ya"), cut("noldelapansatudua 3456 7890")
    ('hub [telepon] ya', '[telepon]')
    """
    redacted = redact(cleaned(text), audience)[0]
    if sum(map(len, map(_DIGITS.__getitem__, _RUN.findall(redacted)))) < MIN_DIGITS:
        return redacted
    pieces = list(_pieces(redacted))
    for start, end, kind in reversed(list(_numbers(redacted, pieces))):
        redacted = f"{redacted[:start]}[{kind}]{redacted[end:]}"
    return redacted


def _pieces(text: str) -> Iterator[_Piece]:
    where = points(text)
    for match in _RUN.finditer(text):
        if where and any(start <= match.start() < end for start, end in where):
            continue
        if digits := _DIGITS[match[0]]:
            spoken = match[0] != digits
            yield _Piece(digits, match.start(), match.end(), spoken=spoken)


def _numbers(text: str, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of the numbers that pieces make up together, in order."""
    first = 0
    while first < len(pieces):
        last, kind = _number(text, pieces, first)
        if kind:
            start = pieces[first].start
            yield start - text.startswith("+", max(0, start - 1)), pieces[last].end, kind
        first = last + 1 if kind else first + 1


def _number(text: str, pieces: Sequence[_Piece], first: int) -> tuple[int, str]:
    """Return (last piece, kind) of the longest number from *first* on; kind '' for none."""
    digits, found, kind = "", first, ""
    for last in range(first, len(pieces)):
        if last > first and not _near(text, pieces[last - 1], pieces[last]):
            break
        digits += pieces[last].digits
        if len(digits) > NIK:
            break
        used = pieces[first : last + 1]
        if _even(used) and (told := _kind(digits, used)):
            found, kind = last, told
    return found, kind


def _near(text: str, left: _Piece, right: _Piece) -> bool:
    gap = text[left.end : right.start]
    return len(gap) <= MAX_GAP and not any(map(str.isalnum, gap))


def _even(used: Sequence[_Piece]) -> bool:
    """Tell whether *used* looks like one number: not like a date and an hour, or prices."""
    shown = used[1:] if used[0].digits in _OPENS else used
    sizes = [len(piece.digits) for piece in shown if not piece.spoken]
    return all(size > 2 for size in sizes) or all(size == 1 for size in sizes)


def _kind(digits: str, used: Sequence[_Piece]) -> str:
    spoken = sum(piece.spoken for piece in used)
    if _PHONE.fullmatch(digits) or (spoken == len(used) and _SPELLED.fullmatch(digits)):
        return "telepon"
    return "nik" if len(digits) == NIK and len(used) > 1 else ""
