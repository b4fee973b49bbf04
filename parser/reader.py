"""From the text of one SMS to its reading, in the order of DOMAIN.md 4.2.

Flags besides those of the cases: *perlu_dibaca* (reading failed: a person must), *tanpa_kunci* (no
keyword on a line that requires one), *nomor_rusak* (a command whose number is none, or a wrong
one), *tanpa_opd* (no agency of the city's), *kalimat* (an officer's sentence) and *tanpa_perintah*
(one that is surely no command). A message is a command only if it is the whole
message, or word + ticket number; everything else that has content is a report.
"""

from pathlib import Path
from traceback import extract_tb

from parser import (
    addressing,
    asides,
    greetings,
    hints,
    lexicon,
    links,
    notices,
    places,
    redact,
    screens,
    subjects,
    types,
    urgency,
    wishes,
    wrappers,
    writers,
)
from parser.grammar import grammar
from parser.lists import beside
from parser.normalise import normalise
from parser.opening import as_message
from parser.reading import NONE, OTHER_CITY, Reading, Vocabulary, Why
from parser.redact_reach import rings
from parser.tokens import MAX_CHARACTERS, Token, split

FAULT = "fault"
"""The rule that Reading.why names when reading failed."""
MAX_SPANNED = 8000  # characters: more than any SMS people send; copies are redacted whole
_PARTS = frozenset("(123456789")
"""What "1/2" and "(1/2)" behind a keyword begin with."""
_IDLE, _HELP = beside("reader", "idle"), beside("reader", "help")
"""Words of a question for help behind a report; one of the latter is among them."""
MAX_IDLE = 80  # characters
MAX_BEHIND = 9  # words that may follow a question: where, who asks, thanks
BARE = 2  # words: an act and its number
_WORDED = frozenset({"cek", "tambah", "batal", "buka", "terima_kasih", "jawab", "nilai", "bantuan",
                     "stop", "mulai", "hapus_data"})  # fmt: skip
"""Commands that people also give in whole sentences."""


def parse(
    text: str,
    words: Vocabulary,
    *,
    keyword_required: bool = False,
    role: str = "warga",
    explain: bool = False,
) -> Reading:
    """Return what *text* means on a line with *words*; never raises.

    *keyword_required* says that people must begin with a keyword there (a shared short code);
    *role* is "warga" or "petugas"; *explain* fills ``Reading.why``, which a fault of ours always
    does.

    >>> city = Vocabulary.of({"SURGA": []})
    >>> reading = parse("Surga spasi – lampu mati di Jl Veteran", city)
    >>> reading.intent, reading.keyword, reading.match, reading.body
    ('aduan', 'SURGA', 'exact', 'lampu mati di Jl Veteran')
    >>> parse("cek no 12 34 566", city).tickets
    (TicketRef(digits='1234566', check_ok=True),)
    """
    why: list[Why] | None = [] if explain else None
    try:
        reading = _read(text, words, required=keyword_required, officer=role == "petugas", why=why)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not lose a report
        said = (Why(FAULT, _place(error)),)
        return Reading("aduan", body=_salvage(text), flags=("perlu_dibaca",), why=said)
    return reading.but(why=tuple(why)) if why else reading


def _place(error: Exception) -> str:
    """Return what went wrong and where, without a word of the text."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _salvage(text: str) -> str:
    """Return a body that can be stored, whatever *text* is."""
    return text.encode("utf-8", "replace").decode().replace("\0", "").strip()


def _read(
    text: str, words: Vocabulary, *, required: bool, officer: bool, why: list[Why] | None
) -> Reading:
    normal = normalise(text)
    unwrapped = normal.text if normal.tame else wrappers.unwrap(normal.text)
    part = None if normal.tame else wrappers.part(unwrapped)
    plain = part[2] if part else unwrapped
    tokens = _tokens(plain, words)
    if words.echo is not None and words.echo.is_ours(tokens):
        return _ours(plain, why)
    message = as_message((plain, grammar(words), words, required, officer, tokens))
    found = addressing.read(message, why)
    plainly = found.match == NONE and not officer
    if plainly and hints.of(tokens) & hints.REPLY and notices.replies(tokens):
        return _ours(plain, why)
    found = _joined(found, part)
    told: int | None = None
    found = _manner(found, tokens, why) if found.intent in _WORDED else found
    if found.intent == "aduan" and found.match != OTHER_CITY:
        body = found.body
        tokens = _of_body(body, plain, tokens, words)
        hinted = hints.of(tokens)
        found = _report(found, tokens, hinted, words, why)
        if hinted & hints.FIGURE and found.intent == "aduan" and not found.tickets:
            found = _of_ticket(found, tokens, why)
        if len(body) <= MAX_CHARACTERS and body is found.body and body.isascii():
            told = hinted >> hints.TOLD  # the words need not be looked up again
    spans = redact.find(found.body[:MAX_SPANNED], told)
    if not (spans or normal.flags or len(found.flags) > 1):
        return found
    private = [f"pii:{span.kind}" for span in spans if span.kind != "pin"]
    accounts = [span for span in spans if span.kind == "rekening"]
    if any(rings(found.body, span.start) for span in accounts):
        private.append("pii:telepon")
    flags = tuple(dict.fromkeys((*normal.flags, *found.flags, *private)))
    if flags == found.flags and not spans:
        return found
    return found.but(flags=flags, spans=spans)


def _joined(found: Reading, part: tuple[int, int, str] | None) -> Reading:
    """Mark *found* as a *part* of a longer report, if it counts itself as one."""
    if part is None and found.keyword and found.body[:1] in _PARTS:
        part = wrappers.part(found.body, counted=True)
        found = found.but(body=part[2]) if part else found
    if part and found.intent == "aduan":
        later = part[0] > 1 and found.match == NONE
        intent = "tambah" if later and "kosong" not in found.flags else "aduan"
        found = found.but(intent=intent, flags=(*found.flags, "bersambung"))
    return found


def _of_ticket(found: Reading, tokens: list[Token], why: list[Why] | None) -> Reading:
    """Keep the number of an earlier ticket that a report names."""
    refs = links.of_report(found.body, tokens)
    if not refs:
        return found
    if why is not None:
        why.append(Why("ticket", refs[0].digits))
    adds = links.goes_on(found, tokens)
    return found.but(tickets=refs, intent="tambah") if adds else found.but(tickets=refs)


def _manner(found: Reading, tokens: list[Token], why: list[Why] | None) -> Reading:
    """Keep the language of a command's words, and what they ask of us."""
    if len(tokens) <= BARE:
        return found
    flags = screens.flags("", tokens, why)
    if found.intent == "tambah" and wishes.may_ask(lexicon.view(tokens)):
        flags += wishes.of(tokens, why)
    return found.but(flags=(*found.flags, *flags)) if flags else found


