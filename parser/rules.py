"""The rules of keywords and commands in pyparsing; parser/grammar.py has the EBNF of them."""

import re
from collections.abc import Iterable

import pyparsing as pp

from parser.grammar import GAP, MIN_GLUED, Grammar
from parser.words import FILLER, LEAD, MANNERS, OWNED, POLITE, SOFT, SUFFIXES, listed

_PLUS = r"[+>)]*"  # "GABUNG 1234577+1234566", "1234577 -> 1234566"
_GAP = rf"(?:[{re.escape(GAP)}]|\+(?=[^\W\d_])|[?>](?=[\s?>]{{0,3}}[^\W\d_]))*"  # "SURGA >> jalan"
_ENDS = r"(?![^\W_])"  # of a word
_SKIP = r"[ \n\t\r]*"
_CLOSE = r"[)>\]}\"'*]?"
_MARKS = rf"(?:[{re.escape(GAP)}(\[&<\"'“‘]|\+(?=[^\W\d_]))*"  # before a number: "CEK (1234566)"


def _choice(words: Iterable[str]) -> str:
    """Return the pattern of one of *words*, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _any_of(words: Iterable[str], after: str = _ENDS, before: str = "") -> pp.ParserElement:
    """Match one of *words* with no letter or digit behind it."""
    return pp.Regex(f"{before}(?:{_choice(words)}){after}", re.IGNORECASE)


def _led(first: str, text: str, most: int) -> pp.ParserElement:
    """Match *first* and up to *most* of the words, each with the gap behind it, in one element.

    A number may be glued to a word: "no1234566".
    """
    words = rf"(?:{_SKIP}(?:{_choice(listed(text))})(?![^\W\d_]){_MARKS}){{0,{most}}}"
    return pp.Regex(first + words, re.IGNORECASE)


_NOISE = (
    "no nomor nmr nomer notiket tiket ticket tket tkt laporan lap aduan spasi id saya status cek"
    " lagi kembali dong pak bu min saja"
)
_JOINT = "dan dgn dg dengan ke no nomor tiket sama serta"
_group = pp.Regex(
    r"[-.,:_]?\s?(?:[0-9]{7,9}(?![0-9])|(?=[OoIl]{0,12}[0-9])[0-9OoIl]{1,12}(?![^\W_]))"
)
_group.set_parse_action(lambda _s, loc, t: [(t[0].lstrip("-.,:_ \n"), loc + len(t[0]))])
_number = _group[1, 9]
_ACT = r"[^\W\d_]{1,20}" + _MARKS

BY_NAME = {
    "numbered": _led(_ACT, " ".join((_NOISE, *sorted(SOFT))), 3) + _number,
    "bare": _led(_MARKS, _NOISE, 2) + _number + pp.Regex(rf"{_MARKS}\s*\Z"),
    "another": _led(_MARKS + _PLUS + _MARKS, _JOINT, 3) + _number,
    "turned": _led(_MARKS, _NOISE, 2) + _number,
    "alone": _led(_ACT, " ".join(sorted(POLITE | MANNERS)), 3) + pp.StringEnd(),
}
"""The rules of commands; the caller of *numbered* and *alone* has looked their act up."""


def parsed(rule: pp.ParserElement, text: str) -> pp.ParseResults | None:
    """Return what *rule* finds where *text* begins, or None."""
    try:
        return rule.parse_string(text)
    except pp.ParseException:
        return None


def numbers(rule: str, text: str) -> list[tuple[str, int]] | None:
    """Return the digits that a rule of a command finds and where they end; [] for *alone*."""
    found = parsed(BY_NAME[rule], text)
    return None if found is None else [one for one in found if isinstance(one, tuple)]


def report(known: Grammar) -> pp.ParserElement:
    """Return *report*; each element costs 3 microseconds, so a word and its gap are one."""
    again = _any_of(known.own or ("\0",), rf"{_ENDS}{_CLOSE}{_GAP}")[..., 3]
    owned = "|".join(sorted(OWNED, key=len, reverse=True))
    behind = rf"{_ENDS}(?!\s(?:{owned}){_ENDS}){_CLOSE}{_GAP}"
    fillers = _any_of(FILLER, behind, r"[(<\[{\"']?")[..., 2]
    lead = pp.Regex(rf"(?:(?:{_choice(LEAD)}){_ENDS}{_GAP})?", re.IGNORECASE).suppress()
    close = pp.Regex(_CLOSE + _GAP).leave_whitespace()
    return pp.And([lead, pp.Regex(_word(known)), _end(close + again), _end(fillers)])


def _word(known: Grammar) -> str:
    """Return the pattern of *keyword*: whole, spaced out, or with a new word glued to it."""
    long = [w for w in known.glued if len(w) >= MIN_GLUED] or ["\0"]
    spaced = "|".join(_spaced(w) for w in sorted(known.own) if len(w) > 2) or "\0"
    capitals = "|".join(re.escape(w.upper()) for w in sorted(known.own, key=len, reverse=True))
    suffix = _choice(SUFFIXES)
    # A new word begins by letters that are no suffix, or by a change of case.
    return (
        rf"(?i:(?:{_choice(known.names)}){_ENDS}|(?:{spaced}){_ENDS})"
        rf"|(?:{capitals or chr(0)})(?=[a-z]{{3,}})"
        rf"|(?i:(?:{_choice(long)})(?=[^\W_]{{3,}})(?!(?:{suffix}){_ENDS}))"
    )


def _end(element: pp.ParserElement) -> pp.ParserElement:
    """Match *element* and return only where it ends."""
    return element.set_parse_action(lambda _s, loc, found: [loc + sum(map(len, found))])


def _spaced(word: str) -> str:
    """Return the pattern of the letters of *word* with one mark or blank between each two."""
    return r"[ .\-_*]".join(re.escape(c) for c in word)
