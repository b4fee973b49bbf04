"""To whom a message speaks: a keyword and what stands behind it, or a command, or plain words."""

import re
from collections.abc import Sequence

from parser import (
    commands,
    followups,
    free,
    ghosts,
    greetings,
    hints,
    homonyms,
    mentions,
    opening,
    unnumbered,
    urgency,
    wrappers,
)
from parser.grammar import Addressed
from parser.lists import beside
from parser.opening import Message
from parser.reading import EXACT, FUZZY, OTHER_CITY, Reading, Why
from parser.tickets import LENGTHS
from parser.tokens import MAX_TOKENS, Token, first, head, split
from parser.words import IDIOMS, OWNED

MAX_ORDER = 6  # words of an order to a dealer's machine
MAX_WISH = 90  # characters behind a keyword that may be a wish of the conversation
MAX_CALL = 40  # characters
NEAR = 8  # words before the keyword on a line where everyone must write it
_ORDER = re.compile(
    r"\w{1,8}(?:\.\w{1,8})?\.\w{1,8}\.\d{8,15}(?:\.\d{1,8})?|[*#][\d*#]{3,40}|REG [A-Z]\w*(?: \d+)?"
)
"""What people send to a dealer of credit, or to another number's machine, and sent to us."""

_OF_ONES = beside("addressing", "of_ones")
"""Complaint words that may be one's own earlier report."""

_REPORT = Reading("aduan")  # another is made of it in a third of the time


def read(message: Message, why: list[Why] | None) -> Reading:
    """Return a command, or a report with only its keyword, match, body and first flags."""
    text = message.text
    tokens = message.tokens
    if not tokens:
        return Reading("bantuan") if text.strip() == "?" else _wordless(text)
    start = greetings.before_keyword(tokens, message.known.own)
    addressed = _address(message, tokens, start)
    if addressed is not None and addressed.keyword is not None:
        reading = _for_city(message, addressed, prefix="")
        return _told(reading, why, "keyword", addressed.written)
    if addressed is not None:
        return _told(_complaint(message, addressed), why, "complaint word", addressed.written)
    command = opening.command(message, tokens, start)
    if command is None and (start or hints.of(tokens) & hints.THANKS):
        command = opening.politely(message, tokens, start)
    if command is None and message.officer:
        command = unnumbered.read(text, tokens, message.words)
    if command is not None:
        return _told(command, why, "command", text[:40])
    if message.required:
        return _within(message, tokens) or _without_keyword(text, tokens)
    return _plain(text, tokens)


def thanks(found: Reading, tokens: Sequence[Token], why: list[Why] | None) -> Reading:
    """Return thanks, with the ticket that they name."""
    refs = commands.tickets_in(list(tokens))
    return _told(found.but(intent="terima_kasih", tickets=refs), why, "thanks", found.body[:40])


def _told(reading: Reading, why: list[Why] | None, rule: str, said: str) -> Reading:
    if why is not None:
        why.append(Why(rule, said))
    return reading


def _address(message: Message, tokens: list[Token], start: int) -> Addressed | None:
    """Find a keyword at the very beginning, or after greetings."""
    for index in (0, start) if start else (0,):
        if index < len(tokens) and not _foreign(message, tokens, index):
            stretched = message.known.stretches(tokens[index].raw)
            found = None if stretched else _keyword(message, tokens, index)
            found = found or _typo(message, tokens, index)
            if found is not None and found.keyword is None and message.required:
                behind = tokens[index + 1 : index + 1 + NEAR]  # "lapor pak, SURGA lampu mati"
                at = index + 1 + greetings.before_keyword(behind, message.known.own)
                found = _keyword(message, tokens, at, own=True) or found
            meant = found is not None and (found.match != OTHER_CITY or message.required)
            if meant and not (index and not message.required and greetings.of_city(tokens, index)):
                return found
    return None


def _foreign(message: Message, tokens: list[Token], index: int) -> bool:
    """Tell whether the word *index* is surely no keyword; a look-up for most words."""
    glued = index + 1 < len(tokens) and tokens[index + 1].start == tokens[index].end
    return not glued and message.known.foreign[tokens[index].raw]


def _keyword(
    message: Message, tokens: list[Token], index: int, *, own: bool = False
) -> Addressed | None:
    """Find a keyword, whole, at the word *index*; *own* says that only the city's will do."""
    if own and (index >= len(tokens) or tokens[index].raw not in message.known.own):
        return None
    following = tokens[index + 1].raw if index + 1 < len(tokens) else ""
    if not message.known.may_begin(tokens[index].raw, following):
        return None
    offset = tokens[index].start
    if index + 1 < min(len(tokens), MAX_TOKENS):
        end = tokens[index + 1].start
        gap = message.text[tokens[index].end : end]
        plain = message.known.plainly(tokens[index].raw, gap, following)
        if plain is not None:
            return Addressed(*plain, tokens[index].raw, end, end)
    found = message.known.address(head(message.text, tokens)[offset:])
    return found and _moved(found, offset)


def _typo(message: Message, tokens: list[Token], index: int) -> Addressed | None:
    """Find a keyword of five letters or more with one slip in it at the word *index*."""
    token = tokens[index]
    typed = token.raw
    end = token.end
    while index + 1 < len(tokens) and tokens[index + 1].start == end and len(typed) < 12:
        index, end = index + 1, tokens[index + 1].end
        typed += tokens[index].raw
    meant = message.known.meant(typed)
    if not meant:
        return None
    rest = head(message.text, tokens)[end:]
    found = message.known.address(meant + rest)
    if found is None:
        return None
    return _moved(found, end - len(meant))._replace(match=FUZZY, written=typed)


