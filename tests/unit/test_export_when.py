"""A period is read as people type it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from reports.export.when import period_of

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        ("2026-11-23..2026-12-02", date(2026, 11, 23), date(2026, 12, 2)),
        ("2026-09..2026-11", date(2026, 9, 1), date(2026, 11, 30)),
        (" 2026-11 ", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_period_has_these_days(text: str, first: date, last: date) -> None:
    found = period_of(text, WIB)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "..", "2026-13", "2025-W53", "2026-Q5", "2026-02-30", "26-11", "2026-11-23..2026-11-22",
     "2026-W47-1", "\u0662\u0660\u0662\u0666-99", "0000", "2026..2027..2028"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        period_of(text, WIB)
