"""Reports in letters: terminal, Markdown, JSON and SMS."""

import json
from dataclasses import replace
from datetime import date
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from models.errors import KentonganError
from models.visible import HIDDEN
from reports.page import Column, Report, Table
from reports.render import jsonfile, markdown, sms, text
from reports.render.texttable import lay, wrap
from tests import reports_sample as sample

REPORTS = (
    sample.weekly(warnings=("Jumlah tidak cocok.",)),
    sample.monthly(),
    sample.big(),
    sample.empty(),
    sample.odd(),
)


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for report in REPORTS:
        for unicode in (True, False):
            lines = text.render(report, width=width, unicode=unicode).split("\n")
            assert max(map(cell_len, lines)) <= width


def test_a_terminal_without_unicode_gets_ascii() -> None:
    for report in (*REPORTS, *map(sample.hostile, sample.bad_texts())):
        assert text.render(report, unicode=False).isascii()


def test_warnings_stand_at_the_head() -> None:
    report = sample.weekly(warnings=("Jumlah tidak cocok.",))
    assert text.render(report).startswith("!! PERHATIAN: Jumlah tidak cocok.\n")
    assert "> **PERHATIAN: Jumlah tidak cocok.**" in markdown.render(report)[:200]
    assert json.loads(jsonfile.render(report))["warnings"] == ["Jumlah tidak cocok."]


def test_the_weekly_report_reads_well() -> None:
    shown = text.render(sample.weekly())
    for line in (
        "16 s.d. 22 November 2026",
        "Tepat waktu        87 %  turun 4 poin dari 91 %; tindak lanjut pertama",
        "Jalan dan lampu adalah separuh laporan (laporan, n = 128)",
        "INSPEKTORAT   kuning     3     <5       <5        0      4      1   75 %",
        "Seluruh kota            81    128      121        4     84     16   87 %",
        "* Pohon condong di depan sekolah di Burengan dipangkas pada hari laporan masuk.",
        "Dibuat Senin, 23 November 2026 pukul 07.00.",
    ):
        assert line in shown.split("\n")


def test_a_table_that_is_too_wide_goes_on_below_with_its_first_column() -> None:
    lines = lay(sample.PER_AGENCY, 60)
    assert sum(line.startswith("PUPR ") for line in lines) == 3
    assert max(map(len, lines)) <= 60


def test_wide_and_combining_letters_keep_the_columns_straight() -> None:
    table = Table(
        "t",
        "t",
        (Column("Nama"), Column("n", "number")),
        (("\u6f22\u5b57", 1), ("a\u0301b", 22), ("biasa", 333)),
    )
    lines = lay(table, 40)
    assert {cell_len(line) for line in lines[2:]} == {cell_len(lines[1])}


@given(st.text(), st.integers(2, 30))
def test_wrapped_words_fit_and_none_is_lost(words: str, width: int) -> None:
    lines = wrap(words, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_nothing_hostile_moves_a_cursor() -> None:
    for bad in sample.bad_texts():
        for shown in (text.render(sample.hostile(bad)), markdown.render(sample.hostile(bad))):
            assert not [c for c in shown if c != "\n" and category(c) in HIDDEN]
            shown.encode("utf-8")


def test_markdown_shows_text_as_text() -> None:
    for bad in sample.bad_texts():
        shown = markdown.escape(bad)
        assert "<" not in shown
        assert "://" not in shown
        assert "\n" not in shown
    assert markdown.escape("1. satu") == "1\\. satu"
    assert markdown.escape("# judul") == "\\# judul"
    assert markdown.escape("12.345,6 jam") == "12.345,6 jam"
    assert markdown.escape("[a](b) `c` | *d*") == "\\[a\\](b) \\`c\\` \\| \\*d\\*"


def test_markdown_tables_have_equal_cells() -> None:
    for report in (*REPORTS, sample.hostile("a | b")):
        for line in markdown.render(report).split("\n"):
            if line.startswith("|"):
                assert line.endswith("|")
    rows = [x for x in markdown.render(sample.monthly()).split("\n") if x.startswith("| PUPR | m")]
    assert rows[0].count("|") == len(sample.PER_AGENCY.columns) + 1


def test_json_keys_are_stable() -> None:
    read = json.loads(jsonfile.render(sample.odd()))
    assert list(read) == (
        [
            "version",
            "name",
            "title",
            "city",
            "scope",
            "first",
            "last",
            "made_at",
            "warnings",
            "sms",
            "sections",
        ]
    )
    section = read["sections"][0]
    assert list(section) == ["title", "facts", "text", "charts", "tables", "stories"]
    assert list(section["charts"][0]) == ["form", "title", "unit", "n", "table"]
    table = section["tables"][0]
    assert list(table) == ["name", "title", "note", "columns", "rows", "total"]
    assert table["rows"][0] == ["A", {"below": 5}, None, 0]
    assert table["rows"][2] == ["C", None, None, -1]


def test_json_gives_the_exact_text_back_in_ascii() -> None:
    for bad in sample.bad_texts():
        shown = jsonfile.render(sample.hostile(bad))
        assert all(c == "\n" or " " <= c <= "~" for c in shown)
        assert json.loads(shown)["title"] == bad[:300]


def test_an_sms_is_one_part_or_an_error() -> None:
    report = sample.weekly()
    assert sms.render(report) == report.sms
    assert sms.render(replace(report, sms="a" * 160)) == "a" * 160
    for bad, said in (
        ("", "has no SMS"),
        ("a" * 161, "161"),
        ("caf\u00e9", "alphabet"),
        ("[a]", "alphabet"),
        ("a\x1bb", "alphabet"),
    ):
        with pytest.raises(KentonganError, match=said):
            sms.render(replace(report, sms=bad))


def test_a_report_of_one_day_names_the_day() -> None:
    one: Report = replace(sample.weekly(), first=date(2026, 11, 22))
    assert "\nMinggu, 22 November 2026\n" in text.render(one)
