"""Is help needed now? Words of alarm, unless they speak of the past, a drill or an idiom."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from parser import lexicon
from parser.common import rarest
from parser.latest import Latest
from parser.lexicon import Terms, View
from parser.reading import Why
from parser.tokens import Token, split

Hits = Mapping[str, list[tuple[int, str]]]  # rule -> where it found what

FEARED = 10  # words behind a word of fear ("takut", "kalau") of which it speaks
BESIDE = 6  # words between the two of a pair
CALLS = frozenset({"112", "darurat", "panik", "sos"})
"""A whole message that is a call for help."""
_AGES = frozenset({"umur", "usia", "berumur", "berusia", "umurnya", "bayi", "balita", "hamil"})
"""Soon behind these "tahun" and "bulan" are an age, not how often."""
_SHOUTS = ("!!", "tolong!")


@cache
def _terms() -> Terms[str]:
    return lexicon.compiled(
        (term, f"{group}.{kind}")
        for group, rules in lexicon.table("urgency").items()
        for kind, text in rules.items()
        if kind != "both"
        for term in lexicon.listed(text)
    )


@cache
def _pairs() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Return word -> (another word, the rule that both fulfil, how far before it that may stand).

    "a & b" stand in any order, "a > b" in this one.
    """
    pairs: dict[str, list[tuple[str, str, int]]] = {}
    for group, rule in (
        ("darurat", "darurat.alarm"),
        ("tinggi", "tinggi.signs"),
        ("past", "past.idiom"),
    ):
        for first, order, other in lexicon.listed(lexicon.table("urgency")[group]["both"]):
            pair = (lexicon.fold(other), rule, 0 if order == ">" else BESIDE)
            pairs.setdefault(lexicon.fold(first), []).append(pair)
    return {word: tuple(others) for word, others in pairs.items()}


@cache
def _rarest(*begun: str) -> frozenset[str]:
    """Return one word of each term of the rules whose names begin so."""
    terms = _terms().values.items()
    return rarest(term for term, rules in terms if any(rule.startswith(begun) for rule in rules))


@cache
def _idioms() -> frozenset[str]:
    """Return one word of each idiom, and of each pair of words that is one."""
    pairs = (
        word
        for word, others in _pairs().items()
        if any(rule == "past.idiom" for _, rule, _ in others)
    )
    return _rarest("past.idiom").union(pairs)


@cache
def _partners() -> dict[str, frozenset[str]]:
    """Return word -> the other words of its pairs."""
    return {word: frozenset(other for other, _, _ in others) for word, others in _pairs().items()}


@cache
def _others() -> frozenset[str]:
    return frozenset().union(*_partners().values())


_MAY_BEGIN = lexicon.waits_for(lambda: _terms().tree)
_WAITS = lexicon.waits_for(lambda: _terms().rarest)
_ALARMS = lexicon.waits_for(lambda: _rarest("darurat.", "tinggi."))
JEST = lexicon.waits_for(_idioms)
"""Without this bit no word of alarm is only a manner of speaking."""
_MAY_PAIR = lexicon.waits_for(_pairs)
_PAIRED = lexicon.waits_for(_others)
_NOTHING: Hits = {}


def with_own(entries: Iterable[tuple[tuple[str, ...], str]]) -> Terms[str]:
    """Return all terms with a city's own (term, rule)."""
    return lexicon.merged(_terms(), lexicon.compiled(entries).values, instead=False)


def of(
    body: str,
    tokens: Sequence[Token] | None = None,
    why: list[Why] | None = None,
    terms: Terms[str] | None = None,
) -> str:
    """Return "darurat", "tinggi" or "biasa"; *terms* are a city's, from with_own().

    >>> of("KEBAKARAN di pasar, tolong!"), of("kebakaran jenggot gara2 pajak")
    ('darurat', 'biasa')
    """
    tokens = split(body) if tokens is None else tokens
    if len(tokens) == 1 and body[:2000].lower().strip(" .!?") in CALLS:
        return "darurat"
    if why is None and terms is None and not _may_find(lexicon.view(tokens), _ALARMS):
        return "biasa"  # whatever speaks of the past or a drill
    hits = _hits(tokens, terms)
    if not hits:
        return "biasa"
    lowered = body[:2000].lower()
    shout = any(sign in lowered for sign in _SHOUTS)
    level, words = _level(hits, shout=shout)
    if why is not None and words:
        why.append(Why("urgency", f"{level}: {words}"))
    return level


