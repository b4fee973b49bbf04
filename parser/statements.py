"""What an officer's sentence wants of a ticket, as a reading: the words are the note.

sentences.py says what surely stands there. Where nothing does, words about one ticket are an
internal note, unless they ask how it stands or report something of their own.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from parser import categories, commands, followups, greetings, sentences, urgency, verdicts
from parser.reading import Reading, TicketRef
from parser.scale import OTHER
from parser.sentences import FREE, SENTENCE, Told
from parser.tickets import LENGTHS
from parser.tokens import Token, split
from parser.words import OTHER_NUMBERS

_CLAUSE = re.compile(r"[,.;\n]")
_PARTED = re.compile(r"(?<![\d/.,-])[1-9]\d{1,4}(?:[ .-]\d{2,5}){1,2}(?![\d/,])")
_DIGITS = re.compile(r"\D")
_YEAR = re.compile(r"\D(?:19|20)\d\d$")
_OTHERWISE = frozenset({"tambah", "buka", "batal", "terima_kasih"})
"""What commands.py reads and an officer means otherwise."""


def read(text: str) -> Reading | None:
    """Return what an officer's sentence means, or None.

    >>> found = read("pak 1234566 sudah kami ganti lampunya")
    >>> found.intent, found.body, read("1234566 nunggu alat").flags
    ('petugas_selesai', 'sudah kami ganti lampunya', ('kalimat', 'tanpa_perintah'))
    """
    tokens = split(text)
    refs = commands.tickets_in(tokens)
    if not refs:
        return _mistyped(text, tokens)
    plain = commands.read(text, frozenset())
    if _of_citizen(tokens, refs[0], plain):
        return None
    told = sentences.read(text, tokens)
    if len(refs) > 1:
        return _of_two(text, tokens, refs, told)
    if told.act and not _again(text, tokens, refs[0]):
        return _meant(_sure(text, tokens, refs[0], told), plain)
    return _meant(_unsure(text, tokens, refs[0], plain.intent if plain else ""), plain)


def _of_citizen(tokens: Sequence[Token], ref: TicketRef, plain: Reading | None) -> bool:
    """Tell whether an officer writes a command or thanks as a citizen, or of another number."""
    at = tokens.index(_number(tokens, ref))
    if sentences.begun(tokens[: at + 2]) or greetings.opens_thanks(tokens):
        return True
    if plain is None:
        behind = {token.word for token in tokens[at + 1 : at + 4]}
        return not OTHER_NUMBERS.isdisjoint(behind)
    thanked = plain.intent == "terima_kasih"  # by who closes with that he only is polite
    grateful = thanked and sentences.thanks(tokens[: greetings.signoff(tokens)])
    taken_back = plain.intent == "batal" and not sentences.works(tokens)
    return grateful or taken_back or plain.intent == "nilai"


def _meant(found: Reading | None, plain: Reading | None) -> Reading | None:
    """Return *found* with what it would be if the ticket were the officer's own report."""
    if found is None or plain is None or plain.intent == "tambah":
        return found
    return found.but(flags=(*found.flags, f"{SENTENCE}_{plain.intent}"))


def _again(text: str, tokens: Sequence[Token], ref: TicketRef) -> bool:
    """Tell whether what was done is undone: "sudah ditambal tapi masih bocor".

    Who tells of trouble, names the ticket by the way and has done nothing himself reports.
    """
    if not sentences.troubles(tokens):
        return followups.relapses(text)
    if sentences.troubles(tokens, again=True) or followups.unmended(text):
        return True
    aside = not (_leads(tokens, _number(tokens, ref)) or sentences.owns(tokens))
    return aside or followups.relapses(text)


def _unsure(text: str, tokens: Sequence[Token], ref: TicketRef, plain: str) -> Reading | None:
    """Read a note of words that are no act; *plain*: what a citizen would want with them."""
    if plain == "cek" and not sentences.reports(text, tokens):
        return None
    number = _number(tokens, ref)
    own = plain in _OTHERWISE or sentences.of_duty(tokens)
    own = own or (_ends(tokens, number) and _tells(text, tokens))
    return _note(text, tokens, ref) if own or _leads(tokens, number) else None


