"""Write the files with which a new installation begins: `kentongan init [--simulator] DIR`."""

import os
from pathlib import Path

from models.errors import ConfigError
from models.i18n import _
from models.keyfile import create

TEMPLATES = Path(__file__).with_name("templates")
MODE = 0o600
KEY = "kentongan.key"
_MODEM = {"modem.conf": "modem.conf", "city.toml": "city.toml"}
_SIMULATOR = {
    "modem.conf": "simulator.conf",
    "city.toml": "demo.toml",
    "wilayah.csv": "demo.csv",
}


def write(directory: Path, *, simulator: bool) -> tuple[Path, ...]:
    """Write modem.conf, city.toml with what it names, and the key; return the files that were made.

    A file that is there already stays as it is, above all the key: without the old one the
    numbers in an old database are lost. Modes are 0600, and 0700 for a folder that is made.
    Raises ConfigError when a file cannot be written.
    """
    made = []
    try:
        if not directory.is_dir():
            directory.mkdir(mode=0o700, parents=True)
        for name, template in (_SIMULATOR if simulator else _MODEM).items():
            if _make(directory / name, (TEMPLATES / template).read_bytes()):
                made.append(directory / name)
    except OSError as error:
        raise ConfigError(
            _("%(file)s: %(fault)s")
            % {"file": error.filename or directory, "fault": (error.strerror or "").lower()}
        ) from error
    key = directory / KEY
    if not key.exists():
        create(key)
        made.append(key)
    return tuple(made)


def _make(path: Path, content: bytes) -> bool:
    """Create *path* and say whether it was new; O_EXCL does not follow a link that lies there."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), MODE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return True
