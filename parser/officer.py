"""Officers' commands (DOMAIN.md 4.5): DISPOSISI no OPD, SELESAI no result, OK code and their like.

::

    command  = act number { number } [ text ]
    disposal = "DISPOSISI" number { number } agency [ note ]
    merge    = "GABUNG" number number
    list     = "DAFTAR" | "TELAT"                              (* the whole message *)
    code     = "OK" digit, 6 times                             (* the whole message *)

The gaps, the noise words and the number are those of parser/grammar.py.
"""

import re
from collections.abc import Sequence

from parser import commands, orders, sentences, statements
from parser.agencies import agency, behind
from parser.greetings import opens_thanks, thanks_only
from parser.lists import beside
from parser.reading import Reading, Vocabulary
from parser.shorthand import PLAIN
from parser.tickets import SHORTEST
from parser.tokens import Token, first, head, split
from parser.typo import near
from parser.words import CLOSING, COURTESY, MISTYPED_BY_OFFICERS, OFFICER, OFFICER_BEFORE

_LISTS = frozenset({"daftar", "telat"})
_LISTED = beside("officer", "listed") | COURTESY
MAX_LISTED = 6  # words of a list that is asked for
_NOTHING = COURTESY | OFFICER_BEFORE
"""Of these words no result is made: "selesai 4839206 mohon izin, suwun"."""
_WORDED = frozenset({"selesai", "tolak", "proses", "tanya", "catat"})
"""Acts that are nothing without words of their own."""
MAX_ALONE = 40  # characters of a command that is nothing but its act
_CODE = re.compile(r"oke?[ #:.-]{0,3}(\d{6})[ .]{0,3}", re.IGNORECASE)


def read(text: str, words: Vocabulary, *, officer: bool) -> Reading | None:
    """Return the officer's command or sentence that *text* is, or None.

    From a citizen only word + right ticket number is one, and it bears the flag *bukan_petugas*;
    his TANYA and RAHASIA about a ticket are words added to it.

    >>> city = Vocabulary.of({"SURGA": []}, agencies={"DISHUB": ["perhubungan"]})
    >>> reading = read("disp 1234566 dishub tolong dicek", city, officer=True)
    >>> reading.intent, reading.agency, reading.body
    ('petugas_disposisi', 'DISHUB', 'tolong dicek')
    """
    found = _command(text, words, officer=officer)
    if not officer:
        return found
    if found is None:
        return _sentence(statements.whole(text), words)
    if found.intent == "petugas_selesai" and not _opens(text):
        found = statements.doubted(text) or found  # "1234566 selesai besok"
    if found.intent == "petugas_selesai" and found.body:
        return statements.unfinished(found)  # "selesai 1234566 besok"
    return found


def listed(tokens: Sequence[Token]) -> Reading | None:
    """Return DAFTAR or TELAT for a sentence that asks for that list."""
    act = sentences.listed(tokens)
    return Reading(f"petugas_{act}") if act else None


def _sentence(text: str, words: Vocabulary) -> Reading | None:
    """Read what an officer says without a command."""
    found = statements.read(text)
    moved = found is not None and found.intent == "petugas_tolak"
    moved = moved and not sentences.denies(split(text))  # "mohon dialihkan ke dishub"
    if found is not None and sentences.FREE not in found.flags and not moved:
        return found
    if handed := statements.routed(text):
        ref, to = handed
        code, offered, end = agency(to, words.agencies)
        if code or offered:
            body = _unnumbered(to[end:], ref.digits) if code else to
            flags = () if code else ("tanpa_opd",)
            return Reading(
                "petugas_disposisi", body=body, tickets=(ref,), flags=flags, agency=code,
                suggest=offered,
            )  # fmt: skip
    return _only_routed(text, words) or found


def _only_routed(text: str, words: Vocabulary) -> Reading | None:
    """Read a ticket and whom it goes to, and not a word besides: "4839206 ke dishub ya"."""
    tokens = split(text[:MAX_ALONE])
    refs = commands.tickets_in(tokens)
    if len(refs) != 1 or len(text) >= MAX_ALONE or "?" in text:
        return None
    code, start, end = behind(text, words.agencies)
    other = {token.word for token in tokens if not start <= token.start < end}
    alone = (
        code
        and "sudah" not in other
        and (sentences.lead() | {refs[0].digits, "kirim", "kirimkan"}).issuperset(other)
    )
    return Reading("petugas_disposisi", tickets=refs, agency=code) if alone else None


def _opens(text: str) -> bool:
    """Tell whether *text* begins with an act and its number."""
    typed = first(text)
    tokens = split(text)
    known = typed in OFFICER or PLAIN[typed] in OFFICER
    return known and bool(commands.numbers(head(text, tokens))[0])


