"""What an officer tells of a ticket in a sentence: "4839206 sudah kami ganti lampunya".

::

    told   = { word } number { word }              (* with the words of one act of sentences.toml *)
    merger = { word } number { word } number { word }
    list   = { word }                              (* a word for tasks, one that asks, all known *)

Only what surely stands there is an act. All else of an officer about one ticket is an internal note
(*tanpa_perintah*): no reporter reads it, and nothing is closed by it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from parser.greetings import GRATEFUL, SALUTES
from parser.lists import load, words
from parser.stem import stems
from parser.tickets import SHORTEST
from parser.tokens import Token
from parser.words import COMMANDS, COURTESY, LEAD, OFFICER_BEFORE

SENTENCE = "kalimat"
"""Flag of all that is read in an officer's sentence; with "_buka" and its like what it would be of
a citizen."""

FREE = "tanpa_perintah"
"""Flag of an officer's words about a ticket that are surely no command."""

FAR = 5  # words between the two of ">>"
BEFORE = 2  # words before a build that may deny it
MAX_LIST = 12  # words of a list that is asked for
MOST_PLACES = 8  # of one class that a build tries
MAX_WORDS = 60  # of a sentence that are looked at
_WORK = "+"  # stands for a verb of work that is no word of the list without its affixes
_VERBS = ("di", "me", "ng", "ny", "ter")
_VERB_ENDS = ("in", "kan", "keun")
_WEAK = ("tinjau", "terima", "kabar", "tuntas")  # go with another act, which then counts
_DONE = frozenset({"selesai", "tuntas"})
_PERCENT = re.compile(r"(?<!\d)\d{1,2} ?%")
_MEANS = {"tuntas": "selesai", "tinjau": "proses", "kabar": "proses"}


class Build(NamedTuple):
    """Classes whose words near each other are an act."""

    steps: tuple[str, ...]
    far: bool  # other words may stand between
    also: str  # a class that must be there besides; "" for none


class Told(NamedTuple):
    """What a sentence says."""

    act: str  # "" when it is not sure
    end: int  # index of the word behind what says it
    vague: bool = False  # "sudah kami kerjakan": what was done is not said


_OF_TICKETS = frozenset({"cek", "tambah", "batal", "buka", "nilai"})
"""What a citizen may want with a number."""

_ABLE = frozenset({"bisa", "sempat"})
"""Behind "belum" who says so tells, and does not ask."""

_OUTCOMES = frozenset({"diberikan", "dikabulkan", "seluruhnya", "sebagian", "ditolak", "tolak"})
"""What the answer to a request for information begins with (models/casework/officer.py)."""

_WITHIN = frozenset({"dalam"})
"""Before a number they say when: "dalam 3 hari"."""

NOTHING = Told("", 0)


def lead() -> frozenset[str]:
    """Return the words that may stand before a number that opens a message."""
    return _lead()


@cache
def tail() -> frozenset[str]:
    """Return the words right before a number that ends a message."""
    return words(load("sentences")["lead"]["tail"])


@cache
def _lead() -> frozenset[str]:
    return words(load("sentences")["lead"]["words"]) | OFFICER_BEFORE | COURTESY


@cache
def _class(name: str) -> frozenset[str]:
    return words(load("sentences")["class"][name])


@cache
def _any(names: str) -> frozenset[str]:
    """Return the words of all classes in *names*, which stand between blanks."""
    return frozenset().union(*map(_class, names.split()))


@cache
def _between() -> frozenset[str]:
    return words(load("sentences")["between"]["words"]) | COURTESY


@cache
def _builds() -> dict[str, tuple[Build, ...]]:
    table = load("sentences")["build"]
    return {act: tuple(map(_build, text.split(","))) for act, text in table.items()}


def _build(text: str) -> Build:
    run, _plus, also = text.partition("+")
    names = run.replace(">>", ">").split(">")
    return Build(tuple(name.strip() for name in names), ">>" in run, also.strip())


