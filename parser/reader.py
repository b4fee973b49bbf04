"""From the text of one SMS to its reading, in the order of DOMAIN.md 4.2.

Flags of this cut besides those of the cases: *perlu_dibaca* (reading failed: a person must),
*tanpa_kunci* (no keyword on a line that requires one), *nomor_rusak* (a command whose number is
none, or a wrong one). A message is a command only if it is the whole message, or word + ticket
number; everything else that has content is a report.
"""

from dataclasses import replace

from parser import commands, greetings, machines, redact, urgency, wishes
from parser.grammar import Addressed, Grammar, grammar
from parser.normalise import normalise
from parser.reading import EXACT, OTHER_CITY, Reading, Vocabulary
from parser.tokens import Token, first, head, split
from parser.words import IDIOMS, OWNED

NEAR = 8  # words before the keyword on a line where everyone must write it
_TRIM = " \n\t#*!.,:;=_|/~–—-"


def parse(
    text: str,
    words: Vocabulary,
    *,
    keyword_required: bool = False,
    role: str = "warga",  # noqa: ARG001 - officers' commands are read from the same text
) -> Reading:
    """Return what *text* means on a line with *words*; never raises.

    *keyword_required* says that people must begin with a keyword there (a shared short code);
    *role* is "warga" or "petugas".

    >>> city = Vocabulary.of({"SURGA": []})
    >>> reading = parse("Surga spasi – lampu mati di Jl Veteran", city)
    >>> reading.intent, reading.keyword, reading.match, reading.body
    ('aduan', 'SURGA', 'exact', 'lampu mati di Jl Veteran')
    >>> parse("cek no 12 34 566", city).tickets
    (TicketRef(digits='1234566', check_ok=True),)
    """
    try:
        return _read(text, grammar(words), required=keyword_required)
    except Exception:  # noqa: BLE001 - a fault of ours must not lose a report; a person reads it
        return Reading("aduan", body=_salvage(text), flags=("perlu_dibaca",))


def _salvage(text: str) -> str:
    """Return a body that can be stored, whatever *text* is."""
    return text.encode("utf-8", "replace").decode().replace("\0", "").strip()


def _read(text: str, known: Grammar, *, required: bool) -> Reading:
    normal = normalise(text)
    reading = _understand(greetings.unwrap(normal.text), known, required=required)
    flags = dict.fromkeys((*normal.flags, *reading.flags))
    if reading.intent == "aduan":
        reading = replace(reading, urgency=urgency.of(reading.body))
        flags |= dict.fromkeys(wishes.of(reading.body))
    spans = redact.find(reading.body)
    flags |= dict.fromkeys(f"pii:{s.kind}" for s in spans if s.kind != "pin")
    return replace(reading, flags=tuple(flags), spans=spans)


def _understand(text: str, known: Grammar, *, required: bool) -> Reading:
    tokens = split(text)
    if not tokens:
        return Reading("bantuan") if text.strip() == "?" else _blank(text)
    start = greetings.before_keyword(tokens, known.own)
    addressed = _address(text, tokens, start, known, required=required)
    if addressed is not None and addressed.keyword is not None:
        return _for_city(text, addressed, prefix="")
    if machines.sounds_like_one(tokens):
        return Reading("mesin", body=text, flags=("otomatis",))
    if addressed is not None:
        return _complaint(text, addressed)
    reading = _command(text, tokens, start, known)
    if reading is None and required:
        reading = _within(text, tokens, known) or _without_keyword(text, tokens)
    return reading or _plain(text, tokens)


def _command(text: str, tokens: list[Token], start: int, known: Grammar) -> Reading | None:
    """Read a command at the very beginning, or after greetings."""
    for index in dict.fromkeys((0, min(start, len(tokens) - 1))):
        command = commands.read(text[tokens[index].start :], known.own)
        if command is not None:
            return command
    return commands.bare(text)


