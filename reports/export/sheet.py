"""An export in its three forms, written row by row: CSV, Excel, JSON lines."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Literal

from reports.export.field import Field, Row, dictionary
from reports.page import Cell, Column
from reports.render import csvfile, workbook

Form = Literal["csv", "xlsx", "jsonl"]


class _Counted:
    """Passes rows on and counts them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def write(
    stream: BinaryIO, form: Form, title: str, fields: Sequence[Field], rows: Iterable[Row]
) -> int:
    """Write *rows* to *stream* and return how many there were.

    CSV and JSON lines are headed by the keys of *fields*, which never change; Excel by their
    titles, with a second sheet that says what each column means. Raises OSError as *stream* does.
    """
    if form == "xlsx":
        counted = _Counted(rows)
        columns = tuple(field.column for field in fields)
        workbook.write(stream, [workbook.Stream(title, columns, counted), dictionary(fields)])
        return counted.count
    if form == "csv":
        return csvfile.write(stream, [Column(field.key, field.kind) for field in fields], rows)
    return _lines(stream, [field.key for field in fields], rows)


def _lines(stream: BinaryIO, keys: Sequence[str], rows: Iterable[Row]) -> int:
    """Write one JSON object a line, ASCII only, times as RFC 3339."""
    count = 0
    for row in rows:
        given = dict(zip(keys, map(_plain, row), strict=True))
        stream.write(json.dumps(given, ensure_ascii=True).encode() + b"\n")
        count += 1
    return count


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell if isinstance(cell, str | int | float) or cell is None else str(cell)
