"""Names of areas for people, read without the parser: a list must not wait for it."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.config import Settings


def namer(settings: "Settings") -> Callable[[object], object]:
    """Return what gives the name of an area's code; the code itself where it has none."""

    def name(code: object) -> object:
        return _names(settings.daemon.city).get(str(code), code) if code else code

    return name


@lru_cache(maxsize=1)
def _names(city: Path) -> dict[str, str]:
    """Return {code: name}; nothing when city.toml or its file of areas is broken."""
    import csv
    import tomllib

    try:
        with city.open("rb") as file:
            areas = tomllib.load(file)["areas"]
        path = city.absolute().parent / areas.get("file", "wilayah.csv")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(line for line in lines if not line.startswith("#"))
            return {row["code"].strip(): row["name"].strip() for row in rows}
    except (OSError, ValueError, KeyError, AttributeError, TypeError, csv.Error):
        return {}
