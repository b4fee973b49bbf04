"""The grammar of keywords and commands, in pyparsing, built once for each vocabulary.

::

    report   = [ lead gap ] keyword [ close ] { gap keyword } gap [ filler gap ] [ filler gap ]
    keyword  = word of the city | alias | complaint word | word of another city
               (* followed by no letter or digit; or glued; or its letters spaced out *)
    close    = ")" | ">" | "]" | "}" | quote | "*"      (* of a keyword in brackets or quotes *)
    lead     = "ketik" | "tulis" | "reg" ...
    filler   = "spasi" | "(" "spasi" ")" | "<" "spasi" ">" | "isi aduan" | "aduan"
    gap      = { blank | "#" | "*" | "." | "," | ":" | ";" | "-" | "–" | "/" | "=" | "_" | "|" ... }

    numbered = act gap { noise gap } number gap
    act      = "CEK" | "STATUS" | "TAMBAH" | "INFO" | "BATAL" | "BUKA" | "NILAI" ...
    noise    = "no" | "nomor" | "tiket" | "laporan" | "spasi" ...
    number   = group { [ "-" ] group }            (* parser/tickets.py chooses how many *)
    group    = digit-or-lookalike, 1-12 times     (* ASCII only; l I O o stand for 1 1 0 0 *)

    another  = gap [ noise | "dan" | "ke" ] gap number           (* SELESAI 4839206 1234566 ... *)
    bare     = gap { noise gap } number gap end
    turned   = gap { noise gap } number gap act                    (* 4839206 SELESAI ... *)
    alone    = act gap { polite gap } end         (* CEK; TAMBAH ... without a number *)

What follows *report* and *numbered* is free text and is not parsed here. No recursion, and no
quantifier inside another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyparsing as pp

from parser.reading import ALIAS, EXACT, NONE, OTHER_CITY, Vocabulary
from parser.shorthand import plain
from parser.typo import near
from parser.words import COMPLAINT, FILLER, LEAD, OWNED, POLITE, SUFFIXES, listed

MIN_GLUED = 5  # letters of a keyword that may be glued to the next word
GAP = " \n\t#*!.,:;=_|/~•·…»–—―-"  # what people put between a keyword and their words

_FIGURES = str.maketrans("014568", "oiasgb")

_GAP = rf"(?:[{re.escape(GAP)}]|\+(?=[^\W\d_]))*"
_CLOSE = r"[)>\]}\"'*]?"
_gap = pp.Regex(_GAP).suppress().leave_whitespace()


def _end(name: str) -> pp.ParserElement:
    """Match nothing and tell where, under *name*."""
    empty = pp.Empty().leave_whitespace()
    return empty.set_parse_action(lambda _s, loc, _t: [loc])(name)


def _any_of(words: Iterable[str], after: str = r"(?![^\W_])", before: str = "") -> pp.ParserElement:
    """Match one of *words*, the longest first, with no letter or digit behind it."""
    longest = sorted(words, key=len, reverse=True)
    choice = "|".join(re.escape(w) for w in longest)
    return pp.Regex(f"{before}(?:{choice}){after}", re.IGNORECASE)


_polite = _any_of(POLITE)
_noise = _any_of(listed("no nomor nmr nomer tiket ticket tket laporan lap aduan spasi id saya"))
_joint = _any_of(listed("dan dg dengan ke no nomor tiket sama serta"))
_group = pp.Regex(r"[0-9]{7,9}(?![0-9])|(?=[OoIl]{0,12}[0-9])[0-9OoIl]{1,12}(?![^\W_])")
_group.set_parse_action(lambda _s, loc, t: [(t[0], loc + len(t[0]))])
_number = pp.Group(_group + (pp.Opt(pp.Literal("-")).suppress() + _group)[..., 5])("number")
_word = pp.Regex(r"[^\W\d_]{1,20}").suppress()

NUMBERED = _word + _gap + (_noise.suppress() + _gap)[..., 3] + _number
"""An act, which the caller has looked up, and the groups of its ticket number."""
BARE = _gap + (_noise.suppress() + _gap)[..., 2] + _number + _gap + pp.StringEnd()
ANOTHER = _gap + (_joint.suppress() + _gap)[..., 2] + _number
TURNED = _gap + (_noise.suppress() + _gap)[..., 2] + _number + _gap + _end("act")
ALONE = _word + _gap + (_polite.suppress() + _gap)[..., 3] + pp.StringEnd()


@dataclass(frozen=True, slots=True)
class Addressed:
    """A keyword that was found at the beginning."""

    keyword: str | None  # the city's own spelling; None for a complaint word
    match: str
    written: str  # folded to lower case
    end: int  # where the free text begins
    bare_end: int  # where it begins when a complaint word belongs to the sentence


class Grammar:
    """The words of one vocabulary: a cheap look-up, and the grammar behind it."""

    def __init__(self, words: Vocabulary) -> None:
        self.names: dict[str, tuple[str | None, str]] = dict.fromkeys(COMPLAINT, (None, NONE))
        for other in words.others:
            self.names |= {
                w.lower(): (other.word, OTHER_CITY) for w in (other.word, *other.aliases)
            }
        for own in words.keywords:
            self.names |= {alias.lower(): (own.word, ALIAS) for alias in own.aliases}
            self.names[own.word.lower()] = (own.word, EXACT)
        self.own = frozenset(w for w, (_, match) in self.names.items() if match in {EXACT, ALIAS})
        self._glued = tuple(sorted(w for w in self.names if len(w) >= MIN_GLUED or w in self.own))
        self._long = tuple(sorted(w for w in self.own if len(w) >= MIN_GLUED))
        self._initials = frozenset(w[0] for w in self.own if len(w) > 2)
        self._report = self._build()

    def may_begin(self, word: str, following: str) -> bool:
        """Tell whether *word*, with *following* after it, can begin a report; a look-up only."""
        return (
            word in self.names
            or word in LEAD
            or word.startswith(self._glued)
            or (len(word) == 1 == len(following) and word in self._initials)
        )

    def meant(self, typed: str) -> str:
        """Return the city's own word of which *typed* is a typo, or ''.

        A stretched word ("surgaaaa") is one; so is a figure for a letter ("5urga").
        """
        stretched = plain(typed)
        if stretched != typed and stretched in self.own:
            return stretched
        if not typed.isalpha():
            typed = typed.translate(_FIGURES)
            if typed in self.own:
                return typed
        return near(typed, self._long)

    def address(self, head: str) -> Addressed | None:
        """Return the keyword that *head* begins with, or None."""
        try:
            found = self._report.parse_string(head)
        except pp.ParseException:
            return None
        written = "".join(c for c in found["word"].lower() if c.isalnum())
        keyword, match = self.names[written]
        return Addressed(keyword, match, written, found["end"], found["after"])

    def _build(self) -> pp.ParserElement:
        exact = _any_of(self.names)
        # Glued: a new word must begin, by letters that are no suffix or by a change of case.
        suffix = "|".join(sorted(SUFFIXES, key=len, reverse=True))
        long = [w for w in self._glued if len(w) >= MIN_GLUED] or ["\0"]
        glued = _any_of(long, rf"(?=[^\W_]{{3,}})(?!(?:{suffix})(?![^\W_]))")
        capitals = "|".join(sorted((w.upper() for w in self.own), key=len, reverse=True))
        cased = pp.Regex(rf"(?:{capitals or chr(0)})(?=[a-z]{{3,}})")
        spaced = _any_of(("\0",))
        if self._initials:
            spaced = pp.MatchFirst([_spaced(w) for w in sorted(self.own) if len(w) > 2])
        word = (exact | spaced | cased | glued)("word")
        # One expression for a word and the gap behind it: each element costs 3 microseconds.
        lead = pp.Opt(_any_of(LEAD, rf"(?![^\W_]){_GAP}").suppress())
        close = pp.Regex(_CLOSE + _GAP).suppress().leave_whitespace()
        again = _any_of(self.own or ("\0",), rf"(?![^\W_]){_CLOSE}{_GAP}").suppress()[..., 3]
        owned = "|".join(sorted(OWNED, key=len, reverse=True))
        behind = rf"(?![^\W_])(?!\s(?:{owned})(?![^\W_])){_CLOSE}{_GAP}"
        fillers = _any_of(FILLER, behind, r"[(<\[{\"']?").suppress()[..., 2]
        return pp.And([lead, word, close, again, _end("after"), fillers, _end("end")])


def _spaced(word: str) -> pp.ParserElement:
    """Match the letters of *word* with one mark or blank between each two of them."""
    letters = r"[ .\-_*]".join(re.escape(c) for c in word)
    return pp.Regex(rf"{letters}(?![^\W_])", re.IGNORECASE)


@lru_cache(maxsize=64)
def grammar(words: Vocabulary) -> Grammar:
    """Return the grammar of *words*, built at its first use (a few milliseconds)."""
    return Grammar(words)
