"""Which screens a message may concern, told by one look-up a word.

Most screens wait for a word that few messages have. A bit that is missing says surely that the
screen would find nothing, so it need not look.
"""

import re
from collections.abc import Sequence
from functools import cache

from parser import (
    followups,
    free,
    ghosts,
    greetings,
    inquiries,
    languages,
    machines,
    mentions,
    notices,
    places_marks,
    redact_tells,
    spam,
)
from parser.lists import MOST_KEPT, load, words
from parser.places_words import known as place_words
from parser.shorthand import plain
from parser.tokens import LATEST, Token, tell

SPAM, MACHINE, OTHER, SLIP, PRANK, RUDE, LANGUAGE, DISGUISED, REMINDS = (1 << n for n in range(9))
THANKS, RATES, PLACE, AT, OBJECT, BESIDE, WISHES, MARK = (1 << n for n in range(9, 17))
TRIES, TELLS, NOTICE, REPLY = (1 << n for n in range(17, 21))
SCREENS = SPAM | MACHINE | OTHER | SLIP | PRANK | DISGUISED | REMINDS | NOTICE
"""Without these a message without a keyword is a report, unless it says nothing."""

TALK = TELLS | TRIES
"""With TELLS alone of these a message surely says something."""

TOLD = 21  # bits; above them stand those of redact_tells.py
FIGURE = redact_tells.FIGURE << TOLD
"""Without this bit no word has a digit of any script."""
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _rude() -> frozenset[str]:
    return words(load("manners")["rude"])


class _Hints(dict[str, int]):
    """Word -> its bits; forgotten when there are too many."""

    def __missing__(self, word: str) -> int:
        told = SPAM * (word in spam.lures())
        told |= MACHINE * (word in machines.signs())
        told |= NOTICE * (word in notices.signs()) | REPLY * (word in notices.signs("early"))
        told |= OTHER * (word in ghosts.other())
        told |= SLIP * (word in ghosts.slips())
        told |= PRANK * (word in ghosts.pranks() or ghosts.laughs(word))
        told |= RUDE * (word in _rude())
        told |= LANGUAGE * bool(languages.TOLD[word])
        told |= REMINDS * (word in mentions.reported() or word in inquiries.reported())
        told |= THANKS * (word in greetings.ENDING)
        told |= WISHES * (word in free.signs())
        told |= RATES * (word in followups.rates())
        told |= PLACE * (word in place_words().trigger)
        told |= TRIES * (word in ghosts.tries())
        lists = place_words().lists
        told |= AT * (word in lists["at"]) | BESIDE * (word in lists["relation"])
        told |= OBJECT * (word in place_words().lists["objects"])
        told |= DISGUISED * (len(word) == 1 or not word.isalpha())
        if len(self) >= MOST_KEPT:
            self.clear()
        self[word] = told
        return told


_HINTS = _Hints()


class _Typed(dict[str, int]):
    """Word as typed -> its bits, and what it tells of a text's redaction."""

    def __missing__(self, raw: str) -> int:
        word = plain(raw)
        told = _HINTS[raw] | _HINTS[word] | TELLS * ghosts.tells(word, raw)
        for run in _LETTERS.findall(raw):
            told |= redact_tells.TELLS[run] << TOLD
        told |= MARK * (places_marks.MAY_BEGIN.search(raw) is not None)
        told |= FIGURE * any(map(str.isdigit, raw))
        if len(self) >= MOST_KEPT:
            self.clear()
        self[raw] = told
        return told


_TYPED = _Typed()
tell(_TYPED.__getitem__)


def of(tokens: Sequence[Token]) -> int:
    """Return the bits of all words of *tokens*; the latest is kept for the next who asks.

    Of most texts *split* has put them together.
    """
    latest = LATEST[0]
    if latest[0] is tokens:
        return latest[1]
    told, typed, plainly = 0, _TYPED, _HINTS
    for word, raw, _start, _end in tokens:
        told |= typed[raw]
        if word != raw:
            told |= plainly[word]
    if not any(ghosts.tells(word, raw) for word, raw, _start, _end in tokens):
        told &= ~TELLS  # a city's own words may greet
    LATEST[0] = (tokens, told)
    return told
