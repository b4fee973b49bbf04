"""Swindlers and advertisers, told from citizens who complain of them by points (spam.toml)."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from parser import categories
from parser.common import rarest
from parser.lists import load
from parser.scale import OTHER
from parser.shorthand import plain
from parser.tokens import MAX_CHARACTERS, Token
from parser.words import listed

MAX_WORDS = 120
SINGLE = 3  # letters and digits alone; more may be a word that is spelled
OPENING = 4  # words at the beginning, where an advertiser names what he sells
_LEET = str.maketrans("0134579", "oieastg")
POINTS_OF_CHAIN = 4
POINTS_OF_KIN = 8
POINTS_OF_YOURS = 2
_YOU = frozenset({"anda", "kamu"})
_APART = 3  # words between "kartu" and "anda"
_CERTAIN = 6  # points that no report has
_AGAINST = frozenset({"report", "victim", "scene"})  # groups of the citizen who complains
_NO_OFFER = frozenset({"link", "contact"})  # groups of the way to reach the advertiser
_LINK = re.compile(
    r"https?:|www\.|\w\.(?:com|net|xyz|example|site|online|click|vip|club|top|shop|link|me|ly|info"
    r"|biz|cc|io|app|store|live|fun|win|bet|asia|apk|center|help|support|website|space|world|tech|pro|icu|cyou|sbs|cfd)\b"
    r"|\w(?<!go)\.id/\w",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\brp\b|\brp\.? ?\d|\d ?(?:jt|juta|jta|rb|ribu|rban|ewu|milyar|miliar|k\b|%|persen)"
    r"|\bjutaan\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![\d+])(?!08|62)\d{9,16}\b|(?<![\d+])\d{3,5}[- ]\d{2,5}[- ]\d{2,6}\b|\b\d{3,9}x{2,}"
)
_REACH = re.compile(r"[\d.:]")  # in every number and every link
_EMAIL = re.compile(r"\S{1,64}@\S{1,64}")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_NEAR = 6  # words between "kirim" and "10 orang"
_OWN = frozenset({"saya", "kami", "aku", "sini"})  # "hub saya": the citizen's own number
_NUMBER = ("08", "628", "62", "+62")


class _Tables:
    """What the data file says, as look-ups: words and phrases with their points."""

    def __init__(self) -> None:
        data = dict(load("spam"))
        self.kin = {name: listed(text) for name, text in data.pop("kin").items()}
        self.plea = {name: listed(text) for name, text in data.pop("plea").items()}
        self.things = listed(data.pop("yours")["things"])
        self.citizen = listed(data.pop("citizen")["words"])
        self.limit = int(data.pop("limit"))
        self.words: dict[str, int] = {}
        self.offers: set[str] = set()
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, table in data.items():
            points = -int(table["weight"]) if name in _AGAINST else int(table["weight"])
            for word in listed(table.get("words", "")):
                self.words[word] = self.words.get(word, 0) + points
            if points > 0 and name not in _NO_OFFER:
                self.offers |= listed(table.get("words", ""))
            for text in table.get("phrases", ()):
                run = tuple(plain(word) for word in text.split())
                if points > 0 and name not in _NO_OFFER:
                    self.offers.add(" ".join(run))
                self.phrases.setdefault(run[0], []).append((run, points))
        self.contact = listed(data["contact"]["words"])
        self.company = listed(data["company"]["own"])
        self.calls = listed(data["contact"]["calls"])
        self.ends = listed(data["contact"]["ends"])
        self.ways = self.contact | self.calls | listed(data["contact"]["ways"])
        self.verbs = listed(data["chain"]["verbs"])
        self.counted = listed(data["chain"]["counted"])


@cache
def _tables() -> _Tables:
    return _Tables()


@cache
def lures() -> frozenset[str]:
    """Return the words without which no message is spam, unless some are in disguise."""
    return _sure().union(_cheap(), _runs())


@cache
def _sure() -> frozenset[str]:
    """Return the words with which a message may be spam, whatever else it says."""
    tables = _tables()
    alone = {word for word, points in tables.words.items() if points > 0} - _cheap()
    pleas = (tables.kin["wants"], tables.plea["pulsa"], tables.plea["bank"])
    return tables.verbs.union(tables.calls, tables.ends, alone, _YOU, *pleas)


@cache
def _cheap() -> frozenset[str]:
    """Return the words of one point: many of them, or one with somebody to call, make an advert."""
    return frozenset(w for w, points in _tables().words.items() if points == 1) - {"minat"}


@cache
def _runs() -> dict[str, tuple[frozenset[str], ...]]:
    """Return the rarest word of a phrase -> the words of all such phrases."""
    found: dict[str, list[frozenset[str]]] = {}
    for begun in _tables().phrases.values():
        for run, points in begun:
            if points > 0:
                (word,) = rarest([run])
                found.setdefault(word, []).append(frozenset(run))
    return {word: tuple(runs) for word, runs in found.items()}


def tempts(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether *signs* may find anything in a message without disguise; half its time."""
    said = {token[0] for token in tokens}
    if not _sure().isdisjoint(said):
        return True
    runs = _runs()
    if any(run <= said for word in runs.keys() & said for run in runs[word]):
        return True
    cheap = len(_cheap() & said)
    return cheap >= _tables().limit or (cheap > 0 and _REACH.search(text) is not None)


