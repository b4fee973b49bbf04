"""What a report says badly: its end is missing, a part is to come, or where is not sure.

Flags: *terpotong*, *bersambung*, *lokasi_ambigu*. ``data/unsure.toml`` has the words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from parser import lexicon
from parser.common import common, rarest
from parser.lists import Phrases, load, words
from parser.places_words import known as place_words
from parser.reading import Place, Why
from parser.shorthand import is_word, plain
from parser.tokens import Token
from parser.words import listed

_COUNTED = re.compile(r"\s*(?:\(1\)|[1-9] dari [2-9]\s?[:.)-])", re.IGNORECASE)
_VAGUE = frozenset({"area", "street", "landmark"})
_LONGER = 2  # letters that a word has lost, at least
_CLUSTER = re.compile(r"(?!ng)[^aeiou]{2}$")
_LONG = 11  # words
_SOME = 8  # words
_BRIEF = frozenset({2, 3})  # letters
_PAIR = 2  # letters of a name that was begun
_SHORT = 5  # the kind of _Ends for such a word
WAITING = 6  # words between "kalau" and the last word
OPENING = 7  # words within which messages are counted: "pak ini sms ke 1 dari 3"
_MANY = 4  # words: a shorter message breaks off nowhere
_FEW = 3  # words: but for one that ends so: "lampu mati di"
_MOST_NAMED = 12  # places; who names more gives a list
_MOST_KEPT = 4096  # words


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return words(load("unsure")[table][key])


@cache
def _phrases(table: str, key: str) -> Phrases:
    return Phrases([plain(word) for word in text.split()] for text in load("unsure")[table][key])


@cache
def _sorted() -> list[str]:
    return sorted(common().union(place_words().trigger))


class _Ends(dict[str, int]):
    """Last word as typed -> 0 for one that may end a message, or why it does not end one.

    1: it breaks off; 2: it ends none; 3: a number is missing behind it; 4: a long one only where
    nothing waits for the rest ("kalau anak sekolah lewat sering"); 5: a long one only where the
    word before goes on ("saya sudah cap").
    """

    def __missing__(self, raw: str) -> int:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[raw] = kind = _ending(raw)
        return kind


def _ending(raw: str) -> int:
    if raw in _set("cut", "numbered"):
        return 3
    if raw in _set("cut", "words"):
        return 2
    if raw in _set("cut", "waiting") or raw in _set("cut", "who"):
        return 4
    return int(_breaks(raw)) or _SHORT * _stops(raw)


def _breaks(raw: str) -> bool:
    """Tell whether *raw* is no word, but the beginning of one: "masj"."""
    known = raw in common() or is_word(raw) or raw in _set("cut", "whole") or plain(raw) != raw
    if known or len(raw) < load("unsure")["cut"]["fragment"] or not raw.isalpha():
        return False
    meant = lexicon.fold(raw)
    if not meant.startswith(raw) or (meant == raw and lexicon.knows(raw)):
        return False
    begun = takewhile(lambda word: word.startswith(raw), _sorted()[bisect_left(_sorted(), raw) :])
    return any(len(word) >= len(raw) + _LONGER for word in begun)


def _stops(raw: str) -> bool:
    """Tell whether *raw* is too short for a word that messages end with: "cap"."""
    known = raw in _set("cut", "brief") or raw in _set("cut", "whole") or plain(raw) != raw
    return len(raw) in _BRIEF and raw.isalpha() and not known


def _odd(raw: str, words: int) -> bool:
    """Tell whether no word ends as *raw* does, or the message is long enough to be cut."""
    return words > _LONG or raw[-1] in "bcdfgjpqvwxyz" or _CLUSTER.search(raw) is not None


ENDS = _Ends()
"""Without a kind here a message does not break off."""


def of(
    body: str, places: Sequence[Place], tokens: Sequence[Token], why: list[Why] | None
) -> list[str]:
    """Return *terpotong* and *bersambung* where they hold; an area's name breaks off nowhere."""
    found: list[str] = []
    whole = any(place.code and place.end == tokens[-1].end for place in places)
    broken = "" if whole else cut(body, tokens)
    for flag, said in (("terpotong", broken), ("bersambung", part(body, tokens))):
        if said:
            found.append(flag)
            if why is not None:
                why.append(Why(f"flag {flag}", said))
    return found


def cut(body: str, tokens: Sequence[Token]) -> str:
    """Return the last word of a message that breaks off, or ''.

    >>> from parser.tokens import split
    >>> [cut(t, split(t)) for t in ("sampah menumpuk di depan masj", "lampu mati di Jl Kawi")]
    ['masj', '']
    """
    last = tokens[-1]
    kind = ENDS[last[1]]
    short = len(tokens) == _FEW and last.raw in _set("cut", "short")
    if not kind or body[last[3] :].strip(" \n") or (len(tokens) < _MANY and not short):
        return ""
    sure = kind == 1 and (_odd(last.raw, len(tokens)) or _goes_on(body, tokens))
    if kind == 1 and not (sure and body[last[2]].islower()):
        return ""  # a name, or a word that we do not know
    if kind == 3 and tokens[-2].raw not in _set("cut", "behind"):
        return ""
    if kind == 4 and not _waits(body, tokens):
        return ""
    if kind == _SHORT and not (_goes_on(body, tokens) or _begun(body, tokens)):
        return ""
    return last.raw