def _command(text: str, words: Vocabulary, *, officer: bool) -> Reading | None:
    """Read an act, its number and the words behind them."""
    typed = first(text)
    act = typed.rstrip("0123456789")
    verb = OFFICER.get(act) or OFFICER.get(PLAIN[act])
    if verb is None and officer:
        if typed.startswith("ok") and (code := _CODE.fullmatch(text.strip())):
            return Reading("petugas_ok", body=code.group(1))
        turned = orders.turned(text)
        if turned:
            found = _command(turned, words, officer=True)
            tells = found is not None and any(orders.spoken(token.raw) for token in split(text))
            return found.but(flags=(*found.flags, sentences.SENTENCE)) if found and tells else found
        closes = act in CLOSING and commands.tickets_in(split(text[:200]))
        verb = "selesai" if closes else OFFICER.get(near(act, MISTYPED_BY_OFFICERS))
    if officer and verb and (last := _last(text)):
        text = last
    if verb in _LISTS:
        return _list(verb, text) if officer else None
    reading = _numbered(verb, text, act, officer=officer) if verb else None
    if reading is None or verb is None or not reading.tickets:
        return reading
    return _of_officer(reading, verb, words) if officer else _of_citizen(reading, verb, text)


def _numbered(verb: str, text: str, act: str, *, officer: bool) -> Reading | None:
    """Read word + ticket numbers + text; from an officer also the word alone."""
    start = text[text.lower().find(act) :]
    refs, end = commands.numbers(head(start, split(start)))
    if not refs:
        tokens = split(start[:MAX_ALONE])
        alone = officer and len(start) < MAX_ALONE and _alone(tokens)
        return Reading(f"petugas_{verb}", flags=("nomor_rusak",)) if alone else None
    flags = () if refs[0].check_ok else ("nomor_rusak",)
    body = start[end:].lstrip(commands.TRIM).rstrip()
    long = len(refs[0].digits) >= SHORTEST or len(split(body)) <= commands.MAX_TAIL
    if flags and not (officer and long):
        return None
    return Reading(f"petugas_{verb}", body=body, tickets=tuple(refs), flags=flags)


def _alone(tokens: Sequence[Token]) -> bool:
    """Tell whether nothing stands behind an act but courtesy: "selesai pak"."""
    return not opens_thanks(tokens) and _NOTHING.issuperset(token.word for token in tokens[1:])


def _of_officer(reading: Reading, verb: str, words: Vocabulary) -> Reading:
    """Return *reading* with what only some commands hold."""
    if verb == "disposisi":
        return _handed_on(reading, words)
    if verb == "gabung" and len(reading.tickets) > 1:
        return reading.but(tickets=reading.tickets[:1], into=reading.tickets[1])
    if verb in _WORDED and _NOTHING.issuperset(token.word for token in split(reading.body)):
        flags = ("tanpa_bukti",) if verb == "selesai" else ()
        return reading.but(body="", flags=(*reading.flags, *flags))
    return reading


def _handed_on(reading: Reading, words: Vocabulary) -> Reading:
    """Return *reading* with the agency that it hands a ticket to, and the note beside that."""
    text = reading.body
    start = 0
    code, offered, end = agency(text, words.agencies)
    if not code:
        code, start, end = behind(text, words.agencies)
    if not code:
        return reading.but(suggest=offered, flags=(*reading.flags, "tanpa_opd"))
    note = _unnumbered(text[end:], reading.tickets[0].digits)
    before = text[:start].strip(commands.TRIM)
    return reading.but(agency=code, body=f"{before} {note}".strip())


def _unnumbered(note: str, number: str) -> str:
    """Return *note* without the ticket's number before it: "ke dishub 4839206 segera"."""
    tokens = split(note)
    at = next((i for i, t in enumerate(tokens) if t.word not in sentences.tail()), len(tokens))
    if at < len(tokens) and tokens[at].word == number:
        return note[tokens[at].end :].lstrip(commands.TRIM)
    return note.lstrip(commands.TRIM) if at < len(tokens) else ""


def _of_citizen(reading: Reading, verb: str, text: str) -> Reading:
    if verb == "tanya":
        asked = commands.read(f"status {text[len('tanya') :]}", frozenset())
        status = asked is not None and len(split(reading.body)) <= commands.MAX_TAIL
        return reading.but(intent="cek" if status else "tambah")
    if verb == "rahasia":
        return reading.but(intent="tambah", body=text, flags=("rahasia",))
    return reading.but(flags=("bukan_petugas",))


def _last(text: str) -> str:
    """Return "selesai 4839206 lampu diganti" for "selesai lampu diganti 4839206", else ''."""
    tokens = split(text)
    refs = commands.tickets_in(tokens)
    if len(refs) != 1 or len(tokens) < 3 or not commands.tickets_in(tokens[-1:]):
        return ""
    if thanks_only(tokens[:2]) or OFFICER_BEFORE.issuperset(t.word for t in tokens[1:-1]):
        return ""  # "terima kasih ...", "terima no. ..."
    if orders.follows(text[tokens[0].end :]):
        return ""  # "gabung 48.392.061 dengan 4839206"
    between = text[tokens[0].end : tokens[-1].start].strip(commands.TRIM)
    return f"{tokens[0].raw} {refs[0].digits} {between}" if any(map(str.isalpha, between)) else ""


def _list(verb: str, text: str) -> Reading | None:
    said = [token.raw for token in split(text[:80])]
    if verb == "daftar" and "telat" in said:  # "daftar telat"
        verb = "telat"
    whole = len(said) <= MAX_LISTED and _LISTED.issuperset(said[1:])
    return Reading(f"petugas_{verb}") if whole else None
