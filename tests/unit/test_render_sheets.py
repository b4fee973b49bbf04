"""CSV and Excel: read back by a program that is not ours, and never executed by one."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest

from models.errors import StorageError
from reports.page import Cell, Column, Hidden, Table
from reports.render import csvfile, workbook
from reports.render.plain import FORMULA
from reports.render.workbook import Stream
from tests import reports_sample as sample

COLUMNS = (
    Column("Tiket", "ticket"),
    Column("Masuk", "date"),
    Column("Isi"),
    Column("Jumlah", "number"),
    Column("Bagian", "percent"),
    Column("Biaya", "rupiah"),
)
ROW: tuple[Cell, ...] = ("0483920", date(2026, 11, 2), "lampu, mati", 12, 0.5, 350)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode("utf-8"), newline="")))


def written(rows: list[tuple[Cell, ...]]) -> bytes:
    stream = io.BytesIO()
    assert csvfile.write(stream, COLUMNS, rows) == len(rows)
    return stream.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_csv_is_rfc_4180_with_values_as_they_are() -> None:
    now = datetime(2026, 11, 2, 7, 5, tzinfo=UTC)
    odd: tuple[Cell, ...] = (None, now, 'kata "kutip"\r\nbaris', Hidden(), float("nan"), -5)
    data = written([ROW, odd])
    assert data.count(b"\r\n") == 3
    assert b'"kata ""kutip""\nbaris"' in data
    assert read_csv(data) == [
        ["Tiket", "Masuk", "Isi", "Jumlah", "Bagian (0-1)", "Biaya (Rp)"],
        ["0483920", "2026-11-02", "lampu, mati", "12", "0.5", "350"],
        ["", "2026-11-02T07:05:00+00:00", 'kata "kutip"\nbaris', "<5", "", "-5"],
    ]


def test_no_text_in_csv_is_a_formula() -> None:
    for bad in sample.bad_texts():
        for row in read_csv(csvfile.render(sample.hostile(bad))):
            for cell in row:
                assert cell.lstrip()[:1] not in FORMULA
                assert "\x1b" not in cell
    for bad in ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "\uff1d1", "\uff0b1", " =1", "\u200b=1"):
        cell = read_csv(written([(bad, None, bad, None, None, None)]))[1][0]
        assert cell.startswith(("'", "\\u200b"))


def test_csv_comes_row_by_row() -> None:
    stream = io.BytesIO()
    sizes: list[int] = []

    def rows() -> Iterator[tuple[Cell, ...]]:
        for _ in range(10_000):
            yield ROW
            sizes.append(stream.tell())

    assert csvfile.write(stream, COLUMNS, rows()) == 10_000
    assert len(set(sizes)) > 4


def test_a_whole_report_fits_one_csv_file() -> None:
    rows = read_csv(csvfile.render(sample.weekly()))
    assert rows[:3] == [
        ["Ringkasan"],
        ["Angka", "Nilai", "Sebelumnya", "Keterangan"],
        ["Laporan masuk", "128", "116", "dari 642 SMS kotor"],
    ]
    assert ["Seluruh kota", "", "81", "128"] in [row[:4] for row in rows]


def test_excel_keeps_days_numbers_and_ticket_numbers() -> None:
    stream = io.BytesIO()
    when = datetime(2026, 11, 2, 7, 5, tzinfo=sample.WIB)
    rows: list[tuple[Cell, ...]] = [ROW, (4839206, when, "b", Hidden(), None, float("inf"))]
    assert workbook.write(stream, [Stream("Tiket", COLUMNS, iter(rows))]) == 2
    sheet = opened(stream.getvalue())["Tiket"]
    first, second = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    first[1] = first[1].date()
    assert first == ["0483920", date(2026, 11, 2), "lampu, mati", 12, 0.5, 350]
    assert second == ["4839206", when.replace(tzinfo=None), "b", "<5", None, None]
    assert [c.number_format for c in sheet[2]] == (
        ["@", "dd-mm-yyyy", "@", "#,##0", "0.0%", '"Rp" #,##0']
    )
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["C"].width > 10


def test_no_text_in_excel_is_a_formula_or_a_link() -> None:
    bad = sample.bad_texts()
    stream = io.BytesIO()
    columns = (Column("=1+1"), Column("b"))
    assert workbook.write(stream, [Stream("=x", columns, [(b, b) for b in bad])]) == len(bad)
    book = opened(stream.getvalue())
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    assert cells[0].value == "=1+1"
    with zipfile.ZipFile(stream) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_excel_cuts_a_text_that_is_too_long_and_says_so() -> None:
    for letter in ("x", "\U0001f525"):
        shown = workbook.legal(letter * 40_000)
        assert len(shown.encode("utf-16-le")) // 2 <= workbook.LETTERS
        assert shown.endswith("[dipotong]")
    assert workbook.legal("a\x00\x0bb\ufffe\ud800") == "a\ufffd\ufffdb\ufffd\ufffd"


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    stream = io.BytesIO()
    rows = [(str(n),) for n in range(7)]
    assert workbook.write(stream, [Stream("Tiket", (Column("n"),), rows)]) == 7
    book = opened(stream.getvalue())
    found = [[c.value for c in sheet["A"]][1:] for sheet in book.worksheets]
    assert found == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert book.sheetnames == ["Tiket", "Tiket (2)", "Tiket (3)"]


def test_sheet_names_are_ones_that_excel_takes() -> None:
    titles = ("", "History", "a/b\\c?*[x]:'", "x" * 50, "x" * 50, "X" * 31, "\U0001f525" * 31)
    stream = io.BytesIO()
    workbook.write(stream, [Table(t, t, (Column("n"),), ()) for t in titles])
    names = opened(stream.getvalue()).sheetnames
    assert len({name.lower() for name in names}) == len(titles)
    assert max(map(len, names)) <= 31


def test_a_whole_report_is_a_workbook() -> None:
    report = replace(sample.weekly(), warnings=("Jumlah tidak cocok.",))
    book = opened(workbook.render(report))
    assert book.sheetnames[:3] == ["Tentang", "Ringkasan", "Laporan masuk dan selesai tiap"]
    about = {row[0]: row[1] for row in book["Tentang"].iter_rows(min_row=2, values_only=True)}
    assert about["Masa"] == "16 s.d. 22 November 2026"
    assert about["PERHATIAN"] == "Jumlah tidak cocok."
    for odd in (sample.empty(), sample.odd(), sample.big()):
        assert opened(workbook.render(odd)).sheetnames


def test_rows_that_fail_half_way_are_an_error_and_leave_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield ("1",)
        raise StorageError("lost")

    writers: tuple[Callable[[BinaryIO], int], ...] = (
        lambda stream: workbook.write(stream, [Stream("Tiket", (Column("n"),), rows())]),
        lambda stream: csvfile.write(stream, (Column("n"),), rows()),
    )
    for write in writers:
        with pytest.raises(StorageError):
            write(io.BytesIO())
    assert list(tmp_path.iterdir()) == []
