"""Tables in letters: right-aligned numbers, wrapped words, never wider than the terminal. Pure."""

from collections.abc import Sequence

from rich.cells import cell_len

from reports.forms import NUMERIC, cell
from reports.page import Table

GAP = 2  # columns between two columns
LEAST = 8  # columns that a text column keeps when the line is too narrow


def lay(table: Table, width: int) -> list[str]:
    """Return the lines of *table*, at most *width* columns wide (wide characters count two).

    A table that is too wide even with wrapped headings is continued below itself, with its first
    column again.
    """
    kinds = [column.kind for column in table.columns]
    body = [[cell(v, kind) for v, kind in zip(row, kinds, strict=True)] for row in table.rows]
    total = [
        "" if v is None else cell(v, k) for v, k in zip(table.total or (), kinds, strict=False)
    ]
    heads = [cell(column.title) for column in table.columns]
    grid = [heads, *body, *([total] if total else [])]
    right = [kind in NUMERIC for kind in kinds]
    lines: list[str] = []
    for part in _parts(grid, right, width):
        widths = _fit(grid, right, part, width)
        ruler = "-" * min(sum(widths) + GAP * (len(part) - 1), width)
        lines += [""] if lines else []
        lines += [*_row(heads, right, part, widths), ruler]
        for row in body:
            lines += _row(row, right, part, widths)
        lines += [ruler, *_row(total, right, part, widths)] if total else []
    return lines


def wrap(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* columns; a longer word is cut.

    >>> wrap("jalan rusak parah", 11)
    ['jalan rusak', 'parah']
    """
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        lines += [line] if line else []
        *whole, line = _cut(word, width)
        lines += whole
    return [*lines, line] if line or not lines else lines


def _cut(word: str, width: int) -> list[str]:
    """Return *word* in pieces of at most *width* columns, at least one letter each."""
    if cell_len(word) <= width:
        return [word]
    if word.isascii():
        return [word[at : at + width] for at in range(0, len(word), width)]
    pieces, piece, wide = [], "", 0
    for char in word:
        size = cell_len(char)
        if piece and wide + size > width:
            pieces.append(piece)
            piece, wide = "", 0
        piece += char
        wide += size
    return [*pieces, piece]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return *text* filled with spaces to *width* columns."""
    space = " " * max(width - cell_len(text), 0)
    return space + text if right else text + space


def _narrowest(grid: Sequence[Sequence[str]], right: Sequence[bool], at: int) -> int:
    """Return the least width of a column: numbers whole, headings and texts wrapped at spaces."""
    heading = max(map(cell_len, grid[0][at].split(" ")), default=0)
    cells = [cell_len(row[at]) for row in grid[1:]]
    if right[at]:
        return max(heading, *cells, 1) if cells else max(heading, 1)
    words = (cell_len(word) for row in grid[1:] for word in row[at].split(" "))
    return max(min(max(heading, *words, 1), 2 * LEAST), 1)


def _parts(grid: Sequence[Sequence[str]], right: Sequence[bool], width: int) -> list[list[int]]:
    """Return the columns that stand beside each other, each part led by the first column."""
    least = [min(_narrowest(grid, right, at), width // 2) for at in range(len(right))]
    parts, part = [], [0]
    for at in range(1, len(right)):
        if len(part) > 1 and sum(least[i] + GAP for i in part) + least[at] > width:
            parts.append(part)
            part = [0]
        part.append(at)
    return [*parts, part]


def _fit(
    grid: Sequence[Sequence[str]], right: Sequence[bool], part: Sequence[int], width: int
) -> list[int]:
    """Return a width for each column of *part*: what it likes, taken back from the widest."""
    least = [min(_narrowest(grid, right, at), width // 2) for at in part]
    liked = [min(max(cell_len(row[at]) for row in grid), width) for at in part]
    # A heading may be wrapped into two lines without being asked.
    whole = [
        max([low, *(cell_len(row[at]) for row in grid[1:])])
        for low, at in zip(least, part, strict=True)
    ]
    widths = [
        min(like, max(full, low)) for like, full, low in zip(liked, whole, least, strict=True)
    ]
    while sum(widths) + GAP * (len(part) - 1) > width:
        spare = [have - low for have, low in zip(widths, least, strict=True)]
        at = max(range(len(widths)), key=lambda i: (spare[i], widths[i]))
        if spare[at] <= 0 and widths[at] <= 1:
            break
        widths[at] -= 1
    return widths


def _row(
    row: Sequence[str], right: Sequence[bool], part: Sequence[int], widths: Sequence[int]
) -> list[str]:
    cells = [wrap(row[at], wide) for at, wide in zip(part, widths, strict=True)]
    lines = []
    for at in range(max(map(len, cells), default=0)):
        texts = (
            pad(text[at] if at < len(text) else "", wide, right=right[column])
            for text, wide, column in zip(cells, widths, part, strict=True)
        )
        lines.append((" " * GAP).join(texts).rstrip())
    return lines
