"""The words that rules know: synonyms made one, affixes and a typo seen through, terms found.

A *term* is one to four words. A message and all terms are folded the same way, so that a rule
written "lampu mati" also finds "lampune pejah": ``data/same.toml`` says what is the same.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from sys import intern
from typing import Final, NamedTuple, TypeVar

from parser import likened, trees
from parser.common import common, rarest
from parser.lists import MOST_KEPT, beside, load
from parser.slips import ROOT_LETTERS, Slips, is_real
from parser.stem import minang, stems
from parser.tokens import Token
from parser.trees import Terms

V = TypeVar("V")

MAX_WORDS = 320  # of a message: all of ten parts; what is wrong may stand at the end of a letter
MAX_TERM = 4  # words
MOST_WAITING = 24  # rules that ask for a bit of their own
TYPO_LETTERS = 5  # a shorter word is not mended: too many other words are near
BREAK: Final = ","  # stands where the message had a mark
CONTEXT = 6  # words behind "padahal" that are not what the message is about
STREET: Final = "jl"
NAMED = 2  # the word before is part of a name that no rule knows
_STREETS = beside("lexicon", "streets")
_AND = beside("lexicon", "and")
_NAMED = frozenset({STREET, "kelurahan", "kecamatan"})  # with a name behind: only where
_VERBS = frozenset({"me", "di"})
_FILES = ("categories", "types", "urgency", "wishes", "accused")


class View(NamedTuple):
    """A message as rules see it."""

    words: tuple[str, ...]  # folded, without those that say nothing ("yang", "pak")
    core: tuple[str, ...]  # without all fillers, prepositions and words for areas
    aside: tuple[bool, ...]  # for each of *core*: it only says where ("depan pasar")
    joints: tuple[int, ...]  # places in *core* where a mark or "and" stood before
    told: int = 0  # the bits of rules (waits_for) that may find anything
    tokens: Sequence[Token] = ()  # of the message


_as_view = partial(tuple.__new__, View)  # in half the time of View(...)


def table(name: str) -> dict[str, dict[str, str]]:
    """Return the tables of ``parser/data/<name>.toml``, a file that has texts only."""
    return load(name)


def listed(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the terms of *text*, which stand between commas, as words."""
    for term in text.split(","):
        words = tuple(map(intern, term.split()))
        if words:
            yield words


@cache
def _same() -> dict[str, str]:
    """Return variant -> the word it stands for."""
    return {
        intern(variant): intern(word)
        for word, variants in table("same")["same"].items()
        for variant in (word, *variants.split())
    }


@cache
def _vocabulary() -> frozenset[str]:
    """Return all words that any rule knows."""
    known = {*_same().values(), *_AND}
    for name in _FILES:
        for rules in table(name).values():
            for text in rules.values():
                known.update(word for term in listed(text) for word in term)
    for text in table("same")["role"].values():
        known.update(text.split())
    return frozenset(known)


@cache
def role(name: str) -> frozenset[str]:
    """Return the words of a role of ``same.toml``: place, area, filler."""
    return frozenset({fold(word) for word in table("same")["role"][name].split()})


@cache
def _slips() -> tuple[Slips, Slips]:
    """Return the words that a slip may be of: those of rules, then common ones with affixes."""
    rules = {*_vocabulary(), *_same()}
    return Slips(rules), Slips(common() - rules)


@lru_cache(maxsize=MOST_KEPT)
def fold(word: str, mend: bool = True) -> str:
    """Return the word that rules use for *word*, or *word* itself when they know none.

    *mend* also sees through one typo in a long word. Verbs fold to their root when that is known
    ("dipukul" and "memukul" to "pukul"), other words only when they are not known themselves.
    """
    same, known = _same(), _vocabulary()
    if word in same:
        return same[word]
    verb = len(word) > 5 and word[:2] in _VERBS
    if not verb and word in known:
        return word
    candidates = (*stems(word), *minang(word))
    for candidate in (*candidates[1:], word) if verb else candidates:
        short = len(candidate) < 4 and not word.startswith(candidate)
        if short or (candidate not in same and candidate not in known):
            continue
        if candidate != word and candidate[:2] in _VERBS:
            return fold(candidate)
        return same.get(candidate, candidate)
    if mend and len(word) >= TYPO_LETTERS and word.isalpha() and word not in role("plain"):
        return word if is_real(candidates) else _mended(word)
    return word


