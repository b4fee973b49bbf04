"""What the parser is told of a city: its keywords on a line, its agencies, its areas."""

import csv
from collections.abc import Iterable

from models.city import City, Keyword
from parser.gazetteer import Gazetteer, load
from parser.reading import Keyword as Word
from parser.reading import Vocabulary

ALL_LINES = ""


def vocabularies(city: City, lines: Iterable[str]) -> dict[str, Vocabulary]:
    """Return the words of each of *lines*, and under ALL_LINES those of any other."""
    areas = _gazetteer(city)
    names = [ALL_LINES, *lines]
    return {name: _vocabulary(city, name or None, (), areas) for name in names}


def vocabulary(city: City, line: str | None = None, others: Iterable[City] = ()) -> Vocabulary:
    """Return the words that hold on *line* of *city*; None: those of all its lines.

    *others* are the cities that share a number with it: their keywords are known, not ours.
    Make one when the city is loaded and keep it: a new one has a new grammar.
    """
    return _vocabulary(city, line, others, _gazetteer(city))


def _vocabulary(
    city: City, line: str | None, others: Iterable[City], areas: Gazetteer | None
) -> Vocabulary:
    keywords = city.keywords if line is None else city.keywords_of(line)
    return Vocabulary(
        _words(keywords),
        tuple(word for other in others for word in _words(other.keywords)),
        tuple((agency.code, _spellings(agency)) for agency in city.agencies),
        areas,
    )


def _gazetteer(city: City) -> Gazetteer | None:
    """Return the city's areas; those of wilayah.csv beside city.toml when it names no file."""
    found: Gazetteer | None = getattr(city, "gazetteer", None)
    if found is not None:
        return found
    path = city.path.parent / "wilayah.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = [line for line in file if not line.startswith("#")]
    return load(csv.DictReader(rows))


def _words(keywords: Iterable[Keyword]) -> tuple[Word, ...]:
    return tuple(Word(keyword.word, keyword.aliases) for keyword in keywords)


def _spellings(agency: object) -> tuple[str, ...]:
    return tuple(getattr(agency, "aliases", ()))
