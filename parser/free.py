"""Wishes in free words: messages in which every word belongs to one wish of the conversation.

::

    erase = { word } "hapus" { word } "data" { word }     (* "data saya tolong dihapus" *)
    quit  = { word } "tidak usah" { word } "info" { word }
    unsent = { word } "jangan" { word } "kirim" { word }   (* "jangan kirim sms lagi" *)
    enough = { word } "jangan" { word } "hubungi" { word } "lagi" { word }
    use    = { word } "cara" { word } "pakai" { word }     (* "ini cara pakainya gimana" *)
    how   = { word } "apa" { word } "format" { word }      (* "apa harus pakai format khusus" *)
    halt  = { courtesy } "berhenti" { courtesy }          (* "baranti lah da" *)
    begin = { word } "mulai" { word }                     (* "mulai lagi ya min" *)
    resume = { word } "aktifkan" { word } "info" { word } "lagi"
    again = { word } "info" { word } "terima" { word } "lagi"
    service = { word } "ini" { word } "nomor" { word } "apa" { word }
    lost  = { word } "lupa" { word } "nomor" { word }     (* "nomor tiket saya hilang" *)
    private = { word } "data" { word } "aman" { word }    (* "data saya aman ga" *)
    mine  = { word } "cek" { word } "laporan" { word } "saya" { word }
    meaning = { word } "maksudnya" { word } "apa" { word }
    glance = { word } "lihat" { word } "laporan" { word }
    withdraw = { word } "batal" { word }                  (* "batal pak, gak jadi lapor" *)
    reopen = { word } "buka" { word } "laporan" { word } "lagi" { word }
    rouse  = { word } "aktifkan" { word }                 (* "aktifkan lagi pak" *)
    check = { word } "cek" { word } number number { number }

A word that belongs to none of them makes the message a report: "data bansos saya dihapus".
"""

from collections.abc import Sequence, Set
from functools import cache
from itertools import pairwise

from parser import links, mentions
from parser.commands import tickets_in
from parser.lists import load
from parser.reading import Reading
from parser.tokens import Token
from parser.words import COURTESY, POLITE, STATUS_ABOUT, STATUS_ASKS, STATUS_BESIDE, listed

MAX_WORDS = 16
_STRICT = frozenset({"again", "resume"})
"""Wishes that a "not" anywhere undoes, unless it is "not meant": who does not want them stops."""
_UNMEANT = "sengaja"
WISHES = (
    ("erase", "hapus_data"),
    ("resume", "mulai"),
    ("quit", "stop"),
    ("unsent", "stop"),
    ("enough", "stop"),
    ("how", "bantuan"),
    ("use", "bantuan"),
    ("meaning", "bantuan"),
    ("halt", "stop"),
    ("refuse", "stop"),
    ("decline", "stop"),
    ("again", "mulai"),
    ("begin", "mulai"),
    ("rouse", "mulai"),
    ("withdraw", "batal"),
    ("reopen", "buka"),
    ("service", "bantuan"),
    ("mine", "cek"),
    ("glance", "cek"),
    ("lost", "cek"),
    ("private", "privasi"),
)
"""Table of conversation.toml -> the intent of the wish that it is for."""


@cache
def _set(table: str, key: str) -> frozenset[str]:
    return listed(load("conversation")[table][key])


@cache
def signs() -> frozenset[str]:
    """Return the words without which no message is such a wish, but for that with numbers."""
    return frozenset().union(*(_set(table, "acts") for table, _intent in WISHES))


def may(tokens: Sequence[Token]) -> bool:
    """Tell whether *tokens* have a word of signs(), for those who have no hints of them."""
    known = signs()
    return not (
        known.isdisjoint([token[1] for token in tokens])
        and known.isdisjoint([token[0] for token in tokens])
    )


def read(tokens: Sequence[Token]) -> Reading | None:
    """Return the wish that all words of a message make, or None.

    >>> from parser.tokens import split
    >>> read(split("tolong data saya dihapus ya")).intent
    'hapus_data'
    >>> read(split("data bansos saya dihapus pak RT")) is None
    True
    """
    if len(tokens) > MAX_WORDS:
        return None
    said = {form for token in tokens for form in token[:2]}
    for table, intent in WISHES:
        acts, things, whose, known = _groups(table)
        if acts.isdisjoint(said) or not all(t[0] in known or t[1] in known for t in tokens):
            continue
        missing = any(group and group.isdisjoint(said) for group in (things, whose))
        if not (missing or _undone(table, acts, tokens)):
            return Reading(intent)
    return None


def _undone(table: str, acts: Set[str], tokens: Sequence[Token]) -> bool:
    """Tell whether the act is not wanted: "jangan stop kabarnya"."""
    unless = _set(table, "unless")
    if unless.isdisjoint([form for token in tokens for form in token[:2]]):
        return False
    if table in _STRICT:
        said = [token[0] for token in tokens]
        return any(one in unless and two != _UNMEANT for one, two in pairwise([*said, ""]))
    orders = acts - _set("quit", "needless")  # "tidak usah" is an act itself
    return any(one[1] in unless and other[1] in orders for one, other in pairwise(tokens))


def several(tokens: Sequence[Token]) -> Reading | None:
    """Return CEK for a question about two tickets or more, or None.

    >>> from parser.tokens import split
    >>> [ref.digits for ref in several(split("tolong dicek 1234566 dan 1234577")).tickets]
    ['1234566', '1234577']
    >>> several(split("1234566 & 1234577")).intent
    'cek'
    """
    refs = tickets_in(list(tokens))
    words = [token.word for token in tokens if not token.word.isdigit()]
    if len(refs) < 2 or len(words) > mentions.MAX_STATUS:
        return None
    asks = _set("check", "asks")
    numbers = sum(token.word.isdigit() for token in tokens)
    known = _set("check", "with") | asks | POLITE | STATUS_ABOUT | STATUS_ASKS | STATUS_BESIDE
    asked = not asks.isdisjoint(words) or _set("check", "bare").issuperset(words)
    if len(refs) == numbers and asked and known.issuperset(words):
        return Reading("cek", tickets=refs)
    return links.several(tokens, refs)


@cache
def _groups(table: str) -> tuple[frozenset[str], ...]:
    """Return acts, things and whose of a wish, and all words that may stand in it."""
    needed = tuple(_set(table, key) for key in ("acts", "things", "whose"))
    allowed = COURTESY | _set(table, "with")
    if table in {"erase", "quit", "refuse"}:  # "data laporan saya"
        allowed |= POLITE
    return (*needed, allowed.union(*needed))
