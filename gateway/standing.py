"""Whether a line can send at all: what its last row in the database says. For any process.

A row older than the daemon, or than SILENT, says nothing of today.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.config import Line
from models import line_credit
from models.base import Tx
from models.times import from_us

SILENT = timedelta(seconds=60)
"""A line that has not written for so long has nobody who works it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line wrote of itself last."""

    up: bool
    at: datetime
    down_since: datetime | None = None
    detail: str = ""
    paused_until: datetime | None = None
    pause_reason: str = ""
    short_at: datetime | None = None  # the operator said that the credit does not suffice


@dataclass(frozen=True, slots=True)
class Standing:
    """A line's standing now. *code* '' means that it can send.

    Others: gone (not configured), elsewhere (another machine works on it), disabled (by its
    section, on purpose), starting, silent, down, paused, credit.
    """

    line: str
    code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    detail: str = ""  # the carrier's or the driver's own words

    @property
    def unable(self) -> bool:
        """Whether another line should carry what waits here; what is disabled shall wait."""
        return self.code in {"gone", "silent", "down", "paused", "credit"}


def told(tx: Tx) -> dict[str, Told]:
    """Return what all lines wrote of themselves, by name."""
    credit = line_credit.known(tx)
    rows = tx.execute("SELECT line, data, paused_until, pause_reason, updated_at FROM line_state")
    return {
        line: _told(json.loads(data), until, reason, at, credit.get(line))
        for line, data, until, reason, at in rows
    }


def _told(
    data: Mapping[str, object],
    until: int | None,
    reason: str,
    at: int,
    credit: line_credit.Known | None,
) -> Told:
    since = data.get("down_since")
    return Told(
        up=bool(data.get("up")),
        at=from_us(at),
        down_since=from_us(since) if isinstance(since, int) else None,
        detail=str(data.get("detail", "")),
        paused_until=None if until is None else from_us(until),
        pause_reason=reason,
        short_at=credit.short_at if credit else None,
    )


def standing(
    name: str, line: Line | None, last: Told | None, *, started: datetime | None, now: datetime
) -> Standing:
    """Return whether *name* can send; *line* is None when modem.conf does not have it.

    *started* is when this daemon began: what lines wrote before says nothing. None: whoever asks
    is no daemon, and believes every word that is fresh.
    """
    if line is None:
        known = last is not None and now - last.at < SILENT
        return Standing(name, "elsewhere" if known else "gone")
    if line.sending_disabled or not sends(line):
        return Standing(name, "disabled")
    if started is not None and (last is None or last.at < started):
        return Standing(name, "starting" if now - started < SILENT else "silent", started)
    if last is None:
        return Standing(name, "silent")
    if now - last.at >= SILENT:
        return Standing(name, "silent", last.at)
    return _as_told(name, last, now)


def _as_told(name: str, last: Told, now: datetime) -> Standing:
    """Return what a line's own fresh words mean."""
    if not last.up:
        return Standing(name, "down", last.down_since or last.at, detail=last.detail)
    if last.paused_until is not None and last.paused_until > now:
        return Standing(name, "paused", None, last.paused_until, last.pause_reason)
    if last.short_at is not None:
        return Standing(name, "credit", last.short_at)
    return Standing(name)


def sends(line: Line) -> bool:
    """Tell whether the section is one that sends: a modem may only receive."""
    if line.kind == "http":
        return bool(line.url) or line.provider == "zenziva"
    return bool(getattr(line, "send", True))


def receives(line: Line) -> bool:
    """Tell whether people can write to the line's number."""
    if line.kind == "http":
        return line.secret_file is not None or line.path_file is not None
    return bool(getattr(line, "receive", True))
