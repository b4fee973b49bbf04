"""One AT command that waits for its answer, and which lines belong to it."""

import threading
import time

from gateway.at import commands
from gateway.at.commands import Answer

_MOST = 1 << 20  # characters of one answer; 255 slots need a tenth of it


class Exchange:
    """One command that waits for its answer."""

    __slots__ = (
        "answer",
        "command",
        "done",
        "lines",
        "needs",
        "prompted",
        "size",
        "stale",
        "stale_at",
    )

    def __init__(self, command: str, *, needs: str = "") -> None:
        self.command = command
        self.needs = needs  # information line without which a result code is an older command's
        self.lines: list[str] = []
        self.size = 0
        self.answer: Answer | None = None
        self.prompted: bool | None = None  # None: no prompt expected
        self.stale = 0  # result codes that came and were an older command's
        self.stale_at = 0.0  # monotonic time of the last result code that was an older command's
        self.done = threading.Event()

    @property
    def endless(self) -> bool:
        """Whether the lines so far are more than any honest answer."""
        return self.size > _MOST

    def take(self, line: str) -> bool:
        """Add *line* and return whether it was the last one."""
        ended = commands.final(line)
        if ended is None:
            if line not in {self.command, ">"}:  # echo, and a prompt that comes too late
                self.lines.append(line)
                self.size += len(line)
            return False
        if self.needs and not any(kept.startswith(self.needs) for kept in self.lines):
            self.lines.clear()
            self.stale += 1
            self.stale_at = time.monotonic()
            return False
        self.answer = Answer(tuple(self.lines), ended.kind, ended.code)
        return True
