"""Names of areas for people, read without the parser: a list must not wait for it."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.config_stored import Stored


def namer(stored: "Stored") -> Callable[[object], object]:
    """Return what gives the name of an area's code; the code itself where it has none."""

    def name(code: object) -> object:
        return _names(stored.daemon.city).get(str(code), code) if code else code

    return name


def namer_of_one(stored: "Stored") -> Callable[[object], object]:
    """Return the same for a single code: of hundreds of areas only its own is read."""

    def name(code: object) -> object:
        return _names(stored.daemon.city, str(code)).get(str(code), code) if code else code

    return name


@lru_cache(maxsize=1)
def _names(city: Path, code: str = "") -> dict[str, str]:
    """Return {code: name}; nothing when city.toml or its file of areas is broken."""
    from models import city_glance

    return {row["code"]: row["name"] for row in city_glance.areas(city, code)}
