"""When news may go out: the city's quiet hours and a line's send window, one rule for both.

Emergencies and answers (the urgent and ack lanes) go at any hour.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.clocks import Hours
from models.lanes import STATUS

_MOST = 4  # steps from one closed hour to the next; two rules of a day never need more


@dataclass(frozen=True, slots=True)
class SendHours:
    """Local hours of one line in one city."""

    zone: ZoneInfo
    quiet: tuple[time, time]  # from, until; over midnight too; twice the same: never
    window: Hours | None = None  # of the line; None: any hour

    @property
    def never(self) -> bool:
        """Whether no hour of the day is left for news."""
        return self._next(datetime(2026, 1, 1, tzinfo=self.zone)) is None

    def opens(self, lane: int, now: datetime) -> tuple[datetime, str] | None:
        """Return when *lane* may send again and why not now: "quiet" | "window"; None: now.

        Hours that never open are taken for a day's wait: the next look says the same.
        """
        if lane < STATUS:
            return None
        local = now.astimezone(self.zone)
        why = self._closed(local)
        if not why:
            return None
        found = self._next(local) or local + timedelta(days=1)
        return found.astimezone(now.tzinfo), why

    def _closed(self, local: datetime) -> str:
        """Return why *local* is closed; '' when it is open."""
        if _within(local.time(), self.quiet):
            return "quiet"
        window = self.window
        if window is not None and not window.opens <= local.time() < window.closes:
            return "window"
        return ""

    def _next(self, local: datetime) -> datetime | None:
        """Return the first open moment from *local* on, None when there is none."""
        for _ in range(_MOST):
            why = self._closed(local)
            if not why:
                return local
            opens = self.quiet[1] if why == "quiet" or self.window is None else self.window.opens
            ahead = opens > local.time()
            day = local.date() + timedelta(days=0 if ahead else 1)
            local = datetime.combine(day, opens, tzinfo=self.zone)
        return None


def _within(hour: time, span: tuple[time, time]) -> bool:
    begins, ends = span
    if begins > ends:
        return hour >= begins or hour < ends
    return begins <= hour < ends