def _moved(found: Addressed, offset: int) -> Addressed:
    return found._replace(end=found.end + offset, bare_end=found.bare_end + offset)


def _for_city(message: Message, found: Addressed, prefix: str) -> Reading:
    """Read what follows a keyword: a command, a report, or nothing."""
    rest = opening.trim(message.text[found.end :])
    if found.match != OTHER_CITY:
        command = opening.ordered(message, rest, frozenset()) or commands.bare(rest)
        if command is None and len(rest) <= MAX_WISH and free.may(message.tokens):
            command = free.read(split(rest))
        if command is not None:
            return command.but(keyword=found.keyword, match=found.match)
    body = opening.trim(f"{prefix.strip()} {opening.without_errand(rest)}")
    flags = () if _has_words(body) and not wrappers.of_poster(body) else ("kosong",)
    return Reading("aduan", found.keyword, found.match, body, flags=flags)


def _complaint(message: Message, found: Addressed) -> Reading:
    """Read a report that begins with LAPOR, ADUAN ...; in a sentence the word stays."""
    text = message.text
    rest = opening.trim(text[found.end :])
    command = opening.by_officer(message) if message.officer else None
    command = (
        command
        or commands.read(text, frozenset())
        or opening.ordered(message, rest, frozenset())
        or commands.bare(rest)
    )
    if command is None and len(text) <= MAX_WISH and free.may(message.tokens):
        command = free.read(message.tokens)  # "laporan saya tolong dicek"
    if command is not None:
        return command
    following = first(text[found.bare_end : found.bare_end + 40])
    own = following in OWNED or following in IDIOMS.get(found.written, ())
    if own or (found.written in _OF_ONES and mentions.reminds(message.tokens)):
        rest = text
    body = opening.without_errand(rest)
    return Reading("aduan", body=body, flags=() if _has_words(body) else ("kosong",))


def _within(message: Message, tokens: list[Token]) -> Reading | None:
    """Find the keyword behind other words, on a line where it is not a plain word."""
    known = message.known
    for index, token in enumerate(tokens[:NEAR]):
        if token.raw in known.own and known.names[token.raw][1] == EXACT:
            found = known.address(head(message.text, tokens)[token.start :])
            if found is not None:
                moved = _moved(found, token.start)
                reading = _for_city(message, moved, prefix=message.text[: token.start])
                plain = index and homonyms.led(found.keyword or "", tokens[index - 1].raw)
                kept = plain and reading.intent == "aduan"  # "pulang ke surga" keeps its sense
                return reading.but(body=message.text.strip(), flags=()) if kept else reading
    return None


def _without_keyword(text: str, tokens: list[Token]) -> Reading:
    found = _plain(text, tokens)
    if found.intent != "aduan" or "kosong" in found.flags:
        return found
    return found.but(flags=(*found.flags, "tanpa_kunci"))


def _plain(text: str, tokens: list[Token]) -> Reading:
    """Read a message that is neither addressed nor a command."""
    first = tokens[0].raw
    if len(tokens) == 1 and len(first) == 1 and not first.isdigit():
        return _blank(text, "ghost")
    if len(tokens) <= urgency.BRIEF and urgency.called(text, tokens):
        return Reading("aduan", body=text.strip(), flags=("kosong",))
    order = _figures(text, tokens)
    if order is not None:
        return order
    skipped = 0
    if greetings.opens(tokens):
        skipped = greetings.salute(text, tokens)
        if skipped == len(tokens) < 40 or greetings.address_only(tokens):
            return _blank(text, "ghost")
        if skipped and ghosts.small_talk(tokens[skipped:]):
            return Reading("kosong", body=text.strip(), flags=("ghost",))
    body = text[tokens[skipped].start :] if skipped else text
    return _REPORT.but(body=body.strip())


def _figures(text: str, tokens: Sequence[Token]) -> Reading | None:
    """Read a message of figures, and of a dealer's code with single letters: "S20.0852..."."""
    if len(tokens) <= MAX_ORDER and _ORDER.fullmatch(text.strip()):
        return Reading("tidak_jelas", body=text.strip(), flags=("ghost",))
    if not (tokens[0].raw.isdigit() or len(tokens[0].raw) == 1):
        return None
    words = [token.raw for token in tokens]
    coded = len(words) > 1 and any(len(word) > LENGTHS[-1] for word in words)
    if not all(word.isdigit() or (coded and len(word) == 1) for word in words):
        return None
    if not coded and any(map(str.isalpha, text)):
        return None
    if sum(len(word) > 2 for word in words) > 2 and "." in text and not words[0].isalpha():
        return None  # coordinates
    return Reading("tidak_jelas", body=text.strip(), flags=("ghost",), score=followups.score(text))


def _wordless(text: str) -> Reading:
    """Read a message without letters and digits: a picture is a ping, a mark is nothing."""
    pictures = any(c > "\u2100" and c.isprintable() and not c.isalnum() for c in text)
    return _blank(text, "ghost" if pictures else "")


def _blank(text: str, flag: str = "") -> Reading:
    return Reading("kosong", body=text.strip(), flags=("kosong", flag) if flag else ("kosong",))


def _has_words(body: str) -> bool:
    """Tell whether *body* says more than nothing, or than that help is needed."""
    if not any(c.isalnum() for c in body):
        return False
    calls = len(body) < MAX_CALL and urgency.may_call(first(body))
    return not (calls and urgency.called(body, split(body)))
