"""What kind of message it is: complaint, suggestion, question or thanks.

A complaint is what is left: anything with a word of trouble that is no plain question, and all
that no rule knows. ``data/types.toml`` has the words.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Final

from parser import lexicon, stories, trees
from parser.common import abroad, rarest
from parser.lists import beside
from parser.message import AIM, FAR, NEVER, REACH, Message
from parser.message import message as make
from parser.questions import NO, OPENING, WHETHER, Kind, asks
from parser.reading import Why
from parser.tokens import Token
from parser.trees import Terms

SHORT = 5  # words: "INFO. lowongan kerja" asks
NAMED = 8  # words behind "akhirnya" up to what was done
MOST_THANKS = 24  # words of thanks before something new
MOST_TURNS = 4  # marks and words where it may begin
EARLY = 2  # words after the address among which thanks are what the message is for

_TITLES = beside("types", "titles")
_OWN = beside("types", "own")
"""After these "saran ..." speaks of an earlier message."""
_GRAVE = frozenset({"pungli", "kekerasan", "aparatur"})
"""Categories that nobody wishes for; of a fire people wish that it does not come again."""

_BUT = beside("types", "but")
_THINGS = beside("types", "things")
"""Behind "hanya" these are what is still wrong: "sudah diaspal, cuma gotnya ketutup"."""

_BECAME = beside("types", "became")
_DONE = frozenset({"thanks.done", "thanks.maybe"})
_COMPLETED = beside("types", "completed")
"""With these "keluar" and its like say that it was done."""
_AT_LAST = beside("types", "at_last")
_FINE = beside("types", "fine")
_AT_LAST_FOLDED: Final = "akhir"
_HAPPY = beside("types", "happy")
_ONCE = beside("types", "once")
_VAGUE = frozenset({"terima", "jadi"})
"""These may say what was done, and mostly do not."""
_TURNS = beside("types", "turns")
"""Behind thanks these begin what is still wrong."""
_NONE = ("tidak", "ada")
"""Before "lagi" these say that something is over."""
_MERELY = ("cuma", "mau", "bilang")
"""So one begins to give thanks."""

_WHY = beside("types", "why")
"""With these a question mark only shows surprise."""

_CLOSING = beside("types", "closing")
"""As the last word these ask."""

_ON: Final = "lanjutkan"
_WORKS = beside("types", "works")
"""Behind "lanjutkan" these are what is wished for; else it is a cheer."""

_ADDRESSED = beside("types", "addressed")
_NEW = beside("types", "new")
"""Behind a word of hope these name something new."""
_DOUBT = beside("types", "doubt")
"""With these a question is about a rumour."""

_REPORTING = beside("types", "reporting")
"""Words of trouble that only say that something is reported."""

_TROUBLE = frozenset({"trouble.words", "trouble.repair", "trouble.idle"})
"""Where no other rule has found a word, the message is a complaint: most are."""

_BESIDE = frozenset(
    f"thanks.{rule}" for rule in ("done", "maybe", "glad", "yet", "bless", "heard", "surprise")
)
"""These say something only beside words of thanks."""

_QUIET = (
    _TROUBLE
    | _BESIDE
    | {FAR, "trouble.neutral", "trouble.tale", "wish.want", "wish.aim"}
    | {"ask.vain", "ask.plan", "ask.why"}
)
"""Where no other rule has found a word, and none of _OPENING stands, it is a complaint too."""
_OPENING = WHETHER | {"bagaimana"}
"""Words that may open a question whatever rules have found."""

Hit = tuple[int, int, tuple[str, ...]]  # index, words, rules


@cache
def _terms() -> Terms[str]:
    return lexicon.compiled(
        chain(
            (
                (term, f"{group}.{kind}")
                for group, rules in lexicon.table("types").items()
                for kind, text in rules.items()
                for term in lexicon.listed(text)
            ),
            abroad(FAR),
        )
    )


def of(
    tokens: Sequence[Token], why: list[Why] | None = None, *, asked: bool = False
) -> tuple[str, str]:
    """Return intent and subtype.

    The intent is aduan, aspirasi, permintaan_info or terima_kasih; the subtype kritik (of
    aspirasi), ppid (of permintaan_info) or "". *asked* says that a question mark ends the text.
    """
    asked = asked and not any(token.raw in _WHY for token in tokens)
    plainly = not (asked or _closing(tokens))
    view = lexicon.view(tokens)
    if why is None and plainly and not view.told & _MAY_TELL:
        return "aduan", ""
    hits = trees.found(_terms(), view.words)
    plainly = plainly and _complains(hits, view.words)
    if why is None and plainly:
        return "aduan", ""
    message = _read(tokens, hits, asked=asked)
    found: Kind | None = None
    if not plainly:
        found = _announced(message, tokens) or _told(message, tokens) or _wishes(message)
    intent, subtype, words = found or ("aduan", "", "")
    if why is not None:
        words = words if found else message.said("trouble.words")
        why.append(Why("type", f"{intent}: {words}" if words else intent))
    return intent, subtype


def _told(message: Message, tokens: Sequence[Token]) -> Kind | None:
    """Read thanks and questions, whatever trouble they tell of."""
    if message.said("thanks.words", within=EARLY) and stories.saved(tokens):
        return "terima_kasih", "", message.said("thanks.words")
    if stories.of_secrecy(tokens) and _only_reports(message):
        return "permintaan_info", "", message.said("ask.secret") or "lapor"
    found = _thanks(message) or asks(message)
    asking = found is not None and found[0] == "permintaan_info"
    return None if asking and stories.befell(tokens) else found


def _only_reports(message: Message) -> bool:
    """Tell whether no trouble is named but that something is reported."""
    return all(said in _REPORTING for _, said in message.hits.get("trouble.words", ()))


@cache
def _telling() -> frozenset[str]:
    """Return one word of each term that may tell another kind than a complaint by itself."""
    terms = _terms().all().items()
    return rarest(term for term, names in terms if not _QUIET.issuperset(names)) | _OPENING


_MAY_TELL = lexicon.waits_for(_telling)
"""Without this bit surely no rule but those of _QUIET finds anything."""


def _complains(hits: Sequence[Hit], words: Sequence[str]) -> bool:
    """Tell whether *hits*, all that rules found in *words*, tell no other kind."""
    names = {name for _, _, found in hits for name in found}
    return names <= _TROUBLE or (names <= _QUIET and _OPENING.isdisjoint(words))


def pained(tokens: Sequence[Token]) -> bool:
    """Tell whether a word says that something is wrong."""
    return _apart(tokens).pained


def thanks(tokens: Sequence[Token]) -> bool:
    """Tell whether a message gives thanks or praise, and wants nothing."""
    return _thanks(_read(tokens, _found(tokens), asked=False)) is not None


def relieved(tokens: Sequence[Token]) -> bool:
    """Tell whether a message that ends in thanks says what was done and nothing else."""
    done = any(
        (one[0] in _BECAME or lexicon.fold(one[0]) in _BECAME) and _is_done(after[0])
        for one, after in pairwise(tokens)
    )
    if not (done or _glad(tokens) or _at_last(tokens)):
        return False
    return _thanks(_read(tokens, _found(tokens), asked=False)) is not None


def _glad(tokens: Sequence[Token]) -> bool:
    """Tell whether a message that ends in thanks speaks well of somebody: "cepat dan ramah"."""
    return any("thanks.glad" in _terms().of(lexicon.fold(t.word)) for t in tokens)


def _at_last(tokens: Sequence[Token]) -> bool:
    """Tell whether something was done at last: "akhirnya Jl Kawi diaspal juga"."""
    at = next((i for i, token in enumerate(tokens) if token[0] in _AT_LAST), len(tokens))
    said = [lexicon.fold(token[0]) for token in tokens[at + 1 : at + 1 + NAMED]]
    over = any(one in NO and two == "lagi" for one, two in zip(said, said[2:], strict=False))
    return over or any(map(_is_done, said))  # "akhirnya tidak gelap lagi"


def past_thanks(tokens: Sequence[Token]) -> int:
    """Return the index behind thanks for what was done, where something new begins, or 0.

    >>> from parser.tokens import split
    >>> past_thanks(split("makasih lampunya udh terang skrg tinggal jalannya bolong"))
    5
    >>> past_thanks(split("makasih, lampunya mati skrg jalannya bolong"))
    0
    """
    said = [token[0] for token in tokens]
    done = next((i for i, w in enumerate(said) if _is_done(w) and w not in _VAGUE), len(said))
    breaks = [
        at
        for at in range(done + 1, min(len(tokens) - 1, MOST_THANKS))
        if tokens[at].word in _TURNS or tokens[at].start - tokens[at - 1].end > 1
    ]
    return next((at for at in reversed(breaks[:MOST_TURNS]) if _thanks_for(tokens[:at])), 0)


def turns(token: Token) -> bool:
    """Tell whether *token* begins what is still wrong: "tapi", "sekarang"."""
    return token[0] in _TURNS


def _thanks_for(tokens: Sequence[Token]) -> bool:
    """Tell whether *tokens* are thanks for something that was done."""
    message = _apart(tokens)
    deeds = _done(message) or message.said("thanks.glad")
    return bool(deeds and message.said("thanks.words")) and _thanks(message) is not None


def tells_done(tokens: Sequence[Token]) -> bool:
    """Tell whether words say that something was done: "cepat dipadamkan"."""
    return any(_is_done(token.word) for token in tokens)


@lru_cache(maxsize=4096)
def _is_done(word: str) -> bool:
    """Tell whether *word* says that something was done: "dikeruk"."""
    return any(name in {"thanks.done", "thanks.maybe"} for name in _terms().of(lexicon.fold(word)))


def settled(
    kind: tuple[str, str], category: str, urgency: str, tokens: Sequence[Token] = ()
) -> tuple[str, str]:
    """Return intent and subtype of *kind* once it is known what the message is about.

    Nobody wishes for violence or bribes: what sounds like a wish is a complaint. Who asks
    whom to call tells of what befell him; who asks whether it is true only heard of it.
    """
    urgent = urgency == "darurat"
    if kind == ("aspirasi", "") and (urgent or category in _GRAVE):
        return "aduan", ""
    if kind == ("permintaan_info", "") and urgent:
        return kind if not _DOUBT.isdisjoint(lexicon.view(tokens).words) else ("aduan", "")
    return kind


def _apart(tokens: Sequence[Token]) -> Message:
    """Return a part of a message by itself."""
    words = lexicon.part(tokens).words
    return _read(tokens, trees.found(_terms(), words), asked=False, words=words)


def _found(tokens: Sequence[Token]) -> list[Hit]:
    view = lexicon.view(tokens)
    return trees.found(_terms(), view.words)


def _read(
    tokens: Sequence[Token],
    found: Sequence[Hit],
    *,
    asked: bool,
    words: tuple[str, ...] | None = None,
) -> Message:
    words = lexicon.view(tokens).words if words is None else words
    start = 0
    while start < len(words) - 1 and words[start] in _TITLES:
        start += 1
    hits: dict[str, list[tuple[int, str]]] = {}
    for index, size, names in found:
        said = words[index] if size == 1 else " ".join(words[index : index + size])
        for name in names:
            hits.setdefault(name, []).append((index, said))
    wonders = asked or (bool(tokens) and tokens[-1].raw in {"ya", "yah", "y"})
    over = any(token.word in _COMPLETED for token in tokens)
    return make((words, start, hits, asked, _closing(tokens), wonders, over))


def _closing(tokens: Sequence[Token]) -> str:
    """Return the question word that ends a message, or ''."""
    end = _last(tokens)
    if end <= 0 or tokens[end].raw not in _CLOSING:
        return ""
    if tokens[end - 1].raw.endswith(tokens[end].raw):
        return ""  # "di mana mana"
    return tokens[end].word


def _last(tokens: Sequence[Token]) -> int:
    """Return the index of the last word that is no form of address, or 0; -1 without any."""
    end = len(tokens) - 1
    while end > 0 and tokens[end].word in _ADDRESSED:
        end -= 1
    return end


def _announced(message: Message, tokens: Sequence[Token]) -> Kind | None:
    """Read a first word that says what follows: SARAN, KRITIK, TANYA, INFO, PPID.

    "Info pak, ..." tells news, "info jadwal ..." asks for some.
    """
    ppid = message.said("ppid.certain")
    if ppid:
        return "permintaan_info", "ppid", ppid
    words, start = message.words, message.start
    earlier = len(words) > start + 1 and words[start + 1] in _OWN and message.troubled
    for rule, intent, subtype in (
        ("keyword.kritik", "aspirasi", "kritik"),
        ("keyword.aspirasi", "aspirasi", ""),
        ("keyword.tanya", "permintaan_info", ""),
    ):
        said = message.said(rule, within=0)
        if said and not earlier:
            return intent, subtype, said
    said = message.said("keyword.info", within=0)
    news = len(tokens) > SHORT and _is_news(tokens, said)
    asks = said and not (message.troubled or news)
    return ("permintaan_info", "", said) if asks else None


def _is_news(tokens: Sequence[Token], said: str) -> bool:
    """Tell whether a mark stands between *said*, at most with whom it is said to, and the rest."""
    for one, after in pairwise(tokens):
        if after.start - one.end > 1:
            return one.word in said or one.word in _ADDRESSED
        if not (after.word in _ADDRESSED or after.word in said):
            return False
    return False


def _thanks(message: Message) -> Kind | None:
    """Read thanks and praise that no trouble, wish or question goes with."""
    if not ("thanks.words" in message.hits or "thanks.praise" in message.hits):
        return None
    if _goes_on(message):
        return None
    said = message.said("thanks.words", within=EARLY) or message.said("thanks.praise", within=EARLY)
    done = (_done(message) or message.said("thanks.glad")) and (
        message.said("thanks.words") or message.said("thanks.praise")
    )
    unsaid = [index for index, _ in message.hits.get("thanks.surprise", ())]
    words = message.words
    over = [i for i, word in enumerate(words[2:]) if word == "lagi" and words[i] in NO]
    over += [i for i, word in enumerate(words[3:]) if word == "lagi" and words[i : i + 2] == _NONE]
    merely = next((i for i in range(len(words)) if words[i : i + 3] == _MERELY), None)
    over += [] if merely is None else [merely]
    unsaid += over  # "tidak banjir lagi"
    if not (said or done or (over and message.said("thanks.words"))):
        return None
    at_last = words[:1] and "akhirnya" in words[: OPENING + AIM] and "belum" not in words
    no = not at_last and any(w in NO and i not in unsaid for i, w in enumerate(words))
    eased = {i + 1 for i in unsaid} | {i + 2 for i in unsaid}  # "tidak antri"
    bygone = _bygone(message)
    eased |= bygone
    eased.update(_deeds(message))  # "surut"
    no = no or any(one in _BUT and after in _THINGS for one, after in pairwise(words))
    idle = {i for i, _ in message.hits.get("trouble.idle", ())}
    pained = any(i not in idle | eased for i, _ in message.hits.get("trouble.words", ()))
    more = (
        pained
        or no
        or _left_over(message)
        or ("dulu" in words and not bygone)
        or "thanks.yet" in message.hits
    )
    asks = message.said("ask.certain") or message.said("ask.opening") or _still_wishes(message)
    if more or asks:
        return None
    return "terima_kasih", "", said or str(done)


def _done(message: Message) -> str:
    """Return the words that say what was done for somebody, or ''."""
    return message.said("thanks.done") or (message.said("thanks.maybe") if message.over else "")


def _deeds(message: Message) -> list[int]:
    """Return where the words stand that say what was done."""
    rules = ("thanks.done", "thanks.maybe") if message.over else ("thanks.done",)
    return [at for rule in rules for at, _ in message.hits.get(rule, ())]


def _bygone(message: Message) -> set[int]:
    """Return where words of trouble are of what was before: "yang dulu rusak sekarang mulus"."""
    words = message.words
    fine = [at for at, word in enumerate(words) if word in _FINE]
    now = [at for at in (*_deeds(message), *fine) if _BECAME & {*words[max(0, at - 2) : at]}]
    surely = [at for at in now if _surely_over(words[max(0, at - 2) : at])]
    once = [at for at, word in enumerate(words) if word in _ONCE]
    return {
        at
        for at, _ in message.hits.get("trouble.words", ())
        if (any(0 < at - before <= REACH for before in once) and any(at < done for done in now))
        or any(at < done for done in surely)
    }


def _surely_over(before: Sequence[str]) -> bool:
    """Tell whether *before*, the words before what was done, need no "dulu": "akhirnya"."""
    return _AT_LAST_FOLDED in before or before[-1:] == ("sekarang",)


def _left_over(message: Message) -> bool:
    """Tell whether behind all that was done something else is told of."""
    words, hits = message.words, message.hits
    done = max(_deeds(message), default=len(words))
    turns = [at for at in range(done + 1, len(words)) if words[at] in _TURNS]
    if not turns:
        return False
    ends = [at for at, _ in hits.get("thanks.words", ()) if at > turns[0]]
    said = words[turns[0] + 1 : min(ends, default=len(words))]
    kind = ("thanks.praise", "thanks.bless", "thanks.glad", "thanks.surprise")
    praised = any(at > turns[0] for rule in kind for at, _ in hits.get(rule, ()))
    return len(said) > 1 and not praised and _HAPPY.isdisjoint(said)


def _goes_on(message: Message) -> str:
    """Return "lanjutkan" where what is to be gone on with stands behind it, not praise, or ''."""
    words, praise = message.words, message.hits.get("thanks.praise", ())
    if not praise or "thanks.words" in message.hits or any(said != _ON for _, said in praise):
        return ""
    works = (words[at + 1] for at, word in enumerate(words[:-1]) if word == _ON)
    return _ON if any(word in _WORKS for word in works) else ""


def _still_wishes(message: Message) -> bool:
    """Tell whether thanks go with a wish; a blessing is none, nor the "usul" that was heard."""
    blessed = bool(message.said("thanks.bless"))
    if (message.made or message.said("wish.want")) and not blessed:
        return True
    heard = {index for index, _ in message.hits.get("thanks.heard", ())}
    heard |= {index for index, _ in message.hits.get("thanks.bless", ())}
    return any(index not in heard for index, _ in message.hits.get("wish.certain", ()))


def _wishes(message: Message) -> Kind | None:
    """Read a wish for something new where nothing speaks of trouble."""
    sure = message.said("wish.sure")
    if sure and not (message.pained and message.said("trouble.repair") and not message.made):
        # but "rusak, sebaiknya segera diperbaiki" wants a repair
        return "aspirasi", "", sure
    if message.mends:
        return None
    if "wish.hope" in message.hits and (said := _hopes(message)):
        return "aspirasi", "", said
    if message.troubled:  # "mohon dibuatkan selokan, sering banjir" asks for something new
        said = message.opens
        return ("aspirasi", "", said) if said else None
    said = message.said("wish.certain") or message.made
    if not said and NEVER.isdisjoint(message.words):
        said = _goes_on(message)
    return ("aspirasi", "", said) if said else None


def _hopes(message: Message) -> str:
    """Return the word of hope that opens a message, and something new behind it, or ''."""
    said = message.said("wish.hope", within=OPENING)
    new = "wish.make" in message.hits or not _NEW.isdisjoint(message.words)
    wrong = message.pained or "thanks.done" in message.hits
    return said if said and new and not wrong else ""
