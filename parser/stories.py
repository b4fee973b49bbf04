"""What befell the writer, told in a question or in thanks, and who asks whether names stay secret.

Asked only about messages that other rules have taken for a question or for thanks, or that have a
rare word for what is kept secret.
"""

from collections.abc import Sequence
from functools import cache

from parser import lexicon
from parser.lists import load, words
from parser.tokens import Token

NEAR = 5  # words between the writer and what befell them
EARLY = 8  # words from the thanks to whom they are for
MOST = 18  # words of a question about secrecy


@cache
def _set(name: str) -> frozenset[str]:
    return words(load("stories")["words"][name])


def _at(tokens: Sequence[Token], name: str) -> list[int]:
    """Return where the words of a list stand."""
    known = _set(name)
    return [i for i, token in enumerate(tokens) if token.word in known or token.raw in known]


def befell(tokens: Sequence[Token]) -> bool:
    """Tell whether a question only asks if what befell the writer was right: a complaint.

    >>> from parser.tokens import split
    >>> befell(split("anak saya disuruh bayar LKS, apa bener boleh?"))
    True
    >>> befell(split("apa bener bikin KTP disuruh bayar?"))
    False
    """
    ones, right = _at(tokens, "ones"), _at(tokens, "right")
    for at in _at(tokens, "befell"):
        own = any(0 < at - one <= NEAR for one in ones)
        heard = any(one < at for one in _at(tokens, "heard"))
        if own and not heard and any(after > at for after in right):
            return True
    return False


def saved(tokens: Sequence[Token]) -> bool:
    """Tell whether thanks are for a help that is over, whatever the trouble was.

    >>> from parser.tokens import split
    >>> saved(split("makasih pak damkar, rumah saya yg terbakar kemarin cepat dipadamkan"))
    True
    >>> saved(split("makasih damkar sudah datang tapi apinya masih besar"))
    False
    """
    thanks, helpers = _at(tokens, "thanks"), _at(tokens, "helpers")
    if not thanks or not any(abs(one - thanks[0]) <= EARLY for one in helpers):
        return False
    over = bool(_at(tokens, "past")) and bool(_at(tokens, "helped"))
    pleas = [at for at in _at(tokens, "pleas") if at not in _done_before(tokens)]
    return over and not pleas and not _at(tokens, "still")


def _done_before(tokens: Sequence[Token]) -> set[int]:
    """Return the words behind "sudah": in "so tolong torang" nobody asks for help."""
    return {at + 1 for at, token in enumerate(tokens) if lexicon.fold(token.word) == "sudah"}


def of_secrecy(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody asks if it is known who reports.

    >>> from parser.tokens import split
    >>> of_secrecy(split("kalo lapor disini pak RT tau nama kita gak?"))
    True
    >>> of_secrecy(split("tolong nama saya dirahasiakan, saya lapor pungli"))
    False
    """
    if len(tokens) > MOST or _set("reports").isdisjoint([token.raw for token in tokens]):
        return False
    secret = _at(tokens, "secret")
    if not secret or _at(tokens, "wishes") or not (_at(tokens, "names") or _at(tokens, "surely")):
        return False
    opens = tokens[0].word in _set("opens")
    return opens or any(after > secret[0] for after in _at(tokens, "whether"))
