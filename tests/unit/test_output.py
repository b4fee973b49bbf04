"""What commands print is safe for a terminal, stable for programs, and never fails."""

import io
import json
import re
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from console.output import (
    Column,
    cell,
    plain_streams,
    safe_term,
    show_fields,
    show_rows,
    to_json,
    unicode,
)  # fmt: skip

WIB = ZoneInfo("Asia/Jakarta")
MOMENT = datetime(2026, 11, 22, 8, 5, 9, 123_456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lampu mati", "lampu mati"),
        ("café 😀", "café 😀"),
        ("\x1b[31mmerah", "\\x1b[31mmerah"),
        ("\x9b31m", "\\x9b31m"),
        ("a\x7fb\0", "a\\x7fb\\x00"),
        ("a\tb\nc\rd", "a\\x09b\\x0ac\\x0dd"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\ud83d", "\\ud83d"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_misleads_an_eye_or_a_terminal_is_escaped(text: str, shown: str) -> None:
    assert safe_term(text) == shown


@given(st.text())
def test_safe_text_has_no_control_character_and_is_safe_already(text: str) -> None:
    shown = safe_term(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
    assert safe_term(shown) == shown


@given(st.text())
def test_json_gives_the_exact_text_back_in_printable_ascii(text: str) -> None:
    line = to_json({"text": text})
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line) == {"text": text}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (MOMENT, "2026-11-22T15:05:09.123+07:00"),
        ((1, MOMENT), [1, "2026-11-22T15:05:09.123+07:00"]),
        ({"at": MOMENT, "n": None}, {"at": "2026-11-22T15:05:09.123+07:00", "n": None}),
        (True, True),
    ],
)
def test_times_are_rfc_3339_in_the_zone_of_the_city(value: object, found: object) -> None:
    assert json.loads(to_json({"value": value}, WIB)) == {"value": found}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (MOMENT, "2026-11-22 15:05:09"),
        (["a", "b"], "a, b"),
        ({"a": 1, "b": None, "c": "x\x07"}, "a=1, c=x\\x07"),
        (0, "0"),
        ("x\ty", "x\\x09y"),
    ],
)
def test_a_cell_is_one_line_of_safe_text(value: object, shown: str) -> None:
    assert cell(value, WIB) == shown


def test_a_pipe_gets_a_header_and_tab_separated_rows(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [Column("id", "no."), Column("text", "isi")]
    show_rows([{"id": 1, "text": "a\tb", "more": 2}], columns, as_json=False)
    assert capsys.readouterr().out == "no.\tisi\n1\ta\\x09b\n"


def test_json_rows_have_every_key_on_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"id": 1, "more": "a\nb"}, {"id": 2, "more": None}], [], as_json=True)
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": 1, "more": "a\nb"},
        {"id": 2, "more": None},
    ]


def test_fields_without_a_value_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    show_fields(
        {"a": 1, "b": None},
        [Column("a", "satu"), Column("b", "dua"), Column("c", "tiga")],
        as_json=False,
    )
    assert capsys.readouterr().out == "satu  1\n"


def test_a_terminal_gets_a_table_without_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    show_rows([{"text": "[red]x[/red] :smile: \x1b[2J"}], [Column("text", "isi")], as_json=False)
    out = capsys.readouterr().out
    assert "[red]x[/red] :smile: \\x1b[2J" in out
    assert "\x1b[2J" not in out


def test_a_narrow_terminal_gets_lines_instead_of_broken_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    columns = [Column("id", "no."), Column("at", "waktu"), Column("none", "kosong")]
    rows = [{"id": 1, "at": MOMENT, "none": None}, {"id": 2, "at": MOMENT}]
    monkeypatch.setenv("COLUMNS", "30")
    show_rows(rows, columns, as_json=False)
    wide = capsys.readouterr().out.splitlines()
    assert re.sub(r"\x1b\[\d*m", "", wide[0]).split() == [
        "no.",
        "waktu",
    ]  # an empty column is left out
    monkeypatch.setenv("COLUMNS", "20")
    show_rows(rows, columns, as_json=False)
    narrow = capsys.readouterr().out
    assert narrow.startswith("no.    1\nwaktu  2026-11-22 08:05:09\n\nno.    2\n")


@pytest.mark.parametrize(
    ("environ", "written"),
    [
        ({"LC_ALL": "C"}, b"caf\\xe9 \\ud83d"),
        ({"LC_ALL": "POSIX"}, b"caf\\xe9 \\ud83d"),
        ({"LC_ALL": "C.UTF-8"}, b"caf\xc3\xa9 \\ud83d"),
        ({}, b"caf\xc3\xa9 \\ud83d"),
    ],
)
def test_no_character_makes_printing_fail(
    environ: dict[str, str], written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", errors="strict")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    plain_streams(environ)
    out.write("café \ud83d")
    out.flush()
    assert raw.getvalue() == written


def on_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: list[Column],
    rows: list[dict[str, object]], width: int,
) -> list[str]:  # fmt: skip
    """Return the lines of a table on a terminal of *width* columns."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    show_rows(rows, columns, as_json=False)
    return capsys.readouterr().out.splitlines()


def test_no_line_of_a_table_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = [Column("n", "no."), Column("why", "sebab", free=True), Column("t", "isi", crop=True)]
    rows: list[dict[str, object]] = [
        {"n": 1, "why": "satu dua tiga empat lima", "t": "lampu jalan mati di depan pasar " * 3},
        {"n": 2, "why": "", "t": "漢字" * 40},
    ]
    for width in (40, 50, 64, 80, 200):
        lines = on_terminal(monkeypatch, capsys, columns, rows, width)
        assert max(map(cell_len, lines)) <= width
        assert not any(line.endswith(" ") for line in lines)
    assert lines[0] == "no. sebab                    isi"
    assert lines[1].endswith("lampu jalan mati di depan pasar")


def test_free_words_are_broken_between_words_and_cropped_ones_marked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = [Column("why", "sebab", free=True), Column("t", "isi", crop=True)]
    rows: list[dict[str, object]] = [{"why": "satu dua tiga", "t": "a" * 50}]
    lines = on_terminal(monkeypatch, capsys, columns, rows, 30)
    mark = "\u2026" if unicode() else "..."
    assert lines[1] == "satu dua  " + "a" * (20 - len(mark)) + mark
    assert lines[2] == "tiga"