def read(text: str, tokens: Sequence[Token]) -> Told:
    """Return what *text*, the words of which are *tokens*, says.

    >>> from parser.tokens import split
    >>> said = "1234566 sdh kami ganti", "1234566 blm diganti", "1234566 sdh diganti?"
    >>> [read(text, split(text)).act for text in said]
    ['selesai', '', '']
    """
    said = [*_said(tokens), *(["persen"] if _PERCENT.search(text) else ())]
    asks = asked(text, said)
    found = {act: end for act in _builds() if (end := _stands(act, said, asks=asks))}
    if "catat" in found:
        return Told("catat", found["catat"])
    found = _weighed(found, said)
    if not found and not asks and _takes(said):
        return Told("terima", 0)
    if len(found) != 1:
        return NOTHING
    ((act, end),) = found.items()
    known = _any("perfect own vague finished past") | _lead() | _between()
    vague = all(word in known or (len(word) >= SHORTEST and word.isdigit()) for word in said)
    part = act in _DONE and _PERCENT.search(text) is not None
    return Told("proses" if part else _MEANS.get(act, act), end, vague and not part)


def asked(text: str, said: Sequence[str]) -> bool:
    """Tell whether *text* is a question: "sudah dikerjakan belum ya"."""
    told = [word for word in said if not (word in COURTESY or word.isdigit())]
    before, last = ["", "", *told][-2:]
    done = _any("work perfect finished well survey accept going") | {_WORK, "apa", "atau"}
    return "?" in text or (last == "belum" and before in done)


def _weighed(found: dict[str, int], said: Sequence[str]) -> dict[str, int]:
    """Return the acts of a sentence that count; what is done in part is progress."""
    for weak in _WEAK:
        if weak in found and len(found) > 1:
            del found[weak]
    done = found.keys() & _DONE
    if done and not undone(said) and not _class("but").isdisjoint(said):
        return {}  # "sudah ditambal tapi asal-asalan"
    if done and ("proses" in found or undone(said)):
        sure = "selesai" in found or not _class("partial").isdisjoint(said)
        end = max(found.pop(act) for act in done)
        return found | {"proses": end} if sure else found
    return found


def undone(said: Sequence[str]) -> bool:
    """Tell whether words say that something is still to be done."""
    begun = _any("start partial")
    for word, after in pairwise(said):
        if _is_ahead(word, after):
            return True  # "minggu depan"
        if word == "baru" and ((after.isdigit() and len(after) < SHORTEST) or after in begun):
            return True  # "baru 2 titik"
    return not _any("partial not_yet plan wait").isdisjoint(said)


def planned(tokens: Sequence[Token]) -> bool:
    """Tell whether the words behind SELESAI begin with what is still to be done.

    >>> from parser.tokens import split
    >>> [planned(split(text)) for text in ("besok pagi", "ditambal besok", "pipa disambung regu 2")]
    [True, True, False]
    >>> planned(split("SEBAGIAN, daftar aset belum ada"))
    False
    """
    said = _said(tokens)
    if len(said) > 1 and tokens[0].word in _OUTCOMES:
        return False
    later = _any("partial not_yet plan wait if maybe") - {"sementara"}  # done, if not for good
    ahead = [at for at, pair in enumerate(pairwise(said)) if _is_ahead(*pair)]
    plans = [*(at for at, word in enumerate(said) if word in later), *ahead]
    near = enumerate(pairwise(said))
    within = [at for at, (one, two) in near if one in _WITHIN and two.isdigit()]
    done = _any("work deed finished well") | {_WORK}
    begun = next((at for at, word in enumerate(said) if word in done), len(said))
    if not plans or begun < min(plans) - 1:
        return any(at < begun for at in within)
    once = said[min(plans)] in _class("plan") and not _class("perfect").isdisjoint(said[:begun])
    return not (begun < min(plans) and once)  # "sudah ditambal besok dicat"


def _is_ahead(word: str, after: str) -> bool:
    return word in _class("ahead") and after in _class("coming")


@cache
def courtesy() -> frozenset[str]:
    """Return the words before a note that say and ask for nothing."""
    return (COURTESY | SALUTES | _any("reporting")) - _any("beg let")


def merges(tokens: Sequence[Token]) -> bool:
    """Tell whether words about two tickets say that they are one matter."""
    said = set(_said(tokens))
    denied = _any("not if maybe question").isdisjoint(said)
    return denied and not _any("join double").isdisjoint(said)


