"""Print how to report: ``kentongan poster``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

import click

from console.app import App, app_option, city_of
from console.frame import Command, option
from models.errors import ConfigError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Line, Settings
    from gateway.poster import Door, Poster
    from models.casework.sop import Sop
    from models.city import City


@click.command(cls=Command)
@option("--line", "name", metavar="NAME", help="Only this line; without it all that receive.")
@option(
    "--format",
    "form",
    type=click.Choice(("text", "html")),
    default="text",
    help="Plain text, or one HTML page for A4.",
)
@app_option
def poster(app: App, name: str | None, form: str) -> None:
    """Print how to report, for a wall.

    In Indonesian: number and format of each line, and what becomes of the data.

    Example:
        kentongan poster --line kartu1 --format html
    """
    from gateway.poster import page, text

    settings = app.settings()
    made = poster_of(settings, city_of(settings), name)
    click.echo(page(made) if form == "html" else text(made), nl=False)


def poster_of(settings: "Settings", city: "City", name: str | None = None) -> "Poster":
    """Return what the poster of line *name* says; without it of all lines that receive."""
    from gateway.poster import Poster
    from models.clocks import calendar_of
    from models.sop_of import sop_of

    rules = sop_of(city, calendar_of(city))
    doors = [_door(line, settings, city, rules) for line in _chosen(settings, name)]
    return Poster(city.name, city.emergency, doors)


def _chosen(settings: "Settings", name: str | None) -> "list[Line]":
    """Return the lines that receive, or the one that is named; ConfigError when there is none."""
    names = [line.name for line in settings.lines]
    if name is not None and name not in names:
        from models.binding import nearest

        text = _("--line: no line %(name)r; %(hint)s")
        raise click.UsageError(text % {"name": name, "hint": nearest(name, names)})
    return [
        line
        for line in settings.lines
        if line.name == name or (name is None and getattr(line, "receive", True))
    ]


def _door(line: "Line", settings: "Settings", city: "City", rules: "Sop") -> "Door":
    from gateway.poster import Door, national

    if not line.number:
        text = _("%(file)s: [%(kind)s %(name)s] number: missing; a poster needs it")
        detail = {"file": settings.path, "kind": line.kind, "name": line.name}
        raise ConfigError(text % detail)
    keywords = city.keywords_of(line.name)
    word = keywords[0].word if line.keyword_required and keywords else ""
    return Door(national(line.number), word.upper(), rules.confidentiality_on(line.name))
