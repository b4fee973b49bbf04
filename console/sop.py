"""Read a city's rules: ``kentongan sop check`` and ``kentongan sop show``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console.app import App, app_option, city_of
from console.frame import Group, json_option
from console.output import Column, Row, say, show_rows, to_json
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Settings
    from models.casework.sop import Sop
    from models.city import City

SECTIONS = (
    "desk", "states", "moves", "deadlines", "ladder", "routes", "agencies", "categories",
    "emergencies", "lines",
)  # fmt: skip


@click.group(cls=Group)
def sop() -> None:
    """Read the city's rules (SOP)."""


@sop.command("check")
@json_option
@app_option
def check(app: App, *, as_json: bool) -> None:
    """Check the rules in city.toml, and say what they leave open; exit 78 if they are wrong.

    Example:
        kentongan sop check
    """
    from models.clocks import doubts
    from models.sop_gaps import gaps

    settings = app.settings()
    city, rules = _rules(settings)
    year = app.clock().astimezone(city.zone).year
    unsure = [*_absent(settings, rules), *doubts(city, (year, year + 1))]
    rows = [{"severity": "warning", "text": text} for text in unsure]
    rows += [{"severity": "note", "text": text} for text in gaps(city, rules)]
    if rows or as_json:
        columns = [Column("severity", _("severity")), Column("text", _("problem"), free=True)]
        show_rows(rows, columns, as_json=as_json)
    if not as_json:
        detail = {
            "file": city.path,
            "agencies": len(rules.agencies),
            "deadlines": len(rules.deadlines),
            "routes": len(rules.routes),
        }
        say(
            _("%(file)s: right; %(agencies)d agencies, %(deadlines)d deadlines, %(routes)d routes")
            % detail
        )


@sop.command("show")
@click.argument("section", required=False, type=click.Choice(SECTIONS))
@json_option
@app_option
def show(app: App, section: str | None, *, as_json: bool) -> None:
    """Print the rules as tables: states, deadlines, routes, the ladder, who may do what.

    SECTION prints one of them. With --json all of it is one object.

    Example:
        kentongan sop show deadlines
    """
    from console.sop_tables import tables

    settings = app.settings()
    city, rules = _rules(settings)
    names = [line.name for line in settings.lines]
    chosen = {
        name: table for name, table in tables(city, rules, names).items() if section in (None, name)
    }
    if as_json:
        click.echo(to_json({name: table.rows for name, table in chosen.items()}))
        return
    for table in chosen.values():
        if section is None:
            say(f"\n{table.title}")
        show_rows(map(_in_words, table.rows), table.columns, as_json=False)


def _in_words(row: Row) -> Row:
    said = {True: _("yes"), False: "-"}
    return {key: said[value] if isinstance(value, bool) else value for key, value in row.items()}


def _rules(settings: "Settings") -> "tuple[City, Sop]":
    """Return the city and its rules; raises ConfigError."""
    from models.clocks import calendar_of
    from models.sop_of import sop_of

    city = city_of(settings)
    return city, sop_of(city, calendar_of(city))


def _absent(settings: "Settings", rules: "Sop") -> list[str]:
    """Return what is said of lines that modem.conf does not have."""
    from models.city_desk_checks import ANY

    names = {line.name for line in settings.lines} | {ANY}
    return [
        _("[desk] confidentiality: %(file)s has no line %(name)s")
        % {"file": settings.path, "name": line}
        for line, _level in rules.confidentiality
        if line not in names
    ]
