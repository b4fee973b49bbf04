"""Who writes, where that stands before the matter: "saya guru SD, lampu mati" is about a lamp."""

from collections.abc import Sequence

from parser import greetings, lexicon, types
from parser.lists import load, words
from parser.tokens import Token

MOST = 9  # words that say who writes
_DATA = load("writers")["words"]
_ONES = words(_DATA["ones"])
_LINKS = words(_DATA["links"])
_ROLES = words(_DATA["roles"])
_TELLS = words(_DATA["tells"])
_SAYS = words(_DATA["says"])
MAY = lexicon.waits_for(lambda: _ROLES)
"""Without this bit nobody says who he is."""


def end(tokens: Sequence[Token]) -> int:
    """Return how many words at the beginning only say who writes; 0 where they tell of trouble.

    >>> from parser.tokens import split
    >>> end(split("saya guru SD, lampu mati")), end(split("pak, kami pedagang pasar mau lapor got"))
    (3, 4)
    >>> end(split("saya pedagang pasar digusur, mohon keadilan")), end(split("guru SD memukul"))
    (0, 0)
    """
    first = greetings.before_keyword(tokens[:MOST], _ONES)
    if first == len(tokens) or tokens[first].raw not in _ONES:
        return 0  # most messages
    at = first
    while at < len(tokens) and tokens[at].raw in _LINKS:
        at += 1
    if at == first or not _role(tokens, at):
        return 0
    for index in range(at + 1, min(first + MOST, len(tokens))):
        if tokens[index].start - tokens[index - 1].end > 1 or tokens[index].raw in _SAYS:
            said = tokens[at:index]
            tells = any(_tells(token) for token in said) or types.pained(said)
            return 0 if tells else index
    return 0


def _tells(token: Token) -> bool:
    """Tell whether a word says what happened: "digusur", "belum"."""
    suffered = token.raw[:2] == "di" and lexicon.fold(token.word)[:2] != "di"
    return suffered or token.word in _TELLS


def _role(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at *at* is what somebody may be: "pedagang"."""
    return at < len(tokens) and (tokens[at].raw in _ROLES or tokens[at].word in _ROLES)
