"""One drawing for each form of chart."""

from collections.abc import Callable, Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports import forms
from reports.charts import MOST_ROWS, canvas
from reports.charts.palette import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ON_BLUE,
    ON_GREEN,
    PAPER,
    SKY,
    VERMILLION,
)
from reports.numbers import amount
from reports.page import Cell, Chart, Form, Kind

ROW = 0.32  # inches


def figure(chart: Chart, *, narrow: bool, titled: bool) -> Figure:
    """Return *chart* drawn; its first rows (MOST_ROWS) only, if it has more."""
    title = ""
    if titled:
        count = forms.cell(chart.n, "number")
        title = f"{forms.cell(chart.title)}\n{forms.cell(chart.unit)}, n = {count}"
    with canvas.settings():
        axes = _FORMS[chart.form](chart, narrow, title)
        found = axes.get_figure(root=True)
        assert isinstance(found, Figure)
        return found


def _labels(chart: Chart, *, narrow: bool) -> list[str]:
    kind = chart.table.columns[0].kind
    room = 24 if narrow else 36
    return [canvas.label(forms.cell(row[0], kind), room) for row in chart.table.rows[:MOST_ROWS]]


def _numbers(chart: Chart, column: int) -> list[float]:
    return [amount(row[column]) for row in chart.table.rows[:MOST_ROWS]]


def _name(chart: Chart, column: int) -> str:
    return canvas.label(forms.cell(chart.table.columns[column].title), 16)


def _shown(values: Sequence[Cell], kind: Kind = "number") -> list[str]:
    return [forms.cell(value, kind) for value in values]


