"""Machines' texts told by what stands in them together: calls, warnings, other desks' replies.

A kind (data/notices.toml) names classes of words and of figures; a text that has one of each, and
no word of who tells or asks, is of that kind in whatever words it is put.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from parser import categories
from parser.lists import beside, load
from parser.lists import words as listed
from parser.shorthand import plain
from parser.swindles import begins_number
from parser.tokens import Token

SEEN = 60  # words
_PHONE = 8  # digits of a telephone number, at least
_CODE = (4, 8)  # digits of a one-time code
_SLIP = 20  # digits of what is typed into a meter
_CLOCK = 4  # digits, at most, of the hour or the day, which a mark parts
_HOURS = beside("notices", "hours")
_TIMES = beside("notices", "times")
_OF_YOU, _DONE = beside("notices", "of_you"), beside("notices", "done")
_WORD = itemgetter(0)  # of a token


class Need(NamedTuple):
    """What must be in a text: one of *words*, or one of *facts*."""

    words: frozenset[str]
    facts: tuple[str, ...]


class Kind(NamedTuple):
    """One kind of machines' texts."""

    name: str
    needs: tuple[Need, ...]  # the first has words only: without one of them it is not looked at
    but: frozenset[str]
    most: int  # words
    only: frozenset[str]  # it is of none but these subjects; of any where empty
    when: str  # early: before commands are looked for; late: behind all other screens


@cache
def _kinds() -> tuple[Kind, ...]:
    return tuple(_kind(name, table) for name, table in load("notices")["kind"].items())


def _kind(name: str, table: dict[str, object]) -> Kind:
    has, most = table["has"], table.get("most", SEEN)
    assert isinstance(has, list) and isinstance(most, int)
    needs = tuple(
        Need(_words(need), tuple(fact for fact in need.split() if fact in _FACTS)) for need in has
    )
    but = _words(str(table["but"]))
    only = listed(str(table.get("only", "")))
    when = next((when for when in ("early", "late") if table.get(when)), "")
    return Kind(name, needs, but, most, only, when)


@cache
def _words(names: str) -> frozenset[str]:
    """Return the words of the classes *names*, as written and in their plain form."""
    classes = load("notices")["class"]
    typed = listed(" ".join(classes[name] for name in names.split() if name not in _FACTS))
    return typed.union(map(plain, typed))


@cache
def signs(*when: str) -> frozenset[str]:
    """Return the words without which no text is of the kinds looked for *when*, or not early."""
    return _firsts(*(kind for one in when or ("", "late") for kind in _read(one)))


def _firsts(*kinds: Kind) -> frozenset[str]:
    return frozenset[str]().union(*(kind.needs[0].words for kind in kinds))


def replies(tokens: Sequence[Token]) -> str:
    """Return by what *tokens* are the reply of a desk for complaints, or ''.

    >>> from parser.tokens import split
    >>> replies(split("Laporan anda kami terima dgn no 77. Ketik CEK 77 utk status"))
    'reply'
    >>> replies(split("cek laporan saya no 77"))
    ''
    """
    return _of(tokens, "early")


def of(tokens: Sequence[Token]) -> str:
    """Return which other kind of a machine's text *tokens* are, or ''."""
    return _of(tokens, "")


def at_last(tokens: Sequence[Token]) -> str:
    """Return the kind of a text that is neither spam nor a command, or ''."""
    return _of(tokens, "late")


@cache
def _read(when: str) -> tuple[Kind, ...]:
    """Return the kinds that are looked for *when*."""
    return tuple(kind for kind in _kinds() if kind.when == when)


def _of(tokens: Sequence[Token], when: str) -> str:
    if len(tokens) > SEEN:
        return ""
    said = frozenset(map(_WORD, tokens))
    for kind in _read(when):
        if not kind.needs[0].words.isdisjoint(said):
            fits = len(tokens) <= kind.most and kind.but.isdisjoint(said)
            if fits and _has(kind, said, tokens) and _of_subject(kind, tokens):
                return kind.name
    return ""


def _has(kind: Kind, said: frozenset[str], tokens: Sequence[Token]) -> bool:
    return all(
        not need.words.isdisjoint(said) or any(_FACTS[fact](tokens) for fact in need.facts)
        for need in kind.needs
    )


def _of_subject(kind: Kind, tokens: Sequence[Token]) -> bool:
    """Tell whether *tokens* speak of nothing that a machine of *kind* does not."""
    return not kind.only or categories.of(tokens) in kind.only


def _number(tokens: Sequence[Token]) -> bool:
    """Tell whether a telephone number is named, in one piece or in several."""
    if any(token.raw.isdigit() and len(token.raw) >= _PHONE for token in tokens):
        return True
    words = [token.word for token in tokens]
    return any(begins_number(words, at) for at in range(len(words)))


def _clock(tokens: Sequence[Token]) -> bool:
    """Tell whether an hour or a day is named: "pukul 8", "22/11", "08.10"."""
    for one, two in pairwise(tokens):
        if two.raw.isdigit() and (
            one.raw in _HOURS
            or (one.raw.isdigit() and two.start - one.end == 1 and len(two.raw) <= _CLOCK)
        ):
            return True
    return False


def _times(tokens: Sequence[Token]) -> bool:
    """Tell whether it is said how often: "3x", "2 kali"."""
    return any(one.raw.isdigit() and two.raw in _TIMES for one, two in pairwise(tokens))


def _figures(tokens: Sequence[Token]) -> bool:
    return any(token.raw.isdigit() for token in tokens)


def _code(tokens: Sequence[Token]) -> bool:
    return any(token.raw.isdigit() and _CODE[0] <= len(token.raw) <= _CODE[1] for token in tokens)


def _slip(tokens: Sequence[Token]) -> bool:
    """Tell whether there are the figures of a paid meter, in groups or in one run."""
    groups = [token.raw for token in tokens if token.raw.isdigit() and len(token.raw) >= _CODE[0]]
    return sum(map(len, groups)) >= _SLIP


def _yours(tokens: Sequence[Token]) -> bool:
    """Tell whether a report of the reader's is spoken of: "laporan anda", "your ticket"."""
    reports, readers = _words("report message"), _words("you your")
    if any(token.word in _OF_YOU for token in tokens):
        return True
    begins = len(tokens) > 1 and tokens[0].word in readers and tokens[1].word in _DONE
    return begins or any(
        (one.word in reports and two.word in readers)
        or (one.word == "your" and two.word in reports)
        for one, two in pairwise(tokens)
    )


_FACTS: dict[str, Callable[[Sequence[Token]], bool]] = {
    "NUMBER": _number,
    "CLOCK": _clock,
    "TIMES": _times,
    "FIGURES": _figures,
    "CODE": _code,
    "SLIP": _slip,
    "YOURS": _yours,
}
"""What a text has besides words, by the name that the rules give it."""
