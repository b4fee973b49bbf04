"""Drawings of a report by matplotlib, which comes with the extra ``kentongan[reports]``.

Without it a report has its tables and bars of letters. matplotlib is imported when something is
drawn, by its object interface: no pyplot, no state, no display.
"""

# ruff: noqa: PLC0415 - matplotlib takes half a second to import

import logging
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from reports.page import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

log = logging.getLogger(__name__)

# It warns of a cache directory that it cannot write; the service has none on purpose.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

HOW = "Grafik tidak digambar: pasang dengan pip install 'kentongan[reports]'."
"""What a report says where it has charts and matplotlib is not installed."""

MOST_ROWS = 30  # that a drawing shows; its table has all


@cache
def available() -> bool:
    """Tell whether charts can be drawn; imports matplotlib. A broken one is told in the log."""
    try:
        import matplotlib.figure  # noqa: F401 - whether it can be
    except ImportError as problem:
        if find_spec("matplotlib") is not None:
            log.warning("charts: matplotlib is there but cannot be imported: %s", problem)
        return False
    return True


def svg(chart: Chart, *, key: str, narrow: bool = False) -> str:
    """Return *chart* as an ``<svg>`` element to stand in a page; "" where nothing can be drawn.

    Its colours are the variables of reports.charts.palette with the light ones as fallback, so
    that a page decides light or dark; its letters are text in the font of the page. *key* keeps
    its ids apart from those of other drawings in the page. *narrow*: for 360 pixels.
    """
    figure = _figure(chart, narrow=narrow, titled=False)
    if figure is None:
        return ""
    from reports.charts import canvas, inline

    return inline.element(canvas.save_svg(figure, key), key)


def png(chart: Chart) -> bytes:
    """Return *chart* with its title as a PNG of 1,200 pixels for an e-mail; b"" if it is empty."""
    figure = _figure(chart, narrow=False, titled=True)
    if figure is None:
        return b""
    from reports.charts import canvas

    return canvas.save_png(figure)


def _figure(chart: Chart, *, narrow: bool, titled: bool) -> "Figure | None":
    if not chart.table.rows or not available():
        return None
    from reports.charts import draw

    return draw.figure(chart, narrow=narrow, titled=titled)
