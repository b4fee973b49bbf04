"""Check the tables of city.toml that say who the city is, each fault by table and key."""

import re
from typing import TYPE_CHECKING

from models.binding import nearest
from models.errors import ConfigError
from models.i18n import _
from models.lanes import LANES
from models.values import plain

if TYPE_CHECKING:
    from models.city import City

# The basic characters of 3GPP TS 23.038 6.2.1 without line ends; the extension costs two septets.
GSM7_BASIC = (
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MOST_NAME = 20  # characters; the reply texts are measured with it
MOST_AGENCY = 16
MOST_CONTACT = 16
MOST_WORD = 11
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{1,10}", re.ASCII)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,15}", re.ASCII)
_CATEGORY = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)


def check(city: "City") -> None:
    """Raise ConfigError when the city's name, words, agencies or categories cannot be."""
    _check_city(city)
    _check_keywords(city)
    _check_agencies(city)
    _check_categories(city)
    _check_days(city)
    _check_cost(city)


def refuse(city: "City", table: str, key: str, fault: str) -> ConfigError:
    """Return the error that names the file, the table and the key."""
    return ConfigError(f"{city.path}: {table} {key}: {fault}")


def check_text(city: "City", table: str, key: str, text: str, most: int = 0) -> None:
    """Raise ConfigError when *text* is longer than *most* or no SMS can carry it."""
    odd = [character for character in text if character not in GSM7_BASIC]
    if odd:
        fault = _("%(character)r is no character that every SMS can carry")
        raise refuse(city, table, key, fault % {"character": odd[0]})
    if most and len(text) > most:
        fault = _("%(text)r is longer than %(most)d characters")
        raise refuse(city, table, key, fault % {"text": text, "most": most})


def _check_city(city: "City") -> None:
    if not 1 <= len(city.name) <= MOST_NAME or any(c not in GSM7_BASIC for c in city.name):
        fault = _("1 to %(most)d characters that every SMS can carry") % {"most": MOST_NAME}
        raise refuse(city, "[city]", "name", fault)
    if not re.fullmatch(r"[0-9]{3,5}", city.emergency, re.ASCII):
        raise refuse(city, "[city]", "emergency", _("is not a number of 3 to 5 digits"))
    for day in city.weekend:
        if day not in DAYS:
            hint = nearest(day, list(DAYS))
            raise refuse(city, "[city]", "weekend", f"{day!r}; {hint}")
    if len(set(city.weekend)) == len(DAYS):
        raise refuse(city, "[city]", "weekend", _("leaves no day to work"))


def _check_keywords(city: "City") -> None:
    seen: set[str] = set()
    for keyword in city.keywords:
        for word in keyword.words():
            table = f"[[keyword]] {plain(keyword.word)}"
            if not _WORD.fullmatch(word):
                fault = _("%(word)r is not 2 to %(most)d letters and digits, a letter first")
                raise refuse(city, table, "word", fault % {"word": word, "most": MOST_WORD})
            if word in seen:
                raise refuse(city, table, "word", _("%(word)r stands here twice") % {"word": word})
            seen.add(word)
    for other in city.other_cities:
        table = f"[[other_city]] {plain(other.word)}"
        for word in other.words():
            if not _WORD.fullmatch(word):
                fault = _("%(word)r is not 2 to %(most)d letters and digits, a letter first")
                raise refuse(city, table, "word", fault % {"word": word, "most": MOST_WORD})
            if word in seen:
                fault = _("%(word)r is a keyword already; each word leads to one city")
                raise refuse(city, table, "word", fault % {"word": word})
            seen.add(word)


def _check_agencies(city: "City") -> None:
    codes: set[str] = set()
    aliases: dict[str, str] = {}
    owners: dict[str, str] = {}
    for agency in city.agencies:
        table = f"[[agency]] {plain(agency.code)}"
        if not _CODE.fullmatch(agency.code):
            fault = _("is not 1 to %(most)d of A-Z 0-9 . _ -") % {"most": MOST_AGENCY}
            raise refuse(city, table, "code", fault)
        if agency.code in codes:
            raise refuse(city, table, "code", _("stands here twice"))
        codes.add(agency.code)
        for alias in agency.aliases:
            if not alias.strip() or aliases.setdefault(alias.upper(), agency.code) != agency.code:
                fault = _("%(alias)r is empty or another agency's") % {"alias": alias}
                raise refuse(city, table, "aliases", fault)
        check_text(city, table, "name", agency.name)
        check_text(city, table, "contact", agency.contact, MOST_CONTACT)
        for category in agency.categories:
            if category in owners:
                fault = _("%(category)r is already given to %(agency)s")
                detail = {"category": category, "agency": owners[category]}
                raise refuse(city, table, "categories", fault % detail)
            _check_category(city, table, category)
            owners[category] = agency.code
    for alias in aliases.keys() & codes:
        fault = _("%(alias)r is empty or another agency's") % {"alias": alias}
        raise refuse(city, f"[[agency]] {plain(aliases[alias])}", "aliases", fault)


def _check_categories(city: "City") -> None:
    codes: set[str] = set()
    for category in city.categories:
        table = f"[[category]] {plain(category.code)}"
        _check_category(city, table, category.code)
        check_text(city, table, "name", category.name)
        check_text(city, table, "contact", category.contact, MOST_CONTACT)
        if category.code in codes:
            raise refuse(city, table, "code", _("stands here twice"))
        codes.add(category.code)


def _check_category(city: "City", table: str, code: str) -> None:
    if not _CATEGORY.fullmatch(code):
        fault = _("category %(code)r is not a word of a-z 0-9 _")
        raise refuse(city, table, "code", fault % {"code": code})


def _check_days(city: "City") -> None:
    where = city.calendar_file or city.path
    for short in city.short_days:
        if short.end < short.first:
            fault = _("%(file)s: [[short_day]] %(day)s last: comes before the first")
            raise ConfigError(fault % {"file": where, "day": short.first})


def _check_cost(city: "City") -> None:
    for lane in city.cost.over_budget:
        if lane not in LANES:
            hint = nearest(lane, list(LANES))
            raise refuse(city, "[cost]", "over_budget", f"{plain(lane)!r}; {hint}")
