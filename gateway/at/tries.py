"""Which PIN was tried on a line's SIM, kept over restarts: three wrong ones lock the SIM.

The file holds no PIN, only when its file was written last: a person who writes it again gets a new
try. A try that was cut short by a power cut or a kill is repeated once, since it may have been
right; one that was refused never is.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERRUPTED = 2
"""Tries without an answer after which a person must look: the SIM allows three."""


@dataclass(frozen=True, slots=True)
class Tries:
    """The memory of one line; with no *path* it remembers nothing."""

    path: Path | None
    pin_file: Path

    def exhausted(self) -> bool:
        """Tell whether this PIN was refused, or its tries were cut short too often."""
        stamp, count = self._read()
        return stamp == self._stamp() and (count < 0 or count >= INTERRUPTED)

    def begin(self) -> None:
        """Note, on the disk, that the PIN is about to be tried."""
        stamp, count = self._read()
        self._write(count + 1 if stamp == self._stamp() else 1)

    def refused(self) -> None:
        """Note that the SIM refused it."""
        self._write(-1)

    def accepted(self) -> None:
        """Forget the tries."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _stamp(self) -> str:
        return str(self.pin_file.stat().st_mtime_ns)

    def _read(self) -> tuple[str, int]:
        """Return the stamp and the count of tries, -1 after a refusal."""
        with suppress(OSError, ValueError):
            stamp, count = self.path.read_text("ascii").split() if self.path else ("", "0")
            return stamp, int(count)
        return "", 0

    def _write(self, count: int) -> None:
        if self.path is None:
            return
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, f"{self._stamp()} {count}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
