"""What a request for public information is for (tujuan): a column of the register of the LLID.

Perki 1/2021 lets the PPID ask for it; by SMS nobody is asked, so it is what they wrote themselves.
"""

import re
from functools import cache
from itertools import pairwise

from parser.lists import load, words

MOST = 60
"""Characters of a purpose that are shown."""

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.,;:!?()\n]")


def purpose(text: str) -> str:
    """Return what *text*, a redacted request, says that it is for; '' when it does not.

    Only words that are known as a purpose, or follow one that announces it, count: "untuk jalan"
    says what is asked for.

    >>> purpose("minta data anggaran untuk jalan tahun 2025 utk skripsi saya. terima kasih")
    'skripsi saya'
    >>> purpose("minta salinan perda untuk keperluan rapat RT, mohon dikirim")
    'keperluan rapat RT'
    >>> purpose("minta data anggaran untuk jalan")
    ''
    """
    opens, told = _known()
    found = [
        word.end()
        for word, behind in pairwise(_WORD.finditer(text))
        if word[0].casefold() in opens and behind[0].casefold() in told
    ]
    if not found:
        return ""
    said = _STOP.split(text[found[-1] :].lstrip(), maxsplit=1)[0].strip()
    return said if len(said) <= MOST else said[: MOST - 1].rstrip() + "…"


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    table = load("purposes")
    return words(table["opens"]), words(table["leads"]) | words(table["nouns"])
