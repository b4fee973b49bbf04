"""Swindlers and advertisers, told from citizens who complain of them by points (spam.toml)."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress

from parser import adverts, categories, charges, swindles, types, urgency
from parser.common import rarest_said
from parser.lists import beside, load
from parser.lists import words as listed
from parser.scale import OTHER
from parser.shorthand import plain
from parser.tokens import MAX_CHARACTERS, Token

MAX_WORDS = 120
SINGLE = 3  # letters and digits alone; more may be a word that is spelled
OPENING = 4  # words at the beginning, where an advertiser names what he sells
_LEET = str.maketrans("0134579", "oieastg")
_CERTAIN = 6  # points that no report has
_LINK = re.compile(  # "Jl.Asia Afrika" is none
    r"https?:|www\.|\w(?<!\bjl)\.(?:com|net|xyz|example|site|online|click|vip|club|top|shop|link|me|ly|info"
    r"|biz|cc|io|app|store|live|fun|win|bet|asia|apk|center|help|support|ee|website|space|world|tech|pro|icu|cyou|sbs|cfd)\b"
    r"|\w(?<!go)\.id/\w",
    re.IGNORECASE,
)
_FORMULAS = frozenset("=+-@")
_FORMULA = re.compile(r"[=+@-][A-Za-z]{2,20}\([^)]{0,200}\)")
"""What a spreadsheet would run, a link of its own in it: an attack on us, not an offer."""
_WORD = re.compile(r"\S+")
_REACH = re.compile(r"\d{3}|\w[.@]\w|https?:|www\.")  # in every number, link and address
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z]\w{2,}")
_EMAIL = re.compile(r"\S{1,64}@\S{1,64}")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_DOUBT = beside("spam", "doubt")  # no advertiser's words
_TELLS = beside("spam", "tells")  # with a game alone: somebody tells where it is played
_OWN = beside("spam", "own")  # "hub saya": the citizen's own number
_JOBS = beside("spam", "jobs")
_BARE = beside("spam", "bare")
_OFFICIALS = beside("wishes", "officials") - {"polisi", "panitia"}  # swindlers name these
_SHOWS = beside("spam", "shows")
_WRONGED = frozenset({"pungli", "kekerasan", "aparatur", "parkir"})
"""Of these nobody makes an offer, whatever sum he names."""
_HIDDEN = 3  # points of a word with its letters apart
_TROUBLE = 2  # points more where something is wrong


@cache
def _desks() -> frozenset[str]:
    return listed(load("manners")["desks"])


@cache
def lures() -> frozenset[str]:
    """Return the words without which no message is spam, unless some are in disguise."""
    return _sure().union(_cheap(), _runs(), adverts.signs())


@cache
def _sure() -> frozenset[str]:
    """Return the words with which a message may be spam, whatever else it says."""
    tables = swindles.tables()
    alone = {word for word, points in tables.words.items() if points > 0} - _cheap()
    pleas = (tables.kin["wants"], tables.plea["pulsa"], tables.plea["bank"])
    games = tables.pitch["game"]
    return tables.verbs.union(tables.calls, tables.ends, alone, games, swindles.YOU, *pleas)


@cache
def _cheap() -> frozenset[str]:
    """Return the words that are spam only with others of them, or with somebody to call."""
    tables = swindles.tables()
    vague = frozenset(w for w, points in tables.words.items() if points == 1) - {"minat"}
    return vague | tables.deal["price"] | tables.deal["thing"] & {"kontrakan", "kos", "kosan"}


@cache
def _runs() -> dict[str, tuple[frozenset[str], ...]]:
    """Return the rarest word of a phrase -> the words of all such phrases."""
    found: dict[str, list[frozenset[str]]] = {}
    for begun in swindles.tables().phrases.values():
        for run, points in begun:
            if points > 0:
                (word,) = rarest_said([run])
                found.setdefault(word, []).append(frozenset(run))
    return {word: tuple(runs) for word, runs in found.items()}


def tempts(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether *signs* may find anything in a message without disguise; half its time."""
    said = {token[0] for token in tokens}
    if not _sure().isdisjoint(said):
        return True
    if adverts.may_be(said):
        return True
    runs = _runs()
    if any(run <= said for word in runs.keys() & said for run in runs[word]):
        return True
    cheap = len(_cheap() & said)
    return cheap >= swindles.tables().limit or (cheap > 0 and _REACH.search(text) is not None)


