"""To whom a message speaks: a keyword and what stands behind it, or a command, or plain words."""

import re
from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from parser import (
    commands,
    followups,
    free,
    ghosts,
    glued,
    greetings,
    hints,
    mentions,
    officer,
    unnumbered,
    urgency,
    wrappers,
)
from parser.grammar import Addressed, Grammar
from parser.lists import beside
from parser.reading import EXACT, FUZZY, OTHER_CITY, Reading, Vocabulary, Why
from parser.shorthand import PLAIN
from parser.tickets import LENGTHS, SHORTEST
from parser.tokens import MAX_TOKENS, Token, first, head, split
from parser.words import (
    COMMANDS,
    HELP_BEGS,
    HELP_WITH,
    IDIOMS,
    LEAD,
    MASTERS,
    OFFICER,
    OFFICER_BEFORE,
    OWNED,
    STATUS_ABOUT,
    STATUS_ASKS,
)

MAX_BEFORE_NUMBER = 16  # words before which a command has its number
OPENERS = HELP_WITH.union(COMMANDS, OFFICER, STATUS_ABOUT, STATUS_ASKS) - HELP_BEGS
"""Words that a command without a figure may begin with."""

MAX_SLIPPED = 4  # words of an officer's list, the word for which may be misspelt
MAX_ORDER = 6  # words of an order to a dealer's machine
MAX_WISH = 90  # characters behind a keyword that may be a wish of the conversation
MAX_CALL = 40  # characters
MAX_POLITE = 10  # words between a greeting and thanks
MAX_GREETED = 20  # words with them
_MEANT = greetings.MEANT - {"mohon", "mhn"}
"""Before an answer these are more than politeness: "saya belum"."""
NEAR = 8  # words before the keyword on a line where everyone must write it
_DIGITS = re.compile(r"[OoIl]*[0-9][0-9OoIl]*")  # with letters that look like some
_FIGURE = re.compile(r"\d")
_ORDER = re.compile(
    r"\w{1,8}(?:\.\w{1,8})?\.\w{1,8}\.\d{8,15}(?:\.\d{1,8})?|[*#][\d*#]{3,40}|REG [A-Z]\w*(?: \d+)?"
)
"""What people send to a dealer of credit, or to another number's machine, and sent to us."""

_OF_ONES = beside("addressing", "of_ones")
"""Complaint words that may be one's own earlier report."""

_TRIM = " \n\t#*!.,:;=_|/~–—-"


_RAW = itemgetter(1)  # of a token
_REPORT = Reading("aduan")  # another is made of it in a third of the time


class Message(NamedTuple):
    """A text without wrappers, and the line that it came in on."""

    text: str
    known: Grammar
    words: Vocabulary
    required: bool  # people must begin with a keyword
    officer: bool  # the sender is one
    tokens: list[Token]  # of *text*


as_message = partial(tuple.__new__, Message)
"""Makes a Message of a tuple, in half the time."""


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
    command = _command(message, tokens, start)
    if command is None and (start or hints.of(tokens) & hints.THANKS):
        command = _politely(message, tokens, start)
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


def _told(reading: Reading, why: list[Why] | None, rule: str, said: str) -> Reading:
    if why is not None:
        why.append(Why(rule, said))
    return reading


