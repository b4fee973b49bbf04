"""Is help needed now? Words of alarm, unless they speak of the past, a drill or an idiom."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import chain
from typing import Final

from parser import feared, frames, lexicon, trees
from parser.common import abroad, news, rarest
from parser.latest import latest
from parser.lexicon import View
from parser.lists import beside
from parser.reading import Why
from parser.shorthand import PLAIN
from parser.tokens import Token, split
from parser.trees import Terms

Found = dict[str, list[tuple[int, str]]]  # rule -> where it found what
Hits = Mapping[str, list[tuple[int, str]]]

FEARED = 10  # words behind a word of fear ("takut", "kalau") of which it speaks
STORY = 40  # words between an alarm and a "dulu" or "sering" that tells of something else
AIMED = 3  # words behind "biar tidak" of which it speaks when somebody cries out
_VOID = ("past.idiom", "past.harmless", "past.neutral")
"""Rules whose words say nothing else."""
_CALLS = beside("urgency", "calls")
_CRIES = beside("urgency", "cries")
_CRIED = beside("urgency", "cried")
GOES_ON = 5  # words behind "masih" of which it speaks
BRIEF = 5  # words of a call for help
_AGES = beside("urgency", "ages") | frozenset(map(str, range(40, 110)))
"""Soon behind these "tahun" and "bulan" are an age, not how often."""
_LEVELS = frozenset(
    {"darurat.sure", "darurat.sparks", "darurat.alarm", "darurat.if_now", "darurat.if_said"}
    | {"tinggi.signs", "tinggi.events"}
)
_EVENTS = _LEVELS - {"tinggi.signs"}
_RECENT = beside("urgency", "recent")
"""Words of a past that may go on: who lies in hospital since last month is in good hands."""
_OPEN, _STILL = "darurat.open", "darurat.still"
"""Rules of what has not ended ("belum ketemu"), and of what goes on ("masih")."""
_CERTAIN = _LEVELS | {"darurat.now", "darurat.soon"}
_SPARKS: Final = "darurat.sparks"
_WARNED: Final = "tinggi.warned"
_ASIDE, _EVENT = ("past.neutral",), ("tinggi.events", "darurat.if_now")
"""What a warning counts as: nothing at the end of a report, else an event."""
_FAR: Final = "past.abroad"
_IMAGINED: Final = "past.imagined"
_AIM: Final = "past.aim"
_FEARS = ("past.fear", _AIM, _IMAGINED)
_NEXT: Final = "feared"
_SOON: Final = "darurat.soon"
_LAGI: Final = "lagi"
_AWAITED: Final = "awaited"
_BREAKS: Final = "breaks"
"""Not rules of words, but where the words of fear, or of waiting, say that nothing happened."""
"""Rules of what has not happened; behind the last not even an alarm that is sure has."""
_NEWS: Final = "past.news"
HEARD = 8  # words behind "lihat di TV" of which it speaks, if none of them is of here
_HERE = beside("urgency", "here")
_JEST: Final = "past.jest"
"""The rule of frames of which no word is an alarm: a wallet that burns, a flood of sweat."""
_IDIOMS = ("past.idiom", _JEST)
_HABITS = ("past.often", "past.span")
_TAME: Final = "past.tame"
"""The rule of frames whose last word is no alarm: cats that are noisy are no riot."""
_VOIDED = {_JEST, _TAME}
_POOR: Final = "past.poor"
"""The rule of frames of who cannot pay for help, and asks for no money: "biaya tidak punya"."""
_ABOUT: Final = "about."
"""Rules that say of what an alarm tells begin so."""
_UNLESS = {
    "past.often": _AGES,
    "past.span": _AGES,
    "past.words": beside("urgency", "since"),
    "past.drill": beside("urgency", "when"),
}
"""Rule -> words that, soon before its own, take its meaning: "anak saya 2 tahun"."""


@cache
def _terms() -> Terms[str]:
    told = (
        (term, f"{group}.{kind}")
        for group, rules in lexicon.table("urgency").items()
        if group != "class"
        for kind, text in rules.items()
        if kind != "done"
        for term in lexicon.listed(text)
    )
    return lexicon.compiled(chain(told, abroad(_FAR)))


@cache
def _ended() -> frozenset[str]:
    """Return the words that behind "sudah" say that it is over."""
    return frozenset(word for (word,) in lexicon.listed(lexicon.table("urgency")["past"]["done"]))


@cache
def _rarest(*begun: str) -> frozenset[str]:
    """Return one word of each term of the rules whose names begin so."""
    terms = _terms().all().items()
    return rarest(term for term, rules in terms if any(rule.startswith(begun) for rule in rules))


@cache
def _idioms() -> frozenset[str]:
    """Return one word of each idiom, and of each frame that is one."""
    return _rarest("past.idiom") | frames.rare_words(_JEST)


_WAITS = lexicon.waits_for_terms(_terms)
_ALARMS = lexicon.waits_for(lambda: _rarest(*_LEVELS))
FEARS = lexicon.waits_for(lambda: _rarest(*feared.RULES))
"""Without this bit a message fears nothing."""
_ENDS = lexicon.waits_for(lambda: frozenset({"sudah"}))
JEST = lexicon.waits_for(_idioms)
"""Without this bit no word of alarm is only a manner of speaking."""
_NOTHING: Hits = {}
_LATEST: list[tuple[View | None, Hits]] = [(None, _NOTHING)]
"""The message that was looked at last, and what was found: one pair, put in place at once."""
_NOWHERE: frozenset[int] = frozenset()


def with_own(entries: Iterable[tuple[tuple[str, ...], str]]) -> Terms[str]:
    """Return all terms with a city's own (term, rule)."""
    return trees.merged(_terms(), lexicon.compiled(entries).all(), instead=False)


