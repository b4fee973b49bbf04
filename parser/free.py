"""Wishes in free words: messages in which every word belongs to one wish of the conversation.

::

    erase = { word } "hapus" { word } "data" { word }     (* "data saya tolong dihapus" *)
    quit  = { word } "tidak usah" { word } "info" { word }
    check = { word } "cek" { word } number number { number }

A word that belongs to none of them makes the message a report: "data bansos saya dihapus".
"""

from collections.abc import Sequence
from functools import cache

from parser.commands import tickets_in
from parser.lists import load
from parser.reading import Reading
from parser.tokens import Token
from parser.words import POLITE, STATUS_ABOUT, STATUS_ASKS, STATUS_BESIDE, listed

MAX_WORDS = 16


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return listed(load("conversation")[table][key])


@cache
def signs() -> frozenset[str]:
    """Return the words without which no message is such a wish, but for that with numbers."""
    return _set("erase", "acts") | _set("quit", "acts")


def read(tokens: Sequence[Token]) -> Reading | None:
    """Return the wish that all words of a message make, or None.

    >>> from parser.tokens import split
    >>> read(split("tolong data saya dihapus ya")).intent
    'hapus_data'
    >>> read(split("data bansos saya dihapus pak RT")) is None
    True
    """
    if len(tokens) > MAX_WORDS:
        return None
    said = [(token.word, token.raw) for token in tokens]
    for table, intent in (("erase", "hapus_data"), ("quit", "stop")):
        needed = (_set(table, "acts"), _set(table, "things"), _set(table, "whose"))
        known = _known(table)
        if all(_among(group, said) for group in needed if group) and all(
            word in known or raw in known for word, raw in said
        ):
            return Reading(intent)
    return None


def several(tokens: Sequence[Token]) -> Reading | None:
    """Return CEK for a question about two tickets or more, or None.

    >>> from parser.tokens import split
    >>> [ref.digits for ref in several(split("tolong dicek 1234566 dan 1234577")).tickets]
    ['1234566', '1234577']
    """
    asks = _set("check", "asks")
    if asks.isdisjoint([token[0] for token in tokens]):
        return None
    words = [token.word for token in tokens if not token.word.isdigit()]
    if len(words) > MAX_WORDS:
        return None
    refs = tickets_in(list(tokens))
    numbers = sum(token.word.isdigit() for token in tokens)
    known = _set("check", "with") | asks | POLITE | STATUS_ABOUT | STATUS_ASKS | STATUS_BESIDE
    alone = len(refs) == numbers > 1 and known.issuperset(words)
    return Reading("cek", tickets=refs) if alone else None


def _among(group: frozenset[str], said: Sequence[tuple[str, str]]) -> bool:
    return any(word in group or raw in group for word, raw in said)


@cache
def _known(table: str) -> frozenset[str]:
    keys = ("acts", "things", "whose", "with")
    return POLITE | frozenset().union(*(_set(table, key) for key in keys))
