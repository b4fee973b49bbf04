"""The tickets whose numbers stand in a report, and whether it only adds to them."""

import re
from collections.abc import Sequence
from functools import cache

from parser import categories, errands, followups, greetings, mentions, types
from parser.lists import load
from parser.reading import Place, Reading, TicketRef
from parser.tickets import SHORTEST
from parser.tokens import Token, split
from parser.words import COMMANDS, COURTESY, listed

_NUMBER = re.compile(rf"\d{{{SHORTEST}}}")  # of a ticket, at least
_OF_SEVERAL = frozenset({"cek", "batal", "buka"})
MOST = 150  # words of a report that may name one


@cache
def _words(name: str) -> frozenset[str]:
    return listed(load("followups")["mention"][name])


def of_report(text: str, tokens: Sequence[Token]) -> tuple[TicketRef, ...]:
    """Return the tickets that a report names: what is told is about them, too.

    >>> texts = "lampu mati lagi padahal tiket 1234566 katanya selesai", "mati, hubungi 1234566"
    >>> [of_report(text, split(text)) for text in texts]
    [(TicketRef(digits='1234566', check_ok=True),), ()]
    """
    if _NUMBER.search(text) is None and _words("names").isdisjoint([t[0] for t in tokens]):
        return ()
    tokens = tokens[:MOST]
    right = (one for one in mentions.numbers(text, tokens) if one.ref.check_ok)
    return tuple(dict.fromkeys(one.ref for one in right if mentions.surely(tokens, one)))


def goes_on(found: Reading, tokens: Sequence[Token]) -> bool:
    """Tell whether a report that names its ticket only adds to it: news, but no other place.

    >>> text = "tadi pagi ada yg jatuh lagi disitu, laporan sy yg 1234566"
    >>> goes_on(Reading("aduan", body=text), split(text))
    True
    >>> text = "got mampet lagi di Jl Kawi, tiket lama 1234566"
    >>> goes_on(Reading("aduan", body=text), split(text))
    False
    """
    words = {form for token in tokens for form in token[:2]}
    there = not _words("there").isdisjoint(words)
    named = any(_of_matter(found.body, place) for place in found.places)
    again = followups.says_again(found.body) or followups.unmended(found.body)
    if len(tokens) > errands.MOST or found.urgency == "darurat" or "multi_masalah" in found.flags:
        return False
    if not there and (named or again):
        return False
    history = not _words("history").isdisjoint(words)
    return not (history or followups.anew(found.body, anywhere=True) or errands.elsewhere(tokens))


def _of_matter(body: str, place: Place) -> bool:
    """Tell whether *place* says where; "wong kampung wetan" says who."""
    before = body[: place.start].split()[-1:]
    whose = bool(before) and before[0].lower() in _words("people")
    return place.kind in {"area", "street"} and not whose


def says_again(body: str) -> bool:
    """Tell whether a report that names its ticket is of the same: it goes on to nothing else."""
    return followups.says_again(body) and not errands.elsewhere(
        split(body[: mentions.MAX_CHARACTERS])
    )


def news(body: str) -> str:
    """Return what *body* tells behind thanks for another thing that was mended, or *body*.

    >>> news("makasih sampahnya sdh diangkut, tinggal lampunya masih mati")
    'tinggal lampunya masih mati'
    >>> news("makasih lampunya sdh diganti tapi masih mati")
    'makasih lampunya sdh diganti tapi masih mati'
    """
    tokens = split(body[: mentions.MAX_CHARACTERS])
    if greetings.GRATEFUL.isdisjoint([token.word for token in tokens]):
        return body
    behind = types.past_thanks(tokens)
    about, of = categories.of(tokens[behind:]), categories.of(tokens[:behind])
    return body[tokens[behind].start :] if behind and about not in {of, "lainnya"} else body


def _ordered(words: Sequence[str]) -> str:
    """Return the act that is all that *words*, beside numbers, say: "... dan ... batalkan"."""
    acts = {COMMANDS[word] for word in words if word in COMMANDS}
    known = COURTESY | _words("noise") | words_beside()
    alone = all(word in COMMANDS or word in known for word in words)
    return acts.pop() if len(acts) == 1 and alone else ""


@cache
def words_beside() -> frozenset[str]:
    """Return the words that join numbers."""
    return listed(load("conversation")["check"]["bare"])


def several(tokens: Sequence[Token], refs: Sequence[TicketRef]) -> Reading | None:
    """Return CEK or BATAL for what is wanted of the tickets *refs*, which stand alone, or None."""
    digits = {ref.digits for ref in refs}
    said = [
        token._replace(word=errands.TICKET, raw=errands.TICKET) if token.word in digits else token
        for token in tokens
    ]
    wanted = _ordered([token.word for token in tokens if token.word not in digits])
    wanted = wanted or errands.wanted(said, mentions.known_beside())
    return Reading(wanted, tickets=tuple(refs)) if wanted in _OF_SEVERAL else None
