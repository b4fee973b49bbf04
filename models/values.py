"""Turn one written value (INI text, or what TOML made of it) into the type of a setting."""

import re
import types
import typing
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Literal

from models.i18n import _

YES = ("yes", "true", "on", "1")
NO = ("no", "false", "off", "0")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"([0-9]{1,9})\s*(ms|[smhd])", re.ASCII | re.IGNORECASE)
_INTEGER = re.compile(r"[+-]?[0-9][0-9_]{0,17}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_SHOWN = 60  # characters of a wrong value that a message repeats


def shown(value: object) -> str:
    """Return *value* as a message shows it: by repr, and never longer than a line allows."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def plain(text: object) -> str:
    """Return *text* for a message: as it is, or by repr when it would spoil the line."""
    written = str(text)
    return written if written.isprintable() and len(written) <= _SHOWN else shown(written)


def duration(text: str) -> timedelta:
    """Return the length of ``90s``, ``5m``, ``2h``, ``3d`` or ``200ms``; else ValueError.

    A bare number is refused: gammu means seconds by it and Kannel minutes.
    """
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(
            _("%(value)s is not a duration such as 90s, 5m or 2h") % {"value": shown(text)}
        )
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2].lower()])


def boolean(text: str) -> bool:
    """Return what yes/no, true/false, on/off or 1/0 says; ValueError for anything else."""
    word = text.lower()
    if word not in YES + NO:
        raise ValueError(_("%(value)s is neither yes nor no") % {"value": shown(text)})
    return word in YES


def integer(text: str) -> int:
    """Return a whole number; ``2_000`` is one too; ValueError for anything else."""
    if not _INTEGER.fullmatch(text):
        raise ValueError(_("%(value)s is not a whole number") % {"value": shown(text)})
    return int(text.replace("_", ""))


def decimal(text: str) -> float:
    """Return a number such as ``0.5``; ValueError for anything else, ``nan`` and ``inf`` too."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(_("%(value)s is not a number such as 0.5") % {"value": shown(text)})
    return float(text)


def day(text: str) -> date:
    """Return a date written ``2026-03-20``; ValueError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            _("%(value)s is not a date such as 2026-03-20") % {"value": shown(text)}
        ) from None


def clock(text: str) -> time:
    """Return a time of day written ``07:30``; ValueError for anything else."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text, re.ASCII):
        raise ValueError(_("%(value)s is not a time such as 07:30") % {"value": shown(text)})
    return time(int(text[:2]), int(text[3:]))


_TEXT: dict[type, Callable[[str], object]] = {
    timedelta: duration,
    bool: boolean,
    int: integer,
    float: decimal,
    date: day,
    time: clock,
}


def convert(value: object, kind: Any, base: Path) -> Any:  # noqa: PLR0911 - one a kind of setting
    """Return *value* as *kind*, the annotation of a field; a path is taken relative to *base*.

    *kind* is str, int, float, bool, Path, timedelta, date, time, a Literal, ``tuple[str, ...]``,
    a tuple of pairs of str (a table of words), any of these ``| None``, or a class whose
    ``parse(str)`` raises ValueError. Raises ValueError with a phrase that says what was wrong and
    what is allowed.
    """
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return convert(value, typing.get_args(kind)[0], base)
    if typing.get_origin(kind) is tuple:
        return _words(value) if typing.get_args(kind)[0] is str else _pairs(value)
    if isinstance(value, str):
        value = value.strip()
        if typing.get_origin(kind) is Literal:
            return _choice(value, typing.get_args(kind))
        if kind is Path:
            return base / Path(_filled(value)).expanduser()
        if kind is str:
            return value
        return _TEXT[kind](value) if kind in _TEXT else kind.parse(value)
    if kind in _TEXT and type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    if kind in (bool, int, float):
        raise ValueError(_("%(value)s has the wrong type") % {"value": shown(value)})
    raise ValueError(_("%(value)s is no text; write it in quotes") % {"value": shown(value)})


def _filled(value: str) -> str:
    if not value:
        raise ValueError(_("is empty; give a file, or leave the line out"))
    return value


def _choice(value: str, allowed: tuple[str, ...]) -> str:
    for word in allowed:
        if word.lower() == value.lower():
            return word
    raise ValueError(
        _("%(value)s is not one of %(allowed)s")
        % {"value": shown(value), "allowed": ", ".join(allowed)}
    )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise ValueError(_("%(value)s is not a list of words") % {"value": shown(value)})


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict) and all(isinstance(word, str) for word in value.values()):
        return tuple((name.strip(), word.strip()) for name, word in value.items())
    raise ValueError(
        _("%(value)s is not a table of words such as { name = 'word' }") % {"value": shown(value)}
    )
