"""The keyring: seals what names a person or quotes one, and makes keyed digests.

Everything comes from one master key of 64 bytes by HKDF-SHA256 (RFC 5869), a key for each use, so
that no digest can be compared with another use's. Sealing is AES-SIV (RFC 5297): with a nonce for
texts, without one for numbers, which must be found again.
"""

# ruff: noqa: PLC0415 - a list that shows no number must not wait for cryptography (10 ms)

import hashlib
import hmac
import os
from functools import cached_property
from typing import TYPE_CHECKING

from models.errors import StorageError
from models.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MASTER_LENGTH = 64
_NONCE_LENGTH = 16
_NONCES = 64  # drawn at once
_OVERHEAD = 16 + 1  # the SIV tag and the form byte
# Inside the ciphertext, so that it is authenticated; also AESSIV refused empty data before
# cryptography 44.
_FORM = b"\x01"
_BLOCK = 64  # octets of a block of SHA-256
_IPAD, _OPAD = (bytes(octet ^ pad for octet in range(256)) for pad in (0x36, 0x5C))


class Keyring:
    """The keys of one city. Safe to use from several threads."""

    def __init__(self, master: bytes) -> None:
        """*master* is the key file's 64 bytes; ValueError for another length."""
        if len(master) != MASTER_LENGTH:
            raise ValueError(f"keyring: {len(master)} bytes; a master key has {MASTER_LENGTH}")
        self._master = master
        self._nonces: list[bytes] = []
        self._macs: dict[str, tuple[hashlib._Hash, hashlib._Hash]] = {}

    def __repr__(self) -> str:
        return f"Keyring({self.check()})"

    @cached_property
    def _texts(self) -> "AESSIV":
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        return AESSIV(self._derive("seal", 64))

    @cached_property
    def _numbers(self) -> "AESSIV":
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        return AESSIV(self._derive("number", 64))

    def _derive(self, use: str, length: int) -> bytes:
        """Return the key for one use: HKDF-SHA256 without a salt (RFC 5869, 2.2 and 2.3)."""
        info = b"kentongan/1/" + use.encode()
        secret = hmac.digest(bytes(hashlib.sha256().digest_size), self._master, hashlib.sha256)
        block = derived = b""
        for count in range(1, 3):
            block = hmac.digest(secret, block + info + bytes([count]), hashlib.sha256)
            derived += block
        return derived[:length]

    def seal(self, data: bytes) -> bytes:
        """Return nonce (16 bytes) and ciphertext; the same *data* never looks the same twice."""
        nonce = self._nonce()
        return nonce + self._texts.encrypt(_FORM + data, [nonce])

    def _nonce(self) -> bytes:
        """Return fresh random bytes; drawn for several at once, as each draw hands on the GIL."""
        while True:
            try:
                return self._nonces.pop()
            except IndexError:
                drawn = os.urandom(_NONCE_LENGTH * _NONCES)
                self._nonces += [
                    drawn[at : at + _NONCE_LENGTH] for at in range(0, len(drawn), _NONCE_LENGTH)
                ]

    def open(self, sealed: bytes) -> bytes:
        """Return what seal() was given; StorageError when damaged or sealed by another key."""
        if len(sealed) < _NONCE_LENGTH + _OVERHEAD:
            raise StorageError(_damaged(), kind="sealed")
        from cryptography.exceptions import InvalidTag

        try:
            return self._texts.decrypt(sealed[_NONCE_LENGTH:], [sealed[:_NONCE_LENGTH]])[1:]
        except InvalidTag as error:
            raise StorageError(_damaged(), kind="sealed") from error

    def seal_number(self, number: str) -> bytes:
        """Return the ciphertext of *number*, the same each time, so that it can be looked up."""
        return self._numbers.encrypt(_FORM + number.encode(), None)

    def open_number(self, sealed: bytes) -> str:
        """Return what seal_number() was given; StorageError when damaged or of another key."""
        if len(sealed) < _OVERHEAD:
            raise StorageError(_damaged(), kind="sealed")
        from cryptography.exceptions import InvalidTag

        try:
            return self._numbers.decrypt(sealed, None)[1:].decode()
        except InvalidTag as error:
            raise StorageError(_damaged(), kind="sealed") from error

    def mac(self, purpose: str, *fields: bytes) -> bytes:
        """Return 32 bytes of HMAC-SHA-256 over the length-prefixed *fields*, by purpose's key."""
        inner, outer = self._macs.get(purpose) or self._begin(purpose)
        one, two = inner.copy(), outer.copy()
        one.update(b"".join([len(field).to_bytes(4, "big") + field for field in fields]))
        two.update(one.digest())
        return two.digest()

    def _begin(self, purpose: str) -> "tuple[hashlib._Hash, hashlib._Hash]":
        """Return the two hashes of HMAC (RFC 2104) that have taken purpose's key: half the time."""
        key = self._derive(f"mac/{purpose}", 32).ljust(_BLOCK, b"\0")
        inner, outer = (hashlib.sha256(key.translate(pad)) for pad in (_IPAD, _OPAD))
        self._macs[purpose] = inner, outer
        return inner, outer

    def check(self) -> str:
        """Return what names this key without telling it: 16 hex digits, kept as meta.key_check."""
        return self.mac("key-check", b"kentongan")[:8].hex()


def _damaged() -> str:
    return _("sealed data: does not open; it is damaged, or was sealed by another key")
