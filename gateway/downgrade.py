"""Free text to the GSM 7-bit alphabet, with a report of what could not be kept."""

import unicodedata
from dataclasses import dataclass

from gateway import gsm7

_SIGNS = {
    "'": "‘’‚‛‹›′ʹʻʼʽˈ`´",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−⁃﹘",
    " ": "\t\u1680\u180e",
    "*": "•‣◦∙·●○▪■◆★☆",
    "x": "×✕✖",
    ":": "÷",
    "/": "⁄∕",
    "->": "→➜➔⇒",
    "<-": "←⇐",
    "\n": "\v\x85\u2028\u2029",
    "...": "…",
    "EUR": "₠",
    "Rp": "₨",
    "(c)": "©",
    "(R)": "®",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "~": "≈∼",
    "l": "ł",
    "L": "Ł",
    "d": "đð",
    "D": "Đ",
    "h": "ħ",
    "H": "Ħ",
    "i": "ı",
    "oe": "œ",
    "OE": "Œ",
    "th": "þ",
    "Th": "Þ",
    "c": "¢",
    "deg": "°",
    "v": "✓✔",
}
_REPLACED = {ord(sign): word for word, signs in _SIGNS.items() for sign in signs}


@dataclass(frozen=True, slots=True)
class Downgraded:
    """What is left of a text in GSM-7."""

    text: str  # default alphabet and extension only
    lost: tuple[str, ...]  # characters that were dropped, in order, each occurrence
    changed: int  # how many characters became others


def to_gsm7(text: str) -> Downgraded:
    """Return *text* in GSM-7: quotes, dashes, accents, fractions and the like in plain form.

    What has no plain form is dropped and reported in *lost*, never shown as '?'. Marks that
    nobody sees (zero-width, joiners, variation selectors) vanish and count as changed.
    """
    kept: list[str] = []
    lost: list[str] = []
    changed = 0
    for character in unicodedata.normalize("NFC", text):
        plain = _plain(character)
        if plain is None:
            lost.append(character)
            continue
        changed += plain != character
        kept.append(plain)
    return Downgraded("".join(kept), tuple(lost), changed)


def _plain(character: str) -> str | None:
    if gsm7.fits(character):
        return character
    if replaced := _REPLACED.get(ord(character)):
        return replaced
    if unicodedata.category(character) in ("Cf", "Mn", "Cc") or "\ufe00" <= character <= "\ufe0f":
        return ""
    spread = unicodedata.normalize("NFKD", character)
    words = [sign if gsm7.fits(sign) else _REPLACED.get(ord(sign), "") for sign in spread]
    plain = "".join(words)
    return plain or None
