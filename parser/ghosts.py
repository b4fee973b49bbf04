"""Messages that say nothing, or nothing that can be meant: pings, laughter, proverbs, pranks."""

from collections.abc import Sequence, Set
from functools import cache, lru_cache
from operator import itemgetter

from parser import lexicon
from parser.common import rarest_said
from parser.lists import Phrases, first_of, load, words
from parser.shorthand import plain
from parser.tokens import Token
from parser.typo import near
from parser.words import listed

MAX_COUNTED = 7  # figures; so many may be a ticket's number: "cek 4 8 3 9 2 0 8"
MAX_WORDS = 12  # a longer message says something
OPENING = 5  # words within which an excuse begins
MAX_STRANGE = 3  # of them that name him: "ini benar nomor mas Budi bengkel"
ANTIC = 5  # words behind a beast, of which one is what no beast does
AROUND = 2  # words before a dragon that may make it a statue
ENDING = 4  # words within which one says at the end that it was a joke
MAX_SICK = 16  # words of a call for help because of love
MAX_ASKED = 8  # words of a question whose number this is
MASH_LETTERS = 5
HUMMED = 3  # letters, all alike: "mmm"
_WORD = itemgetter(0)  # of a token
_VOWELS = frozenset("aeiou")
_TROUBLED_LAUGH = 8  # words: a longer report with a "hehe" is one
_MOST_KEPT = 4096  # words
_LONG = 40  # letters; no word is as long


class _Tables:
    """What the data file says, as look-ups."""

    def __init__(self) -> None:
        data = load("ghosts")
        self.words = listed(data["words"])
        self.core = listed(data["core"])
        self.says = Phrases([plain(w) for w in text.split()] for text in data["says"])
        self.slips = Phrases([plain(w) for w in text.split()] for text in data["slips"])
        self.whose = [listed(text) for text in data["whose"]]
        self.office = listed(data["office"])
        self.mic = words(data["mic"])
        rows = str(data["rows"]).split()
        self.runs = frozenset(row[i : i + 4] for row in rows for i in range(len(row) - 3))
        self.unlike = words(data["unlike"])
        self.laughs = tuple(frozenset(sound) for sound in data["laughs"])
        self.haunts = words(data["prank"]["haunts"])
        self.fabulous = words(data["prank"]["words"])
        self.figures = words(data["prank"]["figures"])
        self.confess = words(data["prank"]["confess"])
        self.unless = words(data["prank"]["unless"])
        self.beasts = words(data["prank"]["beasts"])
        self.antics = words(data["prank"]["antics"] + " " + data["prank"]["dishes"])
        self.senses = {keyword: words(text) for keyword, text in data["senses"].items()}
        self.proverbs = {
            keyword: [tuple(text.split()) for text in texts]
            for keyword, texts in data["proverbs"].items()
        }
        sole = data["sole"]
        self.soles = {word: tuple(sole[word].split()) for word in sole.keys() & self.proverbs}
        self.light = words(sole["light"])
        self.mothers = words(sole["mother"])
        self.other = listed(data["other"]["words"])
        self.hurt = frozenset(map(lexicon.fold, data["other"]["hurt"].split()))
        self.sure = Phrases([plain(w) for w in text.split()] for text in data["other"]["sure"])
        self.phrases = Phrases(
            [plain(w) for w in text.split()] for text in data["other"]["phrases"]
        )
        self.sick = Phrases([plain(w) for w in text.split()] for text in data["other"]["sick"])
        self.love = listed(data["other"]["love"])
        self.body = words(data["other"]["body"])
        self.chat = Phrases([plain(w) for w in text.split()] for text in data["other"]["chat"])
        self.heart = Phrases([plain(w) for w in text.split()] for text in data["other"]["heart"])


@cache
def _tables() -> _Tables:
    return _Tables()


def other() -> Set[str]:
    """Return the words without which nothing is other business."""
    tables = _tables()
    return tables.other | rarest_said((*tables.phrases, *tables.sure, *tables.heart, *tables.chat))


def slips() -> Set[str]:
    """Return the words without which there is no excuse."""
    return rarest_said(_tables().slips)


def tries() -> Set[str]:
    """Return the words of a test, and of who asks for a person: one is in each such message."""
    return _tables().mic | _tables().whose[1]


def tells(word: str, raw: str) -> bool:
    """Tell whether a word, plain and as typed, is more than a ping, laughter or small talk."""
    tables = _tables()
    silly = _SILLY[raw] or word in tables.core
    return not (silly or word in tables.words or raw in tables.words)


def pranks() -> Set[str]:
    """Return the words for ghosts and dragons, and those of one who jokes."""
    return _tables().fabulous | _tables().haunts | _tables().confess


