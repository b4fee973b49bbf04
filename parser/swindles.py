"""How swindlers build a message: who plays a relative, sends to a third person, or begs."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from parser.lists import beside, load
from parser.shorthand import plain
from parser.words import listed

YOU = beside("swindles", "you")
_APART = 3  # words between "kartu" and "anda"
_NO_OFFER = frozenset({"link", "contact"})  # groups of the way to reach the advertiser
_AGAINST = frozenset({"report", "victim", "scene"})  # groups of the citizen who complains
MONEY = re.compile(
    r"\brp\b|\brp\.? ?\d|\d ?(?:jt|juta|jta|rb|ribu|rban|ewu|milyar|miliar|k\b|%|persen)"
    r"|\bjutaan\b",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?<![\d+])(?!08|62)\d{9,16}\b|(?<![\d+])\d{3,5}[- ]\d{2,5}[- ]\d{2,6}\b"
    r"|\b\d{3,9}x{2,}|\b(?!08|62)\d{10,15}x{2,}"
    r"|\b\d{3,5}[- ]\d{1,5}[- ]?\d{0,5}x{2,}|\b\d{3,5}[- ]x{2,}"
)
_NEAR = 6  # words between "kirim" and "10 orang"
_NUMBER = ("08", "62")
_LANDLINE = 5  # digits behind the area's
_NEIGHBOUR = -1  # points of "malam", "tempat", which an advertiser may say as well
POINTS_OF_CHAIN = 4
POINTS_OF_KIN = 8
POINTS_OF_YOURS = 2
POINTS_OF_DEAL = 6


class Tables:
    """What the data file says, as look-ups: words and phrases with their points."""

    def __init__(self) -> None:
        data = dict(load("spam"))
        self.kin = {name: listed(text) for name, text in data.pop("kin").items()}
        self.plea = {name: listed(text) for name, text in data.pop("plea").items()}
        self.pitch = {name: listed(text) for name, text in data.pop("pitch").items()}
        self.deal = {name: listed(text) for name, text in data.pop("deal").items()}
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
        self.shown = tuple(data["link"]["shown"].split())
        self.contact = listed(data["contact"]["words"])
        self.company = listed(data["company"]["own"])
        self.calls = listed(data["contact"]["calls"])
        self.ends = listed(data["contact"]["ends"])
        self.ways = self.contact | self.calls | listed(data["contact"]["ways"])
        self.verbs = listed(data["chain"]["verbs"])
        self.rumours = listed(data["chain"]["rumours"])
        self.counted = listed(data["chain"]["counted"])
        self.replies = frozenset(data["reply"]["phrases"])


@cache
def tables() -> Tables:
    """Return the look-ups, made at first use."""
    return Tables()


def found(words: Sequence[str], text: str) -> dict[str, int]:
    """Return the builds of a stranger's message with their points: pleas, deals, chains."""
    hits: dict[str, int] = {}
    if thing := _yours(words):
        hits[thing] = POINTS_OF_YOURS
    hits |= dict.fromkeys(_chain(words), POINTS_OF_CHAIN)
    hits |= dict.fromkeys(_pitch(words), POINTS_OF_CHAIN)
    hits |= dict.fromkeys(_kin(words, text) or _plea(words, text), POINTS_OF_KIN)
    return hits


def _yours(words: Sequence[str]) -> str:
    """Return "kartu anda" where a thing of the reader's stands shortly before "anda", or ''."""
    for index, word in enumerate(words):
        if word in YOU:
            thing = tables().things.intersection(words[max(0, index - _APART) : index])
            if thing:
                return f"{min(thing)} {word}"
    return ""


def _chain(words: Sequence[str]) -> list[str]:
    """Return "kirim 10 orang" of a chain letter as one phrase, or nothing."""
    known = tables()
    if known.verbs.isdisjoint(words) or not known.rumours.isdisjoint(words):
        return []  # "awas penculik ... teruskan ke 20 grup" frightens, and a person reads it
    for index, word in enumerate(words):
        if word.isdigit() and index + 1 < len(words) and words[index + 1] in known.counted:
            before = [w for w in words[max(0, index - _NEAR) : index] if w in known.verbs]
            if before:
                return [f"{before[0]} {word} {words[index + 1]}"]
    return []


