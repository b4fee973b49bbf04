"""A report as Markdown (GitHub's kind), in which no text is more than text."""

import re

from reports.forms import NUMERIC, cell, change, moment, span
from reports.page import Chart, Fact, Report, Section, Table

# Anywhere in a line, and only at its start.
_ANYWHERE = re.compile(r"([\\`*_\[\]|~$])")
_AT_START = re.compile(r"^(\s*)([#+\-=>]|\d+[.)](?=\s|$))")
_ENTITIES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("@", "&#64;"),
    ("://", "&#58;//"),
    ("www.", "www&#46;"),
)


def render(report: Report) -> str:
    """Return *report* as Markdown with an LF at its end."""
    lines = [f"# {escape(report.title)}", ""]
    for warning in report.warnings:
        lines += [f"> **PERHATIAN: {escape(warning)}**", ""]
    period = span(report.first, report.last)
    lines += [f"{escape(report.city)} - {escape(report.scope)}  ", f"**{period}**", ""]
    for section in report.sections:
        lines += _section(section)
    lines += ["---", "", f"Dibuat {moment(report.made_at)}."]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    r"""Return *text* as one line that Markdown shows as it is.

    >>> escape("<b>*a* [x](http://y)")
    '&lt;b&gt;\\*a\\* \\[x\\](http&#58;//y)'
    """
    safe = cell(text)
    for sign, entity in _ENTITIES:
        safe = safe.replace(sign, entity)
    safe = _ANYWHERE.sub(r"\\\1", safe)
    return _AT_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", safe)


def _section(section: Section) -> list[str]:
    lines = [f"## {escape(section.title)}", ""]
    lines += [_fact(fact) for fact in section.facts] + ([""] if section.facts else [])
    for paragraph in section.text:
        lines += [escape(paragraph), ""]
    for chart in section.charts:
        lines += _chart(chart)
    for table in section.tables:
        lines += [f"### {escape(table.title)}", "", *_table(table)]
    lines += [f"- {escape(story)}" for story in section.stories]
    return lines + ([""] if section.stories else [])


def _fact(fact: Fact) -> str:
    told = (change(fact.value, fact.before, fact.kind), cell(fact.note) if fact.note else "")
    more = "; ".join(escape(t) for t in told if t)
    shown = escape(cell(fact.value, fact.kind))
    return f"- **{escape(fact.title)}: {shown}**" + (f" ({more})" if more else "")


def _chart(chart: Chart) -> list[str]:
    count = cell(chart.n, "number")
    return [f"### {escape(chart.title)}", "", f"{escape(chart.unit)}, n = {count}", "",
            *_table(chart.table)]  # fmt: skip


def _table(table: Table) -> list[str]:
    heads = [escape(column.title) for column in table.columns]
    rules = ["---:" if column.kind in NUMERIC else "---" for column in table.columns]
    rows = [
        [escape(cell(value, column.kind)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    if table.total is not None:
        pairs = zip(table.total, table.columns, strict=True)
        rows.append(["" if v is None else f"**{escape(cell(v, c.kind))}**" for v, c in pairs])
    lines = [_row(heads), _row(rules), *map(_row, rows or [["-"] * len(heads)]), ""]
    return [*lines, escape(table.note), ""] if table.note else lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
