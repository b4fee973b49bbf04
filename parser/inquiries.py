"""What a citizen wants of an earlier report of his own when he writes no number, in any words.

::

    own  = noun { word } ( owner | when ) | owner "punya" noun | "laporanku"   (* "laporan saya" *)
         | which { owner | when | word } verb                      (* "yang kemarin saya lapor" *)
    last = which when                   (* "yang kemarin": only if its sender has one to mean *)

Such words stand for a ticket's number, and those that only name what was reported for nothing;
then errands.py decides. Its data file has the words.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parser import errands, greetings, mentions, types
from parser.lexicon import fold
from parser.lists import load
from parser.tokens import Token, split
from parser.words import listed

MOST = 24  # words of a question or a wish
REACH = 6  # words from "yang" to the verb
OWNED = 4  # words behind "laporan" among which is said whose it is
SUBJECT = 4  # words that only name what was reported
STRANGE = 1  # words that no list has beside "yang kemarin"
MAX_CHARACTERS = 300


class Spoken(NamedTuple):
    """The words that stand for a report."""

    first: int
    after: int  # index of the word behind them
    sure: bool = True  # it is surely one's own; else perhaps something else of yesterday
    told: bool = False  # "kemarin saya lapor": what was reported may be told once more


@cache
def _set(name: str) -> frozenset[str]:
    return listed(load("errands")["own"][name])


@cache
def reported() -> frozenset[str]:
    """Return the words without which no message surely speaks of its writer's report."""
    return _set("nouns") | _set("mine") | _set("verbs") - _set("common")


def reminds(tokens: Sequence[Token]) -> str:
    """Return the word for one's own report by which a message only asks how it stands, or ''.

    >>> reminds(split("udh sampe mana pak lampu gang yg saya lapor kmrn"))
    'lapor'
    >>> reminds(split("yg saya lapor kmrn makin parah")), reminds(split("lapor, lampu mati"))
    ('', '')
    """
    if len(tokens) > MOST or errands.asking().isdisjoint(map(fold, [token[0] for token in tokens])):
        return ""
    spoken = _own(tokens)
    if spoken is None or _aside(tokens, spoken):
        return ""
    named = next(t.raw for t in tokens[spoken.first : spoken.after] if _reports(t))
    return named if _wanted(tokens, spoken) == "cek" else ""


def _aside(tokens: Sequence[Token], spoken: Spoken) -> bool:
    """Tell whether the report was made to somebody else, or is only gone on with."""
    if not _set("goes_on").isdisjoint([token.word for token in tokens[: spoken.first]]):
        return True  # "menyambung laporan saya"
    said = [token.raw for token in tokens[spoken.first : spoken.after + OWNED]]
    size = spoken.after - spoken.first
    near = said if said[size : size + 1] and said[size] in _set("towards") else said[:size]
    return not _set("others").isdisjoint(near)


def again(body: str) -> bool:
    """Tell whether a report is of what its writer has reported before, and of nothing else.

    >>> again("sampah yg saya lapor kmrn makin banyak"), again("saya lapor sampah")
    (True, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    if _set("which").isdisjoint([token.word for token in tokens]):
        return False
    spoken = _own(tokens)
    if spoken is None or tokens[spoken.first].word not in _set("which"):
        return False
    return not (_aside(tokens, spoken) or errands.elsewhere(tokens))


def of_last(body: str) -> str:
    """Return cek or batal for what somebody who has reported lately wants of that, or ''.

    >>> texts = "yg kmrn gmn kelanjutannya", "yg td ga usah diproses", "yg kmrn bolong lagi"
    >>> [of_last(text) for text in texts]
    ['cek', 'batal', '']
    >>> of_last("gak sido lapor mas"), of_last("gak sido oleh bansos, wis lapor")
    ('batal', '')
    """
    tokens = split(body[:MAX_CHARACTERS])
    if len(tokens) > MOST or errands.elsewhere(tokens):
        return ""
    if errands.taken_back(tokens):
        return "batal"
    spoken = _own(tokens) or _last(tokens)
    if spoken is None or _aside(tokens, spoken):
        return ""
    wanted = _wanted(tokens, spoken)
    if spoken.sure or not wanted:
        return wanted
    strange = errands.strange(_rest(tokens, spoken), mentions.known_beside())
    if wanted == "batal":
        return "" if types.pained(strange) else wanted
    return wanted if len(strange) <= STRANGE else ""


def _wanted(tokens: Sequence[Token], spoken: Spoken) -> str:
    thanked = not greetings.GRATEFUL.isdisjoint([token.word for token in tokens])
    own = "cek_told" if spoken.told or thanked else "cek_own"
    return errands.wanted(_rest(tokens, spoken), mentions.known_beside(), own=own)


def _own(tokens: Sequence[Token]) -> Spoken | None:
    """Return the words that surely stand for one's own report, or None."""
    for at, token in enumerate(tokens):
        found = None
        if token.word in _set("which"):
            found = _told_of(tokens, at)
        elif token.raw in _set("mine"):
            found = Spoken(at, at + 1)
        elif token.word in _set("nouns"):
            found = _owned(tokens, at)
        if found is not None:
            return found._replace(after=_timed(tokens, found.after))
    return _once(tokens)


