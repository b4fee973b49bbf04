"""Charts in letters: block letters, or plain ASCII where the terminal has no others. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from reports.forms import cell, percent
from reports.numbers import amount
from reports.page import Chart
from reports.render.texttable import pad, wrap

LABEL = 26  # columns of a label at most


@dataclass(frozen=True, slots=True)
class Ink:
    """The letters that bars are drawn with."""

    full: str
    half: str
    light: str
    shades: str  # from nothing to most
    eighths: str  # parts of a full letter, growing; "" where there are none
    line: str


BLOCKS = Ink("\u2588", "\u2593", "\u2591", " \u2591\u2592\u2593\u2588",
             "\u258f\u258e\u258d\u258c\u258b\u258a\u2589", "\u2500")  # fmt: skip
ASCII = Ink("#", "=", ".", " .:*#", "", "-")


def draw(chart: Chart, width: int, ink: Ink) -> list[str]:
    """Return the lines of *chart*, at most *width* columns wide; [] where nothing can be drawn."""
    if not chart.table.rows:
        return []
    return _FORMS[chart.form](chart, width, ink)


def bar(value: float, most: float, room: int, ink: Ink) -> str:
    """Return a bar of *room* columns for *most*; something that is not nothing is seen."""
    if value <= 0 or most <= 0 or room <= 0:
        return ""
    length = min(value / most, 1) * room
    whole, rest = int(length), length % 1
    part = ink.eighths[int(rest * 8) - 1] if ink.eighths and rest >= 0.125 else ""
    return ink.full * whole + part or (ink.eighths[:1] or ink.full)


def _labels(chart: Chart, width: int) -> tuple[list[str], int]:
    """Return the labels of the rows, cut to what a third of the line can hold, and their width."""
    kind = chart.table.columns[0].kind
    room = max(min(LABEL, width // 3), 1)
    labels = [wrap(cell(row[0], kind), room)[0] for row in chart.table.rows]
    wide = max(map(cell_len, labels), default=0)
    return [pad(label, wide) for label in labels], wide


def _bars(chart: Chart, width: int, ink: Ink, tails: Sequence[str]) -> list[str]:
    """Return a line for each row: label, count, bar, and what *tails* says of it."""
    labels, wide = _labels(chart, width)
    numbers = [cell(row[1], "number") for row in chart.table.rows]
    digits = max(map(len, numbers))
    tail = max(map(len, tails), default=0)
    room = max(width - wide - digits - tail - 6, 1)
    most = max(amount(row[1]) for row in chart.table.rows)
    lines = []
    for label, number, row, said in zip(labels, numbers, chart.table.rows, tails, strict=True):
        drawn = pad(bar(amount(row[1]), most, room, ink), room)
        lines.append(f"{label}  {number:>{digits}}  {drawn}  {said:>{tail}}".rstrip())
    return lines


def _pareto(chart: Chart, width: int, ink: Ink) -> list[str]:
    return _bars(chart, width, ink, [cell(row[2], "percent") for row in chart.table.rows])


def _funnel(chart: Chart, width: int, ink: Ink) -> list[str]:
    first = amount(chart.table.rows[0][1])
    tails = [percent(amount(row[1]) / first) if first else "" for row in chart.table.rows]
    return _bars(chart, width, ink, tails)


def _flow(chart: Chart, width: int, ink: Ink) -> list[str]:
    """Return two bars a week, in above done, and the open ones as a number behind."""
    labels, wide = _labels(chart, width)
    rows = chart.table.rows
    names = [cell(column.title) for column in chart.table.columns]
    digits = max(len(cell(row[at], "number")) for row in rows for at in (1, 2, 3))
    room = max(width - wide - digits * 2 - 8, 1)
    most = max(amount(row[at]) for row in rows for at in (1, 2))
    lines = wrap(f"{ink.full} {names[1]}   {ink.half} {names[2]}   = {names[3]}", width)
    for label, row in zip(labels, rows, strict=True):
        shown = [cell(value, "number") for value in row[1:]]
        drawn = bar(amount(row[1]), most, room, ink)
        lines.append(f"{label}  {shown[0]:>{digits}}  {pad(drawn, room)}  = {shown[2]:>{digits}}")
        below = bar(amount(row[2]), most, room, Ink(ink.half, "", "", "", "", ""))
        lines.append(f"{' ' * wide}  {shown[1]:>{digits}}  {below}")
    return lines


def _stack(chart: Chart, width: int, ink: Ink) -> list[str]:
    labels, wide = _labels(chart, width)
    names = [cell(column.title) for column in chart.table.columns[1:]]
    letters = (ink.full, ink.half, ink.light)
    rows = [[max(amount(v), 0.0) for v in row[1:]] for row in chart.table.rows]
    told = [" + ".join(cell(v, "number") for v in row[1:]) for row in chart.table.rows]
    digits = max(map(len, told))
    room = max(width - wide - digits - 4, 1)
    most = max(sum(row) for row in rows) or 1.0
    legend = "   ".join(f"{a} {b}" for a, b in zip(letters, names, strict=False))
    lines = wrap(legend, width)
    for label, row, counts in zip(labels, rows, told, strict=True):
        drawn, so_far = "", 0.0
        for value, letter in zip(row, letters, strict=False):
            so_far += value
            drawn += letter * (round(so_far / most * room) - len(drawn))
        lines.append(f"{label}  {pad(drawn, room)}  {counts}".rstrip())
    return lines


def _heat(chart: Chart, width: int, ink: Ink) -> list[str]:
    """Return a line for each area: a shade and the number for each category; keys below."""
    labels, wide = _labels(chart, width)
    names = [cell(column.title) for column in chart.table.columns[1:]]
    rows = chart.table.rows
    shown = [["" if v == 0 else cell(v, "number") for v in row[1:]] for row in rows]
    digits = max([2, *(len(text) for row in shown for text in row)])
    fit = max(min(len(names), (width - wide) // (digits + 3)), 1)
    most = max([1.0, *(amount(v) for row in rows for v in row[1:])])
    heads = "".join(f" {chr(65 + at % 26):>{digits + 2}}" for at in range(fit))
    lines = [f"{' ' * wide}{heads}"]
    for label, row, texts in zip(labels, rows, shown, strict=True):
        cells = zip(row[1:], texts, strict=True)
        boxes = (f" {_shade(amount(v), most, ink)}{t:>{digits + 1}}" for v, t in cells)
        lines.append(f"{label}{''.join(list(boxes)[:fit])}".rstrip())
    keys = ", ".join(f"{chr(65 + at % 26)} {name}" for at, name in enumerate(names[:fit]))
    left = f"; {len(names) - fit} kolom lain di tabel" if fit < len(names) else ""
    return lines + wrap(keys + left, width)


def _shade(value: float, most: float, ink: Ink) -> str:
    steps = len(ink.shades) - 1
    return ink.shades[0 if value <= 0 else max(1, min(steps, round(value / most * steps)))]


def _box(chart: Chart, width: int, ink: Ink) -> list[str]:
    """Return ``|---[==|==]---|`` for each row, all on one scale."""
    labels, wide = _labels(chart, width)
    rows = chart.table.rows
    told = [cell(row[4], chart.table.columns[4].kind) for row in rows]
    digits = max(len("median"), *map(len, told))
    room = max(width - wide - digits - 4, 8)
    most = max(amount(row[6]) for row in rows) or 1.0
    lines = [f"{' ' * wide}  {'median':>{digits}}  0{cell(most, 'number'):>{room - 1}}"]
    for label, row, text in zip(labels, rows, told, strict=True):
        drawn = (
            _whiskers([amount(v) / most for v in row[2:]], room, ink) if row[4] is not None else ""
        )
        lines.append(f"{label}  {text:>{digits}}  {drawn}".rstrip())
    return lines


def _whiskers(shares: Sequence[float], room: int, ink: Ink) -> str:
    least, low, middle, high, most = (min(max(round(s * (room - 1)), 0), room - 1) for s in shares)
    letters = [" "] * room
    letters[least : most + 1] = ink.line * (most + 1 - least)
    letters[low : high + 1] = ink.half * (high + 1 - low)
    letters[least] = letters[most] = "|"
    letters[middle] = ink.full
    return "".join(letters)


_FORMS = {
    "flow": _flow,
    "stack": _stack,
    "heat": _heat,
    "pareto": _pareto,
    "funnel": _funnel,
    "box": _box,
}
