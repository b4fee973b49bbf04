"""One daemon a data directory: an flock that is held for life and ends with the process."""

import fcntl
import os
from pathlib import Path

from models import place
from models.errors import AnotherDaemon, StorageError
from models.i18n import _

NAME = "lock"


class Lock:
    """The lock of one data directory, held until close() or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Only take() makes one."""
        self.path = path
        self._descriptor = descriptor

    def close(self) -> None:
        """Let it go; may be called twice. The file stays: removing it would race."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def take(directory: Path) -> Lock:
    """Take the lock of *directory*, made if need be, at once or not at all.

    Raises AnotherDaemon (75) when another process holds it, StorageError when the file cannot be
    made. The kernel lets go when the holder dies, however it dies.
    """
    path = directory / NAME
    try:
        place.make_directory(directory)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}", kind="io") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AnotherDaemon(_("%(path)s: another daemon holds it") % {"path": path}) from error
    return Lock(path, descriptor)
