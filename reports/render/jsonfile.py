"""A report as JSON with stable keys: values as they are, nothing rounded, ASCII only."""

import json
import math
from datetime import date, datetime

from reports.page import Cell, Chart, Column, Hidden, Report, Table

VERSION = 1
"""Of the keys below; it grows when one of them changes its meaning."""


def render(report: Report) -> str:
    """Return *report* as one JSON object with an LF at its end.

    A hidden cell is ``{"below": 5}``, what is not known ``null``, shares are 0..1, times RFC 3339.
    A control character in a text is a JSON escape: a reader gets the exact text back.
    """
    document = {
        "version": VERSION,
        "name": report.name,
        "title": report.title,
        "city": report.city,
        "scope": report.scope,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "warnings": list(report.warnings),
        "sms": report.sms,
        "sections": [
            {
                "title": section.title,
                "facts": [
                    {
                        "name": fact.name,
                        "title": fact.title,
                        "kind": fact.kind,
                        "value": _value(fact.value),
                        "before": _value(fact.before),
                        "note": fact.note,
                    }
                    for fact in section.facts
                ],
                "text": list(section.text),
                "charts": [_chart(chart) for chart in section.charts],
                "tables": [_table(table) for table in section.tables],
                "stories": list(section.stories),
            }
            for section in report.sections
        ],
    }
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1)
    return text.replace("\x7f", "\\u007f") + "\n"


def _chart(chart: Chart) -> dict[str, object]:
    return {
        "form": chart.form,
        "title": chart.title,
        "unit": chart.unit,
        "n": chart.n,
        "table": _table(chart.table),
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "note": table.note,
        "columns": [_column(column) for column in table.columns],
        "rows": [[_value(cell) for cell in row] for row in table.rows],
        "total": None if table.total is None else [_value(cell) for cell in table.total],
    }


def _column(column: Column) -> dict[str, str]:
    return {"title": column.title, "kind": column.kind}


def _value(cell: Cell) -> object:
    match cell:
        case Hidden():
            return {"below": cell.limit}
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case float() if not math.isfinite(cell):
            return None
    return cell
