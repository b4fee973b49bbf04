"""Who is accused, as flags, so that no report goes to the one it accuses.

Flags: *aparatur* (staff or an official is accused), ``dituduh:BODY`` for each body that is
(lurah rt rw camat dishub satpol sekolah puskesmas polisi dukcapil dinsos pln pdam pejabat asn),
*bukan_kewenangan* (police, telephone companies, banks: not the city's).
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from parser import asked, lexicon, trees
from parser.common import rarest
from parser.lexicon import Clauses
from parser.lists import beside
from parser.reading import Why
from parser.tokens import Token
from parser.trees import Terms

NEAR = 6  # words between a body and its deed
CLOSE = 2  # words between a body and what anybody may do
_DEED = {"words": "deed"}
_DEEDS_OF = frozenset({"deed", "grave", "own", "done"})
_NO_BODY = _DEEDS_OF | {"bukan_kewenangan", "landmark", ""}
_LOCAL = frozenset({"rt", "rw"})
_ASKS: Final = "minta"
_MONEY = beside("accused", "money")
_AT = beside("accused", "at")
_YARDS = beside("accused", "yards")
_HALLS = beside("accused", "halls")


Hit = tuple[int, int, tuple[str, ...]]  # index, words, names
_SILENT = Clauses((), (), ())


@cache
def _terms() -> Terms[str]:
    tables = lexicon.table("accused")
    entries = [
        (term, f"dituduh:{body}")
        for body, text in tables["body"].items()
        for term in lexicon.listed(text)
    ]
    for kind, text in tables["deed"].items():
        entries += [(term, _DEED.get(kind, kind)) for term in lexicon.listed(text)]
    entries += [(term, "") for term in lexicon.listed(tables["outside"]["things"])]
    entries += [(term, "bukan_kewenangan") for term in lexicon.listed(tables["outside"]["words"])]
    entries += [(term, "landmark") for term in lexicon.listed(tables["outside"]["landmarks"])]
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
    kinds = dict.fromkeys(_DEEDS_OF, "deed")
    kinds |= {"bukan_kewenangan": "outside", "landmark": "outside", "": ""}
    terms = _terms().all().items()
    return rarest(
        term
        for term, names in terms
        if kind in names or any(kinds.get(name, "body") == kind for name in names)
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
    hits = trees.found(_terms(), words)
    deeds = [hit for hit in hits if not _DEEDS_OF.isdisjoint(hit[2])]
    clauses = lexicon.clauses(view) if deeds else _SILENT
    flags: dict[str, str] = {}
    for index, size, names in hits:
        said = " ".join(words[index : index + size])
        if any(name in _WHERE and not _WHERE[name](words, index) for name in names):
            flags["bukan_kewenangan"] = said
        bodies = [name for name in names if name not in _NO_BODY]
        if bodies and _did(clauses, (index, index + size), deeds):
            flags |= {"aparatur": said, **dict.fromkeys(bodies, said)}
    if why is not None:
        why.extend(Why(f"flag {flag}", said) for flag, said in flags.items())
    return tuple(flags)


def _did(said: Clauses, body: tuple[int, int], deeds: Sequence[Hit]) -> bool:
    """Tell whether the body between two places did one of *deeds*, or is where it was done."""
    near = [deed for deed in deeds if abs(body[0] - deed[0]) <= NEAR]
    if not near or _beside_of(said.words, body[0]) or asked.spoken_to(said, body):
        return False
    return any(_did_it(said, body, deed) for deed in near)


def _did_it(said: Clauses, body: tuple[int, int], deed: Hit) -> bool:
    words, (start, end) = said.words, body
    at, size, kinds = deed
    if asked.helps(said, body, at):
        return False
    if _charges(words, deed):
        return True
    address = end < len(words) and words[start] in _LOCAL and words[end].isdigit()
    if address:
        return False
    before, after = at - end, start - at - size
    if any(min(start, at) < stop <= max(start, at) for stop in said.marks):
        return False
    did = 0 <= before <= CLOSE and not (start and words[start - 1] in _AT)
    return did or ("done" in kinds and 0 <= after <= CLOSE)


def _charges(words: Sequence[str], deed: Hit) -> bool:
    """Tell whether *deed* is one of office alone, or asks for money."""
    at, size, kinds = deed
    if "deed" in kinds or "grave" in kinds:
        return True
    paid = words[at + size : at + size + 2]
    return words[at] == _ASKS and len(paid) > 1 and paid[0].isdigit() and paid[1] in _MONEY


def _beside_of(words: Sequence[str], start: int) -> bool:
    """Tell whether something lies beside the body at *start*: "depan rumah pak RT"."""
    at = start - 1
    while at >= 0 and words[at] in _YARDS:
        at -= 1
    return at >= 0 and words[at] in _beside()


def gravely(tokens: Sequence[Token]) -> bool:
    """Tell whether a deed is told that is a crime of office, whoever is said to have done it."""
    view = lexicon.view(tokens)
    if not view.told & _GRAVE:
        return False
    hits = trees.found(_terms(), view.words)
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
