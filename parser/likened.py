"""What a message only compares with a disaster: "macetnya kayak tsunami" is no tsunami.

Who only perceives something ("bau seperti gas", "ada benda mirip bom") does not compare.
"""

from collections.abc import Sequence
from typing import Final

from parser.lists import beside
from parser.tokens import Token

DISASTERS: Final = beside("likened", "disasters")
_THROUGH = beside("likened", "through")
"""Between "seperti" and a disaster these keep the comparison: "seperti habis gempa"."""
ALSO: Final = beside("likened", "also")
"""Words that compare before a disaster or a scene only: "kaya" is rich as well."""
SCENES: Final = beside("likened", "scenes")
_PERCEIVED = beside("likened", "perceived")
_HEARD = beside("likened", "heard")
_NOISY = beside("likened", "noisy")
_HARMED = beside("likened", "harmed")
_SHAKEN = beside("likened", "shaken")


def goes_on(word: str, words: list[str], tokens: Sequence[Token]) -> bool:
    """Drop *word*, the last of *words*, if it is a disaster that is only compared with.

    Tell whether the next word is compared with as well.
    """
    if word in DISASTERS and words[-1:] == [word] and only(words[:-1], tokens):
        words.pop()
    return word in _THROUGH


def only(before: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Tell whether a disaster behind the words *before*, all folded, is only compared with.

    >>> from parser.tokens import split
    >>> only(["jalan", "rusak", "seperti"], split("jalan rusak seperti kebakaran"))
    True
    >>> only(["asap", "tebal", "seperti"], split("asap tebal seperti kebakaran"))
    False
    """
    said = {token.word for token in tokens}
    if not (_PERCEIVED.isdisjoint(before) and _HARMED.isdisjoint(said)):
        return False
    if not _NOISY.isdisjoint(said):
        return True
    return bool(before[:-1]) and _HEARD.isdisjoint(said) and _SHAKEN.isdisjoint(said)