def disguised(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether words may be spelled with figures or letter by letter: "p1njam4n", "s l o t"."""
    if len(text) > MAX_CHARACTERS and _MIXED.search(text):
        return True
    behind = -1
    single = 0
    for _word, raw, start, end in tokens:
        if start == behind or (raw[-1] == "2" and not raw.isdigit()):
            return True  # a letter beside a digit is where one word ends and another begins
        single += len(raw) == 1
        behind = end
    return single > SINGLE


def signs(tokens: Sequence[Token], text: str) -> tuple[str, ...]:
    """Return the words that make the message spam, or () when it is none.

    Digits for letters and letters with blanks between them are seen through.

    >>> from parser.tokens import split
    >>> said = "p1njam4n t4npa agunan, hub wa"
    >>> bool(signs(split(said), said))
    True
    """
    formula = _FORMULA.match(text) if text[:1] in _FORMULAS else None
    if formula is not None:
        told = [token for token in tokens if token.start >= formula.end()]
        if told:  # else its link is all that the message offers
            tokens, text = told, " " * formula.end() + text[formula.end() :]
    tokens, text = _unshown(tokens[:MAX_WORDS], text)
    words = _said(tokens, text)
    if lures().isdisjoint(words):
        return ()  # what seemed disguised is "RT03"
    return _signs(tokens, words, text)


def _unshown(tokens: Sequence[Token], text: str) -> tuple[Sequence[Token], str]:
    """Leave out links to pictures, films and places: what a citizen shows is no offer."""
    shown, lowered = swindles.tables().shown, text[:MAX_CHARACTERS].lower()
    if not any(host in lowered for host in shown):
        return tokens, text
    spans = [
        match.span()
        for match in _WORD.finditer(lowered)
        if any(host in match.group() for host in shown)
    ]
    kept = [t for t in tokens if not any(begin <= t.start < end for begin, end in spans)]
    for begin, end in spans:
        text = text[:begin] + " " * (end - begin) + text[end:]
    return kept, text


def _signs(tokens: Sequence[Token], words: Sequence[str], text: str) -> tuple[str, ...]:
    tables = swindles.tables()
    hits = {word: tables.words[word] for word in words if word in tables.words}
    said = tuple(words)
    for index in compress(range(len(said)), map(tables.phrases.__contains__, said)):
        for run, points in tables.phrases[said[index]]:
            if said[index : index + len(run)] == run:
                hits[" ".join(run)] = points
    hits |= swindles.found(words, text)
    sells = len(hits) > 1 and min(hits.values()) > 0
    if hits and (sells or _TELLS.isdisjoint(words)) and (spelled := _spelled(tokens)):
        hits |= dict.fromkeys(spelled, 1 + _HIDDEN)
    hits |= _sold(tokens, words, text)
    if not hits or not any(points > 0 for points in hits.values()):
        return ()
    built = _built(words, text, hits)
    if sum(hits.values()) + built < tables.limit:
        return () if min(hits.values()) < 0 else _stranger(tokens, words, text)
    if not _certain(hits) and (
        _urgent(tokens, text)
        or (categories.of(_whole(tokens)) != OTHER and _trouble(tokens, words, text, hits, built))
    ):
        return ()
    if (not built and _asks_for_work(tokens, text, hits)) or _bare(tokens, words, text, hits):
        return ()
    return tuple(w for w, points in hits.items() if points > 0)


def _sold(tokens: Sequence[Token], words: Sequence[str], text: str) -> dict[str, int]:
    """Return what a message sells by its build, with the points of that."""
    hits: dict[str, int] = {}
    if (dealt := swindles.deal(words)) and not types.pained(tokens):
        hits[dealt] = swindles.POINTS_OF_DEAL
    if advert := _advert(tokens, words, text):
        hits[advert] = adverts.POINTS
    return hits


def _advert(tokens: Sequence[Token], words: Sequence[str], text: str) -> str:
    """Return the kind of advert that a message is by its build, or ''."""
    if adverts.signs().isdisjoint(words):
        return ""  # most messages
    reached = _REACH.search(text) is not None and (
        any(swindles.begins_number(words, at) for at in range(len(words)))
        or _LINK.search(_EMAIL.sub(" ", text)) is not None
        or swindles.ACCOUNT.search(text) is not None
    )
    paid = swindles.MONEY.search(text) is not None
    return adverts.of(words, paid=paid, reached=reached, pained=types.pained(tokens))


def _bare(
    tokens: Sequence[Token], words: Sequence[str], text: str, hits: Mapping[str, int]
) -> bool:
    """Tell whether a trouble of the city's is told and nothing offered, but for how to reach whom.

    "lampu mati di Jl Kawi, foto: https://bit.ly/..." ; money is named by who was made to pay it.
    """
    if not swindles.YOU.isdisjoint(words):
        return False
    offers = [n for hit, n in hits.items() if n > 0 and not _BARE.issuperset(hit.split())]
    if not _OFFICIALS.isdisjoint(words) and charges.of(tokens):
        return True
    if sum(offers) > 1:
        return False
    category = categories.of(_whole(tokens))
    paid = swindles.MONEY.search(text) is not None
    sells = bool(offers) and (paid or words[0] in swindles.tables().offers)
    if category == OTHER or sells or category in _WRONGED:
        return category != OTHER and not sells
    told = min(hits.values()) < 0 or types.pained(tokens)
    if _LINK.search(text):  # "cek penerima bansos di https://bit.ly/..." is no citizen's
        shows = not _SHOWS.isdisjoint(words)
        return shows or (told and category not in _desks())
    return not (offers or paid) or told


def _asks_for_work(tokens: Sequence[Token], text: str, hits: Mapping[str, int]) -> bool:
    """Tell whether somebody asks for a job, who offers none: "aya loker teu? abdi lulusan smk"."""
    work = all(_JOBS.issuperset(hit.split()) for hit in hits)
    return work and types.of(tokens, asked="?" in text)[0] == "permintaan_info"


def _urgent(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether somebody is in danger: he may say whom to call, and names no price."""
    return not swindles.MONEY.search(text) and urgency.of(text, tokens) != "biasa"


def _trouble(
    tokens: Sequence[Token], words: Sequence[str], text: str, hits: Mapping[str, int], built: int
) -> bool:
    """Tell whether it may be a citizen's trouble, with somebody to call for it (*built*) or not."""
    if built:
        return _weak(tokens, words, text, hits)
    return _silent(sum(hits.values()), words, text, hits)


def _stranger(tokens: Sequence[Token], words: Sequence[str], text: str) -> tuple[str, ...]:
    """Return how to reach somebody who wants to be reached and says nothing of the city, or ()."""
    if not swindles.tables().citizen.isdisjoint(words):
        return ()
    if _reachable(words) < 2 and _LINK.search(_EMAIL.sub(" ", text)) is None:
        return ()
    told = categories.of(tokens) != OTHER or _urgent(tokens, text)
    return () if told else ("contact",)


def _weak(
    tokens: Sequence[Token], words: Sequence[str], text: str, hits: Mapping[str, int]
) -> bool:
    """Tell whether an offer is too vague for a message that may be of the city.

    How to reach somebody counts nothing; what no citizen says in his trouble counts more.
    """
    tables = swindles.tables()
    points = sum(point for hit, point in hits.items() if point > 0 and hit not in tables.contact)
    points += swindles.MONEY.search(text) is not None
    points += not tables.offers.isdisjoint(words[:OPENING])
    points += 2 * tables.citizen.isdisjoint(words)
    if any(hit.endswith((" anda", " kamu")) for hit in hits):
        points += 2 * (_LINK.search(text) is not None)
    if points < tables.limit:
        return True
    return points < tables.limit + _TROUBLE and types.pained(tokens)


def _silent(score: int, words: Sequence[str], text: str, hits: Mapping[str, int]) -> bool:
    """Tell whether a message of the city's subjects that names nobody to call is a report.

    An offer that opens it, with a price and no word of a citizen's, makes it an advert.
    """
    if score >= _CERTAIN:
        return not _DOUBT.isdisjoint(words)
    sells = min(hits.values()) > 0 and not swindles.tables().offers.isdisjoint(words[:OPENING])
    return not (sells and swindles.MONEY.search(text))


def _certain(hits: Mapping[str, int]) -> bool:
    """Tell whether one of *hits* is spam by itself, as a chain letter's words are."""
    return max(hits.values()) >= swindles.POINTS_OF_CHAIN


def _built(words: Sequence[str], text: str, hits: Mapping[str, int]) -> int:
    """Return the points of a message's build: an offer, a price, and whom to call.

    A price or a number alone is in many a report; only with an offer do they make an advert.
    """
    tables = swindles.tables()
    link = reach = 0
    if _REACH.search(text):
        link = 2 * (_LINK.search(_EMAIL.sub(" ", text) if "@" in text else text) is not None)
        reach = _reachable(words)
    reach = max(reach, "minat" in words, _answers(words, hits, text))
    yours = any(hit.endswith((" anda", " kamu")) for hit in hits)
    if not (yours or not tables.offers.isdisjoint(hits)) or not (link or reach):
        return link + (reach > 1)
    opens = not tables.offers.isdisjoint(words[:OPENING])
    return link + (reach > 1) + 2 + (swindles.MONEY.search(text) is not None) + opens


def _answers(words: Sequence[str], hits: Mapping[str, int], text: str) -> int:
    """Return 1 when one is to answer with a word ("balas YA"), or to write to an address."""
    written = "@" in text and (_EMAIL.search(text) or _HANDLE.search(text)) is not None
    written = written and _OWN.isdisjoint(words)
    return int(written or not swindles.tables().replies.isdisjoint(hits))


def _reachable(words: Sequence[str]) -> int:
    """Return 2 when a word such as "hub" stands before a telephone number, 1 for any number.

    The citizen's own number ("hub saya 0812...") is none of these.
    """
    tables = swindles.tables()
    found = int("minat" in words)
    for index in range(len(words)):
        if not swindles.begins_number(words, index):
            continue
        before = words[max(0, index - 4) : index]
        if _OWN.isdisjoint(before) or not tables.company.isdisjoint(words):
            found = max(found, 1 if tables.ways.isdisjoint(before) else 2)
    return found


def _said(tokens: Sequence[Token], text: str) -> list[str]:
    """Return the words, those in disguise also as what they stand for."""
    words = [token[0] for token in tokens]
    if all(len(raw) > 1 for _word, raw, _start, _end in tokens) and not _glued(tokens):
        return words  # most messages
    shown: list[str] = []  # the words again, those in disguise in their places
    masked = False
    stop = 0
    for index, (_word, raw, start, end) in enumerate(tokens):
        if index < stop:
            continue  # glued to the words before it
        stop = index + 1
        while stop < len(tokens) and tokens[stop][2] == end:
            end = tokens[stop][3]  # noqa: PLW2901 - of the whole run
            stop += 1
        apart = _spaced(tokens, index) if len(raw) == 1 else []
        if stop - index > 1 and end - start > 3:
            apart = [plain(text[start:end].casefold().translate(_LEET))]
        masked = masked or bool(apart)
        shown += apart or words[index:stop]
    return words + shown if masked else words


def _whole(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return *tokens* without the pieces of words that have figures for letters: "p1nj4man"."""
    glued = _glued(tokens)
    if not glued:
        return tokens
    return [token for token in tokens if token[2] not in glued and token[3] not in glued]


def _glued(tokens: Sequence[Token]) -> set[int]:
    """Return where one word ends and another begins without a gap."""
    return {token[3] for token in tokens}.intersection([token[2] for token in tokens])


def _spelled(tokens: Sequence[Token]) -> list[str]:
    """Return the lures that are spelled letter by letter, as nobody writes who has no reason."""
    if sum(len(token[1]) == 1 for token in tokens) <= SINGLE:
        return []
    runs = (word for index in range(len(tokens)) for word in _spaced(tokens, index))
    return [word for word in runs if swindles.tables().words.get(word, 0) > 0]


def _spaced(tokens: Sequence[Token], index: int) -> list[str]:
    """Return the word that single letters from *index* spell, once, with its beginnings."""
    if len(tokens[index].raw) > 1 or (index and len(tokens[index - 1].raw) == 1):
        return []
    end = index
    while end < len(tokens) and len(tokens[end].raw) == 1:
        end += 1
    word = "".join(token.raw for token in tokens[index:end])
    return [word, word[:4], word[4:]] if len(word) > 3 else []