def _ours(text: str, why: list[Why] | None) -> Reading:
    if why is not None:
        why.append(Why("own reply", text[:40]))
    return Reading("mesin", body=text.strip(), flags=("otomatis",))


def _tokens(text: str, words: Vocabulary) -> list[Token]:
    """Return the words of *text*, in the city's sense where it has one of its own."""
    tokens = split(text)
    return tokens if words.own is None else words.own.tokens(tokens)


def _of_body(body: str, text: str, tokens: list[Token], words: Vocabulary) -> list[Token]:
    """Return the tokens of *body*, from those of *text* where it is the end of that."""
    if body is text:
        return tokens
    offset = len(text) - len(body)
    if not text.endswith(body) or len(text) > MAX_CHARACTERS:
        return _tokens(body, words)
    if not offset:
        return tokens
    if any(token.start < offset < token.end for token in tokens):  # "surgalampu"
        return _tokens(body, words)
    return [
        Token(word, raw, start - offset, end - offset)
        for word, raw, start, end in tokens
        if start >= offset
    ]


def _report(
    found: Reading, tokens: list[Token], hinted: int, words: Vocabulary, why: list[Why] | None
) -> Reading:
    """Say what a report with *tokens* is about, unless it is none; *hinted* is of hints.py."""
    body = found.body
    if "kosong" in found.flags or not tokens:
        alarms = words.own.urgency if words.own else None
        return found.but(urgency=urgency.of(body, tokens, why, alarms))
    grateful = bool(hinted & hints.THANKS)
    whole = _core(tokens) if grateful else tokens
    said, core = asides.apart(body, whole, words.own.categories if words.own else None)
    screened = screens.of(found, tokens, hinted, why)
    if screened is not None and screened.intent == "bukan_aduan" and core is not whole:
        screened = screens.of(found, core, hinted, why)  # "mau curhat pak, jalan licin"
    if screened is not None:
        return screened.but(flags=(*screened.flags, *screens.flags(body, tokens, None)))
    who = writers.end(core) if lexicon.view(core).told & writers.MAY else 0
    kind = _kind(said, core, who, words, why)
    relieved = len(core) < len(tokens) and kind == ("aduan", "") and types.relieved(tokens)
    if relieved or kind[0] == "terima_kasih" or (grateful and greetings.thanks_only(tokens)):
        thanked = addressing.thanks(found, tokens, why)
        where = places.find(body, tokens, words.gazetteer, why, hinted)  # "trims, di Jl Kawi"
        flags = (*thanked.flags, *screens.flags(body, tokens, why))
        return thanked.but(flags=flags, places=where)
    left = tokens if core is whole else core
    return subjects.of(found, subjects.Said(tokens, left, core, who), kind, hinted, words, why)


def _kind(
    body: str, core: list[Token], who: int, words: Vocabulary, why: list[Why] | None
) -> tuple[str, str]:
    """Return intent and subtype, as types.of() does, without the *who* words of who writes."""
    kind = types.of(core[who:] if who else core, why, asked="?" in body and _asked(body))
    called = kind[0] == "terima_kasih" and _calls(body, core, words)
    return ("aduan", "") if called else kind


def _calls(body: str, core: list[Token], words: Vocabulary) -> bool:
    """Tell whether help is called for before the thanks: "anak diculik makasih di Kel Bujel"."""
    at = next((i for i, token in enumerate(core) if token[0] in greetings.GRATEFUL), 0)
    alarms = words.own.urgency if words.own else None
    before = core[:at]
    return urgency.of(body, before, None, alarms) == "darurat" and not types.tells_done(before)


def _asked(body: str) -> bool:
    """Tell whether the question in *body* is what it ends in, not what a story begins with.

    "Lampu mati, bisa dibantu pak?" asks for nothing but help.
    """
    before, _, behind = body.rpartition("?")
    said = before[-MAX_IDLE:].lower().replace(",", " ").replace(".", " ").split()
    idle = next((i for i, word in enumerate(reversed(said)) if word not in _IDLE), len(said))
    only_help = idle < len(said) and not _HELP.isdisjoint(said[len(said) - idle :])
    return len(behind.split()) <= MAX_BEHIND and not only_help


def _core(tokens: list[Token]) -> list[Token]:
    """Return *tokens* without the thanks at the end, which say nothing about the subject."""
    end = greetings.signoff(tokens)
    return tokens[:end] if 1 < end < len(tokens) else tokens
