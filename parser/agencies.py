"""Which agency the words of an officer name: by its code, an alias, or its name in full.

A name that is nearly one, or the beginning of one only, is offered and never taken.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from parser.lists import beside
from parser.tokens import Token, split

Known = tuple[tuple[str, tuple[str, ...]], ...]
"""(Code, other names) of each agency."""

MAX_AGENCY = 9  # words of an agency's name
MAX_SLIPS = 2  # letters between an agency and the one that is offered instead
MIN_BEGUN = 9  # letters of a name that is only begun: "dinaspeke"
_SEEN = 200  # characters
_KINDS = beside("officer", "kinds")
_TITLES = beside("officer", "titles")
_TO = beside("officer", "to")
_AREAS = {"kecamatan": ("kec", "camat"), "kelurahan": ("kel", "lurah"), "bagian": ("bag",)}
_END = re.compile(r",| dan ")  # of the short form of a name
MIN_SHORT = 3  # words of one


def agency(text: str, known: Known) -> tuple[str, str, int]:
    """Return (code, offered code, where its name ends) of the agency that begins *text*.

    >>> city = (("BAG.HUKUM", ()), ("DISHUB", ("Dinas Perhubungan",)))
    >>> agency("bag hukum besok", city), agency("dihsub", city), agency("kantor dishub", city)
    (('BAG.HUKUM', '', 9), ('', 'DISHUB', 6), ('DISHUB', '', 13))
    """
    tokens = split(text[:_SEEN])[: MAX_AGENCY + 1]
    if tokens and tokens[0].word in _TO:
        tokens = tokens[1:]
    names = _names(known)
    for skipped in range(_titles(tokens) + 1):
        if found := _exact(tokens[skipped:], names):
            return *found[:1], "", found[1]
    if not tokens:
        return "", "", 0
    return "", _offered(tokens, names), tokens[0].end


def behind(text: str, known: Known) -> tuple[str, int, int]:
    """Return the agency that "ke" hands something to further on in *text*, and from where to where.

    >>> behind("lampu mati ke dishub ya", (("DISHUB", ()),)), behind("ke sana", ())
    (('DISHUB', 11, 20), ('', 0, 0))
    """
    for token in split(text[:_SEEN]):
        if token.word in {"ke", "kepada"}:
            code, _offered, end = agency(text[token.start :], known)
            if code:
                return code, token.start, token.start + end
    return "", 0, 0


def _titles(tokens: Sequence[Token]) -> int:
    """Return how many words before a name say what kind of office it is, or who heads it."""
    return next((i for i, t in enumerate(tokens) if t.word not in _TITLES), len(tokens))


def _exact(tokens: Sequence[Token], names: dict[str, str]) -> tuple[str, int] | None:
    for count in range(len(tokens), 0, -1):
        code = names.get("".join(token.raw for token in tokens[:count]))
        if code:
            return code, tokens[count - 1].end
    return None


def _offered(tokens: Sequence[Token], names: dict[str, str]) -> str:
    """Return the one agency that may have been meant, or ''."""
    typed = "".join(token.raw for token in tokens[: 1 + (tokens[0].raw in _KINDS)])
    slips = sorted((OSA.distance(typed, name, score_cutoff=MAX_SLIPS), name) for name in names)
    if typed in _TITLES:
        return ""
    if slips and len(typed) > MAX_SLIPS + 1 and slips[0][0] <= MAX_SLIPS:
        return names[slips[0][1]]
    for count in range(min(len(tokens), MAX_AGENCY), 0, -1):
        begun = "".join(token.raw for token in tokens[:count])
        codes = {code for name, code in names.items() if name.startswith(begun)}
        if len(codes) == 1 and len(begun) >= MIN_BEGUN:
            return codes.pop()
    return ""


@lru_cache(maxsize=64)
def _names(known: Known) -> dict[str, str]:
    """Return name without blanks -> code; codes and aliases go before what is made of names."""
    made = {short: code for code, others in known for name in others for short in _shorts(name)}
    own = {_squash(name): code for code, others in known for name in (code, *others)}
    return made | own


def _shorts(name: str) -> Iterator[str]:
    """Yield what people write for a name in full: "Kecamatan Kota" is "kec kota"."""
    kind, _blank, rest = name.casefold().partition(" ")
    for said in _AREAS.get(kind, ()):
        yield _squash(said + rest)
    short = _END.split(name)[0]
    if len(short.split()) >= MIN_SHORT:
        yield _squash(short)


def _squash(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