@lru_cache(maxsize=4096)
def laughs(raw: str) -> bool:
    """Tell whether *raw* is laughter.

    >>> laughs("hahahaha"), laughs("wkwkwk"), laughs("hah"), laughs("hai")
    (True, True, False, False)
    """
    if len(raw) < 4 or len(raw) > 60 or raw in _tables().unlike:
        return False
    letters = frozenset(raw)
    return len(letters) in {2, 3, 4} and letters in _tables().laughs


@lru_cache(maxsize=4096)
def is_mash(raw: str) -> bool:
    """Tell whether *raw* is fingers on a keyboard and no word.

    >>> is_mash("asdfghjkl"), is_mash("ghghghgh"), is_mash("lampu"), is_mash("a" * 600)
    (True, True, False, True)
    """
    if len(raw) > _LONG:
        return True
    if len(raw) >= HUMMED and raw.isalpha() and len(set(raw)) == 1:
        return True
    if len(raw) < MASH_LETTERS or not raw.isalpha():
        return raw in _tables().runs
    if _VOWELS.isdisjoint(raw) or len(set(raw)) <= 2:
        return plain(raw) == raw
    if raw[:4] not in _tables().runs and raw[-4:] not in _tables().runs:
        return False
    pieces = [raw[i : i + 4] for i in range(0, len(raw) - 3, 4)]
    return sum(piece in _tables().runs for piece in pieces) * 2 >= len(pieces)


class _Silly(dict[str, bool]):
    """Word as typed -> is it a ping, laughter or mash; forgotten when there are too many."""

    def __missing__(self, raw: str) -> bool:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[raw] = silly = raw in _tables().core or laughs(raw) or is_mash(raw)
        return silly


_SILLY = _Silly()


