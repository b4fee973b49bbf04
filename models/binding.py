"""Bind a section of modem.conf or a table of city.toml to a frozen dataclass, saying what is wrong.

A field made with ``setting()`` may be written in the file; any other field is given by the caller.
"""

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, overload

from models.errors import ConfigError
from models.i18n import _
from models.values import convert, plain

T = TypeVar("T")


class Option(NamedTuple):
    """What the documentation and the checks know of one setting besides its type and default."""

    help: str  # one English sentence
    unit: str = ""  # as modem.conf.example shows it: "seconds", "parts a day" ...
    aliases: tuple[str, ...] = ()  # names that users of gammu, smstools and Kannel know
    secrets: tuple[str, ...] = ()  # names of the secret itself, which never stands in the file
    least: Any = None
    most: Any = None
    example: str = ""  # what modem.conf.example shows where there is no default


@overload
def setting(
    help: str,
    *,
    unit: str = "",
    aliases: tuple[str, ...] = (),
    least: Any = None,
    most: Any = None,
    example: str = "",
) -> Any: ...


@overload
def setting(
    help: str,
    *,
    default: T,
    unit: str = "",
    aliases: tuple[str, ...] = (),
    secrets: tuple[str, ...] = (),
    least: Any = None,
    most: Any = None,
    example: str = "",
) -> T: ...


def setting(  # noqa: PLR0913 - one for each thing that is known of it
    help: str,  # noqa: A002 - it is the help
    *,
    default: Any = MISSING,
    unit: str = "",
    aliases: tuple[str, ...] = (),
    secrets: tuple[str, ...] = (),
    least: Any = None,
    most: Any = None,
    example: str = "",
) -> Any:
    """Return a dataclass field that may be written in a configuration file.

    Without a *default* it must be. *least* and *most* are the bounds, in the type of the field.
    """
    option = Option(help, unit, aliases, secrets, least, most, example)
    return field(default=default, metadata={"option": option})


def options(cls: type) -> dict[str, Field[Any]]:
    """Return the fields of *cls* that may be written, by name: its own, then those it inherits."""
    order = {name: at for at, name in enumerate(vars(cls).get("__annotations__", ()))}
    found = [f for f in fields(cls) if "option" in f.metadata]
    return {f.name: f for f in sorted(found, key=lambda f: order.get(f.name, len(order)))}


def bind(
    cls: type[T],
    values: Mapping[str, object],
    *,
    where: str,
    base: Path,
    notes: list[str] | None = None,
    **given: object,
) -> T:
    """Return a *cls* from *values*; *where* begins each message: ``modem.conf: [modem kartu1]``.

    Paths are relative to *base*. Names are compared without case, ``-`` and ``_``; each old name
    that was accepted adds a line to *notes*. *given* are the fields that no file sets. Raises
    ConfigError for an unknown or missing key, one written twice, and a value that is not allowed.
    """
    known = options(cls)
    kinds = _kinds(cls)  # type: ignore[arg-type]  # mypy: type[T] is not Hashable
    bound: dict[str, object] = {}
    for key, name in _matched(cls, values, where, notes):
        bound[name] = _value(values[key], known[name], kinds[name], f"{where} {plain(key)}", base)
    for name, one in known.items():
        if name not in bound and one.default is MISSING:
            raise ConfigError(_("%(where)s %(key)s: missing") % {"where": where, "key": name})
    return cls(**bound, **given)


@lru_cache(maxsize=128)
def _kinds(cls: type) -> dict[str, Any]:
    """Return the types of the fields of *cls*; 253 agencies are one class."""
    return typing.get_type_hints(cls)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return *name* without case, ``-`` and ``_``, so that ``ReceiveFrequency`` is known too."""
    return re.sub(r"[-_]", "", name).lower()


def nearest(name: str, allowed: list[str], also: Mapping[str, str] | None = None) -> str:
    """Return ``did you mean X?`` for the nearest of *allowed*, else ``one of ...``.

    *also* are other words (folded) for some of *allowed*, which are found but never proposed.
    """
    import difflib  # noqa: PLC0415 - for who made a mistake

    by_fold = {**(also or {}), **{fold(word): word for word in allowed}}
    close = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    if close:
        return _("did you mean %(name)s?") % {"name": by_fold[close[0]]}
    return _("one of %(names)s") % {"names": ", ".join(allowed)}


def _matched(
    cls: type, values: Mapping[str, object], where: str, notes: list[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield (key as written, field name), refusing what is unknown, secret or written twice."""
    known = options(cls)
    names = _aliases(known) | {fold(name): name for name in known}
    first: dict[str, str] = {}
    for key in values:
        name = names.get(fold(key))
        if name is None:
            raise ConfigError(_refusal(key, known, where))
        if name in first:
            raise ConfigError(
                _("%(where)s %(key)s: already given as %(first)s")
                % {"where": where, "key": plain(key), "first": plain(first[name])}
            )
        first[name] = key
        if key != name and notes is not None:
            notes.append(
                _("%(where)s %(key)s: accepted; here it is called %(name)s")
                % {"where": where, "key": plain(key), "name": name}
            )
        yield key, name


def _aliases(known: Mapping[str, Field[Any]]) -> dict[str, str]:
    return {fold(alias): f.name for f in known.values() for alias in option_of(f).aliases}


def _refusal(key: str, known: Mapping[str, Field[Any]], where: str) -> str:
    for name, one in known.items():
        if fold(key) in map(fold, option_of(one).secrets):
            return _(
                "%(where)s %(key)s: a secret does not stand here; "
                "put it in a file of mode 0600 and name the file by %(name)s"
            ) % {"where": where, "key": key, "name": name}
    return _("%(where)s %(key)s: unknown; %(hint)s") % {
        "where": where,
        "key": plain(key),
        "hint": nearest(key, list(known), _aliases(known)),
    }


def _value(written: object, one: Field[Any], kind: object, where: str, base: Path) -> object:
    try:
        _check_characters(written)
        value = convert(written, kind, base)
        _check_bounds(written, value, option_of(one))
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    return value


def _check_characters(written: object) -> None:
    words = [written]
    if isinstance(written, list):
        words = written
    elif isinstance(written, dict):
        words = [*written, *written.values()]
    if any(isinstance(word, str) and re.search(r"[\x00-\x1f\x7f]", word) for word in words):
        raise ValueError(_("goes over two lines or holds a control character"))


def _check_bounds(written: object, value: Any, option: Option) -> None:
    if option.least is not None and value is not None and value < option.least:
        raise ValueError(
            _("%(value)r is too small; at least %(bound)s")
            % {"value": written, "bound": option.least}
        )
    if option.most is not None and value is not None and value > option.most:
        raise ValueError(
            _("%(value)r is too large; at most %(bound)s")
            % {"value": written, "bound": option.most}
        )


def option_of(one: Field[Any]) -> Option:
    """Return what is known of a field made with setting()."""
    option: Option = one.metadata["option"]
    return option