def _tells(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether words before a number say how the work stands, and nothing that is wrong."""
    if sentences.asked(text, [t.word for t in tokens]):
        return False
    if sentences.of_office(tokens):
        return True
    about = sentences.works(tokens) or categories.of(list(tokens)) == OTHER
    return about and not sentences.troubles(tokens) and verdicts.calm(text)


def _ends(tokens: Sequence[Token], number: Token) -> bool:
    """Tell whether nothing but courtesy stands behind *number*."""
    behind = tokens[tokens.index(number) + 1 :]
    return sentences.lead().issuperset(token.word for token in behind)


def doubted(text: str) -> Reading | None:
    """Return what a sentence with the word SELESAI means when it does not say that all is done."""
    tokens = split(text)
    if not ("?" in text or sentences.undone([token.word for token in tokens])):
        return None
    return read(text)


def unfinished(found: Reading) -> Reading:
    """Return what SELESAI means, *found*, when the result behind it is none yet: "besok".

    What was done stands before a plan, and not right before it: "ditambal 3 titik, besok dicat".
    """
    body = found.body
    if not sentences.planned(split(_CLAUSE.split(body, maxsplit=1)[0])):
        return found
    if sentences.read(body, split(body)).act == "proses":
        return found.but(intent="petugas_proses", flags=(*found.flags, SENTENCE))
    return found.but(intent="petugas_catat", flags=(*found.flags, SENTENCE, FREE))


def whole(text: str) -> str:
    """Return *text* with the one number that was written in two or three parts in one.

    >>> whole("sudah kami keruk 123 4566"), whole("sejak 12 11 2026")
    ('sudah kami keruk 1234566', 'sejak 12 11 2026')
    """
    if commands.tickets_in(split(text)):
        return text
    parted = [m for m in _PARTED.finditer(text) if _is_ticket(m[0])]
    if len(parted) != 1:
        return text
    found = parted[0]
    return text[: found.start()] + _DIGITS.sub("", found[0]) + text[found.end() :]


def _is_ticket(parts: str) -> bool:
    digits = _DIGITS.sub("", parts)
    refs = commands.tickets_in(split(digits)) if len(digits) in LENGTHS else ()
    return bool(refs) and not _YEAR.search(parts)


def routed(text: str) -> tuple[TicketRef, str] | None:
    """Return the ticket of a sentence that hands it on and the words that name the agency."""
    tokens = split(text)
    refs = commands.tickets_in(tokens)
    at = sentences.routes(tokens) if len(refs) == 1 else 0
    if not at:
        return None
    behind = [token for token in tokens[at:] if token.word != refs[0].digits]
    first = next((token for token in behind if token.word in {"ke", "kepada"}), None)
    return (refs[0], text[first.start :]) if first else None


def _mistyped(text: str, tokens: Sequence[Token]) -> Reading | None:
    """Read a sure act about the one number that is nearly a ticket's."""
    like = [t for t in tokens if t.word.isdigit() and len(t.word) in LENGTHS and t.word[0] != "0"]
    if len(like) != 1 or not (_leads(tokens, like[0]) or like[0] is tokens[-1]):
        return None
    told = sentences.read(text, tokens)
    ref = TicketRef(like[0].word, check_ok=False)
    return _sure(text, tokens, ref, told, "nomor_rusak") if told.act else None


def _of_two(
    text: str, tokens: Sequence[Token], refs: tuple[TicketRef, ...], told: Told
) -> Reading | None:
    """Read a merger; another act of two tickets keeps both, and the desk asks for one."""
    if len(refs) == 2 and sentences.merges(tokens):
        at = tokens.index(_number(tokens, refs[0]))
        turned = at > 0 and tokens[at - 1].word in {"ke", "kepada"}
        ticket, into = reversed(refs) if turned else refs
        return Reading("petugas_gabung", body=text.strip(), tickets=(ticket,), into=into)
    if not told.act and not _leads(tokens, _number(tokens, refs[0])):
        return None
    return Reading(f"petugas_{told.act or 'catat'}", body=text.strip(), tickets=refs)


def _sure(text: str, tokens: Sequence[Token], ref: TicketRef, told: Told, *flags: str) -> Reading:
    """Return the reading of an act; the question is what stands behind whom it is for."""
    asked = _behind(text, tokens, told) if told.act == "tanya" else ""
    body = asked or _words(text, tokens, ref)
    if told.vague and told.act in {"selesai", "terima"}:
        body = ""
        flags = (*flags, "tanpa_bukti") if told.act == "selesai" else flags
    return Reading(f"petugas_{told.act}", body=body, tickets=(ref,), flags=(SENTENCE, *flags))


def _note(text: str, tokens: Sequence[Token], ref: TicketRef) -> Reading | None:
    body = _words(text, tokens, ref)
    told = not sentences.lead().issuperset(token.word for token in split(body))
    if not told or urgency.of(body) == "darurat":
        return None
    return Reading("petugas_catat", body=body, tickets=(ref,), flags=(SENTENCE, FREE))


def _number(tokens: Sequence[Token], ref: TicketRef) -> Token:
    return next(token for token in tokens if token.word == ref.digits)


def _leads(tokens: Sequence[Token], number: Token) -> bool:
    """Tell whether *number* opens the message, but for words that say nothing."""
    before = tokens[: tokens.index(number)]
    return sentences.lead().issuperset(token.word for token in before)


def _words(text: str, tokens: Sequence[Token], ref: TicketRef) -> str:
    """Return *text* without its number where that opens or ends it, and without courtesy."""
    number = _number(tokens, ref)
    behind = list(tokens[tokens.index(number) + 1 :])
    if _leads(tokens, number) and any(token.word.isalpha() for token in behind):
        tokens = behind
    end = len(text)
    if number is tokens[-1]:  # "... sudah dicat, tiket 4839206"
        names = list(takewhile(lambda t: t.word in sentences.tail(), reversed(tokens[:-1])))
        end = names[-1].start if names else number.start
    start = next((token.start for token in tokens if token.word not in sentences.courtesy()), end)
    return text[start:end].strip().rstrip(",;:") or text.strip()


def _behind(text: str, tokens: Sequence[Token], told: Told) -> str:
    """Return the question itself, which stands behind the reporter and the number."""
    last = told.end - 1
    for index, token in enumerate(tokens[: told.end + 3]):
        if token.word.isdigit() and len(token.word) in LENGTHS:
            last = max(last, index)
    asked = text[tokens[last].end :].lstrip(commands.TRIM).rstrip()
    return asked if any(map(str.isalpha, asked)) else ""
