"""What an operator says of a prepaid SIM: its credit, its active period, no credit left. Pure.

The patterns are data, gateway/watch/operators.toml.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

BUILT_IN = Path(__file__).with_name("operators.toml")
MOST = 1_000
"""Characters of a text that are read: no operator writes more."""

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ENGLISH = {"may": 5, "aug": 8, "oct": 10, "dec": 12, "ags": 8, "agt": 8, "nop": 11}
_DAY = re.compile(r"(\d{1,4})[-/. ]([0-9a-z]{1,9})[-/. ](\d{2,4})", re.ASCII)
_CENTS = re.compile(r"[.,]\d{1,2}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Credit:
    """What one text says; what it says nothing of is None or False."""

    balance: int | None = None  # rupiah
    expires: date | None = None  # last day of the active period
    short: bool = False  # something was not done for want of credit

    def __bool__(self) -> bool:
        """Tell whether the text said anything of this."""
        return self != Credit()


def read(text: str) -> Credit:
    """Return what *text*, of an operator and not of a citizen, says of the SIM."""
    patterns = _patterns()
    even = " ".join(text[:MOST].casefold().split())
    balance = _first(patterns["balance"], even, "amount")
    expires = _first(patterns["expires"], even, "day")
    return Credit(
        None if balance is None else rupiah(balance),
        None if expires is None else day(expires),
        any(one.search(even) for one in patterns["short"]),
    )


def rupiah(written: str) -> int | None:
    """Return the rupiah of ``24025.``, ``12.345,00`` or ``25.000``; None when it is no number.

    >>> rupiah("12.345,00")
    12345
    """
    whole = _CENTS.sub("", written.rstrip(".,"))
    digits = whole.replace(".", "").replace(",", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 12 else None


def day(written: str) -> date | None:
    """Return the day of ``28/08/2016``, ``05-12-26``, ``2026-12-31`` or ``31 des 2026``.

    None when there is no such day.
    """
    found = _DAY.match(written)
    if not found:
        return None
    first, middle, last = found.groups()
    month = int(middle) if middle.isdecimal() else _month(middle)
    if len(first) == 4:
        first, last = last, first
    year = int(last) + (2000 if len(last) == 2 else 0)
    try:
        return date(year, month, int(first))
    except ValueError:
        return None


def _month(word: str) -> int:
    short = word[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _ENGLISH.get(short, 0)


def _first(patterns: Sequence[re.Pattern[str]], text: str, group: str) -> str | None:
    found = next((match for one in patterns if (match := one.search(text))), None)
    return found[group] if found else None


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    with BUILT_IN.open("rb") as file:
        table = tomllib.load(file)
    return {name: tuple(map(re.compile, table[name])) for name in ("balance", "expires", "short")}
