"""Is help needed now? Words of alarm, unless they speak of the past, a drill or an idiom."""

from collections.abc import Sequence
from functools import cache, lru_cache

from parser import lexicon
from parser.lexicon import Terms
from parser.reading import Why
from parser.tokens import Token, split

CALLS = frozenset({"112", "darurat", "panik", "sos"})
"""A whole message that is a call for help."""
_SHOUTS = ("!!", "tolong!")


@cache
def _terms() -> Terms[str]:
    return lexicon.compiled(
        (term, f"{group}.{kind}")
        for group, rules in lexicon.table("urgency").items()
        for kind, text in rules.items()
        for term in lexicon.listed(text)
    )


def of(body: str, tokens: Sequence[Token] | None = None, why: list[Why] | None = None) -> str:
    """Return "darurat", "tinggi" or "biasa".

    >>> of("KEBAKARAN di pasar, tolong!"), of("kebakaran jenggot gara2 pajak")
    ('darurat', 'biasa')
    """
    lowered = body[:2000].lower()
    if lowered.strip(" .!?") in CALLS:
        return "darurat"
    hits = _hits(split(body) if tokens is None else tokens)
    shout = any(sign in lowered for sign in _SHOUTS)
    level, words = _level(hits, shout=shout)
    if why is not None and words:
        why.append(Why("urgency", f"{level}: {words}"))
    return level


def idiom(tokens: Sequence[Token]) -> bool:
    """Tell whether a word of alarm is only a manner of speaking."""
    return "past.idiom" in _hits(tokens)


def _hits(tokens: Sequence[Token]) -> dict[str, str]:
    """Return rule -> the first words that it found."""
    return _found(lexicon.view(tokens).words)


@lru_cache(maxsize=2)
def _found(words: tuple[str, ...]) -> dict[str, str]:
    hits: dict[str, str] = {}
    for index, size, names in lexicon.found(_terms(), words):
        for name in names:
            hits.setdefault(name, " ".join(words[index : index + size]))
    return hits


def _level(hits: dict[str, str], *, shout: bool) -> tuple[str, str]:
    if "past.idiom" in hits or "past.drill" in hits or "past.help" in hits:
        return "biasa", hits.get("past.idiom") or hits.get("past.drill") or hits["past.help"]
    now = shout or "darurat.now" in hits
    over = ("past.words" in hits or "past.done" in hits or "past.often" in hits) and not shout
    if "darurat.alarm" in hits and not over:
        return "darurat", hits["darurat.alarm"]
    if "darurat.if_now" in hits and now and not over:
        return "darurat", hits["darurat.if_now"]
    if "past.done" not in hits:
        for name in ("tinggi.signs", "tinggi.events"):
            if name in hits and (name == "tinggi.signs" or "past.words" not in hits):
                return "tinggi", hits[name]
    return "biasa", ""
