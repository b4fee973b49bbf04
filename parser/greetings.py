"""Where a message begins after salutes and forms of address, and where its thanks begin."""

from collections.abc import Sequence

from parser.lists import beside, load, words
from parser.tokens import Token
from parser.words import listed

_DATA = load("greetings")
SALUTES = listed(_DATA["salutes"])
ALONE = words(_DATA["alone"])
ADDRESS = listed(_DATA["address"])
MEANT = listed(_DATA["meant"])
_POLITE = SALUTES | ADDRESS
_THANKS = listed(_DATA["signoff"]["core"])
_BLESS = listed(_DATA["signoff"]["bless"])
_KASIH = beside("greetings", "kasih")
_BEFORE_CITY = beside("greetings", "before_city")
GRATEFUL = _THANKS | _KASIH
"""Without one of these words nobody gives thanks."""

ENDING = GRATEFUL | _BLESS
"""Without one of these words a message has no sign-off."""

_BEFORE = words(_DATA["signoff"]["before"])
_AFTER = listed(_DATA["signoff"]["after"])
_BECAUSE = words(_DATA["signoff"]["because"])
_PRAISE = listed(_DATA["signoff"]["praise"])
_BREAKS = ",.;:!\n-"
MAX_SIGNOFF = 16  # words


def before_keyword(tokens: Sequence[Token], keywords: frozenset[str]) -> int:
    """Return the index of the first word that belongs to no greeting, address or interjection."""
    for index, (word, raw, _start, _end) in enumerate(tokens):
        if raw in keywords or not (raw in _POLITE or word in _POLITE):
            return index
    return len(tokens)


def of_city(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the word *index* is the city's name in a sentence, and so no keyword.

    >>> from parser.tokens import split
    >>> of_city(split("di palu jalan rusak"), 1), of_city(split("pak, palu jalan rusak"), 1)
    (True, False)
    """
    before, word = tokens[index - 1], tokens[index]
    named = word.raw in ADDRESS and before.raw in _BEFORE_CITY
    return named and word.start - before.end == 1


def address_only(tokens: Sequence[Token]) -> bool:
    """Tell whether the message is salutes and forms of address and nothing else: "pak", "halo min".

    >>> from parser.tokens import split
    >>> address_only(split("pagi pak wali")), address_only(split("tolong pak"))
    (True, False)
    """
    if len(tokens) >= MAX_SIGNOFF:
        return False
    return all(_in(token, _POLITE) and token.word not in MEANT for token in tokens)


def opens(tokens: Sequence[Token]) -> bool:
    """Tell whether the first word may greet or address somebody."""
    return _in(tokens[0], _POLITE)


def salute(text: str, tokens: Sequence[Token]) -> int:
    """Return how many words at the beginning are a salute that a report can do without.

    A form of address goes with it only when a mark follows: in "ass pak lurah tidak di kantor"
    the title says who is meant.
    """
    count = 0
    for index, token in enumerate(tokens):
        if not _in(token, SALUTES):
            break
        if token.raw in ALONE and index == count == 0 and not _greets(text, tokens):
            break
        count = index + 1
    end = count
    while count and end < len(tokens) and _in(tokens[end], ADDRESS):
        if tokens[end].word in MEANT:
            break
        end += 1
        if end == len(tokens) or _marked(text, tokens, end - 1):
            count = end
    return count


def signoff(tokens: Sequence[Token]) -> int:
    """Return the index where thanks and farewells at the end begin; len(tokens) without any.

    >>> from parser.tokens import split
    >>> signoff(split("lampu mati di gang 3, atas perhatiannya trima kasih pak"))
    5
    """
    total = len(tokens)
    begin = index = total
    while index and total - index < MAX_SIGNOFF:
        token = tokens[index - 1]
        if _in(token, _THANKS) or _in(token, _BLESS) or _thanks_pair(tokens, index - 1):
            begin = index - 1
        elif not (_in(token, _AFTER) or token.word in _BEFORE):
            break
        index -= 1
    if begin == total:
        return total
    while begin and tokens[begin - 1].word in _BEFORE:
        begin -= 1
    return next((i for i in range(index, begin) if tokens[i].word in _BECAUSE), begin)


def thanks_only(tokens: Sequence[Token]) -> bool:
    """Tell whether the whole message is thanks or praise.

    >>> from parser.tokens import split
    >>> thanks_only(split("makasih pak lampunya sdh nyala")), thanks_only(split("lampu mati trims"))
    (True, False)
    """
    thanked = False
    for index, token in enumerate(tokens):
        if _in(token, _THANKS) or _thanks_pair(tokens, index):
            thanked = True
        elif not (
            _in(token, _PRAISE)
            or _in(token, _AFTER)
            or token.word in _BEFORE
            or _in(token, SALUTES)
        ):
            return False
    return thanked


def opens_thanks(tokens: Sequence[Token]) -> bool:
    """Tell whether thanks are the first words: in "makasih ya" the "ya" is no answer.

    >>> from parser.tokens import split
    >>> opens_thanks(split("makasih ya min")), opens_thanks(split("ya makasih"))
    (True, False)
    """
    return bool(tokens) and (_in(tokens[0], _THANKS) or _thanks_pair(tokens, 0))


def _thanks_pair(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether "terima kasih" stands at *index*, or its like."""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    return tokens[index].word in _BEFORE and following in _KASIH


def _in(token: Token, words: frozenset[str]) -> bool:
    return token.raw in words or token.word in words


def _greets(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a plain word such as "malam" opens a greeting."""
    if len(tokens) < 2:
        return _marked(text, tokens, 0)
    return _in(tokens[1], _POLITE) or _marked(text, tokens, 0)


def _marked(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a mark stands after the word at *index*."""
    after = tokens[index].end
    following = tokens[index + 1].start if index + 1 < len(tokens) else len(text)
    return any(c in _BREAKS for c in text[after:following])
