"""A report as values: sections of text, tables and charts; every format is made from these.

Composition (reports.digests) fills them from figures, renderers (reports.render) turn them into
SMS, text, Markdown, HTML, CSV, Excel and JSON. Nothing here knows a format. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "text",
    "number",
    "percent",
    "minutes",
    "hours",
    "days",
    "rupiah",
    "rating",
    "date",
    "ticket",
    "light",
]
"""What a column holds: "percent" a share 0..1, "minutes"/"hours"/"days" lengths of time in that
unit ("days": working days), "rupiah" whole rupiah, "rating" 1..5, "ticket" a ticket number,
"light" one of the words "merah", "kuning", "hijau" (LAPOR's colours; always shown as a word)."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A small cell that must not be shown: it prints as ``<5`` (or the limit given)."""

    limit: int = 5


Cell: TypeAlias = str | int | float | date | datetime | Hidden | None
"""None is "not known" or "not counted" and prints as a dash, never as 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number that stands large at the head of a section, with what it was before."""

    name: str  # stable identifier for JSON
    title: str  # "Laporan masuk"
    value: Cell
    kind: Kind = "number"
    before: Cell = None  # the same of the period before; None: not told
    better: Literal["up", "down", ""] = ""  # which way is good; "" neither
    note: str = ""  # "dari 128 penilaian"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; *name* is an identifier that is stable for CSV files and JSON keys."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""  # how it is counted, what is left out
    total: tuple[Cell, ...] | None = None


Form: TypeAlias = Literal["flow", "stack", "heat", "pareto", "funnel", "box"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of *table*, which is its text alternative too.

    "flow": columns week | in | done | open; "stack": label | on time | late | still open;
    "heat": label | one column a category; "pareto": label | count | cumulated share;
    "funnel": label | count; "box": label | n | least | lower quartile | median | upper quartile |
    most.
    """

    form: Form
    title: str  # what to see, as a sentence
    unit: str  # "laporan", "jam kerja"
    n: int  # how many reports or answers are behind it
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in this order."""

    title: str
    facts: tuple[Fact, ...] = ()
    text: tuple[str, ...] = ()  # paragraphs
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    stories: tuple[str, ...] = ()  # released texts of finished reports, one each


@dataclass(frozen=True, slots=True)
class Report:
    """One report for one scope and period."""

    name: str  # "daily", "weekly", "monthly", "quarterly", "llid"
    title: str
    city: str
    scope: str  # "seluruh kota", an agency's or an area's name
    first: date  # local days, both within the period
    last: date
    made_at: datetime  # aware, in the city's zone
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()  # stand at its head, e.g. that it does not reconcile
    sms: str = ""  # its one-part SMS, "" when it has none
