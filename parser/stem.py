"""What an Indonesian word may be without its affixes: candidates, which a word list decides on.

Affixes of standard Indonesian, and the commonest of Jakarta (-in), Java (-ne, -ipun, -ke), Sunda
(-keun, ka-) and the Minang coast (ma-, ba-, ta-, -nyo).
"""

from functools import lru_cache

MIN_LETTERS = 3  # of a candidate
MAX_LETTERS = 24  # a longer word is no word; it has no candidates

_ENDS = ("lah", "kah", "pun", "nya", "nyo", "ku", "mu", "ne", "na", "e")
"""Particles and possessives, which stand last."""
_SUFFIXES = ("kan", "keun", "ipun", "ake", "an", "in", "ke", "no", "kno", "i")
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("menge", ("",)), ("penge", ("",)),
    ("meny", ("s",)), ("peny", ("s",)), ("many", ("s",)),
    ("meng", ("", "k")), ("peng", ("", "k")), ("mang", ("", "k")),
    ("mem", ("", "p")), ("pem", ("", "p")), ("mam", ("", "p")),
    ("men", ("", "t")), ("pen", ("", "t")), ("man", ("", "t")),
    ("diper", ("",)), ("memper", ("",)), ("keter", ("",)),
    ("ber", ("",)), ("ter", ("",)), ("per", ("",)),
    ("ny", ("s", "c")), ("nge", ("",)), ("ng", ("", "k")),
    ("di", ("",)), ("ke", ("",)), ("se", ("",)), ("be", ("",)), ("te", ("",)), ("pe", ("",)),
    ("me", ("",)), ("ka", ("",)), ("ba", ("",)), ("ta", ("",)), ("ma", ("",)),
)  # fmt: skip
"""A prefix -> the first letters that its nasal may have swallowed (p, t, k, s)."""
_BY_LETTER: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    letter: tuple(entry for entry in _PREFIXES if entry[0][0] == letter) for letter in "mpdktbsn"
}


_ENDS_BY_LETTER = {c: tuple(e for e in _ENDS if e[-1] == c) for c in "haunoe"}
_SUFFIXES_BY_LETTER = {c: tuple(e for e in _SUFFIXES if e[-1] == c) for c in "nmeioa"}


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """Return what *word* (lower case) may be without affixes, the least changed first.

    The word itself is the first. Candidates need not be words.

    >>> "lubang" in stems("berlubang"), "tutup" in stems("penutupan"), "sapu" in stems("menyapukan")
    (True, True, True)
    >>> stems("lubang2")[1]
    'lubang'
    """
    if not MIN_LETTERS < len(word) <= MAX_LETTERS:
        return (word,)
    found = {word: None}
    half = len(word) // 2
    twice, two, rest = word.partition("2")
    if two and len(twice) >= MIN_LETTERS:
        found |= {twice: None, twice + rest: None}
    elif half >= MIN_LETTERS and word[:half] == word[half:]:
        found[word[:half]] = None
    bases = [base for start in tuple(found) for base in _without_ends(start)]
    found |= dict.fromkeys(bases)
    for base in bases:
        found |= dict.fromkeys(_without_prefix(base))
    return tuple(found)


_MINANG = (
    ("uah", ("uh",)), ("iah", ("ih",)), ("uak", ("uk",)), ("iak", ("ik",)), ("uang", ("ung",)),
    ("iang", ("ing",)), ("uik", ("ut",)), ("aik", ("at",)), ("ek", ("at", "ap")),
    ("ik", ("it", "ip")), ("ua", ("ur", "ul")), ("ia", ("ir", "il")), ("eh", ("as",)),
    ("uih", ("us",)), ("ih", ("is",)),
    ("an", ("ar",)), ("a", ("al", "ar")), ("o", ("a",)),
)  # fmt: skip
"""An end of a Minang word -> those of the Indonesian one."""
_MINANG_PREFIXES = {"ta": ("ter", ""), "ba": ("ber", ""), "ma": ("me", "")}


def minang(word: str) -> tuple[str, ...]:
    """Return what a Minang word may be in Indonesian; candidates need not be words.

    >>> "jatuh" in minang("jatuah"), "terbalik" in minang("tabaliak"), "jepit" in minang("tajapik")
    (True, True, False)
    """
    if not MIN_LETTERS + 1 < len(word) <= MAX_LETTERS or word[-1] not in "haknog":
        return ()
    word = word.removesuffix("nyo")
    found = [
        word[: -len(end)] + ours for end, all_ in _MINANG if word.endswith(end) for ours in all_
    ]
    for old, all_ in _MINANG_PREFIXES.items():
        if word.startswith(old):
            found += [new + base[len(old) :] for base in tuple(found) for new in all_]
    return tuple(base for base in found if len(base) > MIN_LETTERS)


def _without_ends(word: str) -> list[str]:
    """Return *word*, and it without its last one to three suffixes."""
    bases = [word]
    for endings in (_ENDS_BY_LETTER, _ENDS_BY_LETTER, _SUFFIXES_BY_LETTER):
        for base in tuple(bases):
            for end in endings.get(base[-1], ()):
                shorter = base[: -len(end)]
                if base.endswith(end) and len(shorter) >= MIN_LETTERS and shorter not in bases:
                    bases.append(shorter)
    return bases


def _without_prefix(word: str) -> list[str]:
    """Return *word* without a prefix, and without the second one behind it (me-nye-, di-ke-)."""
    once = _cut(word)
    return once + [base for first in once for base in _cut(first) if len(base) > MIN_LETTERS + 1]


def _cut(word: str) -> list[str]:
    return [
        letter + word[len(prefix) :]
        for prefix, letters in _BY_LETTER.get(word[0], ())
        if word.startswith(prefix)
        for letter in letters
        if len(word) - len(prefix) + len(letter) >= MIN_LETTERS
    ]
