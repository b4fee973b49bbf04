"""Where a part of a long message belongs: parts wait on disk as inbox rows, in any order.

A group is one long message. Its key is (line, sender, destination, reference, total, width); since
phones use references again, each group also has a *head*, the inbox id of its first part.

=====================  ====================================================================
group of that key      what becomes of a new part
=====================  ====================================================================
none, or 24 h old      opens a group
waiting, slot free     joins it
waiting, slot taken    the same words: repeated; other words: first wins, kept as a conflict,
                       or a new group when the service centre's stamps lie apart
answered, part missing late: amends the ticket
answered, slot taken   the same words and stamp: repeated; else the reference is used again
=====================  ====================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

GROUP_LIFE = timedelta(hours=24)
"""From a group's first part; afterwards the reference is free (DESIGN.md 11)."""

STAMPS_APART = timedelta(minutes=10)
"""Parts of one message get their stamps within seconds; a phone's next use of a reference later."""

OPEN_GROUPS = 32
"""Waiting groups of one sender; the oldest beyond it is closed as incomplete."""

Place = Literal["open", "join", "complete", "repeat", "conflict", "late"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part as far as joining needs it."""

    sequence: int
    digest: bytes  # HMAC of its units: equal words, equal digest
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """The newest group of a key."""

    head: int  # inbox.id of its first part
    total: int
    since: datetime  # when its first part came
    pieces: Mapping[int, Piece] = field(default_factory=dict)  # by sequence, the first that came
    closed: bool = False  # the desk has answered it, whole or not


def place(new: Piece, group: Group | None, now: datetime) -> Place:
    """Say where *new* belongs, given the newest *group* of its key."""
    if group is None or now - group.since > GROUP_LIFE:
        return "open"
    held = group.pieces.get(new.sequence)
    if held is None:
        return _free_slot(group)
    if held.digest == new.digest and (not group.closed or held.sent_at == new.sent_at):
        return "repeat"
    if group.closed or _apart(held, new):
        return "open"
    return "conflict"


def _free_slot(group: Group) -> Place:
    """Say what a part does that the group does not have yet."""
    if group.closed:
        return "late"
    return "complete" if len(group.pieces) + 1 == group.total else "join"


def _apart(held: Piece, new: Piece) -> bool:
    """Tell whether two pieces for one slot are of different messages, by their stamps."""
    if held.sent_at is None or new.sent_at is None:
        return False
    return abs(new.sent_at - held.sent_at) > STAMPS_APART


def missing(total: int, present: set[int]) -> str:
    """Return the sequence numbers that are not *present*, as "2,3"; '' when whole.

    >>> missing(3, {1})
    '2,3'
    """
    return ",".join(str(n) for n in range(1, total + 1) if n not in present)
