"""Names behind "rumah", "anak", "bu" and their like, which tell a small place who is meant."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from parser.lists import load, words
from parser.places_words import known as place_words
from parser.spans import Span

MAX_NAME = 4  # words
MIN_LETTERS = 3  # of a name in small letters
MIN_ENDED = 6  # of one known by its end
_WORD = re.compile(r"[^\W\d_]+")
_GAPS = frozenset({" ", " (", ' "'})
_OWN = frozenset({"saya", "sy", "dari", "milik"})  # "tetangga saya Budi": a plain word may follow
_DOTS = frozenset({". ", "."})  # behind a short title: "Bpk. Joko"


class _Lists(NamedTuple):
    before: frozenset[str]  # a name
    human: frozenset[str]  # those of them that are people: a name may be a plain word behind these
    strict: frozenset[str]  # behind these only a first name that we know is one
    between: frozenset[str]
    ranks: frozenset[str]  # short titles between, cut with the name
    none: frozenset[str]
    given: frozenset[str]  # first names
    plain: frozenset[str]  # plain words that are names as well, with a capital
    small: frozenset[str]  # those that are names in small print too
    ends: tuple[str, ...]


@cache
def _lists() -> _Lists:
    data, lists, name = load("redact")["kin"], place_words().lists, load("redact")["name"]
    person = lists["person"] | words(name["titles"])
    strict = words(data["strict"])
    before = (words(data["before"]) | person | strict) - words(data["street"])
    return _Lists(
        before=before,
        human=before - words(data["things"]),
        strict=strict,
        between=words(data["between"]) | words(name["ranks"]),
        ranks=frozenset(rank for rank in name["ranks"].split() if len(rank) <= MIN_LETTERS),
        none=words(data["none"]),
        given=words(name["given"]),
        plain=words(name["plain"]) | words(name["small"]),
        small=words(name["small"]),
        ends=tuple(name["ends"].split()),
    )


def leads() -> frozenset[str]:
    """Return the words without which a text has no such name."""
    return _lists().before


def ends_as_name(word: str) -> bool:
    """Tell whether *word*, in lower case, ends as many first names do: it may be one."""
    return len(word) >= MIN_ENDED and word.endswith(_lists().ends)


@lru_cache(maxsize=4096)
def is_given(word: str) -> bool:
    """Tell whether *word*, in lower case, is a first name.

    >>> is_given("budi"), is_given("rahmawati"), is_given("melewati")
    (True, True, False)
    """
    return word in _lists().given or (ends_as_name(word) and _is_unknown(word))


def ends_name(written: str) -> bool:
    """Tell whether a word in small letters ends a name that began with a capital: "Budi marah"."""
    return written[0].islower() and written not in {"bin", "binti"} and not is_given(written)


def is_plain_name(word: str) -> bool:
    """Tell whether *word* is a plain word and a name: "bunga"."""
    return word in _lists().plain


def is_small(word: str) -> bool:
    """Tell whether it is so in small print as well: "surya"."""
    return word in _lists().small


def find(text: str) -> Iterator[Span]:
    """Yield the names behind such a word: with a capital, or a word that we do not know.

    >>> [one[1:] for one in find("rumah sri ramai, Anak Budi")]
    [(6, 9), (22, 26)]
    >>> list(find("anak kecil di rumah saya, bu lurah"))
    []
    """
    known = _lists()
    before, between = known.before, known.between
    shouted = text.isupper()
    led = named = short = human = strict = False
    begin = end = count = 0
    rank = -1  # where "Hj." begins
    for word in _WORD.finditer(text):
        written = word.group()
        low = written.casefold()
        gap = text[end : word.start()]
        near = gap in _GAPS or (led and gap in _DOTS and short)
        shown = written.lower() if shouted else written
        goes_on = named and near and count < MAX_NAME and is_name(shown, human=True)
        if goes_on and (shouted or text[begin].islower() or not ends_name(written)):
            count += 1
        else:
            if named:
                yield Span("nama", begin, end)
            led = led and near
            named = led and low not in before and low not in between
            named = named and is_name(shown, human=human, strict=strict)
            begin, count = rank if rank >= 0 and led else word.start(), 1
            soft = led and low in between and (human or low not in _OWN)
            ranked = soft and low in known.ranks
            rank = (rank if rank >= 0 else word.start()) if ranked else -1
            led = not named and (low in before or soft)
            if low in before:
                human, strict = low in known.human, low in known.strict
            strict = strict or low in _OWN
        end, short = word.end(), len(low) <= MIN_LETTERS
    if named:
        yield Span("nama", begin, end)


def is_name(written: str, *, human: bool, strict: bool = False, small: bool = False) -> bool:
    """Tell whether a word behind one of ours is a name.

    *human*: the word before is somebody. *strict*: only what can hardly be anything else is one.
    *small*: a word in small letters must be of those that are names so.
    """
    low = written.casefold()
    capital = written[:1].isupper()
    if is_given(low) or (human and low in (_lists().plain if capital else _lists().small)):
        return True
    if capital and not (written.isupper() and len(written) <= MIN_LETTERS):
        return not _is_plain(low) and not (strict and _has_rule(low))
    if strict:
        return False
    return not small and len(written) >= MIN_LETTERS and _is_unknown(low)


@lru_cache(maxsize=4096)
def _is_plain(word: str) -> bool:
    """Tell whether *word* is an everyday word, with or without affixes."""
    from parser.shorthand import plain  # noqa: PLC0415 - for words behind "rumah" and the like
    from parser.stem import stems  # noqa: PLC0415

    known, none = place_words(), _lists().none
    lists = known.lists
    if (
        word in none
        or word in _lists().before
        or word in known.trigger
        or word in lists["not_name"]
        or word in lists["rank"]
    ):
        return True
    return plain(word) != word or not known.common.isdisjoint((word, *stems(word)))


@lru_cache(maxsize=4096)
def _is_unknown(word: str) -> bool:
    """Tell whether no rule and no list knows *word*."""
    return not (_is_plain(word) or _has_rule(word))


def _has_rule(word: str) -> bool:
    from parser import lexicon  # noqa: PLC0415 - its 5 ms are for few words

    return lexicon.knows(word)
