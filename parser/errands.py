"""What a citizen wants of the ticket whose number stands in a sentence, in any words.

An errand is told by classes of words (``data/errands.toml``) that stand near each other, in this
order: "tak_usah > terus" has "ga usah diproses" as well as "teu kedah diteraskeun". Only texts
with a ticket number come here, so nothing is spared.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from parser import frames, lexicon, types
from parser.frames import NEAR, At, Spot
from parser.lists import load, words
from parser.places_words import known as place_words
from parser.tokens import Token
from parser.trees import Terms
from parser.words import COURTESY

MOST = 26  # words of an errand; a longer text tells a story
FAR = 4  # words from a number to what says whose it is
CLOSE = 2  # words up to the next of a pattern behind ">>"
MOST_PLACES = 4  # of one class that a pattern tries
STRANGE = 2  # words that no list has beside a question
STRANGE_SURE = 6  # beside a sure one
STRANGE_OWN = 3  # the same where no number stands
OPENS = 2  # words at the beginning that it may open with
MOST_BARE = 16  # words of a wish to take a report back that names none
MOST_OLD = 40  # words of a message that goes on from an old report
TURN = 4  # words behind what is done up to what begins something else
SUBJECT = 4  # words behind "soal" that only name what was reported
_REACH = {">": NEAR, ">>": CLOSE, ">>>": 1, ">|": CLOSE}
_UNMARKED = ">|"  # no mark stands between
_OR_NOT = "ataubelum"
_HOW = "cara"
_AREAS = frozenset({"street", "complex", "hamlet", "area", "block"})
_OF_THINGS = frozenset({"tutup", "cabut", "lupakan"})


TICKET = "tiket"
"""Stands for the number among the words of a message."""


class _Pattern(NamedTuple):
    classes: tuple[str, ...]
    reach: tuple[int, ...]  # words from each to the one before
    needs: frozenset[str]  # the classes, for a look-up
    joined: tuple[int, ...]  # those that no mark may part from the one before


@cache
def _terms() -> Terms[str]:
    entries = load("errands")["class"].items()
    return lexicon.compiled(
        ((term, name) for name, text in entries for term in lexicon.listed(text)),
        without=frozenset(),
    )


@cache
def _names() -> frozenset[str]:
    """Return the words for a report and its number."""
    return frozenset(term[0] for term, names in _terms().all().items() if "laporan" in names)


@cache
def _words() -> frozenset[str]:
    """Return all words of the classes."""
    return frozenset(word for term in _terms().all() for word in term)


@cache
def asking() -> frozenset[str]:
    """Return the words, folded, without one of which no message asks how a report stands."""
    classes = words(load("errands")["own"]["asking"])
    terms = _terms().all().items()
    return frozenset(
        word for term, names in terms if not classes.isdisjoint(names) for word in term
    )


@cache
def _free() -> frozenset[str]:
    """Return the words that are never strange."""
    return _words() | _listed("tail") | COURTESY


@cache
def _patterns(errand: str) -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            said[::2],
            (NEAR, *(_REACH[sign] for sign in said[1::2])),
            frozenset(said[::2]),
            tuple(at for at, sign in enumerate(said[1::2], 1) if sign == _UNMARKED),
        )
        for said in lexicon.listed(load("errands")["errand"][errand])
    )


def wanted(said: Sequence[Token], known: frozenset[str], *, own: str = "") -> str:
    """Return batal, buka, cek, tambah for what is surely news, or ''.

    *said* are the words of a message, TICKET in place of the number; *known* say nothing of what
    is wrong. *own*: no number but other words stood there; only batal and cek are told, the latter
    by *own*, a table, besides what is sure.

    >>> from parser.tokens import split
    >>> texts = "ga usah diproses, sdh damai", "jare wis rampung, isih bolong", "yg urus siapa"
    >>> [wanted(split(text), frozenset()) for text in texts]
    ['batal', 'buka', 'cek']
    """
    if len(said) > MOST:
        return ""
    row = tuple(lexicon.fold(token.word) for token in said)
    at = _places(row)
    if own:
        _forget_until(at, row, "kapan")  # "sampai kapan dibiarkan" asks nothing
    alien = strange(said, known)
    void = _of_things(said, row, alien)
    if _stands("batal_own" if own else "batal", at, void, _marks(said)) and not _others_wish(at):
        return "batal"
    if not own and _stands("buka", at, void):
        return "buka"
    news = _news(said, alien, at)
    fresh = "berita" in at or ("kini" in at and (bool(alien) or "orang" in at))
    sure = not news and len(alien) <= (STRANGE_OWN if own else STRANGE_SURE)
    calm = not (news or fresh) and len(alien) <= STRANGE
    asked = (sure and _stands("cek_sure", at)) or (calm and _stands(own or "cek", at))
    if asked and not (own and _HOW in at):  # "tiket saya hilang, bagaimana cara lapor"
        return "cek"
    return "tambah" if fresh and not own else ""


def taken_back(said: Sequence[Token]) -> bool:
    """Tell whether a few words without any number take a report back.

    >>> from parser.tokens import split
    >>> taken_back(split("ga jadi lapor pak")), taken_back(split("jangan cabut laporan saya"))
    (True, False)
    """
    row = tuple(lexicon.fold(token.word) for token in said)
    at = _places(row)
    if len(said) > MOST_BARE or _others_wish(at):
        return False
    off = [stop for start, stop in at.get("urung_saja", ()) if start < OPENS]
    calls = (*at.get("batalkan", ()), *at.get("urung", ()))
    off = off or [stop for start, stop in calls if not start and _ends(said, stop)]
    if off:
        stop = off[0]
        parted = stop < len(said) and said[stop].start - said[stop - 1].end > 1
        return not types.pained(said[stop:]) if parted else _because(said[stop:])
    void = _of_things(said, row, strange(said, frozenset()))
    return _stands("batal_bare", at, void, _marks(said))


def _ends(said: Sequence[Token], stop: int) -> bool:
    """Tell whether courtesy stands at *stop*, or a mark before it: "batal pak", "batal, ..."."""
    if stop >= len(said):
        return True
    return said[stop].word in COURTESY or said[stop].start - said[stop - 1].end > 1


def _because(said: Sequence[Token]) -> bool:
    """Tell whether *said*, behind "tidak jadi", is nothing or why: "tidak jadi pak diperbaiki"."""
    marks = _marks(said)
    clause = said[: min(marks, default=len(said))] if marks else said
    free = COURTESY | _listed("because")
    words = [lexicon.fold(token.word) for token in clause if token.word not in free]
    why = {"sudah", "sebab"}
    known = not words or not why.isdisjoint(_terms().of(words[0]))
    return known and not types.pained(said)


def _marks(said: Sequence[Token]) -> frozenset[int]:
    """Return the indices of the words before which a mark stands."""
    pairs = enumerate(pairwise(said), 1)
    return frozenset(at for at, (one, after) in pairs if after.start - one.end > 1)


def elsewhere(said: Sequence[Token]) -> bool:
    """Tell whether *said* goes on to another matter and names the place of it.

    >>> from parser.tokens import split
    >>> elsewhere(split("sdh jalan, sekarang ada pohon tumbang di Jl Kelud"))
    True
    >>> elsewhere(split("ini lokasinya di Jl Kelud"))
    False
    """
    row = tuple(lexicon.fold(token.word) for token in said)
    at = _places(row)
    return ("selain" in at or bool(_turned(at))) and any(_streets(said))


def past_old(said: Sequence[Token]) -> int:
    """Return the index behind an old report that is done, where a new one begins, or 0.

    >>> from parser.tokens import split
    >>> past_old(split("dulu lapor got sdh beres. sekarang jalan berlubang di Jl Kawi"))
    5
    >>> past_old(split("dulu lapor got sdh beres. sekarang mampet lagi di Jl Kawi"))
    0
    """
    row = tuple(lexicon.fold(token.word) for token in said[:MOST_OLD])
    return 0 if _words_of("tuntas").isdisjoint(row) else _turned(_places(row))


def _turned(at: At) -> int:
    """Return where something else begins behind what is done, and is not as it was, or 0."""
    if not {"tuntas", "beralih"} <= at.keys():
        return 0
    before = {end + far for _start, end in at.get("sudah", ()) for far in range(CLOSE + 1)}
    done = [stop for start, stop in at["tuntas"] if start <= OPENS or start in before]
    if not done or any(
        name in at and at[name][-1][0] >= min(done) for name in ("kembali", "masih")
    ):
        return 0
    return next(
        (start for start, _stop in at["beralih"] if min(done) <= start <= min(done) + TURN), 0
    )


@cache
def _words_of(name: str) -> frozenset[str]:
    """Return the words of the terms of a class."""
    return frozenset(w for term, names in _terms().all().items() if name in names for w in term)


def others_number(tokens: Sequence[Token], first: int, after: int, known: frozenset[str]) -> bool:
    """Tell whether the number from *first* to *after* may be something else than a ticket's."""
    while first and tokens[first - 1].word in _listed("called"):
        first -= 1
    marked = first and tokens[first].start - tokens[first - 1].end > 1
    if first and not marked and _strange(tokens[first - 1], known):
        named = _names().intersection(lexicon.fold(token.word) for token in tokens[:first])
        return not named  # "antrian 1234566", but "aduan soal lampu mati 1234566"
    begin = first
    while begin and first - begin < FAR and tokens[begin].start - tokens[begin - 1].end == 1:
        begin -= 1  # up to a mark
    near = (*tokens[begin:first], *tokens[after : after + FAR])
    return not _listed("others").isdisjoint([form for token in near for form in token[:2]])