def _command(message: Message, tokens: list[Token], start: int) -> Reading | None:
    """Read a command at the very beginning, or after greetings; or an answer."""
    text = message.text
    told = hints.of(tokens)
    if told & hints.TRIES and ghosts.mic_test(tokens):
        return None
    figures = bool(told & hints.FIGURE)
    figures = figures and any(map(str.isdigit, map(_RAW, tokens[:MAX_BEFORE_NUMBER])))
    numbered = figures and _has_number(text)
    if len(tokens[0].raw) == 1 and (found := _gathered(message)):
        return found
    for index in _beginnings(message, tokens, start):
        opens = tokens[index].word in OPENERS or tokens[index].raw in OPENERS
        opens = opens or glued.may(tokens[index].raw, message.known.own)
        opens = opens or (len(tokens) <= commands.MAX_HELP and tokens[index].raw in HELP_BEGS)
        slip = message.officer and (figures or len(tokens) <= MAX_SLIPPED)
        if not (opens or numbered or slip or (figures and _orders(tokens, index))):
            continue  # the grammar costs more than a look-up
        found = _ordered(message, text[tokens[index].start :], message.known.own)
        if found is not None:
            return found
    found = _whole(message, tokens) if numbered or message.officer else None
    if found is None and told & hints.WISHES:
        found = free.read(tokens)
    short = found is None and len(tokens) <= followups.MAX_ANSWER
    if short and not greetings.opens_thanks(tokens) and (answer := followups.answer(text)):
        return Reading("jawab", body=text.strip(), answer=answer)
    if found is None and len(tokens) <= followups.MAX_SCORE_WORDS and _may_rate(text, tokens):
        score = followups.rating(text)
        return Reading("nilai", body=text.strip(), score=score) if score else None
    return found


def _beginnings(message: Message, tokens: Sequence[Token], start: int) -> tuple[int, ...]:
    """Return the words at which a command may begin: behind a greeting, then at once."""
    behind = min(start, len(tokens) - 1)
    if message.officer:
        led = (i for i, token in enumerate(tokens) if token.raw not in OFFICER_BEFORE)
        begin = next(led, 0)  # "siap pak, disposisi 1234566 DISHUB"
        behind = begin if not OFFICER.keys().isdisjoint(tokens[begin][:2]) else 0
    if tokens[0].raw in LEAD:
        behind = behind or min(1, len(tokens) - 1)  # "ketik CEK 1234566"
    return (behind, 0) if behind else (0,)


def _politely(message: Message, tokens: list[Token], start: int) -> Reading | None:
    """Read a short command or answer between a greeting and thanks: "Siang pak, sudah. Mksh"."""
    told = hints.of(tokens)
    if not start < len(tokens) <= MAX_GREETED:
        return None
    first = tokens[start]
    opens = first.word in OPENERS or first.raw in OPENERS or first.raw in HELP_BEGS
    if not (opens or told & (hints.WISHES | hints.RATES) or followups.may_answer(first)):
        return None
    if any(token.word in _MEANT or followups.may_answer(token) for token in tokens[:start]):
        return None
    end = greetings.signoff(tokens) if told & hints.THANKS else len(tokens)
    if not 0 < end - start <= MAX_POLITE or end - start == len(tokens):
        return None
    offset = tokens[start].start
    text = message.text[offset : tokens[end - 1].end]
    said = [
        Token(word, raw, begin - offset, stop - offset)
        for word, raw, begin, stop in tokens[start:end]
    ]
    return _command(message._replace(text=text, tokens=said), said, 0)


def _whole(message: Message, tokens: list[Token]) -> Reading | None:
    """Read a list that an officer asks for, or what is nothing but numbers."""
    listed = officer.listed(tokens) if message.officer else None
    return listed or commands.bare(message.text) or free.several(tokens)


def _gathered(message: Message) -> Reading | None:
    """Read a command whose letters all stand apart: "m u l a i"."""
    said = commands.gathered(message.text)
    return (_ordered(message, said, message.known.own) or free.read(split(said))) if said else None


