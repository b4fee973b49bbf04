"""What single words tell of a text: which rules of redaction it may concern, by one look-up each.

Most rules need a word that few messages have; a bit says that one of theirs is there.
"""

import re
from functools import cache

from parser import redact_kin
from parser.lists import MOST_KEPT, beside, load, words
from parser.places_words import known as place_words

MAIL, SECRET, SPELLS, NAME, PERSON, PLATE, NUMBER, STREET, HOME = (1 << n for n in range(9))
FIGURE = 1 << 9  # set by parser/hints.py only: a word here is letters
GIVEN = 1 << 10  # a first name
BLOCK = 1 << 11
SELF = 1 << 13
KIN = 1 << 12
"""Before the name of somebody's house, child or wife: for redact() only."""

WORDY = MAIL | SPELLS | NAME | PERSON | GIVEN | SELF
"""What may be found without a figure."""
COUNTED = SECRET | PLATE | NUMBER | STREET | BLOCK
"""What may be found with a figure; without these only a number that is DENSE."""
DENSE = re.compile(r"[\dOoIl|\W_]{6,}")  # the digits of a number, with no word between

SECRET_WORDS = beside("redact_tells", "secret_words")
STREETS = "jl|jln|jalan|gg|gang|lorong|lrg|perum|perumahan|komplek|kompleks|griya|btn"
LIVES = "alamat|almt|alamatnya|domisili|tinggal di|rumah saya di|rmh sy di"
_MAIL = ("mail", "yahoo", "outlook", "icloud", "keong", "keyong")


@cache
def _rules() -> tuple[tuple[int, frozenset[str]], ...]:
    """Return (bit, the words that set it)."""
    data = load("redact")
    return (
        (SECRET, SECRET_WORDS),
        (NAME, words(data["name"]["hints"])),
        (SELF, words(data["name"]["self"])),
        (GIVEN, words(data["name"]["given"]) | words(data["name"]["small"])),
        (PERSON, place_words().lists["person"] | words(data["name"]["titles"])),
        (KIN, redact_kin.leads()),
        (PLATE, words(data["plate"]["areas"])),
        (NUMBER, frozenset({"no", "nomor", "nmr", "nomer"})),
        (STREET, frozenset(STREETS.split("|"))),
        (HOME, frozenset(said.split()[0] for said in LIVES.split("|"))),
    )


@cache
def _nought() -> tuple[str, ...]:
    """Return what is in each number that is spelled out, which begins with 0 or 8."""
    return (*load("redact")["digits"]["words"][0].split(), "lapan")


class _Tells(dict[str, int]):
    """Run of letters in lower case -> its bits; forgotten when there are too many."""

    def __missing__(self, word: str) -> int:
        told = sum(bit for bit, known in _rules() if word in known)
        told |= GIVEN * redact_kin.ends_as_name(word)
        told |= MAIL * (word in {"at", "et"} or any(part in word for part in _MAIL))
        told |= BLOCK * ("blok" in word or "blk" in word)
        told |= SPELLS * any(part in word for part in _nought())
        if len(self) >= MOST_KEPT:
            self.clear()
        self[word] = told
        return told


TELLS = _Tells()
