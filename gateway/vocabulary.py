"""What the parser is told of a city: its keywords on a line, its agencies, its areas, its words."""

from collections.abc import Iterable

from models.city import City, Keyword
from models.city_words import OtherCity, Words
from parser.own import Own
from parser.reading import Keyword as Word
from parser.reading import Vocabulary

ALL_LINES = ""


def vocabularies(city: City, lines: Iterable[str]) -> dict[str, Vocabulary]:
    """Return the words of each of *lines*, and under ALL_LINES those of any other."""
    own = own_words(city.words)
    return {name: _vocabulary(city, name or None, (), own) for name in [ALL_LINES, *lines]}


def vocabulary(city: City, line: str | None = None, others: Iterable[City] = ()) -> Vocabulary:
    """Return the words that hold on *line* of *city*; None: those of all its lines.

    *others* are more cities that share a number with it, besides those that its file names: their
    keywords are known, not ours. Make one when the city is loaded and keep it: a new one has a new
    grammar.
    """
    return _vocabulary(city, line, others, own_words(city.words))


def own_words(words: Words) -> Own | None:
    """Return the city's own words as the parser looks them up; None when there are none."""
    if not words:
        return None
    return Own(
        greetings=words.greetings,
        thanks=words.thanks,
        no_keyword=words.no_keyword,
        categories=words.categories,
        urgency=words.urgency,
        shorthand=words.shorthand,
        places=words.places,
    )


def _vocabulary(
    city: City, line: str | None, others: Iterable[City], own: Own | None
) -> Vocabulary:
    keywords = city.keywords if line is None else city.keywords_of(line)
    foreign = [*_words(city.other_cities), *(w for other in others for w in _words(other.keywords))]
    return Vocabulary(
        _words(keywords),
        tuple(dict.fromkeys(foreign)),
        tuple((agency.code, agency.aliases) for agency in city.agencies),
        city.gazetteer,
        own,
    )


def _words(keywords: Iterable[Keyword | OtherCity]) -> tuple[Word, ...]:
    return tuple(Word(keyword.word, keyword.aliases) for keyword in keywords)
