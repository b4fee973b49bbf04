"""What the parser is told of a city: its keywords on a line, its agencies, its areas, its words."""

from collections.abc import Iterable

from gateway.reply import Texts
from models.city import City, Keyword
from models.city_words import OtherCity, Words
from parser.echo import Echo
from parser.own import Own
from parser.reading import Keyword as Word
from parser.reading import Vocabulary

ALL_LINES = ""


def vocabularies(city: City, lines: Iterable[str], texts: Texts) -> dict[str, Vocabulary]:
    """Return the words of each of *lines*, and under ALL_LINES those of any other.

    *texts* are our replies: one that comes back is known.
    """
    own, echo = own_words(city.words), _echo(texts)
    return {name: _vocabulary(city, name or None, (), own, echo) for name in [ALL_LINES, *lines]}


def vocabulary(
    city: City, line: str | None = None, others: Iterable[City] = (), texts: Texts | None = None
) -> Vocabulary:
    """Return the words that hold on *line* of *city*; None: those of all its lines.

    *others* are more cities that share a number with it, besides those that its file names: their
    keywords are known, not ours. *texts* are our replies; None: the built-in ones. Make one when
    the city is loaded and keep it: a new one has a new grammar.
    """
    echo = _echo(texts or Texts.load(city=city))
    return _vocabulary(city, line, others, own_words(city.words), echo)


def _echo(texts: Texts) -> Echo:
    return Echo(template.text for template in texts.templates.values())


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
    city: City, line: str | None, others: Iterable[City], own: Own | None, echo: Echo
) -> Vocabulary:
    keywords = city.keywords if line is None else city.keywords_of(line)
    foreign = [*_words(city.other_cities), *(w for other in others for w in _words(other.keywords))]
    return Vocabulary(
        _words(keywords),
        tuple(dict.fromkeys(foreign)),
        tuple((agency.code, (*agency.aliases, agency.name)) for agency in city.agencies),
        city.gazetteer,
        own,
        echo,
    )


def _words(keywords: Iterable[Keyword | OtherCity]) -> tuple[Word, ...]:
    return tuple(Word(keyword.word, keyword.aliases) for keyword in keywords)
