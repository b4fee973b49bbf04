"""A table on a terminal: whole columns, long words broken or cropped, and lines where none fits."""

# ruff: noqa: PLC0415 - rich measures what is not ASCII, which few lists have; its tables take 40 ms

import shutil
import textwrap
from collections.abc import Sequence

import click

from console.output import CROPPED, Column, block, paint, unicode

Field = tuple[str, str, str]
"""Title, text and style of one cell."""


def table(lines: Sequence[Sequence[Field]], columns: Sequence[Column]) -> None:
    """Print a table; where even its narrowest form is too wide, a block of lines for each row.

    A column in which nothing stands is left out.
    """
    used = [at for at in range(len(columns)) if not lines or any(line[at][1] for line in lines)]
    width = shutil.get_terminal_size().columns
    sizes = _sizes(lines, columns, used, width)
    if sum(sizes.values()) + len(used) - 1 > width:
        for line in lines:
            block([line[at] for at in used])
            click.echo()
        return
    click.echo(_joined([(_padded(columns[at].title, sizes[at]), "bold") for at in used]))
    for line in lines:
        _print_row([(line[at], columns[at], sizes[at]) for at in used])


def _sizes(
    lines: Sequence[Sequence[Field]], columns: Sequence[Column], used: Sequence[int], width: int
) -> dict[int, int]:
    """Return the width of each used column: what it needs, less where words may be broken."""
    whole = {
        at: max(map(_width, [columns[at].title, *(line[at][1] for line in lines)])) for at in used
    }
    for least in (_least_cropped, _least_free):
        spare = width - (sum(whole.values()) + len(used) - 1)
        for at in reversed(used):
            if spare >= 0:
                break
            kept = max(min(whole[at], least(columns[at], lines, at)), whole[at] + spare)
            spare += whole[at] - kept
            whole[at] = kept
    return whole


def _least_cropped(column: Column, lines: Sequence[Sequence[Field]], at: int) -> int:
    """Return how narrow a column may be that is cropped; any other stays as it is."""
    del lines, at
    return CROPPED if column.crop else 2**31


def _least_free(column: Column, lines: Sequence[Sequence[Field]], at: int) -> int:
    """Return how narrow a column of free words may be: its longest word, and its title."""
    if not column.free:
        return CROPPED if column.crop else 2**31
    words = (word for line in lines for word in line[at][1].split())
    return max(map(_width, [column.title, *words]))


def _print_row(cells: Sequence[tuple[Field, Column, int]]) -> None:
    """Print one row, in as many lines as its longest free cell takes."""
    parts = [_parts(text, column, size) for (_title, text, _style), column, size in cells]
    for number in range(max(map(len, parts), default=0)):
        shown = [
            (_padded(part[number] if number < len(part) else "", size), style)
            for part, ((_title, _text, style), _column, size) in zip(parts, cells, strict=True)
        ]
        click.echo(_joined(shown))


def _parts(text: str, column: Column, size: int) -> list[str]:
    """Return the lines of one cell."""
    if _width(text) <= size:
        return [text]
    if column.crop:
        return [_cropped(text, size)]
    return textwrap.wrap(text, size) or [text]


def _cropped(text: str, size: int) -> str:
    """Return what of *text* fits in *size* columns, with a mark where the rest is left out."""
    from rich.cells import set_cell_size

    mark = "\u2026" if unicode() else "..."
    return set_cell_size(text, size - len(mark)).rstrip() + mark


def _width(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _padded(text: str, size: int) -> str:
    return text + " " * (size - _width(text))


def _joined(cells: Sequence[tuple[str, str]]) -> str:
    """Return one line without blanks at its end."""
    said = max((at for at, (text, _style) in enumerate(cells) if text.strip()), default=0)
    *before, (last, style) = cells[: said + 1]
    return " ".join([*(paint(text, one) for text, one in before), paint(last.rstrip(), style)])