def knows(word: str) -> bool:
    """Tell whether any rule knows *word*, as it is or without its affixes.

    A root that is only a small word ("nong" of "tenong") tells nothing.
    """
    if word in _same() or word in _vocabulary():
        return True
    root = fold(word, False)
    small = any(root in role(name) for name in ("place", "side", "area", "filler", "light"))
    return root in _vocabulary() and len(root) >= ROOT_LETTERS and not small


def _mended(word: str) -> str:
    """Return what rules use for the word that *word* is a slip of, or *word*."""
    rules, everyday = _slips()
    meant = rules.meant(word) or everyday.meant(word)
    return fold(meant) if meant else word


_WAITING: list[Callable[[], Container[str]]] = []
_KINDS: list[tuple[Callable[[], Mapping[str, int]], int]] = []


def waits_for(words: Callable[[], Container[str]]) -> int:
    """Return the bit of ``View.told`` that one of *words* sets; without it a rule finds nothing.

    Each message then costs a rule one look at a number. *words* is called when the first message
    comes, and must return the same look-up each time.
    """
    if len(_WAITING) == MOST_WAITING:
        raise RuntimeError(f"{MOST_WAITING} rules have a bit of their own; raise MOST_WAITING")
    _WAITING.append(words)
    for seen in (_SEEN, _SEEN_NAME, _AS_TYPED):
        seen.clear()
    return 1 << len(_WAITING) - 1


def waits_for_terms(terms: Callable[[], Terms[V]]) -> int:
    """Return the bit that one word of each of *terms* sets, the rarest of it."""
    return waits_for(cache(lambda: rarest(terms().all())))


def waits_for_kinds(kinds: Callable[[], Mapping[str, int]]) -> int:
    """Return by how many bits ``View.told`` is shifted for what *kinds* says of each word.

    For a rule with more kinds of words than it would ask for by themselves; one only may have them.
    """
    _KINDS.append((kinds, MOST_WAITING))
    for seen in (_SEEN, _SEEN_NAME, _AS_TYPED):
        seen.clear()
    return MOST_WAITING


def view(tokens: Sequence[Token]) -> View:
    """Return *tokens* as rules see them; the latest is kept for the next rule that asks."""
    latest = _LATEST[0]
    if latest[0] is tokens:
        return latest[1]
    seen = _view(tokens if len(tokens) <= MAX_WORDS else tokens[:MAX_WORDS])
    _LATEST[0] = (tokens, seen)
    return seen


def part(tokens: Sequence[Token]) -> View:
    """Return some of the tokens of a message as rules see them; the view of the whole is kept."""
    return _view(tokens)


_LATEST: list[tuple[object, View]] = [(None, View((), (), (), ()))]
"""One pair, put in place at once: two threads may compute the same view, never mix two."""


_CLOCK = beside("lexicon", "clock")  # beside a figure: the time, or how often
_OCLOCK = beside("lexicon", "oclock")
_BY_PLACE = frozenset({"clock", "like", "kel"})
_SKIPPED = frozenset({"time", "like"})
_COUNTS = beside("lexicon", "counts")
_KEL: Final = "kel"
_HALL: Final = "kelurahan"
_OFFICES = beside("lexicon", "offices")
"""Behind these "kel" is the office, else the marker of a name."""
_AS_IS = beside("lexicon", "as_is")
"""Behind "seperti" these compare with nothing."""
_COMPARED = likened.DISASTERS | likened.SCENES
_AHEAD = {"since": 1, "filler": 0, "side": 3, "place": 3, "area": 2}
"""Role -> so many words behind such a word only say where or since when."""
_LEFT = {**_AHEAD, "figures": 0}
"""The same of all parts; a figure is the end of a name: "gang 3 lampu mati"."""
_WHERE = frozenset({"place", "area"})
_NOWHERE = -1  # the place behind the last word, which _where() cuts off again
_NUMBERED = frozenset({"rt", "rw"})