def routes(tokens: Sequence[Token]) -> int:
    """Return the index behind the word that hands a ticket on, 0 without one."""
    said = _said(tokens)
    at = next((at + 1 for at, word in enumerate(said) if word in _class("route")), 0)
    return at if _any("not not_yet perfect question if").isdisjoint(said) else 0


def routing() -> frozenset[str]:
    """Return the words that hand a ticket on."""
    return _class("route")


def of_others(tokens: Sequence[Token]) -> bool:
    """Tell whether words name whom else something belongs to: "jalan nasional"."""
    return not _any("other outer").isdisjoint(token.word for token in tokens)


def of_office(tokens: Sequence[Token]) -> bool:
    """Tell whether words speak of the office's means, or to a superior with nothing wrong."""
    said = _said(tokens)
    chief = not _class("chief").isdisjoint(said) and not troubles(tokens)
    return chief or not _class("means").isdisjoint(said)


def denies(tokens: Sequence[Token]) -> bool:
    """Tell whether words say why a ticket is somebody else's."""
    reasons = _any("not nope ours outside wrong asset other outer elsewhere")
    return not reasons.isdisjoint(_said(tokens))


def goes_on(token: Token) -> bool:
    """Tell whether a word begins what is said of how work stands: "masih", "belum", "kami"."""
    return token.word in _any("wait partial now plan own perfect not_yet")


def works(tokens: Sequence[Token]) -> bool:
    """Tell whether words speak of work, as no citizen does who takes a report back."""
    return not (_any("work plan wait") | {_WORK}).isdisjoint(_said(tokens))


def begun(tokens: Sequence[Token]) -> bool:
    """Tell whether *tokens* begin with a citizen's command: "halo TAMBAH 1234566 ..."."""
    free = lead() | LEAD | SALUTES
    opens = next((token.raw for token in tokens if token.word not in free), "")
    soft = _class("not_yet") | {"blm", "bolum", "info"}
    return COMMANDS.get(opens) in _OF_TICKETS and opens not in soft


