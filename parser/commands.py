"""CEK, TAMBAH, BANTUAN and their like, under the safe principle of DOMAIN.md 4.1."""

import pyparsing as pp

from parser.grammar import ALONE, BARE, NUMBERED
from parser.reading import Reading, TicketRef
from parser.tickets import choose
from parser.tokens import first, head, split
from parser.words import COMMANDS, HELP, HELP_WITH

MAX_HELP = 4  # words; more is a report: "bantuan sosial belum cair padahal ..."
MAX_TAIL = 3  # words after a number that is no ticket: more is a report about some figure
_TAKES_NUMBER = frozenset({"cek", "tambah", "batal", "buka", "nilai"})
_TRIM = " \n\t#*.,:;=_|/~–—-"


def read(text: str, keywords: frozenset[str]) -> Reading | None:
    """Return the command that the whole of *text* is, or None; *keywords* may follow STOP.

    >>> read("INFO 1234566 tiang kedua juga", frozenset()).body
    'tiang kedua juga'
    >>> read("cek dong pak jalan rusak", frozenset()) is None
    True
    """
    word = first(text)
    act = word.rstrip("0123456789")
    intent = COMMANDS.get(act)
    if intent is None or (act != word and intent not in _TAKES_NUMBER):
        return None
    tokens = split(text)
    words = [token.word for token in tokens]
    start = text[tokens[0].start :]
    if intent in _TAKES_NUMBER:
        part = head(text, tokens)[tokens[0].start :]
        return _numbered(intent, start, part) or _lonely(intent, words, part) or _help(words)
    if intent == "bantuan":
        return _help(words)
    if intent == "stop":
        alone = len(words) == 1 or (len(words) == 2 and words[1] in keywords | {"sms", "info"})
        return Reading("stop") if alone else None
    if intent == "hapus_data":
        asked = words in (["hapus", "data"], ["hapus", "data", "saya"])
        return Reading("hapus_data") if asked else None
    return Reading(intent) if len(words) == 1 else None


def bare(text: str) -> Reading | None:
    """Return CEK for a message that is only a right ticket number, or None.

    >>> bare("#1234566").intent, bare("081234567890")
    ('cek', None)
    """
    if len(text) > 40 or not any(c in "0123456789" for c in text):
        return None
    try:
        found = BARE.parse_string(text)
    except pp.ParseException:
        return None
    groups = list(found["number"])
    chosen = choose(groups)
    if chosen is None or not chosen[0].check_ok or chosen[1] != groups[-1][1]:
        return None
    return Reading("cek", tickets=(chosen[0],))


def _numbered(intent: str, text: str, part: str) -> Reading | None:
    """Read word + ticket number; *part* is what the grammar may see of *text*."""
    try:
        found = NUMBERED.parse_string(part)
    except pp.ParseException:
        return None
    chosen = choose(list(found["number"]))
    if chosen is None:
        return None
    ref, end = chosen
    body = text[end:].lstrip(_TRIM).rstrip()
    if not _plausible(intent, ref, text[end : end + 1], body):
        return None
    flags = () if ref.check_ok else ("nomor_rusak",)
    return Reading(intent, body=body, tickets=(ref,), flags=flags)


def _plausible(intent: str, ref: TicketRef, after: str, body: str) -> bool:
    """Tell a mistyped ticket number from a figure in a report: "cek 20000 rupiah hilang di ..."."""
    if ref.check_ok:
        return True
    short = len(split(body)) <= MAX_TAIL
    return short or (intent == "tambah" and len(ref.digits) >= 7 and after in {" ", "\n", "#", "."})


def _lonely(intent: str, words: list[str], part: str) -> Reading | None:
    """Read an act without a ticket number: alone, or with what cannot be one (STATUS -1)."""
    if intent not in {"cek", "tambah"} or words[0] == "info":
        return None
    rest = part[len(words[0]) :]
    if intent == "cek" and len(words) > 1 and not any(c.isalpha() for c in rest):
        return Reading(intent, flags=("nomor_rusak",))
    try:
        ALONE.parse_string(part)
    except pp.ParseException:
        return None
    return Reading(intent, flags=() if intent == "cek" else ("nomor_rusak",))


def _help(words: list[str]) -> Reading | None:
    """Read a question for help: few words, all of which can be part of one."""
    asks = len(words) <= MAX_HELP and not HELP.isdisjoint(words) and HELP_WITH.issuperset(words)
    return Reading("bantuan") if asks else None
