"""Texts that operators, phones and other gateways send by themselves."""

from collections.abc import Sequence, Set
from functools import cache

from parser import categories, greetings
from parser.common import rarest_said
from parser.lists import Phrases, beside, first_of, load
from parser.lists import words as listed
from parser.shorthand import plain
from parser.tokens import Token

_SEEN = 60  # words
_SHORT = 40  # words of a notice
_IDLE = frozenset({"", "lainnya", "pelayanan_kelurahan", "bansos"})
"""Subjects that "telepon" and "menerima" alone make; "" of who says nothing of himself."""
_BEGS = frozenset({"mohon"})
_BRIEF = 5  # words
_BID = 16  # words among which a broadcast says what it is for
_MONEY = beside("machines", "money")
_PHONE = 8  # digits of a telephone number, at least
_CODE = (4, 8)  # digits of a one-time code
_AUTOMATIC = beside("machines", "automatic")  # ends a phrase that no person writes


@cache
def _openings() -> Phrases:
    return _phrases("openings")


@cache
def _weak() -> Phrases:
    return _phrases("weak")


@cache
def _anywhere() -> Phrases:
    return _phrases("anywhere")


@cache
def _certain() -> Phrases:
    return _phrases("certain")


@cache
def _senders() -> tuple[frozenset[str], frozenset[str]]:
    data = load("machines")
    return listed(data["senders"] + " " + data["senders2"]), listed(data["sends"])


@cache
def _asking() -> frozenset[str]:
    return listed(load("machines")["asking"])


@cache
def _persons() -> frozenset[str]:
    return listed(load("machines")["person"])


def _phrases(key: str) -> Phrases:
    lines = load("machines")[key].splitlines()
    return Phrases([plain(word) for word in line.split()] for line in lines if line.strip())


@cache
def signs() -> frozenset[str]:
    """Return the words without which no text is a machine's."""
    phrases = rarest_said((*_openings(), *_weak(), *_anywhere(), *_certain()))
    built = (_build("code")["what"], _build("parcel")["what"], _build("undelivered")["failed"])
    return phrases.union(_MONEY, _senders()[0], *built)


def sounds_like_one(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the words by which a message without a keyword is a machine's, or ().

    A citizen writes of a phone's texts in the middle of a sentence, a machine begins with them.

    >>> from parser.tokens import split
    >>> sounds_like_one(split("Pulsa Anda kurang. Sisa Rp 0"))
    ('pulsa', 'anda')
    """
    words = [token.word for token in tokens[:_SEEN]]
    if not words or not _asking().isdisjoint(words):
        return ()
    start = greetings.before_keyword(tokens, frozenset()) % len(tokens)
    opening = _openings().at(words, 0) or _openings().at(words, start) or _broadcast(tokens)
    if opening:
        known = opening[-1] in _AUTOMATIC or not _build("bidden")["words"].isdisjoint(words)
        return () if not known and _personal(words) and _has_subject(tokens) else opening
    certain = next(iter(_certain().find(words)), ()) if len(words) <= _SHORT // 2 else ()
    if certain and _build("told")["words"].isdisjoint(words):
        subject = categories.of(tokens) if _personal(words) else ""
        return certain if subject in _IDLE else ()
    weak = _weak().at(words, 0) or _weak().at(words, start)
    if weak:
        return _built(words) if _has_subject(tokens) else weak
    found = _anywhere().find(words)
    sure = next((phrase for phrase in found if phrase[-1] in _AUTOMATIC), ())
    if sure or _personal(words):
        return sure
    return found[0] if found else _built(words)


def undelivered(tokens: Sequence[Token]) -> str:
    """Return "gagal" of a phone's note that a message did not go out, or ''.

    >>> from parser.tokens import split
    >>> undelivered(split("Pengiriman SMS ke +6281200001111 gagal"))
    'gagal'
    """
    build = _build("undelivered")
    failed = first_of(build["failed"], [token.raw for token in tokens[:_SHORT]])
    if not failed or len(tokens) > _SHORT:
        return ""
    numbered = any(len(token.raw) >= _PHONE for token in tokens if token.raw.isdigit())
    known = all(token.raw.isdigit() or token.raw in build["with"] for token in tokens)
    return failed if numbered and known else ""


def _built(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words by which a text is a code, an account of money or a parcel's notice."""
    if len(words) > _SHORT or not any(map(str.isdigit, words)):
        return ()
    said = frozenset(words)
    code, payment, parcel = (_build(name) for name in ("code", "payment", "parcel"))
    figures = any(word.isdigit() and _CODE[0] <= len(word) <= _CODE[1] for word in said)
    if figures and not said.isdisjoint(code["what"]) and not said.isdisjoint(code["how"]):
        return (min(said & code["what"]),)
    if not said.isdisjoint(_build("troubled")["words"]):
        return ()
    money = not said.isdisjoint(_MONEY)
    if money and not said.isdisjoint(payment["what"]) and not said.isdisjoint(payment["how"]):
        return (min(said & payment["what"]),)
    sent = not said.isdisjoint(parcel["what"]) and not said.isdisjoint(parcel["how"])
    return (min(said & parcel["what"]),) if sent and not said.isdisjoint(parcel["by"]) else ()


@cache
def _build(name: str) -> dict[str, frozenset[str]]:
    rules = load("machines")[name]
    if isinstance(rules, str):
        return {"words": listed(rules)}
    return {key: listed(text) for key, text in rules.items()}


def _has_subject(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is about something of the city's."""
    return categories.of(tokens) != "lainnya"


def _personal(words: Sequence[str]) -> bool:
    """Tell whether a person speaks of himself or to another."""
    said = _persons().intersection(words)
    return bool(said) and not (said == _BEGS and not _build("sorry")["words"].isdisjoint(words))


def _broadcast(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the name that a broadcast such as "BMKG: waspada ..." begins with, or ()."""
    names, verbs = _senders()
    if tokens[0].raw in _build("heads")["words"]:
        tokens = tokens[1:]
    if len(tokens) < 2 or tokens[0].raw not in names:
        return ()
    marked = [at for at in range(1, min(4, len(tokens))) if _apart(tokens, at)]
    if not marked:
        return ()
    said = {token.word for token in tokens[marked[0] : marked[0] + _BID]}
    bids = not said.isdisjoint(verbs)
    return (tokens[0].raw,) if bids or _calm(tokens, said) else ()


def _calm(tokens: Sequence[Token], said: Set[str]) -> bool:
    """Tell whether a sender far away bids something of all, and nothing is wrong."""
    if tokens[0].raw in _build("local")["words"] or len(tokens) <= _BRIEF:
        return False
    if _personal([*said]):
        return False
    if not said.isdisjoint(_build("bids")["words"]):
        return _build("hurt")["words"].isdisjoint(said)
    told = _build("troubled")["words"] | _build("spots")["words"]
    return told.isdisjoint(said) and not _has_subject(tokens)


def _apart(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a mark and a blank stand before the word at *index*."""
    return tokens[index].start - tokens[index - 1].end > 1
