"""Words around one ticket number that make a message speak of that ticket and of nothing else.

::

    status  = { word } number { word }       (* with a word that asks, all others known *)
    add     = opener { word } number text | number text | subject number text
    rating  = { rating word | number | digit 1-5 }
    reopen  = number "belum" "beres" | "buka" { word } "lagi" number ...
    cancel  = "batalkan" { word } number | number { word } "batalkan"

A number counts when its check digit is right, or when "tiket", "laporan" or "nomor tiket" stands
before it. A report that only mentions an old ticket ("mati lagi padahal tiket ...") stays a report.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from parser import errands, followups, greetings, types
from parser.lists import beside, load
from parser.reading import Reading, TicketRef
from parser.tickets import MAX_DIGITS, SHORTEST, choose
from parser.tokens import Token, split
from parser.words import COURTESY, OFFICER, STATUS_ABOUT, STATUS_ASKS, STATUS_BESIDE, listed

MAX_CHARACTERS = 400  # of a message that this module looks at
MAX_STATUS = 18  # words of a question about one's ticket
MAX_STRANGE = 2  # of them that tell what the report was about: "laporan lampu saya 1234566 gimana"
MAX_SHORT = 12  # words of a wish to cancel or to reopen
MIN_REMINDER = 3  # words
MAX_SUBJECT = 3  # of them that name what was reported
MAX_ASKED_ON = 7  # words of a question that only the report before it explains
EARLY = 8  # words within which the number of an addition stands
_ENDS = beside("mentions", "ends")
OPENS = 4  # words within which its opener stands
TRIM = " \n\t#*.,:;=_|/~–—-()"
_CHANGES = frozenset({"batal", "buka"})


class Mention(NamedTuple):
    """The one number of a message."""

    ref: TicketRef
    first: int  # index of its first token
    after: int  # index of the token behind it
    end: int  # character behind it
    named: bool  # "tiket" or "laporan" stands before it


@cache
def _words(name: str) -> frozenset[str]:
    return listed(load("followups")["mention"][name])


def read(text: str) -> Reading | None:
    """Return what *text* wants of the one ticket that it names, or None.

    >>> read("kok blm ada tindakan no tiket 1234566").intent
    'cek'
    >>> found = read("tambahan utk 1234566: tiang kedua juga")
    >>> found.intent, found.body
    ('tambah', 'tiang kedua juga')
    >>> read("lampu mati lagi padahal tiket 1234566 katanya selesai") is None
    True
    """
    tokens = split(text[:MAX_CHARACTERS])
    if sum(len(token.word) for token in tokens if token.word.isdigit()) < SHORTEST:
        return None
    found = _find(text, tokens)
    if found is None or (tokens[0].raw in OFFICER and tokens[0].raw not in _words("asks")):
        return None
    rest = [*tokens[: found.first], *tokens[found.after :]]
    if followups.anew(text, anywhere=True) or errands.elsewhere(rest):
        return None  # "1234566 sudah beres. mau lapor lagi, ..."
    errand = _errand(tokens, found)
    said = [token.word for token in rest if token.word not in _words("noise")]
    grateful = greetings.thanks_only(rest) or types.thanks(rest)
    if grateful and errand not in _CHANGES and _rated(said) is None:
        return Reading("terima_kasih", body=text.strip(), tickets=(found.ref,))
    reading = _added(text, tokens, found)
    if _is_of_ticket(said, tokens, found):
        short = len(text) <= MAX_CHARACTERS // 2
        reading = _wanted(said, _around(tokens, found), errand, short=short) or reading
    elif errand and errand != "tambah":
        reading = Reading(errand)
    if reading is None:
        return None
    flags = () if found.ref.check_ok else ("nomor_rusak",)
    body = reading.body or _told(text, tokens, found)
    return reading.but(
        body="" if reading.intent == "cek" else body, tickets=(found.ref,), flags=flags
    )


def asks(text: str) -> Reading | None:
    """Return CEK when a message that begins like a command asks about its one ticket, else None.

    >>> asks("info 1234566 gimana kelanjutannya").intent, asks("proses 1234566 regu A berangkat")
    ('cek', None)
    """
    tokens = split(text[:MAX_CHARACTERS])
    found = _find(text, tokens)
    if found is None or not found.ref.check_ok or len(tokens) > MAX_STATUS:
        return None
    said = [t.word for t in (*tokens[1 : found.first], *tokens[found.after :])]
    said = [word for word in said if word not in _words("noise")]
    if _words("wonders").isdisjoint(said):
        return None
    known = _known() | _reminder("verb", "asks", "with") | _words("wonders") | _acts()
    strange = [word for word in said if word not in known and not word.isdigit()]
    return Reading("cek", tickets=(found.ref,)) if len(strange) <= 1 else None


def reminds(tokens: Sequence[Token]) -> str:
    """Return the word by which a message only asks how one's report stands, or ''.

    It names no number, no thing and no place: there is nothing to send anybody to.

    >>> reminds(split("gmn pak laporan sy kmrn kok blm ada yg datang"))
    'laporan'
    >>> reminds(split("gmn laporan sy, lampu di Jl Kawi blm nyala")), reminds(split("mau lapor"))
    ('', '')
    """
    if len(tokens) > MAX_STATUS:
        return ""
    words = [token.word for token in tokens]
    about, known = _reminder("about"), _reminder("about", "verb", "asks", "with")
    if not all(word in known or (word.isdigit() and len(word) < 3) for word in words):
        return _reminds_of(tokens)
    said = [word for word in words if word not in _ENDS]
    if _reminder("asks").isdisjoint(words) and said[-1:] != ["belum"]:
        # "my report was not answered" tells, and a person reads it
        return _reminds_of(tokens) if _reminder("own_ends").intersection(words) else ""
    named = next((word for word in words if word in about), "")
    if named and words[-1] == named and len(words) < MIN_REMINDER:
        return ""  # "mana laporan"
    verb = next((word for word in words if word in _reminder("verb")), "")
    return named or (verb if "sudah" in words else "")


def _reminds_of(tokens: Sequence[Token]) -> str:
    """Return "laporan" for a question about one's report that names its subject and no place.

    "Sampai mana laporan saya soal got mampet" asks; with a street or news of the trouble it is a
    report.
    """
    words = [token.word for token in tokens]
    asks, about = _reminder("certain") - {"belum"}, _reminder("about")
    asked = not asks.isdisjoint(words) or {"sudah", "belum"} <= {
        *words
    }  # "sudah diproses belum ya"
    waits = {"kok"} if ("kok", "belum") in pairwise(words) else set()  # "kok belum ada petugas"
    if not asked or not (_reminder("never") - waits).isdisjoint(words):
        return ""
    at = next((at for at, word in enumerate(words) if word in about or _reported_by(words, at)), -1)
    ones = words[at].endswith(("ku", "nya")) or not _reminder("own").isdisjoint(
        words[max(0, at - 2) :]
    )
    if at < 0 or not (ones or _reported_by(words, at)) or any(map(str.isdigit, words)):
        return ""
    known = _reminder("about", "verb", "asks", "with", "certain", "own", "own_verb")
    news = [word not in known for word in words]
    roads = [at for at, token in enumerate(tokens) if token.word == "jalan"]
    if any(tokens[at].raw != "jalan" or any(news[at + 1 : at + 2]) for at in roads):
        return ""  # "Jl Kawi"
    subject = {*range(at + 1, at + 1 + MAX_SUBJECT)}
    for marker in _reminder("marker").intersection(words):
        subject |= {*range(words.index(marker) + 1, words.index(marker) + 2 + MAX_SUBJECT)}
    told = all(index in subject for index, new in enumerate(news) if new)
    return words[at] if told and sum(news) <= MAX_SUBJECT else ""


def _reported_by(words: Sequence[str], at: int) -> bool:
    """Tell whether "yang saya laporkan" ends at the word *at*."""
    before = words[max(0, at - 3) : at]
    own = not _reminder("own").isdisjoint(before)
    return own and "yang" in before and words[at] in _reminder("own_verb")


def asks_on(body: str) -> bool:
    """Tell whether a short message only makes sense as a question about the last report.

    >>> asks_on("gimana pak yg kemarin"), asks_on("progresnya?"), asks_on("gimana jalan rusak")
    (True, True, False)
    """
    tokens = split(body[:MAX_CHARACTERS])
    words = [token.word for token in tokens]
    asked = not _reminder("certain").isdisjoint(words) and len(words) > 1
    asked = asked or (("?" in body or "kah" in words) and not _reminder("news").isdisjoint(words))
    if not asked or len(words) > MAX_ASKED_ON:
        return False
    return _reminder("asks", "with", "certain").issuperset(words)


def reported() -> frozenset[str]:
    """Return the words without which no message asks how a report stands."""
    return _reminder("about", "verb")


@cache
def _reminder(*names: str) -> frozenset[str]:
    return listed(" ".join(load("followups")["reminder"][name] for name in names))


def _around(tokens: Sequence[Token], found: Mention) -> list[str]:
    """Return the words next to the number and to the words that name it."""
    start = found.first
    beside_it = _words("names") | _words("between") | _words("noise")
    while start and tokens[start - 1].word in beside_it:
        start -= 1
    beside = [*tokens[max(0, start - 1) : start], *tokens[found.after : found.after + 1]]
    return [token.word for token in beside]


def _errand(tokens: Sequence[Token], found: Mention) -> str:
    """Return what a sentence wants of the ticket that it names, in any words, or ''."""
    if not surely(tokens, found):
        return ""
    ticket = tokens[found.first]._replace(word=errands.TICKET, raw=errands.TICKET)
    said = [*tokens[: found.first], ticket, *tokens[found.after :]]
    return errands.wanted(said, known_beside())


def surely(tokens: Sequence[Token], found: Mention) -> bool:
    """Tell whether the number is a ticket's: it is named one, or right and nothing else."""
    if found.named or not found.ref.check_ok:
        return found.named
    return not errands.others_number(tokens, found.first, found.after, known_beside())


