"""Short messages that only make sense after an earlier one: corrections, answers, reminders."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from parser.lists import Phrases, inverse, load, words
from parser.tokens import Token, split

MAX_ANSWER = 6  # words; what is longer says something of its own
MAX_SCORE_WORDS = 8
MAX_MARK = 3  # digits
MAX_DENIAL = 120  # characters
MAX_END = 24  # characters
MAX_RECURS = 14  # words
HANDLED = 5  # words behind "laporan saya" that say what was done with it
WITHDRAWN = 8  # words at the beginning that take a report back
MAX_STARS = 5
MAX_SCORE = 60  # characters
_HALF = re.compile(r"\b\d{1,2}[.,]\d\b")
_STARS = frozenset("⭐★🌟")
_ITS = ("nya", "ne", "na", "nyo")  # "... lokasinya"
_SEEN = 6  # words at the beginning that an excuse is looked for in


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return words(load("followups")[table][key])


@cache
def _answers() -> dict[str, str]:
    """Return {word: ya | belum | tidak}; "belum" wins over "sudah" by order of asking."""
    return inverse({key: load("followups")["yes_no"][key] for key in ("ya", "tidak", "belum")})


@cache
def _beside_score() -> frozenset[str]:
    return frozenset().union(
        *(_set("judging", key) for key in ("names", "words")), _set("yes_no", "filler")
    )


@cache
def _slips() -> Phrases:
    slips = load("followups")["correction"]["slips"]
    return Phrases(phrase.split() for phrase in slips.split(","))


@cache
def _anew() -> Phrases:
    return Phrases(phrase.split() for phrase in load("followups")["anew"]["phrases"].split(","))


@cache
def _no_deeds() -> frozenset[str]:
    return frozenset(load("followups")["relapse"]["no_deeds"])


@cache
def _again() -> tuple[str, ...]:
    """Return the words for "again", and their shorthand."""
    words = _set("relapse", "again")
    short = [load("shorthand")["words"].get(word, "").split() for word in sorted(words)]
    return (*sorted(words), *(typed for all_ in short for typed in all_))


def corrects(body: str) -> bool:
    """Tell whether *body* mends what its sender has just written.

    >>> corrects("maaf salah, maksudnya jl Semeru"), corrects("maaf pak lampu mati")
    (True, False)
    """
    tokens = split(body[:200])[:_SEEN]
    if not tokens:
        return False
    said = [token.word for token in tokens]
    behind = split(body[-MAX_END:]) if len(body) < MAX_DENIAL else []
    ends = behind[-1].word if behind and behind[-1].word.endswith(_ITS) else ""
    if not _set("correction", "first").isdisjoint((said[0], ends)) or _slips().find(said):
        return True
    if any(said[at - 1].isdigit() and said[at + 1].isdigit() for at in _denied(said)):
        return True  # "yang mati 2 bukan 3"
    begs = said[0] in _set("correction", "begs") and len(said) > 1
    if said[begs] not in _set("correction", "excuse"):
        return False
    return any(token.word in _set("correction", "after") for token in tokens[1:])


def _denied(said: Sequence[str]) -> list[int]:
    """Return where "not" stands between two words."""
    inner = enumerate(said[1:-1], 1)
    return [at for at, word in inner if word in _set("correction", "denies")]


def opens_correction() -> frozenset[str]:
    """Return the words that a correction may begin with, besides an excuse."""
    return _set("correction", "first")


def points(body: str) -> bool:
    """Tell whether *body* begins by saying where, or which one is meant.

    >>> points("depan pasar"), points("nomor 14 pak"), points("nomor antrean habis")
    (True, True, False)
    """
    said = [token.word for token in split(body[:200])[:2]]
    counts = said[:1] != ["nomor"] or (said[1:] and said[1].isdigit())  # not "nomor antrean"
    return bool(counts) and not _set("correction", "where").isdisjoint(said[:1])


def corrects_old(body: str) -> bool:
    """Tell whether *body* mends a report that it says is not of this hour.

    >>> corrects_old("maaf yang kemarin salah alamat"), corrects_old("maaf salah, jl Kawi")
    (True, False)
    """
    said = [token.word for token in split(body[:200])[:_SEEN]]
    return not _set("correction", "earlier").isdisjoint(said) and corrects(body)


def withdraws(body: str) -> bool:
    """Tell whether *body* takes its sender's report back at its beginning, without its number.

    >>> withdraws("laporan sy td dibatalkan saja"), withdraws("laporan kok dibatalkan")
    (True, False)
    >>> withdraws("kemarin lurah batalkan bansos saya")
    False
    """
    said = [token.word for token in split(body[:200])]
    if not _set("withdraw", "others").isdisjoint(said):
        return False  # somebody else has cancelled it
    what = [at for at, word in enumerate(said[:WITHDRAWN]) if word in _set("withdraw", "what")]
    for at, (word, after) in enumerate(pairwise([*said[:WITHDRAWN], ""])):
        softly = word in _set("withdraw", "softly") and after in _set("withdraw", "just")
        if softly or word in _set("withdraw", "orders"):
            gaps = [said[min(at, one) + 1 : max(at, one)] for one in what]
            return any(_set("withdraw", "between").issuperset(gap) for gap in gaps)
    return False


def anew(body: str, *, anywhere: bool = False) -> bool:
    """Tell whether *body* says at its beginning that it is another report.

    *anywhere*: or later, with a word for "again" or "other".

    >>> anew("mau lapor lagi pak, got mampet"), anew("lagi-lagi mati pak")
    (True, False)
    """
    if not anywhere:
        return bool(_anew().find([token.word for token in split(body[:120])[:_SEEN]]))
    found = _anew().find([token.word for token in split(body[:400])])
    return any(not _set("again", "other").isdisjoint(phrase) for phrase in found)


def complains_again(body: str) -> bool:
    """Tell whether *body* says that an earlier report was of no use.

    >>> complains_again("sdh lapor 2 minggu lalu tp blm ada tindakan")
    True
    """
    words = [token.word for token in split(body[:400])]
    said = set(words)
    if said.isdisjoint(_set("again", "reported")) or said.isdisjoint(_set("again", "nothing")):
        return False
    return not said.isdisjoint(_set("again", "before")) or _left_lying(words)


def _left_lying(words: Sequence[str]) -> bool:
    """Tell whether nothing was done with one's own report: "laporan saya kok tidak ditangani"."""
    own, reported = _set("again", "own"), _set("again", "reported")
    pairs = enumerate(pairwise(words), start=2)
    ends = [end for end, (one, after) in pairs if one in reported and after in own]
    handled = _set("again", "handled")
    return any(not handled.isdisjoint(words[at : at + HANDLED]) for at in ends)