def may_call(word: str) -> bool:
    """Tell whether a call for help may begin with *word*."""
    plain = PLAIN[word]
    return plain in _CALLS or plain in _CRIES or plain in _CRIED


def called(body: str, tokens: Sequence[Token]) -> bool:
    """Tell whether the whole message is a call for help; one that only asks is none.

    >>> [called(body, split(body)) for body in ("DARURAT pak", "tolong!!", "tolong pak", "pak")]
    [True, True, False, False]
    """
    if len(tokens) > BRIEF:
        return False
    said = [PLAIN[token[1]] for token in tokens]
    if not all(w in _CALLS or w in _CRIES or w in _CRIED for w in said):
        return False
    cries = not _CRIES.isdisjoint(said) and (_CRIED.isdisjoint(said) or "!!" in body)
    return cries or not _CALLS.isdisjoint(said)


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
    if len(tokens) <= BRIEF and called(body, tokens):
        return "darurat"
    if why is None and terms is None and not _may_find(lexicon.view(tokens), _ALARMS):
        return "biasa"  # whatever speaks of the past or a drill
    hits = _hits(tokens, terms)
    if not hits:
        return "biasa"
    if why is None and _LEVELS.isdisjoint(hits):
        return "biasa"
    shout = "!" in body and ("!!" in body or "tolong!" in body[:2000].lower())
    level, words = _level(hits, shout=shout)
    if level != "biasa" and lexicon.view(tokens).told & _ENDS and _over(tokens):
        return "biasa"
    if why is not None and words:
        why.append(Why("urgency", f"{level}: {words}"))
    return level


def subjects(tokens: Sequence[Token], terms: Terms[str] | None = None) -> list[str]:
    """Return the categories of which the words of alarm tell, the first one first.

    >>> subjects(split("ada mobil nabrak warung, orang terkapar"))
    ['kecelakaan']
    """
    view = lexicon.view(tokens)
    hits = _hits(tokens, terms)
    told = [(at, rule) for rule in hits if rule.startswith(_ABOUT) for at, _ in hits[rule]]
    if frames.possible(view) and _settled(view, hits):  # nobody has asked for frames yet
        told += [(at, rule) for rule, at, _ in frames.found(view) if rule.startswith(_ABOUT)]
    return list(dict.fromkeys(rule.removeprefix(_ABOUT) for _, rule in sorted(told)))


