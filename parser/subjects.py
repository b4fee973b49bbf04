"""What a report is about: category, urgency, where, who is accused, what else its flags say."""

from typing import NamedTuple

from parser import (
    accused,
    addressees,
    categories,
    charges,
    errands,
    ghosts,
    greetings,
    hints,
    homonyms,
    lexicon,
    outcomes,
    places,
    screens,
    types,
    unsure,
    urgency,
    wishes,
)
from parser.reading import Reading, Vocabulary, Why
from parser.screens import Subject, as_subject
from parser.tokens import Token
from parser.trees import Terms

_ASKED = frozenset({"rahasia", "anonim"})
"""Flags of who said himself how hidden he wants to be."""
MOST_LISTED = 18  # words of a message whose first problem is the first one told; more are a story
HIDDEN = frozenset({"pungli", "aparatur", "kekerasan"})
"""Categories whose reports are confidential without being asked (DOMAIN.md 6)."""


class Said(NamedTuple):
    """The words of a report."""

    tokens: list[Token]
    left: list[Token]  # without what surrounds a report and tells nothing
    core: list[Token]  # without the thanks at the end, too
    who: int  # words at the beginning of *core* that say who writes


def of(
    found: Reading,
    said: Said,
    kind: tuple[str, str],
    hinted: int,
    words: Vocabulary,
    why: list[Why] | None,
) -> Reading:
    """Say what a report is about: its tokens, those before the thanks, and how many say who."""
    tokens, left, core, who = said
    own, body = words.own, found.body
    sorts = own.categories if own else None
    told = left
    if kind[0] == "aduan":
        grateful = hinted & hints.THANKS
        told = _behind_thanks(left, core, words) if grateful else _behind_old(left, hinted)
    core = told if told is not left else core
    told = _behind_writer(told, who, words) if who and told is left else told
    told = outcomes.apart(addressees.apart(told, sorts), core, sorts)
    category, level = _weighed(body, left, core, told, words, why)
    fears = level != "darurat" and lexicon.view(core).told & urgency.FEARS
    accuses = accused.may_accuse(lexicon.view(tokens).told)
    if fears and (happened := _happened(told, core, words)) is not told:
        told = happened
        category = categories.of(told, why, sorts)
    several = categories.several(told, sorts)
    category = _first((category, *several), told, calm=level != "darurat" and kind[0] == "aduan")
    charge = charges.of(tokens, why) if accuses else ""
    category = charges.category(charge, category) if charge else category
    intent, subtype = types.settled(kind, category, level, tokens)
    if level == "biasa" and category in categories.ACCIDENTS:
        category = _imagined(category, core, words, why)
    marked = own.marked(tokens) if own else tokens
    told_of = hinted if marked is tokens else None
    where = places.find(body, marked, words.gazetteer, why, told_of)
    if found.keyword and level == "biasa" and not where:
        plain = homonyms.flags(found.keyword, category, tokens, why)
        if plain:
            return found.but(intent="kosong", flags=(*found.flags, *plain))
    subject = as_subject((intent, category, level, where, subtype))
    flags = _flags(body, subject, tokens, hinted, words, why)
    if (charge or category in HIDDEN) and not _ASKED.intersection(flags):
        flags.append("rahasia")
    return found.but(
        **subject._asdict(),
        type=intent if intent != "aduan" else "pengaduan",
        others=tuple([name for name in several if name != category]) if several else (),
        flags=(*found.flags, *flags, *(("multi_masalah",) if several else ())),
    )


def _behind_thanks(tokens: list[Token], core: list[Token], words: Vocabulary) -> list[Token]:
    """Return what stands behind thanks for something that was done, if it has a subject.

    "Makasih lampunya sudah nyala, tinggal jalannya bolong" is a report of the road alone.
    """
    if greetings.GRATEFUL.isdisjoint([token[0] for token in core]):
        return tokens  # thanks at the end are for what is to be done
    behind = types.past_thanks(core)
    sorts = words.own.categories if words.own else None
    if not behind or categories.of(core[behind:], None, sorts) == "lainnya":
        return tokens
    another = types.turns(core[behind]) or categories.several(tokens, sorts)
    return core[behind:] if another else tokens


def _behind_writer(told: list[Token], who: int, words: Vocabulary) -> list[Token]:
    """Return what stands behind *who* words of who writes, if it has a subject of its own."""
    sorts = words.own.categories if words.own else None
    trade, behind = categories.of(told[:who], None, sorts), told[who:]
    same = trade == "lainnya" or categories.speaks_of(behind, trade, sorts)
    return told if same or categories.of(behind, None, sorts) == "lainnya" else behind


