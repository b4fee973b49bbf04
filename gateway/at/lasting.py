"""What must outlive one connection of a line within this process: a spent PIN, the last reset."""

import time
from dataclasses import dataclass, field

_RESET_LEAST = 60.0  # seconds between two resets; doubled for each until an hour
_RESET_MOST = 3600.0


@dataclass(slots=True)
class Lasting:
    """One line's memory over reconnects."""

    spent: set[str] = field(default_factory=set)  # PINs that the SIM has refused
    asked_at: float = float("-inf")  # monotonic, for its credit
    _resets: int = 0
    _reset_at: float = float("-inf")  # monotonic

    def may_reset(self, now: float) -> bool:
        """Return whether a reset at *now* (monotonic seconds) is not a reset in a loop."""
        least = min(_RESET_LEAST * 2.0 ** max(self._resets - 1, 0), _RESET_MOST)
        return bool(now - self._reset_at >= least)

    def note_reset(self, now: float | None = None) -> None:
        """Remember that the modem is being reset."""
        self._resets = min(self._resets + 1, 16)
        self._reset_at = time.monotonic() if now is None else now

    def note_health(self) -> None:
        """The line works: the next reset is the first of a new row."""
        self._resets = 0


_lines: dict[str, Lasting] = {}


def lasting(line: str) -> Lasting:
    """Return the memory of the line called *line*; the same for every connection of it."""
    return _lines.setdefault(line, Lasting())
