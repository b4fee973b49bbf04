"""Remembers which parts began to leave, so that a killed daemon knows what surely did not.

A line of 16 bytes is appended just before the first byte of a part leaves. It is not synced: the
page cache survives the death of the process, which is all that is asked of it. After a power cut
(another boot id) nothing in it is believed, and whatever was being sent is of unknown outcome.
"""

import logging
import os
import struct
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
MOST = 1 << 16
"""Bytes after which trim() begins anew."""

_ENTRY = struct.Struct("<qq")  # delivery.id, epoch


def _boot() -> bytes:
    """Return what names this boot of the machine; something unique where the kernel has none."""
    try:
        return BOOT_ID.read_bytes().strip()
    except OSError:
        return os.urandom(36).hex().encode()[:36]


class AirLog:
    """The log of one line, open as long as the line's thread lives."""

    def __init__(self, path: Path) -> None:
        """Open *path*, made with mode 0600; what an earlier life wrote is read by left()."""
        self._path = path
        self._boot = _boot()
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def left(self) -> frozenset[tuple[int, int]] | None:
        """Return (delivery.id, epoch) of all parts that began to leave; None: nobody knows."""
        size = os.fstat(self._descriptor).st_size
        stored = os.pread(self._descriptor, size, 0)
        head, entries = stored[: len(self._boot)], stored[len(self._boot) :]
        if head != self._boot or len(entries) % _ENTRY.size:
            return None
        return frozenset((row, epoch) for row, epoch in _ENTRY.iter_unpack(entries))

    def restart(self) -> None:
        """Forget everything; called when no part is being sent."""
        with suppress(OSError):  # without its head the log is not believed, which is safe
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, self._boot)

    def trim(self) -> None:
        """Forget everything if it has grown; called when no part is being sent."""
        if os.fstat(self._descriptor).st_size > MOST:
            self.restart()

    def leaving(self, delivery: int, epoch: int) -> None:
        """Note that the first byte of a part is about to leave."""
        entry = _ENTRY.pack(delivery, epoch)
        try:
            written = os.write(self._descriptor, entry)
        except OSError:
            written = 0
        if written != len(entry):
            log.warning("%s: cannot be written; outcomes after a crash stay unknown", self._path)
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        """Close the file; it stays for the next life."""
        os.close(self._descriptor)
