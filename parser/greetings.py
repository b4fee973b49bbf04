"""Where a message begins after forwards, quotes, salutes and forms of address."""

from parser.tokens import Token
from parser.words import ADDRESS, ALONE, SALUTES, listed

FORWARDS = listed("fw fwd re forwarded diteruskan terusan")
_BREAKS = ",.;:!\n-"
MAX_STAMP = 25  # "[22/11/2026, 08.15.30]"
MAX_NAME = 40


def unwrap(text: str) -> str:
    r"""Return *text* without forward prefixes, quote marks and a chat's stamp and name.

    >>> unwrap("Fwd: FW: > SURGA lampu mati")
    'SURGA lampu mati'
    >>> unwrap("[22/11 08.15] Bu RT: SURGA lampu mati")
    'SURGA lampu mati'
    """
    for _layer in range(5):
        shorter = _peel(text)
        if shorter == text:
            break
        text = shorter
    return text


def _peel(text: str) -> str:
    """Return *text* without its outermost wrapper."""
    if text.startswith((">", "»")):
        return text[1:].lstrip()
    word, colon, rest = text[:16].partition(":")
    if colon and word.strip().lower() in FORWARDS:
        return (rest + text[16:]).lstrip()
    end = text.find("]", 1, MAX_STAMP) if text.startswith("[") else -1
    if end > 0 and any(c.isdigit() for c in text[:end]):
        name, colon, _rest = text[end + 1 : end + 1 + MAX_NAME].partition(":")
        skip = end + 1 + (len(name) + 1 if colon and "\n" not in name else 0)
        return text[skip:].lstrip()
    return text


def before_keyword(tokens: list[Token], keywords: frozenset[str]) -> int:
    """Return the index of the first word that belongs to no greeting, address or interjection."""
    for index, token in enumerate(tokens):
        skipped = token.word in SALUTES or token.word in ADDRESS
        if token.word in keywords or not skipped:
            return index
    return len(tokens)


def salute(text: str, tokens: list[Token]) -> int:
    """Return how many words at the beginning are a salute that a report can do without.

    A form of address goes with it only when a mark follows: in "ass pak lurah tidak di kantor"
    the title says who is meant.
    """
    count = 0
    for index, token in enumerate(tokens):
        if token.word not in SALUTES:
            break
        if token.word in ALONE and index == count == 0 and not _greets(text, tokens):
            break
        count = index + 1
    end = count
    while count and end < len(tokens) and tokens[end].word in ADDRESS:
        end += 1
        if end == len(tokens) or _marked(text, tokens, end - 1):
            count = end
    return count


def _greets(text: str, tokens: list[Token]) -> bool:
    """Tell whether a plain word such as "malam" opens a greeting."""
    follows = tokens[1].word if len(tokens) > 1 else ""
    return follows in SALUTES or follows in ADDRESS or _marked(text, tokens, 0)


def _marked(text: str, tokens: list[Token], index: int) -> bool:
    """Tell whether a mark stands after the word at *index*."""
    after = tokens[index].end
    following = tokens[index + 1].start if index + 1 < len(tokens) else len(text)
    return any(c in _BREAKS for c in text[after:following])