@cache
def known_beside() -> frozenset[str]:
    """Return the words that may stand around a question about a ticket."""
    return _known() | _reminder("about", "verb", "asks", "with") | _words("wonders")


def _wanted(
    said: Sequence[str], around: Sequence[str], errand: str, *, short: bool
) -> Reading | None:
    """Read what *said*, the words that say something, want of the ticket."""
    if not said:
        return Reading("cek")
    changed = _rated(said) or _cancelled(said, around) or _reopened(said)
    if changed or errand == "tambah":
        return changed
    return Reading(errand) if errand else _asked(said, short=short)


def _is_of_ticket(said: Sequence[str], tokens: Sequence[Token], found: Mention) -> bool:
    """Tell whether the number is a ticket's beyond doubt.

    It is named one, opens the message, stands behind an act, or has no strange word near.
    """
    start = found.first
    while start and tokens[start - 1].word in _words("noise"):
        start -= 1
    if found.named or not start or tokens[start - 1].word in _acts() or _called_off(said):
        return True
    return all(word.isdigit() or word in _acts() or word in _known() for word in said)


@cache
def _acts() -> frozenset[str]:
    return (
        _words("backs") | _words("cancels") | _words("opens") | _words("again") | _words("finished")
    )


@cache
def _known() -> frozenset[str]:
    """Return the words of a question or a wish about a ticket."""
    lists = ("noise", "rates", "not_yet", "asks", "waits")
    return STATUS_ABOUT | STATUS_ASKS | STATUS_BESIDE | frozenset().union(*map(_words, lists))


