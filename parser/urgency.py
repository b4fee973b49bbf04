"""Is help needed now? Words of alarm, unless they speak of the past, a drill or an idiom."""

from collections.abc import Mapping, Sequence
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


def _level(hits: Mapping[str, str], *, shout: bool) -> tuple[str, str]:
    """Return the urgency that *hits* say, and the words it goes by."""
    for rule in ("past.idiom", "past.harmless", "past.drill", "past.help"):
        if rule in hits:
            return "biasa", hits[rule]
    over = "past.done" in hits or ("past.words" in hits and not shout)
    alarm = "" if over else _alarm(hits, shout=shout)
    if alarm:
        return "darurat", alarm
    danger = "" if "past.done" in hits else _danger(hits)
    return ("tinggi", danger) if danger else ("biasa", "")


def _alarm(hits: Mapping[str, str], *, shout: bool) -> str:
    """Return the words that need help now, or ''."""
    if "darurat.sure" in hits:
        return hits["darurat.sure"]
    often = ("past.often" in hits or "past.fear" in hits) and not shout
    if "darurat.alarm" in hits and not often:
        return hits["darurat.alarm"]
    now = "darurat.now" in hits or shout or ("darurat.soon" in hits and not often)
    return hits.get("darurat.if_now", "") if now else ""


def _danger(hits: Mapping[str, str]) -> str:
    """Return the words that will not wait, or ''."""
    if "tinggi.signs" in hits:
        return hits["tinggi.signs"]
    if "tinggi.events" in hits and "past.words" not in hits and "past.fear" not in hits:
        return hits["tinggi.events"]
    lasting = "past.words" in hits and "past.cause" in hits
    return hits.get("darurat.alarm", "") if lasting else ""
