"""Who in office is charged with what: such reports are confidential (DOMAIN.md 6).

A charge is a deed and its doer near each other in one clause: "kepala sekolah ... minta uang",
"dimaki oleh guru". Slow service, and a critique of an office, charge nobody; nor does who is
asked to do something, or suffered it, or only pretends to be in office.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from parser import lexicon, trees
from parser.common import rarest
from parser.reading import Why
from parser.tokens import Token
from parser.trees import Terms

TAKES: Final = "pungli"
MISUSES: Final = "aparatur"
ALONE: Final = "sikap"
"""A charge that makes a report confidential and nothing else."""
REACH = 5  # words between who and a deed
CLOSE = 3  # words between a deed in the passive and who did it, between two words of a deed

_WHO = frozenset({"official", "staff", "hands", "local"})
_PAIRED = {"ask": "money", "sell": "goods"}
"""Kind of word -> the kind that must follow to make a deed of it."""
_SINGLE = frozenset({"crime", "conduct", "absent"})
"""Kinds of words that are a deed by themselves."""
_EITHER = frozenset({"crime"})
"""Nouns: who did it may stand behind as well."""
_CLERKS = frozenset({"official", "staff"})

Part = tuple[int, int, tuple[str, ...]]  # index, words, kinds


@cache
def _terms() -> Terms[str]:
    table = lexicon.table("charges")
    entries = [
        (term, kind)
        for part in ("who", "deed")
        for kind, text in table[part].items()
        if kind != "hours"
        for term in lexicon.listed(text)
    ]
    return lexicon.compiled(entries, without=frozenset())


@cache
def _needed() -> tuple[frozenset[str], frozenset[str]]:
    """Return one word of each term for who is charged, and for a deed: both must be there."""
    terms = _terms().all().items()
    kinds = _SINGLE | _PAIRED.keys()
    return (
        rarest(term for term, found in terms if not _WHO.isdisjoint(found)),
        rarest(term for term, found in terms if not kinds.isdisjoint(found)),
    )


@cache
def _beside(part: str, name: str) -> frozenset[str]:
    return frozenset(word for (word,) in lexicon.listed(lexicon.table("charges")[part][name]))


def category(charge: str, found: str) -> str:
    """Return the category of a report with *charge* whose words are of category *found*."""
    return charge if charge and charge != ALONE and found in _beside("about", "soft") else found


def of(tokens: Sequence[Token], why: list[Why] | None = None) -> str:
    """Return TAKES, MISUSES or ALONE for the gravest charge of a message, '' for none.

    >>> from parser.tokens import split
    >>> of(split("lurah Bawang minta uang rokok")), of(split("bu lurah minta bantuan pasir"))
    ('pungli', '')
    """
    said = lexicon.view(tokens).words
    doers, deeds = _needed()
    if doers.isdisjoint(said) or deeds.isdisjoint(said):
        return ""  # most messages
    return _gravest(tokens[: lexicon.MAX_WORDS], why)


def _gravest(said: Sequence[Token], why: list[Why] | None) -> str:
    if not _beside("beside", "claimed").isdisjoint(token.word for token in said):
        return ""
    words = tuple(lexicon.fold(token.word) for token in said)
    parts = trees.found(_terms(), words)
    doers = [part for part in parts if not _WHO.isdisjoint(part[2])]
    if not doers:
        return ""
    charges: dict[str, str] = {}
    for deed in _deeds(parts, words, said):
        for doer in doers:
            charge = _charge(deed, doer, words, said)
            if charge:
                charges.setdefault(charge, " ".join(words[deed[0] : deed[0] + deed[1]]))
    gravest = next((name for name in (TAKES, MISUSES, ALONE) if name in charges), "")
    if gravest and why is not None:
        why.append(Why("charge", f"{gravest}: {charges[gravest]}"))
    return gravest


def _deeds(parts: Sequence[Part], words: Sequence[str], said: Sequence[Token]) -> Iterator[Part]:
    """Yield the deeds: single ones, and those of two words ("minta ... uang")."""
    for index, size, kinds in parts:
        if index and words[index - 1] in _beside("beside", "no"):
            continue
        after = words[index + size] if index + size < len(words) else ""
        hour = after.isdigit() or after in _beside("deed", "hours")  # "pukul 9"
        for kind in kinds:
            if kind in _SINGLE and not hour:
                yield index, size, (kind,)
            for at, more, others in parts if kind in _PAIRED else ():
                if _PAIRED[kind] not in others or not _joined(kind, index, at):
                    continue
                if kind != "ask" or not _due(index, at + more, said):
                    first, last = min(index, at), max(index + size, at + more)
                    yield first, last - first, (kind,)
                    break


def _joined(kind: str, index: int, at: int) -> bool:
    """Tell whether the words at *index* and *at* make one deed: "tanah kas dijual"."""
    return 0 < at - index <= CLOSE + 1 or (kind != "ask" and 0 < index - at <= CLOSE)


def _due(start: int, end: int, said: Sequence[Token]) -> bool:
    """Tell whether what is asked for is owed: "minta uang lembur"."""
    asked = (token.word for token in said[start : end + CLOSE])
    return not _beside("beside", "due").isdisjoint(asked)


def _charge(deed: Part, doer: Part, words: Sequence[str], said: Sequence[Token]) -> str:
    """Return the charge that *doer* did *deed*, or ''."""
    (start, size, (kind,)), (at, long, whos) = deed, doer
    end, after = start + size, at + long
    passive = said[start].raw.startswith(("di", "ka", "kena")) and said[start].raw != "ka"
    passive = passive or any(token.raw.startswith("di") for token in said[start:end])
    if after <= start:
        if kind != "ask" and said[after].word in _beside("beside", "own"):
            after += 1  # "lurah kami jual tanah", but "pak lurah, kami minta uang"
        between = said[after:start]
        before = words[at - 1] if at else ""
        asked = before in _beside("beside", "told") and bool(between)
        if passive or asked or len(between) > REACH or _stops(between, said, after, start):
            return ""
    elif end <= at:
        between = said[end:at]
        near = kind in _EITHER or (
            passive and _beside("beside", "by").issuperset(t.word for t in between)
        )
        if not near or len(between) > CLOSE or _stops(between, said, end, at):
            return ""
    else:
        return ""
    return _weight(kind, whos[0])


def _stops(between: Sequence[Token], said: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a mark, or somebody else, stands between two words."""
    if any(said[at].start - said[at - 1].end > 1 for at in range(start, end + 1)):
        return True
    others = _beside("beside", "others")
    return any(token.word in others for token in between)


def _weight(kind: str, who: str) -> str:
    """Return the charge that a deed of *kind* is against *who*."""
    if kind == "ask":
        return TAKES
    if kind == "absent":
        return ALONE if who in _CLERKS else ""
    if who == "official" or (kind == "crime" and who != "local"):
        return MISUSES
    return ALONE
