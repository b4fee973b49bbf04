"""A text as typed becomes plain: one form for each letter, nothing invisible, single blanks."""

import re
import unicodedata
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from parser import hostile
from parser.letters import latinise, unescape

MAX_MARKS = 4  # combining marks kept on one letter; the rest is decoration ("zalgo")
MAX_EXPANSION = 8  # marks let through to NFKC, whose reordering is quadratic in a run of them

# ECMA-48 5.4 control sequences, and OSC strings only when they end: an open one would eat a report.
_ANSI = re.compile(r"\x1b\[[0-?]{0,40}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|\x9b")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")

_RANGES = (
    (0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Controls (C0, C1) and Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties."""
_LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACING: dict[int, str] = dict.fromkeys(map(ord, _LINE_BREAKS), "\n")
_SPACING |= {0x08: " ", 0x09: " ", 0x1F: " "}  # a backspace must not hide what stood before it
_TAME = re.compile(r"[A-Za-z0-9 .,!?]*")  # nothing to be seen through; most texts
_FORMULA = frozenset("=+-@")  # what a spreadsheet takes for one at its beginning
_HARMLESS = frozenset("\n\r\t\x0b\x0c\x85\ufeff\u2028\u2029\u200d\ufe0f")  # emoji and line ends


@cache
def _invisible() -> dict[int, None]:
    """Return the code points of _RANGES, 4,000, made for the first text that is not plain."""
    return dict.fromkeys(c for first, last in _RANGES for c in range(first, last + 1))


@cache
def _table() -> dict[int, str | None]:
    """Return what stands for a character that is not kept as it is."""
    bombs = {0xFDFA: "saw", 0xFDFB: "swt"}  # one character that NFKC makes 18 of
    surrogates = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return {**_invisible(), **_SPACING, **bombs, **surrogates}


class Normal(NamedTuple):
    """A text ready to be read."""

    text: str
    flags: tuple[str, ...] = ()  # "kontrol", "csv_formula"
    tame: bool = False  # letters, figures, blanks and . , ! ? only: nothing is around it


_normal = partial(tuple.__new__, Normal)  # in half the time of Normal(...)


def normalise(text: str) -> Normal:
    r"""Return *text* in NFKC without controls, escapes, zero-width and bidi marks, blanks single.

    Line breaks stay as one ``\n``; lone surrogates become U+FFFD. The caller keeps the original.
    Normalising twice gives the same as once.

    >>> normalise("  LAPOR\x00  jalan\r\n\r\n rusak\u200b ")
    Normal(text='LAPOR jalan\nrusak', flags=('kontrol',), tame=False)
    >>> normalise("\x1b[31mSURGA\x1b[0m\u00a0lampu").text
    'SURGA lampu'
    """
    if _TAME.fullmatch(text) and not hostile.may_query(text):
        return _normal((_trimmed(text), (), True))
    if _is_plain(text):
        clean = _trimmed(text)
        if clean[:1] in _FORMULA:
            return Normal(clean, ("csv_formula", *hostile.flags(clean)))
        return Normal(clean, tuple(hostile.flags(clean)))
    plain = text if text.isascii() else _compose(text)
    clean = plain
    if not plain.isprintable():
        clean = _ANSI.sub("", plain).translate(_table())
    latin = clean if clean.isascii() else latinise(clean)
    disguised = latin != clean
    clean = unescape(unicodedata.normalize("NFKC", latin) if disguised else latin)
    clean = _BLANKS.sub(" ", clean).strip()
    if "\n" in clean:
        clean = _BREAKS.sub("\n", clean)
    return Normal(clean, _flags(text, clean, disguised=disguised))


def cleaned(text: str) -> str:
    """Return *text* as normalise() does, for who does not ask what is hostile in it."""
    return _trimmed(text) if _is_plain(text) else normalise(text).text


def _is_plain(text: str) -> bool:
    """Tell whether *text*, as most do, only has characters that stay as they are."""
    return text.isascii() and text.isprintable() and "&" not in text


def _trimmed(text: str) -> str:
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip()


def _flags(text: str, clean: str, *, disguised: bool) -> tuple[str, ...]:
    """Return what is hostile in a text as it was typed and as it is read."""
    flags = ["kontrol"] if disguised or _hides(text) else []
    if clean[:1] in _FORMULA:
        flags.append("csv_formula")
    flags += hostile.flags(clean)
    return tuple(flags)


def _compose(text: str) -> str:
    """Return NFKC of *text* in time that grows with its length only."""
    cleaned = _ANSI.sub("", text).translate(_table())
    composed = unicodedata.normalize("NFKC", _limit(cleaned, MAX_EXPANSION))
    return _limit(composed.translate(_table()), MAX_MARKS)


def _limit(text: str, most: int) -> str:
    """Return *text* with at most *most* combining marks in a row."""
    combining = unicodedata.combining
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if char > "\u02ff" and combining(char) else 0
        if run <= most:
            kept.append(char)
    return "".join(kept)


def _hides(text: str) -> bool:
    """Tell whether *text* holds what a reader cannot see and an honest phone does not send."""
    if text.isprintable():
        return False
    hidden = _invisible()
    odd = {c for c in set(text) if ord(c) in hidden} - _HARMLESS
    if odd:
        return True
    return any(a == "\u200d" and b.isascii() and b.isalnum() for a, b in pairwise(text))
