"""Where the act stands in an officer's message, and the message turned to begin with it.

::

    order = { courtesy | number } act { courtesy } { number } text

An act may be misspelt where a right number stands beside it: no other word is read so.
"""

from collections.abc import Sequence
from functools import cache

from parser import commands, sentences
from parser.greetings import opens_thanks
from parser.lists import inverse, load
from parser.tickets import LENGTHS
from parser.tokens import Token, head, split
from parser.typo import near
from parser.words import OFFICER

_SEEN = 200  # characters
_RADIO = 99  # "86, selesai 4839206"
_TOLD = frozenset({"sudah", "telah", "belum", "apa", "apakah", "kapan", "akan", "segera", "bukan"})
"""Before a word that is an act only of an officer these tell of it, or ask."""


@cache
def _spoken() -> dict[str, str]:
    return inverse(load("conversation")["spoken"])


def spoken(word: str) -> str:
    """Return the act that a word is of an officer with a number beside it, of nobody else."""
    return _spoken().get(word, "")


def turned(text: str) -> str:
    """Return *text* with act and numbers before the rest, or '' when that changes nothing.

    >>> turned("pak tiket 1234566 sudah selesai, nyala"), turned("siap ndan, slesi 12 34 566 nyala")
    ('selesai 1234566 nyala', 'selesai 12 34 566 nyala')
    >>> turned("kelar 1234566 diganti"), turned("kelar kapan 1234566"), turned("selesai 1234566 ya")
    ('selesai 1234566 diganti', '', '')
    """
    tokens = split(text[:_SEEN])
    digits, end, sure = "", 0, True
    for index, token in enumerate(tokens):
        if token.start < end:
            continue  # of a number in two or three parts
        if token.raw.isdigit():
            if not index and int(token.raw) <= _RADIO and len(tokens) > 1:
                continue
            found, stop, right = _numbers(text[token.start :])
            if not found:
                return ""
            digits, end, sure = f"{digits} {found}", token.start + stop, sure and right
        elif _listed(token) and not opens_thanks(tokens[index:]):
            return _exact(text, tokens, index, digits)
        elif sure and (said := _spoken_at(text, tokens, index, digits)):
            return said
        elif token.word not in sentences.lead() or opens_thanks(tokens[index:]):
            return ""
    return ""


def _listed(token: Token) -> str:
    return OFFICER.get(token.raw) or OFFICER.get(token.word, "")


def _numbers(text: str) -> tuple[str, int, bool]:
    """Return the numbers that *text* begins with, where they end, and whether they are right."""
    act = "x "
    refs, end = commands.numbers(head(act + text, split(text)))
    if not refs or len(refs[0].digits) not in LENGTHS:
        return "", 0, False
    return " ".join(ref.digits for ref in refs), end - len(act), refs[0].check_ok


def _exact(text: str, tokens: Sequence[Token], index: int, digits: str) -> str:
    """Turn a message whose act is spelt as in the list."""
    token = tokens[index]
    rest = text[token.end :].lstrip(commands.TRIM)
    behind = digits or commands.tickets_in(list(tokens[index + 1 :])) or follows(rest, sure=False)
    return f"{_listed(token)}{digits} {rest}" if index and behind else ""


def _spoken_at(text: str, tokens: Sequence[Token], index: int, digits: str) -> str:
    """Turn a message whose act is misspelt or said in another word, its number beside it."""
    token = tokens[index]
    end = token.end
    typed = token.raw
    if typed == "tindak" and index + 1 < len(tokens) and tokens[index + 1].word == "lanjut":
        typed, end = "tindaklanjut", tokens[index + 1].end
    rest = text[end:].lstrip(commands.TRIM)
    if opens_thanks(tokens[index:]) or not (digits or follows(rest)):
        return ""
    act = spoken(typed) or spoken(token.word)
    if not act:
        act = OFFICER.get(typed) or OFFICER.get(near(typed, OFFICER), "")
        return f"{act}{digits} {rest}" if act else ""
    around = {t.word for t in tokens[: index + 2]}
    told = _TOLD - {"sudah", "telah"} if act == "terima" else _TOLD
    asks = sentences.asked(text, [t.word for t in tokens])
    return "" if asks or not told.isdisjoint(around) else f"{act}{digits} {rest}"


def follows(rest: str, *, sure: bool = True) -> bool:
    """Tell whether a number opens *rest*, a right one if *sure*."""
    refs, _end = commands.numbers(head(f"x {rest}", split(rest)))
    return bool(refs) and (refs[0].check_ok or (not sure and len(refs[0].digits) in LENGTHS))
