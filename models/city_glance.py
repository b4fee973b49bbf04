"""What a list needs of city.toml, found without reading all of it: zone, agencies, areas.

To read and check the whole city takes longer than a list may. Nothing is refused here: what is
not found is left out, for a list must work beside a broken city.toml; city.py tells the fault.
"""

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

_HEADERS = re.compile(r"(?m)^(?=\[)")  # before each [table] and [[table]] at the margin
_PLAIN = re.compile(r"(?! )[A-Za-z0-9 .-]{1,20}(?<! )")
_DIGITS = re.compile(r"[0-9]{3,5}")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
_ZONE = re.compile(r'(?m)^timezone = "([A-Za-z_/]+)"$')
_FILE = re.compile(r'(?m)^file = "([A-Za-z0-9_./-]+)"$')


def zone(city: Path) -> tzinfo:
    """Return the city's zone; UTC when it cannot be found."""
    try:
        return ZoneInfo(
            _written(city, "city", _ZONE)
            or str(_table(city, "city").get("timezone", "Asia/Jakarta"))
        )
    except (OSError, ValueError, KeyError, AttributeError):
        return UTC


class Sign(NamedTuple):
    """Under what a city signs its texts, and by whose clocks."""

    name: str
    emergency: str
    zone: ZoneInfo


def sign(city: Path) -> Sign | None:
    """Return what [city] says as all write it; None when only the whole reading can tell."""
    try:
        table = _table(city, "city")
        name, emergency, zone = (
            table.get(key, default)
            for key, default in (("name", ""), ("emergency", "112"), ("timezone", "Asia/Jakarta"))
        )
        plain = _PLAIN.fullmatch(name) and _DIGITS.fullmatch(emergency) and zone in ZONES
        known = set(table) <= {"name", "emergency", "timezone", "office_hours", "weekend"}
        return Sign(name, emergency, ZoneInfo(zone)) if plain and known else None
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def _written(city: Path, name: str, pattern: re.Pattern[str]) -> str:
    """Return a value of table [*name*] when it stands there as all write it, else ''.

    tomllib takes 3 ms.
    """
    pieces = _HEADERS.split(city.read_text("utf-8"))
    piece = next((it for it in pieces if it.startswith(f"[{name}]\n")), "")
    if '"""' in piece or "'''" in piece:  # a text over several lines may look like a key
        return ""
    found = pattern.findall(piece)
    return found[0] if len(found) == 1 else ""


def agency(city: Path, name: str) -> str:
    """Return the code of the agency with code or alias *name* in any case; '' when not found."""
    wanted = name.strip().casefold()
    try:
        for table in _agencies(city.read_text("utf-8"), wanted) if wanted else ():
            if wanted in map(str.casefold, (table["code"], *table.get("aliases", ()))):
                return str(table["code"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return ""


def _agencies(text: str, wanted: str) -> Iterator[dict[str, Any]]:
    """Yield the agencies in whose lines *wanted* stands, as [[agency]] or in ``agency = [{}]``."""
    import tomllib  # noqa: PLC0415 - the zone of most files is found without it

    root, *tables = _HEADERS.split(text)
    for piece in tables:
        if piece.startswith("[[agency]]") and wanted in piece.casefold():
            yield from tomllib.loads(piece)["agency"]
    _before, found, listed = root.partition("\nagency = [")
    for line in listed.splitlines() if found else ():
        if wanted in line.casefold() and line.lstrip().startswith("{"):
            yield from tomllib.loads(f"agency = [{line}\n]")["agency"]


def areas(city: Path, code: str = "") -> tuple[dict[str, str], ...]:
    """Return code, name and parent of each area; () when their file cannot be found or read.

    With a *code* only of those in whose line it stands: a city has hundreds.
    """
    import csv  # noqa: PLC0415 - few lists name an area

    try:
        file = _written(city, "areas", _FILE) or _table(city, "areas").get("file", "wilayah.csv")
        path = city.absolute().parent / file
        with path.open(encoding="utf-8-sig", newline="") as lines:
            told = (line for line in lines if not line.startswith("#"))
            head = next(told, "")
            rows = csv.DictReader([head, *(line for line in told if code in line)])
            return tuple(
                {key: (row.get(key) or "").strip() for key in ("code", "name", "parent")}
                for row in rows
            )
    except (OSError, ValueError, KeyError, AttributeError, TypeError, csv.Error):
        return ()


def _table(city: Path, name: str) -> dict[str, str]:
    """Return table [*name*]: parsed by itself where it stands by itself, else with the file."""
    import tomllib  # noqa: PLC0415 - the zone of most files is found without it

    text = city.read_text("utf-8")
    piece = next((it for it in _HEADERS.split(text) if it.startswith(f"[{name}]")), text)
    try:
        found = tomllib.loads(piece)
    except tomllib.TOMLDecodeError:  # an array over several lines, cut at one that begins with [
        found = tomllib.loads(text)
    table: dict[str, str] = found[name]
    return table