def thanks(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody is thanked, and not for "alhamdulillah sudah beres"."""
    return any(token.word in GRATEFUL - _class("praise") for token in tokens)


def troubles(tokens: Sequence[Token], *, again: bool = False) -> bool:
    """Tell whether words name what is wrong; *again*: once more."""
    said, trouble = _said(tokens), _class("trouble")
    if not again:
        return not trouble.isdisjoint(said)
    return any(
        word in trouble and after in _class("again") and before not in _class("not")
        for before, word, after in zip(["", *said], said, said[1:], strict=False)
    )


def owns(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody speaks of what those do whom he belongs to."""
    return not _class("own").isdisjoint(_said(tokens))


def of_duty(tokens: Sequence[Token]) -> bool:
    """Tell whether words speak of the own work, or of the reporter, as no citizen does."""
    said = set(_said(tokens))
    work = _any("duty work") | {_WORK}
    works = not _class("own").isdisjoint(said) and not work.isdisjoint(said)
    return works or not _class("named").isdisjoint(said)


def reports(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether words that might ask how a ticket stands tell it instead."""
    said = _said(tokens)
    if asked(text, said) or not _class("question").isdisjoint(said):
        return False
    telling = _any("if maybe plan wait not perfect work accept means") | _ABLE | {_WORK}
    return not (telling if "laporan" in said else telling | _any("own duty")).isdisjoint(said)


_LISTS = (["daftar"], ["telat"])


def listed(tokens: Sequence[Token]) -> str:
    """Return daftar or telat when an officer's sentence asks for that list, else ''.

    >>> from parser.tokens import split
    >>> [listed(split(text)) for text in ("tugas apa yg telat?", "tugas satpol PP apa?")]
    ['telat', '']
    """
    said = [token.word for token in tokens]
    if len(said) <= MAX_LIST:
        alone = [word for word in said if word not in _list("polite") | COURTESY]
        if alone in _LISTS:
            return alone[0]  # "siap pak, TELAT, demikian"
    late, tasks, asks = _list("late"), _list("tasks"), _list("asks")
    named = not tasks.isdisjoint(said) or not (
        late.isdisjoint(said) or _list("mine shown").isdisjoint(said)
    )
    if len(said) > MAX_LIST or not named or asks.isdisjoint(said):
        return ""
    known = _list("late tasks asks mine still with polite") | COURTESY
    if not known.issuperset(said) or _list("late mine still ours").isdisjoint(said):
        return ""
    return "daftar" if late.isdisjoint(said) else "telat"


@cache
def _list(names: str) -> frozenset[str]:
    return words(" ".join(load("sentences")["list"][name] for name in names.split()))


def _said(tokens: Sequence[Token]) -> list[str]:
    """Return the words, verbs as their root; "terima kasih" takes, "apa-apa" asks nothing."""
    said = [_root(token.word) for token in tokens[:MAX_WORDS]]
    for at, pair in enumerate(pairwise(tuple(said))):
        if pair in {("terima", "kasih"), ("apa", "apa")}:
            said[at : at + 2] = "-", "-"
        elif pair == ("100", "persen"):
            said[at + 1] = "-"
    return said


@cache
def _classes() -> frozenset[str]:
    return _any(" ".join(load("sentences")["class"]))


@lru_cache(maxsize=2048)
def _root(word: str) -> str:
    """Return the word for work that a verb is made of, or *word*."""
    verb = word.startswith(_VERBS) or word.endswith(_VERB_ENDS)
    if not verb or word in _classes():
        return word
    work, roots = _class("work"), _class("roots")
    return next(
        (root if root in work else _WORK for root in stems(word) if root in work | roots), word
    )


def _takes(said: Sequence[str]) -> bool:
    """Tell whether words only say that a task is taken: "siap ndan, segera kami cek"."""
    takes = _any("ready execute")
    empty = _lead() - _any("ready perfect")
    empty |= _class("agree") | {"-"}
    names = [word for word in said if not (word.isdigit() or word in empty)]
    ready = not takes.isdisjoint(names[:1]) and _takable().issuperset(names)
    return ready and _any("not not_yet wait if question against but").isdisjoint(said)


@cache
def _takable() -> frozenset[str]:
    """Return the words of who takes a task: "siap, segera kami cek ke lokasi"."""
    doing = "ready execute soon own work survey accept hold move site process going plan now beg"
    return _any(doing) | _between() | {_WORK, "monitor", "akan"}


def _stands(act: str, said: Sequence[str], *, asks: bool) -> int:
    """Return the index behind the words that are *act*, 0 when it does not stand."""
    unless = load("sentences")["unless"].get(act, "")
    if asks and "question" in unless:
        return 0
    if not _any(unless).isdisjoint(said):
        return 0
    undo = _undo() | _any(load("sentences")["denied"].get(act, ""))
    return max((end for build in _builds()[act] for end in _ends(build, said, undo)), default=0)


@cache
def _step(name: str) -> frozenset[str]:
    return _class(name) | ({_WORK} if name == "work" else frozenset())


def _ends(build: Build, said: Sequence[str], undo: frozenset[str]) -> Iterator[int]:
    """Yield the index behind each place where *build* stands."""
    if build.also and _class(build.also).isdisjoint(said):
        return
    at: list[list[int]] = []
    for known in map(_step, build.steps):
        at.append([i for i, word in enumerate(said) if word in known][:MOST_PLACES])
        if not at[-1]:
            return
    for spots in product(*at):
        rising = all(one < two for one, two in pairwise(spots))
        near = rising and all(_joined(said[one + 1 : two], build) for one, two in pairwise(spots))
        if near and not _denied(build, said, spots, undo):
            yield spots[-1] + 1


def _joined(gap: Sequence[str], build: Build) -> bool:
    if build.far:
        return len(gap) <= FAR
    return all(word in _between() or word.isdigit() for word in gap)


@cache
def _undo() -> frozenset[str]:
    return _any("not not_yet should plan nearly")


def _denied(build: Build, said: Sequence[str], spots: Sequence[int], undo: frozenset[str]) -> bool:
    """Tell whether a word that undoes it stands just before the words of *build* or between."""
    if build.steps[0] in {"not", "nope", "forbid"}:
        return False
    before = [word for word in said[: spots[0]] if not word.isdigit()][-BEFORE:]
    inside = [said[at] for at in range(spots[0], spots[-1]) if at not in spots]
    ready = _class("ready")  # "sudah siap dicat", not "siap, sudah dicat"
    return not (undo.isdisjoint((*before, *inside)) and ready.isdisjoint(inside))