def _over(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody says that it is over: "sudah padam"."""
    ended = _ended()
    words = [token[0] for token in tokens[: lexicon.MAX_WORDS]]
    over = [index for index, word in enumerate(words) if word in ended and index]
    return any(lexicon.fold(words[index - 1]) == "sudah" for index in over)


def bygone(tokens: Sequence[Token], terms: Terms[str] | None = None) -> bool:
    """Tell whether a word says that it was yesterday or long ago."""
    return "past.words" in _hits(tokens, terms)


def unreal(tokens: Sequence[Token], terms: Terms[str] | None = None) -> bool:
    """Tell whether what a message fears, or says by way of speaking, has not happened."""
    hits = _hits(tokens, terms)
    return any(rule in hits for rule in (*_FEARS, *_IDIOMS))


def not_yet(tokens: Sequence[Token], terms: Terms[str] | None = None) -> frozenset[str]:
    """Return the words of what a message only fears: "celaka" in "mau nunggu ada yang celaka?"."""
    view = lexicon.view(tokens)
    if terms is None and not _may_find(view, _ALARMS):
        return frozenset()
    hits = _hits(tokens, terms)
    if _NEXT not in hits:
        return frozenset()
    events = {
        word for rule in _EVENTS if rule in hits for _, said in hits[rule] for word in said.split()
    }
    return feared.told(view, hits) & events


def idiom(tokens: Sequence[Token]) -> str:
    """Return the words of alarm that are only a manner of speaking, or ''."""
    view = lexicon.view(tokens)
    if not view.told & JEST:
        return ""
    about, hits = _LATEST[0]  # with a city's own alarms, too: they are no idioms
    return _first(hits if about is view else _hits(tokens), *_IDIOMS)


def _may_find(view: View, bit: int) -> bool:
    """Tell whether the words that set *bit*, or those of a frame, may be in a message."""
    return bool(view.told & bit) or frames.possible(view)


def _hits(tokens: Sequence[Token], terms: Terms[str] | None = None) -> Hits:
    """Return rule -> (index, words) of all that it found."""
    view = lexicon.view(tokens)
    if terms is None and not _may_find(view, _WAITS):
        return _NOTHING
    return _found(view, terms)


@latest
def _found(view: View, terms: Terms[str] | None) -> Hits:
    hits: Found = {}
    words = view.words
    for index, size, names in trees.found(terms or _terms(), words):
        said = words[index] if size == 1 else " ".join(words[index : index + size])
        for name in names:
            unless = _UNLESS.get(name)
            before = max(0, index - (3 if name == "past.span" else 2))
            if unless is None or unless.isdisjoint(words[before:index]):
                for rule in _warned(index + size, words) if name == _WARNED else (name,):
                    hits.setdefault(rule, []).append((index, said))
    if _SOON in hits:
        hits = _without_again(hits)
    far = news(words, hits[_FAR]) if _FAR in hits else _NOWHERE
    if _NEWS in hits:
        far = far | _told_elsewhere(words, hits[_NEWS])
    if far:
        hits = _without(hits, far)
    if frames.possible(view) and not _settled(view, hits):
        hits = _framed(view, hits, far)
    if any(rule in hits for rule in feared.RULES):
        breaks = lexicon.breaks(view)
        after = feared.places(view, hits, breaks)
        awaited = feared.places(view, hits, breaks, feared.WAITED)
        hits[_NEXT] = [(at, words[at]) for at in after]
        hits[_AWAITED] = [(at, words[at]) for at in awaited]
        hits[_BREAKS] = [(at, "") for at in breaks]
    _LATEST[0] = (view, hits)
    return hits


def _without_again(hits: Found) -> Found:
    """Return *hits* but "lagi" where it says once more ("banjir lagi"), and not now."""
    events = {at + said.count(" ") for rule in _EVENTS if rule in hits for at, said in hits[rule]}
    soon = [(at, said) for at, said in hits[_SOON] if said != _LAGI or at - 1 not in events]
    left = {rule: found for rule, found in hits.items() if rule != _SOON}
    return {**left, _SOON: soon} if soon else left


def _framed(view: View, hits: Found, far: Set[int]) -> Found:
    """Return *hits* with those of frames; nothing of *far* counts, nor what a frame calls tame."""
    void = [hit for rule in _VOID if rule in hits for hit in hits[rule]]
    spent = {at + more for at, said in void for more in range(said.count(" ") + 1)} | far
    told = frames.found(view, spent)
    tame = {index for name, index, _ in told if name in _VOIDED}
    if tame:
        jests = [hit for hit in told if hit[0] == _JEST]
        hits = _without(hits, tame)
        told = jests[:1] + frames.found(view, spent | tame)
    for name, index, said in told:
        hits.setdefault(name, []).append((index, said))
    return hits


def _without(hits: Hits, void: Collection[int]) -> Found:
    """Return *hits* but those at *void*, where words say nothing."""
    left = {rule: [hit for hit in found if hit[0] not in void] for rule, found in hits.items()}
    return {rule: found for rule, found in left.items() if found}


def _told_elsewhere(words: Sequence[str], heard: Iterable[tuple[int, str]]) -> set[int]:
    """Return where the words stand that only tell what was on television."""
    void: set[int] = set()
    for at, said in heard:
        begin = at + said.count(" ") + 1
        for index in range(begin, min(begin + HEARD, len(words))):
            if words[index] in _HERE:
                break
            void.add(index)
    return void


def _warned(end: int, words: Sequence[str]) -> tuple[str, ...]:
    """Return the rules of a warning that ends at *end*, the last word or the one before it.

    "Hati2 begal" behind a report tells nothing.
    """
    return _ASIDE if end >= len(words) - 1 else _EVENT


def _settled(view: View, hits: Hits) -> bool:
    """Tell whether no frame would change the urgency that *hits* of terms say."""
    if "past.drill" in hits:
        return True
    alarm = "darurat.sure" in hits or "darurat.alarm" in hits
    certain = all(rule in _CERTAIN or rule.startswith(_ABOUT) for rule in hits)
    return alarm and certain and not (view.told & JEST or frames.may(view, _TAME))


def _first(hits: Hits, *rules: str) -> str:
    """Return the first words that one of *rules* found, or ''."""
    return next((hits[rule][0][1] for rule in rules if rule in hits), "")


def _level(hits: Hits, *, shout: bool) -> tuple[str, str]:
    """Return the urgency that *hits* say, and the words it goes by."""
    calm = _first(hits, "past.drill")
    if not ("darurat.now" in hits or _POOR in hits):
        calm = calm or _first(hits, "past.help")
    if calm:
        return "biasa", calm
    alarm = "" if _past(hits) else _alarm(hits, shout=shout)
    if alarm:
        return "darurat", alarm
    jest = _first(hits, "past.idiom")  # hides no emergency, but what else might not wait
    if jest:
        return "biasa", jest
    danger = _danger(hits)
    return ("tinggi", danger) if danger else ("biasa", "")


def _past(hits: Hits) -> bool:
    """Tell whether what *hits* tell is past: no "sekarang" stands between it and "kemarin".

    Nor does it go on: "masih tertimbun", "belum ketemu".
    """
    alarms = [at for rule in ("sure", "alarm") for at, _ in hits.get(f"darurat.{rule}", ())]
    past = [hit for hit in hits.get("past.words", ()) if _beside(hit[0], alarms)]
    if not past:
        return False
    since = [now for now, _ in hits.get("darurat.now", ()) if now > past[-1][0]]
    if alarms and _OPEN in hits:
        return False
    lately = all(not _RECENT.isdisjoint(said.split()) for _, said in past)
    still = [at for at, _ in hits.get(_STILL, ())] if lately else ()
    if any(at < alarm <= at + GOES_ON for at in still for alarm in alarms):
        return False
    return not (since and any(at > since[0] for at in alarms))


def _beside(index: int, others: Sequence[int]) -> bool:
    """Tell whether what stands at *index* is of the same part of a long story as *others*."""
    return not others or any(abs(index - other) <= STORY for other in others)


def _real(
    hits: Hits,
    rule: str,
    *,
    shout: bool,
    unless: Collection[str] = _FEARS,
    void: str = _NEXT,
    often: Sequence[int] = (),
) -> str:
    """Return the first words that *rule* found and of which *unless* does not say otherwise.

    Nor may they stand beside what is *often*.
    """
    if rule not in hits:
        return ""  # most messages
    still, reach = ((_AIM,), AIMED) if shout else (unless, FEARED)  # a cry is no mere fear
    breaks = [at for at, _ in hits.get(_BREAKS, ())]
    fears = [
        (index, feared.end(index, said, reach, breaks))
        for name in still
        if name in hits
        for index, said in hits[name]
    ]
    not_yet = dict(hits.get(void, ()))
    for index, words in hits.get(rule, ()):
        if index in not_yet or (" " in words and not_yet and _spoken(words, not_yet)):
            continue
        habit = often and _beside(index, often)
        if not (habit or any(fear < index <= end for fear, end in fears)):
            return words
    return ""


def _spoken(words: str, feared_of: Mapping[int, str]) -> bool:
    """Tell whether one of *words*, which stand apart, is feared."""
    return not set(feared_of.values()).isdisjoint(words.split())


def _alarm(hits: Hits, *, shout: bool) -> str:
    """Return the words that need help now, or ''."""
    sure = _real(hits, "darurat.sure", shout=shout, unless=(_IMAGINED,), void=_AWAITED)
    if sure:
        return sure
    habits = [at for rule in _HABITS if rule in hits for at, _ in hits[rule]]
    sparks = _real(
        hits,
        _SPARKS,
        shout=shout,
        unless=(_IMAGINED,),
        void=_AWAITED,
        often=() if "darurat.now" in hits else habits,
    )
    if sparks:
        return sparks
    if "tinggi.signs" in hits:
        habits += [at for at, words in hits["tinggi.signs"] if words.startswith("hampir")]
    often = () if shout else habits
    alarm = _real(hits, "darurat.alarm", shout=shout, often=often)
    if alarm:
        return alarm
    now = "darurat.now" in hits
    soon = "darurat.soon" in hits and not often
    if not (now or shout or soon):
        return ""
    found = _real(hits, "darurat.if_now", shout=now or shout)
    return found or (_real(hits, "darurat.if_said", shout=True) if now else "")


def _danger(hits: Hits) -> str:
    """Return the words that will not wait, or ''."""
    sign = _real(hits, "tinggi.signs", shout=False, unless=(_IMAGINED,), void="")
    if sign:
        return sign
    if "tinggi.events" in hits and "past.words" not in hits:
        event = _real(hits, "tinggi.events", shout=False)
        if event:
            return event
    if "past.words" in hits:
        return _first(hits, "darurat.alarm") if "past.cause" in hits else ""
    return _real(hits, "darurat.alarm", shout=False) if "past.often" in hits else ""
