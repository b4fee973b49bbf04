"""A figure of matplotlib without pyplot: sizes, letters that its font has, and saving."""

import io
import textwrap
import unicodedata
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from reports.charts.palette import FAINT, GRID, INK
from reports.forms import number

WIDE, NARROW, MAIL = 8.6, 4.1, 6.4  # inches
LETTER = 9.5  # points
_FONT = "DejaVu Sans"  # comes with matplotlib
_PNG_DPI = 1200 / MAIL
_SETTINGS: dict[Any, Any] = {
    "font.family": [_FONT],
    "font.size": LETTER,
    "text.parse_math": False,  # a $ is a $
    "text.color": INK,
    "axes.labelcolor": FAINT,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "axes.edgecolor": GRID,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",
    "axes.unicode_minus": False,
}


def settings(salt: str = "") -> AbstractContextManager[None]:
    """Return the context in which all is drawn and saved; what the user configured is left out.

    *salt* makes the ids of an SVG, the same for the same drawing.
    """
    own: dict[Any, Any] = {**mpl.rcParamsDefault, "backend": "svg", **_SETTINGS}
    return mpl.rc_context(own | {"svg.hashsalt": salt})


def page(
    height: float,
    *,
    narrow: bool,
    left: float,
    title: str = "",
    top: float = 0.3,
    right: float = 0.1,
    bottom: float = 0.3,
) -> Axes:
    """Return axes in a figure *height* inches high, with margins in inches.

    *title* adds its lines above; for a drawing that goes alone.
    """
    width = MAIL if title else NARROW if narrow else WIDE
    lines = wrapped(title, 66) if title else []
    above = top + 0.24 * len(lines)
    whole = height + 0.24 * len(lines)
    figure = Figure(figsize=(width, whole))
    for at, line in enumerate(lines):
        y = 1 - (0.2 + 0.24 * at) / whole
        weight = "bold" if at < len(lines) - 1 else "normal"
        figure.text(0.1 / width, y, line, fontsize=11, weight=weight, va="center")
    left = min(left, width * 0.5)
    box = (
        left / width,
        bottom / whole,
        1 - (left + right) / width,
        1 - (bottom + above) / whole,
    )
    axes = figure.add_axes(box)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=5)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    return axes


def counted(axes: Axes, axis: str) -> None:
    """Give *axis* ("x" or "y") a faint grid, from 0, with numbers in the Indonesian form."""
    one = axes.xaxis if axis == "x" else axes.yaxis
    one.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=2))
    one.set_major_formatter(FuncFormatter(lambda value, _at: number(value)))
    axes.grid(axis="x" if axis == "x" else "y", color=GRID, linewidth=0.8)
    axes.tick_params(axis="x" if axis == "x" else "y", colors=FAINT)


def rows(axes: Axes, labels: Sequence[str]) -> None:
    """Name the rows of *axes*, the first at the top."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)


def legend(axes: Axes, *, narrow: bool) -> None:
    """Put a legend above *axes*, bars before lines; in a narrow figure from its left edge."""
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda at: isinstance(handles[at], Line2D))
    figure = axes.get_figure()
    assert figure is not None
    across = figure.transFigure if narrow else axes.transAxes
    figure.legend(
        [handles[at] for at in order],
        [labels[at] for at in order],
        loc="lower left",
        bbox_to_anchor=(0.02 if narrow else 0, 1.0),
        bbox_transform=blended_transform_factory(across, axes.transAxes),
        ncols=len(labels),
        frameon=False,
        borderaxespad=0.2,
        handlelength=1.1,
        handleheight=0.9,
        columnspacing=1.0 if narrow else 1.4,
        handletextpad=0.5,
        borderpad=0,
    )


def beside(axes: Axes, names: Sequence[str]) -> int:
    """Return how many of *names* fit beside each other below *axes*, at least one."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    room = figure.get_figwidth() * axes.get_position().width
    return max(int(room / (reach([*names, ""]) - 0.16)), 1)


def label(text: str, room: int) -> str:
    """Return *text* in letters that the font has, at most *room* of them, cut with an ellipsis."""
    shown = "".join(c if ord(c) in _letters() else "\ufffd" for c in text)
    return shown if len(shown) <= room else shown[: room - 1].rstrip() + "\u2026"


def wrapped(text: str, room: int) -> list[str]:
    """Return *text* in lines of *room* letters; each of its own lines (LF) in two at most."""
    lines = (textwrap.wrap(label(line, 2 * room), room)[:2] for line in text.split("\n"))
    return [part for line in lines for part in line]


def reach(labels: Sequence[str]) -> float:
    """Return how many inches *labels* need beside the axes."""
    wide = max((sum(_size(c) for c in text) for text in labels), default=0.0)
    return 0.25 + wide * LETTER / 72


def _size(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.1
    return 0.3 if char in "iljI.,:;|' ()" else 0.86 if char in "MWmw%@" else 0.64


@cache
def _letters() -> frozenset[int]:
    path = font_manager.findfont(_FONT, fallback_to_default=True)
    return frozenset(font_manager.get_font(path).get_charmap())


def save_svg(figure: Figure, key: str) -> bytes:
    """Return *figure* as SVG that is the same for the same figure and *key*."""
    stream = io.BytesIO()
    with settings(key):
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            stream, metadata={"Date": None}
        )
    return stream.getvalue()


def save_png(figure: Figure) -> bytes:
    """Return *figure* as PNG, 1,200 pixels wide on white."""
    stream = io.BytesIO()
    figure.set_dpi(_PNG_DPI)
    figure.patch.set_facecolor("white")
    with settings():
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            stream, metadata={"Software": None}
        )
    return stream.getvalue()
