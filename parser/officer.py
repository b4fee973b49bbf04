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

from rapidfuzz.distance import OSA

from parser import commands, sentences, statements
from parser.greetings import opens_thanks, thanks_only
from parser.lists import beside
from parser.reading import Reading, Vocabulary
from parser.shorthand import PLAIN
from parser.tickets import SHORTEST
from parser.tokens import Token, first, head, split
from parser.typo import near
from parser.words import CLOSING, COURTESY, MISTYPED_BY_OFFICERS, OFFICER, OFFICER_BEFORE

MAX_AGENCY = 5  # words of an agency's name
MAX_SLIPS = 2  # letters between an agency and the one that is offered instead
_LISTS = frozenset({"daftar", "telat"})
_LISTED = beside("officer", "listed") | COURTESY
MAX_LISTED = 6  # words of a list that is asked for
_NOTHING = COURTESY | OFFICER_BEFORE
"""Of these words no result is made: "selesai 4839206 mohon izin, suwun"."""
MAX_ALONE = 40  # characters of a command that is nothing but its act
_KINDS = beside("officer", "kinds")
_TO = beside("officer", "to")
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
        return statements.doubted(text) or found  # "1234566 selesai besok"
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
    if (found is None or sentences.FREE in found.flags) and (handed := statements.routed(text)):
        ref, to = handed
        code, offered, end = agency(to, words.agencies)
        if code or offered:
            body = to[end:].lstrip(commands.TRIM) if code else to
            flags = () if code else ("tanpa_opd",)
            return Reading(
                "petugas_disposisi", body=body, tickets=(ref,), flags=flags, agency=code,
                suggest=offered,
            )  # fmt: skip
    return found


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
        turned = _turned(text)
        if turned:
            return _command(turned, words, officer=True)
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


def agency(text: str, known: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, str, int]:
    """Return (code, offered code, where its name ends) of the agency that begins *text*.

    >>> agency("bag hukum besok", (("BAG.HUKUM", ()), ("DISHUB", ())))
    ('BAG.HUKUM', '', 9)
    >>> agency("dihsub", (("BAG.HUKUM", ()), ("DISHUB", ())))
    ('', 'DISHUB', 6)
    """
    names = {_squash(name): code for code, others in known for name in (code, *others)}
    tokens = split(text[:200])[: MAX_AGENCY + 1]
    if tokens and tokens[0].word in _TO:
        tokens = tokens[1:]
    for count in range(len(tokens), 0, -1):
        code = names.get("".join(token.raw for token in tokens[:count]))
        if code:
            return code, "", tokens[count - 1].end
    if not tokens:
        return "", "", 0
    typed = "".join(token.raw for token in tokens[: 1 + (tokens[0].raw in _KINDS)])
    slips = sorted((OSA.distance(typed, name, score_cutoff=MAX_SLIPS), name) for name in names)
    offered = bool(slips) and len(typed) > MAX_SLIPS + 1 and slips[0][0] <= MAX_SLIPS
    return "", names[slips[0][1]] if offered else "", tokens[0].end


def _squash(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _of_officer(reading: Reading, verb: str, words: Vocabulary) -> Reading:
    """Return *reading* with what only some commands hold."""
    if verb == "disposisi":
        code, offered, end = agency(reading.body, words.agencies)
        body = reading.body[end:].lstrip(commands.TRIM) if code else reading.body
        flags = reading.flags if code else (*reading.flags, "tanpa_opd")
        return reading.but(agency=code, suggest=offered, body=body, flags=flags)
    if verb == "gabung" and len(reading.tickets) > 1:
        return reading.but(tickets=reading.tickets[:1], into=reading.tickets[1])
    if verb == "selesai" and _NOTHING.issuperset(token.word for token in split(reading.body)):
        return reading.but(body="", flags=(*reading.flags, "tanpa_bukti"))
    return reading


def _of_citizen(reading: Reading, verb: str, text: str) -> Reading:
    if verb == "tanya":
        asked = commands.read(f"status {text[len('tanya') :]}", frozenset())
        status = asked is not None and len(split(reading.body)) <= commands.MAX_TAIL
        return reading.but(intent="cek" if status else "tambah")
    if verb == "rahasia":
        return reading.but(intent="tambah", body=text, flags=("rahasia",))
    return reading.but(flags=("bukan_petugas",))


def _turned(text: str) -> str:
    """Return "selesai 4839206 nyala" for "pak tiket 4839206 sudah selesai, nyala", else ''."""
    tokens = split(text[:200])
    digits = ""
    for index, token in enumerate(tokens):
        refs = commands.tickets_in([token])
        if refs:
            digits = f"{digits} {refs[0].digits}"
        elif token.raw in OFFICER and index and not opens_thanks(tokens[index:]):
            rest = text[token.end :].lstrip(commands.TRIM)
            behind = bool(commands.tickets_in(tokens[index + 1 :]))
            return f"{token.raw}{digits} {rest}" if digits or behind else ""
        elif token.word not in OFFICER_BEFORE:
            return ""
    return ""


def _last(text: str) -> str:
    """Return "selesai 4839206 lampu diganti" for "selesai lampu diganti 4839206", else ''."""
    tokens = split(text)
    refs = commands.tickets_in(tokens)
    if len(refs) != 1 or len(tokens) < 3 or not commands.tickets_in(tokens[-1:]):
        return ""
    if thanks_only(tokens[:2]) or OFFICER_BEFORE.issuperset(t.word for t in tokens[1:-1]):
        return ""  # "terima kasih ...", "terima no. ..."
    between = text[tokens[0].end : tokens[-1].start].strip(commands.TRIM)
    return f"{tokens[0].raw} {refs[0].digits} {between}" if any(map(str.isalpha, between)) else ""


def _list(verb: str, text: str) -> Reading | None:
    said = [token.raw for token in split(text[:80])]
    if verb == "daftar" and "telat" in said:  # "daftar telat"
        verb = "telat"
    whole = len(said) <= MAX_LISTED and _LISTED.issuperset(said[1:])
    return Reading(f"petugas_{verb}") if whole else None
