"""The key file: 64 random bytes as base64, in a file that only its owner can read."""

import binascii
import os
import stat
from pathlib import Path

from models import place
from models.errors import ConfigError
from models.i18n import _
from models.seal import MASTER_LENGTH, Keyring

_HEADER = (
    "# The key of this city's Kentongan. Whoever has it and the database can read every number.\n"
    "# Keep one copy on paper or offline (kentongan key print); never put it in a backup.\n"
)
_LARGEST = 4096
_MODES = (0o600, 0o400)


def load(path: Path) -> Keyring:
    """Return the keyring of the key file at *path*.

    Lines that begin with ``#`` are comments; the rest is 64 bytes in base64 or hexadecimal.
    Raises ConfigError when the file is missing, not a plain file of ours with mode 0600 or 0400,
    or holds anything else.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise ConfigError(
            _("%(path)s: key file: %(error)s; kentongan init makes one")
            % {"path": path, "error": error.strerror}
        ) from error
    try:
        _check(path, os.fstat(descriptor))
        text = os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)
    return Keyring(_decode(path, text))


def create(path: Path) -> Keyring:
    """Make a new key at *path*, mode 0600, on the disk before this returns, and return it.

    ConfigError when something is there already (a key is never overwritten) or the directory
    cannot be written.
    """
    master = os.urandom(MASTER_LENGTH)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(_HEADER.encode() + binascii.b2a_base64(master))
            file.flush()
            os.fsync(file.fileno())
        place.sync(path.parent)
    except OSError as error:
        raise ConfigError(
            _("%(path)s: key file: %(error)s") % {"path": path, "error": error.strerror}
        ) from error
    return Keyring(master)


def _check(path: Path, status: os.stat_result) -> None:
    """Raise ConfigError unless this is a plain file of ours that nobody else can read."""
    if not stat.S_ISREG(status.st_mode):
        raise ConfigError(_("%(path)s: key file: not a plain file") % {"path": path})
    mode = stat.S_IMODE(status.st_mode)
    if mode not in _MODES:
        raise ConfigError(
            _("%(path)s: key file: mode is %(mode)04o; 0600 or 0400 (chmod 600)")
            % {"path": path, "mode": mode}
        )
    if status.st_uid != os.geteuid():
        raise ConfigError(
            _("%(path)s: key file: belongs to user %(owner)d, not to us (%(us)d)")
            % {"path": path, "owner": status.st_uid, "us": os.geteuid()}
        )


def _decode(path: Path, content: bytes) -> bytes:
    """Return the 64 bytes that *content* spells; the error never quotes it."""
    lines = content.decode("ascii", "replace").splitlines()
    spelled = "".join(line.strip() for line in lines if not line.lstrip().startswith("#"))
    master = b""
    try:
        if len(spelled) == 2 * MASTER_LENGTH:
            master = binascii.unhexlify(spelled)
        else:
            master = binascii.a2b_base64(spelled, strict_mode=True)
    except ValueError:  # binascii.Error is one
        master = b""
    if len(master) != MASTER_LENGTH:
        raise ConfigError(
            _("%(path)s: key file: not a key; %(length)d bytes in base64 or hexadecimal")
            % {"path": path, "length": MASTER_LENGTH}
        )
    return master
