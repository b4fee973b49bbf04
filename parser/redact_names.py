"""Names of people, where somebody is introduced, called or addressed: "a.n. Siti", "pak Budi"."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from parser import late, redact_kin
from parser.lists import load, squash, words
from parser.places_words import known as place_words
from parser.redact_tells import GIVEN, NAME, PERSON, SELF
from parser.shorthand import plain
from parser.spans import Span

MAX_NAME = 4  # words
MAX_RANK = 3  # letters of a title that is cut with the name: "Hj.", not the "haji" of "pak haji"
BEFORE = 24  # characters before a mark that may be a street's

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_JOINS = frozenset({" ", ". ", ".", "-", "'", " '"})
_NAME = load("redact")["name"]
_SELF = late.pattern(rf"(?<![^\W_])(?i:{'|'.join(_NAME['self'].split())}),?\s")
_TWO = late.pattern(r"[A-Z][a-z]{2,20} [A-Z][a-z]{2,20}(?![^\W_])")
_SIGNS = late.pattern(r"(?:^|[.,;:!?(\n–-])[ ]{0,2}(?=[A-Z][a-z])")
_LAST = late.pattern(r"[.,!\n] {0,2}(?=[a-z]{3,20}(?: [a-z]{3,20})?[ .]{0,3}$)")
_SENDS = late.pattern(
    rf"(?<![^\W_])(?i:{'|'.join(_NAME['contact'].split())})[ .:]{{1,3}}(?=[A-Z][a-z])"
)
_REACHED = late.pattern(rf"(?<![^\W_])(?i:{'|'.join(_NAME['reach'].split())})[ .:]{{1,3}}")
_RANKS = late.pattern(
    rf"(?:(?:{'|'.join(_NAME['ranks'].split())})(?:\. ?| )){{1,3}}", re.IGNORECASE
)


class _Words(NamedTuple):
    triggers: re.Pattern[str]
    unsure: frozenset[str]
    loose: frozenset[str]
    titled: re.Pattern[str]
    called: re.Pattern[str]  # the same before a first name in small print
    behind: frozenset[str]  # never part of a name
    rank: frozenset[str]
    greets: frozenset[str]  # names that are greetings too
    goes_on: frozenset[str]  # behind the name of one who presents himself


@cache
def _known() -> _Words:
    data = load("redact")
    places = place_words()
    longest = sorted(data["name"]["triggers"], key=len, reverse=True)
    choice = "|".join(re.escape(trigger) for trigger in longest)
    is_called = "|".join(data["name"]["between"].split())
    person = places.lists["person"] | words(data["name"]["titles"])
    written = "|".join(
        sorted(person | {p.capitalize() for p in person} | set(map(str.upper, person)))
    )
    return _Words(
        triggers=re.compile(
            rf"(?<![^\W_])(?:{choice})(?![^\W_])[ .,:=\n]{{0,3}}(?:(?:{is_called})[ :]{{1,2}})?",
            re.IGNORECASE,
        ),
        unsure=words(data["name"]["unsure"]),
        loose=words(data["name"]["loose"]),
        titled=re.compile(rf"(?<![^\W_])(?:{written})(?:\. ?| )(?=[A-Z])"),
        called=re.compile(rf"(?<![^\W_])(?i:{written})(?:\. ?| )(?=[a-z])"),
        behind=words(data["name"]["behind"]),
        rank=places.lists["rank"] | person,
        greets=words(data["name"]["greets"]),
        goes_on=words(data["name"]["goes_on"]),
    )


def find(text: str, low: str, told: int, *, figures: bool) -> Iterator[Span]:  # noqa: ARG001
    """Yield names in *text*; not in order.

    *low* is it in lower case, *told* what its words tell (redact_tells.py).
    """
    if not told & (NAME | GIVEN | SELF | PERSON):
        return
    if text.isupper() and len(low) == len(text):
        text = low  # capitals tell nothing then
    if told & NAME:
        yield from _introduced(text)
    if told & GIVEN or (told & SELF and not text.islower()):
        yield from _presented(text)
    if told & GIVEN:
        yield from _signed(text)
    if told & PERSON:
        if told & GIVEN:
            yield from _called(text)
        if not text.islower():
            yield from _titled(text)


def _introduced(text: str) -> Iterator[Span]:
    """Yield the names behind "nama saya", "a.n." and their like."""
    known = _known()
    for trigger in known.triggers.finditer(text):
        said = trigger.group().lower().rstrip(" .:=")
        first = _word(text, _past_ranks(text, trigger.end()))
        if said.rstrip(",") in known.loose and not _is_loose(said, first):
            continue
        sure = said not in known.unsure or _TWO.match(text, trigger.end()) is not None
        yield from _name(text, trigger.end(), sure=sure)


def _is_loose(said: str, first: str) -> bool:
    """Tell whether a name follows "namanya": none does behind a comma."""
    return said[-1] != "," and (first[:1].isupper() or redact_kin.is_given(first))


def _presented(text: str) -> Iterator[Span]:
    """Yield the names of those who present themselves: "saya Budi dari ..."."""
    known = _known()
    for trigger in _SELF.finditer(text):
        written = _word(text, _past_ranks(text, trigger.end()))
        low = written.lower()
        given = redact_kin.is_given(low)
        if not given and not redact_kin.is_name(written, human=True):
            continue
        found = tuple(_name(text, trigger.end(), sure=True))
        behind = _next_word(text, found[0].end) if found else ""
        capital = written[0].isupper()
        if (
            behind in _FROM
            or ((given or capital) and behind in known.goes_on)
            or (given and capital)
        ):
            yield from found


def _signed(text: str) -> Iterator[Span]:
    """Yield first names where somebody signs, or is to be called."""
    known = _known()
    for trigger in (*_SIGNS.finditer(text), *_SENDS.finditer(text)):
        start = _past_ranks(text, trigger.end())
        pair = _TWO.match(text, start)
        if not redact_kin.is_given(_word(text, start).lower()) and not (
            pair
            and redact_kin.is_given(pair.group().split()[1].lower())
            and redact_kin.is_name(pair.group().split()[0], human=False)
        ):
            continue
        for name in () if _of_street(text, trigger) else _name(text, start, sure=True):
            behind = _next_word(text, name.end)
            if not behind or behind.isdigit() or behind in known.goes_on or _is_whole(pair):
                yield name
    for trigger in (*_REACHED.finditer(text), *_LAST.finditer(text)):
        written = _word(text, _past_ranks(text, trigger.end()))
        given = redact_kin.is_name(written, human=False, strict=True)
        given = given and written.lower() not in _known().greets
        if given and not _of_street(text, trigger):
            yield from _name(text, trigger.end(), sure=False)


def _is_whole(pair: re.Match[str] | None) -> bool:
    """Tell whether two words are somebody's names, and no street's: "Ahmad Yani"."""
    if pair is None or not all(map(redact_kin.is_given, pair.group().lower().split())):
        return False
    return squash(pair.group()) not in place_words().streets


def _of_street(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a street's marker stands before *mark*: "Jl. Agus Salim"."""
    before = _WORD.findall(text, max(0, mark.start() - BEFORE), mark.start() + 1)
    return bool(before) and before[-1].lower() in place_words().trigger


