"""Letters that are not what they seem: look-alikes of Latin ones, and HTML's names of marks."""

import re
import unicodedata

from parser import late

# Unicode's confusables.txt, those that a phone shows as a Latin letter: Greek, Cyrillic, Armenian.
_LIKE = {
    "a": "\u0430\u03b1", "c": "\u0441\u03f2", "d": "\u0501", "e": "\u0435\u04bd\u03b5",
    "g": "\u0581", "h": "\u04bb\u0570", "i": "\u0456\u03b9\u0131", "j": "\u0458\u03f3",
    "k": "\u043a\u03ba", "l": "\u04cf", "m": "\u043c", "n": "\u0578\u03b7",
    "o": "\u043e\u03bf\u0585", "p": "\u0440\u03c1", "q": "\u051b", "r": "\u0433", "s": "\u0455",
    "t": "\u0442\u03c4", "u": "\u057d\u03c5", "v": "\u03bd\u0475", "w": "\u051d\u03c9\u0561",
    "x": "\u0445\u03c7", "y": "\u0443\u04af\u03b3", "A": "\u0410\u0391", "B": "\u0412\u0392",
    "C": "\u0421\u03f9", "E": "\u0415\u0395", "F": "\u03dc", "G": "\u050c", "H": "\u041d\u0397",
    "I": "\u0406\u0399\u04c0", "J": "\u0408\u037f", "K": "\u041a\u039a\u212a",
    "M": "\u041c\u039c", "N": "\u039d", "O": "\u041e\u039f\u0555", "P": "\u0420\u03a1",
    "Q": "\u051a", "R": "\u0280", "S": "\u0405\u054f", "T": "\u0422\u03a4", "U": "\u054d",
    "V": "\u0474", "W": "\u051c", "X": "\u0425\u03a7", "Y": "\u04ae\u03a5", "Z": "\u0396",
}  # fmt: skip
_LATIN = {ord(like): latin for latin, likes in _LIKE.items() for like in likes}
_FOREIGN = late.pattern(r"[\u0131\u0280\u037f-\u058f]")
_WORD = re.compile(r"[^\W\d_]+")
_ASCII = re.compile(r"[A-Za-z]")

# After "&amp;" any number of times: what was escaped twice is meant once.
_ENTITY = late.pattern(
    r"&(?:amp;|#38;|#x26;)*(?:(amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip)"
    r"|#(\d{1,6})|#[xX]([0-9a-fA-F]{1,5}));"
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ",
          "ndash": "–", "mdash": "—", "hellip": "..."}  # fmt: skip


def latinise(text: str) -> str:
    """Return *text* with look-alikes made Latin in words that also hold Latin letters.

    A word of look-alikes only is made Latin where other words of the text are; Cyrillic stays.

    >>> latinise("SURG\u0410 lampu"), latinise("\u041f\u0440\u0438\u0432\u0435\u0442")
    ('SURGA lampu', 'Привет')
    """
    if text.isascii() or not _FOREIGN.search(text):
        return text
    mixed = bool(_ASCII.search(text))
    return _WORD.sub(lambda match: _word(match.group(), mixed=mixed), text)


def _word(word: str, *, mixed: bool) -> str:
    latin = word.translate(_LATIN)
    if latin.isascii() and (mixed or _ASCII.search(word)):
        return latin
    return word


def unescape(text: str) -> str:
    """Return *text* with HTML's names of marks replaced by the marks; one pass leaves none.

    >>> unescape("Jl. A&amp;B &quot;Maju&quot; &amp;lt;"), unescape("&#83;URGA")
    ('Jl. A&B "Maju" <', '&#83;URGA')
    """
    return _ENTITY.sub(_mark, text) if "&" in text and ";" in text else text


def _mark(match: re.Match[str]) -> str:
    """Return the mark; no letter, digit or sign that could make another entity."""
    named, decimal, hexadecimal = match.groups()
    if named:
        return _NAMED[named]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    char = chr(code) if code < 0xD800 else ""
    if not char or not char.isprintable() or char in "&#;" or char.isalnum():
        return match.group()
    plain = unicodedata.normalize("NFKC", char) == char and not unicodedata.combining(char)
    return char if plain else match.group()