def says_again(body: str) -> bool:
    """Tell whether *body* says that something is as it was before.

    >>> says_again("got mampet maneh"), says_again("got mampet")
    (True, False)
    """
    return bool(_where_again(body)[1])


def relapses(body: str, *, sure: bool = False) -> bool:
    """Tell whether *body* says that what was mended is broken again.

    *sure* asks for more than that it is new: "baru diaspal sudah rusak lagi".

    >>> relapses("kmrn sdh diperbaiki, skrg mati lagi"), relapses("tolong diperbaiki lagi")
    (True, False)
    """
    said, again = _where_again(body)
    mended = [at for at, word in enumerate(said) if word in _set("relapse", "mended")]
    once = _set("relapse", "once") - (_set("relapse", "new") if sure else frozenset())
    over = [at for at in mended if not once.isdisjoint(said[max(0, at - 3) : at])]
    return any(later != at + 1 for at in over for later in again)


def recurs(body: str, *, plainly: bool = False) -> bool:
    """Tell whether a short *body* says that the thing its sender once told of is as before.

    *plainly* asks that the word for what is wrong stands before: "mati lagi".

    >>> recurs("lampunya mati lagi pak"), recurs("jalan lagi macet"), recurs("mau lapor lagi")
    (True, False, False)
    """
    said, again = _where_again(body)
    if not again or len(said) > MAX_RECURS or anew(body):
        return False
    now, ends = _set("relapse", "now"), _set("relapse", "ends")
    broken = _set("relapse", "broken")
    behind = {
        at: said[at + 1] if at + 1 < len(said) else "pak"
        for at in again
        if at and (said[at - 1] in broken or not plainly)
    }
    return any(said[at] not in now or after in ends for at, after in behind.items())


def unmended(body: str) -> bool:
    """Tell whether *body* says that what was told to be done is not.

    >>> unmended("katanya sdh selesai tapi masih bolong"), unmended("belum selesai sampai skrg")
    (True, False)
    """
    said = [token.word for token in split(body[:400])]
    done = _set("relapse", "mended") | _set("relapse", "finished")
    ends = [
        at
        for at, word in enumerate(said)
        if at and word in done and " ".join(said[at : at + 2]) not in _no_deeds()
    ]
    once = _set("relapse", "told") | _set("relapse", "once") - _set("relapse", "new")
    told = [at for at in ends if not once.isdisjoint(said[max(0, at - 3) : at])]
    return any(not _set("relapse", "still").isdisjoint(said[at + 1 :]) for at in told)


