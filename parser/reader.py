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
    accused,
    addressees,
    addressing,
    categories,
    charges,
    errands,
    ghosts,
    greetings,
    hints,
    homonyms,
    lexicon,
    links,
    notices,
    outcomes,
    places,
    redact,
    screens,
    types,
    unsure,
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
from parser.screens import Subject, as_subject
from parser.tokens import MAX_CHARACTERS, Token, split
from parser.trees import Terms

FAULT = "fault"
"""The rule that Reading.why names when reading failed."""
MAX_SPANNED = 8000  # characters: more than any SMS people send; copies are redacted whole
_PARTS = frozenset("(123456789")
"""What "1/2" and "(1/2)" behind a keyword begin with."""
_ASKED = frozenset({"rahasia", "anonim"})
"""Flags of who said himself how hidden he wants to be."""
_IDLE, _HELP = beside("reader", "idle"), beside("reader", "help")
"""Words of a question for help behind a report; one of the latter is among them."""
MAX_IDLE = 80  # characters
MAX_BEHIND = 9  # words that may follow a question: where, who asks, thanks
MOST_LISTED = 18  # words of a message whose first problem is the first one told; more are a story
BARE = 2  # words: an act and its number
_WORDED = frozenset({"cek", "tambah", "batal", "buka", "terima_kasih", "jawab", "nilai", "bantuan",
                     "stop", "mulai", "hapus_data"})  # fmt: skip
"""Commands that people also give in whole sentences."""
HIDDEN = frozenset({"pungli", "aparatur", "kekerasan"})
"""Categories whose reports are confidential without being asked (DOMAIN.md 6)."""


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
    screened = screens.of(found, tokens, hinted, why)
    if screened is not None:
        return screened.but(flags=(*screened.flags, *screens.flags(body, tokens, None)))
    grateful = bool(hinted & hints.THANKS)
    core = _core(tokens) if grateful else tokens
    who = writers.end(core) if lexicon.view(core).told & writers.MAY else 0
    kind = _kind(body, core, who, words, why)
    relieved = len(core) < len(tokens) and kind == ("aduan", "") and types.relieved(tokens)
    if relieved or kind[0] == "terima_kasih" or (grateful and greetings.thanks_only(tokens)):
        thanked = addressing.thanks(found, tokens, why)
        return thanked.but(flags=(*thanked.flags, *screens.flags(body, tokens, why)))
    return _subject(found, (tokens, core, who), kind, hinted, words, why)


def _subject(
    found: Reading,
    said: tuple[list[Token], list[Token], int],
    kind: tuple[str, str],
    hinted: int,
    words: Vocabulary,
    why: list[Why] | None,
) -> Reading:
    """Say what a report is about: its tokens, those before the thanks, and how many say who."""
    tokens, core, who = said
    own, body = words.own, found.body
    sorts = own.categories if own else None
    told = tokens
    if kind[0] == "aduan":
        grateful = hinted & hints.THANKS
        told = _behind_thanks(tokens, core, words) if grateful else _behind_old(tokens, hinted)
    core = told if told is not tokens else core
    told = _behind_writer(told, who, words) if who and told is tokens else told
    told = outcomes.apart(addressees.apart(told, sorts), core, sorts)
    category, level = _weighed(body, tokens, core, told, words, why)
    fears = level != "darurat" and lexicon.view(core).told & urgency.FEARS
    accuses = accused.may_accuse(lexicon.view(tokens).told)
    if fears and (happened := _happened(told, core, words)) is not told:
        told = happened
        category = categories.of(told, why, sorts)
    several = categories.several(told, sorts)
    category = _first((category, *several), told, calm=level != "darurat" and kind[0] == "aduan")
    charge = charges.of(tokens, why) if accuses else ""
    category = charges.category(charge, category) if charge else category
    intent, subtype = types.settled(kind, category, level, tokens)
    if level == "biasa" and category in categories.ACCIDENTS:
        category = _imagined(category, core, words, why)
    marked = own.marked(tokens) if own else tokens
    told_of = hinted if marked is tokens else None
    where = places.find(body, marked, words.gazetteer, why, told_of)
    if found.keyword and level == "biasa" and not where:
        plain = homonyms.flags(found.keyword, category, tokens, why)
        if plain:
            return found.but(intent="kosong", flags=(*found.flags, *plain))
    subject = as_subject((intent, category, level, where, subtype))
    flags = _flags(body, subject, tokens, hinted, words, why)
    if (charge or category in HIDDEN) and not _ASKED.intersection(flags):
        flags.append("rahasia")
    return found.but(
        **subject._asdict(),
        type=intent if intent != "aduan" else "pengaduan",
        others=tuple([name for name in several if name != category]) if several else (),
        flags=(*found.flags, *flags, *(("multi_masalah",) if several else ())),
    )


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


def _behind_thanks(tokens: list[Token], core: list[Token], words: Vocabulary) -> list[Token]:
    """Return what stands behind thanks for something that was done, if it has a subject.

    "Makasih lampunya sudah nyala, tinggal jalannya bolong" is a report of the road alone.
    """
    if greetings.GRATEFUL.isdisjoint([token[0] for token in core]):
        return tokens  # thanks at the end are for what is to be done
    behind = types.past_thanks(core)
    sorts = words.own.categories if words.own else None
    if not behind or categories.of(core[behind:], None, sorts) == "lainnya":
        return tokens
    another = types.turns(core[behind]) or categories.several(tokens, sorts)
    return core[behind:] if another else tokens


