"""Sealed bytes open with their key, unchanged, and with nothing else."""

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from models.errors import StorageError
from models.seal import Keyring

KEYS = Keyring(bytes(range(64)))
OTHER = Keyring(bytes(64))


@given(st.binary(max_size=2000))
def test_what_was_sealed_opens(data: bytes) -> None:
    sealed = KEYS.seal(data)
    assert KEYS.open(sealed) == data
    assert len(sealed) == len(data) + 33


@given(st.text(max_size=40))
def test_a_number_opens_and_is_found_again(number: str) -> None:
    assert KEYS.open_number(KEYS.seal_number(number)) == number
    assert KEYS.seal_number(number) == KEYS.seal_number(number)


def test_the_same_text_never_looks_the_same() -> None:
    assert len({KEYS.seal(b"lampu mati") for _turn in range(100)}) == 100


def test_clear_text_does_not_show() -> None:
    assert b"lampu" not in KEYS.seal(b"lampu jalan mati")
    assert b"62812" not in KEYS.seal_number("+6281234567890")


@given(st.binary(max_size=60), st.data())
def test_one_changed_bit_is_damage(data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(KEYS.seal(data))
    place = draw.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(StorageError, match="damaged") as caught:
        KEYS.open(bytes(sealed))
    assert caught.value.kind == "sealed"


@given(st.binary(max_size=80))
def test_any_other_bytes_are_damage(data: bytes) -> None:
    for opening in (KEYS.open, KEYS.open_number):
        with pytest.raises(StorageError):
            opening(data)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(StorageError):
        OTHER.open(KEYS.seal(b"text"))
    with pytest.raises(StorageError):
        OTHER.open_number(KEYS.seal_number("+628"))


def test_a_text_cannot_stand_for_a_number() -> None:
    with pytest.raises(StorageError):
        KEYS.open_number(KEYS.seal(b"+628"))
    with pytest.raises(StorageError):
        KEYS.open(KEYS.seal_number("+628"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("p", b"ab", b"c"), ("p", b"a", b"bc")),
        (("p", b"ab"), ("p", b"ab", b"")),
        (("p", b""), ("p",)),
        (("p", b"a"), ("q", b"a")),
    ],
)
def test_different_fields_have_different_digests(
    one: tuple[str, *tuple[bytes, ...]], other: tuple[str, *tuple[bytes, ...]]
) -> None:
    assert KEYS.mac(*one) == KEYS.mac(*one)
    assert KEYS.mac(*one) != KEYS.mac(*other)
    assert KEYS.mac(*one) != OTHER.mac(*one)


def test_the_forms_on_disk_stay_as_they_are() -> None:
    """A change here makes every existing database unreadable: it needs a migration."""
    assert KEYS.check() == "8fc8dba2a876366d"
    assert KEYS.seal_number("+628").hex() == NUMBER
    assert KEYS.mac("inbox", b"a", b"b").hex()[:16] == MAC
    assert KEYS.open(bytes.fromhex(SEALED)) == b"lampu"


NUMBER = "9822c3c38eeb345a7be20f63672471392993b24a36"
MAC = "91320cdfb909c60d"
SEALED = "42603fe542259910ae44a20119296da28c7abc67416c115fabd33b25e66d8e675e934ef419a8"


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_master_key_has_64_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="64"):
        Keyring(bytes(length))


def test_a_keyring_does_not_show_its_key() -> None:
    assert repr(KEYS) == "Keyring(8fc8dba2a876366d)"


def test_keys_are_derived_by_hkdf_as_the_library_does() -> None:
    master = bytes(range(64))
    for use, length in (("seal", 64), ("mac/event-chain", 32)):
        info = b"kentongan/1/" + use.encode()
        wanted = HKDF(SHA256(), length, salt=None, info=info).derive(master)
        assert Keyring(master)._derive(use, length) == wanted
