"""The scanner that looks for leaks finds what it must, else its zero would mean nothing."""

import base64
import os

import pytest

from gateway.gsm7 import pack
from tests.leaks import CORE, Scanner, attack, keyed, unkeyed

NUMBER = "812345678901"
OTHERS = [f"8{serial * 7919 % 10**11:011}" for serial in range(500)]
SCANNER = Scanner.of([NUMBER, *OTHERS])
WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
NOISE = os.urandom(5000)


def swapped(digits: str) -> str:
    return "".join(b + a for a, b in zip(digits[::2], digits[1::2], strict=True))


def wide(digits: str, zero: int) -> str:
    return "".join(chr(zero + int(digit)) for digit in digits)


SPELLINGS = {
    "plain": f"+62{NUMBER}".encode(),
    "national": f"hub0{NUMBER}ya".encode(),
    "dashes": b"0812-3456-7890-1",
    "dots": b"0812.3456.78901",
    "blanks": " ".join("0" + NUMBER).encode(),
    "lines": b"0812\r\n3456\n78901",
    "lines in JSON": rb"0812\r\n3456\n78901",
    "words": " ".join(WORDS[int(d)] for d in NUMBER).encode(),
    "glued words": "".join(WORDS[int(d)] for d in NUMBER).upper().encode(),
    "words and figures": b"0812 tiga empat 5 enam 78 sembilan 0 one",
    "full width": wide("0" + NUMBER, 0xFF10).encode(),
    "arabic": wide(NUMBER, 0x660).encode(),
    "utf-16-le": f"0{NUMBER}".encode("utf-16-le"),
    "utf-16-be": f"0812-3456-78901 {WORDS[3]}".encode("utf-16-be"),
    "semi-octets": bytes.fromhex(swapped(f"62{NUMBER}")),
    "semi-octets national": bytes.fromhex(swapped(f"0{NUMBER}F")),
    "octets": bytes.fromhex(f"62{NUMBER}"),
    "PDU": f"07918122{swapped(f'62{NUMBER}')}00".encode(),
    "hexadecimal": f"0{NUMBER}".encode().hex().encode(),
    **{f"base64 {n}": base64.b64encode(b"x" * n + f"+62{NUMBER}".encode()) for n in range(4)},
    **{f"packed {n}": pack(b"a" * n + f"0{NUMBER} ya".encode()) for n in range(9)},
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_is_found_in_every_spelling(spelling: str) -> None:
    assert SCANNER.find(SPELLINGS[spelling]) == {NUMBER}
    assert SCANNER.find(NOISE + SPELLINGS[spelling] + NOISE) == {NUMBER}


def test_noise_holds_no_number() -> None:
    assert SCANNER.find(os.urandom(500_000)) == set()
    assert SCANNER.find(b"812345678902 0812-3456-7890 " * 100) == set()
    assert len(NUMBER) == CORE


@pytest.mark.parametrize("length", [8, 16, 32])
def test_every_digest_that_can_be_guessed_is_found(length: int) -> None:
    number = f"+62{NUMBER}".encode()
    guesses = [number, b"x", b"y"]
    for digest in unkeyed():
        assert attack([b"z", digest(number)[:length]], guesses, unkeyed()) == {number}
    keys = keyed([b"", b"kentongan"])
    for digest in keys:
        assert attack([digest(number)[:length]], guesses, keys) == {number}
        assert attack([digest(number)[:length]], guesses, unkeyed()) == set()