def _pitch(words: Sequence[str]) -> list[str]:
    """Return the game that a gambling house offers: "bosku slot gacor", or nothing.

    Who says a word of a citizen's beside ("warga", "di gang") tells of it.
    """
    known = tables()
    pitch = known.pitch
    games = pitch["game"].intersection(words)
    if not games or not known.citizen.isdisjoint(words):
        return []
    least = min(known.words.get(word, 0) for word in words)
    if least < _NEIGHBOUR:
        return []
    loud = not pitch["loud"].isdisjoint(words)
    slang = len(games) > 1 and not pitch["slang"].isdisjoint(words)
    calm = slang or len(pitch["soft"].intersection(words)) > 1
    return [f"main {min(games)}"] if loud or (calm and least >= 0) else []


def _kin(words: Sequence[str], text: str) -> list[str]:
    """Return the plea of a stranger who plays a relative: "ma ini aku ... transfer", or nothing."""
    kin = tables().kin
    if kin["wants"].isdisjoint(words) or kin["tale"].isdisjoint(words):
        return []
    pairs = pairwise(words[:6])
    named = words[0] in kin["who"] and not kin["here"].isdisjoint(words[1:4])
    named = named or any(one in kin["this"] and after in kin["who"] for one, after in pairs)
    if not _for_money(words, text):
        return []  # "kak ini ada orang jatuh, tolong kirim ambulans"
    return [words[0]] if named else []


def _plea(words: Sequence[str], text: str) -> list[str]:
    """Return "isi pulsa" or "kirim rekening" when a stranger begs for it, or nothing."""
    plea = tables().plea
    if plea["pulsa"].isdisjoint(words) and plea["bank"].isdisjoint(words):
        return []
    for index, word in enumerate(words):
        if word in plea["gives"] and not plea["pulsa"].isdisjoint(words[index + 1 : index + 5]):
            wanted = not plea["why"].isdisjoint(words)
            numbered = any(begins_number(words, at) for at in range(len(words)))
            return [f"{word} pulsa"] if wanted and (numbered or MONEY.search(text)) else []
    if plea["bank"].isdisjoint(words) or not ACCOUNT.search(text):
        return []
    levied = YOU.isdisjoint(words) and (not plea["levy"].isdisjoint(words) or _missed(words))
    due = not plea["due"].isdisjoint(words) and not plea["named"].isdisjoint(words)
    asked = plea["sends"] | plea["pays"] if due else plea["sends"]
    sends = next((word for word in words if word in asked), "") if not levied else ""
    return [f"{sends} rekening"] if sends else []


def _missed(words: Sequence[str]) -> bool:
    """Tell whether money is told not to have come: "transfer ke rek ... belum masuk"."""
    plea = tables().plea
    return any(
        word in plea["not"] and not plea["comes"].isdisjoint(words[index + 1 : index + 4])
        for index, word in enumerate(words)
    )


def _for_money(words: Sequence[str], text: str) -> bool:
    """Tell whether money, credit or an account is named."""
    plea = tables().plea
    asked = not plea["pulsa"].isdisjoint(words) or not plea["bank"].isdisjoint(words)
    return asked or "transfer" in text.casefold() or MONEY.search(text) is not None


def deal(words: Sequence[str]) -> str:
    """Return whom a stranger sends the reader to: "nego harga hub suami saya 08...", or ''.

    He speaks of a thing that is sold or let, of its price, and gives a third person's number.
    """
    terms = tables().deal
    priced = not terms["price"].isdisjoint(words) or {"bayar", "saja"}.issubset(words)
    if not priced or terms["thing"].isdisjoint(words):
        return ""
    for index, word in enumerate(words):
        if begins_number(words, index):
            before = words[max(0, index - _NEAR) : index]
            whom = [near for near in before if near in terms["whom"]]
            if whom and not terms["by"].isdisjoint(before):
                return f"{whom[-1]} {word}"
    return ""


def begins_number(words: Sequence[str], index: int) -> bool:
    """Tell whether a telephone number stands at *index*: "0812...", "+62 8..", "0354 6...."."""
    word = words[index]
    if not (word.isdigit() and word.startswith(("0", "62"))):
        return False
    if len(word) > 3 and word.startswith(_NUMBER):
        return True
    after = words[index + 1] if index + 1 < len(words) else ""
    if not after.isdigit():
        return False
    return word == "62" or (2 < len(word) < 5 and len(after) >= _LANDLINE)