def _begun(body: str, tokens: Sequence[Token]) -> bool:
    """Tell whether the last word is two letters of a street's name: "jl ha"."""
    before, last = tokens[-2:]
    begun = len(last.raw) == _PAIR and body[last.start].islower()
    begun = begun and last.raw not in _set("cut", "initials")
    return begun and before.raw in _set("cut", "street")


def _goes_on(body: str, tokens: Sequence[Token]) -> bool:
    """Tell whether the word before the last of a long message wants another behind it."""
    before, last = tokens[-2:]
    joined = last.start - before.end == 1 and body[last.start].islower()
    return joined and len(tokens) > _SOME and before.word in _set("cut", "goes_on")


def _waits(body: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a long message ends where a sentence that was begun waits for its verb."""
    if len(tokens) <= _LONG:
        return False
    last = tokens[-1].raw
    if last in _set("cut", "who"):
        return tokens[-2].raw in _set("cut", "and")
    if last in _set("cut", "must"):
        return True
    clause = body.rfind(",", 0, tokens[-1].start)
    near = [token.raw for token in tokens[-WAITING - 1 : -1] if token.start > clause]
    return near[-1:] != near[:1] and not _set("cut", "opens").isdisjoint(near[:-1])


def _parting() -> frozenset[str]:
    """Return the folded words without which a report says of no part, but for "1 dari 2"."""
    alone = ("first", "last", "counted")
    said = frozenset().union(*(_set("part", key) for key in alone))
    runs = set(_phrases("part", "phrases"))
    return frozenset(map(lexicon.fold, said | rarest(runs)))


PARTS = lexicon.waits_for(cache(_parting))
COUNTS = frozenset("(123456789")
"""What "1 dari 2" and "(1)" begin with."""


def part(body: str, tokens: Sequence[Token]) -> str:
    """Return the words by which a report says that it has more parts, or ''."""
    first, last = tokens[0].raw, tokens[-1].raw
    if first in _set("part", "first") or last in _set("part", "last"):
        return first if first in _set("part", "first") else last
    if first in _set("part", "counted") and len(tokens) > _MANY and _is_part(tokens[1].raw):
        return first
    if len(tokens) > _MANY and (numbered := _numbered(tokens)):
        return numbered
    counted = _COUNTED.match(body[:12]) if body[:3].strip("( ")[:1].isdigit() else None
    if counted and "(2)" not in body:
        return counted.group()
    found = _phrases("part", "phrases").find([token.word for token in tokens])
    return " ".join(found[0]) if found else ""


def _numbered(tokens: Sequence[Token]) -> str:
    """Return "1 dari 3" where the first words count messages: "sms ke 1 dari 3", or ''."""
    said = [token.raw for token in tokens[:OPENING]]
    counted, figures = _set("part", "counted"), _set("part", "figures")
    for index in range(1, len(said) - 2):
        one, of_, all_ = said[index : index + 3]
        named = not counted.isdisjoint(said[max(0, index - 2) : index])
        if named and of_ in _set("part", "of") and {one, all_} <= figures:
            return f"{one} {of_} {all_}"
    return ""


def _is_part(raw: str) -> bool:
    return raw.isdigit() and len(raw) == 1


def _doubting() -> frozenset[str]:
    """Return the folded words without which nobody doubts where it is."""
    doubts = rarest((*_phrases("place", "doubts"), *_phrases("place", "which")))
    return frozenset(map(lexicon.fold, doubts | _set("place", "either")))


DOUBTS = lexicon.waits_for(cache(_doubting))
"""Without this bit of lexicon.View a place is sure."""


def somewhere(places: Sequence[Place], tokens: Sequence[Token]) -> str:
    """Return the words by which the place is one of two, or only remembered, or ''."""
    named = [place for place in places if place.kind in _VAGUE]
    for one, other in _pairs(named[:_MOST_NAMED]):
        between = [t for t in tokens if one.end <= t.start and t.end <= other.start]
        said = {t.word for t in between} | {t.raw for t in between}
        if said & _set("place", "either") and said <= _known():
            return " ".join(t.raw for t in between)
    return _doubt(named, tokens)


def _pairs(places: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield each place and those behind it that do not lie within it."""
    for index, one in enumerate(places):
        yield from ((one, other) for other in places[index + 1 :] if other.start >= one.end)


@cache
def _known() -> frozenset[str]:
    return _set("place", "either") | listed(load("unsure")["place"]["between"])


def _one_of_them(said: Sequence[str], index: int) -> Sequence[str]:
    """Return "yang mana" at *index* where the writer says near it that he does not know."""
    near = said[max(0, index - WAITING) : index + WAITING]
    unknown = not _set("place", "unknown").isdisjoint(near)
    return _phrases("place", "which").at(said, index) if unknown else ()


def _doubt(places: Sequence[Place], tokens: Sequence[Token]) -> str:
    said = [token.word for token in tokens]
    found = _phrases("place", "doubts")
    if not (places and (found.find(said) or _phrases("place", "which").find(said))):
        return ""  # "atau" alone
    near = load("unsure")["place"]["near"]
    for index in range(len(said)):
        run = found.at(said, index) or _one_of_them(said, index)
        if not run:
            continue
        begin = tokens[max(0, index - near)].start
        end = tokens[min(len(tokens), index + len(run) + near) - 1].end
        if any(begin <= place.start < end for place in places):
            return " ".join(run)
    return ""
