"""Load city.toml: a city's name, words, agencies and rules, as frozen values."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from models import areas as area_files
from models import toml_tables
from models.areas import Areas, Row
from models.binding import bind, setting
from models.city_checks import DAYS, GSM7_BASIC, check
from models.city_desk import (
    Abuse,
    Deadline,
    Desk,
    Emergency,
    Escalation,
    Incident,
    OfficerCodes,
    Routing,
)
from models.city_desk_checks import check_desk
from models.city_digest import Digest, Ppid, check_digests
from models.city_privacy import Evidence, Retention
from models.city_tables import (
    Agency,
    CalendarFile,
    Category,
    Clocks,
    Cost,
    Holiday,
    Keyword,
    ShortDays,
)
from models.city_words import OtherCity, Words, words_of
from models.clocks import Hours
from parser import gazetteer
from parser.gazetteer import Gazetteer

__all__ = [
    "GSM7_BASIC",
    "Agency",
    "Category",
    "City",
    "Clocks",
    "Cost",
    "Holiday",
    "Keyword",
    "load",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The whole of city.toml, and of the files that it names."""

    path: Path  # the file, as it was named
    name: str = setting("Name that begins the replies, at most 20 characters.")
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = setting(
        "WIB, WITA or WIT.", default="Asia/Jakarta"
    )
    emergency: str = setting("Number to call in an emergency.", default="112")
    office_hours: Hours = setting("Hours of a working day.", default=Hours.parse("07:30-16:00"))
    weekend: tuple[str, ...] = setting("Days off.", default=("sabtu", "minggu"))
    keywords: tuple[Keyword, ...] = ()
    other_cities: tuple[OtherCity, ...] = ()
    words: Words = Words()
    cost: Cost = Cost()
    clocks: Clocks = Clocks()
    agencies: tuple[Agency, ...] = ()
    categories: tuple[Category, ...] = ()
    holidays: tuple[Holiday, ...] = ()  # those of the calendar's file too, which wins
    short_days: tuple[ShortDays, ...] = ()
    calendar_file: Path | None = None
    desk: Desk = Desk()
    deadlines: tuple[Deadline, ...] = ()
    routes: tuple[Routing, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    abuse: Abuse = Abuse()
    officer_codes: OfficerCodes = OfficerCodes()
    emergencies: Emergency = Emergency()
    incident: Incident = Incident()
    retention: Retention = Retention()
    evidence: Evidence = Evidence()
    digests: tuple[Digest, ...] = ()
    ppid: Ppid = Ppid()
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
        return frozenset(DAYS.index(day) for day in self.weekend)

    def keywords_of(self, line: str) -> tuple[Keyword, ...]:
        """Return the keywords that hold on *line*, the name of a section of modem.conf."""
        return tuple(k for k in self.keywords if not k.lines or line in k.lines)

    def agency_of(self, category: str) -> Agency | None:
        """Return the agency that gets *category* by default, or None."""
        return next((a for a in self.agencies if category in a.categories), None)


_TABLES: dict[str, tuple[str, type]] = {
    "cost": ("cost", Cost),
    "clock": ("clocks", Clocks),
    "desk": ("desk", Desk),
    "abuse": ("abuse", Abuse),
    "officer_codes": ("officer_codes", OfficerCodes),
    "emergency": ("emergencies", Emergency),
    "incident": ("incident", Incident),
    "retention": ("retention", Retention),
    "evidence": ("evidence", Evidence),
    "ppid": ("ppid", Ppid),
}
_LISTS: dict[str, tuple[str, type]] = {
    "keyword": ("keywords", Keyword),
    "other_city": ("other_cities", OtherCity),
    "agency": ("agencies", Agency),
    "category": ("categories", Category),
    "deadline": ("deadlines", Deadline),
    "route": ("routes", Routing),
    "escalation": ("escalation", Escalation),
    "digest": ("digests", Digest),
}
_DAYS = ("holiday", "short_day")
_NAMES = ("city", *_TABLES, "words", "areas", "calendar", *_LISTS, *_DAYS)


def load(path: Path) -> City:
    """Return what the file *path* says, and the files of areas and days that it names.

    Raises ConfigError, which names the file, the table and the key, for a file that cannot be
    read, an unknown table or key, a missing or wrong value, and tables that contradict each other.
    """
    written = toml_tables.read(path, _NAMES)
    tables: dict[str, Any] = {
        field: toml_tables.one(cls, name, written, path) for name, (field, cls) in _TABLES.items()
    }
    lists: dict[str, Any] = {
        field: toml_tables.rows(cls, name, written, path) for name, (field, cls) in _LISTS.items()
    }
    areas_file, areas = _areas(written, path)
    city = bind(
        City,
        toml_tables.table(written, "city", path),
        where=f"{path}: [city]",
        base=path.absolute().parent,
        path=path,
        areas_file=areas_file,
        areas=areas,
        gazetteer=gazetteer.load(areas) if areas else None,
        words=words_of(
            toml_tables.table(written, "words", path),
            path,
            [category.code for category in lists["categories"]],
            lists["keywords"],
        ),
        **tables,
        **lists,
        **_days(written, path),
    )
    check(city)
    check_desk(city)
    check_digests(city)
    return city


def _areas(written: toml_tables.Written, path: Path) -> tuple[Path | None, tuple[Row, ...]]:
    if "areas" not in written:
        return None, ()
    areas = toml_tables.one(Areas, "areas", written, path)
    return areas.file, area_files.load(areas, f"{path}: [areas]")


def _days(written: toml_tables.Written, path: Path) -> dict[str, Any]:
    """Return the city's days off and short days, of city.toml and then of the calendar's file."""
    sources, named = [(path, written)], None
    if "calendar" in written:
        named = toml_tables.one(CalendarFile, "calendar", written, path).file
        sources.append((named, toml_tables.read(named, _DAYS)))
    days: dict[date, Holiday] = {}
    short: list[ShortDays] = []
    for file, tables in sources:
        rows = toml_tables.rows(Holiday, "holiday", tables, file)
        days |= {row.date: row for row in rows}
        short += toml_tables.rows(ShortDays, "short_day", tables, file)
    return {
        "holidays": tuple(days.values()),
        "short_days": tuple(short),
        "calendar_file": named,
    }
