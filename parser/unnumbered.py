"""What officers write without a ticket's number: commands that lack it, and talk of the office.

A command without its number does nothing; its writer is told what is missing. Whoever tells what
is wrong somewhere reports that, whatever word he begins with.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from parser import agencies, categories, sentences, types, urgency
from parser.commands import tickets_in
from parser.greetings import opens_thanks
from parser.lists import Phrases, load
from parser.lists import words as listed
from parser.reading import Reading, Vocabulary
from parser.scale import OTHER
from parser.shorthand import plain
from parser.tokens import Token
from parser.typo import near
from parser.words import COURTESY, MISTYPED_BY_OFFICERS, OFFICER, OFFICER_BEFORE

MAX_WORDS = 16  # of a command
MAX_TALK = 30  # words
MAX_NOTE = 4  # words; more that name a subject are a report
MAX_ROUTE = 4  # words that hand something on to whom nobody knows
MAX_BESIDE = 2  # words of a radio call besides its own
_DONE = frozenset({"sudah", "belum"})
"""Who says these before "diteruskan" tells of it, and orders nothing."""
_LISTS = frozenset({"daftar", "telat"})
_FREE = frozenset({"proses", "catat"})
"""Acts with whatever words, if those speak of work."""
_ROAD = "jalan"
_LACKING = ("nomor_rusak",)


@cache
def _talk(name: str) -> frozenset[str]:
    return listed(load("sentences")["talk"][name])


@cache
def _phrases() -> Phrases:
    phrases = load("sentences")["talk"]["phrases"]
    return Phrases([plain(word) for word in text.split()] for text in phrases)


def read(text: str, tokens: Sequence[Token], words: Vocabulary) -> Reading | None:
    """Return the command without a number, or the talk, that an officer's *text* is, or None.

    >>> from parser.tokens import split
    >>> city = Vocabulary.of({"SURGA": []}, agencies={"DISHUB": []})
    >>> said = "disposisi ke dishub", "besok rapat jam 9 ya", "proses ktp saya mandek"
    >>> [found and found.intent for found in (read(t, split(t), city) for t in said)]
    ['petugas_disposisi', 'bukan_aduan', None]
    """
    if len(tokens) > MAX_TALK:
        return None
    if len(tokens) <= MAX_WORDS and (found := _command(text, tokens, words)):
        return found
    talk = not tickets_in(list(tokens)) and _talks(tokens)
    return Reading("bukan_aduan", body=text.strip()) if talk else None


def _command(text: str, tokens: Sequence[Token], words: Vocabulary) -> Reading | None:
    """Read an act whose number is missing."""
    at = next((i for i, t in enumerate(tokens) if t.word not in OFFICER_BEFORE), 0)
    if "?" in text or _located(tokens) or opens_thanks(tokens[at:]):
        return None
    act = _act(tokens[at])
    if act == "disposisi" and _DONE.isdisjoint(token.word for token in tokens[:at]):
        found = _route(text, tokens[at:], words)
        if found:
            return found
    behind = tokens[at + bool(act) :]
    if types.pained(behind) or sentences.troubles(behind) or urgency.of(text, tokens) != "biasa":
        return None
    if act and COURTESY.issuperset(token.word for token in behind):
        return Reading(f"petugas_{act}", flags=(sentences.SENTENCE, *_LACKING))
    told = sentences.read(text, tokens).act
    told = "" if told == "rahasia" and sentences.owns(tokens) else told  # "nama saya rahasiakan"
    told = told or ("tolak" if act == "tolak" and sentences.of_others(behind) else "")
    sure = told == act or (not act and sentences.owns(tokens) and sentences.works(tokens))
    if not (told and sure) and not (act in _FREE and _of_work(act, behind)):
        return None
    body = text[tokens[at].end :].strip() if act else text.strip()
    return Reading(f"petugas_{act or told}", body=body, flags=(sentences.SENTENCE, *_LACKING))


def _act(token: Token) -> str:
    """Return the officer's act that a word is, if not that of a list, or ''."""
    act = OFFICER.get(token.raw) or OFFICER.get(token.word)
    if act is None and not sentences.routing().isdisjoint((token.word, token.word[2:])):
        return "disposisi"  # "dilimpahkan"
    act = act or OFFICER.get(near(token.raw, MISTYPED_BY_OFFICERS), "")
    return "" if act in _LISTS else act


def _route(text: str, tokens: Sequence[Token], words: Vocabulary) -> Reading | None:
    """Read an order to hand something on, *tokens*, which begin with it: "disposisi ke dishub"."""
    behind = [
        token for token in tokens[1:] if token.word not in sentences.tail() or token.word == "ke"
    ]
    if not behind:
        return None
    to = text[behind[0].start :]
    code, offered, end = agencies.agency(to, words.agencies)
    note = [token for token in behind if token.start >= behind[0].start + end]
    known = code or (offered and OFFICER.get(tokens[0].word))
    if not known and not (
        tokens[0].word in OFFICER and len(tokens) <= MAX_ROUTE and _names(tokens)
    ):
        return None
    if types.pained(note) or (len(note) > MAX_NOTE and categories.of(note) != OTHER):
        return None
    flags = _LACKING if code else (*_LACKING, "tanpa_opd")
    body = to[end:].strip(" ,.;:") if code else to.strip()
    return Reading("petugas_disposisi", body=body, flags=flags, agency=code, suggest=offered)


def _names(tokens: Sequence[Token]) -> bool:
    """Tell whether "ke" and a name stand behind the word for handing on."""
    return len(tokens) > 2 and tokens[1].word in {"ke", "kepada"}


def _of_work(act: str, behind: Sequence[Token]) -> bool:
    """Tell whether the words behind *act* speak of how the work stands: "proses masih lelang"."""
    if not behind or not sentences.goes_on(behind[0]):
        return False
    return act != "proses" or categories.of(behind) == OTHER


def _located(tokens: Sequence[Token]) -> bool:
    """Tell whether a street or an area is named: somebody tells what is the matter there."""
    if not _talk("where").isdisjoint(token.raw for token in tokens):
        return True
    return any(
        one.raw == _ROAD and not sentences.of_others((two,)) for one, two in pairwise(tokens)
    )


def _talks(tokens: Sequence[Token]) -> bool:
    """Tell whether colleagues speak of their day, and of nothing that is wrong."""
    said = [token.word for token in tokens]
    radio = _radio(tokens)
    if not (radio or not _talk("words").isdisjoint(said) or _phrases().find(said)):
        return False
    if _located(tokens) or not _talk("against").isdisjoint(said):
        return False
    if urgency.of("", tokens) != "biasa" or sentences.troubles(tokens):
        return False
    return radio or categories.of(tokens) in {OTHER, *_talk("subjects")}


def _radio(tokens: Sequence[Token]) -> bool:
    """Tell whether a message is a call as on the radio: "siap ndan, meluncur"."""
    said = [token.word for token in tokens]
    other = [word for word in said if word not in _talk("radio") | COURTESY]
    return not _talk("radio").isdisjoint(said) and len(other) <= MAX_BESIDE
