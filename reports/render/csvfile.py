"""CSV after RFC 4180: UTF-8 with BOM, CRLF, commas, and no cell that a spreadsheet executes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

from reports.page import Cell, Column, Report, Table
from reports.render.plain import clean, guarded, titles, value

BOM = "\ufeff".encode()
_BATCH = 2_000  # rows that are written at once


def write(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a heading and *rows* to *stream* as they come; return how many rows there were.

    Numbers are bare with a decimal point, times RFC 3339, days ISO 8601, shares 0..1; what is
    not known is empty. Raises OSError as *stream* does.
    """
    stream.write(BOM)
    return _table(stream, columns, rows)


def _table(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([guarded(title) for title in titles(tuple(columns))])
    count = 0
    for row in rows:
        writer.writerow([field(cell) for cell in row])
        count += 1
        if count % _BATCH == 0:
            _pass_on(buffer, stream)
    _pass_on(buffer, stream)
    return count


def _pass_on(buffer: io.StringIO, stream: BinaryIO) -> None:
    stream.write(buffer.getvalue().encode("utf-8"))
    buffer.seek(0)
    buffer.truncate()


def field(cell: Cell) -> str | int | float:
    """Return what stands in the file for *cell*: a number, or text that is safe to open."""
    if isinstance(cell, str):
        return guarded(clean(cell))
    match plain := value(cell):
        case None:
            return ""
        case datetime():
            return plain.isoformat(timespec="seconds")
        case date():
            return plain.isoformat()
    return plain


def tables(report: Report) -> Iterator[Table]:
    """Yield each table of *report* once: those of its charts too, and its facts as the first."""
    facts = [(f.title, f.value, f.before, f.note) for s in report.sections for f in s.facts]
    if facts:
        columns = (Column("Angka"), Column("Nilai"), Column("Sebelumnya"), Column("Keterangan"))
        yield Table("ringkasan", "Ringkasan", columns, tuple(facts))
    seen: list[Table] = []
    for section in report.sections:
        for table in (*(chart.table for chart in section.charts), *section.tables):
            if table not in seen:
                seen.append(table)
                yield table


def render(report: Report) -> bytes:
    """Return all tables of *report* in one file, each after its name and an empty line.

    One table alone is a plain CSV file. For programs JSON is better.
    """
    stream = io.BytesIO()
    stream.write(BOM)
    found = list(tables(report))
    for at, table in enumerate(found):
        if at:
            stream.write(b"\r\n")
        if len(found) > 1:
            _table(stream, (Column(table.title),), ())
        total = () if table.total is None else (table.total,)
        _table(stream, table.columns, (*table.rows, *total))
    return stream.getvalue()
