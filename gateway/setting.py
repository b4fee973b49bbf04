"""What both files say about the work of the desk: made whole when they are loaded, then swapped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.config import Budget, Line, Settings
from gateway.numbers import normalise
from gateway.reading import Lens
from gateway.reply import Texts
from gateway.vocabulary import ALL_LINES, vocabularies
from models.casework.sop import Sop
from models.city import City
from models.clocks import calendar_of
from models.sop_of import sop_of
from parser.reading import Vocabulary


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings and lists that facts depend on."""

    merge_window: timedelta
    own_numbers: frozenset[str]  # of our own lines


@dataclass(frozen=True, slots=True)
class Setting:
    """What the desk, the orders and the sweep go by; a reload makes a new one."""

    city: City
    sop: Sop
    lines: Mapping[str, Line]
    limits: Budget
    texts: Texts
    rules: Rules
    zone: ZoneInfo
    words: Mapping[str, Vocabulary]  # what the parser is told, by line
    lens: Lens  # what texts are read with

    def words_of(self, line: str) -> Vocabulary:
        """Return the words that hold on *line*; on one that is no longer configured, all."""
        return self.words.get(line) or self.words[ALL_LINES]

    def requires(self, line: str) -> bool:
        """Tell whether people must begin with a keyword on *line*."""
        known = self.lines.get(line)
        return known is not None and known.keyword_required

    def keyword_of(self, line: str) -> str:
        """Return the word with which a report begins on *line*; on one without, a built-in one."""
        keywords = self.city.keywords_of(line)
        return keywords[0].word if keywords else "LAPOR"

    def day_start(self, now: datetime) -> datetime:
        """Return when the city's present day began."""
        return now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def news_line(self, line: str) -> str:
        """Return *line* when it is configured, else the first that is: where news goes out."""
        return line if line in self.lines else next(iter(self.lines), line)


def setting(settings: Settings, city: City) -> Setting:
    """Return what the work of the desk needs; raises ConfigError for a bad text file."""
    texts = Texts.load(settings.daemon.texts, city)
    words = vocabularies(city, [line.name for line in settings.lines], texts)
    own = frozenset(normalise(line.number, 0).number for line in settings.lines if line.number)
    return Setting(
        city=city,
        sop=sop_of(city, calendar_of(city)),
        lines={line.name: line for line in settings.lines},
        limits=settings.budget,
        texts=texts,
        rules=Rules(settings.daemon.merge_window, own),
        zone=city.zone,
        words=words,
        lens=Lens(words, words[ALL_LINES]),
    )
