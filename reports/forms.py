"""Numbers, dates and lengths of time as people in Indonesia write them. Pure.

Spaces are plain and all is ASCII, so that a terminal, an SMS and a page can use the same words;
a page keeps them on one line by its style.
"""

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta

from models.visible import visible
from reports.page import Cell, Hidden, Kind

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# fmt: off
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")
_BRIEF = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
# fmt: on
_ROMAN = ("I", "II", "III", "IV")

DASH = "-"  # not known, not counted


def number(value: float, places: int = 1) -> str:
    """Return a number with points between thousands and a comma; no decimals when it is whole.

    >>> number(12345.6), number(1250000), number(-0.04)
    ('12.345,6', '1.250.000', '0')
    """
    if not math.isfinite(value):
        return DASH
    text = f"{value:,.{0 if isinstance(value, int) else places}f}"
    if "." in text and not text.partition(".")[2].strip("0"):
        text = text.partition(".")[0]
    return "0" if text == "-0" else text.translate(_SWAP)


_SWAP = str.maketrans(",.", ".,")


def percent(share: float) -> str:
    """Return a share (0..1) in percent: one decimal below 10 and close to 100, else whole.

    A share that is not quite nothing or not quite all never prints as 0 % or 100 %.

    >>> percent(0.93), percent(0.0058), percent(0.9996), percent(0.0001), percent(1)
    ('93 %', '0,6 %', '99,9 %', '< 0,1 %', '100 %')
    """
    if not math.isfinite(share):
        return DASH
    size = abs(share) * 100
    if 0 < size < 0.05:
        return "< 0,1 %"
    if 99 < size < 100:
        size = min(size, 99.9)
        return f"{number(math.copysign(size, share))} %"
    return f"{number(share * 100, 1 if size < 10 else 0)} %"


def rupiah(amount: float) -> str:
    """Return whole rupiah.

    >>> rupiah(1250000), rupiah(-500)
    ('Rp 1.250.000', '-Rp 500')
    """
    if not math.isfinite(amount):
        return DASH
    return f"{'-' if round(amount) < 0 else ''}Rp {number(abs(round(amount)))}"


def day(when: date) -> str:
    """Return a day with its name.

    >>> day(date(2026, 11, 2))
    'Senin, 2 November 2026'
    """
    return f"{DAYS[when.weekday()]}, {when.day} {MONTHS[when.month - 1]} {when.year}"


def brief(when: date) -> str:
    """Return a day as tables show it.

    >>> brief(date(2026, 8, 17))
    '17 Agu 2026'
    """
    return f"{when.day} {_BRIEF[when.month - 1]} {when.year}"


def clock(when: datetime) -> str:
    """Return the time of day with a point, as Indonesian writes it.

    >>> clock(datetime(2026, 11, 2, 7, 5))
    '07.05'
    """
    return f"{when.hour:02d}.{when.minute:02d}"


def moment(when: datetime) -> str:
    """Return a day and time.

    >>> moment(datetime(2026, 11, 2, 7, 5))
    'Senin, 2 November 2026 pukul 07.05'
    """
    return f"{day(when)} pukul {clock(when)}"


def span(first: date, last: date) -> str:
    """Return a period of whole days in the shortest words: a month, a quarter or a year by name.

    >>> span(date(2026, 11, 16), date(2026, 11, 22)), span(date(2026, 7, 1), date(2026, 9, 30))
    ('16 s.d. 22 November 2026', 'Triwulan III 2026')
    """
    if first == last:
        return day(first)
    if name := _named(first, last):
        return name
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} s.d. {last.day} {MONTHS[last.month - 1]} {last.year}"


def _named(first: date, last: date) -> str:
    """Return the name of a whole month, quarter or year, "" for other periods."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
        return ""
    if (first.month, last.month) == (1, 12):
        return f"Tahun {first.year}"
    if first.month % 3 == 1 and last.month == first.month + 2:
        return f"Triwulan {_ROMAN[first.month // 3]} {first.year}"
    return f"{MONTHS[first.month - 1]} {first.year}" if first.month == last.month else ""


def duration(minutes: float) -> str:
    """Return a length of time in its two largest units; days are of 24 hours.

    >>> duration(8), duration(125), duration(60 * 76), duration(0.4)
    ('8 menit', '2 jam 5 menit', '3 hari 4 jam', '0 menit')
    """
    if not math.isfinite(minutes):
        return DASH
    whole = round(abs(minutes))
    if whole >= 24 * 60:
        hours = round(whole / 60)
        words = _two(hours // 24, "hari", hours % 24, "jam")
    else:
        words = _two(whole // 60, "jam", whole % 60, "menit")
    return f"-{words}" if minutes < 0 and whole else words


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    if not large:
        return f"{small} {small_unit}"
    return f"{number(large)} {large_unit}" + (f" {small} {small_unit}" if small else "")


def cell(value: Cell, kind: Kind = "text") -> str:
    r"""Return what a person reads of *value*: one line, safe (controls escaped), ASCII if it was.

    >>> cell(0.5, "percent"), cell(None), cell(Hidden()), cell("a\x1b[2J\nb")
    ('50 %', '-', '<5', 'a\\x1b[2J b')
    """
    match value:
        case None:
            return DASH
        case Hidden():
            return f"<{value.limit}"
        case str():
            return visible(" ".join(value.split()) if value.isascii() else _one_line(value))
        case datetime():
            return f"{brief(value)} {clock(value)}"
        case date():
            return brief(value)
        case _:
            return _amount(value, kind)


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _amount(value: float, kind: Kind) -> str:
    if not math.isfinite(value):
        return DASH
    return _AMOUNTS.get(kind, str)(value)


_AMOUNTS: dict[Kind, Callable[[float], str]] = {
    "number": number,
    "percent": percent,
    "rupiah": rupiah,
    "rating": lambda value: f"{value:.2f}".translate(_SWAP),
    "minutes": duration,
    "hours": lambda value: f"{number(value)} jam",
    "days": lambda value: f"{number(value)} hk",
}

NUMERIC: frozenset[Kind] = frozenset(
    {"number", "percent", "minutes", "hours", "days", "rupiah", "rating"}
)
"""Kinds whose cells stand to the right."""


def change(value: Cell, before: Cell, kind: Kind) -> str:
    """Return in words how *value* stands to *before*; "" when either is not known.

    >>> change(128, 116, "number"), change(0.87, 0.91, "percent"), change(3, 3, "number")
    ('naik 12 dari 116', 'turun 4 poin dari 91 %', 'sama seperti sebelumnya')
    """
    if not isinstance(value, int | float) or not isinstance(before, int | float):
        return ""
    if cell(value, kind) == cell(before, kind):
        return "sama seperti sebelumnya"
    word = "naik" if value > before else "turun"
    step = abs(value - before)
    if kind == "percent":
        return (
            f"{word} {number(step * 100, 1 if step < 0.01 else 0)} poin dari {cell(before, kind)}"
        )
    return f"{word} {cell(step, kind)} dari {cell(before, kind)}"
