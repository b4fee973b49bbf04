"""Ticket numbers: short, without order that tells how many there are, with a check digit.

A serial 1, 2, 3 ... becomes a number of 7 digits, after 900,000 tickets of 8, then of 9: the first
digit 1-9, the last a Damm digit (any one wrong digit and any swap of neighbours is seen). Inside a
tier the order is a keyed permutation: a Feistel network of 6 rounds of BLAKE2s over the next power
of four, walked until the value falls inside the tier (Black and Rogaway, "Ciphers with Arbitrary
Finite Domains", 2002, cycle walking), so that no two serials ever meet.
"""

from functools import lru_cache
from hashlib import blake2s

from parser.damm import checksum

TIERS = {7: 900_000, 8: 9_000_000, 9: 90_000_000}  # digits: how many numbers, 9 * 10^(digits - 2)
LARGEST = sum(TIERS.values())  # the last serial
_ROUNDS = 6


def number(key: bytes, serial: int) -> int:
    """Return the ticket number of *serial* (1 .. LARGEST); ValueError outside.

    *key* is made once for a database (meta.number_key) and never changes: 1 to 32 bytes.
    """
    index = serial - 1
    for digits, size in TIERS.items():
        if 0 <= index < size:
            body = size // 9 + _permute(key, index, size, digits)
            return body * 10 + checksum(str(body))
        index -= size
    raise ValueError(f"ticket: serial {serial}; 1 to {LARGEST} have a number")


def check_ok(digits: str) -> bool:
    """Say whether *digits* can be a ticket number: length, first digit and check digit."""
    if len(digits) not in TIERS or not digits.isascii() or not digits.isdigit():
        return False
    return digits[0] != "0" and checksum(digits) == 0


def _permute(key: bytes, index: int, size: int, tier: int) -> int:
    """Return where *index* lies in the tier's permutation of range(*size*)."""
    half = ((size - 1).bit_length() + 1) // 2  # bits
    while True:
        index = _feistel(key, index, half, tier)
        if index < size:
            return index


def _feistel(key: bytes, value: int, half: int, tier: int) -> int:
    mask = (1 << half) - 1
    left, right = value >> half, value & mask
    for turn in range(_ROUNDS):
        left, right = right, left ^ (_mixed(key, tier, turn, right) & mask)
    return left << half | right


@lru_cache(maxsize=1 << 13)
def _mixed(key: bytes, tier: int, turn: int, right: int) -> int:
    """Return what a round makes of the right half: in the first tier one of 1,024, so 6,144."""
    mixer = blake2s(bytes((tier, turn)), key=key, digest_size=4)
    mixer.update(right.to_bytes(4, "big"))
    return int.from_bytes(mixer.digest(), "big")
