"""Whether a message asks something, or only tells of what happened with a word that may ask."""

from typing import Final

from parser.lists import beside
from parser.message import AIM, REACH, Message

OPENING = 3  # words at the beginning among which a question word opens a question
ENDING = 3  # words at the end of a question
LETTER = 40  # words; more are a letter
WHETHER = beside("types", "whether")
_ASK: Final = "tanya"
_ASKS = ("ask.sure", "ask.certain", "ask.any", "ask.errand")
_MAY = beside("types", "may")
NO = beside("types", "no")
_PAPERS = beside("types", "papers")
"""These ask for nothing where the message tells what happened."""
_IF: Final = "kalau"
_WHERE: Final = "dimana"
_IFS, _QUAKES = beside("types", "ifs"), beside("types", "quakes")
"""Who supposes a quake wants to know what to do; supposed rain is told of what rain does here."""
_WOULD = beside("types", "would")
"""With these a question that begins with "kalau" asks what would be."""
_DOCUMENTS = beside("types", "documents")
_NEEDS, _WAYS = beside("types", "needs"), beside("types", "ways")
"""What papers need, before "atau" or "apa", and another way to it behind."""
_OR = ("atau", "apa")
SPAN = 7  # words before "atau" that may tell the first of two ways
_NOT_SO = ("apa", "tidak")
_HOURS = frozenset({"buka jam", "tutup jam"})
_CAN: Final = "bisa tidak"
_STAFF = beside("types", "staff")
"""Behind these "apa tidak bisa ...?" asks for nothing."""


Kind = tuple[str, str, str]  # intent, subtype, the words it went by


def asks(message: Message) -> Kind | None:
    """Read a question: sure words of one, or others where nothing speaks of trouble."""
    if "ask.vain" in message.hits or _reproaches(message) or _scolds(message):
        return None
    said = _surely(message)
    if said is None:
        return None  # a question on the way of a long letter of complaint
    said = said or _maybe(message)
    return ("permintaan_info", "", said) if said else None


def _scolds(message: Message) -> bool:
    """Tell whether "gimana ini pak?" is all that asks."""
    return "ask.scold" in message.hits and not any(rule in message.hits for rule in _ASKS)


def _surely(message: Message) -> str | None:
    """Return the words that ask, whatever trouble goes with them; None in a letter."""
    sure = message.said("ask.sure")
    if sure and len(message.words) > LETTER and message.pained and not message.wonders:
        return None
    if not sure and "bagaimana" in message.words:
        sure = _how(message)
    if not sure and message.words and message.words[message.start] in WHETHER:
        sure = _may_one(message)
    sure = sure or _supposes(message) or _chooses(message)
    first = message.said("ask.first", within=0)
    if not sure and (message.wonders or first not in _PAPERS or not _tells(message)):
        sure = first
    return sure


def _maybe(message: Message) -> str:
    """Return the words that ask where nothing speaks of trouble, or ''."""
    if message.troubled or message.said("wish.certain") or message.made:
        return ""
    said = message.said("ask.certain")
    if (said == _CAN and _can_mend(message)) or (said in _HOURS and _says_when(message, said)):
        return ""
    if not said and message.said("trouble.repair") and not message.said("ask.plan"):
        return ""  # "kapan diperbaiki?" is no question
    said = said or message.said("ask.any") or message.said("ask.opening", within=OPENING)
    said = said or message.closing or (message.said("ask.errand") if message.wonders else "")
    told = "trouble.tale" in message.hits and _ASK not in said
    if said and told and not (message.wonders or _opens(message)):
        return ""  # "dokter datang jam 10 padahal loket buka jam 8"
    if said or not message.asked or told or message.said("ask.why"):
        return said
    return "?"


def _supposes(message: Message) -> str:
    """Return "kalau" where it opens a question about what would be, not what is: else ''."""
    words, start = message.words, message.start
    if not words:
        return ""
    if words[start] in _IFS and not _QUAKES.isdisjoint(words[start + 1 : start + AIM + 1]):
        return words[start] if message.wonders or _WHERE in words else ""
    if words[start] != _IF or not (message.asked or words[-1] == "kah"):
        return ""
    what = any(word in _WOULD for word in words)
    told = message.mends or "trouble.tale" in message.hits or "ask.why" in message.hits
    return _IF if what and not told and "kapan" not in words else ""


def _chooses(message: Message) -> str:
    """Return "atau" or "apa" where somebody asks what papers need: "ganti atau cukup ...?"."""
    words = message.words
    told = not _STAFF.isdisjoint(words)
    if told or not message.wonders or _DOCUMENTS.isdisjoint(words):
        return ""
    for at, word in enumerate(words):
        behind, before = words[at + 1 : at + 3], words[max(0, at - SPAN) : at]
        if word in _OR and not (_WAYS.isdisjoint(behind) or _NEEDS.isdisjoint(before)):
            return word
    return ""


def _can_mend(message: Message) -> bool:
    """Tell whether "bisa tidak" only asks for a repair: "jembatan goyang, bisa gak diganti"."""
    repairs = {index for index, _ in message.hits.get("trouble.repair", ())}
    can = [index for index, said in message.hits["ask.certain"] if said == _CAN]
    soon = any(not repairs.isdisjoint((at + 2, at + 3)) for at in can)  # "bisa gak di ganti"
    return soon and _DOCUMENTS.isdisjoint(message.words)


def _says_when(message: Message, said: str) -> bool:
    """Tell whether "buka jam" is told, not asked: "loket buka jam 10"."""
    words = message.words
    at = next(index for index, hit in message.hits["ask.certain"] if hit == said)
    return not message.wonders and "".join(words[at + 2 : at + 3]).isdigit()


def _reproaches(message: Message) -> bool:
    """Tell whether "apa tidak bisa ...?" only complains of somebody told of before."""
    words = message.words
    at = next((at for at in range(OPENING, len(words)) if words[at : at + 2] == _NOT_SO), 0)
    return bool(at) and not _STAFF.isdisjoint(words[:at])


def _tells(message: Message) -> bool:
    """Tell whether words say what happened to somebody."""
    return message.troubled or "trouble.tale" in message.hits


def _opens(message: Message) -> bool:
    """Tell whether a question word stands near the beginning or is the last word."""
    opening = message.said("ask.opening", within=OPENING)
    return bool(message.closing or (opening and opening not in _PAPERS))


def _how(message: Message) -> str:
    """Return what somebody asks how to do: "cara mengaktifkannya gimana", "mau pindah gimana"."""
    words = message.words
    how = words.index("bagaimana")
    if "cara" in words:
        return "cara" if abs(words.index("cara") - how) <= REACH else ""
    return message.said("ask.errand") if how >= len(words) - ENDING else ""


def _may_one(message: Message) -> str:
    """Return the word that opens "apakah ... bisa ...", unless "not" makes a reproach of it."""
    said = message.words[message.start : message.start + AIM + 2]
    may = not _MAY.isdisjoint(said) and NO.isdisjoint(said)
    return said[0] if may and not message.said("ask.why") else ""
