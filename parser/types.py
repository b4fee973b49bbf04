"""What kind of message it is: complaint, suggestion, question or thanks."""

from collections.abc import Sequence
from functools import cache

from parser import lexicon
from parser.lexicon import Terms, View
from parser.reading import Why
from parser.tokens import Token

OPENING = 3  # core words at the beginning among which a question word opens a question
TITLES = frozenset(
    "walikota wali kota camat lurah bupati admin min yth kpd kepada selamat pagi siang sore malam"
    " assalamualaikum punten permisi maaf halo".split()
)


@cache
def _rules() -> tuple[dict[str, Terms], Terms]:
    """Return one set of terms for each rule, and one with all for a single pass."""
    every: dict[tuple[str, ...], list[str]] = {}
    for group, rules in lexicon.table("types").items():
        for kind, text in rules.items():
            for term in lexicon.listed(text):
                folded = tuple(lexicon.fold(word) for word in term)
                names = every.setdefault(folded, [])
                names.append(f"{group}.{kind}")
    return {}, lexicon.compiled((term, tuple(names)) for term, names in every.items())


def of(tokens: Sequence[Token], why: list[Why] | None = None) -> tuple[str, str]:
    """Return (intent, subtype): aduan, aspirasi (kritik), permintaan_info (ppid) or terima_kasih."""
    intent, subtype, words = _decide(lexicon.view(tokens))
    if why is not None:
        why.append(Why("type", f"{intent}: {words}" if words else intent))
    return intent, subtype


def _decide(view: View) -> tuple[str, str, str]:
    words = tuple(word for word in view.words if word != lexicon.BREAK)
    start = 0
    while start < len(words) - 1 and (words[start] in TITLES or words[start] in _ADDRESS):
        start += 1
    hits: dict[str, list[tuple[int, str]]] = {}
    for index, size, names in lexicon.found(_rules()[1], words):
        for name in names:  # type: ignore[attr-defined]
            hits.setdefault(name, []).append((index, " ".join(words[index : index + size])))
    first = {name: found[0][1] for name, found in hits.items() if found[0][0] <= start}
    troubled = [w for _, w in hits.get("trouble.words", ())]

    if "keyword.kritik" in first:
        return "aspirasi", "kritik", first["keyword.kritik"]
    if "keyword.ppid" in first or "ppid.certain" in hits:
        return "permintaan_info", "ppid", hits["ppid.certain"][0][1]
    if "keyword.aspirasi" in first:
        return "aspirasi", "", first["keyword.aspirasi"]
    if "keyword.tanya" in first:
        return "permintaan_info", "", first["keyword.tanya"]
    if "keyword.info" in first and not troubled:
        return "permintaan_info", "", first["keyword.info"]
    return (
        _thanks(hits, words, start, troubled)
        or _wish(hits, troubled)
        or (_ask(hits, start, troubled) or ("aduan", "", ""))
    )


_ADDRESS = frozenset("pak bu bapak ibu mas mbak kang teh bang".split())
_Hits = dict[str, list[tuple[int, str]]]


def _thanks(
    hits: _Hits, words: tuple[str, ...], start: int, troubled: list[str]
) -> tuple[str, str, str] | None:
    thanks = [*hits.get("thanks.words", ()), *hits.get("thanks.praise", ())]
    if not thanks or troubled or "tidak" in words or "belum" in words or "tapi" in words:
        return None
    early = min(index for index, _ in thanks) <= start + 2
    asks = "wish.want" in hits or "ask.certain" in hits or "wish.certain" in hits
    if asks or not (early or "thanks.done" in hits):
        return None
    return "terima_kasih", "", thanks[0][1]


def _wish(hits: _Hits, troubled: list[str]) -> tuple[str, str, str] | None:
    certain, make = hits.get("wish.certain"), hits.get("wish.make")
    if certain and not troubled:
        return "aspirasi", "", certain[0][1]
    if make and not troubled and ("wish.want" in hits or make[0][0] <= 1):
        return "aspirasi", "", make[0][1]
    return None


def _ask(hits: _Hits, start: int, troubled: list[str]) -> tuple[str, str, str] | None:
    certain = hits.get("ask.certain")
    opening = [w for index, w in hits.get("ask.opening", ()) if index <= start + OPENING]
    if certain and not troubled:
        return "permintaan_info", "", certain[0][1]
    if opening and not troubled:
        return "permintaan_info", "", opening[0]
    return None
