"""Excel: numbers as numbers, days as days, ticket numbers as text, and never a formula from a text.

Rows are written as they come (constant memory); xlsxwriter keeps them in a temporary file until
the end, and so does not hold them either.
"""

# ruff: noqa: PLC0415 - xlsxwriter is imported when a workbook is written

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO, Protocol

from reports.forms import NUMERIC, moment, span
from reports.page import Cell, Column, Kind, Report
from reports.render.csvfile import tables
from reports.render.plain import titles, value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576  # of a sheet, its heading among them
LETTERS = 32_767  # of a cell
_CUT = " [dipotong]"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_FORMATS: dict[Kind, str] = {
    "number": "#,##0",
    "percent": "0.0%",
    "rupiah": '"Rp" #,##0',
    "rating": "0.00",
    "minutes": "#,##0.0",
    "hours": "#,##0.0",
    "days": "#,##0.0",
}
_WIDEST = 60  # letters of a column that is opened


class Sheet(Protocol):
    """What one sheet is made of; reports.page.Table is one, and rows may be any iterable."""

    @property
    def title(self) -> str:
        """The name of the sheet, cut to what Excel allows."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The headings and kinds."""

    @property
    def rows(self) -> Iterable[Sequence[Cell]]:
        """The rows; read once."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A sheet whose rows come one after another, such as an export of a million."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]


def write(stream: BinaryIO, sheets: Iterable[Sheet]) -> int:
    """Write *sheets* to *stream* as one .xlsx; return how many rows there were.

    Rows beyond the 1,048,575 of a sheet go on in a further one. Texts over 32,767 letters are cut
    and say so. Raises OSError as *stream* or the temporary directory does.
    """
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
        "remove_timezone": True,
    }
    count, used = 0, set[str]()
    with Workbook(stream, options) as book:
        style = _Style.of(book)
        for sheet in sheets:
            rows = iter(sheet.rows)
            more = True
            while more:
                page = book.add_worksheet(_name(sheet.title, used))
                done, more = _fill(page, sheet.columns, rows, style)
                count += done
        if not used:
            book.add_worksheet("kosong")
    return count


def render(report: Report) -> bytes:
    """Return *report* as .xlsx: a sheet that says what it is, then one for each table."""
    about = [("Laporan", report.title), ("Kota", report.city), ("Cakupan", report.scope)]
    about += [("Masa", span(report.first, report.last)), ("Dibuat", moment(report.made_at))]
    about += [("PERHATIAN", warning) for warning in report.warnings]
    found = list(tables(report))
    about += [(table.title, table.note) for table in found if table.note]
    stream = io.BytesIO()
    first = Stream("Tentang", (Column("Hal"), Column("Isi")), about)
    write(stream, [first, *(Stream(t.title, t.columns, t.rows) for t in found)])
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Style:
    head: "Format"
    text: "Format"
    day: "Format"
    time: "Format"
    kinds: "dict[Kind, Format]"

    @classmethod
    def of(cls, book: "Workbook") -> "_Style":
        top = {"valign": "top"}
        return cls(
            head=book.add_format(
                {
                    "bold": True,
                    "text_wrap": True,
                    "valign": "top",
                    "bottom": 1,
                    "bg_color": "#E8EEF4",
                }
            ),
            text=book.add_format({"num_format": "@", "text_wrap": True, **top}),
            day=book.add_format({"num_format": "dd-mm-yyyy", **top}),
            time=book.add_format({"num_format": "dd-mm-yyyy hh:mm", **top}),
            kinds={kind: book.add_format({"num_format": f, **top}) for kind, f in _FORMATS.items()},
        )


def _fill(
    page: "Worksheet", columns: tuple[Column, ...], rows: Iterator[Sequence[Cell]], style: _Style
) -> tuple[int, bool]:
    """Write a heading and what fits of *rows*; return how many, and whether others may come."""
    heads = [legal(title) for title in titles(columns)]
    widths = [max((len(word) for word in head.split()), default=0) for head in heads]
    page.freeze_panes(1, 0)
    page.set_row(0, 30)
    for at, head in enumerate(heads):
        page.write_string(0, at, head, style.head)
    done = 0
    for done, row in enumerate(rows, 1):
        for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
            widths[at] = max(widths[at], _put(page, done, at, cell, column.kind, style))
        if done == ROWS - 1:
            break
    for at, wide in enumerate(widths):
        page.set_column(at, at, min(max(wide + 3, 8), _WIDEST))
    page.autofilter(0, 0, max(done, 1), max(len(columns) - 1, 0))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    return done, done == ROWS - 1


def _put(page: "Worksheet", row: int, at: int, cell: Cell, kind: Kind, style: _Style) -> int:
    """Write one cell and return how many letters wide it is."""
    match value(cell):
        case None:
            return 0
        case datetime() as when:
            page.write_datetime(row, at, when.replace(tzinfo=None), style.time)
            return 16
        case date() as when:
            page.write_datetime(row, at, datetime(when.year, when.month, when.day), style.day)  # noqa: DTZ001
            return 10
        case int() | float() as number if kind in NUMERIC and abs(number) < 1e15:
            form: Kind = "hours" if kind == "number" and number % 1 else kind
            page.write_number(row, at, number, style.kinds[form])
            return len(f"{number:,.1f}") + (3 if kind == "rupiah" else 0)
        case other:
            text = legal(str(other))
            page.write_string(row, at, text, style.text)
            return max(map(len, text.split("\n")))


def legal(text: str) -> str:
    """Return *text* as a cell can hold it: no illegal XML character, no more than 32,767 letters.

    Excel counts UTF-16 units; a text that is cut says so at its end.
    """
    text = _NOT_XML.sub("\ufffd", text)
    if len(text) <= LETTERS // 2 or len(text.encode("utf-16-le")) // 2 <= LETTERS:
        return text
    room = LETTERS - len(_CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + _CUT


def _name(title: str, used: set[str]) -> str:
    """Return a name for a sheet: at most 31 letters, none forbidden, unlike the others."""
    plain = _NOT_NAME.sub(" ", legal(str(value(title)))[:200])
    base = " ".join(plain.split())[:31].strip() or "tabel"
    name, more = base, 1
    # "History" is reserved; astral letters count two in Excel's 31.
    while name.lower() in {*used, "history"} or len(name.encode("utf-16-le")) > 62:
        more += 1
        base = base[:-1] if len(f"{base} ({more})".encode("utf-16-le")) > 62 else base
        name = f"{base[: 31 - len(f' ({more})')]} ({more})"
    used.add(name.lower())
    return name
