"""Numbers, dates and lengths of time as people in Indonesia write them."""

import doctest
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from reports import forms
from reports.page import Cell, Hidden, Kind

CELLS: tuple[tuple[Cell, Kind, str], ...] = (
    (12345.6, "number", "12.345,6"),
    (1_000_000, "number", "1.000.000"),
    (-1234, "number", "-1.234"),
    (0, "number", "0"),
    (None, "number", "-"),
    (float("nan"), "number", "-"),
    (float("inf"), "rupiah", "-"),
    (Hidden(), "number", "<5"),
    (Hidden(10), "percent", "<10"),
    (0.93, "percent", "93 %"),
    (0.0, "percent", "0 %"),
    (1.0, "percent", "100 %"),
    (0.995, "percent", "99,5 %"),
    (0.9999, "percent", "99,9 %"),
    (0.0126, "percent", "1,3 %"),
    (4.86, "rating", "4,86"),
    (4, "rating", "4,00"),
    (4.999, "rating", "5,00"),
    (1_250_000, "rupiah", "Rp 1.250.000"),
    (3, "days", "3 hk"),
    (2.5, "days", "2,5 hk"),
    (4.25, "hours", "4,2 jam"),
    (59, "minutes", "59 menit"),
    (60, "minutes", "1 jam"),
    (60 * 24, "minutes", "1 hari"),
    (-5, "minutes", "-5 menit"),
    (date(2026, 11, 2), "date", "2 Nov 2026"),
    (datetime(2026, 11, 2, 7, 5, tzinfo=UTC), "date", "2 Nov 2026 07.05"),
    (4839206, "ticket", "4839206"),
    ("4839206", "ticket", "4839206"),
    ("baris\r\nbaru\tdan\x1b[31m", "text", "baris baru dan\\x1b[31m"),
    ("kanan \u202ekiri", "text", "kanan \\u202ekiri"),
    ("rusak \ud800", "text", "rusak \\ud800"),
)

SPANS = (
    (date(2026, 11, 2), date(2026, 11, 2), "Senin, 2 November 2026"),
    (date(2026, 11, 16), date(2026, 11, 22), "16 s.d. 22 November 2026"),
    (date(2026, 11, 30), date(2026, 12, 6), "30 November s.d. 6 Desember 2026"),
    (date(2026, 12, 28), date(2027, 1, 3), "28 Desember 2026 s.d. 3 Januari 2027"),
    (date(2026, 2, 1), date(2026, 2, 28), "Februari 2026"),
    (date(2028, 2, 1), date(2028, 2, 28), "1 s.d. 28 Februari 2028"),
    (date(2026, 7, 1), date(2026, 9, 30), "Triwulan III 2026"),
    (date(2026, 8, 1), date(2026, 10, 31), "1 Agustus s.d. 31 Oktober 2026"),
    (date(2026, 1, 1), date(2026, 12, 31), "Tahun 2026"),
    (date(2025, 1, 1), date(2026, 12, 31), "1 Januari 2025 s.d. 31 Desember 2026"),
)


def test_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(forms).failed == 0


def test_each_kind_has_its_form() -> None:
    shown = [(value, kind, forms.cell(value, kind)) for value, kind, _ in CELLS]
    assert [s[2] for s in shown] == [c[2] for c in CELLS]


def test_periods_are_named_in_the_shortest_words() -> None:
    assert [forms.span(first, last) for first, last, _ in SPANS] == [s[2] for s in SPANS]


def test_a_change_is_told_in_words() -> None:
    assert forms.change(116, 128, "number") == "turun 12 dari 128"
    assert forms.change(0.915, 0.91, "percent") == "naik 0,5 poin dari 91 %"
    assert forms.change(1_000_000, 500_000, "rupiah") == "naik Rp 500.000 dari Rp 500.000"
    assert forms.change(4.0, None, "rating") == ""
    assert forms.change(None, 4.0, "rating") == ""
    assert forms.change(Hidden(), 4, "number") == ""


@given(st.floats(0, 1))
def test_a_share_prints_as_nothing_or_all_only_when_it_is(share: float) -> None:
    shown = forms.percent(share)
    assert (shown == "0 %") == (share == 0)
    assert (shown == "100 %") == (share == 1)


@given(st.text())
def test_no_text_leaves_with_a_control_in_it(text: str) -> None:
    shown = forms.cell(text)
    assert shown.encode("utf-8").decode() == shown
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
