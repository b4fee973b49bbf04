"""CEK, TAMBAH, BANTUAN and their like, under the safe principle of DOMAIN.md 4.1."""

import re
from collections.abc import Container

from parser import errands, followups, links, mentions, types
from parser.grammar import matched
from parser.greetings import thanks_only
from parser.lists import beside
from parser.reading import Reading, TicketRef
from parser.shorthand import PLAIN
from parser.tickets import SHORTEST, choose
from parser.tokens import Token, first, head, split
from parser.typo import near
from parser.words import (
    COMMANDS,
    COURTESY,
    EVERYDAY,
    HELP,
    HELP_BEGS,
    HELP_NONE,
    HELP_WITH,
    MASTERS,
    MISTYPED,
    NUMBERED,
    OTHER_NUMBERS,
    POLITE,
    SECRETS,
    SOFT,
    STATUS_ABOUT,
    STATUS_ASKS,
    STATUS_BESIDE,
    STOP_WITH,
)

MAX_ASKING = 60  # characters of a question for help
MAX_HELP = 5  # words; more is a report: "bantuan sosial belum cair padahal ..."
MAX_FIGURES = 14  # characters that can be meant as a ticket number
MAX_TAIL = 3  # words after a number that is no ticket: more is a report about some figure
NEAR_NUMBER = 20  # characters after an act within which its number begins
MAX_CHECK = 8  # words of a question with one number and no trouble
MAX_TICKETS = 10  # of one command
_NEAR_BODY = 40  # characters of an addition that may name more
MAX_ASKED = 8  # words behind it that only ask for it
_LINE = range(4, 6)  # digits of a short code: "UNREG 1708"
_ASKED = STATUS_ABOUT | STATUS_ASKS | STATUS_BESIDE | POLITE | COURTESY | {"kah", "apakah"}
_LOOSE = EVERYDAY | SOFT
MAX_BEFORE = 5  # words before a number: the act, three of noise, letters that look like digits
_FIGURE = re.compile(r"[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_WANT = beside("commands", "want")  # "mau lapor dong"
_REPORT = beside("commands", "report")
_DIGITS = frozenset("0123456789")
_APART = re.compile(r"\W*(?:[^\W\d_][ .-]){2,7}[^\W\d_](?=[\W\d])")  # a word with its letters apart
_MIXED = re.compile(r"(?=.{5,11}$)\d+[a-z]\d+", re.IGNORECASE)  # a letter for a digit
_BETWEEN = re.compile(r"(?<=[^\W\d_])[ .-](?=[^\W\d_])")
MIN_APART = 3  # letters
_TAKES_NUMBER = frozenset({"cek", "tambah", "batal", "buka", "nilai"})
_SEVERAL = frozenset({"cek", "batal", "buka"})  # may name more than one ticket
_CHECKS = frozenset({"cek", "status", "check"})
_ALONE = frozenset({"cek", "tambah", "batal", "buka"})
_SHORT = frozenset({None, *_ALONE})  # without a figure they are few words
_ERASE = beside("commands", "erase")
_PRIVACY = beside("commands", "privacy")
TRIM = " \n\t#*.,:;=_|/~–—-)]>”'\""


def read(text: str, keywords: frozenset[str]) -> Reading | None:
    """Return the command that the whole of *text* is, or None; *keywords* may follow STOP.

    >>> read("INFO 1234566 tiang kedua juga", frozenset()).body
    'tiang kedua juga'
    >>> read("cek dong pak jalan rusak", frozenset()) is None
    True
    """
    typed = first(text)
    if len(typed) == 1 and (apart := _APART.match(text)):  # "C E K 1234566"
        return read("".join(filter(str.isalpha, apart.group())) + text[apart.end() :], keywords)
    act = typed.rstrip("0123456789")
    intent = COMMANDS.get(act) or COMMANDS.get(PLAIN[act])
    plain = without_figure(text)
    if intent in _SHORT and plain and len(text) > MAX_ASKING and len(split(text)) > MAX_HELP:
        return None  # the grammars cost more than this look
    if intent is None:
        found = None if plain else _with_figure(text, act)
        asks = found is None and len(text) <= MAX_ASKING and PLAIN[typed] in HELP_WITH
        return _help(split(text)) if asks else found
    if act != typed and intent not in _TAKES_NUMBER:
        return None
    tokens = split(text)
    if len(tokens) > 2 and tokens[1].raw in keywords and tokens[2].raw[0].isdigit():
        text = f"{text[: tokens[0].end]} {text[tokens[2].start :]}"  # "CEK SURGA 1234566"
        tokens = split(text)
    if intent in _TAKES_NUMBER:
        return _of_ticket(intent, text, tokens, plain=plain)
    found = _wordy(intent, tokens, keywords)
    return found or (mentions.read(text) if intent == "hapus_data" and not plain else None)


def _of_ticket(intent: str, text: str, tokens: list[Token], *, plain: bool) -> Reading | None:
    """Read an act that takes a ticket number; *plain*: the text has no digit."""
    start = text[tokens[0].start :]
    part = head(text, tokens)[tokens[0].start :]
    asked = mentions.asks(text) if intent == "tambah" and not plain else None
    found = asked or _score_first(intent, tokens) or _numbered(intent, start, part)
    found = found or _lonely(intent, tokens, part) or _check(intent, tokens)
    return found or _help(tokens) or mentions.read(text)


def _check(intent: str, tokens: list[Token]) -> Reading | None:
    """Read CEK with a right number behind words that no list has: "cek tkt 1234566"."""
    if intent != "cek" or len(tokens) > MAX_CHECK or tokens[0].raw not in _CHECKS:
        return None
    refs = tickets_in(tokens)
    alone = len(refs) == sum(token.word.isdigit() for token in tokens) == 1
    return Reading("cek", tickets=refs) if alone and not types.pained(tokens) else None


def gathered(text: str) -> str:
    """Return the words of a *text* in which all letters stand apart, or ''.

    >>> gathered("m u l a i"), gathered("h a p u s  d a t a"), gathered("p. jalan rusak")
    ('mulai', 'hapus  data', '')
    """
    tokens = split(text)
    alone = len(tokens) >= MIN_APART and tokens[0][1].isalpha()
    alone = alone and all(len(token[1]) == 1 for token in tokens)
    return _BETWEEN.sub("", text) if alone else ""


def _with_figure(text: str, act: str) -> Reading | None:
    return _turned(text) or _mistyped(text, act) or mentions.read(text) or _unknown(text)


def bare(text: str) -> Reading | None:
    """Return CEK for a message that is only a right ticket number, or None.

    >>> bare("#1234566").intent, bare("081234567890")
    ('cek', None)
    """
    if len(text) > 40 or sum(c in _DIGITS for c in text) < SHORTEST:
        return None
    groups = matched("bare", text)
    if groups is None:
        return None
    chosen = choose(groups)
    if chosen is None or not chosen[0].check_ok or chosen[1] != groups[-1][1]:
        return None
    return Reading("cek", tickets=(chosen[0],))


def without_figure(text: str) -> bool:
    """Tell whether *text* surely has no digit of any script."""
    return text.isascii() and _FIGURE.search(text) is None


def numbers(part: str, *, most: int = MAX_TICKETS) -> tuple[list[TicketRef], int]:
    """Return the tickets behind the first word of *part* and where they end.

    *part* is what the grammar may see of a text. All but the first must have a right check digit.

    >>> numbers("x 1234566, 1234577 lampu")[1]
    18
    """
    figure = _FIGURE.search(part)
    if figure is None or len(_WORD.findall(part, 0, figure.start())) > MAX_BEFORE:
        return [], 0  # the grammar costs more than this look
    refs: list[TicketRef] = []
    end, rule = 0, "numbered"
    while len(refs) < most and (not refs or _FIGURE.search(part, end)):
        found = matched(rule, part[end:])
        if found is None:
            break
        chosen = choose([(typed, end + stop) for typed, stop in found])
        if chosen is None or (refs and not chosen[0].check_ok):
            break
        refs.append(chosen[0])
        end, rule = chosen[1], "another"
    return refs, end


def tickets_in(tokens: list[Token]) -> tuple[TicketRef, ...]:
    """Return the numbers among *tokens* that have a right check digit."""
    found = [
        choose([(t.word, t.end)]) for t in tokens if t.word.isdigit() and len(t.word) >= SHORTEST
    ]
    return tuple(pick[0] for pick in found if pick and pick[0].check_ok)


def _numbered(intent: str, text: str, part: str) -> Reading | None:
    """Read word + ticket number; *part* is what the grammar may see of *text*."""
    refs, end = numbers(part, most=MAX_TICKETS if intent in _SEVERAL else 1)
    if not refs:
        return None
    ref = refs[0]
    body = text[end:].lstrip(TRIM).rstrip()
    if not _plausible(intent, ref, text[end : end + 1], body):
        return None
    if intent == "tambah":  # the words keep the other numbers, too
        refs += [other for other in tickets_in(split(body[:_NEAR_BODY])) if other != ref]
    if not ref.check_ok and _loose(intent, ref, text[:end]):
        return None
    flags = () if ref.check_ok else ("nomor_rusak",)
    score = _score(body) if intent == "nilai" else None
    return Reading(intent, body=body, tickets=tuple(refs), flags=flags, score=score)


def _score(body: str) -> int | None:
    """Return the 1-5 that *body* is or begins with, else None.

    >>> _score("lima"), _score("1 kecewa sekali"), _score("9"), _score("1 2")
    (5, 1, None, None)
    """
    words = body.split()
    alone = bool(words) and not any(c.isdigit() for word in words[1:] for c in word)
    return followups.score(body) or (followups.score(words[0]) if alone else None)


def _plausible(intent: str, ref: TicketRef, after: str, body: str) -> bool:
    """Tell a mistyped ticket number from a figure in a report: "cek 20000 rupiah hilang di ..."."""
    if ref.check_ok:
        return True
    said = split(body)
    short = len(said) <= MAX_TAIL
    if intent == "cek" and len(ref.digits) >= SHORTEST and len(said) <= MAX_ASKED:
        short = short or _ASKED.issuperset(token.word for token in said)
    return short or (
        intent == "tambah" and len(ref.digits) >= SHORTEST and after in {" ", "\n", "#", "."}
    )


def _loose(intent: str, ref: TicketRef, before: str) -> bool:
    """Tell whether *before*, which ends in a wrong number, may be plain words and a figure.

    "tambah untuk 50000 orang"; but who asks with as many digits as a ticket has means one.
    """
    sure = intent == "cek" and len(ref.digits) >= SHORTEST
    return not (sure or _LOOSE.isdisjoint(token.raw for token in split(before)))


def _score_first(intent: str, tokens: list[Token]) -> Reading | None:
    """Read a rating with the ticket behind it: "NILAI 5 1234566"."""
    refs = tickets_in(tokens[2:]) if intent == "nilai" and len(tokens) <= MAX_HELP else ()
    score = followups.score(tokens[1].raw) if len(refs) == 1 else None
    known = score and POLITE.issuperset(t.raw for t in tokens[2:] if not t.raw.isdigit())
    return Reading(intent, body=tokens[1].raw, tickets=refs, score=score) if known else None


def _told_score(tokens: list[Token], part: str) -> int | None:
    """Return the 1-5 right behind the word for a rating where a mark parts it from the reason."""
    if len(tokens) < 2 or not followups.score(tokens[1].raw):
        return None
    end = tokens[1].end - tokens[0].start
    if part[end + 1 : end + 2].isdigit():
        return None  # "4,5"
    return followups.score(tokens[1].raw) if part[end : end + 1] in {",", ".", ";", "!"} else None


def _lonely(intent: str, tokens: list[Token], part: str) -> Reading | None:
    """Read an act without a ticket number: alone, or with what cannot be one (STATUS -1)."""
    if intent == "nilai":
        score = followups.score(part) or _told_score(tokens, part)
        asked = score or _scoreless(tokens) or followups.no_score(part)
        return Reading(intent, body=part.strip(), score=score) if asked else None
    if intent not in _ALONE or not NUMBERED.isdisjoint(tokens[0][:2]):
        return None
    rest = part[tokens[0].end - tokens[0].start :]
    figures = len(tokens) > 1 and not any(c.isalpha() or c == "+" for c in rest)
    if intent == "cek" and not figures:  # "cek tiket 99"
        told = [token.raw for token in tokens[1:]]
        figures = told[-1:] != [] and told[-1].isdigit() and POLITE.issuperset(told[:-1])
    figures = figures or (intent == "cek" and _MIXED.fullmatch(rest.strip(TRIM)) is not None)
    if figures and (intent == "cek" or (intent != "tambah" and len(rest) <= MAX_FIGURES)):
        return Reading(intent, flags=("nomor_rusak",))
    if matched("alone", part) is None:
        return None
    return Reading(intent, flags=() if intent == "cek" else ("nomor_rusak",))


def _scoreless(tokens: list[Token]) -> bool:
    """Tell whether a word for a rating stands alone, or with figures that are none: "NILAI 10"."""
    behind = [token.raw for token in tokens[1:]]
    figures = bool(behind) and all(map(str.isdigit, behind))
    if tokens[0].raw in EVERYDAY:
        return figures and len(behind) == 1 and len(behind[0]) < SHORTEST - 2
    return COURTESY.issuperset(behind) or (figures and sum(map(len, behind)) <= MAX_FIGURES)


def _turned(text: str) -> Reading | None:
    """Read ticket number + word: "1234566 cek"; other words are added to the ticket."""
    if not text.lstrip(TRIM)[:1].isdigit():
        return None
    tokens = split(text[:400])
    found = matched("turned", head(text, tokens))
    if found is None:
        return None
    chosen = choose(found)
    if chosen is None or not chosen[0].check_ok:
        return None
    rest = text[chosen[1] :].lstrip(TRIM).rstrip()
    return _behind_number(chosen[0], text, rest)


def _behind_number(ref: TicketRef, text: str, rest: str) -> Reading | None:
    """Read what *rest*, the words behind the number that opens *text*, want of it."""
    said = split(rest)
    if not OTHER_NUMBERS.isdisjoint(token.word for token in said[:4]):
        return None
    if followups.anew(rest, anywhere=True) or errands.elsewhere(said):
        return None  # "sudah beres. sekarang mau lapor lagi ..."
    if thanks_only(said):
        return Reading("terima_kasih", body=text.strip(), tickets=(ref,))
    return _act_behind(ref, text, rest, said)


def _act_behind(ref: TicketRef, text: str, rest: str, said: list[Token]) -> Reading | None:
    """Read an act behind a number, or words for its ticket and those that follow."""
    intent = COMMANDS.get(first(rest), "")
    if intent == "cek" and _asks(text, but=("cek",)):
        return None  # "statusnya selesai, padahal ..."
    if intent in _TAKES_NUMBER:
        rest = rest[len(first(rest)) :].lstrip(TRIM)
        score = _score(rest) if intent == "nilai" else None
        return Reading(intent, body=rest, tickets=(ref,), score=score)
    if not any(c.isalpha() for c in rest) or _asks(text):
        return None
    refs = (ref, *(other for other in tickets_in(said) if other != ref))
    asked = links.several(split(text), refs) if len(refs) > 1 else None
    return asked or Reading("tambah", body=rest, tickets=refs)


def orders_other(text: str) -> bool:
    """Tell whether *text* may be an order to a machine that is not ours."""
    words = [token.word for token in split(text)[:2]] if len(text) <= MAX_ASKING else []
    return len(words) > 1 and (words[1].isdigit() or words[0] in MASTERS)


def _unknown(text: str) -> Reading | None:
    """Read what looks like an order to a machine and is none of ours: "TUTUP 123 PIN 0000".

    That is an act, figures and a secret code; or *admin*, an act and figures.
    """
    if len(text) > MAX_ASKING:
        return None
    words = [token.word for token in split(text)]
    if len(words) < 3:
        return None
    secret = words[0].isalpha() and words[1].isdigit() and words[2] in SECRETS and len(words) > 3
    figures = all(word.isdigit() for word in words[2:])
    admin = words[0] in MASTERS and words[1] in COMMANDS and figures
    if not (admin or (secret and words[3].isdigit())):
        return None
    return Reading("tidak_jelas", body=text.strip())


def _asks(text: str, but: Container[str] = ("tambah",)) -> bool:
    """Tell whether *text* wants of its ticket anything *but* that words are added."""
    found = mentions.read(text)
    return found is not None and found.intent not in but


def _mistyped(text: str, act: str) -> Reading | None:
    """Read a typo of a command word before a right ticket number."""
    begin = text.lower().find(act)
    if _DIGITS.isdisjoint(text[begin + len(act) : begin + len(act) + NEAR_NUMBER]):
        return None
    meant = near(act, MISTYPED) if len(act) > 3 else ""
    intent = COMMANDS.get(meant, "cek") if meant else _short_check(text, act)
    if intent not in _TAKES_NUMBER:
        return None
    start = text[begin:]
    found = _numbered(intent, start, head(start, split(start)))
    return found if found and found.tickets[0].check_ok else None


def _short_check(text: str, act: str) -> str:
    """Return "cek" when a slip of CEK and a number are the whole message: "ce", "vek", "cem"."""
    alike = len(act) in {2, 3, 4} and "c" in act and set(act) <= set("ceksh")
    alike = alike or (len(act) == len("cek") and sum(map(str.__eq__, act, "cek")) == 2)
    return "cek" if alike and len(text) <= 24 else ""


def _wordy(intent: str, tokens: list[Token], keywords: frozenset[str]) -> Reading | None:
    """Read a command that takes no number and must be the whole message."""
    words = [token.raw for token in tokens]
    if intent == "bantuan":
        return _help(tokens)
    if intent == "stop":
        told = {word for word in words[1:] if not (word.isdigit() and len(word) in _LINE)}
        alone = keywords | STOP_WITH | POLITE >= told
        return Reading("stop") if alone else None
    said = [word for word in words if word not in POLITE or word == "nomor"]
    if intent == "hapus_data":
        asked = said[0] == "hapus" and len(said) > 1 and _ERASE.issuperset(said)
        return Reading("hapus_data") if asked else None
    if intent == "privasi":
        return Reading("privasi") if _PRIVACY.issuperset(said) else None
    return Reading(intent) if len(words) == 1 else None


def _help(tokens: list[Token]) -> Reading | None:
    """Read a question for help: few words, all of which can be part of one."""
    words = [token.word for token in tokens]
    if len(words) > MAX_HELP or not HELP_WITH.issuperset(words):
        return None
    wants = not _WANT.isdisjoint(words) and not _REPORT.isdisjoint(words)
    wanted = HELP if HELP_BEGS.isdisjoint(words) else HELP - HELP_NONE
    return Reading("bantuan") if wants or not wanted.isdisjoint(words) else None