def _word(text: str, start: int) -> str:
    word = _WORD.match(text, start)
    return word.group() if word else ""


def _next_word(text: str, end: int) -> str:
    word = _WORD.search(text, end)
    return word.group().lower() if word else ""


def _called(text: str) -> Iterator[Span]:
    """Yield the names in small print behind "pak", "bu" and their like."""
    known = _known()
    for called in known.called.finditer(text):
        start = _past_ranks(text, called.end())
        written = _word(text, start)
        low = written.lower()
        if (
            low not in known.rank
            and redact_kin.is_name(low, human=True, strict=True)
            and (not redact_kin.is_small(low) or _next_word(text, start + len(low)) not in _VERY)
        ):
            yield from _name(text, called.end(), sure=True)


def _titled(text: str) -> Iterator[Span]:
    """Yield the names behind "Pak", "Bu" and their like."""
    known = _known()
    for titled in known.titled.finditer(text):
        written = _word(text, _past_ranks(text, titled.end()))
        shouted = written.isupper() and len(written) <= 3  # the initials of a mayor
        if written and not shouted and written.casefold() not in known.rank:
            yield from _name(text, titled.end(), sure=False)


_FROM = frozenset({"dari", "warga", "asal", "saking"})
_VERY = frozenset({"sekali", "banget", "bgt", "nian", "pisan", "tenan"})


def _past_ranks(text: str, start: int) -> int:
    """Return where the name behind "Hj.", "dr." or "M." at *start* begins; *start* for none."""
    ranks = _RANKS.match(text, start)
    if ranks is None:
        return start
    word = _word(text, ranks.end())
    named = redact_kin.is_given(word.lower()) or redact_kin.is_name(word, human=True)
    return ranks.end() if named else start


def _name(text: str, start: int, *, sure: bool) -> Iterator[Span]:
    """Yield up to four words of a name at *start*.

    *sure*: no doubt that a name is there, so that its first word may be a plain one ("Bunga").
    """
    begin = end = -1
    capital = False
    behind = _past_ranks(text, start)
    ranked = behind > start and len(_word(text, start)) <= MAX_RANK
    for count, word in enumerate(_WORD.finditer(text, behind, behind + 200)):
        between = text[end if count else behind : word.start()]
        parted = between not in _JOINS if count else between.strip(" \"'*(.") != ""
        if count == MAX_NAME or parted or not _may_name(word.group(), first=not count, sure=sure):
            break
        if not count:
            begin = start if ranked else word.start()
            capital = word.group()[0].isupper()
        elif capital and redact_kin.ends_name(word.group()):
            break
        end = word.end()
    if end - begin > 1:
        yield Span("nama", begin, end)


def _may_name(written: str, *, first: bool, sure: bool) -> bool:
    """Tell whether a word can be part of a name: no everyday word, no shorthand, no number."""
    if written.isdigit():
        return False
    word = written.casefold()
    places, known = place_words(), _known()
    if word in known.behind:
        return False
    capital = written[0].isupper() and not written.isupper()
    if redact_kin.is_given(word) and (first or capital or word not in places.common):
        return True
    if redact_kin.is_plain_name(word) and (capital or (first and sure)):
        return True
    if redact_kin.is_small(word) and not first:
        return True
    everyday = (
        plain(word) != word
        or word in places.common
        or word in places.trigger
        or word in places.lists["not_name"]
    )
    return not everyday or (first and sure and capital)
