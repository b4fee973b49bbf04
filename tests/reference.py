"""Write the generated half of docs/commands.md, configuration.md and cities.md.

``python -m tests.reference``; what stands above the mark in each file is written by hand.
"""

from collections.abc import Iterator
from dataclasses import MISSING
from pathlib import Path

import click

import cli
from console.app import speak
from console.frame import Group
from gateway.config_alerts import AlertSettings
from gateway.config_budget import Budget
from gateway.config_daemon import DaemonSettings
from gateway.config_example import written
from gateway.config_http import GenericLine, HttpLine, ServerSettings
from gateway.config_lines import ModemLine, SimulatorLine
from gateway.config_mail import MailSettings
from gateway.config_metrics import MetricsSettings
from gateway.config_smpp import SmppLine
from models.areas import Areas
from models.binding import option_of, options
from models.city import City
from models.city_desk import (
    Abuse,
    Deadline,
    Desk,
    Emergency,
    Escalation,
    Incident,
    OfficerCodes,
    Routing,
)
from models.city_digest import Digest, Ppid
from models.city_privacy import Evidence, Retention
from models.city_tables import (
    Agency,
    CalendarFile,
    Category,
    Clocks,
    Cost,
    Holiday,
    Keyword,
    ShortDays,
)
from models.city_words import OtherCity, Words
from models.clocks import Hours
from tests.acceptance.rows import page as rows_of_the_cities

DOCS = Path(__file__).parent.parent / "docs"
MARK = "<!-- from here on written by: make docs -->\n"
SECTIONS = (
    ("modem.conf: `[kentongan]`", DaemonSettings),
    ("modem.conf: `[budget]`", Budget),
    ("modem.conf: `[alerts]`", AlertSettings),
    ("modem.conf: `[metrics]`", MetricsSettings),
    ("modem.conf: `[mail]`", MailSettings),
    ("modem.conf: `[modem NAME]`", ModemLine),
    ("modem.conf: `[smpp NAME]`", SmppLine),
    ("modem.conf: `[server]`", ServerSettings),
    ("modem.conf: `[http NAME]`", HttpLine),
    ("modem.conf: `[http NAME]` with `provider = generic`", GenericLine),
    ("modem.conf: `[simulator NAME]`", SimulatorLine),
    ("city.toml: `[city]`", City),
    ("city.toml: `[areas]`", Areas),
    ("city.toml: `[[keyword]]`", Keyword),
    ("city.toml: `[[other_city]]`", OtherCity),
    ("city.toml: `[words]`", Words),
    ("city.toml: `[cost]`", Cost),
    ("city.toml: `[clock]`", Clocks),
    ("city.toml: `[[agency]]`", Agency),
    ("city.toml: `[[category]]`", Category),
    ("city.toml: `[desk]`", Desk),
    ("city.toml: `[[deadline]]`", Deadline),
    ("city.toml: `[[route]]`", Routing),
    ("city.toml: `[[escalation]]`", Escalation),
    ("city.toml: `[emergency]`", Emergency),
    ("city.toml: `[incident]`", Incident),
    ("city.toml: `[abuse]`", Abuse),
    ("city.toml: `[officer_codes]`", OfficerCodes),
    ("city.toml: `[retention]`", Retention),
    ("city.toml: `[evidence]`", Evidence),
    ("city.toml: `[[digest]]`", Digest),
    ("city.toml: `[ppid]`", Ppid),
    ("city.toml: `[calendar]`", CalendarFile),
    ("city.toml and its calendar: `[[holiday]]`", Holiday),
    ("city.toml and its calendar: `[[short_day]]`", ShortDays),
)


def commands(
    group: click.Group = cli.root, path: tuple[str, ...] = ("kentongan",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield (words, command) of every command that is not a group, in the order of --help."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, Group):
            yield from commands(found, (*path, name))
        else:
            yield (*path, name), found


def command_pages() -> str:
    """Return a chapter for each command: its help as a terminal of 90 columns shows it."""
    speak("en")
    pages = []
    for words, command in commands():
        context = click.Context(command, info_name=" ".join(words), terminal_width=90)
        text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        pages.append(f"## {' '.join(words)}\n\n```\n{text}\n```\n")
    return "\n".join(pages)


def settings_tables() -> str:
    """Return a table for each section of modem.conf and each table of city.toml."""
    return "\n".join(f"## {title}\n\n" + "\n".join(_rows(cls)) + "\n" for title, cls in SECTIONS)


def _rows(cls: type) -> Iterator[str]:
    yield "| key | default | what it is |"
    yield "|---|---|---|"
    for key, one in options(cls).items():
        option = option_of(one)
        default = "*needed*" if one.default is MISSING else _default(one.default)
        about = option.help + (f" ({option.unit})" if option.unit else "")
        also = f" Also: {', '.join(option.aliases)}." if option.aliases else ""
        yield f"| `{key}` | {default} | {about}{also} |"


def _default(value: object) -> str:
    if isinstance(value, Hours):
        return f"`{value.opens:%H:%M}-{value.closes:%H:%M}`"
    shown = "" if value is None else written(value)
    return f"`{shown}`" if shown else ""


def whole(name: str, generated: str) -> str:
    """Return the file with its hand-written head and the *generated* rest."""
    head = (DOCS / name).read_text("utf-8").partition(MARK)[0]
    return f"{head}{MARK}\n{generated}"


PAGES = {
    "commands.md": command_pages,
    "configuration.md": settings_tables,
    "cities.md": rows_of_the_cities,
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (DOCS / file).write_text(whole(file, page()), "utf-8")