def _address(
    text: str, tokens: list[Token], start: int, known: Grammar, *, required: bool
) -> Addressed | None:
    """Find a keyword at the very beginning, or after greetings."""
    for index in dict.fromkeys((0, start)):
        if index >= len(tokens):
            continue
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        if not known.may_begin(tokens[index].word, following):
            continue
        offset = tokens[index].start
        found = known.address(head(text, tokens)[offset:])
        if found is None or (found.match == OTHER_CITY and not required):
            continue
        return replace(found, end=found.end + offset, bare_end=found.bare_end + offset)
    return None


def _for_city(text: str, found: Addressed, prefix: str) -> Reading:
    """Read what follows a keyword: a command, a report, or nothing."""
    rest = _trim(text[found.end :])
    command = commands.read(rest, frozenset()) or commands.bare(rest)
    if command is not None and found.match != OTHER_CITY:
        return replace(command, keyword=found.keyword, match=found.match)
    body = _trim(f"{prefix.strip()} {without_errand(rest)}")
    flags = () if _has_words(body) else ("kosong",)
    return Reading("aduan", found.keyword, found.match, body, flags=flags)


def _complaint(text: str, found: Addressed) -> Reading:
    """Read a report that begins with LAPOR, ADUAN ...; in a sentence the word stays."""
    rest = _trim(text[found.end :])
    command = commands.read(rest, frozenset()) or commands.bare(rest)
    if command is not None:
        return command
    following = first(text[found.bare_end : found.bare_end + 40])
    if following in OWNED or following in IDIOMS.get(found.written, ()):
        rest = text
    body = without_errand(rest)
    return Reading("aduan", body=body, flags=() if _has_words(body) else ("kosong",))


def _within(text: str, tokens: list[Token], known: Grammar) -> Reading | None:
    """Find the keyword behind other words, on a line where it is not a plain word."""
    for token in tokens[:NEAR]:
        if token.word in known.own and known.names[token.word][1] == EXACT:
            found = known.address(head(text, tokens)[token.start :])
            if found is not None:
                found = replace(found, end=found.end + token.start)
                return _for_city(text, found, prefix=text[: token.start])
    return None


def _without_keyword(text: str, tokens: list[Token]) -> Reading:
    plain = _plain(text, tokens)
    if plain.intent != "aduan":
        return plain
    return replace(plain, intent="tidak_jelas", flags=(*plain.flags, "tanpa_kunci"))


def _plain(text: str, tokens: list[Token]) -> Reading:
    """Read a message that is neither addressed nor a command."""
    if len(tokens) == 1 and len(tokens[0].word) == 1 and not tokens[0].word.isdigit():
        return _blank(text, "ghost")
    if all(token.word.isdigit() for token in tokens) and not any(map(str.isalpha, text)):
        coordinates = sum(len(t.word) > 2 for t in tokens) > 2 and "." in text
        if tokens[0].word not in urgency.CALLS and not coordinates:
            return Reading("tidak_jelas", body=text, flags=("ghost",))
    if len(tokens) == 1 and tokens[0].word in urgency.CALLS:
        return Reading("aduan", body=text.strip(), flags=("kosong",))
    skipped = greetings.salute(text, tokens)
    if skipped == len(tokens) < 40:
        return _blank(text, "ghost")
    body = text[tokens[skipped].start :] if skipped else text
    return Reading("aduan", body=body.strip())


def _blank(text: str, flag: str = "") -> Reading:
    return Reading("kosong", body=text.strip(), flags=("kosong", flag) if flag else ("kosong",))


def without_errand(body: str) -> str:
    """Return *body* without the poster's last words "kirim ke 1708".

    >>> without_errand("lampu mati kirim ke 1708")
    'lampu mati'
    """
    lowered = body[-24:].lower().rstrip(" .")
    start, phrase, number = lowered.rpartition("kirim ke ")
    if phrase and number.isdigit() and len(number) <= 6 and not start[-1:].isalnum():
        return _trim(body[: max(0, len(body) - 24) + len(start)])
    return body


def _trim(text: str) -> str:
    """Return *text* without separators before it."""
    return text.lstrip(_TRIM).rstrip()


def _has_words(body: str) -> bool:
    return any(c.isalnum() for c in body)
