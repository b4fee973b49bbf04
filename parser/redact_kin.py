"""Names behind "rumah", "anak", "bu" and their like, which tell a small place who is meant."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from parser.lists import load, words
from parser.places_words import known as place_words
from parser.spans import Span

MAX_NAME = 3  # words
MIN_LETTERS = 3  # of a name in small letters
_WORD = re.compile(r"[^\W\d_]+")
_GAPS = frozenset({" ", " (", ' "'})
_DOTS = frozenset({". ", "."})  # behind a short title: "Bpk. Joko"


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the words before a name, those that may stand between, and those that are none."""
    data, lists = load("redact")["kin"], place_words().lists
    before = words(data["before"]) | lists["person"]
    return before - words(data["street"]), words(data["between"]), words(data["none"])


def leads() -> frozenset[str]:
    """Return the words without which a text has no such name."""
    return _lists()[0]


def find(text: str) -> Iterator[Span]:
    """Yield the names behind such a word: with a capital, or a word that we do not know.

    >>> [one[1:] for one in find("rumah sri ramai, Anak Budi")]
    [(6, 9), (22, 26)]
    >>> list(find("anak kecil di rumah saya, bu lurah"))
    []
    """
    before, between, _ = _lists()
    shouted = text.isupper()
    led = named = short = False
    begin = end = count = 0
    for word in _WORD.finditer(text):
        written = word.group()
        low = written.casefold()
        gap = text[end : word.start()]
        near = gap in _GAPS or (led and gap in _DOTS and short)
        if named and near and count < MAX_NAME and _is_name(written, shouted=shouted):
            count += 1
        else:
            if named:
                yield Span("nama", begin, end)
            led = led and near
            named = led and low not in before and low not in between
            named = named and _is_name(written, shouted=shouted)
            begin, count = word.start(), 1
            led = not named and (low in before or (led and low in between))
        end, short = word.end(), len(low) <= MIN_LETTERS
    if named:
        yield Span("nama", begin, end)


def _is_name(written: str, *, shouted: bool) -> bool:
    if (
        written[0].isupper()
        and not shouted
        and not (written.isupper() and len(written) <= MIN_LETTERS)
    ):
        return not _is_plain(written.casefold())
    return len(written) >= MIN_LETTERS and _is_unknown(written.casefold())


@lru_cache(maxsize=4096)
def _is_plain(word: str) -> bool:
    """Tell whether *word* is an everyday word, with or without affixes."""
    from parser.shorthand import plain  # noqa: PLC0415 - for words behind "rumah" and the like
    from parser.stem import stems  # noqa: PLC0415

    known, none = place_words(), _lists()[2]
    lists = known.lists
    if word in none or word in known.trigger or word in lists["not_name"] or word in lists["rank"]:
        return True
    return plain(word) != word or not known.common.isdisjoint((word, *stems(word)))


@lru_cache(maxsize=4096)
def _is_unknown(word: str) -> bool:
    """Tell whether no rule and no list knows *word*."""
    from parser import lexicon  # noqa: PLC0415 - its 5 ms are for few words

    return not (_is_plain(word) or lexicon.knows(word))