def _places(row: tuple[str, ...]) -> At:
    """Return where the words of each class stand, "belum" by what it means."""
    at = frames.places(_terms(), row, apart=True)
    _part_or_not(at, row)
    _forget_until(at, row, "kini")  # "sampai sekarang" is no news
    return at


def _forget_until(at: At, row: Sequence[str], name: str) -> None:
    """Let the words of a class behind "until" count nothing."""
    spots = [spot for spot in at.pop(name, ()) if not spot[0] or row[spot[0] - 1] not in _until()]
    if spots:
        at[name] = spots


def _part_or_not(at: At, row: Sequence[str]) -> None:
    """Set the "belum" of "sudah atau belum" apart from that of "belum selesai"."""
    last = len(row)
    while last and row[last - 1] in _endings():
        last -= 1
    or_not = {stop for _start, stop in at.get("atau", ())} | {last - 1}
    belum = at.pop("belum", [])
    parted = {_OR_NOT: [s for s in belum if s[0] in or_not or s[1] == last]}
    parted[_OR_NOT] += [s for s in at.get("tidak", ()) if s[1] == last]  # "jadi diganti ngga"
    parted["belum"] = [spot for spot in belum if spot not in parted[_OR_NOT]]
    at.update({name: spots for name, spots in parted.items() if spots})