def _find(text: str, tokens: Sequence[Token]) -> Mention | None:
    """Return the only number among *tokens* that can be a ticket, or None."""
    found = list(islice(numbers(text, tokens), 2))
    return found[0] if len(found) == 1 else None


def numbers(text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """Yield the numbers among *tokens* that can be tickets."""
    index = 0
    while index < len(tokens):
        if not tokens[index].word.isdigit():
            index += 1
            continue
        stop = index + 1
        while stop < len(tokens) and stop - index < 3 and _goes_on(text, tokens, stop):
            stop += 1
        named = _named(tokens, index)
        chosen = choose([(token.word, token.end) for token in tokens[index:stop]])
        if chosen and (chosen[0].check_ok or (named and _plausible(chosen[0]))):
            after = next(i + 1 for i in range(index, stop) if tokens[i].end == chosen[1])
            yield Mention(chosen[0], index, after, chosen[1], named)
            stop = after
        index = stop


def _plausible(ref: TicketRef) -> bool:
    return SHORTEST <= len(ref.digits) < MAX_DIGITS and ref.digits[0] != "0"


def _goes_on(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the token at *index* can be more digits of the number before it."""
    gap = text[tokens[index - 1].end : tokens[index].start]
    return tokens[index].word.isdigit() and gap in {" ", "-", "."}


def _named(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether "tiket", "no laporan" or the like stands right before the number."""
    for token in reversed(tokens[max(0, index - 3) : index]):
        if token.word in _words("names"):
            return True
        if token.word not in _words("between"):
            return False
    return False


def _rated(said: Sequence[str]) -> Reading | None:
    """Read "puas 5", "saya kasih 4", and "nilai 2" with a reason behind it."""
    for at, word in enumerate(said[:-1]):
        given = followups.score(said[at + 1]) if word in _words("rates") else None
        if given and _words("units").isdisjoint(said[at + 2 : at + 3]):
            return Reading("nilai", body=" ".join(said[at + 1 :]), score=given)
    lone = len(said) == 1 and said[0].isdigit()
    if (
        not (lone or not _words("rates").isdisjoint(said))
        or len(said) > followups.MAX_SCORE_WORDS + 2
    ):
        return None
    score = followups.score(" ".join(said))
    return Reading("nilai", body=str(score), score=score) if score else None


def _cancelled(said: Sequence[str], around: Sequence[str]) -> Reading | None:
    known = _words("cancels").intersection(said)
    if not known and _called_off(said):
        return Reading("batal")
    if not known or not _words("forced").isdisjoint(said):
        return None
    beside = known.intersection(around)
    near = said[max(0, said.index(min(beside)) - 1) :] if beside else said
    if not _words("keeps").isdisjoint(near):
        return None
    if not beside and (len(said) > MAX_SHORT or known <= _words("pulls")):
        return None
    return Reading("batal")


def _called_off(said: Sequence[str]) -> bool:
    """Tell whether *said* is "tidak jadi lapor" with a reason that wants nothing."""
    off = len(said) > 1 and said[0] in _words("denies") and said[1] in _words("backs")
    return off and _wishless().issuperset(said[2:])


@cache
def _wishless() -> frozenset[str]:
    return _words("wishless") | COURTESY


def _reopened(said: Sequence[str]) -> Reading | None:
    """Read "belum beres", "katanya beres tapi ...", and "buka lagi" with a reason behind it."""
    for index, word in enumerate(said[:MAX_SHORT]):
        after = said[index + 1 : index + 3]
        again = word in _words("opens") and not _words("again").isdisjoint(after)
        undone = word in _words("not_yet") and not _words("finished").isdisjoint(after)
        if again or (undone and len(said) <= MAX_SHORT):
            return Reading("buka")
    told = " ".join(said)
    again = not _words("opens").isdisjoint(said) and followups.says_again(told)
    return Reading("buka") if again or followups.unmended(told) else None


def _asked(said: Sequence[str], *, short: bool) -> Reading | None:
    """Read a question about the ticket, or that nothing has come of it."""
    if not short or len(said) > MAX_STATUS:
        return None
    asks = not STATUS_ASKS.isdisjoint(said) or not _words("asks").isdisjoint(said)
    known = _known() | _reminder("about", "verb", "asks", "with")
    strange = [
        word for word in said if word not in known and not (word.isdigit() and len(word) < 3)
    ]
    waits = not _words("waits").isdisjoint(said) and "belum" in said
    allowed = MAX_STRANGE if asks else 0
    return Reading("cek") if (asks or waits) and len(strange) <= allowed else None


def _added(text: str, tokens: Sequence[Token], found: Mention) -> Reading | None:
    """Read words for the ticket: behind its number, which an opener or a subject brings."""
    before = [token.word for token in tokens[: found.first]]
    if len(before) > EARLY:
        return None
    sure = found.named or (bool(before) and before[-1] in _words("adds") | _words("noise"))
    opened = sure and not _words("adds").isdisjoint(before[:OPENS])
    subject = bool(before) and found.named and _subject(before)
    rest = text[found.end :].lstrip(TRIM).rstrip()
    if not (opened or subject):
        return None
    if not any(c.isalpha() for c in rest):
        rest = text.strip() if opened and len(before) > OPENS else ""
    return Reading("tambah", body=rest)


def _told(text: str, tokens: Sequence[Token], found: Mention) -> str:
    """Return the words behind the number, or those before it when there are none."""
    rest = text[found.end :].lstrip(TRIM).rstrip()
    if any(c.isalpha() for c in rest):
        return rest
    return text[: tokens[found.first].start].rstrip(TRIM)


def _subject(before: Sequence[str]) -> bool:
    """Tell whether the message begins with the ticket: "laporan saya no ..." and nothing else."""
    known = _words("names") | _words("between") | greetings.SALUTES | greetings.ADDRESS
    return known.issuperset(before)
