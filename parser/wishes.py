"""What the reporter asks of us, and what must make us careful, as flags."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from parser import accused, builds, charges, lexicon, threats, trees, urgency
from parser.lexicon import View
from parser.lists import beside
from parser.reading import Why
from parser.tokens import Token
from parser.trees import Terms

SOON = 4  # words between "jangan" and what must not be done
_JOKE, _FORETOLD = "curiga_prank", "ramalan"
_MEANS = {_FORETOLD: "curiga_hoaks", "usil": _JOKE}
"""Build -> the flag that it gives, where it is another; who only says that he jokes is not
believed in an emergency."""
_PERHAPS = beside("wishes", "perhaps")
_UNPROVED = beside("wishes", "unproved")
_TITLES, _HEADS = beside("wishes", "titles"), beside("wishes", "heads")
_OFFICIALS = beside("wishes", "officials")
_SPREAD, _OWNED, _ORDERS = (beside("wishes", name) for name in ("spread", "owned", "orders"))
"""What was done with what, and what the writer of a rumour orders instead."""
_SPREADS, _VOWS = beside("wishes", "spreads"), beside("wishes", "vows")
_PLAIN = "biasa"
"""The table of terms that only sound like those of a flag."""


def _flags() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each flag with its rules."""
    yield from ((flag, rules) for flag, rules in lexicon.table("wishes").items() if flag != "class")


@cache
def _terms() -> Terms[str]:
    return lexicon.compiled(
        (term, flag) for flag, rules in _flags() for term in lexicon.listed(rules.get("words", ""))
    )


@cache
def _pairs() -> dict[str, dict[str, str]]:
    """Return word -> (word soon behind it -> the flag that both together give)."""
    pairs: dict[str, dict[str, str]] = {}
    for flag, rules in _flags():
        others = {lexicon.fold(word): flag for (word,) in lexicon.listed(rules.get("then", ""))}
        for (word,) in lexicon.listed(rules.get("first", "")):
            pairs.setdefault(lexicon.fold(word), {}).update(others)
    return pairs


@cache
def _paired() -> frozenset[str]:
    """Return the words that stand behind another in a pair."""
    return frozenset().union(*_pairs().values())


_WAITS = lexicon.waits_for_terms(_terms)
_MAY_PAIR = lexicon.waits_for(_pairs)
_PAIRED = lexicon.waits_for(_paired)
_ALONE = _WAITS | threats.MAY | urgency.JEST


def may_ask(view: View) -> bool:
    """Tell whether the words of a message may give one of the flags."""
    told = view.told
    return bool(
        told & _ALONE
        or (told & _MAY_PAIR and told & _PAIRED)
        or (told & builds.MAY and builds.likely(view))
    )


def unmeant(tokens: Sequence[Token]) -> bool:
    """Tell whether an alarm is one of the heart ("kebakaran di hatiku") or of a soothsayer."""
    view = lexicon.view(tokens)
    return any(flag in {_JOKE, _FORETOLD} for flag, _said in builds.found(view)) or (
        bool(view.told & _WAITS) and _JOKE in of(tokens)
    )


def of(tokens: Sequence[Token], why: list[Why] | None = None) -> tuple[str, ...]:
    """Return rahasia, anonim, jangan_balas, ancaman, tanpa_bukti, curiga_hoaks/_prank, idiom.

    >>> from parser.tokens import split
    >>> of(split("RAHASIA guru memukul murid")), of(split("tolong jgn dibalas, suami saya memukul"))
    (('rahasia',), ('jangan_balas',))
    """
    view = lexicon.view(tokens)
    words = view.words
    flags = _worded(view)
    plain = flags.pop(_PLAIN, "").split()
    pairs = _pairs()
    paired = view.told & _MAY_PAIR and view.told & _PAIRED
    for index, first in enumerate(words) if paired else ():
        follow = pairs.get(first, {})
        for word in words[index + 1 : index + 1 + SOON] if follow else ():
            if word in follow and not (word in plain or _perhaps(tokens)):
                flags.setdefault(follow[word], f"{first} {word}")
    if view.told & threats.MAY and "ancaman" not in flags and (deed := threats.of(tokens)):
        flags["ancaman"] = deed
    if "tanpa_bukti" in flags and not _harms(tokens, flags["tanpa_bukti"]):
        del flags["tanpa_bukti"]  # hearsay about nobody harms nobody
    if "curiga_hoaks" in flags and (_shamed(tokens) or _vowed(tokens)):
        del flags["curiga_hoaks"]
    if said := urgency.idiom(tokens):
        flags["idiom"] = ""
        if flags.get("ancaman") in said.split():
            del flags["ancaman"]  # firecrackers like bombs
    if why is not None:
        why.extend(Why(f"flag {flag}", said) for flag, said in flags.items())
    return tuple(flags)


def _perhaps(tokens: Sequence[Token]) -> bool:
    """Tell whether "jangan2" is said, which is "perhaps": "jangan2 tidak pernah dibalas"."""
    raws = [token.raw for token in tokens]
    return not _PERHAPS.isdisjoint(raws) or ("jangan", "jangan") in pairwise(raws)


def _shamed(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody's picture or data were spread, and nobody is asked to spread a word."""
    told = {token.raw for token in tokens}
    return not (_SPREAD.isdisjoint(told) or _OWNED.isdisjoint(told)) and _ORDERS.isdisjoint(told)


def _vowed(tokens: Sequence[Token]) -> bool:
    """Tell whether it is the writer who will spread it: "saya viralkan kalau tidak diperbaiki"."""
    told = [token.raw for token in tokens]
    spread = [at for at, raw in enumerate(told) if raw in _SPREADS]
    return bool(spread) and not any(_VOWS.isdisjoint(told[max(0, at - 2) : at]) for at in spread)


def _harms(tokens: Sequence[Token], doubt: str) -> bool:
    """Tell whether what is only heard of, or unproved as *doubt* says, is said of an official."""
    if "aparatur" in accused.of(tokens) or accused.gravely(tokens) or charges.of(tokens):
        return True
    if _UNPROVED.isdisjoint(doubt.split()):
        return False
    said = lexicon.view(tokens).words[1:]  # "pak lurah, ..." is spoken to
    heads = any(one.raw in _TITLES and two.raw in _HEADS for one, two in pairwise(tokens[1:]))
    return heads or not _OFFICIALS.isdisjoint(said)


def _worded(view: View) -> dict[str, str]:
    """Return the flags that terms and builds give, with their words."""
    words = view.words
    flags: dict[str, str] = {}
    for index, size, found in trees.found(_terms(), words) if view.told & _WAITS else ():
        for flag in found:
            flags.setdefault(flag, " ".join(words[index : index + size]))
    for flag, said in builds.found(view):
        flags.setdefault(_MEANS.get(flag, flag), said)
    return flags