def idiom(tokens: Sequence[Token]) -> bool:
    """Tell whether a word of alarm is only a manner of speaking."""
    return bool(lexicon.view(tokens).told & JEST) and "past.idiom" in _hits(tokens)


def _may_find(view: View, bit: int) -> bool:
    """Tell whether the words that set *bit*, or a pair of words, may be in a message."""
    told = view.told
    return bool(told & bit or (told & _MAY_PAIR and told & _PAIRED))


def _hits(tokens: Sequence[Token], terms: Terms[str] | None = None) -> Hits:
    """Return rule -> (index, words) of all that it found."""
    view = lexicon.view(tokens)
    if terms is None and not _may_find(view, _WAITS):
        return _NOTHING
    return _found(view, terms)


@Latest
def _found(view: View, terms: Terms[str] | None) -> Hits:
    hits: dict[str, list[tuple[int, str]]] = {}
    words = view.words
    at = view.places(_MAY_BEGIN) if terms is None else None
    for index, size, names in lexicon.found(terms or _terms(), words, at):
        if "past.often" in names and not _AGES.isdisjoint(words[max(0, index - 2) : index]):
            continue  # "umur 2 tahun"
        said = words[index] if size == 1 else " ".join(words[index : index + size])
        for name in names:
            hits.setdefault(name, []).append((index, said))
    paired = view.told & _MAY_PAIR and view.told & _PAIRED
    for index in view.places(_MAY_PAIR) if paired else ():
        word = words[index]
        near = words[max(0, index - BESIDE) : index + BESIDE + 1]
        common = _partners()[word].intersection(near)
        for other, rule, before in _pairs()[word] if common else ():
            if other not in common:
                continue
            start = max(0, index - before)
            if other in words[start : index + BESIDE + 1]:  # the later says what is feared
                later = max(index, words.index(other, start))
                hits.setdefault(rule, []).append((later, f"{word} {other}"))
    return hits


def _first(hits: Hits, *rules: str) -> str:
    """Return the first words that one of *rules* found, or ''."""
    return next((hits[rule][0][1] for rule in rules if rule in hits), "")


def _level(hits: Hits, *, shout: bool) -> tuple[str, str]:
    """Return the urgency that *hits* say, and the words it goes by."""
    calm = _first(hits, "past.idiom", "past.harmless", "past.drill", "past.help")
    if calm:
        return "biasa", calm
    over = "past.done" in hits or ("past.words" in hits and not shout)
    alarm = "" if over else _alarm(hits, shout=shout)
    if alarm:
        return "darurat", alarm
    danger = "" if "past.done" in hits else _danger(hits)
    return ("tinggi", danger) if danger else ("biasa", "")


def _real(hits: Hits, rule: str, *, shout: bool) -> str:
    """Return the first words that *rule* found and of which nothing says that they are feared."""
    fears = [] if shout else [index for index, _ in hits.get("past.fear", ())]
    for index, words in hits.get(rule, ()):
        if not any(fear < index <= fear + FEARED for fear in fears):
            return words
    return ""


def _alarm(hits: Hits, *, shout: bool) -> str:
    """Return the words that need help now, or ''."""
    sure = _first(hits, "darurat.sure")
    if sure:
        return sure
    often = "past.often" in hits and not shout
    alarm = "" if often else _real(hits, "darurat.alarm", shout=shout)
    if alarm:
        return alarm
    soon = "darurat.soon" in hits and not often
    if not ("darurat.now" in hits or shout or soon):
        return ""
    return _real(hits, "darurat.if_now", shout="darurat.now" in hits or shout)


def _danger(hits: Hits) -> str:
    """Return the words that will not wait, or ''."""
    sign = _first(hits, "tinggi.signs")
    if sign:
        return sign
    if "tinggi.events" in hits and "past.words" not in hits:
        event = _real(hits, "tinggi.events", shout=False)
        if event:
            return event
    lasting = "past.words" in hits and "past.cause" in hits
    return _first(hits, "darurat.alarm") if lasting else ""
