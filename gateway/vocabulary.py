"""What the parser is told of a city: its keywords on a line, its agencies, its areas."""

from collections.abc import Iterable

from models.city import City, Keyword
from parser.reading import Keyword as Word
from parser.reading import Vocabulary

ALL_LINES = ""


def vocabularies(city: City, lines: Iterable[str]) -> dict[str, Vocabulary]:
    """Return the words of each of *lines*, and under ALL_LINES those of any other."""
    names = [ALL_LINES, *lines]
    return {name: vocabulary(city, name or None) for name in names}


def vocabulary(city: City, line: str | None = None, others: Iterable[City] = ()) -> Vocabulary:
    """Return the words that hold on *line* of *city*; None: those of all its lines.

    *others* are the cities that share a number with it: their keywords are known, not ours.
    Make one when the city is loaded and keep it: a new one has a new grammar.
    """
    keywords = city.keywords if line is None else city.keywords_of(line)
    return Vocabulary(
        _words(keywords),
        tuple(word for other in others for word in _words(other.keywords)),
        tuple((agency.code, agency.aliases) for agency in city.agencies),
        city.gazetteer,
    )


def _words(keywords: Iterable[Keyword]) -> tuple[Word, ...]:
    return tuple(Word(keyword.word, keyword.aliases) for keyword in keywords)
