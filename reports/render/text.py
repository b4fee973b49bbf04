"""A report for a terminal or a plain e-mail: tables and bars in letters, warnings at its head."""

from rich.cells import cell_len

from reports.forms import cell, change, moment, span
from reports.page import Chart, Fact, Report, Section, Table
from reports.render import textbars
from reports.render.texttable import lay, pad, wrap


def render(report: Report, *, width: int = 80, unicode: bool = True) -> str:
    """Return *report* in lines of at most *width* columns (40 to 120) with an LF at its end.

    Without *unicode* all of it is ASCII: other letters become ``?`` and bars are ``#``.
    """
    width = min(max(width, 40), 120)
    ink = textbars.BLOCKS if unicode else textbars.ASCII
    lines = _head(report, width, "\u2550" if unicode else "=")
    for section in report.sections:
        lines += ["", *_section(section, width, ink)]
    lines += ["", *wrap(f"Dibuat {moment(report.made_at)}.", width)]
    text = "\n".join(lines) + "\n"
    return text if unicode else text.encode("ascii", "replace").decode("ascii")


def _head(report: Report, width: int, rule: str) -> list[str]:
    lines = []
    for warning in report.warnings:
        lines += [*wrap(f"!! PERHATIAN: {cell(warning)}", width), ""]
    lines += wrap(cell(report.title).upper(), width)
    lines += wrap(f"{cell(report.city)} - {cell(report.scope)}", width)
    lines += wrap(span(report.first, report.last), width)
    return [*lines, rule * width]


def _section(section: Section, width: int, ink: textbars.Ink) -> list[str]:
    title = cell(section.title)
    lines = [*wrap(title, width), ink.line * min(cell_len(title), width)]
    lines += _facts(section.facts, width)
    for paragraph in section.text:
        lines += ["", *wrap(cell(paragraph), width)]
    for chart in section.charts:
        lines += ["", *_chart(chart, width, ink)]
    for table in section.tables:
        lines += ["", *_table(table, width)]
    for story in section.stories:
        first, *rest = wrap(cell(story), width - 2)
        lines += [f"* {first}", *(f"  {line}" for line in rest)]
    return lines


def _facts(facts: tuple[Fact, ...], width: int) -> list[str]:
    titles = [cell(fact.title) for fact in facts]
    values = [cell(fact.value, fact.kind) for fact in facts]
    wide = min(max(map(cell_len, titles), default=0), width * 2 // 5)
    size = min(max(map(cell_len, values), default=0), width // 3)
    lines = []
    for fact, title, value in zip(facts, titles, values, strict=True):
        notes = (change(fact.value, fact.before, fact.kind), cell(fact.note) if fact.note else "")
        more = "; ".join(note for note in notes if note)
        start = f"{pad(title, wide)}  {pad(value, size, right=True)}"
        if cell_len(start) + cell_len(more) + 2 <= width:
            lines.append(f"{start}  {more}".rstrip())
        else:
            lines += [*wrap(start, width), *(f"    {line}" for line in wrap(more, width - 4))]
    return lines


def _chart(chart: Chart, width: int, ink: textbars.Ink) -> list[str]:
    count = f"({cell(chart.unit)}, n = {cell(chart.n, 'number')})"
    head = wrap(f"{cell(chart.title)} {count}", width)
    drawn = textbars.draw(chart, width, ink)
    return [*head, *(drawn or ["(tidak ada)"])]


def _table(table: Table, width: int) -> list[str]:
    rows = lay(table, width) if table.rows or table.total else ["(tidak ada)"]
    notes = wrap(cell(table.note), width) if table.note else []
    return [*wrap(cell(table.title), width), *rows, *notes]
