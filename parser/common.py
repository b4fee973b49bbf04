"""Everyday words of citizens' messages: what is never half of a name, and never a name mistyped."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from parser.lists import load

_FILES = ("categories", "types", "urgency", "wishes", "same", "shorthand")
_WORD = re.compile(r"[a-z]+")
_AFFIXED = re.compile(
    r"(?:mem|men|meng|meny|ber|ter|di(?=[bcdfgjklmnprstuw]))[a-z]{4,}|[a-z]{3,}(?:nya|kan|lah|ne|kah)"
)


@cache
def common() -> frozenset[str]:
    """Return the words of common.txt, and all that other rules know."""
    text = files("parser").joinpath("data", "common.txt").read_text(encoding="utf-8")
    known = set(text.split())
    for name in _FILES:
        for table in load(name).values():
            known.update(_words(table))
    return frozenset(known)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _WORD.findall(value.lower())
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def is_affixed(word: str) -> bool:
    """Tell whether *word* looks like a verb or has a suffix: "memukul", "lampunya", "diperbaiki".

    >>> is_affixed("memukul"), is_affixed("betek"), is_affixed("mojoroto")
    (True, False, False)
    """
    return _AFFIXED.fullmatch(word) is not None
