"""A report as one HTML file: no script, no network, light and dark, 360 pixels and A4.

All words pass through jinja2's autoescape; a Content-Security-Policy in the file forbids what
should slip through: scripts, frames and anything from elsewhere.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import jinja2
from markupsafe import Markup, escape

from reports import charts, forms
from reports.numbers import amount
from reports.page import Cell, Fact, Kind, Report, Table

LIGHTS = frozenset({"merah", "kuning", "hijau"})
_WORD = 24  # letters of a word that is never broken


class Drawing(NamedTuple):
    """A chart in both widths."""

    wide: Markup
    narrow: Markup


def render(report: Report, template: str = "page.html.j2", **more: object) -> str:
    """Return *report* as a whole HTML document.

    *template* is that of a report, or one that extends it and needs *more*.
    """
    return (
        environment()
        .get_template(template)
        .render(
            report=report,
            period=forms.span(report.first, report.last),
            made=forms.moment(report.made_at),
            style=Markup(_source("page.css")),  # noqa: S704 - our own file
            drawings=_drawings(report),
            charts=any(section.charts for section in report.sections) and charts.available(),
            most_rows=charts.MOST_ROWS,
            how=charts.HOW,
            **more,
        )
    )


@cache
def environment() -> jinja2.Environment:
    """Return the templates with what they call; every one escapes."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
    )
    made.filters |= {
        "show": _show,
        "plain": forms.cell,
        "classes": _classes,
        "scale": _scale,
        "light": lambda text: text if text in LIGHTS else "",
        "capital": lambda text: text[:1].upper() + text[1:],
        "large": _large,
        "wide": lambda fact: len(forms.cell(fact.value, fact.kind)) > 9,
        "tiles": lambda count: max(count if count <= 6 else -(-count // 2), 4),
        "told": _told,
        "verdict": verdict,
    }
    return made


def _source(name: str) -> str:
    return (files("reports.render") / "templates" / name).read_text("utf-8")


def _show(cell: Cell, kind: Kind = "text") -> Markup:
    """Return *cell* as people read it; a word that no column can hold may be broken."""
    text = forms.cell(cell, kind)
    if len(text) <= _WORD:
        return escape(text)
    return Markup(" ").join(map(_breakable, text.split(" ")))


def _breakable(word: str) -> Markup:
    pieces = (word[at : at + _WORD] for at in range(0, len(word), _WORD))
    return Markup("<wbr>").join(pieces)


def _drawings(report: Report) -> dict[str, Drawing | None]:
    """Return each chart that can be drawn by the id of its figure."""
    drawn: dict[str, Drawing | None] = {}
    for at, section in enumerate(report.sections, 1):
        for number, chart in enumerate(section.charts, 1):
            key = f"s{at}-g{number}"
            wide = charts.svg(chart, key=f"{key}w")
            narrow = charts.svg(chart, key=f"{key}n", narrow=True)
            # Made by reports.charts.inline from matplotlib's tree; its texts are escaped there.
            drawn[key] = Drawing(Markup(wide), Markup(narrow)) if wide else None  # noqa: S704
    return drawn


def _classes(kind: Kind, cell: Cell = "", scale: float | None = None) -> Markup:
    """Return the class of a cell of *kind*, with how long its bar is, as an attribute."""
    names, part = [], ""
    if kind in forms.NUMERIC:
        names.append("n")
    elif kind in {"date", "ticket", "light"} and not (isinstance(cell, str) and len(cell) > _WORD):
        names.append("nowrap")
    elif isinstance(cell, str) and len(cell) > _WORD:
        names.append("words")
    if cell is None or cell == 0:
        names.append("z")
    if kind == "percent" and isinstance(cell, float | int) and 0 <= cell <= 1:
        names.append("share")
        part = f' style="--part:{cell:.3f}"'
    elif scale and amount(cell) > 0:
        names.append("bar")
        part = f' style="--part:{min(amount(cell) / scale, 1):.3f}"'
    said = names[0] if len(names) == 1 else f'"{" ".join(names)}"'
    return Markup(f" class={said}{part}") if names else Markup()  # noqa: S704


def _scale(table: Table) -> float:
    """Return the largest number of *table*: what a full bar stands for."""
    return max((amount(cell) for row in table.rows for cell in row[1:]), default=0.0)


def _large(fact: Fact) -> Markup:
    """Return the value of *fact* with its unit small."""
    if fact.value is None:
        return Markup("&ndash;")
    number, _space, unit = forms.cell(fact.value, fact.kind).partition(" ")
    if fact.kind in {"percent", "hours", "days"} and number != "<":
        return Markup("{}<small> {}</small>").format(number, unit)
    if fact.kind == "rupiah" and unit:
        return Markup("<small>{} </small>{}").format(number, unit)
    return _show(fact.value, fact.kind)


def verdict(fact: Fact) -> str:
    """Return "good" or "bad" where *fact* got better or worse, "" where neither can be said."""
    known = isinstance(fact.value, int | float) and isinstance(fact.before, int | float)
    if not known or not fact.better or amount(fact.value) == amount(fact.before):
        return ""
    return "good" if (amount(fact.value) > amount(fact.before)) == (fact.better == "up") else "bad"


def _told(fact: Fact) -> Markup:
    """Return how *fact* changed, with a word where that is good or bad."""
    words = forms.change(fact.value, fact.before, fact.kind)
    word = {"good": "membaik", "bad": "memburuk"}.get(verdict(fact), "")
    if not words or not word or words.startswith("sama"):
        return escape(words)
    return Markup("<b>{}</b>: {}").format(word.capitalize(), words)
