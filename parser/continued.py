"""How a citizen goes on with a report of his own, without its number, some time after it.

::

    addition = opener { courtesy | "laporan" | "tadi" } detail { word }   (* "tambah pak, RT 6" *)
             | correction { word }                         (* "ralat, gang 2", "lokasinya ..." *)
    again    = { word } still trouble | { word } "belum" deed   (* "lampunya masih mati" *)
    later    = { known } look { known }                    (* "nanti saya cek dulu" *)
    waiting  = { known } phrase { known }                  (* "kok lama sekali ya pak" *)

What tells of a new place or of new trouble is none of these: no report may be lost in an old one.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from parser import followups, mentions, types
from parser.lists import Phrases, load
from parser.lists import words as listed
from parser.shorthand import plain
from parser.tokens import Token, split
from parser.words import COURTESY

MAX_CHARACTERS = 160
MAX_ADDED = 20  # words
MAX_OPENING = 6  # words up to what tells where
MAX_SHOWN = 8  # words about a picture or a spot
MAX_TOLD = 10  # words that say where
MAX_AGAIN = 12  # words
MAX_WAITING = 12  # words
NEAR = 4  # words from "still" to what is wrong
_ITS = ("nya", "ne", "na", "nyo", "pun", "ana")  # "lampunya": the one that was reported


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return listed(load("continued")[table][key])


@cache
def _phrases() -> Phrases:
    phrases = load("continued")["wait"]["phrases"]
    return Phrases([plain(word) for word in text.split()] for text in phrases.split(","))


@cache
def _known() -> frozenset[str]:
    words = {form for word in _set("wait", "with") for form in (word, plain(word))}
    return frozenset(words) | COURTESY | mentions.known_beside()


def adds(body: str) -> bool:
    """Tell whether *body* mends or completes a report and tells of no trouble of its own.

    >>> adds("TAMBAH pak, RT 6 RW 2"), adds("lokasinya dekat wihara"), adds("ralat, gang 2")
    (True, True, True)
    >>> adds("tambah lampu di gang mawar"), adds("lokasinya gelap, lampu mati")
    (False, False)
    """
    tokens = split(body) if len(body) <= MAX_CHARACTERS else []
    if not 1 < len(tokens) <= MAX_ADDED or followups.anew(body):
        return False
    if not _set("add", "wonders").isdisjoint(token.word for token in tokens):
        return False  # "maksudnya apa pak"
    return _opened(tokens) or _shows(tokens) or (_mends(tokens) and _mends_calmly(body, tokens))


def _opened(tokens: Sequence[Token]) -> bool:
    """Tell whether an opener brings what tells where, or more of the trouble that was reported."""
    at, openers = _behind_opener(tokens)
    its = bool(at) and _of_its(tokens[at])
    if at and types.pained(tokens[at:]):  # "info tambahan: kabelnya putus"
        here = _set("again", "where").isdisjoint(token.word for token in tokens)
        return here and (openers > 1 or its)
    return bool(at) and (_details(tokens, at) or (openers > 1 and its))


def _mends_calmly(body: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a correction stands in *body*, and nothing that is wrong."""
    harmless = _set("add", "harmless")
    return followups.corrects(body) and not types.pained(
        [token for token in tokens if token.word not in harmless]
    )


def _mends(tokens: Sequence[Token]) -> bool:
    """Tell whether a correction begins here: "maaf salah ketik", not "KTP salah ketik"."""
    said = [token.word for token in tokens]
    free = COURTESY | _set("add", "sorry")
    at = next((i for i, word in enumerate(said) if word not in free), 0)
    if said[at] in _set("add", "harmless"):
        sorry = not _set("add", "sorry").isdisjoint(said[:at])
        return sorry or not _set("add", "instead").isdisjoint(said[at + 1 :])
    return said[at] in followups.opens_correction() - _set("add", "weak")


def _shows(tokens: Sequence[Token]) -> bool:
    """Tell whether a few words only speak of a picture, or of the spot: "titiknya depan pasar"."""
    said = [token.word for token in tokens if token.word not in COURTESY]
    if len(said) < 2 or len(said) > MAX_SHOWN or types.pained(tokens):
        return False
    sent = said[0] in _set("add", "pictures") and not _set("add", "sends").isdisjoint(said)
    spot = _set("add", "details") | _set("add", "begins")
    return sent or (said[0] in _set("add", "spots") and not spot.isdisjoint(said[1:3]))


def tells(body: str) -> bool:
    """Tell whether a few words, even behind a keyword, only say where, since when or which one.

    >>> tells("depan pos ronda RT 3"), tells("depan pasar lampu mati"), tells("lampu taman")
    (True, False, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    said = [token.word for token in tokens]
    at = next((i for i, word in enumerate(said) if word not in COURTESY), -1)
    if at < 0 or len(said) > MAX_TOLD or types.pained(tokens):
        return False
    return _details(tokens, at) or said[at] in _set("add", "begins")


def _behind_opener(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return the index behind the words that open an addition, or 0, and how many do."""
    openers = 0
    for at, token in enumerate(tokens[:MAX_OPENING]):
        if token.word in _set("add", "opens"):
            openers += 1 + (token.word in _set("add", "sequels"))  # nobody wishes for one
        elif not (token.word in COURTESY or (openers and token.word in _set("add", "between"))):
            return (at, openers) if openers else (0, 0)
    return 0, 0


