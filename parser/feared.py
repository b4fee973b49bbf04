"""Where a message names what has not happened: what is feared, warned of or waited for.

"Jalan licin, mau nunggu ada yang celaka?" tells of a road, and nobody was hurt.
"""

from collections.abc import Iterable, Mapping, Sequence, Set

from parser import lexicon
from parser.lexicon import View
from parser.lists import beside

Hits = Mapping[str, Sequence[tuple[int, str]]]  # rule -> where it found what

NEAR = "past.near"
WAITS = "past.waits"
RULES = (NEAR, WAITS, "past.fear", "past.aim")
"""Rules of which the words right behind are meant, whatever is shouted."""

WAITED = (WAITS, "past.aim")
"""Those behind which not even the surest alarm is one."""

_STEPS = beside("urgency", "steps")
"""Between the fear and what is feared: "takut ada kebakaran"."""
_WHO = beside("urgency", "who") | _STEPS
_IFS = beside("urgency", "ifs")
_SUPPOSED = beside("urgency", "supposed")
"""With these it is the matter all the same: "hampir dipalak preman"."""
_BETWEEN = {NEAR: beside("urgency", "short_steps"), WAITS: _WHO, "past.aim": _WHO}
MAX_STEPS = 3  # words between
MORE = 2  # words of what is feared: "menimpa rumah"
FIRST = 2  # a warning with fewer words before it may be the alarm: "bahaya kebakaran di pasar!"


def places(
    view: View, hits: Hits, breaks: Sequence[int], rules: Iterable[str] = RULES
) -> frozenset[int]:
    """Return where in the words of *view* stands what is feared by *hits* of *rules*.

    *breaks* are those of lexicon.breaks().
    """
    return frozenset(
        place
        for rule in rules
        for at, said in hits.get(rule, ())
        if rule != NEAR or at >= FIRST
        for place in _behind(view, breaks, at + said.count(" ") + 1, _BETWEEN.get(rule, _STEPS))
    )


def told(view: View, hits: Hits) -> frozenset[str]:
    """Return the words of what is feared, whoever it is feared for: "takut anak kesetrum"."""
    breaks = lexicon.breaks(view)
    return frozenset(
        view.words[place]
        for rule in RULES
        for at, said in hits.get(rule, ())
        if said not in _SUPPOSED
        for place in _behind(view, breaks, at + said.count(" ") + 1, _WHO)
    )


def end(at: int, said: str, reach: int, breaks: Sequence[int]) -> int:
    """Return the last place of which the fear *said* at *at* speaks, at most *reach* words on.

    A mark ends it ("kami takut. Rumah kebakaran!"), but no condition that begins there: "kalau
    hujan, banjir".
    """
    if (not at or at in breaks) and not _IFS.isdisjoint(said.split()):
        return at + reach
    return min([at + reach, *(stop - 1 for stop in breaks if stop > at)])


def _behind(view: View, breaks: Sequence[int], begin: int, steps: Set[str]) -> range:
    """Return the places from *begin* to the first words that are no step, before any mark."""
    words = view.words
    last = min([len(words), *(stop for stop in breaks if stop >= begin)])
    end = min(begin + MAX_STEPS, last)
    found = next((at for at in range(begin, end) if words[at] not in steps), end)
    return range(begin, min(found + MORE, last))
