"""A report as an e-mail: HTML that mail programs show, its pictures, and a text that reads alone.

Mail programs know no style sheets, no SVG and little of CSS: tables, inline styles, and PNG that
goes along (``cid:``, RFC 2392).
"""

from typing import NamedTuple

from reports import charts, forms
from reports.page import Kind, Report, Table
from reports.render import html, text

WIDTH = 72  # columns of the text part, RFC 5322 recommends less than 78
MOST_ROWS = 25  # of a table in the letter, which Gmail cuts at 102 kB; attachments have all
_COLUMNS = 7  # of a table beside each other


class Image(NamedTuple):
    """A picture that the HTML shows as ``cid:CID``."""

    cid: str
    png: bytes


class Letter(NamedTuple):
    """The parts of an e-mail: alternative(text, related(html, images))."""

    text: str
    html: str
    images: tuple[Image, ...]


def build(report: Report) -> Letter:
    """Return *report* as the parts of an e-mail; nothing in it loads from a network."""
    pictures = {
        f"s{at}-g{number}": charts.png(chart)
        for at, section in enumerate(report.sections, 1)
        for number, chart in enumerate(section.charts, 1)
    }
    images = tuple(Image(f"{key}@kentongan", png) for key, png in pictures.items() if png)
    shown = (
        html.environment()
        .get_template("mail.html.j2")
        .render(
            report=report,
            period=forms.span(report.first, report.last),
            made=forms.moment(report.made_at),
            cids={key: f"{key}@kentongan" for key, png in pictures.items() if png},
            charts=any(section.charts for section in report.sections) and charts.available(),
            how=charts.HOW,
            most_rows=MOST_ROWS,
            parts=_parts,
            side=_side,
        )
    )
    return Letter(text.render(report, width=WIDTH), shown, images)


def _parts(table: Table) -> list[list[int]]:
    """Return which columns stand beside each other: at most seven, always with the first."""
    others = list(range(1, len(table.columns)))
    count = max(-(-len(others) // (_COLUMNS - 1)), 1)
    size = max(-(-len(others) // count), 1)
    parts = [[0, *others[at : at + size]] for at in range(0, len(others), size)]
    return parts or [[0]]


def _side(kind: Kind) -> str:
    return "right" if kind in forms.NUMERIC else "left"
