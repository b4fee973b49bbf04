"""Before the first start: ``kentongan init`` writes the files, ``check`` reads them."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import re
from pathlib import Path

import click

from console.app import App, app_option, city_of
from console.frame import Command, json_option, option
from console.output import Column, say, show_rows
from models.errors import KentonganError
from models.i18n import _

BY_ID = Path("/dev/serial/by-id")


@click.command(cls=Command)
@option("--simulator", is_flag=True, help="Use an emulated modem: nothing to plug in.")
@option("--device", metavar="PATH", help="The modem's port; without it the first that is found.")
@option("--number", metavar="NUMBER", help="The number of the SIM, with + and country code.")
@click.argument("directory", default=".", type=click.Path(path_type=Path))
def init(directory: Path, device: str | None, number: str | None, *, simulator: bool) -> None:
    """Write modem.conf, city.toml and the key file; what is there already stays.

    Example:
        kentongan init --device /dev/ttyUSB0 --number +6281333702221 /etc/kentongan
    """
    from gateway.config import load
    from gateway.scaffold import KEY, write

    made = write(directory, simulator=simulator)
    conf = directory / "modem.conf"
    if conf in made and not simulator:
        _fill_in(conf, device=device or _first_port(), number=number)
    load(conf).state.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in made:
        say(_("%(file)s: written") % {"file": path})
    if not made:
        say(_("%(folder)s: all files are there already") % {"folder": directory})
    if directory / KEY in made:
        say(_("keep a copy of the key on paper: 'kentongan key print'"))


@click.command(cls=Command)
@click.argument("file", required=False)
@json_option
@app_option
def check(app: App, file: str | None, *, as_json: bool) -> None:
    """Read the configuration and all that it names, and start nothing; exit 78 if it is wrong.

    Example:
        kentongan check /etc/kentongan/modem.conf
    """
    from gateway.config_check import problems, refuse
    from gateway.reply import Texts

    settings = App(file or app.config, app.language, app.environ, app.clock).settings()
    city = city_of(settings)
    Texts.load(settings.daemon.texts, city)
    year = app.clock().astimezone(city.zone).year
    found = problems(settings, city, (year, year + 1))
    rows = [{"severity": one.severity, "text": one.text} for one in found]
    if rows or as_json:
        columns = [Column("severity", _("severity")), Column("text", _("problem"), free=True)]
        show_rows(rows, columns, as_json=as_json)
    if not as_json:
        for note in settings.notes:
            say(note)
    refuse(found)
    if not as_json:
        lines = ", ".join(f"{line.kind} {line.name}" for line in settings.lines)
        say(_("%(file)s: right; lines: %(lines)s") % {"file": settings.path, "lines": lines})


def _first_port() -> str | None:
    ports = sorted(BY_ID.iterdir()) if BY_ID.is_dir() else []
    return str(ports[0]) if ports else None


def _fill_in(conf: Path, **values: str | None) -> None:
    """Put what is known into the new modem.conf; the rest is left to its reader.

    Raises KentonganError when the file cannot be written.
    """
    text = conf.read_text("utf-8")
    for key, value in values.items():
        if value is not None:
            line = re.compile(rf"^#?{key} = .*$", re.MULTILINE)
            text = line.sub(f"{key} = {value}".replace("\\", r"\\"), text, count=1)
    try:
        conf.write_text(text, "utf-8")
    except OSError as error:
        raise KentonganError(f"{conf}: {(error.strerror or '').lower()}") from error
