"""Where a city's data lie: of modem.conf all that a command needs that only reads or decides.

What its lines look like is not asked: a list of tickets must not wait for it, nor fail by it.
"""

import configparser
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gateway.config_daemon import DaemonSettings
from models.binding import bind
from models.errors import ConfigError
from models.i18n import _

PLACES = (Path("modem.conf"), Path("/etc/kentongan/modem.conf"))
POSTGRES = ("postgresql://", "postgres://")
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The section [kentongan] of a modem.conf, and of which kinds its lines are."""

    path: Path  # the file, as it was named
    daemon: DaemonSettings = field(default_factory=DaemonSettings)
    kinds: tuple[str, ...] = ()  # of the lines: "modem", "simulator" ...

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

    def simulated(self) -> bool:
        """Tell whether no line reaches a real network."""
        return all(kind == "simulator" for kind in self.kinds)


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


def load_stored(path: Path) -> Stored:
    """Return where the data of the file *path* lie; nothing is opened or started.

    Raises ConfigError for a file that cannot be read and for a fault in [kentongan]. Other
    sections are not looked into: gateway.config.load() does.
    """
    sections = read_ini(path)
    where = f"{path}: [kentongan]"
    base = path.absolute().parent
    daemon = bind(DaemonSettings, sections.pop("kentongan", {}), where=where, base=base)
    kinds = tuple(kind for kind, blank, _name in (s.partition(" ") for s in sections) if blank)
    return Stored(path=path, daemon=anchored(daemon, base), kinds=kinds)


def anchored(daemon: DaemonSettings, base: Path) -> DaemonSettings:
    """Make the paths absolute that are defaults, which no binder has seen, and the database."""
    database = daemon.database
    if not database.startswith(POSTGRES):
        database = str(base / Path(database).expanduser())
    return replace(
        daemon, city=base / daemon.city, key_file=base / daemon.key_file, database=database
    )


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