def _happened(told: list[Token], core: list[Token], words: Vocabulary) -> list[Token]:
    """Return *told* without what it only fears, if it has a subject then.

    "Jalan licin, mau nunggu ada yang celaka?" is about a road.
    """
    sorts, alarms = (words.own.categories, words.own.urgency) if words.own else (None, None)
    fears = urgency.not_yet(core, alarms)
    if not fears:
        return told
    named: set[str] = set()
    left = []
    for token in reversed(told):
        word = lexicon.fold(token.word)
        if word in fears and word not in named:
            named.add(word)  # "palang kereta rusak, takut tertabrak kereta" keeps its first one
        else:
            left.append(token)
    left.reverse()
    return told if categories.of(left, None, sorts) == "lainnya" else left


def _behind_old(tokens: list[Token], hinted: int) -> list[Token]:
    """Return what stands behind an old report that is done: only that is reported."""
    behind = errands.past_old(tokens) if hinted & hints.REMINDS else 0
    return tokens[behind:] if behind else tokens


def _weighed(
    body: str,
    tokens: list[Token],
    core: list[Token],
    told: list[Token],
    words: Vocabulary,
    why: list[Why] | None,
) -> tuple[str, str]:
    """Return category and urgency, each of which may decide about the other."""
    own = words.own
    sorts, alarms = (own.categories, own.urgency) if own else (None, None)
    category = categories.of(core if told is tokens else told, why, sorts)
    level = urgency.of(body, core, why, alarms)
    if level == "darurat" and outcomes.may_tell(lexicon.view(core)):
        level = _level_now(body, core, alarms)
    if category == "hewan" and hints.of(tokens) & hints.RUDE and screens.scolds(tokens):
        category = categories.of(core, why, sorts, but=category)
    if level == "darurat" and (ghosts.jest(tokens) or wishes.unmeant(tokens)):
        level = "biasa"
    if level == "darurat" and not categories.settled(category, core, sorts):
        category = categories.of_alarm(category, urgency.subjects(core, alarms))
    if category == "medis" and level == "tinggi" and urgency.bygone(core, alarms):
        category = categories.of(core, why, sorts, but="medis")
    if category == "medis" and level == "biasa":
        category = categories.of(core, why, sorts, but="medis")
        category = "kesehatan" if category == "medis" else category  # help that was needed once
    return category, level


def _first(names: tuple[str, ...], told: list[Token], *, calm: bool) -> str:
    """Return the category of the first of several problems, *names* behind the heaviest.

    A long story has its own weight, and so has what *calm* is not true of.
    """
    category, *several = names
    listed = calm and len(told) <= MOST_LISTED and category in several
    return several[0] if listed and several[0] != "medis" else category


def _level_now(body: str, core: list[Token], alarms: Terms[str] | None) -> str:
    """Return how urgent a message is now: "kalau hujan banjir, tolong" is no alarm."""
    said: list[Why] = []
    urgency.of(body, core, said, alarms)
    alone = said[-1].words.endswith(": banjir")
    left = outcomes.now(core) if alone else core
    return urgency.of(body, left, None, alarms) if len(left) < len(core) else "darurat"


def _imagined(category: str, core: list[Token], words: Vocabulary, why: list[Why] | None) -> str:
    """Return what a report is about that only imagines an accident, or *category* if it does not.

    "Gang penuh mobil parkir, gimana kalau kebakaran?" is about parking.
    """
    sorts, alarms = (words.own.categories, words.own.urgency) if words.own else (None, None)
    if not urgency.unreal(core, alarms):
        return category
    return categories.of(core, why, sorts, but=category)


def _flags(
    body: str,
    subject: Subject,
    tokens: list[Token],
    hinted: int,
    words: Vocabulary,
    why: list[Why] | None,
) -> list[str]:
    """Return the flags of a report, from all the rules that give some; *hinted* is of hints.py."""
    view = lexicon.view(tokens)
    told = view.told
    flags = [*wishes.of(tokens, why)] if wishes.may_ask(view) else []
    if accused.may_accuse(told):
        flags += accused.of(tokens, why)
    here = subject.places
    of_place = places.flags(here, tokens, words.gazetteer) if here or hinted & hints.OBJECT else ()
    if of_place or not here:
        flags += screens.where(subject, of_place, tokens)
    if told & unsure.DOUBTS and "lokasi_ambigu" not in flags:
        flags += ["lokasi_ambigu"] if unsure.somewhere(subject.places, tokens) else []
    if told & unsure.PARTS or unsure.ENDS[tokens[-1][1]] or body[0] in unsure.COUNTS:
        flags += unsure.of(body, subject.places, tokens, why)
    if hinted & screens.MANNERS or len(body) > screens.LONG or screens.masks(body, hinted):
        flags += screens.flags(body, tokens, why)
    if hinted & hints.PRANK or not (subject.places or subject.urgency != "biasa"):
        flags += screens.doubts(subject, flags, tokens, why)
    return flags
