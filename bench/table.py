"""Results as a table on a terminal, as JSON lines, and as a block for docs/performance.md."""

import json
import os
import platform
import sqlite3
from collections.abc import Sequence

from bench.result import Result

COLUMNS = ("name", "unit", "median", "min", "max", "limit", "of limit", "peer", "x peer", "target")
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def json_line(result: Result) -> str:
    """Return one JSON object with the keys of Result.row."""
    return json.dumps(result.row())


def cells(result: Result) -> tuple[str, ...]:
    """Return the words of one row, in the order of COLUMNS."""
    row = result.row()
    numbers = [_figure(row[key]) for key in ("median", "min", "max", "limit")]
    share = f"{result.middle / result.limit:.0%}" if result.limit else ""
    times = f"{result.middle / result.peer:.1f}" if result.peer else ""
    return (result.name, result.unit, *numbers, share, _figure(row["peer"]), times, _target(result))


def show(results: Sequence[Result]) -> None:
    """Print a table on standard error: standard output is for the JSON lines."""
    from rich.console import Console  # noqa: PLC0415 - not before what is measured
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=where())
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="left" if place < 2 else "right", no_wrap=True)
    for result in results:
        table.add_row(*cells(result))
    Console(stderr=True, width=None if os.isatty(2) else 140).print(table)


def markdown(results: Sequence[Result]) -> str:
    """Return the generated block of docs/performance.md, with its markers."""
    lines = [BEGIN, f"Measured on {where()}.", ""]
    lines += [_markdown_row(COLUMNS), _markdown_row(["---"] * len(COLUMNS))]
    lines += [_markdown_row(cells(result)) for result in results]
    return "\n".join([*lines, END])


def where() -> str:
    """Return the machine and the versions that matter."""
    system = f"{os.cpu_count()} cores, {platform.system()} {platform.release()}"
    return f"{system}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


def _target(result: Result) -> str:
    sign, wanted = (
        (">=", result.at_least) if result.at_least is not None else ("<=", result.at_most)
    )
    return "" if wanted is None else f"{sign} {_figure(wanted)} {result.verdict}"


def _figure(value: object) -> str:
    return "" if value is None else f"{value:,g}"


def _markdown_row(words: Sequence[str]) -> str:
    return "| " + " | ".join(words) + " |"
