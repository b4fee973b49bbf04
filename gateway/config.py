"""Load modem.conf: the daemon, the reply budget and the lines, as frozen values."""

import configparser
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gateway.config_alerts import AlertSettings
from gateway.config_daemon import Budget, DaemonSettings
from gateway.config_http import GenericLine, HttpLine, ServerSettings, http_contradiction
from gateway.config_lines import KINDS, Line, LineKind, ModemLine, SimulatorLine
from gateway.config_mail import MailSettings, mail_contradiction
from gateway.config_smpp import SmppLine, contradiction
from models.binding import bind, nearest
from models.errors import ConfigError
from models.i18n import _

__all__ = [
    "AlertSettings",
    "Budget",
    "DaemonSettings",
    "HttpLine",
    "Line",
    "MailSettings",
    "ModemLine",
    "ServerSettings",
    "Settings",
    "SimulatorLine",
    "SmppLine",
    "find",
    "load",
]

PLACES = (Path("modem.conf"), Path("/etc/kentongan/modem.conf"))
POSTGRES = ("postgresql://", "postgres://")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of modem.conf."""

    path: Path  # the file, as it was named
    daemon: DaemonSettings = field(default_factory=DaemonSettings)
    budget: Budget = field(default_factory=Budget)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()  # names of other gateways that were accepted, for `check`

    @property
    def folder(self) -> Path:
        """The absolute folder of the file; paths in it are relative to this."""
        return self.path.absolute().parent

    @property
    def postgresql(self) -> bool:
        """Whether the database is a PostgreSQL server, and no file of ours."""
        return self.daemon.database.startswith(POSTGRES)

    @property
    def database_file(self) -> Path:
        """The absolute path of the SQLite file; meaningless with PostgreSQL."""
        return Path(self.daemon.database)

    @property
    def state(self) -> Path:
        """The absolute folder of what the daemon keeps: its lock, and the SQLite database."""
        return self.folder / "var" if self.postgresql else self.database_file.parent

    def line(self, name: str) -> Line:
        """Return the line *name*; KeyError when there is none."""
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(name)


def find(option: str | None, env: Mapping[str, str]) -> Path:
    """Return the path of modem.conf: *option*, KENTONGAN_CONFIG, ./modem.conf, /etc/kentongan/.

    What *option* or the variable name is returned whether it exists or not. Raises ConfigError
    when nothing names a file and none of the places has one.
    """
    named = option or env.get("KENTONGAN_CONFIG")
    if named:
        return Path(named)
    for place in PLACES:
        if place.exists():
            return place
    raise ConfigError(
        _("no modem.conf in %(places)s; name one by --config, or make one by 'kentongan init'")
        % {"places": ", ".join(str(place.absolute().parent) for place in PLACES)}
    )


def load(path: Path) -> Settings:
    """Return what the file *path* says; nothing else is opened or started.

    Raises ConfigError, which names the file, the section and the key, for a file that cannot be
    read, an unknown section or key, a missing or wrong value, and lines that contradict each other.
    """
    notes: list[str] = []
    base = path.absolute().parent
    daemon, budget, server = DaemonSettings(), Budget(), ServerSettings()
    alerts, mail = AlertSettings(), MailSettings()
    lines: list[Line] = []
    for section, values in read_ini(path).items():
        where = f"{path}: [{section}]"
        if section == "kentongan":
            daemon = bind(DaemonSettings, values, where=where, base=base, notes=notes)
        elif section == "budget":
            budget = bind(Budget, values, where=where, base=base, notes=notes)
        elif section == "alerts":
            alerts = bind(AlertSettings, values, where=where, base=base, notes=notes)
        elif section == "mail":
            mail = bind(MailSettings, values, where=where, base=base, notes=notes)
            if fault := mail_contradiction(mail):
                raise ConfigError(f"{where} {fault}")
        elif section == "server":
            server = bind(ServerSettings, values, where=where, base=base, notes=notes)
        else:
            cls, name = _line_kind(section, where)
            if cls is HttpLine and values.get("provider") == "generic":
                cls = GenericLine
            lines.append(bind(cls, values, where=where, base=base, notes=notes, name=name))
    _check_lines(lines, path)
    daemon = _absolute(daemon, base)
    server = replace(server, lines=tuple(one.name for one in lines if isinstance(one, HttpLine)))
    settings = Settings(
        path=path,
        daemon=daemon,
        budget=budget,
        alerts=alerts,
        server=server,
        mail=mail,
        notes=tuple(notes),
    )
    return replace(settings, lines=tuple(_placed(line, settings) for line in lines))


def read_ini(path: Path) -> dict[str, dict[str, str]]:
    """Return section -> key -> value as written; ConfigError when *path* is no INI file."""
    reader = configparser.ConfigParser(
        interpolation=None,
        inline_comment_prefixes=("#",),
        default_section="",  # no section lends its keys to all others
        strict=True,
    )
    reader.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(_("%(file)s: larger than any modem.conf") % {"file": path})
        text = path.read_text("utf-8-sig")
        _check_text(text, path)
        reader.read_string(text, source=str(path))
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("%(file)s: is not a text in UTF-8") % {"file": path}) from error
    except configparser.Error as error:
        raise ConfigError(_ini_fault(path, error)) from error
    return {section: dict(reader[section]) for section in reader.sections()}


def _check_text(text: str, path: Path) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.replace("\t", " ").removesuffix("\r").isprintable():
            raise ConfigError(
                _("%(file)s: line %(line)d: holds a control character")
                % {"file": path, "line": number}
            )


def _ini_fault(path: Path, error: configparser.Error) -> str:
    place = {"file": path, "line": getattr(error, "lineno", 0)}
    match error:
        case configparser.DuplicateSectionError():
            fault = _("%(file)s: line %(line)s: section [%(section)s] stands here twice")
            return fault % (place | {"section": error.section})
        case configparser.DuplicateOptionError():
            fault = _("%(file)s: line %(line)s: [%(section)s] %(key)s: given twice")
            return fault % (place | {"section": error.section, "key": error.option})
        case configparser.MissingSectionHeaderError():
            return _("%(file)s: line %(line)s: comes before the first [section]") % place
        case configparser.ParsingError():
            place["line"] = error.errors[0][0] if error.errors else 0
    return _("%(file)s: line %(line)s: is neither [section], key = value nor # comment") % place


def _line_kind(section: str, where: str) -> tuple[LineKind, str]:
    kind, _blank, name = section.partition(" ")
    name = name.strip()
    if kind not in KINDS:
        hint = nearest(kind, ["kentongan", "budget", "alerts", "mail", "server", *KINDS])
        raise ConfigError(
            _("%(where)s: unknown section; %(hint)s") % {"where": where, "hint": hint}
        )
    if not _NAME.fullmatch(name):
        raise ConfigError(
            _("%(where)s: a line is [%(kind)s NAME], NAME 1 to 32 of A-Z a-z 0-9 _ -")
            % {"where": where, "kind": kind}
        )
    return KINDS[kind], name


def _absolute(daemon: DaemonSettings, base: Path) -> DaemonSettings:
    """Make the paths absolute that are defaults, which no binder has seen, and the database."""
    database = daemon.database
    if not database.startswith(POSTGRES):
        database = str(base / Path(database).expanduser())
    return replace(
        daemon, city=base / daemon.city, key_file=base / daemon.key_file, database=database
    )


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
                raise ConfigError(f"{where} fallback: {other!r} {_('stands here twice')}")
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
