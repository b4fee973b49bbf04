"""Free text to the GSM 7-bit alphabet, with a report of what could not be kept."""

import re
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
    "/": "⁄∕÷",
    "|": "¦",
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
_REPLACED = {sign: word for word, signs in _SIGNS.items() for sign in signs}

_INVISIBLE = re.compile("[\u0300-\u036f\ufe00-\ufe0f]")
"""Combining accents that stand alone, and variation selectors."""


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
    if gsm7.fits(text):
        return Downgraded(text, (), 0)
    kept: list[str] = []
    lost: list[str] = []
    changed = 0
    for character in unicodedata.normalize("NFC", text):
        plain = _plain(character)
        if plain is None:
            lost.append(character)
            continue
        changed += plain != character
        if "/" in plain and plain != "/" and "".join(kept[-1:])[-1:].isdigit():
            plain = " " + plain  # 2½ is not 21/2
        kept.append(plain)
    return Downgraded("".join(kept), tuple(lost), changed)


def _plain(character: str) -> str | None:
    if gsm7.fits(character):
        return character
    if character in _REPLACED:
        return _REPLACED[character]
    if unicodedata.category(character) in ("Cf", "Cc") or _INVISIBLE.fullmatch(character):
        return ""
    spread = unicodedata.normalize("NFKD", character)
    plain = "".join(sign if gsm7.fits(sign) else _REPLACED.get(sign, "") for sign in spread)
    return plain or None
