"""The truth log: what the network handed over and what was sent, one JSON object a line.

Every line has *fact* and *t* (monotonic seconds). The facts are offered, duplicated, lost, refused,
stored, routed, read, deleted, mt_part, mt, report, call and fault.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

Watcher = Callable[[bytes], None]


class Truth:
    """Appends facts to a file so that a killed reader or writer never sees half a line."""

    def __init__(self, path: Path | None) -> None:
        """Open *path* for appending, mode 0600; None keeps no file and only tells watchers."""
        self._fd = -1
        if path is not None:
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.watchers: list[Watcher] = []

    def size(self) -> int:
        """Return the bytes that stand in the file, 0 without one."""
        return os.fstat(self._fd).st_size if self._fd >= 0 else 0

    def tell(self, fact: str, **fields: object) -> None:
        """Write one fact in a single write(2) and hand the same line to every watcher."""
        if self._fd < 0 and not self.watchers:
            return
        row = {"fact": fact, "t": round(time.monotonic(), 6), **fields}
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        if self._fd >= 0:
            os.write(self._fd, line)
        for watcher in tuple(self.watchers):
            watcher(line)

    def close(self) -> None:
        """Close the file; later facts go only to watchers."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1