_Seen = tuple[
    str,  # written: as rules are given it
    str,  # word: as they look it up
    int,  # told: bits of the rules that wait for it
    bool,  # light: it says nothing
    str,  # part: of _AHEAD, "context", "like", "figures", "clock", "kel"; "" for the matter
    bool,  # known: to a rule
    bool,  # plain: it says what the matter is, and nothing of the words behind it
]
"""What is known of one word wherever it stands; a named tuple is parted in thrice the time."""


class _SeenWords(dict[str, _Seen]):
    """Word -> what is known of it; forgotten when there are too many.

    A dict and not lru_cache: a call, a pair of arguments and its list of ages cost more.
    """

    def __init__(self, *, mend: bool) -> None:
        super().__init__()
        self._mend = mend

    def __missing__(self, raw: str) -> _Seen:
        word = intern("jalan" if raw == STREET else fold(raw, self._mend))
        parts = (name for name in (*_AHEAD, "context", "like") if word in role(name))
        other = "clock" if raw in _CLOCK else "like" if raw in likened.ALSO else ""
        part = _KEL if raw == _KEL else next(parts, "figures" if word.isdigit() else other)
        light = word in role("light")
        told = sum(1 << bit for bit, words in enumerate(_WAITING) if word in words())
        told += sum(kinds().get(word, 0) << shift for kinds, shift in _KINDS)
        if len(self) >= MOST_KEPT:
            self.clear()
        plain = not (light or part or raw in _AND or raw in _NAMED)
        self[raw] = seen = (raw, word, told, light, part, word in _vocabulary(), plain)
        return seen


_SEEN, _SEEN_NAME = _SeenWords(mend=True), _SeenWords(mend=False)  # a name is not mended


class _AsTyped(dict[str, _Seen | None]):
    """Word as typed -> what is known of it; None where rules look up its plain form.

    "sppt" as written is a word; with its letters reduced it is another.
    """

    def __missing__(self, raw: str) -> _Seen | None:
        if len(self) >= MOST_KEPT:
            self.clear()
        typed = STREET if raw in _STREETS else raw if raw in _vocabulary() else ""
        self[raw] = seen = _SEEN[typed] if typed else None
        return seen


_AS_TYPED = _AsTyped()


def _view(tokens: Sequence[Token]) -> View:
    words: list[str] = []
    core: list[str] = []
    aside: list[int] = []  # places in *core*
    joints: list[int] = []
    told = left = far = 0  # words that still only say where, or only tell of something besides
    name: int = False  # they may be a name, which looks like a slip and is none; NAMED: are
    like = False  # the next word is only compared with: "seperti danau"
    behind = tokens[0].start if tokens else 0
    for index, (meant, raw, start, end) in enumerate(tokens):
        marked = start - behind > 1
        behind = end
        plainly = _SEEN_NAME if name and not marked else _SEEN
        written, word, bits, light, part, known, plain = _AS_TYPED[raw] or plainly[meant]
        told = told | bits if bits else told  # most words have none; the numbers are wide
        if plain and not (marked or left or far or like):  # most words
            words.append(word)
            core.append(word)
            name = False
            continue
        if marked or written in _AND:
            far, left, name = 0 if marked else far, 0, False
            joints.append(len(core))
        if part in _BY_PLACE:
            part = _placed(tokens, index)
            word = _HALL if written == _KEL and not part else word
        if not (light or (part == "time" and written != "jam")):
            words.append(word)
        if not part:
            if like:
                like = likened.goes_on(word, words, tokens)
                continue
            left = 0 if name == NAMED and known else left  # a name ends where a word tells
            named = written in _NAMED and _is_name(tokens, index + 1)
            aside.append(len(core) if left or far or named else _NOWHERE)
            core.append(word)
            left = 3 if named else left - (left > 0)
            far -= far > 0
            name = left > 0 and (written == STREET or (name and not known) << 1)
            continue
        like = like or part == "like"
        if part == "context":
            far = CONTEXT
        elif part not in _SKIPPED:
            left = _reach(left, tokens[index : index + 2]) if part == "area" else _LEFT[part]
            name = part in _WHERE or name
    where = _where(aside, len(core))
    return _as_view((tuple(words), tuple(core), where, tuple(joints), told, tokens))