def _told_of(tokens: Sequence[Token], at: int) -> Spoken | None:
    """Return "yang kemarin saya lapor", which begins at *at*, or None."""
    ones = False
    for index in range(at + 1, min(at + 1 + REACH, len(tokens))):
        token = tokens[index]
        if token.raw in _set("verbs"):
            whose = ones or token.raw.startswith("di")
            return Spoken(at, index + 1) if whose else None
        if token.start - tokens[index - 1].end > 1:
            return None
        ones = token.raw in _set("ones")
    return None


def _owned(tokens: Sequence[Token], at: int) -> Spoken | None:
    """Return "laporan saya" or "sa pe laporan", the noun of which stands at *at*, or None."""
    before = [token.raw for token in tokens[max(0, at - 2) : at]]
    if len(before) > 1 and before[0] in _set("ones") and before[1] in _set("have"):
        return Spoken(at - 2, at + 1)
    for index in range(at + 1, min(at + 1 + OWNED, len(tokens))):
        token = tokens[index]
        if token.start - tokens[index - 1].end > 1:
            return None
        if token.raw in _set("ones"):
            return Spoken(at, index + 1)
        if token.word in _times() and index <= at + 2:
            return Spoken(at, index + 1)
    return None


def _once(tokens: Sequence[Token]) -> Spoken | None:
    """Return "kemarin saya lapor" or "saya lapor minggu lalu", or None."""
    for at, token in enumerate(tokens):
        if token.raw not in _set("verbs") or token.raw in _set("hardly"):
            continue
        first = at
        while first and tokens[first - 1].raw in _set("already"):
            first -= 1
        if not first or tokens[first - 1].raw not in _set("ones"):
            continue
        first -= 1
        while first and tokens[first - 1].word in _set("when"):
            first -= 1
        timed = tokens[first].word in _set("when")
        if timed or not _set("when").isdisjoint(t.word for t in tokens[at : at + REACH]):
            return Spoken(first, at + 1, told=True)
    return None


def _last(tokens: Sequence[Token]) -> Spoken | None:
    """Return "yang kemarin" where nothing before it says that it is of something else, or None."""
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token.word in _set("which") and after.word in _set("when"):
            return Spoken(at, _timed(tokens, at + 2), sure=False)
    return None


def _timed(tokens: Sequence[Token], after: int) -> int:
    """Return the index behind the words from *after* that only say when, and point: "itu"."""
    while after < len(tokens) and tokens[after].word in _times():
        after += 1
    pair = [token.word for token in tokens[after : after + 2]]
    again = len(pair) > 1 and pair[0] in _set("which") and pair[1] in _set("when")
    return _timed(tokens, after + 2) if again else after


@cache
def _times() -> frozenset[str]:
    """Return the words that say which one is meant: when it was, or that one."""
    return _set("when") | _set("pointing")


def _reports(token: Token) -> bool:
    return token.raw in _set("verbs") | _set("mine") or token.word in _set("nouns")


def _rest(tokens: Sequence[Token], spoken: Spoken) -> list[Token]:
    """Return *tokens* with one for the report, and without what was reported."""
    first, after = spoken[:2]
    known = mentions.known_beside()
    subject: set[int] = set()
    if spoken.sure:
        subject.update(_subject(tokens, range(first - 1, -1, -1), known))
        named = after < len(tokens) and tokens[after].word in _set("which")  # "yang pohon tumbang"
        subject.update(_subject(tokens, range(after + named, len(tokens)), known))
    for at, token in enumerate(tokens):
        if token.word in _set("about"):
            subject.update(_subject(tokens, range(at + 1, len(tokens)), known))
    pairs = pairwise(tokens)
    polite = enumerate(
        (one.word in _set("sorry") and two.word in _set("trouble") for one, two in pairs), 1
    )
    subject.update(at for at, sorry in polite if sorry)  # "maaf mengganggu"
    ticket = tokens[first]._replace(
        word=errands.TICKET, raw=errands.TICKET, end=tokens[after - 1].end
    )
    subject.update(range(first + 1, after))
    return [
        ticket if at == first else token
        for at, token in enumerate(tokens)
        if at == first or at not in subject
    ]


def _subject(tokens: Sequence[Token], reach: range, known: frozenset[str]) -> list[int]:
    """Return where the words stand that name a thing, from one end of *reach* up to a mark."""
    found: list[int] = []
    for at in reach[:SUBJECT]:
        one, other = (at - 1, at) if reach.step > 0 else (at, at + 1)
        named = tokens[at].raw in _set("things") or errands.strange([tokens[at]], known)
        if tokens[other].start - tokens[one].end > 1 or not named:
            break
        found.append(at)
    return found
