"""Load city.toml: a city's name, words, agencies and clocks, as frozen values."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from models import areas as area_files
from models.areas import Areas, Row
from models.binding import bind, nearest, options, setting
from models.clocks import Hours, Span
from models.errors import ConfigError
from models.i18n import _
from models.values import plain
from parser import gazetteer
from parser.gazetteer import Gazetteer

# The basic characters of 3GPP TS 23.038 6.2.1 without line ends; the extension costs two septets.
GSM7_BASIC = (
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
MOST_NAME = 20  # characters; the reply texts are measured with it
MOST_AGENCY = 16
MOST_WORD = 11
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{1,10}", re.ASCII)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,15}", re.ASCII)
_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One ``[[keyword]]``: the word that begins a report on some lines."""

    word: str = setting("The word, 2 to 11 letters and digits.")
    aliases: tuple[str, ...] = setting("Other spellings of it.", default=())
    lines: tuple[str, ...] = setting("Lines it is for; without them all.", default=())

    def words(self) -> tuple[str, ...]:
        """Return the word and its aliases in capitals."""
        return tuple(word.upper() for word in (self.word, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Table ``[cost]``, in rupiah."""

    part: int = setting("Price of one part sent.", default=350, unit="rupiah", least=0)
    monthly_budget: int = setting(
        "What may be spent a month; 0 for no limit.", default=0, unit="rupiah", least=0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Table ``[clock]``: how long each step may take; the defaults are SP4N-LAPOR's."""

    verify: Span = setting("A new report is verified.", default=Span(3, "hk"))
    follow_up: Span = setting("The agency follows up.", default=Span(5, "hk"))
    information: Span = setting("A question is answered.", default=Span(5, "hk"))
    complaint: Span = setting("A complaint is settled.", default=Span(14, "hk"))
    field_check: Span = setting("One that needs a visit is settled.", default=Span(60, "hk"))
    close_after_silence: Span = setting(
        "A finished ticket closes when nobody objects.", default=Span(10, "hk")
    )
    reopen: Span = setting("A closed ticket may be opened again.", default=Span(30, "hari"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One ``[[agency]]`` (OPD)."""

    code: str = setting("Short name in SMS and commands, 1 to 16 of A-Z 0-9 . _ -.")
    name: str = setting("Name in full.")
    aliases: tuple[str, ...] = setting("Other spellings of the code in SMS.", default=())
    categories: tuple[str, ...] = setting("Categories it gets by default.", default=())
    escalation: tuple[str, ...] = setting("Who is told, step by step, when it is late.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One ``[[category]]``; a category that only an agency names needs none."""

    code: str = setting("The word in commands and lists.")
    name: str = setting("Name in full.", default="")
    confidential: bool = setting("Its reports are rahasia from the start.", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One ``[[holiday]]`` of this city; the national ones are known."""

    date: datetime.date = setting("The day.")
    name: str = setting("What it is.", default="")
    workday: bool = setting("The offices do work on that day.", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The whole of city.toml."""

    path: Path  # the file, as it was named
    name: str = setting("Name that begins the replies, at most 20 characters.")
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = setting(
        "WIB, WITA or WIT.", default="Asia/Jakarta"
    )
    emergency: str = setting("Number to call in an emergency.", default="112")
    office_hours: Hours = setting("Hours of a working day.", default=Hours.parse("07:30-16:00"))
    weekend: tuple[str, ...] = setting("Days off.", default=("sabtu", "minggu"))
    keywords: tuple[Keyword, ...] = ()
    cost: Cost = Cost()
    clocks: Clocks = Clocks()
    agencies: tuple[Agency, ...] = ()
    categories: tuple[Category, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    areas_file: Path | None = None
    areas: tuple[Row, ...] = ()  # of that file
    gazetteer: Gazetteer | None = field(default=None, compare=False)  # made of them

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def weekend_days(self) -> frozenset[int]:
        """The days off as date.weekday() counts them: Monday is 0."""
        return frozenset(_DAYS.index(day) for day in self.weekend)

    def keywords_of(self, line: str) -> tuple[Keyword, ...]:
        """Return the keywords that hold on *line*, the name of a section of modem.conf."""
        return tuple(k for k in self.keywords if not k.lines or line in k.lines)

    def agency_of(self, category: str) -> Agency | None:
        """Return the agency that gets *category* by default, or None."""
        return next((a for a in self.agencies if category in a.categories), None)


_TABLES: dict[str, type] = {"cost": Cost, "clock": Clocks, "areas": Areas}
_LISTS: dict[str, tuple[str, type]] = {
    "keyword": ("keywords", Keyword),
    "agency": ("agencies", Agency),
    "category": ("categories", Category),
    "holiday": ("holidays", Holiday),
}


def load(path: Path) -> City:
    """Return what the file *path* says, and the file of areas that it names.

    Raises ConfigError, which names the file, the table and the key, for a file that cannot be
    read, an unknown table or key, a missing or wrong value, and tables that contradict each other.
    """
    written = _read(path)
    unknown = [key for key in written if key not in ("city", *_TABLES, *_LISTS)]
    if unknown:
        hint = nearest(unknown[0], ["city", *_TABLES, *_LISTS])
        raise ConfigError(
            _("%(file)s: [%(table)s]: unknown; %(hint)s")
            % {"file": path, "table": plain(unknown[0]), "hint": hint}
        )
    lists: dict[str, Any] = {
        field: _rows(cls, table, written, path) for table, (field, cls) in _LISTS.items()
    }
    areas_file, rows = _areas(written, path)
    city = bind(
        City,
        _table(written, "city", path),
        where=f"{path}: [city]",
        base=path.absolute().parent,
        path=path,
        cost=_one(Cost, "cost", written, path),
        clocks=_one(Clocks, "clock", written, path),
        areas_file=areas_file,
        areas=rows,
        gazetteer=gazetteer.load(rows) if rows else None,
        **lists,
    )
    _check_city(city)
    _check_keywords(city)
    _check_agencies(city)
    _check_categories(city)
    return city


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("%(file)s: is not a text in UTF-8") % {"file": path}) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            _("%(file)s: is no TOML: %(fault)s") % {"file": path, "fault": str(error).lower()}
        ) from error


def _table(written: dict[str, Any], name: str, path: Path) -> dict[str, object]:
    table = written.get(name, {})
    if not isinstance(table, dict):
        raise ConfigError(
            _("%(file)s: %(table)s: write it as a table, [%(table)s]")
            % {"file": path, "table": name}
        )
    return table


def _one(cls: type[T], name: str, written: dict[str, Any], path: Path) -> T:
    where = f"{path}: [{name}]"
    return bind(cls, _table(written, name, path), where=where, base=path.absolute().parent)


def _areas(written: dict[str, Any], path: Path) -> tuple[Path | None, tuple[Row, ...]]:
    if "areas" not in written:
        return None, ()
    areas = _one(Areas, "areas", written, path)
    return areas.file, area_files.load(areas, f"{path}: [areas]")


def _rows(cls: type[T], name: str, written: dict[str, Any], path: Path) -> tuple[T, ...]:
    rows = written.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(
            _("%(file)s: %(table)s: write each one as a table, [[%(table)s]]")
            % {"file": path, "table": name}
        )
    base = path.absolute().parent
    first = next(iter(options(cls)))  # what people know the row by
    return tuple(
        bind(cls, row, where=f"{path}: [[{name}]] {plain(row.get(first, number))}", base=base)
        for number, row in enumerate(rows, 1)
    )


def _refuse(city: City, table: str, key: str, fault: str) -> ConfigError:
    return ConfigError(f"{city.path}: {table} {key}: {fault}")


def _check_city(city: City) -> None:
    if not 1 <= len(city.name) <= MOST_NAME or any(c not in GSM7_BASIC for c in city.name):
        fault = _("1 to %(most)d characters that every SMS can carry") % {"most": MOST_NAME}
        raise _refuse(city, "[city]", "name", fault)
    if not re.fullmatch(r"[0-9]{3,5}", city.emergency, re.ASCII):
        raise _refuse(city, "[city]", "emergency", _("is not a number of 3 to 5 digits"))
    for day in city.weekend:
        if day not in _DAYS:
            hint = nearest(day, list(_DAYS))
            raise _refuse(city, "[city]", "weekend", f"{day!r}; {hint}")
    if len(set(city.weekend)) == len(_DAYS):
        raise _refuse(city, "[city]", "weekend", _("leaves no day to work"))


def _check_keywords(city: City) -> None:
    seen: set[str] = set()
    for keyword in city.keywords:
        for word in keyword.words():
            table = f"[[keyword]] {plain(keyword.word)}"
            if not _WORD.fullmatch(word):
                fault = _("%(word)r is not 2 to %(most)d letters and digits, a letter first")
                raise _refuse(city, table, "word", fault % {"word": word, "most": MOST_WORD})
            if word in seen:
                raise _refuse(city, table, "word", _("%(word)r stands here twice") % {"word": word})
            seen.add(word)


def _check_agencies(city: City) -> None:
    codes: set[str] = set()
    aliases: dict[str, str] = {}
    owners: dict[str, str] = {}
    for agency in city.agencies:
        table = f"[[agency]] {plain(agency.code)}"
        if not _CODE.fullmatch(agency.code):
            fault = _("is not 1 to %(most)d of A-Z 0-9 . _ -") % {"most": MOST_AGENCY}
            raise _refuse(city, table, "code", fault)
        if agency.code in codes:
            raise _refuse(city, table, "code", _("stands here twice"))
        codes.add(agency.code)
        for alias in agency.aliases:
            if not alias.strip() or aliases.setdefault(alias.upper(), agency.code) != agency.code:
                fault = _("%(alias)r is empty or another agency's") % {"alias": alias}
                raise _refuse(city, table, "aliases", fault)
        _check_name(city, table, agency.name)
        for category in agency.categories:
            if category in owners:
                fault = _("%(category)r is already given to %(agency)s")
                detail = {"category": category, "agency": owners[category]}
                raise _refuse(city, table, "categories", fault % detail)
            _check_category(city, table, category)
            owners[category] = agency.code
    for alias in aliases.keys() & codes:
        fault = _("%(alias)r is empty or another agency's") % {"alias": alias}
        raise _refuse(city, f"[[agency]] {plain(aliases[alias])}", "aliases", fault)


def _check_categories(city: City) -> None:
    codes: set[str] = set()
    for category in city.categories:
        table = f"[[category]] {plain(category.code)}"
        _check_category(city, table, category.code)
        _check_name(city, table, category.name)
        if category.code in codes:
            raise _refuse(city, table, "code", _("stands here twice"))
        codes.add(category.code)


def _check_category(city: City, table: str, code: str) -> None:
    if not _CATEGORY.fullmatch(code):
        fault = _("category %(code)r is not a word of a-z 0-9 _")
        raise _refuse(city, table, "code", fault % {"code": code})


def _check_name(city: City, table: str, name: str) -> None:
    odd = [character for character in name if character not in GSM7_BASIC]
    if odd:
        fault = _("%(character)r is no character that every SMS can carry")
        raise _refuse(city, table, "name", fault % {"character": odd[0]})