def deeds() -> frozenset[str]:
    """Return the words for what is done about a report."""
    return _set("relapse", "mended") | _set("relapse", "finished") | _set("yes_no", "deeds")


def broken(said: Iterable[str]) -> bool:
    """Tell whether one of the words *said* is for what is out of order."""
    return not _set("relapse", "broken").isdisjoint(said)


def _where_again(body: str) -> tuple[list[str], list[int]]:
    """Return the words of *body* and where "again" stands; none at all where it surely does not."""
    lowered = body[:400].lower()
    if not any(typed in lowered for typed in _again()):
        return [], []  # most reports; to split them costs ten times this look
    said = [token.word for token in split(body[:400])]
    told = _set("again", "reported")  # "mau lapor lagi"
    return said, [
        at
        for at, word in enumerate(said)
        if word in _set("relapse", "again") and (not at or said[at - 1] not in told)
    ]


def rates() -> frozenset[str]:
    """Return the words without which no message is a rating in words."""
    return _set("judging", "names")


def rating(body: str) -> int | None:
    """Return the 1-5 of a message that is nothing but a rating in words, or None.

    >>> rating("saya beri nilai 4 pak"), rating("bintang 5 buat tim taman"), rating("4")
    (4, 5, None)
    """
    tokens = split(body[:MAX_SCORE])
    said = [token.word for token in tokens]
    if rates().isdisjoint(said):
        return None
    of_us = said[0] in rates() and not _set("judging", "of_us").isdisjoint(said[2:])
    return score(body) or (score(said[1]) if of_us else None)


def no_rating(body: str) -> bool:
    """Tell whether a rating in words gives a mark that does not exist: "bintang sepuluh"."""
    said = [token.word for token in split(body[:MAX_SCORE])]
    return not rates().isdisjoint(said) and no_score(body)


def answer(body: str) -> str:
    """Return ya, tidak or belum when *body* is nothing but that answer, else ''.

    >>> answer("blm pak"), answer("sudah beres semua, terima kasih"), answer("jalan rusak")
    ('belum', 'ya', '')
    """
    tokens = split(body[:120])
    if not 0 < len(tokens) <= MAX_ANSWER:
        return ""
    meant = [_meaning(token) for token in tokens]
    if "" in meant:
        return ""
    told = [word for word in meant if word != "-"]
    return next((word for word in ("belum", "tidak", "ya") if word in told), "")


def may_answer(token: Token) -> bool:
    """Tell whether an answer may begin with a word: "sudah", "blm", "iya"."""
    return token.word in _answers() or token.raw in _answers()


def undone(body: str) -> bool:
    """Tell whether a short *body* says that a thing was not done, or not well: no mere "belum".

    >>> undone("masih belum diperbaiki juga pak"), undone("belum pak"), undone("sudah beres")
    (True, False, False)
    """
    said = {token.word for token in split(body[:MAX_DENIAL])}
    return not said.isdisjoint(deeds()) and denial(body) != ""


def denial(body: str) -> str:
    """Return belum or tidak when *body* begins with it, whatever follows, else ''.

    "Yes, but" is no yes.

    >>> denial("belum beres pak, masih bocor"), denial("pak belum"), denial("jalan belum jadi")
    ('belum', 'belum', '')
    >>> denial("sudah sih tapi asal")
    'belum'
    """
    tokens = split(body[:200])
    for token in tokens[:3]:
        meant = _meaning(token)
        if meant == "ya" and any(
            _set("yes_no", "but").intersection((t.word, t.raw)) for t in tokens
        ):
            return "belum"
        if meant != "-":
            return meant if meant in {"belum", "tidak"} else ""
    return ""


def affirmation(body: str) -> str:
    """Return ya when *body* begins with yes and tells what is well again, else ''.

    >>> affirmation("sudah pak, lampunya sdh terang"), affirmation("sudah seminggu tidak diangkut")
    ('ya', '')
    """
    tokens = split(body[:120])
    meant = [_meaning(token) for token in tokens]
    if meant[:1] != ["ya"] or not {"belum", "tidak"}.isdisjoint(meant):
        return ""
    said = {token.word for token in tokens}
    against = _set("yes_no", "but") | _set("relapse", "again") | _set("relapse", "broken")
    return "" if said & against or _set("better", "words").isdisjoint(said) else "ya"


