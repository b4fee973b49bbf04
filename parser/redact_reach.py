"""Numbers and addresses that reach a person: phones, NIK, KK, accounts, PINs, e-mail.

Digits count however they are written: parted by blanks, dots or dashes, in another script, with O
and l for 0 and 1, or as words ("nol delapan satu ...").
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from parser import redact_mail
from parser.lists import beside, load, words
from parser.places_marks import points
from parser.redact_tells import DENSE, MAIL, SECRET, SECRET_WORDS, SPELLS
from parser.spans import Span
from parser.tickets import check_ok

MAX_DIGITS = 19  # ISO/IEC 7812: the longest card number; longer runs are cut whole
MIN_DIGITS = 6  # of a number that someone may be reached or paid by
WHOLE = 9  # digits of a telephone number, at least
MAX_GAP = 3  # characters between two groups of one number
BEFORE = 24  # characters before a number that say what it is

# The lookalikes stand before or behind a digit: "O812", "08l2".
_PIECE = re.compile(r"[\dOoIl|]*\d[\dOoIl|]*|[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_GAP_ENDS = frozenset(",;:\n!?=#@")
MIN_REAL = 3  # digits of a number that has letters for digits; a mobile one needs but the 8
_MOBILE = ("08", "628")
_ABROAD = frozenset({"62", "0062"})
MAX_LIKE = 4  # letters in a row that may stand for digits without one beside them
_ONLY_LIKE = frozenset("OIl")
_LIKE = str.maketrans("OoIl|", "00111")
_SECRET = re.compile(
    rf"\b(?:{'|'.join(sorted(SECRET_WORDS))})\b"
    rf"(?: (?:{'|'.join(sorted(beside('redact_tells', 'secret_of')))})\b){{0,3}}"
    r"[ :.=#-]{0,3}(\d{4,8}|\d{3}[ -]\d{3})(?!\d)",
    re.IGNORECASE,
)
# Mobile and landline numbers, with 62 (and 620, 6208 ... as some write it) before them.
_PHONE = (*(f"0{n}" for n in "2345679"), "08", *(f"62{n}" for n in "02345678"), "0062")


class _Words(NamedTuple):
    digits: dict[str, str]
    account: frozenset[str]
    bank: frozenset[str]
    wallet: frozenset[str]
    accounts: frozenset[str]  # all of these and money: the nearest counts
    family: frozenset[str]
    identity: frozenset[str]
    money: frozenset[str]
    twice: frozenset[str]
    joins: frozenset[str]


@cache
def _known() -> _Words:
    data = load("redact")
    digits = {
        word: str(digit)
        for digit, names in enumerate(data["digits"]["words"])
        for word in names.split()
    }
    before = {name: words(text) for name, text in data["before"].items()}
    return _Words(
        digits=digits,
        account=before["account"],
        bank=before["bank"],
        wallet=before["wallet"],
        accounts=before["account"] | before["bank"] | before["wallet"] | before["money"],
        family=before["family"],
        identity=before["identity"],
        money=before["money"],
        twice=words(data["digits"]["twice"]),
        joins=words(data["digits"]["joins"]),
    )


class _Group(NamedTuple):
    """A run of digits as written."""

    digits: str
    start: int
    end: int
    spoken: bool = False
    like: bool = False  # letters only: "O", "lO"


def find(text: str, low: str, told: int, *, figures: bool) -> Iterator[Span]:
    """Yield what reaches a person in *text*; not in order, and overlapping.

    *low* is *text* in lower case, *told* what its words tell (redact_tells.py).
    """
    if told & MAIL or "@" in text:
        yield from redact_mail.find(text, low)
    if told & SECRET:
        yield from _secrets(text)
    spells = bool(told & SPELLS)
    if spells or (figures and DENSE.search(text)):
        yield from _numbers(text, spells=spells)


def rings(text: str, start: int) -> bool:
    """Tell whether the account number at *start* is a wallet's, which is a telephone's too.

    >>> rings("DANA 081200001111", 5), rings("rek BRI 081200001111", 8)
    (True, False)
    """
    known = _known()
    before = reversed(_LETTERS.findall(text[max(0, start - BEFORE) : start].lower()))
    nearest = next((word for word in before if word in known.accounts), "")
    return nearest in known.wallet and text[start : start + 5].lstrip("+(").startswith(_MOBILE)


def _secrets(text: str) -> Iterator[Span]:
    for match in _SECRET.finditer(text):
        if not check_ok(match.group(1)):
            yield Span("pin", match.start(1), match.end(1))


def _numbers(text: str, *, spells: bool) -> Iterator[Span]:
    run: list[_Group] = []
    where = points(text)
    for group in _groups(text, spells=spells):
        if where and any(start <= group.start < end for start, end in where):
            continue
        if run and not _same_run(text, run[-1], group):
            yield from _split(text, run)
            run = []
        run.append(group)
    yield from _split(text, run)


def _groups(text: str, *, spells: bool) -> Iterator[_Group]:
    """Yield the runs of digits, and the words for digits where somebody spells a number."""
    known = _known()
    twice = -1  # where "dobel" of "dobel tiga" begins
    for piece in _PIECE.finditer(text):
        written, end = piece.group(), piece.end()
        begin, twice = twice, -1
        if written.isalpha():
            low = written.lower()
            digit = known.digits.get(low) if spells else None
            if spells and low in known.twice:
                twice = piece.start()
            elif digit is not None and begin >= 0:
                yield _Group(digit * 2, begin, end, spoken=True)
            elif digit is not None:
                yield _Group(digit, piece.start(), end, spoken=True)
            elif len(written) <= MAX_LIKE and _ONLY_LIKE.issuperset(written):
                yield _Group(_ascii(written), piece.start(), end, like=True)
            continue
        if begin >= 0 and len(written) == 1:
            yield _Group(_ascii(written) * 2, begin, end, spoken=True)
            continue
        if text[end : end + 1].isalpha():
            written = written.rstrip("OoIl|")
            end = piece.start() + len(written)
        yield _Group(_ascii(written), piece.start(), end)


def _ascii(written: str) -> str:
    plain = written.translate(_LIKE)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.digit(char, 0)) for char in plain)


def _same_run(text: str, left: _Group, right: _Group) -> bool:
    gap = text[left.end : right.start]
    if gap in {" ", "", "-", "."}:
        return True
    if len(gap) > MAX_GAP or any(map(str.isalnum, gap)):
        return gap.strip(" ").lower() in _known().joins
    if left.spoken and right.spoken:
        return "\n" not in gap
    if "(" in gap and left.digits not in _ABROAD:
        return False  # "RT 003 (0812 ...)"
    if ")" in gap and text[left.start - 1 : left.start] not in {"(", "+"}:
        return False  # "(1/2) 0812 ..."
    return _GAP_ENDS.isdisjoint(gap)


def _split(text: str, groups: list[_Group]) -> Iterator[Span]:
    """Cut one run of groups into numbers, the longest that is one kind first."""
    first = 0
    while first < len(groups):
        opening = groups[first]
        if check_ok(text[opening.start : opening.end]) and not _paid(text, opening.start):
            first += 1  # a ticket number is nobody's
            continue
        if _are_years(groups[first:]) and not _paid(text, opening.start):
            return
        if _is_date(text, groups[first : first + 3]):
            first += 3
            continue
        last, kind = _longest(text, groups, first)
        if not kind:
            first += 1
            continue
        yield Span(kind, _sign(text, opening.start, groups[last].end), groups[last].end)
        first = last + 1


def _paid(text: str, start: int) -> bool:
    """Tell whether an account or a bank is named last before *start*."""
    known = _known()
    said = reversed(_LETTERS.findall(text[max(0, start - BEFORE) : start].lower()))
    nearest = next((word for word in said if word in known.accounts), "")
    return nearest in known.account or nearest in known.bank


def _are_years(groups: list[_Group]) -> bool:
    """Tell whether two or three numbers are years: "2024 2025 2026"."""
    return 2 <= len(groups) <= 3 and all(
        len(g.digits) == 4 and 1950 <= int(g.digits) < 2050 and not g.spoken for g in groups
    )


def _sign(text: str, start: int, end: int) -> int:
    """Return *start*, or where a plus or the bracket of "(0354) 12345" stands before it."""
    start -= start > 0 and text[start - 1] == "+"
    if start and text[start - 1] == "(" and ")" in text[start:end]:
        start -= 1
    return start - (start > 0 and text[start - 1] == "+")


def _longest(text: str, groups: list[_Group], first: int) -> tuple[int, str]:
    """Return (last group, kind) of the longest number that begins at *first*; kind '' for none."""
    digits = groups[first].digits
    ends = [(first, len(digits))]
    for last in range(first + 1, len(groups)):
        if len(digits) + len(groups[last].digits) > MAX_DIGITS:
            break
        if len(digits) >= WHOLE and _begins_phone(groups, last):
            break  # "081200001111 0812 0000 2222" are two
        digits += groups[last].digits
        ends.append((last, len(digits)))
    if len(digits) < MIN_DIGITS:
        return first, ""
    start = groups[first].start
    before = text[max(0, start - BEFORE) : start].lower()
    said = _LETTERS.findall(before)
    for last, size in reversed(ends):
        if size < MIN_DIGITS:
            break
        used = groups[first : last + 1]
        real = size - sum(len(g.digits) for g in used if g.like)
        if real < MIN_REAL and not (real and digits.startswith(_MOBILE)):
            continue
        even = all(len(g.digits) > 2 or g.spoken for g in used)
        kind = _kind(digits[:size], said, even=even or last == first)
        if kind:
            return last, kind
    return first, ""


def _begins_phone(groups: list[_Group], first: int) -> bool:
    """Tell whether a whole mobile number is left, which begins with the group *first*."""
    opening = groups[first].digits
    if not opening.startswith(_MOBILE) and opening not in _ABROAD:
        return False
    return sum(len(group.digits) for group in groups[first : first + WHOLE]) >= WHOLE


def _is_date(text: str, groups: list[_Group]) -> bool:
    """Tell whether three groups are a date, 22-11-2026: it does not begin a number."""
    if len(groups) < 3 or [len(g.digits) for g in groups][1:] != [2, 4]:
        return False
    day, month, year = (int(g.digits) for g in groups)
    marks = {text[groups[0].end : groups[1].start], text[groups[1].end : groups[2].start]}
    return 1 <= day <= 31 and 1 <= month <= 12 and 1900 <= year < 2100 and marks <= {"-", ".", "/"}


def _kind(digits: str, said: list[str], *, even: bool) -> str:
    """Say what a number is by its digits and the words *said* before it; '' if none.

    *even*: its groups look like those of one number, not like a date and an hour.
    """
    known = _known()
    size = len(digits)
    if size == 16:
        return _sixteen(digits, frozenset(said))
    nearest = next((word for word in reversed(said) if word in known.accounts), "")
    wallet = nearest in known.wallet and digits[0] in "068"
    banked = nearest in known.bank and not known.account.isdisjoint(said)
    if nearest in known.account or banked or (size >= 9 and (wallet or nearest in known.bank)):
        return "rekening"
    mobile = 10 <= size <= 12 and digits.startswith("8")
    if mobile or (WHOLE <= size <= 15 and digits.startswith(_PHONE)):
        return "telepon"
    if 14 <= size <= 17 and not known.identity.isdisjoint(said):
        return "nik"
    if (check_ok(digits) and not nearest) or nearest in known.money:
        return ""
    long = size >= 10 and (even or size > 13)
    return "rekening" if long or (size > 8 and "bank" in said) else ""


def _sixteen(digits: str, said: frozenset[str]) -> str:
    known = _known()
    if said & known.family:
        return "kk"
    if said & known.identity:
        return "nik"
    if said & known.account:
        return "rekening"
    return "nik" if _is_nik(digits) else "rekening"  # "kartu sehat (3571...)" is no bank's


def _is_nik(digits: str) -> bool:
    from stdnum.id import nik  # noqa: PLC0415 - 50 ms with its table of places

    return bool(nik.is_valid(digits))