def _flow(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw what came in beside what was done, week by week, and a line of what stayed open."""
    axes = canvas.page(2.7, narrow=narrow, left=0.5, title=title, top=0.3)
    weeks = chart.table.rows[-MOST_ROWS:]
    places = range(len(weeks))
    taken, done, rest = ([amount(row[at]) for row in weeks] for at in (1, 2, 3))
    axes.bar([x - 0.2 for x in places], taken, 0.36, color=BLUE, label=_name(chart, 1))
    axes.bar([x + 0.2 for x in places], done, 0.36, color=SKY, label=_name(chart, 2))
    axes.plot(places, rest, color=PAPER, linewidth=5, solid_capstyle="round")
    axes.plot(places, rest, color=VERMILLION, linewidth=2, marker="o", markersize=4,
              label=_name(chart, 3))  # fmt: skip
    axes.annotate(forms.number(rest[-1]), (len(weeks) - 0.5, rest[-1]), va="center_baseline",
                  color=VERMILLION, weight="bold", annotation_clip=False)  # fmt: skip
    names = [_week(row[0]) for row in weeks]
    step = -(-len(weeks) // canvas.beside(axes, names))
    marks = [x for x in places if (len(weeks) - 1 - x) % step == 0]
    axes.set_xticks(marks, [names[x] for x in marks])
    axes.set_xlim(-0.6, max(len(weeks), 6) - (-0.2 if narrow else 0.1))
    axes.set_ylim(0, max([1.0, *taken, *done, *rest]) * 1.08)
    canvas.counted(axes, "y")
    canvas.legend(axes, narrow=narrow)
    return axes


def _week(value: Cell) -> str:
    """Return the name of a week or month in few letters: a day without its year."""
    text = forms.brief(value) if isinstance(value, date) else forms.cell(value)
    words = text.split(" ")
    return canvas.label(" ".join(words[:2]) if len(words) == 3 else text, 10)


def _stack(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw one bar for each label, of what was on time, what was late, what is still open."""
    labels = _labels(chart, narrow=narrow)
    height = 0.6 + ROW * len(labels)
    left = canvas.reach(labels)
    axes = canvas.page(height, narrow=narrow, left=left, title=title, top=0.3)
    columns = [_numbers(chart, at) for at in range(1, 4)]
    whole = max([1.0, *map(sum, zip(*columns, strict=True))])
    starts = [0.0] * len(labels)
    inks = ((GREEN, ON_GREEN), (VERMILLION, ON_BLUE), (GREY, INK))
    for at, ((colour, ink), values) in enumerate(zip(inks, columns, strict=True), 1):
        axes.barh(range(len(labels)), values, 0.66, left=starts, color=colour,
                  edgecolor=FAINT if colour == GREY else "none", linewidth=0.7,
                  label=_name(chart, at))  # fmt: skip
        for y, (value, start) in enumerate(zip(values, starts, strict=True)):
            if value / whole > (0.07 if narrow else 0.035):
                axes.text(start + value / 2, y, forms.number(value), color=ink, ha="center",
                          va="center_baseline", fontsize=8.5)  # fmt: skip
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    axes.set_xlim(0, whole * 1.02)
    canvas.rows(axes, labels)
    canvas.counted(axes, "x")
    canvas.legend(axes, narrow=narrow)
    return axes


def _bars(chart: Chart, narrow: bool, title: str, tails: Sequence[str], said: str) -> Axes:
    """Draw a bar and its number for each row, and *tails* under the heading *said* at the right."""
    labels = _labels(chart, narrow=narrow)
    height = 0.3 + ROW * len(labels)
    left = canvas.reach(labels)
    axes = canvas.page(height, narrow=narrow, left=left, title=title, top=0.25, bottom=0.05)
    values = _numbers(chart, 1)
    axes.annotate(said, (1, 1), xycoords="axes fraction", xytext=(0, 4), ha="right",
                  textcoords="offset points", color=FAINT, fontsize=8.5)  # fmt: skip
    counts = _shown([row[1] for row in chart.table.rows[:MOST_ROWS]])
    axes.barh(range(len(labels)), values, 0.66, color=BLUE)
    for y, (value, count, tail) in enumerate(zip(values, counts, tails, strict=False)):
        axes.annotate(count, (value, y), xytext=(4, 0), textcoords="offset points",
                      va="center_baseline", weight="bold")  # fmt: skip
        axes.annotate(tail, (1, y), xycoords=("axes fraction", "data"), ha="right",
                      va="center_baseline", color=FAINT)  # fmt: skip
    axes.set_xlim(0, max([1.0, *values]) * (1.5 if narrow else 1.25))
    canvas.rows(axes, labels)
    axes.set_xticks([])
    return axes


def _pareto(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw the largest first, with the share that all so far have of the whole."""
    shares = _shown([row[2] for row in chart.table.rows], "percent")
    axes = _bars(chart, narrow, title, shares, _name(chart, 2))
    # The first that make up 80 of 100 are strong, the rest is pale.
    so_far = [0.0, *_numbers(chart, 2)]
    for patch, before in zip(axes.patches, so_far, strict=False):
        patch.set_facecolor(BLUE if before < 0.8 else SKY)
    if not narrow:
        axes.annotate("warna kuat: bersama 80 %", (0, 1), xycoords="axes fraction",
                  xytext=(0, 4), textcoords="offset points", color=FAINT, fontsize=8.5)  # fmt: skip
    return axes


def _funnel(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw how many are left after each step, and their share of the first."""
    values = _numbers(chart, 1)
    tails = [forms.percent(value / values[0]) if values[0] else "" for value in values]
    axes = _bars(chart, narrow, title, tails, "dari langkah pertama")
    for (y, above), below in zip(enumerate(values), values[1:], strict=False):
        corners = ((0, y + 0.33), (above, y + 0.33), (below, y + 0.67), (0, y + 0.67))
        axes.fill(*zip(*corners, strict=True), color=BLUE, alpha=0.16, linewidth=0)
    return axes


def _heat(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw a cell for each area and category, the stronger the more."""
    labels = _labels(chart, narrow=narrow)
    most_columns = 8 if narrow else 14
    columns = chart.table.columns[1 : most_columns + 1]
    left = canvas.reach(labels)
    each = ((canvas.NARROW if narrow else canvas.WIDE) - left - 0.1) / max(len(columns), 1)
    titles = [forms.cell(column.title) for column in columns]
    turned = canvas.reach(titles) - 0.15 > each
    names = [canvas.label(title, 14) for title in titles] if turned else titles
    top = 0.3 + (0.065 * max(map(len, names), default=0) if turned else 0.0)
    axes = canvas.page(
        0.05 + top + ROW * len(labels),
        narrow=narrow,
        left=left,
        title=title,
        top=top,
        right=0.35 if turned else 0.1,
        bottom=0.05,
    )
    rows = [row[1 : most_columns + 1] for row in chart.table.rows[:MOST_ROWS]]
    most = max([1.0, *(amount(value) for row in rows for value in row)])
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            strength = amount(value) / most
            axes.add_patch(
                Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=BLUE, linewidth=0,
                          alpha=0.06 + 0.94 * strength)
            )  # fmt: skip
            text = "" if value == 0 else forms.cell(value, "number")
            axes.text(x, y, text, ha="center", va="center_baseline",
                      color=ON_BLUE if strength > 0.8 else INK)  # fmt: skip
    axes.set_xlim(-0.5, max(len(names), 1) - 0.5)
    canvas.rows(axes, labels)
    axes.set_xticks(range(len(names)), names, rotation=50 if turned else 0,
                    ha="left" if turned else "center")  # fmt: skip
    axes.xaxis.tick_top()
    return axes


def _box(chart: Chart, narrow: bool, title: str) -> Axes:
    """Draw from the least to the most, a box for the middle half, a mark for the median."""
    labels = _labels(chart, narrow=narrow)
    counts = [forms.cell(row[1], "number") for row in chart.table.rows]
    labels = [f"{text} ({n})" for text, n in zip(labels, counts, strict=False)]
    height = 0.6 + ROW * len(labels)
    left = canvas.reach(labels)
    axes = canvas.page(height, narrow=narrow, left=left, title=title, top=0.25)
    axes.annotate("garis tebal dan angka: median", (0, 1), xycoords="axes fraction", xytext=(0, 4),
                  textcoords="offset points", color=FAINT, fontsize=8.5)  # fmt: skip
    most = 1.0
    for y, row in enumerate(chart.table.rows[:MOST_ROWS]):
        if row[4] is None:
            continue
        five = [amount(value) for value in row[2:7]]
        most = max(most, five[4])
        axes.plot([five[0], five[4]], [y, y], color=FAINT, linewidth=1.2, solid_capstyle="butt")
        for end in (five[0], five[4]):
            axes.plot([end, end], [y - 0.14, y + 0.14], color=FAINT, linewidth=1.2)
        axes.barh([y], [five[3] - five[1]], 0.56, left=[five[1]], color=SKY)
        axes.plot([five[2], five[2]], [y - 0.28, y + 0.28], color=BLUE, linewidth=3)
        axes.annotate(forms.number(five[2]), (five[4], y), xytext=(6, 0),
                      textcoords="offset points", va="center_baseline", weight="bold",
                      color=BLUE)  # fmt: skip
    axes.set_xlim(0, most * (1.15 if narrow else 1.08))
    canvas.rows(axes, labels)
    canvas.counted(axes, "x")
    return axes


_FORMS: dict[Form, Callable[[Chart, bool, str], Axes]] = {
    "flow": _flow,
    "stack": _stack,
    "heat": _heat,
    "pareto": _pareto,
    "funnel": _funnel,
    "box": _box,
}
