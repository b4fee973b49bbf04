"""One report as a file or on the screen: its formats, and what of them fits where."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.output import unicode
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from reports.page import Report

FORMATS = ("sms", "text", "md", "html", "csv", "xlsx", "json")
KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BINARY = frozenset({"xlsx"})


def written(report: "Report", form: str, *, width: int = 80, blocks: bool = True) -> bytes:
    """Return *report* in one of FORMATS; *blocks*: bars are drawn with block letters.

    Raises KentonganError when it has no such form: only a daily one has an SMS.
    """
    match form:
        case "sms":
            from reports.render import sms

            text = sms.render(report) + "\n"
        case "text":
            from reports.render import text as plain

            text = plain.render(report, width=width, unicode=blocks)
        case "md":
            from reports.render import markdown

            text = markdown.render(report)
        case "html":
            from reports.render import html

            text = html.render(report)
        case "json":
            from reports.render import jsonfile

            text = jsonfile.render(report)
        case _:
            return file(report, form)
    return text.encode()


def file(report: "Report", form: str) -> bytes:
    """Return *report* as a file of its tables, "csv" or "xlsx"."""
    if form == "csv":
        from reports.render import csvfile

        return csvfile.render(report)
    from reports.render import workbook

    return workbook.render(report)


def refuse(name: str, form: str, out: str | None) -> None:
    """Raise UsageError, before anything is counted, for what report *name* cannot be written as."""
    if form == "sms" and name != "daily":
        raise click.UsageError(_("only the daily report fits into an SMS"))
    if out is None and sys.stdout.isatty() and form in _BINARY:
        raise click.UsageError(_("--format %(form)s: name a file by --out") % {"form": form})


def show(report: "Report", form: str, out: str | None) -> None:
    """Write *report* to the file *out*, or to standard output."""
    terminal = sys.stdout.isatty()
    width = 80
    if out is None and terminal:
        import shutil

        width = max(40, shutil.get_terminal_size().columns)
    data = written(report, form, width=width, blocks=out is not None or unicode())
    put(data, out, binary=form in _BINARY)


def put(data: bytes, out: str | None, *, binary: bool = False) -> None:
    """Write *data* to the file *out*, or to standard output."""
    if out is not None:
        _save(Path(out), data)
    elif binary:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        click.echo(data.decode(), nl=False)


def _save(path: Path, data: bytes) -> None:
    """Write the whole file or nothing of it."""
    from reports.export.newfile import newfile

    try:
        with newfile(path, force=True, private=False) as stream:
            stream.write(data)
    except OSError as error:
        told = {"file": path, "why": (error.strerror or str(error)).lower()}
        raise KentonganError(_("%(file)s: %(why)s") % told) from error
