"""What must be known before a message is a report: empty, prank, spam, machine, too general.

Flags set here: kosong ghost curiga_prank spam otomatis terlalu_umum kasar panjang bahasa:xx.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Final, NamedTuple

from parser import (
    categories,
    ghosts,
    hints,
    inquiries,
    languages,
    late,
    lexicon,
    machines,
    mentions,
    notices,
    spam,
    types,
    urgency,
    wishes,
)
from parser.lists import beside, load, words
from parser.reading import NONE, Place, Reading, Why
from parser.tokens import Token
from parser.words import listed

LONG = 480  # characters; more than three parts
MANNERS = hints.RUDE | hints.LANGUAGE
"""Without these a message that is not LONG has no flag of its manner."""

BROAD = frozenset({"pelayanan_kelurahan", "aparatur"})  # subjects that say little by themselves
OPENING = 3  # words among which a message says what it is for
BRIEF = 10  # words
_TAXES = beside("screens", "taxes")
_PAYS = beside("screens", "pays")
"""Before a tax: what the anger of one who pays it begins with."""
_BESIDES = beside("screens", "besides")
"""Behind these stands what makes it unjust: "padahal iuran jalan terus"."""
_HOMELY = frozenset({"lainnya", "perumahan", "hewan"})
"""What talk to a friend, a song or a riddle may seem to be about."""
_REGARDS: Final = "salam "
_OF_PAPERS = frozenset({"adminduk", "bansos"})
"""Of these the words "KTP" and "tolong dibantu" alone make a subject."""
_HELP = beside("screens", "help")
_OURS = frozenset({"rahasia", "anonim", "jangan_balas", "ancaman"})
"""Who asks for one of these, or threatens, does not chat: "jangan dibalas, pacar saya ..."."""
_MASKED = late.pattern(r"[a-zA-Z][*0134@]{1,3}[a-zA-Z]")
_MASK = late.pattern(r"[a-zA-Z][a-zA-Z*0134@]{2,15}")
_LEET = str.maketrans("0134@", "oieaa")
FEW_WORDS = 2  # words of content that are too few to act on


class Subject(NamedTuple):
    """What a report is about."""

    intent: str
    category: str
    urgency: str
    places: tuple[Place, ...]
    subtype: str = ""


as_subject = partial(tuple.__new__, Subject)
"""Makes a Subject of a tuple, in half the time."""


class _Tables:
    """What the data file says, as look-ups."""

    def __init__(self) -> None:
        data = load("manners")
        self.rude = words(data["rude"])
        self.animals = words(data["animals"])
        self.scold_after = words(data["scold_after"])
        self.scold_before = words(data["scold_before"])
        self.tame = listed(data["tame"])
        self.spots = words(data["spots"])
        self.desks = words(data["desks"])
        self.spotless = words(data["spotless"])  # raw: "mana2" is no "mana"
        self.empty = listed(data["empty"]) | self.rude


@cache
def _tables() -> _Tables:
    return _Tables()


def of(
    reading: Reading, tokens: Sequence[Token], told: int, why: list[Why] | None
) -> Reading | None:
    """Return the reading of what is no report (spam, a machine's text, nothing), or None.

    *reading* holds keyword and body, *tokens* are those of the body, *told* is of hints.py.
    With a keyword, a message that says nothing is still addressed to the city: intent aduan.
    """
    empty = told & hints.TALK != hints.TELLS and ghosts.says_nothing(tokens)
    if not (reading.keyword or told & hints.SCREENS or empty):
        return None  # most messages
    for intent, flags, said in _signs(reading, tokens, told, empty=empty):
        if said:
            if why is not None:
                why.append(Why(f"screen {intent}", said))
            marks = (*reading.flags, *flags.split())
            return Reading(intent, reading.keyword, reading.match, reading.body, flags=marks)
    return None


def _signs(
    reading: Reading, tokens: Sequence[Token], told: int, *, empty: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield (intent, its flags, the words that make it so) of each screen, one after the other."""
    addressed = reading.match != NONE
    noticed = told & hints.NOTICE and not addressed
    if told & (hints.MACHINE | hints.NOTICE) and not addressed:
        lost = told & hints.MACHINE and machines.undelivered(tokens)
        yield "mesin", "otomatis", lost or (noticed and notices.of(tokens)) or ""
    hidden = told & hints.DISGUISED and spam.disguised(tokens, reading.body)
    if hidden or (told & hints.SPAM and spam.tempts(tokens, reading.body)):
        yield "spam", "spam", ", ".join(spam.signs(tokens, reading.body))
    if told & (hints.MACHINE | hints.NOTICE) and not addressed:
        sounds = machines.sounds_like_one(tokens) if told & hints.MACHINE else ()
        yield "mesin", "otomatis", " ".join(sounds) or (noticed and notices.at_last(tokens)) or ""
    if told & hints.REMINDS:
        yield "cek", "", mentions.reminds(tokens) or inquiries.reminds(tokens)
    if keyword := reading.keyword:
        proverb = ghosts.proverb(keyword, tokens) and categories.of(tokens) == "lainnya"
        yield "kosong", "ghost idiom", keyword if proverb else ""
        yield "kosong", "curiga_prank", keyword if ghosts.pun(keyword, tokens) else ""
    slip = told & hints.SLIP and ghosts.slipped(tokens)
    counts = addressed and tokens[0].raw.isdigit() and ghosts.counts(tokens)
    if counts or empty or (slip and categories.of(tokens) == "lainnya"):
        yield "aduan" if addressed else "kosong", "ghost", reading.body[:40]
    if told & hints.PRANK and not addressed and len(tokens) <= BRIEF and not _digits(tokens):
        laughter = ghosts.laughing(tokens)
        if laughter and categories.of(tokens) == "lainnya" and not types.thanks(tokens):
            yield "kosong", "curiga_prank", laughter
    if told & hints.OTHER and (elsewhere := ghosts.other_business(tokens)):
        alone = ghosts.surely_other(tokens) or _alone(elsewhere, tokens)
        yield "bukan_aduan", "", elsewhere if alone and not _asks(tokens) else ""


def _asks(tokens: Sequence[Token]) -> bool:
    """Tell whether the writer asks to be hidden or not to be answered, or threatens."""
    return wishes.may_ask(lexicon.view(tokens)) and not _OURS.isdisjoint(wishes.of(tokens))


def _digits(tokens: Sequence[Token]) -> bool:
    """Tell whether a figure is told, as those of a street or of a ticket are."""
    return any(token.raw.isdigit() for token in tokens)


def _alone(said: str, tokens: Sequence[Token]) -> bool:
    """Tell whether *said*, which is none of the city's business, is all that the message is for."""
    category = categories.of(tokens)
    if ghosts.of_friends(said):
        return category in _HOMELY and not types.pained(tokens)
    begins = said.split(maxsplit=1)[0] in (token.word for token in tokens[:OPENING])
    if said.startswith(_REGARDS) and not begins:
        return False  # so one ends any letter
    heart = ghosts.of_heart(said)
    begins = begins and (category == "kebakaran" or not heart)
    laughs = bool(ghosts.laughing(tokens))
    long = heart and not laughs and len(tokens) > urgency.BRIEF
    if long and urgency.of("", tokens) == "darurat":
        return False  # "hatiku hancur, rumah kebakaran"
    told = not heart and (category == "drainase" or types.pained(tokens))
    clear = laughs or (begins and not told)  # "kangen jalan mulus, Jl Kawi rusak" is a report
    return (clear and len(tokens) <= BRIEF) or category == "lainnya"


def flags(body: str, tokens: Sequence[Token], why: list[Why] | None) -> list[str]:
    """Return the flags of a message's manner: rude, long, in another language."""
    found: list[str] = []
    told = hints.of(tokens)
    if said := (told & hints.RUDE and _rude(tokens)) or _masked(body):
        found.append("kasar")
        _because(why, "flag kasar", said)
    if len(body) > LONG:
        found.append("panjang")
    if told & hints.LANGUAGE and (language := languages.of(tokens)):
        found.append(f"bahasa:{language}")
        _because(why, "language", language)
    return found


def doubts(
    subject: Subject, flags: Sequence[str], tokens: Sequence[Token], why: list[Why] | None
) -> list[str]:
    """Return the flags of a report that may be a prank or says too little to act on."""
    found: list[str] = []
    clear = subject.category != "lainnya"
    odd = hints.of(tokens) & hints.PRANK
    said = (ghosts.fabulous(tokens) or ghosts.confessed(tokens)) if odd else ""
    threat = "ancaman" in flags  # who threatens does not joke, and says enough
    if odd and not (said or threat) and (laughter := ghosts.laughing(tokens)):
        said = laughter if not clear or ghosts.absurd(tokens) else ""
    if odd and not (said or threat or subject.category in _tables().spots):
        said = ghosts.haunted(tokens) if subject.intent == "aduan" else ""
    if said and subject.urgency != "darurat":
        found.append("curiga_prank")
        _because(why, "flag curiga_prank", said)
    if subject.urgency != "biasa" or subject.places or threat:
        return found
    needed = _needed(subject, tokens, rude="kasar" in flags)
    if needed >= 0 and _content(tokens) <= needed:
        found.append("terlalu_umum")
        _because(why, "flag terlalu_umum", "no subject, no place, few words")
    return found


def where(subject: Subject, found: Sequence[str], tokens: Sequence[Token]) -> list[str]:
    """Return *found*, the flags of the places, *tanpa_lokasi* only where somebody must ask.

    Somebody must be sent to a broken lamp; papers and questions need no spot.
    """
    if subject.places and not found:
        return []  # most messages
    asked = "tanpa_lokasi" in found
    desk = subject.intent == "permintaan_info" or subject.category in _tables().desks
    desk = (desk or subject.subtype == "kritik") and subject.urgency != "darurat"
    if asked and desk:
        return [flag for flag in found if flag != "tanpa_lokasi"]
    urgent = subject.urgency == "darurat"
    spot = subject.intent == "aduan" and (urgent or subject.category in _tables().spots)
    if asked or not spot or subject.places or (not urgent and _spotless(tokens)):
        return list(found)
    return [*found, "tanpa_lokasi"]


def _spotless(tokens: Sequence[Token]) -> bool:
    """Tell whether a message is of money or papers; "uang pajak dipakai apa" is only anger."""
    said = [token.raw for token in tokens]
    besides = [i for i, word in enumerate(said) if word in _BESIDES]
    said = said[: besides[0]] if besides else said
    spotless = _tables().spotless
    if spotless.isdisjoint(said):
        return False
    paid = [i for i, word in enumerate(said) if word in _TAXES and i and said[i - 1] in _PAYS]
    return any(word in spotless for i, word in enumerate(said) if i not in paid)


def _needed(subject: Subject, tokens: Sequence[Token], *, rude: bool) -> int:
    """Return how many words of content are still too few to act on; -1 when none are needed."""
    if subject.category == "lainnya":
        return FEW_WORDS if subject.intent == "aduan" else 0
    if subject.category in BROAD:
        return 1
    if rude:
        return 0
    if subject.category not in _OF_PAPERS or len(tokens) > BRIEF:
        return -1
    return 0 if subject.category == "adminduk" or _HELP.isdisjoint(t.raw for t in tokens) else -1


def _rude(tokens: Sequence[Token]) -> str:
    """Return the rude word of the message, or ''; a stray dog is no rude word."""
    tables = _tables()
    said = tables.rude.intersection([token.raw for token in tokens])
    if said and said <= tables.animals and not tables.tame.isdisjoint(t.word for t in tokens):
        return scolds(tokens)
    return min(said, default="")


def masks(body: str, hinted: int) -> bool:
    """Tell whether a word may be masked; *hinted* is of hints.py."""
    return ("*" in body or bool(hinted & hints.DISGUISED)) and _MASKED.search(body) is not None


def _masked(body: str) -> str:
    """Return the rude word that marks or figures hide ("b*ngsat", "g0bl0k"), or ''."""
    if _MASKED.search(body) is None:
        return ""
    masked: list[str] = _MASK.findall(body[:LONG])
    for word in filter(_MASKED.search, masked):
        said = re.compile(word.casefold().translate(_LEET).replace("*", "[a-z]"))
        if any(map(said.fullmatch, _tables().rude)):
            return word
    return ""


def scolds(tokens: Sequence[Token]) -> str:
    """Return the animal that somebody or something is called ("anjing bgt parkiran"), or ''."""
    tables = _tables()
    for one, two in pairwise(tokens):
        if one.raw in tables.animals and two.raw in tables.scold_after:
            return one.raw
        if two.raw in tables.animals and one.raw in tables.scold_before:
            return two.raw
    return ""


def _content(tokens: Sequence[Token]) -> int:
    """Return how many different words there are that could be acted on."""
    empty = _tables().empty
    content = {t.word for t in tokens if not t.raw.isdigit() and len(t.raw) > 1} - empty
    return sum(not ghosts.laughs(word) for word in content)


def _because(why: list[Why] | None, rule: str, said: str) -> None:
    if why is not None:
        why.append(Why(rule, said))
