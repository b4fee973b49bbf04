"""Judgments in place of the answer that was asked: "beres apanya?", "sudah terang", "puas sekali".

They mean something only while a question of ours waits: models/answers.py asks only then.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parser import followups
from parser.lists import beside, load, words
from parser.tokens import split
from parser.words import COURTESY

NEAR = 4  # words between a word and the one that makes it a denial
OPENING = 5  # words at the beginning that mock or judge
MAX_FINE = 7  # words of a message that only says that all is well
MAX_VAGUE = 5
MAX_BARE = 12  # words of an answer that names a thing
_CLAUSE = re.compile(r"[,.;!\n]")
_TELLS = 4  # letters at least of what ends in -nya
_THE = beside("verdicts", "the")
_VERBAL = ("me", "ber", "ter", "ng", "ny", "dip", "dit", "dib", "dik", "dis", "dia", "dij")
FEW = 4  # words of an answer that needs not point at anything
_DI = frozenset({"di", "dipun"})
_FIGURES = frozenset("12345")
_JUDGES = beside("verdicts", "judges")
_SIGNS = {"ya": set("👍👌✅✔💯👏😊😀😁🙂😃😄😍🥰"), "tidak": set("👎❌✖😡😠😞😢😭🤬")}
_MODIFIERS = set(" ️🏻🏼🏽🏾🏿")  # the last are colours of skin
_LONG = 6  # letters at least of a passive that is none of "dicuri" and its like
_ENDS = ("i", "an", "in", "keun", "aken", "no", "ke")
_ITS = ("nya", "nyo", "ipun", "ane", "ena")


class Verdict(NamedTuple):
    """Whether what was asked about is mended, as its reporter says."""

    answer: str = ""  # ya | belum
    sure: bool = False  # nobody says so of anything but what was asked about
    known: bool = False  # it is of a thing that is known: "lampunya"


NONE = Verdict()


@cache
def _closing(name: str) -> frozenset[str]:
    return words(load("verdicts")["closing"][name])


@cache
def _score(name: str) -> frozenset[str]:
    return words(load("verdicts")["score"][name])


def closing(body: str) -> Verdict:
    """Return what a short *body* answers to "is it done?" without the words for yes and no.

    >>> [tuple(closing(text)) for text in ("beres apanya, tetap gelap", "masih gelap pak")]
    [('belum', True, True), ('belum', False, False)]
    >>> closing("lampunya sudah terang").answer, closing("tolong got dikeruk").answer
    ('ya', '')
    """
    tokens = split(body)
    said = _joined(["tetap" if token.raw == "ttp" else token.word for token in tokens])
    head = said[: OPENING + NEAR]
    if any(rule(head) for rule in _STRONG):
        return Verdict("belum", sure=True, known=True)
    known = any(_definite(word) for word in said[:OPENING])
    if any(rule(said) for rule in _STRONG + _WEAK):
        return Verdict("belum", known=known)
    if "?" in body:
        return NONE
    if _fine(said) or _lets_close(said):
        return Verdict("ya", sure=True, known=True)
    well = _is_well(said) or _thanked(said)
    return Verdict("ya", sure=known, known=known) if well else NONE


def _joined(said: list[str]) -> list[str]:
    """Return *said* with a passive in one word: "dipun dandosi", "di perbaiki"."""
    if _DI.isdisjoint(said):
        return said
    done = _closing("done") | _closing("gets") | _closing("looked") | _closing("deeds")
    joined: list[str] = []
    for word in said:
        if joined and joined[-1] in _DI and (joined[-1] != "di" or f"di{word}" in done):
            joined[-1] = f"di{word}"
        else:
            joined.append(word)
    return joined


def in_passing(body: str) -> str:
    """Return ya or belum when a few words that name no thing say it anywhere, else ''.

    >>> in_passing("sampe detik ini blm ada action"), in_passing("ya, saya konfirmasi selesai")
    ('belum', 'ya')
    """
    said = [token.word for token in split(body)]
    against = _closing("never") | _closing("not") | _closing("but") | _closing("still")
    if not 0 < len(said) <= MAX_BARE or "?" in body:
        return ""
    if not against.isdisjoint(said):
        return "belum"
    if not followups.may_answer(split(body)[0]):
        return ""
    if not _closing("waits").isdisjoint(said):
        return "belum"  # "sudah seminggu nunggu"
    return "ya" if (_closing("unlike") | _closing("broken")).isdisjoint(said) else ""


def judgment(body: str) -> str:
    """Return ya or tidak when *body* judges how good something was in place of a score, else ''.

    >>> judgment("puas sekali pak"), judgment("kurang memuaskan"), judgment("lampu mati")
    ('ya', 'tidak', '')
    """
    said = [token.word for token in split(body)]
    beside = _score("beside") | COURTESY
    turned = False
    for word in said[: OPENING + NEAR]:
        if word in _score("bad"):
            return "ya" if turned else "tidak"
        if word in _score("good"):
            return "tidak" if turned else "ya"
        if word in _score("fair"):
            return "ya"
        turned = turned or word in _score("turns")
        if not (word in _score("turns") or word in beside):
            return ""
    return ""


def sign(body: str) -> str:
    """Return ya or tidak for a message of nothing but such signs, else ''.

    >>> sign("👍👍"), sign("👎"), sign("👍 5")
    ('ya', 'tidak', '')
    """
    shown = set(body) - _MODIFIERS
    return next((said for said, signs in _SIGNS.items() if shown and shown <= signs), "")


def vague(body: str) -> bool:
    """Tell whether a few words ask and tell nothing: "ya begitulah"."""
    said = [token.word for token in split(body)]
    told = len(said) <= MAX_VAGUE and not COURTESY.issuperset(said)
    return told and not ("?" in body or begs(body))


def mark(body: str) -> int | None:
    """Return the 1-5 that opens *body* right before a judgment, or None.

    >>> mark("4 agak lama"), mark("4 tiang miring")
    (4, None)
    """
    tokens = split(body)[:2]
    if len(tokens) < 2 or tokens[1].word not in _JUDGES | _score("good") | _score("bad"):
        return None
    spelled: dict[str, int] = load("followups")["scores"]
    return spelled.get(tokens[0].word) or (
        int(tokens[0].raw) if tokens[0].raw in _FIGURES else None
    )


def begs(body: str) -> bool:
    """Tell whether *body* asks for something.

    >>> begs("tolong got juga"), begs("agak lama")
    (True, False)
    """
    return not _closing("begs").isdisjoint(token.word for token in split(body))


def only_judges(body: str, *, first: bool = False) -> bool:
    """Tell whether *body*, or its *first* clause, has no word but those of a judgment.

    >>> only_judges("jelek, lambat sekali"), only_judges("jelek jalannya")
    (True, False)
    >>> only_judges("jelek, aspal mengelupas", first=True)
    True
    """
    known = _judging()
    body = _CLAUSE.split(body, maxsplit=1)[0] if first else body
    return all(token.word in known or token.raw in known for token in split(body))


@cache
def _judging() -> frozenset[str]:
    return COURTESY.union(*map(_score, ("good", "fair", "bad", "turns", "beside")))


def bare(body: str) -> bool:
    """Tell whether a short *body* names a thing and nothing that is wrong with it.

    >>> bare("tiang yang nomor 9"), bare("tiang nomor 9 miring"), bare("yang mati tiang 9")
    (True, False, True)
    """
    said = [token.word for token in split(body)]
    if not 0 < len(said) <= MAX_BARE or said[0] == "ada" or "?" in body:
        return False
    if said[0] in _THE or _definite(said[0]):
        return closing(body).answer != "belum"
    points = len(said) <= FEW or not _closing("points").isdisjoint(said)
    if not (points and (_wrong() | _closing("begs")).isdisjoint(said)):
        return False
    if said[0] in _closing("opens"):
        return True
    tells = any(word in _closing("acts") or word.startswith(_VERBAL) for word in said)
    return not tells and closing(body).answer != "belum"


@cache
def _wrong() -> frozenset[str]:
    broken = words(load("followups")["relapse"]["broken"])
    return broken | _closing("broken") | _closing("never")


def refuses(body: str) -> bool:
    """Tell whether *body* begins with disbelief of what we have told: nothing else is meant.

    >>> refuses("jangan ditutup dulu, masih miring"), refuses("tiangnya masih miring")
    (True, False)
    """
    head = [token.word for token in split(body)[:OPENING]]
    return any(_pairs(head, _closing("forbid"), _closing("shut"), 1)) or _mocks(head)


def calm(body: str) -> bool:
    """Tell whether *body* says nothing of what is wrong.

    >>> calm("foto ada di grup"), calm("airnya belum keluar")
    (True, False)
    """
    said = [token.word for token in split(body)]
    return _closing("broken").isdisjoint(said) and closing(body).answer != "belum"


def _definite(word: str) -> bool:
    """Tell whether *word* speaks of a thing that is known: "lampunya"."""
    return word in _closing("thing") or (len(word) > _TELLS and word.endswith(_ITS))


def _pairs(
    said: Sequence[str], one: frozenset[str], other: frozenset[str], near: int = NEAR
) -> Iterator[tuple[int, int]]:
    """Yield the places of a word of *one* and the first of *other* at most *near* behind it."""
    if one.isdisjoint(said) or other.isdisjoint(said):
        return
    for at, word in enumerate(said):
        if word in one:
            behind = enumerate(said[at + 1 : at + 1 + near], start=at + 1)
            yield from ((at, later) for later, after in behind if after in other)


def _mocks(said: Sequence[str]) -> bool:
    """Tell whether words begin with disbelief: "beres apanya", "mana buktinya", "bohong"."""
    head = list(said[: OPENING + 1])
    if not _closing("lies").isdisjoint(head[:3]):
        return True
    done, mocks = _closing("done"), _closing("mocks")
    if any(_pairs(head, done, mocks, 2)):
        return True
    asked = (head[at + 1] for at, _later in _pairs(head, mocks, done, 3) if head[at] == "apa")
    doubts = [at for at, _later in _pairs(head, mocks, done, 3)]
    return bool(doubts) and _closing("perfect").isdisjoint(asked)  # "apa sudah beres?"


def _as_before(said: Sequence[str]) -> bool:
    """Tell whether words say that nothing has changed."""
    if any(_pairs(said, _closing("same"), _closing("as_ever"), 2)):
        return True
    return any(_pairs(said, _closing("not"), _closing("change"), 3))


def _only_looked(said: Sequence[str]) -> bool:
    """Tell whether no more was done than to look."""
    if any(_pairs(said, _closing("recent"), _closing("looked"), 1)):
        return True
    return any(_pairs(said, _closing("only"), _closing("looked"), 3))


def _nobody_came(said: Sequence[str]) -> bool:
    """Tell whether nobody has come: "tidak ada petugas yang datang"."""
    nobody, came = _closing("not"), _closing("came")
    if any(_pairs(said, nobody, came)) and not _closing("people").isdisjoint(said):
        return True
    return any(_pairs(said, _closing("never"), came, 2))


def _nobody_there(said: Sequence[str]) -> bool:
    """Tell whether nobody is said to be there: "tiga hari tidak ada petugas"."""
    none = [later for _at, later in _pairs(said, _closing("not"), _closing("exists"), 1)]
    return any(not _closing("people").isdisjoint(said[at + 1 : at + 2]) for at in none)


def _untouched(said: Sequence[str]) -> bool:
    """Tell whether nothing was done yet: "dereng dipundhut"."""
    return any(
        _pairs(said, _closing("never"), _closing("deeds") | _closing("done") | _closing("gets"), 2)
    )


def _worse(said: Sequence[str]) -> bool:
    bad = _closing("broken") | _closing("bigger")
    return any(_pairs(said, _closing("worse"), bad, 2))


def _still(said: Sequence[str]) -> bool:
    """Tell whether it is as it was: "airnya masih keruh", "tetap di situ"."""
    still, well = _closing("still"), _closing("well")
    for at, word in enumerate(said[: 2 * OPENING]):
        near = [*said[max(0, at - 1) : at], *said[at + 1 : at + 1 + NEAR]]
        if word in still and (well.isdisjoint(near) or not _closing("not").isdisjoint(near)):
            return True
    return False


def _broken_again(said: Sequence[str]) -> bool:
    """Tell whether it went well and does no more: "nyala terus mati lagi"."""
    pairs = _pairs(said, _closing("broken") | _closing("back"), _closing("again"), 2)
    return any(_closing("not").isdisjoint(said[max(0, at - 2) : at]) for at, _later in pairs)


def _not_well(said: Sequence[str]) -> bool:
    """Tell whether what should be well is not: "airnya tidak mengalir"."""
    good = _closing("well") | _closing("done") | _closing("gets")
    return any(_pairs(said, _closing("not") | _closing("never"), good, 1))


def _yet(said: Sequence[str]) -> bool:
    """Tell whether something was done, but: "petugas datang tapi pulang lagi"."""
    done = _closing("done") | _closing("came") | _closing("looked") | _closing("gets")
    return any(_pairs(said[: 2 * OPENING], done, _closing("but")))


def _badly(said: Sequence[str]) -> bool:
    """Tell whether it was done carelessly, or is well no more: "nyala sebentar terus padam"."""
    if any(_pairs(said, _closing("done"), _closing("careless"), 1)):
        return True
    brief = [later for _at, later in _pairs(said, _closing("well"), _closing("briefly"), 2)]
    return bool(brief) and not _closing("broken").isdisjoint(said[min(brief) :])


def _ends_undone(said: Sequence[str]) -> bool:
    """Tell whether "not yet" is the last that is said: "katanya sudah, nyatanya belum"."""
    told = [word for word in said if word not in _small()]
    return len(told) > 1 and told[-1] in _closing("never")


def _reopens(said: Sequence[str]) -> bool:
    """Tell whether the work is asked for again: "tolong dicek ulang"."""
    pairs = any(_pairs(said, _closing("reopen"), _closing("again"), 2))
    return pairs and _closing("wonders").isdisjoint(said)


def _partly(said: Sequence[str]) -> bool:
    """Tell whether a part was done, or that it was done elsewhere."""
    only, done, partial = _closing("only"), _closing("done"), _closing("partial")
    half = _closing("half") - only
    pairs = ((only, partial, 3), (done, only, 1), (partial, done, 1), (done, half, 1),
             (_closing("well"), only, 1))  # fmt: skip
    if any(any(_pairs(said, one, other, near)) for one, other, near in pairs):
        return True
    if any(_pairs(said, _closing("denies"), _closing("sites"), 1)):
        return True
    opens = [at for at, word in enumerate(said[:3]) if word in _closing("half")]
    counted = any(word in only and after.isdigit() for word, after in pairwise(said))
    share = len(said) > 1 and said[0].isdigit() and said[1] == "persen" and said[0] != "100"
    return counted or share or any(said[at + 1 : at + 2] != ["di"] for at in opens)


_STRONG = (_mocks, _as_before, _only_looked, _nobody_came)
"""What nobody says at the beginning of anything but what was asked about."""

_WEAK = (
    _nobody_there,
    _partly,
    _worse,
    _still,
    _broken_again,
    _not_well,
    _untouched,
    _yet,
    _badly,
    _ends_undone,
    _reopens,
)
"""What may be said of something else than what was asked about."""


def _is_well(said: Sequence[str]) -> bool:
    """Tell whether it is mended, and nothing is asked for: "gotnya sudah tidak mampet lagi"."""
    if not _closing("unlike").isdisjoint(_without_own(said)):
        return False
    gone = {later for _at, later in _pairs(said, _closing("not"), _closing("broken"))}
    good = _closing("well") | _closing("done") | _closing("gets")
    if _closing("not").isdisjoint(said):  # not of "sudah diperlakukan tidak adil"
        good |= {word for word in said if _deed(word)}
    mended = _closing("perfect") | good
    for at, word in enumerate(said):
        closed = _definite(word) and not mended.isdisjoint(said[at + 1 : at + 3])
        if word in _closing("broken") and at not in gone and not closed:
            return False  # "lubangnya sudah ditutup" but "lubangnya dalam"
    if any(_pairs(said, _closing("perfect"), good, 3)) or _no_more(said):
        return True
    told = [word for word in said if word not in _fillers()]
    ends = bool(told) and told[-1] in _closing("well") | _closing("done")
    if ends and not _closing("perfect").isdisjoint(said) and _closing("not").isdisjoint(said):
        return True  # "petugas sudah datang dan langsung beres"
    return bool(gone and not (_closing("perfect") | _closing("again")).isdisjoint(said))


def _without_own(said: Sequence[str]) -> list[str]:
    """Return *said* without the word for the report that was asked about: "laporan saya"."""
    pairs = pairwise([*said, ""])
    return [word for word, after in pairs if (word, after) != ("laporan", "saya")]


def _no_more(said: Sequence[str]) -> bool:
    """Tell whether something is there no more: "sudah tidak ada antrean"."""
    for at, word in enumerate(said[:-3]):
        one, two, what = said[at + 1 : at + 4]
        if word not in _closing("perfect") or one not in _closing("not"):
            continue
        if what in _closing("again"):  # "tos teu ngaganggu deui"
            return two not in _closing("well") | _closing("done") | _closing("gets")
        if two in _closing("exists"):
            return what not in _closing("people") | _closing("change") | _closing("deeds")
    return False


def _fine(said: Sequence[str]) -> bool:
    """Tell whether a few words say nothing but that all is well: "aman pak"."""
    named = [word for word in said if word not in _small()]
    known = _closing("well") | _closing("done") | _closing("fine")
    calm = 0 < len(named) <= len(said) <= MAX_FINE and _closing("unlike").isdisjoint(said)
    return calm and known.issuperset(named)


def _lets_close(said: Sequence[str]) -> bool:
    """Tell whether we may close it: "silakan ditutup laporannya"."""
    pairs = [*_pairs(said[:OPENING], _closing("permits"), _closing("shut"), 2)]
    pairs += [(0, 0)] if said[:1] == ["tutup"] and len(said) > 1 else []
    known = _small().union(*map(_closing, ("named", "fine", "done", "well")))
    return any(known.issuperset(said[later + 1 :]) for _at, later in pairs)


def _thanked(said: Sequence[str]) -> bool:
    """Tell whether thanks are given for what is well: "lampu nyala semua, terima kasih"."""
    if _closing("thanks").isdisjoint(said) or _closing("well").isdisjoint(said):
        return False
    return (_closing("unlike") | _closing("broken") | _closing("not")).isdisjoint(said)


def _deed(word: str) -> bool:
    """Tell whether *word* is a passive of work that no list needs to know: "dipundandosi"."""
    passive = word.startswith("di") and len(word) > _LONG and word.endswith(_ENDS)
    return passive and word not in _closing("neither") | _closing("looked")


@cache
def _fillers() -> frozenset[str]:
    return words(load("followups")["yes_no"]["filler"])


@cache
def _small() -> frozenset[str]:
    """Return the words that change nothing in a short answer."""
    small = (
        _closing("perfect"),
        _closing("again"),
        _closing("thing"),
        _score("beside"),
        _fillers(),
    )
    return COURTESY.union(*small)
