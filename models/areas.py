"""The file of a city's areas that ``[areas]`` of city.toml names: read whole or refused by line."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.binding import nearest, setting
from models.errors import ConfigError
from models.i18n import _
from models.values import shown
from parser.gazetteer import KINDS
from parser.lists import squash

COLUMNS = ("code", "kind", "name", "parent", "aliases")
MOST_ROWS = 20_000  # the largest kabupaten has some 500 villages; a province has 9,000
MOST_NAME = 60  # characters

Row = dict[str, str]
"""One area: the columns, and *own*: "0" for an area that this office does not serve, else "1"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Table ``[areas]``: the places whose names are looked for in reports."""

    file: Path = setting(
        "CSV file of the areas: code, kind, name, parent, aliases.", default=Path("wilayah.csv")
    )
    own: tuple[str, ...] = setting(
        "Codes of the areas this office serves, with all in them; without it all but luar.",
        default=(),
    )


def load(areas: Areas, where: str) -> tuple[Row, ...]:
    """Return the rows of the file; lines that begin with ``#`` are comments.

    *where* begins the message about a code in *own* that the file does not have. Raises
    ConfigError, which names the file, the line and the column.
    """
    rows = {row["code"]: row for row in _rows(areas.file)}
    for code in areas.own:
        if code not in rows:
            fault = _("%(where)s own: %(code)s is no code of %(file)s")
            raise ConfigError(fault % {"where": where, "code": shown(code), "file": areas.file})
    for row in rows.values():
        served = not areas.own or row["kind"] in {"kota", "luar"} or _within(row, rows, areas.own)
        row["own"] = "1" if served else "0"
    return tuple(rows.values())


def _within(row: Row, rows: Mapping[str, Row], own: tuple[str, ...]) -> bool:
    for _step in KINDS:  # no area lies deeper than there are kinds
        if row["code"] in own:
            return True
        if row["parent"] not in rows:
            return False
        row = rows[row["parent"]]
    return False


def _rows(path: Path) -> Iterator[Row]:
    lines = _lines(path)
    names = [name.strip().lower() for name in next(lines, (1, [""]))[1]]
    wrong = [name for name in names if name not in COLUMNS]
    missing = [name for name in COLUMNS[:3] if name not in names]
    if wrong or missing or len(set(names)) < len(names):
        fault = _("the columns are %(names)s") % {"names": ", ".join(COLUMNS)}
        raise ConfigError(f"{path}: {fault}")
    lines_of: dict[str, int] = {}
    parents: dict[int, str] = {}
    for number, cells in lines:
        row = dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))
        fault = _fault(row, cells, names, lines_of)
        if fault:
            raise _refused(path, number, fault)
        lines_of[row["code"]] = number
        if row["parent"]:
            parents[number] = row["parent"]
        yield row
    for number, parent in parents.items():
        if parent not in lines_of:
            fault = _("parent %(code)s is no code of this file") % {"code": shown(parent)}
            raise _refused(path, number, fault)


def _fault(row: Row, cells: list[str], names: list[str], lines_of: Mapping[str, int]) -> str:
    """Return what is wrong with *row*, or ''."""
    if len(cells) > len(names) or len(lines_of) >= MOST_ROWS:
        return _("more than %(columns)d cells or %(rows)d areas") % {
            "columns": len(names),
            "rows": MOST_ROWS,
        }
    if not row["code"]:
        return _("code is empty")
    if row["code"] in lines_of:
        detail = {"code": shown(row["code"]), "line": lines_of[row["code"]]}
        return _("code %(code)s stands in line %(line)d too") % detail
    if row["kind"] not in KINDS:
        return _("kind %(kind)s; %(hint)s") % {
            "kind": shown(row["kind"]),
            "hint": nearest(row["kind"], list(KINDS)),
        }
    for name in (row["name"], *filter(None, row["aliases"].split(";"))):
        if not squash(name) or len(name) > MOST_NAME or not name.isprintable():
            return _("name %(name)s: 1 to %(most)d characters, a letter or digit in them") % {
                "name": shown(name),
                "most": MOST_NAME,
            }
    return ""


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the line, its trimmed cells); a cell does not go over two lines."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.startswith("#") or not line.strip(" ,\r\t"):
            continue
        try:
            cells = next(csv.reader([line.rstrip("\r")], strict=True), [])
        except csv.Error as error:
            raise _refused(path, number, str(error).lower()) from error
        yield number, [cell.strip() for cell in cells]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("%(file)s: is not a text in UTF-8") % {"file": path}) from error


def _refused(path: Path, number: int, fault: str) -> ConfigError:
    detail = {"file": path, "line": number, "fault": fault}
    return ConfigError(_("%(file)s: line %(line)d: %(fault)s") % detail)