def breaks(view: View) -> tuple[int, ...]:
    """Return the places in the words of *view* before which a mark stood."""
    return clauses(view).marks


class Clauses(NamedTuple):
    """The words of a View and how they were typed."""

    words: tuple[str, ...]
    marks: tuple[int, ...]  # places in *words* before which a mark stood
    typed: tuple[str, ...]  # for each of *words*


def clauses(view: View) -> Clauses:
    """Return the words of *view*, where marks stood between them, and how they were typed."""
    places: list[int] = []
    typed: list[str] = []
    behind = 0
    for index, (meant, raw, start, end) in enumerate(view.tokens):
        if behind and start - behind > 1:
            places.append(len(typed))
        behind = end
        written, word, _bits, light, part, _known, plain = _AS_TYPED[raw] or _SEEN[meant]
        if part in _BY_PLACE:
            part = _placed(view.tokens, index)
        dropped = word in likened.DISASTERS and view.words[len(typed) :][:1] != (word,)
        if not dropped and (plain or not (light or (part == "time" and written != "jam"))):
            typed.append(raw)
    return Clauses(view.words, tuple(places), tuple(typed))


def _where(aside: Sequence[int], count: int) -> tuple[bool, ...]:
    """Return for each of *count* words whether it is one of those at *aside*."""
    where = [False] * (count + 1)
    for index in aside:
        where[index] = True
    return tuple(where[:count])


def _reach(left: int, here: Sequence[Token]) -> int:
    """Return how many words behind *here*, an area and what follows, only say where; now *left*."""
    if here[0].raw in _NUMBERED and here[-1].raw.isdigit():
        return 0  # "RT 2 lampu mati": the figure is all of the name
    return max(left, _AHEAD["area"])


def _placed(tokens: Sequence[Token], index: int) -> str:
    """Return the part of a word that is another beside figures, or before "ini".

    "Pukul 23" and "2 jam" are times, "tiga kali" is no river; "seperti ini" compares with nothing;
    "kantor kel" is the office.
    """
    word, behind = _written(tokens[index]), _next(tokens, index)
    if word == _KEL:
        return "" if index and tokens[index - 1].word in _OFFICES else "area"
    if word not in _CLOCK:
        if word in likened.ALSO and not {behind, fold(behind)} & _COMPARED:
            return ""
        return "figures" if behind in _AS_IS else "like"
    if word in _OCLOCK:
        return "time" if behind.isdigit() else ""  # "gang 3 PKL jualan"
    before = _written(tokens[index - 1]) if index and _next(tokens, index - 1) != BREAK else ""
    if before.isdigit() or before in _COUNTS:
        return "time"
    return "time" if word != "kali" and behind.isdigit() else ""


def _next(tokens: Sequence[Token], index: int) -> str:
    """Return the word behind that at *index*; BREAK where the text has a mark, '' at its end."""
    if index + 1 >= len(tokens):
        return ""
    following = tokens[index + 1]
    return BREAK if following.start - tokens[index].end > 1 else _written(following)


def _written(token: Token) -> str:
    seen = _AS_TYPED[token.raw]
    return seen[0] if seen else token.word


def _is_name(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether no rule knows the word at *index*: behind "jalan" it is a street's name."""
    following = _next(tokens, index - 1)
    return following not in {"", BREAK} and fold(following) not in _vocabulary()


def compiled(
    entries: Iterable[tuple[tuple[str, ...], V]], *, without: frozenset[str] | None = None
) -> Terms[V]:
    """Return *entries* (term, value) folded; all values of a term are kept, in order.

    *without* are the words that a message has lost when it is compared (role "light").
    """
    lost = role("light") if without is None else without
    values: dict[tuple[str, ...], dict[V, None]] = {}
    for term, value in entries:
        folded = tuple(fold(word) for word in term)
        kept = tuple(
            word for word in folded if word not in lost and not (without and word.isdigit())
        )
        folded = kept if len(kept) > 1 else folded
        values.setdefault(folded, {})[value] = None
    same: dict[tuple[V, ...], tuple[V, ...]] = {}  # thousands of terms have equal values
    told = ((term, tuple(found)) for term, found in values.items())
    return trees.grown({term: same.setdefault(found, found) for term, found in told})
