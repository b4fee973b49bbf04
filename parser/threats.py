"""Threats, told by their build: who threatens, with what deed, and whom or what it is to hit.

A citizen also burns rubbish and strikes a balance: only the three together are a threat.
"""

from collections.abc import Sequence
from functools import cache

from parser import lexicon
from parser.common import rarest
from parser.lists import beside, load
from parser.tokens import Token

REACH = 6  # words between a weapon and who brings it
AIM = 8  # the same, between a deed and whom it is to hit
ASIDE = 3  # words that may stand between who threatens and the deed
_WORKS = beside("threats", "works")
_BY_US = frozenset({("ku", "urang"), ("ku", "aing"), ("ku", "abdi"), ("ku", "kuring")})
MAX_WORDS = 80  # of a message


class _Tables:
    """The lists of ``[ancaman]`` in wishes.toml, as rules look words up."""

    def __init__(self) -> None:
        data = load("wishes")["ancaman"]
        self.deeds = _folded(data["deed"])
        self.sure = _folded(data["sure_deed"])
        self.weapons = _folded(data["weapon"])
        self.dooms = {tuple(map(lexicon.fold, term)) for term in lexicon.listed(data["doom"])}
        self.ends = rarest(self.dooms)
        self.who = _folded(data["who"])
        self.aside = _folded(data["aside"])
        self.others = _folded(data["others"])
        self.brings = _folded(data["brings"])
        self.target = _folded(data["target"])
        self.body = _folded(data["body"])
        self.when = _folded(data["when"])
        self.harmless = _folded(data["harmless"])


def _folded(text: str) -> frozenset[str]:
    return frozenset(lexicon.fold(word) for (word,) in lexicon.listed(text))


@cache
def _tables() -> _Tables:
    return _Tables()


@cache
def _signs() -> frozenset[str]:
    tables = _tables()
    return tables.deeds | tables.sure | tables.weapons | tables.ends


MAY = lexicon.waits_for(_signs)
"""Without this bit of lexicon.View nobody threatens."""


def of(tokens: Sequence[Token]) -> str:
    """Return the word by which a message threatens, or ''.

    >>> from parser.tokens import split
    >>> of(split("kalau begini terus kantor camat kami bakar")), of(split("warga bakar sampah"))
    ('bakar', '')
    """
    tables = _tables()
    words = lexicon.view(tokens).words
    if tables.target.isdisjoint(words) and not any(word[-2:] == "mu" for word in words):
        return ""
    tokens = tokens[:MAX_WORDS]
    said = [lexicon.fold(token.word) for token in tokens]
    signs = _signs()
    for index, word in enumerate(said):
        if word not in signs:
            continue
        if _armed(said, index) or (_aimed(said, index) and _meant(tokens, said, index)):
            return word
    return ""


def _aimed(said: Sequence[str], index: int) -> bool:
    """Tell whether near the word at *index* stands an office, an official or "you": "kepalamu"."""
    tables = _tables()
    near = said[max(0, index - AIM) : index + AIM + 1]
    if not tables.target.isdisjoint(near):
        return True
    return any(word[-2:] == "mu" and word[:-2] in tables.body for word in near)


def _meant(tokens: Sequence[Token], said: Sequence[str], index: int) -> bool:
    """Tell whether the word at *index* is a deed of the writer's, or a doom."""
    tables = _tables()
    word = said[index]
    if word in tables.sure:
        return True
    if word in tables.deeds and _vowed(tokens, said, index):
        return True
    here = tuple(said[max(0, index - 1) : index + 2])
    doomed = word in tables.ends and not tables.dooms.isdisjoint((here[:2], here[1:]))
    return doomed and not tables.when.isdisjoint(said)


def _armed(said: Sequence[str], index: int) -> bool:
    """Tell whether the writer himself is to bring the weapon at *index*, if it is one."""
    tables = _tables()
    before = said[max(0, index - REACH) : index]
    if said[index] not in tables.weapons or tables.brings.isdisjoint(before):
        return False
    writers = [at for at, word in enumerate(before) if word in tables.who]
    return bool(writers) and tables.others.isdisjoint(
        (*before[writers[-1] :], *_behind(said, index))
    )


def _behind(said: Sequence[str], index: int) -> Sequence[str]:
    """Return the words right behind *index*, which may name a work: "untuk kerja bakti"."""
    return [word for word in said[index + 1 : index + 1 + REACH] if word in _WORKS]


def _vowed(tokens: Sequence[Token], said: Sequence[str], index: int) -> bool:
    """Tell whether the writer, or nobody by name, is to do the deed at *index*."""
    tables = _tables()
    behind = said[index + 1] if index + 1 < len(said) else ""
    if behind in tables.harmless:
        return False  # "bakar sampah"
    suffered = tokens[index].raw.startswith(("di", "ter", "ke"))  # "saya dipukul"
    for at in range(index - 1, max(-1, index - 1 - ASIDE), -1):
        if tokens[at].raw == "tak":
            return True  # Javanese: "tak obong"
        if said[at] in tables.who:
            by_him = at > 0 and said[at - 1] == "ku"  # Sundanese: "ku aing diduruk"
            return not suffered or by_him or said[at] in tables.aside
        if said[at] not in tables.aside and said[at] not in tables.target:
            return False
    if suffered:  # "didurukan ku urang"
        return tuple(said[index + 1 : index + 3]) in _BY_US
    return behind in tables.who
