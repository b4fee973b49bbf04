"""A period as people type it: 2026-11-23, 2026-W47, 2026-11, 2026-Q4, 2026, or FIRST..LAST."""

import re
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from reports import period
from reports.period import Period

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.IGNORECASE,
)


def period_of(text: str, zone: ZoneInfo) -> Period:
    """Return the period that *text* names, in *zone*; ValueError for none.

    >>> period_of("2026-W47", ZoneInfo("Asia/Jakarta")).first
    datetime.date(2026, 11, 16)
    """
    first, dots, last = text.partition("..")
    if dots:
        return period.span(_single(first, zone).first, _single(last, zone).last, zone)
    return _single(text, zone)


def _single(text: str, zone: ZoneInfo) -> Period:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"period: {text!r}")
    year = int(match["year"])
    if match["week"]:
        return period.week(date.fromisocalendar(year, int(match["week"]), 1), zone)
    month = 3 * int(match["quarter"]) - 2 if match["quarter"] else int(match["month"] or 1)
    on = date(year, month, int(match["day"] or 1))
    kinds: tuple[tuple[str, Callable[[date, ZoneInfo], Period]], ...] = (
        ("day", period.day), ("month", period.month), ("quarter", period.quarter),
    )  # fmt: skip
    made = next((make for name, make in kinds if match[name]), period.year)
    return made(on, zone)
