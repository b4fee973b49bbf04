"""What commands print: tables on a terminal, tab-separated text in a pipe, JSON on request."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

import click

from models.visible import visible

Row = Mapping[str, object]

safe_term = visible


class Column(NamedTuple):
    """One column of a table."""

    key: str  # of the row
    title: str  # as shown, already translated
    free: bool = False  # words of any length: may be broken into lines on a terminal
    crop: bool = False  # words of any length: what does not fit in the line is left out
    brief: bool = False  # a time as day, month, hour and minute
    shown: Callable[[object], object] | None = None  # the value as people read it
    style: Callable[[Row], str] | None = None  # colour of the row's cell, never without its words


def stamp(moment: datetime, zone: tzinfo = UTC) -> str:
    """Return an aware time as RFC 3339 with milliseconds in *zone*."""
    return moment.astimezone(zone).isoformat(timespec="milliseconds")


def say(text: str, *, err: bool = False) -> None:
    """Print lines for a person; each line is made safe."""
    for line in text.split("\n"):
        click.echo(safe_term(line), err=err)


def to_json(row: Row, zone: tzinfo = UTC) -> str:
    """Return one JSON object on one line, ASCII only, so that any terminal and pipe can carry it.

    Control characters are JSON escapes: a reader gets the exact text back.
    """
    import json

    return json.dumps(_plain(row, zone), ensure_ascii=True).replace("\x7f", "\\u007f")


def _plain(value: object, zone: tzinfo) -> object:
    match value:
        case datetime():
            return stamp(value, zone)
        case Mapping():
            return {str(k): _plain(v, zone) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v, zone) for v in value]
    return value


def show_rows(
    rows: Iterable[Row],
    columns: Sequence[Column],
    *,
    as_json: bool,
    zone: tzinfo = UTC,
) -> None:
    """Print *rows*: all their keys as JSON lines, else the *columns* as a table or as TSV."""
    if as_json:
        for row in rows:
            click.echo(to_json(row, zone))
    elif sys.stdout.isatty():
        from console.table import table

        table([[_field(row, c, zone) for c in columns] for row in rows], columns)
    else:
        click.echo("\t".join(c.title for c in columns))
        for row in rows:
            click.echo("\t".join(read(row, c, zone) for c in columns))


def show_fields(row: Row, columns: Sequence[Column], *, as_json: bool, zone: tzinfo = UTC) -> None:
    """Print one row: one JSON object, else a line ``title: value`` for each column that has one."""
    if as_json:
        click.echo(to_json(row, zone))
        return
    block([_field(row, column, zone) for column in columns])


def read(row: Row, column: Column, zone: tzinfo = UTC) -> str:
    """Return what a person reads of *row* in *column*: safe text of one line."""
    value = row.get(column.key)
    if column.brief and isinstance(value, datetime):
        return value.astimezone(zone).strftime("%d-%m %H:%M")
    return cell(column.shown(value) if column.shown else value, zone)


def colourful() -> bool:
    """Tell whether stdout is a terminal that shows colours, and nobody asked for none."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdout.isatty() and not plain


def unicode() -> bool:
    """Tell whether stdout can carry a line drawing."""
    return (getattr(sys.stdout, "encoding", "") or "").lower().startswith("utf")


def paint(text: str, style: str) -> str:
    """Return safe *text* in the colour *style* where the terminal shows it."""
    if not style or not colourful():
        return text
    bold, colour = style.startswith("bold"), style.removeprefix("bold").strip()
    return click.style(text, fg=_COLOURS.get(colour), bold=bold or None)


_COLOURS = {"red": "red", "yellow": "yellow", "green": "green", "grey": "bright_black"}


def painted(text: str, style: str) -> None:
    """Print lines for a person in the colour *style*, each made safe and no longer than fits."""
    for line in text.split("\n"):
        for part in fold(safe_term(line)).split("\n"):
            click.echo(paint(part, style))


def heading(title: str, style: str = "") -> None:
    """Print the title of a part of a screen, after an empty line."""
    line = "\u2500" if unicode() else "-"
    click.echo()
    click.echo(paint(f"{line * 2} {safe_term(title)}", f"bold {style}".strip()))


def _field(row: Row, column: Column, zone: tzinfo) -> tuple[str, str, str]:
    return column.title, read(row, column, zone), column.style(row) if column.style else ""


def cell(value: object, zone: tzinfo = UTC) -> str:
    """Return a value as safe text of one line; None is empty, times are without a fraction."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        case list() | tuple():
            return ", ".join(cell(v, zone) for v in value)
        case Mapping():
            pairs = ((safe_term(str(k)), cell(v, zone)) for k, v in value.items())
            return ", ".join(f"{key}={text}" for key, text in pairs if text)
    return safe_term(str(value))


def fold(text: str, *, less: int = 0) -> str:
    """Return *text* in lines that fit on a terminal *less* some columns; as it is in a pipe."""
    if not sys.stdout.isatty():
        return text
    import shutil
    import textwrap

    return textwrap.fill(text, max(shutil.get_terminal_size().columns - less, CROPPED)) or text


CROPPED = 20  # columns that a cropped cell has at least


def block(fields: Sequence[tuple[str, str, str]]) -> None:
    """Print (title, text, style) as a line each, under one another; those without text not."""
    wide = max((len(title) for title, _text, _style in fields), default=0)
    for title, text, style in fields:
        if text:
            first, *rest = fold(text, less=wide + 2).split("\n")
            click.echo(f"{title:<{wide}}  {paint(first, style)}")
            for line in rest:
                click.echo(f"{'':<{wide}}  {paint(line, style)}")


def plain_streams(environ: Mapping[str, str]) -> None:
    """Let stdout and stderr never fail on a character: escape it with a backslash instead.

    Python takes LC_ALL=C for UTF-8 (PEP 540), the terminal does not: ASCII is meant.
    """
    _open_streams()
    locale = next((v for k in ("LC_ALL", "LC_CTYPE", "LANG") if (v := environ.get(k))), "")
    ascii_only = locale in {"C", "POSIX"} and "PYTHONIOENCODING" not in environ
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            wanted = "ascii" if ascii_only else stream.encoding
            # click puts a UTF-8 stream of its own before an ASCII one, unless it met it before
            stream.reconfigure(encoding="utf-8")
            click.echo(nl=False, err=stream is sys.stderr)
            stream.reconfigure(encoding=wanted, errors="backslashreplace")


def _open_streams() -> None:
    """Give a stream that the caller closed (``>&-``) the null device, as daemons do."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - for life
