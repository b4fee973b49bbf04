"""Where a command may begin in a message: at once, behind a greeting, or among polite words."""

import re
from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from parser import commands, followups, free, ghosts, glued, greetings, hints, mentions, officer
from parser.grammar import Grammar
from parser.reading import Reading, Vocabulary
from parser.shorthand import PLAIN
from parser.tickets import SHORTEST
from parser.tokens import Token, first, split
from parser.words import (
    COMMANDS,
    HELP_BEGS,
    HELP_WITH,
    LEAD,
    MASTERS,
    OFFICER,
    OFFICER_BEFORE,
    STATUS_ABOUT,
    STATUS_ASKS,
)

MAX_BEFORE_NUMBER = 16  # words before which a command has its number
OPENERS = HELP_WITH.union(COMMANDS, OFFICER, STATUS_ABOUT, STATUS_ASKS) - HELP_BEGS
"""Words that a command without a figure may begin with."""

_ACTS = frozenset((*OFFICER, *(word for word, act in COMMANDS.items() if act == "cek")))
"""What an officer may begin with behind "siap pak": an act, or the question for a state."""

MAX_SLIPPED = 4  # words of an officer's list, the word for which may be misspelt
MAX_POLITE = 10  # words between a greeting and thanks
MAX_GREETED = 20  # words with them
_MEANT = greetings.MEANT - {"mohon", "mhn"}
"""Before an answer these are more than politeness: "saya belum"."""

_DIGITS = re.compile(r"[OoIl]*[0-9][0-9OoIl]*")  # with letters that look like some
_FIGURE = re.compile(r"\d")
_TRIM = " \n\t#*!.,:;=_|/~–—-"
_RAW = itemgetter(1)  # of a token


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


def command(message: Message, tokens: list[Token], start: int) -> Reading | None:
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
        found = ordered(message, text[tokens[index].start :], message.known.own)
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
        judged = score or followups.no_rating(text)
        return Reading("nilai", body=text.strip(), score=score) if judged else None
    return found


def _beginnings(message: Message, tokens: Sequence[Token], start: int) -> tuple[int, ...]:
    """Return the words at which a command may begin, those that say most first."""
    behind = min(start, len(tokens) - 1)
    whole = False
    if message.officer:
        led = (i for i, token in enumerate(tokens) if token.raw not in OFFICER_BEFORE)
        begin = next(led, 0)  # "siap pak, disposisi 1234566 DISHUB"
        whole = _ACTS.isdisjoint(tokens[begin][:2])  # "sudah kami lanjutkan 1234566"
        behind = behind if whole else begin
    if tokens[0].raw in LEAD:
        behind = behind or min(1, len(tokens) - 1)  # "ketik CEK 1234566"
    if not behind:
        return (0,)
    return (0, behind) if whole else (behind, 0)


def politely(message: Message, tokens: list[Token], start: int) -> Reading | None:
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
    return command(message._replace(text=text, tokens=said), said, 0)


def _whole(message: Message, tokens: list[Token]) -> Reading | None:
    """Read a list that an officer asks for, or what is nothing but numbers."""
    listed = officer.listed(tokens) if message.officer else None
    return listed or commands.bare(message.text) or free.several(tokens)


def _gathered(message: Message) -> Reading | None:
    """Read a command whose letters all stand apart: "m u l a i"."""
    said = commands.gathered(message.text)
    return (ordered(message, said, message.known.own) or free.read(split(said))) if said else None


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


def ordered(message: Message, text: str, keywords: frozenset[str]) -> Reading | None:
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


def by_officer(message: Message) -> Reading | None:
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


def without_errand(body: str) -> str:
    """Return *body* without the poster's last words "kirim ke 1708".

    >>> without_errand("lampu mati kirim ke 1708")
    'lampu mati'
    """
    lowered = body[-24:].lower().rstrip(" .")
    start, phrase, number = lowered.rpartition("kirim ke ")
    if phrase and number.isdigit() and len(number) <= 6 and not start[-1:].isalnum():
        return trim(body[: max(0, len(body) - 24) + len(start)])
    return body


def trim(text: str) -> str:
    """Return *text* without separators before it."""
    return text.lstrip(_TRIM).rstrip()
