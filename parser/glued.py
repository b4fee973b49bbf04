"""Commands written without blanks: "HAPUSDATASAYA", "ceknotiket 1234566".

::

    glued = act word { word }     (* all of data/conversation.toml, [glued]; no blank between *)

They are only parted here: what they mean is read as if the blanks stood there.
"""

import re
from functools import cache, lru_cache
from itertools import takewhile

from parser.lists import load, words
from parser.tokens import split

MOST_WORDS = 4  # words as typed, before the number or in all
MOST = 32  # letters of them together
_FOLLOWS = 60  # characters that are looked at


@lru_cache(maxsize=64)
def _patterns(keywords: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a glued command is, and what one of its words is."""
    data = load("conversation")["glued"]
    known = words(data["words"]) | {word for word in keywords if word.isalpha()}
    one = "|".join(sorted(known, key=len, reverse=True))
    act = "|".join(sorted(_acts(), key=len, reverse=True))
    return re.compile(rf"({act})((?:{one})+)"), re.compile(one)


@lru_cache(maxsize=4096)
def may(typed: str, keywords: frozenset[str]) -> bool:
    """Tell whether *typed*, the first word of a message, is an act with other words glued to it."""
    letters = typed.rstrip("0123456789")
    return len(letters) <= MOST and _patterns(keywords)[0].fullmatch(letters) is not None


def may_open(typed: str, keywords: frozenset[str]) -> bool:
    """Tell whether a glued command may begin with *typed*: "hapus datasaya"."""
    return typed in _acts() or may(typed, keywords)


@cache
def _acts() -> frozenset[str]:
    return words(load("conversation")["glued"]["acts"])


def parted(text: str, keywords: frozenset[str]) -> str:
    """Return *text* with blanks between the words of the command that it begins with, or ''.

    >>> parted("HAPUSDATASAYA", frozenset()), parted("hapus datasaya pak", frozenset())
    ('hapus data saya', 'hapus data saya pak')
    >>> parted("ceknotiket1234566", frozenset()), parted("stopkontak rusak", frozenset())
    ('cek no tiket 1234566', '')
    """
    tokens = split(text[:_FOLLOWS])
    said = [*takewhile(lambda token: token.raw.isalpha(), tokens)]
    rest = tokens[len(said)].start if len(said) < len(tokens) else len(text)
    letters = "".join(token.raw for token in said)
    if not 0 < len(said) <= MOST_WORDS or len(letters) > MOST:
        return ""
    whole, one = _patterns(keywords)
    found = whole.fullmatch(letters)
    if found is None:
        return ""
    apart = " ".join([found[1], *one.findall(found[2])])
    return f"{apart} {text[rest:]}".rstrip()
