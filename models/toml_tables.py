"""Read the tables of a TOML file into frozen values, naming file and table of what is wrong."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from models.binding import bind, nearest, options
from models.errors import ConfigError
from models.i18n import _
from models.values import plain

T = TypeVar("T")
Written = dict[str, Any]
"""A file as TOML gives it."""


def read(path: Path, tables: Collection[str]) -> Written:
    """Return what the file *path* holds; it may have no other than these *tables*.

    Raises ConfigError for a file that cannot be read or is no TOML, and for an unknown table.
    """
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("%(file)s: is not a text in UTF-8") % {"file": path}) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            _("%(file)s: is no TOML: %(fault)s") % {"file": path, "fault": str(error).lower()}
        ) from error
    for name in written:
        if name not in tables:
            raise ConfigError(
                _("%(file)s: [%(table)s]: unknown; %(hint)s")
                % {"file": path, "table": plain(name), "hint": nearest(name, list(tables))}
            )
    return written


def table(written: Written, name: str, path: Path) -> dict[str, object]:
    """Return the table *name*, empty when there is none; ConfigError when it is no table."""
    found = written.get(name, {})
    if not isinstance(found, dict):
        raise ConfigError(
            _("%(file)s: %(table)s: write it as a table, [%(table)s]")
            % {"file": path, "table": name}
        )
    return found


def one(cls: type[T], name: str, written: Written, path: Path) -> T:
    """Return the table *name* as a *cls*; raises ConfigError as bind() does."""
    where = f"{path}: [{name}]"
    return bind(cls, table(written, name, path), where=where, base=path.absolute().parent)


def rows(cls: type[T], name: str, written: Written, path: Path) -> tuple[T, ...]:
    """Return each ``[[name]]`` as a *cls*, in order; raises ConfigError as bind() does."""
    found = written.get(name, [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ConfigError(
            _("%(file)s: %(table)s: write each one as a table, [[%(table)s]]")
            % {"file": path, "table": name}
        )
    base = path.absolute().parent
    first = next(iter(options(cls)))  # what people know the row by
    return tuple(
        bind(cls, row, where=f"{path}: [[{name}]] {plain(row.get(first, number))}", base=base)
        for number, row in enumerate(found, 1)
    )
