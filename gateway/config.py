"""Load modem.conf: the daemon, the reply budget and the lines, as frozen values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gateway.config_alerts import AlertSettings
from gateway.config_budget import Budget
from gateway.config_daemon import DaemonSettings
from gateway.config_http import GenericLine, HttpLine, ServerSettings, http_contradiction
from gateway.config_lines import KINDS, Line, LineKind, ModemLine, SimulatorLine
from gateway.config_mail import MailSettings, mail_contradiction
from gateway.config_metrics import MetricsSettings
from gateway.config_smpp import SmppLine, contradiction
from gateway.config_stored import PLACES, Stored, anchored, find, read_ini
from models.binding import bind, nearest
from models.errors import ConfigError
from models.i18n import _

__all__ = [
    "PLACES",
    "AlertSettings",
    "Budget",
    "DaemonSettings",
    "HttpLine",
    "Line",
    "MailSettings",
    "MetricsSettings",
    "ModemLine",
    "ServerSettings",
    "Settings",
    "SimulatorLine",
    "SmppLine",
    "find",
    "load",
    "read_ini",
]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
MAIL = "mail"
_PARTS: dict[str, type] = {
    "kentongan": DaemonSettings,
    "budget": Budget,
    "alerts": AlertSettings,
    "metrics": MetricsSettings,
    "mail": MailSettings,
    "server": ServerSettings,
}
"""Sections that stand once; any other is a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Stored):
    """The whole of modem.conf."""

    budget: Budget = field(default_factory=Budget)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    metrics: MetricsSettings | None = None  # None: nothing listens
    server: ServerSettings = field(default_factory=ServerSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()  # names of other gateways that were accepted, for `check`

    def simulated(self) -> bool:
        """Tell whether no line reaches a real network."""
        return all(line.kind == "simulator" for line in self.lines)

    def line(self, name: str) -> Line:
        """Return the line *name*; KeyError when there is none."""
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(name)


def load(path: Path) -> Settings:
    """Return what the file *path* says; nothing else is opened or started.

    Raises ConfigError, which names the file, the section and the key, for a file that cannot be
    read, an unknown section or key, a missing or wrong value, and lines that contradict each other.
    """
    notes: list[str] = []
    base = path.absolute().parent
    parts: dict[str, Any] = {}
    lines: list[Line] = []
    for section, values in read_ini(path).items():
        where = f"{path}: [{section}]"
        if section in _PARTS:
            parts[section] = bind(_PARTS[section], values, where=where, base=base, notes=notes)
            continue
        cls, name = _line_kind(section, where)
        if cls is HttpLine and values.get("provider") == "generic":
            cls = GenericLine
        lines.append(bind(cls, values, where=where, base=base, notes=notes, name=name))
    if MAIL in parts and (fault := mail_contradiction(parts[MAIL])):
        raise ConfigError(f"{path}: [{MAIL}] {fault}")
    _check_lines(lines, path)
    daemon = anchored(parts.pop("kentongan", DaemonSettings()), base)
    server: ServerSettings = parts.pop("server", ServerSettings())
    server = replace(server, lines=tuple(one.name for one in lines if isinstance(one, HttpLine)))
    settings = Settings(path=path, daemon=daemon, server=server, notes=tuple(notes), **parts)
    return replace(settings, lines=tuple(_placed(line, settings) for line in lines))


def _line_kind(section: str, where: str) -> tuple[LineKind, str]:
    kind, _blank, name = section.partition(" ")
    name = name.strip()
    if kind not in KINDS:
        hint = nearest(kind, [*_PARTS, *KINDS])
        raise ConfigError(
            _("%(where)s: unknown section; %(hint)s") % {"where": where, "hint": hint}
        )
    if not _NAME.fullmatch(name):
        raise ConfigError(
            _("%(where)s: a line is [%(kind)s NAME], NAME 1 to 32 of A-Z a-z 0-9 _ -")
            % {"where": where, "kind": kind}
        )
    return KINDS[kind], name


def _placed(line: Line, settings: Settings) -> Line:
    """Give *line* what it needs of the other sections."""
    if isinstance(line, SimulatorLine) and line.directory is None:
        return replace(line, directory=settings.state)
    if isinstance(line, HttpLine):
        return replace(line, server=settings.server)
    return line


def _check_lines(lines: Sequence[Line], path: Path) -> None:
    if not lines:
        raise ConfigError(
            _("%(file)s: no line; add a [modem NAME] or a [simulator NAME]") % {"file": path}
        )
    names = [line.name for line in lines]
    for line in lines:
        where = f"{path}: [{line.kind} {line.name}]"
        if [name.lower() for name in names].count(line.name.lower()) > 1:
            raise ConfigError(_("%(where)s: two lines have this name") % {"where": where})
        for other in line.fallback:
            if other not in names or other == line.name:
                raise ConfigError(
                    _("%(where)s fallback: %(name)r is no other line; %(hint)s")
                    % {"where": where, "name": other, "hint": nearest(other, names)}
                )
            if line.fallback.count(other) > 1:
                raise ConfigError(
                    _("%(where)s fallback: %(name)r stands here twice")
                    % {"where": where, "name": other}
                )
        if isinstance(line, ModemLine):
            _check_modem(line, [one for one in lines if isinstance(one, ModemLine)], where)
        if isinstance(line, SmppLine) and (fault := contradiction(line)):
            raise ConfigError(f"{where} {fault}")
        if isinstance(line, HttpLine) and (fault := http_contradiction(line)):
            raise ConfigError(f"{where} {fault}")


def _check_modem(line: ModemLine, modems: Sequence[ModemLine], where: str) -> None:
    if not (line.device or line.imei or line.imsi):
        raise ConfigError(_("%(where)s device: missing; or give imei or imsi") % {"where": where})
    for key in ("device", "imei", "imsi"):
        value = getattr(line, key)
        if value and [getattr(one, key) for one in modems].count(value) > 1:
            raise ConfigError(
                _("%(where)s %(key)s: another line has the same") % {"where": where, "key": key}
            )
