"""Texts that operators, phones and other gateways send by themselves."""

from collections.abc import Sequence
from functools import cache

from parser import categories
from parser.lists import Phrases, load
from parser.lists import words as listed
from parser.shorthand import plain
from parser.tokens import Token

_SEEN = 60  # words
_AUTOMATIC = frozenset({"otomatis", "reply"})  # ends a phrase that no person writes


@cache
def _openings() -> Phrases:
    return _phrases("openings")


@cache
def _weak() -> Phrases:
    return _phrases("weak")


@cache
def _anywhere() -> Phrases:
    return _phrases("anywhere")


@cache
def _senders() -> tuple[frozenset[str], frozenset[str]]:
    data = load("machines")
    return listed(data["senders"]), listed(data["sends"])


@cache
def _asking() -> frozenset[str]:
    return listed(load("machines")["asking"])


@cache
def _persons() -> frozenset[str]:
    return listed(load("machines")["person"])


def _phrases(key: str) -> Phrases:
    lines = load("machines")[key].splitlines()
    return Phrases([plain(word) for word in line.split()] for line in lines if line.strip())


def sounds_like_one(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the words by which a message without a keyword is a machine's, or ().

    A citizen writes of a phone's texts in the middle of a sentence, a machine begins with them.

    >>> from parser.tokens import split
    >>> sounds_like_one(split("Pulsa Anda kurang. Sisa Rp 0"))
    ('pulsa', 'anda')
    """
    words = [token.word for token in tokens[:_SEEN]]
    if not words or not _asking().isdisjoint(words):
        return ()
    opening = _openings().at(words, 0) or _broadcast(tokens)
    if opening:
        return () if _personal(words) and _has_subject(tokens) else opening
    weak = _weak().at(words, 0)
    if weak:
        return () if _has_subject(tokens) else weak
    found = _anywhere().find(words)
    sure = next((phrase for phrase in found if phrase[-1] in _AUTOMATIC), ())
    return sure or (found[0] if found and not _personal(words) else ())


def _has_subject(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is about something of the city's."""
    return categories.of(tokens) != "lainnya"


def _personal(words: Sequence[str]) -> bool:
    """Tell whether a person speaks of himself or to another."""
    return not _persons().isdisjoint(words)


def _broadcast(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the name that a broadcast such as "BMKG: waspada ..." begins with, or ()."""
    names, verbs = _senders()
    if len(tokens) < 2 or tokens[0].raw not in names or tokens[1].start - tokens[0].end < 2:
        return ()
    said = {token.word for token in tokens[1:8]}
    return (tokens[0].raw,) if not said.isdisjoint(verbs) else ()