def _orders(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether an order to another machine, or one in our words, may begin at *index*."""
    raw = tokens[index].raw
    word = PLAIN[raw]
    if word in MASTERS or word in OPENERS or "'" in raw:
        return True
    return index + 1 < len(tokens) and tokens[index + 1].raw.isdigit()


def _may_rate(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a rating may be found in *text*, the end of which that rule does not see."""
    return len(text) > followups.MAX_SCORE or bool(hints.of(tokens) & hints.RATES)


def _ordered(message: Message, text: str, keywords: frozenset[str]) -> Reading | None:
    """Read an officer's or a citizen's command at the beginning of *text*, glued or not."""
    found = _order(message, text, keywords)
    if found is None and glued.may_open(first(text), message.known.own):
        apart = glued.parted(text, message.known.own)
        found = _order(message, apart, keywords) if apart else None
    return found


def _order(message: Message, text: str, keywords: frozenset[str]) -> Reading | None:
    if not (message.officer or _may_order(text)):
        return None  # the grammars cost more than a look-up
    text = without_errand(text)
    if message.officer:
        found = officer.read(text, message.words, officer=True)
        return found or commands.read(text, keywords)
    found = commands.read(text, keywords)
    if found or commands.without_figure(text):
        return found  # of an officer's words a citizen may use those with a number
    if PLAIN[first(text)] in OFFICER and (asked := mentions.asks(text)):
        return asked
    return officer.read(text, message.words, officer=False)


def _by_officer(message: Message) -> Reading | None:
    """Read what an officer says of a ticket behind LAPOR: "lapor ndan, 1234566 ..."."""
    listed = officer.listed(message.tokens)
    return listed or officer.read(message.text, message.words, officer=True)


def _may_order(text: str) -> bool:
    """Tell whether *text* begins with a word of a command, or has the digits of a ticket."""
    typed = first(text)
    if PLAIN[typed] in OPENERS or typed in OPENERS or typed in HELP_BEGS:
        return True
    if not _FIGURE.search(text):
        return False
    act = typed.rstrip("0123456789")
    opens = act != typed and (act in OPENERS or PLAIN[act] in OPENERS)
    return opens or commands.orders_other(text) or _has_number(text)


def _has_number(text: str) -> bool:
    """Tell whether there are as many digits, or letters for them, as a ticket's number has."""
    return not text.isascii() or sum(map(len, _DIGITS.findall(text))) >= SHORTEST


def _address(message: Message, tokens: list[Token], start: int) -> Addressed | None:
    """Find a keyword at the very beginning, or after greetings."""
    for index in (0, start) if start else (0,):
        if index < len(tokens) and not _foreign(message, tokens, index):
            stretched = message.known.stretches(tokens[index].raw)
            found = None if stretched else _keyword(message, tokens, index)
            found = found or _typo(message, tokens, index)
            if found is not None and found.keyword is None and message.required:
                found = _keyword(message, tokens, index + 1, own=True) or found
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
    rest = _trim(message.text[found.end :])
    if found.match != OTHER_CITY:
        command = _ordered(message, rest, frozenset()) or commands.bare(rest)
        if command is None and len(rest) <= MAX_WISH and free.may(message.tokens):
            command = free.read(split(rest))
        if command is not None:
            return command.but(keyword=found.keyword, match=found.match)
    body = _trim(f"{prefix.strip()} {without_errand(rest)}")
    flags = () if _has_words(body) and not wrappers.of_poster(body) else ("kosong",)
    return Reading("aduan", found.keyword, found.match, body, flags=flags)


def _complaint(message: Message, found: Addressed) -> Reading:
    """Read a report that begins with LAPOR, ADUAN ...; in a sentence the word stays."""
    text = message.text
    rest = _trim(text[found.end :])
    command = _by_officer(message) if message.officer else None
    command = (
        command
        or commands.read(text, frozenset())
        or _ordered(message, rest, frozenset())
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
    body = without_errand(rest)
    return Reading("aduan", body=body, flags=() if _has_words(body) else ("kosong",))


def _within(message: Message, tokens: list[Token]) -> Reading | None:
    """Find the keyword behind other words, on a line where it is not a plain word."""
    known = message.known
    for token in tokens[:NEAR]:
        if token.raw in known.own and known.names[token.raw][1] == EXACT:
            found = known.address(head(message.text, tokens)[token.start :])
            if found is not None:
                moved = _moved(found, token.start)
                return _for_city(message, moved, prefix=message.text[: token.start])
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


def _trim(text: str) -> str:
    """Return *text* without separators before it."""
    return text.lstrip(_TRIM).rstrip()


def _has_words(body: str) -> bool:
    """Tell whether *body* says more than nothing, or than that help is needed."""
    if not any(c.isalnum() for c in body):
        return False
    calls = len(body) < MAX_CALL and urgency.may_call(first(body))
    return not (calls and urgency.called(body, split(body)))
