"""Which SIM a line had: another one is not used until a person says that it was changed on purpose.

Somebody else's SIM in our modem would read SMS that are not ours, and answer citizens from a number
they do not know. STATE/LINE.sim keeps a salted digest of the IMSI, never the IMSI.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from gateway.config_lines import ModemLine
from gateway.errors import LineDown

ANOTHER = "another SIM is in the modem"
"""How the reason begins that such a line gives."""


def check(line: ModemLine, imsi: str, state: Path | None) -> None:
    """Compare *imsi* with the SIM that *line* had; remember it when there was none.

    An IMSI that modem.conf names itself is right whatever was before; a modem that does not tell
    its IMSI is believed. Raises LineDown, latched.
    """
    if state is None or not imsi:
        return
    path = path_of(state, line.name)
    known = _read(path)
    if known is not None and secrets.compare_digest(known[1], _digest(known[0], imsi)):
        return
    if known is None or line.imsi == imsi:
        _write(path, imsi)
        return
    words = f"{line.name}: {ANOTHER}; kentongan line swap {line.name}, when it was meant"
    raise LineDown(words, line=line.name, code="SIM", latched=True)


def path_of(state: Path, line: str) -> Path:
    """Return the file that remembers the SIM of *line*."""
    return state / f"{line}.sim"


def forget(state: Path, line: str) -> bool:
    """Accept whatever SIM *line* has next; False when none was known."""
    path = path_of(state, line)
    known = path.exists()
    path.unlink(missing_ok=True)
    return known


def _digest(salt: str, imsi: str) -> str:
    return hashlib.blake2b(imsi.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()


def _read(path: Path) -> tuple[str, str] | None:
    with suppress(OSError, ValueError):
        salt, digest = path.read_text("ascii").split()
        bytes.fromhex(salt)
        return salt, digest
    return None


def _write(path: Path, imsi: str) -> None:
    salt = secrets.token_hex(16)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, f"{salt} {_digest(salt, imsi)}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