def _behind_writer(told: list[Token], who: int, words: Vocabulary) -> list[Token]:
    """Return what stands behind *who* words of who writes, if it has a subject of its own."""
    sorts = words.own.categories if words.own else None
    trade, behind = categories.of(told[:who], None, sorts), told[who:]
    same = trade == "lainnya" or categories.speaks_of(behind, trade, sorts)
    return told if same or categories.of(behind, None, sorts) == "lainnya" else behind


def _happened(told: list[Token], core: list[Token], words: Vocabulary) -> list[Token]:
    """Return *told* without what it only fears, if it has a subject then.

    "Jalan licin, mau nunggu ada yang celaka?" is about a road.
    """
    sorts, alarms = (words.own.categories, words.own.urgency) if words.own else (None, None)
    fears = urgency.not_yet(core, alarms)
    if not fears:
        return told
    named: set[str] = set()
    left = []
    for token in reversed(told):
        word = lexicon.fold(token.word)
        if word in fears and word not in named:
            named.add(word)  # "palang kereta rusak, takut tertabrak kereta" keeps its first one
        else:
            left.append(token)
    left.reverse()
    return told if categories.of(left, None, sorts) == "lainnya" else left


def _behind_old(tokens: list[Token], hinted: int) -> list[Token]:
    """Return what stands behind an old report that is done: only that is reported."""
    behind = errands.past_old(tokens) if hinted & hints.REMINDS else 0
    return tokens[behind:] if behind else tokens


def _weighed(
    body: str,
    tokens: list[Token],
    core: list[Token],
    told: list[Token],
    words: Vocabulary,
    why: list[Why] | None,
) -> tuple[str, str]:
    """Return category and urgency, each of which may decide about the other."""
    own = words.own
    sorts, alarms = (own.categories, own.urgency) if own else (None, None)
    category = categories.of(core if told is tokens else told, why, sorts)
    level = urgency.of(body, core, why, alarms)
    if level == "darurat" and outcomes.may_tell(lexicon.view(core)):
        level = _level_now(body, core, alarms)
    if category == "hewan" and hints.of(tokens) & hints.RUDE and screens.scolds(tokens):
        category = categories.of(core, why, sorts, but=category)
    if level == "darurat" and (ghosts.jest(tokens) or wishes.unmeant(tokens)):
        level = "biasa"
    if level == "darurat" and not categories.settled(category, core, sorts):
        category = categories.of_alarm(category, urgency.subjects(core, alarms))
    if category == "medis" and level == "tinggi" and urgency.bygone(core, alarms):
        category = categories.of(core, why, sorts, but="medis")
    if category == "medis" and level == "biasa":
        category = categories.of(core, why, sorts, but="medis")
        category = "kesehatan" if category == "medis" else category  # help that was needed once
    return category, level


def _first(names: tuple[str, ...], told: list[Token], *, calm: bool) -> str:
    """Return the category of the first of several problems, *names* behind the heaviest.

    A long story has its own weight, and so has what *calm* is not true of.
    """
    category, *several = names
    listed = calm and len(told) <= MOST_LISTED and category in several
    return several[0] if listed and several[0] != "medis" else category


def _level_now(body: str, core: list[Token], alarms: Terms[str] | None) -> str:
    """Return how urgent a message is now: "kalau hujan banjir, tolong" is no alarm."""
    said: list[Why] = []
    urgency.of(body, core, said, alarms)
    alone = said[-1].words.endswith(": banjir")
    left = outcomes.now(core) if alone else core
    return urgency.of(body, left, None, alarms) if len(left) < len(core) else "darurat"


def _imagined(category: str, core: list[Token], words: Vocabulary, why: list[Why] | None) -> str:
    """Return what a report is about that only imagines an accident, or *category* if it does not.

    "Gang penuh mobil parkir, gimana kalau kebakaran?" is about parking.
    """
    sorts, alarms = (words.own.categories, words.own.urgency) if words.own else (None, None)
    if not urgency.unreal(core, alarms):
        return category
    return categories.of(core, why, sorts, but=category)


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
    """Return *tokens* without a wish at the beginning and thanks at the end: of no subject."""
    begin, end = greetings.wish(tokens), greetings.signoff(tokens)
    return tokens[begin:end] if 1 < end - begin < len(tokens) else tokens


def _flags(
    body: str,
    subject: Subject,
    tokens: list[Token],
    hinted: int,
    words: Vocabulary,
    why: list[Why] | None,
) -> list[str]:
    """Return the flags of a report, from all the rules that give some; *hinted* is of hints.py."""
    view = lexicon.view(tokens)
    told = view.told
    flags = [*wishes.of(tokens, why)] if wishes.may_ask(view) else []
    if accused.may_accuse(told):
        flags += accused.of(tokens, why)
    here = subject.places
    of_place = places.flags(here, tokens, words.gazetteer) if here or hinted & hints.OBJECT else ()
    if of_place or not here:
        flags += screens.where(subject, of_place, tokens)
    if told & unsure.DOUBTS and "lokasi_ambigu" not in flags:
        flags += ["lokasi_ambigu"] if unsure.somewhere(subject.places, tokens) else []
    if told & unsure.PARTS or unsure.ENDS[tokens[-1][1]] or body[0] in unsure.COUNTS:
        flags += unsure.of(body, subject.places, tokens, why)
    if hinted & screens.MANNERS or len(body) > screens.LONG or screens.masks(body, hinted):
        flags += screens.flags(body, tokens, why)
    if hinted & hints.PRANK or not (subject.places or subject.urgency != "biasa"):
        flags += screens.doubts(subject, flags, tokens, why)
    return flags
