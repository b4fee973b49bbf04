"""Table ``[words]`` of city.toml, a city's own words, and ``[[other_city]]``: others' keywords."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from models.binding import bind, nearest, setting
from models.city_tables import Keyword
from models.errors import ConfigError
from models.i18n import _
from models.values import plain, shown
from parser import lexicon
from parser.own import LEVELS, MARKS

MOST_WORDS = 4  # of a term, as in the rules of the language
MOST_LETTERS = 40  # of a term
Lists = tuple[tuple[str, tuple[str, ...]], ...]
"""What a table such as ``[words.shorthand]`` says: a name and its words, in the file's order."""

_TABLES = ("categories", "urgency", "shorthand", "places")
_PHRASES = frozenset({"categories", "urgency"})
"""The tables whose terms may have several words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCity:
    """One ``[[other_city]]``: a keyword on a shared number that is not this city's."""

    word: str = setting("The word that reports to that city begin with.")
    name: str = setting("That city's name, for those who read the file.", default="")
    aliases: tuple[str, ...] = setting("Other spellings of the word.", default=())

    def words(self) -> tuple[str, ...]:
        """Return the word and its aliases in capitals."""
        return tuple(word.upper() for word in (self.word, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Table ``[words]``: what people of this city say besides the words that are shipped."""

    greetings: tuple[str, ...] = setting("Words that greet, as halo does.", default=())
    thanks: tuple[str, ...] = setting("Words that thank, as makasih does.", default=())
    no_keyword: tuple[str, ...] = setting(
        "Real words that are no misspelling of a keyword.", default=()
    )
    categories: Lists = setting(
        "Table: a category = what is said of it, one to four words each.", default=()
    )
    urgency: Lists = setting("Table: darurat or tinggi = what is said then.", default=())
    shorthand: Lists = setting("Table: a word = other ways to write it.", default=())
    places: Lists = setting(
        "Table: street, complex, hamlet, area, block or landmark = words before such a name.",
        default=(),
    )

    def __bool__(self) -> bool:
        """Tell whether there is any word."""
        return any(getattr(self, one.name) for one in fields(self))


def words_of(
    written: Mapping[str, object],
    path: Path,
    categories: Iterable[str],
    keywords: Iterable[Keyword] = (),
) -> Words:
    """Return what the table *written* of the file *path* says, in small letters.

    *categories* are the codes that the city adds to the shipped ones, *keywords* those that no
    other word may stand for. Raises ConfigError, which names the file, the table and the key, and
    says what is allowed.
    """
    where = f"{path}: [words]"
    flat = {key: value for key, value in written.items() if key not in _TABLES}
    codes = [*lexicon.table("categories"), *categories] if "categories" in written else []
    allowed = {"categories": codes, "urgency": [*LEVELS], "places": [*MARKS]}
    words = bind(Words, flat, where=where, base=path.parent)
    single = {
        key: _terms(getattr(words, key), f"{where} {key}", most=1)
        for key in ("greetings", "thanks", "no_keyword")
    }
    tables = {
        name: tuple(_lists(written[name], f"{path}: [words.{name}]", name, allowed.get(name)))
        for name in _TABLES
        if name in written
    }
    words = replace(words, **single, **tables)  # type: ignore[arg-type]
    _check_keywords(words, {word.lower() for one in keywords for word in one.words()}, path)
    return words


def _check_keywords(words: Words, keywords: set[str], path: Path) -> None:
    """Refuse a keyword that would no longer be read as one."""
    said = {
        "[words] greetings": words.greetings,
        "[words] thanks": words.thanks,
        "[words] no_keyword": words.no_keyword,
        **{f"[words.shorthand] {plain(word)}": typed for word, typed in words.shorthand},
    }
    for where, listed in said.items():
        for word in listed:
            if word in keywords:
                fault = _("%(where)s: %(term)s is a keyword")
                raise ConfigError(fault % {"where": f"{path}: {where}", "term": shown(word)})


def _lists(
    table: object, where: str, name: str, allowed: list[str] | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each key of *table* with its terms; no term stands under two of them."""
    if not isinstance(table, dict):
        raise ConfigError(_("%(where)s: write it as a table") % {"where": where})
    owners: dict[str, str] = {}
    for key, terms in table.items():
        here = f"{where} {plain(key)}"
        if allowed is not None and key not in allowed:
            hint = nearest(key, allowed)
            raise ConfigError(_("%(where)s: unknown; %(hint)s") % {"where": here, "hint": hint})
        if allowed is None:
            _terms([key], here, most=1)
        found = _terms(terms, here, most=MOST_WORDS if name in _PHRASES else 1)
        for term in found:
            if owners.setdefault(term, key) != key:
                fault = _("%(where)s: %(term)r is already given to %(key)s")
                detail = {"where": here, "term": term, "key": plain(owners[term])}
                raise ConfigError(fault % detail)
        yield key.lower(), found


def _terms(terms: object, where: str, *, most: int) -> tuple[str, ...]:
    """Return *terms* in small letters, each of them one to *most* words."""
    if not isinstance(terms, (list, tuple)) or not all(isinstance(term, str) for term in terms):
        fault = _("%(where)s: %(value)s is not a list of words")
        raise ConfigError(fault % {"where": where, "value": shown(terms)})
    return tuple(_term(term, where, most) for term in terms)


def _term(term: str, where: str, most: int) -> str:
    words = term.lower().split()
    folded = " ".join(words)
    few = 0 < len(words) <= most and len(folded) <= MOST_LETTERS
    if few and all(word.isalnum() for word in words):
        return folded
    if most == 1:
        fault = _("%(where)s: %(term)s is not one word of letters and digits")
    else:
        fault = _("%(where)s: %(term)s is not 1 to %(most)d words of letters and digits")
    raise ConfigError(fault % {"where": where, "term": shown(term), "most": most})