def _meaning(token: Token) -> str:
    """Return the answer that a word is, "-" for one that changes nothing, '' for any other."""
    found = _answers().get(token.word) or _answers().get(token.raw)
    if found:
        return found
    return "" if _set("yes_no", "filler").isdisjoint((token.word, token.raw)) else "-"


def _of_five(tokens: list[Token]) -> list[Token]:
    """Return *tokens* without the "5" of "4 dari 5" and "4/5"."""
    if len(tokens) < 2 or tokens[-1].raw not in {"5", "lima"}:
        return tokens
    if tokens[-2].raw in {"dari", "per"}:
        return tokens[:-2]
    parted = tokens[-1].start - tokens[-2].end == 1 and tokens[-2].raw.isdigit()
    return tokens[:-1] if parted else tokens


def opening_score(body: str) -> int | None:
    """Return the 1-5 that an answer begins with, whatever reason follows, or None.

    >>> opening_score("empat saja pak soalnya lama"), opening_score("4 hari air mati")
    (4, None)
    """
    if _HALF.search(body):
        return None
    tokens = split(body[:MAX_SCORE])
    spelled = load("followups")["scores"]
    for index, token in enumerate(tokens[:5]):
        given = spelled.get(token.word) or (int(token.raw) if token.raw in {*"12345"} else None)
        if given is not None:
            behind = tokens[index + 1] if index + 1 < len(tokens) else None
            marked = behind is not None and behind.start - token.end > 1
            known = behind is None or marked or behind.word in _beside_score()
            return given if known else None
        if token.word not in _beside_score():
            return None
    return None


def given(body: str) -> int | None:
    """Return the 1-5 that a word for a rating gives anywhere in *body*, or None.

    >>> given("sudah beres, saya kasih 5"), given("kasih 5 tong sampah"), given("lampu 5 mati")
    (5, None, None)
    """
    tokens = split(body[:MAX_DENIAL])
    known = _set("mention", "rates") | rates()
    for at, (one, token) in enumerate(pairwise(tokens), 2):
        found = score(token.raw) if one.word in known else None
        behind = tokens[at] if at < len(tokens) else None
        ends = behind is None or behind.start - token.end > 1 or behind.word in _beside_score()
        if found and ends:
            return found
    return None


def _stars(body: str) -> int | None:
    """Return how many stars a *body* of nothing else has, if they are a score."""
    shown = [sign for sign in body if not sign.isspace() and sign != "\ufe0f"]
    return len(shown) if _STARS.issuperset(shown) and 0 < len(shown) <= MAX_STARS else None


def no_score(body: str) -> bool:
    """Tell whether a short *body* gives a mark that does not exist.

    >>> no_score("9"), no_score("4,5 pak"), no_score("5"), no_score("8 lampu mati")
    (True, True, False, False)
    """
    tokens = _of_five(split(_HALF.sub("9", body[:MAX_SCORE])))
    none = _set("judging", "none")  # "nol", "sepuluh"
    figures = [t.word for t in tokens if t.word.isdecimal() or t.word in none]
    long = len(figures) == 1 and figures[0].isdecimal() and len(figures[0]) > MAX_MARK
    if len(figures) != 1 or long or len(tokens) > MAX_SCORE_WORDS:
        return False
    beside = all(token.word in _beside_score() for token in tokens if token.word != figures[0])
    return beside and score(body) is None


def score(body: str) -> int | None:
    """Return the 1-5 that a short *body* gives, or None.

    >>> score("5"), score("nilai 4 pak"), score("lumayan, 3"), score("7"), score("⭐⭐⭐⭐")
    (5, 4, 3, None, 4)
    """
    tokens = _of_five(split(body[:MAX_SCORE]))
    if not tokens:
        return _stars(body)
    if _HALF.search(body):
        return None
    if not 0 < len(tokens) <= MAX_SCORE_WORDS:
        return None
    spelled = load("followups")["scores"]
    found: list[int] = []
    for token in tokens:
        if token.word.isdecimal() and token.word.isascii():
            found.append(int(token.word))
        elif token.word in spelled:
            found.append(spelled[token.word])
        elif token.word not in _beside_score():
            return None
    return found[0] if len(found) == 1 and 1 <= found[0] <= 5 else None
