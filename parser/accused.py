"""Who is accused, as flags, so that no report goes to the one it accuses.

Flags: *aparatur* (staff or an official is accused), ``dituduh:BODY`` for each body that is
(lurah rt rw camat dishub satpol sekolah puskesmas polisi dukcapil dinsos pln pdam pejabat asn),
*bukan_kewenangan* (police, telephone companies, banks: not the city's).
"""

from collections.abc import Sequence
from functools import cache

from parser import lexicon
from parser.common import rarest
from parser.lexicon import Terms
from parser.lists import beside
from parser.reading import Why
from parser.tokens import Token

NEAR = 6  # words between a body and its deed
_NO_BODY = frozenset({"deed", "grave"})
_PLEAS = beside("accused", "pleas")
"""Behind these a body is asked to help; what was told before is no deed of its own."""
_HALLS = beside("accused", "halls")


@cache
def _terms() -> Terms[str]:
    tables = lexicon.table("accused")
    entries = [
        (term, f"dituduh:{body}")
        for body, text in tables["body"].items()
        for term in lexicon.listed(text)
    ]
    entries += [(term, "deed") for term in lexicon.listed(tables["deed"]["words"])]
    entries += [(term, "bukan_kewenangan") for term in lexicon.listed(tables["outside"]["words"])]
    entries += [(term, "landmark") for term in lexicon.listed(tables["outside"]["landmarks"])]
    entries += [(term, "grave") for term in lexicon.listed(tables["deed"]["grave"])]
    return lexicon.compiled(entries)


@cache
def _before() -> frozenset[str]:
    return frozenset(
        word for (word,) in lexicon.listed(lexicon.table("accused")["outside"]["before"])
    )


@cache
def _beside() -> frozenset[str]:
    table = lexicon.table("accused")["outside"]
    return frozenset(lexicon.fold(word) for (word,) in lexicon.listed(table["beside"]))


@cache
def _rarest(kind: str) -> frozenset[str]:
    """Return one word of each term of *kind*: deed, outside, body."""
    kinds = {"deed": "deed", "bukan_kewenangan": "outside", "landmark": "outside", "grave": "grave"}
    terms = _terms().values.items()
    return rarest(
        term for term, names in terms if any(kinds.get(name, "body") == kind for name in names)
    )


_GRAVE = lexicon.waits_for(lambda: _rarest("grave"))
_DEEDS = lexicon.waits_for(lambda: _rarest("deed"))
_BODIES = lexicon.waits_for(lambda: _rarest("body"))
_OUTSIDE = lexicon.waits_for(lambda: _rarest("outside"))


def may_accuse(told: int) -> bool:
    """Tell whether the words that set *told*, of lexicon.View, may accuse: a body and its deed."""
    return bool(told & _OUTSIDE or (told & _BODIES and told & _DEEDS))


def of(tokens: Sequence[Token], why: list[Why] | None = None) -> tuple[str, ...]:
    """Return the flags of the accused, in the order of the text."""
    view = lexicon.view(tokens)
    if not may_accuse(view.told):
        return ()
    words = view.words
    hits = lexicon.found(_terms(), words)
    deeds = [index for index, _, names in hits if "deed" in names]
    flags: dict[str, str] = {}
    for index, size, names in hits:
        asked = bool(index) and words[index - 1] in _PLEAS
        near = any(abs(index - deed) <= NEAR for deed in deeds if not asked or deed > index)
        said = " ".join(words[index : index + size])
        for name in names:
            if name in _WHERE:
                if not _WHERE[name](words, index):
                    flags["bukan_kewenangan"] = said
            elif near and name not in _NO_BODY:
                flags |= {"aparatur": said, name: said}
    if why is not None:
        why.extend(Why(f"flag {flag}", said) for flag, said in flags.items())
    return tuple(flags)


def gravely(tokens: Sequence[Token]) -> bool:
    """Tell whether a deed is told that is a crime of office, whoever is said to have done it."""
    view = lexicon.view(tokens)
    if not view.told & _GRAVE:
        return False
    hits = lexicon.found(_terms(), view.words)
    return any("grave" in names for _index, _size, names in hits)


def _stands_by(words: Sequence[str], index: int) -> bool:
    """Tell whether something lies beside the body at *index*: "depan kantor pln"."""
    before = words[index - 1] if index else ""
    if before in _HALLS and index > 1:
        before = words[index - 2]
    return before in _beside()


def _only_where(words: Sequence[str], index: int) -> bool:
    """Tell whether the word before that at *index* makes it a landmark: "depan SMAN 1"."""
    before = words[index - 1] if index else ""
    return before in _before() or before in lexicon.role("place") or before in lexicon.role("area")


_WHERE = {"bukan_kewenangan": _stands_by, "landmark": _only_where}
"""Kind of what is none of the city's -> whether it only says where."""
