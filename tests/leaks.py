"""Looks for planted phone numbers in bytes, in any spelling, and attacks digests by dictionary."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gateway.gsm7 import pack

CORE = 12  # digits of a planted number without its 0 or 62: 8xxxxxxxxxxx
_WINDOW = 6  # bytes by which the places to look at are found
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_OF = {
    word: str(digit) for words in (_WORDS, _ENGLISH) for digit, word in enumerate(words)
} | {"kosong": "0"}  # fmt: skip
_ONE = "|".join(sorted(_DIGIT_OF, key=len, reverse=True)).encode()
_APART = rb"(?:\\[nrt]|[^0-9A-Za-z]){0,6}"
_SPELLED = re.compile(rb"(?:(?:%s|\d)%s){%d,}" % (_ONE, _APART, CORE))
_PIECE = re.compile(rb"%s|\d" % _ONE)


def _script(zero: int) -> dict[bytes, bytes]:
    """Return {digit in UTF-8: ASCII} of the ten digits that begin at code point *zero*."""
    return {chr(zero + digit).encode(): str(digit).encode() for digit in range(10)}


_SCRIPTS = _script(0xFF10) | _script(0x660) | _script(0x6F0) | _script(0x1D7CE)


@dataclass(frozen=True)
class Scanner:
    """Finds *cores*: the 12 digits of each planted number that begin with 8."""

    cores: frozenset[str]
    _needles: Mapping[bytes, tuple[tuple[bytes, int, str], ...]]

    @classmethod
    def of(cls, cores: Iterable[str]) -> "Scanner":
        """Return a scanner for *cores*."""
        found: dict[bytes, list[tuple[bytes, int, str]]] = {}
        wanted = frozenset(cores)
        for core in wanted:
            assert len(core) == CORE
            for needle in _encodings(core):
                found.setdefault(needle[:_WINDOW], []).append((needle, 0, core))
        return cls(wanted, {window: tuple(needles) for window, needles in found.items()})

    def find(self, data: bytes) -> set[str]:
        """Return the planted numbers that stand in *data* in whatever spelling."""
        return {*self._spelled(data), *self._encoded(data)}

    def _spelled(self, data: bytes) -> Iterator[str]:
        """Find figures and words of ASCII, UTF-8 in other scripts, and UTF-16."""
        plain = data.lower()  # in place of IGNORECASE, which is four times slower
        for written, digit in _SCRIPTS.items():
            if written in plain:
                plain = plain.replace(written, digit)
        for view in (plain, plain.replace(b"\0", b"")):
            for match in _SPELLED.finditer(view):
                digits = "".join(_digit(piece) for piece in _PIECE.findall(match[0]))
                yield from self._windows(digits)

    def _windows(self, digits: str) -> Iterator[str]:
        for at in range(len(digits) - CORE + 1):
            if digits[at : at + CORE] in self.cores:
                yield digits[at : at + CORE]

    def _encoded(self, data: bytes) -> Iterator[str]:
        """Find semi-octets, packed septets, base64 and hexadecimal."""
        needles, width = self._needles, _WINDOW
        for at in range(len(data) - width + 1):
            if data[at : at + width] in needles:
                for needle, before, core in needles[data[at : at + width]]:
                    if data.startswith(needle, at - before):
                        yield core


def _digit(piece: bytes) -> str:
    text = piece.decode()
    return _DIGIT_OF.get(text, text)


def _encodings(core: str) -> Iterator[bytes]:
    """Yield what a number looks like in binary forms, as far as its neighbours do not matter."""
    for digits in (f"62{core}", f"0{core}F"):
        swapped = "".join(b + a for a, b in zip(digits[::2], digits[1::2], strict=True))
        yield bytes.fromhex(swapped)  # semi-octets, 3GPP TS 23.040 9.1.2.3
        yield bytes.fromhex(digits)
        yield swapped.encode()  # the same as a PDU in hexadecimal has it
    plain = core.encode()
    yield plain.hex().encode()
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain)
        first = -(-before * 8 // 6)
        yield coded[first : (before + len(plain)) * 8 // 6]
    for before in range(8):
        packed = pack(bytes(before) + plain + b"\0")
        yield packed[-(-before * 7 // 8) : (before + len(plain)) * 7 // 8]


PREFIX = 8  # bytes of a digest that are enough to know it by: short ones are seen too

Digest = Callable[[bytes], bytes]


def unkeyed() -> tuple[Digest, ...]:
    """Return the digests that anybody can compute."""
    names = ("md5", "sha1", "sha224", "sha256", "sha512", "blake2s", "blake2b")
    fixed = tuple(
        lambda data, name=name: hashlib.new(name, data, usedforsecurity=False).digest()
        for name in names
    )
    return (*fixed, lambda data: hashlib.blake2b(data, digest_size=32).digest())


def keyed(keys: Sequence[bytes]) -> tuple[Digest, ...]:
    """Return HMACs under *keys*, plain and over a length-prefixed field."""
    found: list[Digest] = []
    for key in keys:
        found.append(lambda data, key=key: hmac.digest(key, data, "sha256"))  # type: ignore[misc]
        found.append(
            lambda data, key=key: hmac.digest(  # type: ignore[misc]
                key, len(data).to_bytes(4, "big") + data, "sha256"
            )
        )
    return tuple(found)


def attack(
    stored: Iterable[bytes], guesses: Iterable[bytes], digests: Sequence[Digest]
) -> set[bytes]:
    """Return the guesses of which a digest stands among the *stored* values."""
    known = {value[:PREFIX] for value in stored if len(value) >= PREFIX}
    return {
        guess for guess in guesses if any(digest(guess)[:PREFIX] in known for digest in digests)
    }