@cache
def _until() -> frozenset[str]:
    return frozenset(map(lexicon.fold, _listed("until")))


@cache
def _endings() -> frozenset[str]:
    """Return the words that may stand behind all that is said."""
    return COURTESY | _listed("tail")


@cache
def _listed(name: str) -> frozenset[str]:
    return words(load("errands")["numbers"][name])


def _stands(
    errand: str, at: At, void: frozenset[Spot] = frozenset(), marks: frozenset[int] = frozenset()
) -> bool:
    """Tell whether one of the patterns of *errand* stands; the words at *void* count nothing."""
    there = at.keys()
    complete = [pattern for pattern in _patterns(errand) if pattern.needs <= there]
    return any(_fits(pattern, at, void, marks) for pattern in complete)


def _fits(pattern: _Pattern, at: At, void: frozenset[Spot], marks: frozenset[int]) -> bool:
    spots = [[spot for spot in at[name] if spot not in void] for name in pattern.classes]
    return any(
        frames.together(row, ordered=True, reach=pattern.reach)
        and not any(marks.intersection(range(row[i - 1][1], row[i][0] + 1)) for i in pattern.joined)
        for row in product(*[found[:MOST_PLACES] for found in spots])
    )


def _others_wish(at: At) -> bool:
    """Tell whether the wish to go no further is not the writer's, or undone by what follows."""
    return any(
        name in at for name in ("pihak_lain", "kenapa", "masih", "belum", "tetap", "menolak")
    )


def _of_things(
    said: Sequence[Token], row: Sequence[str], strange: Sequence[Token]
) -> frozenset[Spot]:
    """Return where "ditutup" and "cabut" are told of a road or a cable: "jalannya ditutup"."""
    return frozenset(
        (index, index + 1)
        for index, word in enumerate(row)
        if (kinds := _OF_THINGS.intersection(_terms().of(word)))
        and not {*_next_to(said, index, behind="tutup" not in kinds)}.isdisjoint(strange)
    )


def _next_to(said: Sequence[Token], index: int, *, behind: bool) -> Iterator[Token]:
    """Yield the word before that at *index* and perhaps those *behind*, up to a mark."""
    if index and said[index].start - said[index - 1].end == 1:
        yield said[index - 1]
    for one, after in pairwise(said[index : index + 3] if behind else ()):
        if after.start - one.end > 1:
            return
        yield after


def _news(said: Sequence[Token], strange: Sequence[Token], at: At) -> bool:
    """Tell whether something new is told: got worse, where it is, what is wrong besides."""
    if "berita" in at or any(_streets(said)):
        return True
    subject = _subject(said)
    return types.pained([token for token in strange if token not in subject])


def _subject(said: Sequence[Token]) -> frozenset[Token]:
    """Return the words that only name what was reported: "soal lampu mati"."""
    marks = words(load("followups")["reminder"]["marker"])
    at = [index for index, token in enumerate(said) if token.word in marks]
    return frozenset(token for index in at for token in said[index + 1 : index + 1 + SUBJECT])


def _streets(said: Sequence[Token]) -> Iterator[int]:
    """Yield where a name stands behind "jl", "kel" or the like."""
    for index, (token, after) in enumerate(pairwise(said)):
        named = after.raw.isalpha() and after.word not in COURTESY
        named = named and lexicon.fold(after.word) not in _words()
        if named and token.raw != "jalan" and place_words().trigger.get(token.raw) in _AREAS:
            yield index


def strange(said: Sequence[Token], known: frozenset[str]) -> list[Token]:
    """Return the words of *said* that are neither of an errand nor of those that go with any."""
    return [token for token in said if _strange(token, known)]


def _strange(token: Token, known: frozenset[str]) -> bool:
    """Tell whether a word is neither of an errand nor of those that may stand in any."""
    forms = {token.word, token.raw, lexicon.fold(token.word)}
    free = token.word.isdigit() or not _free().isdisjoint(forms)
    return not free and known.isdisjoint(forms)