def disguised(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether words may be spelled with figures or letter by letter: "p1njam4n", "s l o t"."""
    if len(text) > MAX_CHARACTERS and _MIXED.search(text):
        return True
    behind = -1
    single = 0
    for _word, raw, start, end in tokens:
        if start == behind or (raw[-1] == "2" and not raw.isdigit()):
            return True  # a letter beside a digit is where one word ends and another begins
        single += len(raw) == 1
        behind = end
    return single > SINGLE


def signs(tokens: Sequence[Token], text: str) -> tuple[str, ...]:
    """Return the words that make the message spam, or () when it is none.

    Digits for letters and letters with blanks between them are seen through.

    >>> from parser.tokens import split
    >>> said = "p1njam4n t4npa agunan, hub wa"
    >>> bool(signs(split(said), said))
    True
    """
    words = _said(tokens[:MAX_WORDS], text)
    if lures().isdisjoint(words):
        return ()  # what seemed disguised is "RT03"
    return _signs(tokens, words, text)


def _signs(tokens: Sequence[Token], words: Sequence[str], text: str) -> tuple[str, ...]:
    tables = _tables()
    hits = {word: tables.words[word] for word in words if word in tables.words}
    if thing := _yours(words):
        hits[thing] = POINTS_OF_YOURS
    begun = tables.phrases.keys() & words
    for index, word in enumerate(words) if begun else ():
        for run, points in tables.phrases.get(word, ()):
            if tuple(words[index : index + len(run)]) == run:
                hits[" ".join(run)] = points
    for phrase in _chain(words):
        hits[phrase] = POINTS_OF_CHAIN
    for phrase in _kin(words) or _plea(words, text):
        hits[phrase] = POINTS_OF_KIN
    if not hits or not any(points > 0 for points in hits.values()):
        return ()
    built = _built(words, text, hits)
    score = sum(hits.values()) + built
    if score < tables.limit:
        return () if min(hits.values()) < 0 else _stranger(tokens, words, text)
    if not built and score < _CERTAIN and not _certain(hits) and categories.of(tokens) != OTHER:
        return ()  # nobody to call, but a subject of the city's: a report
    return tuple(w for w, points in hits.items() if points > 0)


def _stranger(tokens: Sequence[Token], words: Sequence[str], text: str) -> tuple[str, ...]:
    """Return how to reach somebody who wants to be reached and says nothing of the city, or ()."""
    if not _tables().citizen.isdisjoint(words):
        return ()
    if _reachable(words) < 2 and _LINK.search(_EMAIL.sub(" ", text)) is None:
        return ()
    return ("contact",) if categories.of(tokens) == OTHER else ()


def _certain(hits: Mapping[str, int]) -> bool:
    """Tell whether one of *hits* is spam by itself, as a chain letter's words are."""
    return max(hits.values()) >= POINTS_OF_CHAIN


def _built(words: Sequence[str], text: str, hits: Mapping[str, int]) -> int:
    """Return the points of a message's build: an offer, a price, and whom to call.

    A price or a number alone is in many a report; only with an offer do they make an advert.
    """
    tables = _tables()
    link = 2 * (_LINK.search(_EMAIL.sub(" ", text) if "@" in text else text) is not None)
    reach = _reachable(words)
    yours = any(hit.endswith((" anda", " kamu")) for hit in hits)
    if not (yours or not tables.offers.isdisjoint(hits)) or not (link or reach):
        return link + (reach > 1)
    opens = not tables.offers.isdisjoint(words[:OPENING])
    return link + (reach > 1) + 2 + (_MONEY.search(text) is not None) + opens


def _yours(words: Sequence[str]) -> str:
    """Return "kartu anda" where a thing of the reader's stands shortly before "anda", or ''."""
    for index, word in enumerate(words):
        if word in _YOU:
            thing = _tables().things.intersection(words[max(0, index - _APART) : index])
            if thing:
                return f"{min(thing)} {word}"
    return ""


def _chain(words: Sequence[str]) -> list[str]:
    """Return "kirim 10 orang" of a chain letter as one phrase, or nothing."""
    tables = _tables()
    if tables.verbs.isdisjoint(words):
        return []
    for index, word in enumerate(words):
        if word.isdigit() and index + 1 < len(words) and words[index + 1] in tables.counted:
            before = [w for w in words[max(0, index - _NEAR) : index] if w in tables.verbs]
            if before:
                return [f"{before[0]} {word} {words[index + 1]}"]
    return []


def _kin(words: Sequence[str]) -> list[str]:
    """Return the plea of a stranger who plays a relative: "ma ini aku ... transfer", or nothing."""
    kin = _tables().kin
    if kin["wants"].isdisjoint(words) or kin["tale"].isdisjoint(words):
        return []
    pairs = pairwise(words[:6])
    named = words[0] in kin["who"] and not kin["here"].isdisjoint(words[1:4])
    named = named or any(one in kin["this"] and after in kin["who"] for one, after in pairs)
    return [words[0]] if named else []


def _plea(words: Sequence[str], text: str) -> list[str]:
    """Return "isi pulsa" or "kirim rekening" when a stranger begs for it, or nothing."""
    plea = _tables().plea
    if plea["pulsa"].isdisjoint(words) and plea["bank"].isdisjoint(words):
        return []
    for index, word in enumerate(words):
        if word in plea["gives"] and not plea["pulsa"].isdisjoint(words[index + 1 : index + 5]):
            wanted = not plea["why"].isdisjoint(words)
            return [f"{word} pulsa"] if wanted and _MONEY.search(text) else []
    account = _ACCOUNT.search(text) is not None and not plea["bank"].isdisjoint(words)
    sends = next((word for word in words if word in plea["sends"]), "") if account else ""
    return [f"{sends} rekening"] if sends else []


def _reachable(words: Sequence[str]) -> int:
    """Return 2 when a word such as "hub" stands before a telephone number, 1 for any number.

    The citizen's own number ("hub saya 0812...") is none of these.
    """
    tables = _tables()
    found = int("minat" in words)
    for index, word in enumerate(words):
        if not word.startswith(_NUMBER) or not (len(word) > 3 and word.isdigit()):
            continue
        before = words[max(0, index - 4) : index]
        if _OWN.isdisjoint(before) or not tables.company.isdisjoint(words):
            found = max(found, 1 if tables.ways.isdisjoint(before) else 2)
    return found


def _said(tokens: Sequence[Token], text: str) -> list[str]:
    """Return the words, those in disguise also as what they stand for."""
    words = [token.word for token in tokens]
    if all(token.raw.isalpha() and len(token.raw) > 1 for token in tokens):
        return words
    disguised: list[str] = []
    index = 0
    while index < len(tokens):
        stop = index + 1
        while stop < len(tokens) and tokens[stop].start == tokens[stop - 1].end:
            stop += 1
        if stop - index > 1 and tokens[stop - 1].end - tokens[index].start > 3:
            whole = text[tokens[index].start : tokens[stop - 1].end].casefold()
            disguised.append(plain(whole.translate(_LEET)))
        elif len(tokens[index].raw) == 1:
            disguised += _spaced(tokens, index)
        index = stop
    return words + disguised if disguised else words


def _spaced(tokens: Sequence[Token], index: int) -> list[str]:
    """Return the word that single letters from *index* spell, once, with its beginnings."""
    if index and len(tokens[index - 1].raw) == 1:
        return []
    end = index
    while end < len(tokens) and len(tokens[end].raw) == 1:
        end += 1
    word = "".join(token.raw for token in tokens[index:end])
    return [word, word[:4], word[4:]] if len(word) > 3 else []
