"""Cells for spreadsheets: values as they are, texts that no program executes. Pure."""

import math
import unicodedata
from datetime import date, datetime

from models.visible import visible
from reports.page import Cell, Column, Hidden

FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet read a text as a formula, with the full-width forms that Excel in
East Asian locales takes for the same (OWASP, CSV injection)."""


def value(cell: Cell) -> str | int | float | date | datetime | None:
    """Return *cell* for a machine: numbers as numbers, hidden as ``<5``, not finite as None.

    Texts keep their line breaks as LF and their tabs; other controls are escaped visibly.
    """
    match cell:
        case Hidden():
            return f"<{cell.limit}"
        case float() if not math.isfinite(cell):
            return None
        case str():
            return clean(cell)
    return cell


def clean(text: str) -> str:
    """Return *text* with LF for each line break and all controls but LF and tab made visible."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in lines)


def guarded(text: str) -> str:
    """Return *text* with an apostrophe before it where a spreadsheet would compute it.

    Spaces and invisible characters before the sign do not hide it: programs trim them.
    """
    if text[:1].isalnum():
        return text
    return f"'{text}" if text[:1] in FORMULA or _first(text) in FORMULA else text


def _first(text: str) -> str:
    for char in text[:256]:
        if not char.isspace() and unicodedata.category(char) != "Cf":
            return char
    return ""


def titles(columns: tuple[Column, ...]) -> list[str]:
    """Return the headings, with the unit where the cells are bare numbers."""
    return [
        f"{clean(c.title)} ({UNITS[c.kind]})" if c.kind in UNITS else clean(c.title)
        for c in columns
    ]


UNITS = {"minutes": "menit", "hours": "jam", "days": "hk", "percent": "0-1", "rupiah": "Rp"}