def says_nothing(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is a ping, a test, laughter or small talk and nothing else."""
    if not tokens or len(tokens) > MAX_WORDS:
        return False
    tables = _tables()
    silly = False
    for word, raw, _start, _end in tokens:
        if _SILLY[raw] or word in tables.core:
            silly = True
        elif word not in tables.words and raw not in tables.words:
            tries = tokens[0][0] in tables.mic and mic_test(tokens)
            return tries or _asks_whose(tokens)
    return silly or mic_test(tokens) or bool(tables.says.find([token.word for token in tokens]))


def counts(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is a few figures, which are no ticket's number: "1", "1 2 3"."""
    figures = [token[1] for token in tokens[:MAX_COUNTED]]
    return all(map(str.isdigit, figures)) and sum(map(len, figures)) < MAX_COUNTED


def small_talk(tokens: Sequence[Token]) -> bool:
    """Tell whether all words are of small talk; it says nothing when a greeting came before."""
    known = _tables().words
    return len(tokens) <= MAX_WORDS and all(
        not known.isdisjoint((token.word, token.raw)) for token in tokens
    )


def slipped(tokens: Sequence[Token]) -> str:
    """Return the excuse that a short message begins with: "maaf salah kirim, buat anak saya"."""
    said = [token.word for token in tokens[:MAX_WORDS]]
    found = _tables().slips.find(said[:OPENING]) if len(tokens) <= MAX_WORDS else []
    return " ".join(found[0]) if found else ""


def _asks_whose(tokens: Sequence[Token]) -> bool:
    """Tell whether somebody asks for a person: "ini apa bukan nomornya Budi"."""
    if len(tokens) > MAX_ASKED:
        return False
    tables = _tables()
    if tables.whose[0].isdisjoint(map(_WORD, tokens)):
        return False  # most messages
    said = {token[0] for token in tokens}
    if not tables.office.isdisjoint(said) or len(said - tables.words) > MAX_STRANGE:
        return False  # "apakah ini nomor dinas": a question to the city
    return all(not said.isdisjoint(group) for group in tables.whose)


def mic_test(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is "cek cek 1 2 3" or its like."""
    if tokens[0].word not in _tables().mic:
        return False
    tokens = tokens[:MAX_WORDS]
    said = [t.word for t in tokens if not t.raw.isdigit()]
    figures = [t.raw for t in tokens if t.raw.isdigit()]
    if not said or not set(said) <= _tables().mic or any(len(f) > 3 for f in figures):
        return False
    counts = MAX_COUNTED > len(figures) > 2 and all(len(f) == 1 for f in figures)
    return len(said) > 1 or said[0] != "cek" or counts


def proverb(keyword: str, tokens: Sequence[Token]) -> bool:
    """Tell whether the keyword and what follows are a saying: "Surga di telapak kaki ibu"."""
    said = tuple(token.raw for token in tokens[:5])
    sayings = _tables().proverbs.get(keyword.lower(), ())
    return any(said[: len(words)] == words for words in sayings) or _of_mothers(keyword, tokens)


def _of_mothers(keyword: str, tokens: Sequence[Token]) -> bool:
    """Tell whether somebody says what lies under a mother's sole, in whatever small words."""
    tables = _tables()
    sole = tables.soles.get(keyword.lower(), ())
    if not sole or (tokens[0].raw not in tables.light and tokens[0].raw not in sole):
        return False  # most messages
    said = [token.raw for token in tokens if token.raw not in tables.light][: len(sole) + 1]
    if len(said) < len(sole):
        return False
    alike = all(raw == word or near(raw, (word,)) for raw, word in zip(said, sole, strict=False))
    return alike and (len(said) == len(sole) or said[-1] in tables.mothers)


def pun(keyword: str, tokens: Sequence[Token]) -> bool:
    """Tell whether the keyword is the plain word that it also is, and the message a joke."""
    if not tokens or len(tokens) > _TROUBLED_LAUGH:
        return False
    plainly = tokens[0].raw in _tables().senses.get(keyword.lower(), ())
    return plainly and any(laughs(token.raw) for token in tokens)


def fabulous(tokens: Sequence[Token]) -> str:
    """Return a word for what no city has (a ghost, a dragon), or ''."""
    return _seen(_tables().fabulous, tokens)


def _seen(known: Set[str], tokens: Sequence[Token]) -> str:
    """Return a word of *known* that stands for the thing itself, not for a statue of one, or ''."""
    said = [token.raw for token in tokens]
    figures = _tables().figures if not known.isdisjoint(said) else frozenset[str]()
    for index, word in enumerate(said if figures else ()):
        if word in known and figures.isdisjoint(said[max(0, index - AROUND) : index + 2]):
            return word
    return ""


def jest(tokens: Sequence[Token]) -> bool:
    """Tell whether what no city has is told with laughter, or the writer says that he jokes."""
    if confessed(tokens) or lovesick(tokens):
        return True
    return bool((fabulous(tokens) or absurd(tokens)) and laughing(tokens))


def lovesick(tokens: Sequence[Token]) -> str:
    """Return the words of one who calls for help because his heart is broken, or ''.

    >>> from parser.tokens import split
    >>> lovesick(split("tolong ambulans, hati saya patah ditinggal mantan"))
    'hati saya'
    """
    tables = _tables()
    said = [token.word for token in tokens]
    found = tables.sick.find(said) if len(said) <= MAX_SICK else []
    if not found or (tables.love.isdisjoint(said) and not laughing(tokens)):
        return ""
    beside = [word for word in said if word not in found[0]]
    if not (tables.body.isdisjoint(beside) and tables.hurt.isdisjoint(map(lexicon.fold, beside))):
        return ""
    return " ".join(found[0])


def confessed(tokens: Sequence[Token]) -> str:
    """Return the word by which the writer says at the end, or in few words, that he jokes, or ''.

    >>> from parser.tokens import split
    >>> confessed(split("ada kebakaran eh becanda")), confessed(split("ini bukan prank"))
    ('becanda', '')
    """
    tables = _tables()
    for index, token in enumerate(tokens):
        if token.raw not in tables.confess:
            continue
        ends = len(tokens) - index <= ENDING or (index < OPENING and len(tokens) <= MAX_WORDS)
        before = {t.raw for t in tokens[max(0, index - 3) : index]}
        before |= {t.word for t in tokens[max(0, index - 3) : index]}
        if ends and tables.unless.isdisjoint(before):
            return token.raw
    return ""


def absurd(tokens: Sequence[Token]) -> str:
    """Return the beast of a laughing message that does what no beast does, or ''."""
    tables = _tables()
    said = [token.raw for token in tokens]
    for index, word in enumerate(said):
        if word in tables.beasts and not tables.antics.isdisjoint(said[index + 1 : index + ANTIC]):
            return word
    return ""


def haunted(tokens: Sequence[Token]) -> str:
    """Return a word for a ghost that may be only a manner of speaking, or ''."""
    return _seen(_tables().haunts, tokens)


def laughing(tokens: Sequence[Token]) -> str:
    """Return the laughter in the message, or ''."""
    return next((token.raw for token in tokens if laughs(token.raw)), "")


def surely_other(tokens: Sequence[Token]) -> str:
    """Return the words of a wish that no city grants, whatever else is told, or ''."""
    found = _tables().sure.find([token.word for token in tokens])
    return " ".join(found[0]) if found else ""


def of_heart(said: str) -> bool:
    """Tell whether *said*, which other_business() found, is only of the writer's heart."""
    return bool(_tables().heart.find(said.split()))


def of_friends(said: str) -> bool:
    """Tell whether *said*, which other_business() found, is talk to a friend or a song."""
    return bool(_tables().chat.find(said.split()))


def other_business(tokens: Sequence[Token]) -> str:
    """Return the words by which a message is none of the city's business, or ''."""
    tables = _tables()
    said = [token.word for token in tokens]
    word = first_of(tables.other, said)
    if word and not tables.hurt.isdisjoint(map(lexicon.fold, said)):
        return ""
    found = tables.sure.find(said) or tables.phrases.find(said) or tables.heart.find(said)
    found = found or tables.chat.find(said)
    return word or " ".join(next(iter(found), ()))