def _details(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at *at* tells where, which one or since when."""
    near = pairwise([token.word for token in tokens[at : at + NEAR]])
    counted = any(one == "nomor" and two.isdigit() for one, two in near)  # "tiang nomor 21"
    return counted or not _set("add", "details").isdisjoint(tokens[at][:2])


def _of_its(token: Token) -> bool:
    return token.word.endswith(_ITS)


def again(body: str) -> bool:
    """Tell whether a short *body* says that what was reported is as it was, or begs for haste.

    >>> again("lampunya masih padam pak"), again("sampai skrg blm ada perbaikan")
    (True, True)
    >>> again("masih gelap di Jl Kawi"), again("belum ada kabar")
    (False, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    said = [token.word for token in tokens]
    if not 0 < len(said) <= MAX_AGAIN or not _set("again", "where").isdisjoint(said):
        return False
    if _begs(said):
        return True
    spots = [at for at, word in enumerate(said) if word in _not_yet()]
    if not spots or not _unnamed(tokens[: spots[0]]):
        return False
    return any(_as_before(said[at], tokens[at + 1 : at + 1 + NEAR]) for at in spots)


@cache
def _not_yet() -> frozenset[str]:
    return _set("again", "still") | _set("again", "belum")


def _as_before(word: str, behind: Sequence[Token]) -> bool:
    """Tell whether *word*, still or not yet, and what stands behind it say that nothing is done."""
    if word in _set("again", "belum"):
        return any(token.word in followups.deeds() | _set("again", "deeds") for token in behind)
    same = bool(behind) and behind[0].word in _set("again", "same")
    return same or types.pained(behind) or followups.broken(token.word for token in behind)


def _unnamed(before: Sequence[Token]) -> bool:
    """Tell whether no thing is named *before* but the one that was reported: "lampunya"."""
    known = _known()
    return all(
        token.word in known or token.word.isdigit() or token.raw in known or _of_its(token)
        for token in before
    )


def _begs(said: Sequence[str]) -> bool:
    """Tell whether *said* only begs that it be mended soon."""
    known = _set("again", "pleas") | _set("again", "plea_deeds")
    soon = not _set("again", "pleas").isdisjoint(said)
    return (
        soon
        and not _set("again", "plea_deeds").isdisjoint(said)
        and all(word in known or word in COURTESY or word in _known() for word in said)
    )


def waits(body: str) -> bool:
    """Tell whether a few words only ask how long it takes, or say that nothing is heard.

    >>> waits("kok lama sekali ya pak"), waits("tdk ada petugas yg datang"), waits("lama mati")
    (True, True, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    said = [token.word for token in tokens]
    if not 1 < len(said) <= MAX_WAITING:
        return False
    asked = not _set("wait", "questions").isdisjoint(said) or _whether(said)
    if not (asked or _phrases().find(said) or _phrases().find(_told(said))):
        return False
    known = _known()
    return all(t.word in known or t.raw in known or t.word.isdigit() for t in tokens)


def _whether(said: Sequence[str]) -> bool:
    """Tell whether "done or not yet" is asked: "wis ditangani durung mas"."""
    done, yet = _set("wait", "done"), _set("again", "belum")
    told = [word for word in said if word not in COURTESY or word in done]
    return len(told) > 1 and told[0] in done and told[-1] in yet


def _told(said: Sequence[str]) -> list[str]:
    """Return *said* without courtesy, which may stand between the words of a phrase."""
    return [word for word in said if word not in COURTESY or word == "kok"]


def later(body: str) -> bool:
    """Tell whether a few words put off the answer to what we asked: "nanti saya cek dulu".

    >>> later("blm saya lihat pak"), later("nanti malam gelap lagi")
    (True, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    said = {form for token in tokens for form in token[:2]}
    looks, soon = _set("later", "looks"), _set("later", "soon")
    if len(tokens) > MAX_WAITING or looks.isdisjoint(said) or soon.isdisjoint(said):
        return False
    known = looks | soon | _set("later", "with") | COURTESY
    return all(token.word in known or token.raw in known for token in tokens)


def asks(body: str) -> bool:
    """Tell whether *body* asks back and so is no answer: "kapan diperbaikinya pak".

    >>> asks("gimana kelanjutannya"), asks("belum ada petugas datang")
    (True, False)
    """
    said = [form for token in split(body[:MAX_CHARACTERS]) for form in token[:2]]
    return "?" in body or not _set("wait", "asks").isdisjoint(said)
