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
    number   = group { [ "-" | "." ] group }      (* parser/tickets.py chooses how many *)
    group    = digit-or-lookalike, 1-12 times     (* ASCII only; l I O o stand for 1 1 0 0 *)

    another  = gap [ noise | "dan" | "ke" ] gap number           (* SELESAI 4839206 1234566 ... *)
    bare     = gap { noise gap } number gap end
    turned   = gap { noise gap } number                            (* 4839206 BATAL ... *)
    alone    = act gap { polite gap } end         (* CEK; TAMBAH ... without a number *)

What follows *report* and *numbered* is free text and is not parsed here. No recursion, and no
quantifier inside another. The rules themselves stand in parser/rules.py, imported when a text first
needs one: most need the look-ups of this module only.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from parser.reading import ALIAS, EXACT, NONE, OTHER_CITY, Vocabulary
from parser.shorthand import plain
from parser.typo import near
from parser.words import COMPLAINT, FILLER, LEAD

if TYPE_CHECKING:
    from pyparsing import ParserElement

MIN_GLUED = 5  # letters of a keyword that may be glued to the next word
GAP = " \n\t#*!.,:;=_|/~•·…»–—―-"  # what people put between a keyword and their words

MAX_STRETCHED = 24  # letters
_FIGURES = str.maketrans("014568", "oiasgb")

_GAPS = frozenset(GAP)


class Addressed(NamedTuple):
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
            self.names |= {alias.lower(): (other.word, OTHER_CITY) for alias in other.aliases}
        self.names |= {other.word.lower(): (other.word, OTHER_CITY) for other in words.others}
        for own in words.keywords:
            self.names |= {alias.lower(): (own.word, ALIAS) for alias in own.aliases}
            self.names[own.word.lower()] = (own.word, EXACT)
        self.own = frozenset(w for w, (_, match) in self.names.items() if match in {EXACT, ALIAS})
        self.glued = tuple(sorted(w for w in self.names if len(w) >= MIN_GLUED or w in self.own))
        self._long = tuple(sorted(w for w in self.own if len(w) >= MIN_GLUED))
        self._unlike = words.own.no_keyword if words.own else frozenset()
        self._behind = self.own | {filler.split()[0] for filler in FILLER}
        self._initials = frozenset(w[0] for w in self.own if len(w) > 2)
        self.foreign = _Foreign(self)
        self._report: ParserElement | None = None

    def may_begin(self, word: str, following: str) -> bool:
        """Tell whether *word*, with *following* after it, can begin a report; a look-up only."""
        return (
            word in self.names
            or word in LEAD
            or word.startswith(self.glued)
            or (len(word) == 1 == len(following) and word in self._initials)
        )

    def plainly(self, word: str, gap: str, following: str) -> tuple[str | None, str] | None:
        """Return (keyword, match) of a keyword with nothing of the grammar around it, or None.

        So most reports begin: *word*, a *gap*, and a word that is no keyword and no filler.
        """
        plain = word not in LEAD and following not in self._behind
        return self.names.get(word) if plain and gap and _GAPS.issuperset(gap) else None

    def stretches(self, typed: str) -> bool:
        """Tell whether *typed* is one of the city's own words with its letters repeated."""
        return typed not in self.own and len(typed) < MAX_STRETCHED and plain(typed) in self.own

    def meant(self, typed: str) -> str:
        """Return the city's own word of which *typed* is a typo, or ''.

        A stretched word ("surgaaaa") is one; so is a figure for a letter ("5urga").
        """
        if self.stretches(typed):
            return plain(typed)
        if not typed.isalpha():
            typed = typed.translate(_FIGURES)
            if typed in self.own:
                return typed
        return "" if typed in self._unlike else near(typed, self._long)

    def address(self, head: str) -> Addressed | None:
        """Return the keyword that *head* begins with, or None."""
        from parser import rules  # noqa: PLC0415 - 40 ms: pyparsing

        if self._report is None:
            self._report = rules.report(self)
        found = rules.parsed(self._report, head)
        if found is None:
            return None
        word, bare_end, end = found
        written = "".join(c for c in word.lower() if c.isalnum())
        keyword, match = self.names[written]
        return Addressed(keyword, match, written, end, bare_end)


class _Foreign(dict[str, bool]):
    """Word -> is it surely no keyword, whatever follows; forgotten when there are too many."""

    def __init__(self, known: Grammar) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, word: str) -> bool:
        known = self._known
        foreign = len(word) > 1 and not (known.may_begin(word, "") or known.meant(word))
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = foreign
        return foreign


def matched(rule: str, text: str) -> list[tuple[str, int]] | None:
    """Return the digits that a rule of a command (parser/rules.py) finds, or None."""
    from parser import rules  # noqa: PLC0415 - 40 ms: pyparsing

    return rules.numbers(rule, text)


@lru_cache(maxsize=64)
def _grammar(words: Vocabulary) -> Grammar:
    return Grammar(words)


_MOST_KEPT = 64  # vocabularies
_MOST_WORDS = 4096
_KEPT: dict[int, tuple[Vocabulary, Grammar]] = {}
"""By identity: to hash all words costs 2 microseconds. What is kept keeps its identity."""


def grammar(words: Vocabulary) -> Grammar:
    """Return the grammar of *words*, built at its first use (a few milliseconds)."""
    kept = _KEPT.get(id(words))
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(words)] = (words, _grammar(words))
    return kept[1]
