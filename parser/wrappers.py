"""What lies around a message: forwards, quotes, a chat's stamps, emphasis marks, decorations."""

import re

from parser import greetings
from parser.lists import beside, load, words
from parser.tokens import first, split
from parser.words import BLANKS

FORWARDS = words(load("greetings")["forwards"])
_HALVED = beside("wrappers", "halved")
MAX_STAMP = 25  # "[22/11/2026, 08.15.30]"
MAX_NAME = 40
MAX_LAYERS = 5
MAX_COPIED = 40  # characters

_DECOR = re.compile(r"(?:[~=*_+^|<>-]{3,}|[~=]{2,})(?=\s|$|[^\W_])")
_OPENING = re.compile(r"(?<![^\s(\"'])[*_~]{1,3}(?=[^\W_])")
_CLOSING = re.compile(r"(?<=[^\s*_~])[*_~]{1,3}(?=[\s.,!?:;)\"']|$)")
_PART = re.compile(r"^\(?(\d)\s?/\s?(\d)\)?[\s:.-]{1,3}(?=\D)|\((\d)/(\d)\)\s*$")
_STAMP = re.compile(r"\d[/:.]\d")  # of a date or a time; "[4839206]" is a ticket
_QUOTES = ('"', "“", "”", "«", "»", "'")
"""Around a whole message, which somebody hands on."""
_BLANKS = re.compile(r" {2,}")


def unwrap(text: str) -> str:
    r"""Return *text* without forward prefixes, quote marks, a chat's stamps and names, emphasis.

    >>> unwrap("Fwd: FW: > SURGA lampu mati")
    'SURGA lampu mati'
    >>> unwrap("[22/11 08.15] Bu RT: SURGA lampu mati\n[22/11 08.16] Pak RW: iya")
    'SURGA lampu mati\niya'
    >>> unwrap("*SURGA* _lampu mati_ ~~~~ jl Kawi"), unwrap("surga*lampu mati")
    ('SURGA lampu mati jl Kawi', 'surga*lampu mati')
    """
    wrapped = text.startswith((">", "»", "[")) or ":" in text[:16]
    for _layer in range(MAX_LAYERS) if wrapped else ():
        shorter = _peel(text)
        if shorter == text:
            break
        text = shorter
    if text[:1] in _QUOTES and text[-1:] in _QUOTES and sum(map(text.count, _QUOTES)) == 2:
        text = text[1:-1]
    if "\n[" in text:
        text = "\n".join(_stamped(line) for line in text.split("\n"))
    return _plain(text)


def forwarded(text: str) -> bool:
    """Tell whether *text* begins as a forwarded message does."""
    word, colon, _rest = text[:16].partition(":")
    return bool(colon) and word.strip().lower() in FORWARDS


def part(text: str, *, counted: bool = False) -> tuple[int, int, str] | None:
    """Return (which, of how many, the rest) when a hand-numbered part is *text*, else None.

    *counted*: "1/2 badan jalan" is half of it.

    >>> part("(2/2) besar sekali"), part("1/2 lampu mati"), part("22/11 lampu mati")
    ((2, 2, 'besar sekali'), (1, 2, 'lampu mati'), None)
    """
    if "/" not in text:
        return None
    found = _PART.search(text[:12]) or _PART.search(text, max(0, len(text) - 8))
    if found is None:
        return None
    number, total = (int(digits) for digits in found.groups() if digits)
    if not 1 <= number <= total or total < 2:
        return None
    rest = text[: found.start()] + text[found.end() :]
    if counted and rest.split(maxsplit=1)[0].lower() in _HALVED:
        return None
    return number, total, rest.strip()


def _peel(text: str) -> str:
    """Return *text* without its outermost wrapper."""
    if text.startswith((">", "»")):
        return text[1:].lstrip()
    word, colon, rest = text[:16].partition(":")
    if colon and word.strip().lower() in FORWARDS:
        return (rest + text[16:]).lstrip()
    return _stamped(text)


def _stamped(text: str) -> str:
    """Return *text* without "[22/11 08.15] Name:" before it."""
    end = text.find("]", 1, MAX_STAMP) if text.startswith("[") else -1
    if end <= 0 or not _STAMP.search(text, 1, end):
        return text
    name, colon, _rest = text[end + 1 : end + 1 + MAX_NAME].partition(":")
    skip = end + 1 + (len(name) + 1 if colon and "\n" not in name else 0)
    return text[skip:].lstrip()


def _plain(text: str) -> str:
    """Return *text* without emphasis marks around words and rows of marks between them."""
    if "*" in text or "_" in text or "~" in text or "==" in text or "--" in text:
        text = _DECOR.sub(" ", text)
        text = _CLOSING.sub("", _OPENING.sub("", text))
        text = _BLANKS.sub(" ", text).strip()
    return text


def of_poster(body: str) -> bool:
    """Tell whether *body* is only what the poster says that one is to write.

    >>> of_poster("dan lokasi"), of_poster("lokasi Kel Betet got mampet")
    (True, False)
    """
    if len(body) > MAX_COPIED or first(body) not in BLANKS:
        return False
    said = split(body)
    return BLANKS.issuperset(token.raw for token in said[: greetings.signoff(said)])
