"""Whole messages for the desk: new inbox rows with their parts joined, in the order of lanes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway import content, joining
from gateway.message import UserData
from gateway.numbers import Sender, normalise
from gateway.segments import join_text
from models.base import Tx
from models.errors import StorageError
from models.quick import quick
from models.seal import Keyring
from models.times import from_us

GAP = " [...] "
"""Stands where a part is missing."""


@quick
@dataclass(frozen=True, slots=True)
class Message:
    """One SMS as the citizen wrote it."""

    inbox: int  # the row, or the head of its group
    rows: tuple[int, ...]  # all rows that are done with it
    line: str
    destination: str
    sender: Sender
    text: str
    received_at: datetime
    missing: str = ""  # parts that never came, "2,3"
    late: int = 0  # the row of a part that came after its message was answered, else 0
    conflicts: tuple[str, ...] = ()  # other words that came for a part's slot


_COLUMNS = (
    "SELECT id, line, content, head, part, parts, reason, received_at, sender_key FROM inbox WHERE "
)


def gather(
    tx: Tx, limit: int, besides: Collection[int] = frozenset()
) -> tuple[list[Message], list[int]]:
    """Return up to *limit* messages that wait, at most one a sender; reads only.

    The rows *besides* are with the writer already.
    The second list holds rows whose sealed words do not open any more: they must not stop the rest.
    """
    most = limit + len(besides)
    rows = tx.execute(_COLUMNS + "state = 'new' ORDER BY lane, id LIMIT ?", (most,))
    messages: dict[str, Message] = {}
    damaged: list[int] = []
    senders = set()
    for row in [row for row in rows if row[0] not in besides][:limit]:
        if row[8] in senders:
            continue  # before anything is opened: a flood of one sender must not slow down all
        head = row[3]
        parts = [row] if head is None else tx.execute(_COLUMNS + "head = ? ORDER BY id", (head,))
        try:
            message = _join(row, parts, tx.keys)
        except (StorageError, ValueError):
            damaged.append(row[0])
        else:
            messages.setdefault(message.sender.number or f"#{row[0]}", message)
            senders |= {row[8]} if row[8] else set()
    return list(messages.values()), damaged


def _join(row: tuple[Any, ...], parts: Sequence[tuple[Any, ...]], keys: Keyring) -> Message:
    """Make one message of the *parts* of the group that *row* stands for."""
    words = {part[0]: content.from_bytes(keys.open(part[2])) for part in parts}
    slots: dict[int, UserData] = {}
    conflicts = []
    for part in parts:
        if part[6] == "conflict":
            conflicts.append(join_text([words[part[0]].data]))
        elif part[6] != "repeated_part":
            slots.setdefault(part[4] or 1, words[part[0]].data)
    first = words[row[0]]
    total = row[5] or 1
    return Message(
        inbox=row[3] or row[0],
        rows=tuple(part[0] for part in parts),
        line=row[1],
        destination=first.destination,
        sender=normalise(first.sender, first.sender_ton),
        text=_whole(slots, total),
        received_at=from_us(parts[0][7]),
        missing=joining.missing(total, set(slots)),
        late=row[0] if row[6] == "late" else 0,
        conflicts=tuple(conflicts),
    )


def _whole(slots: dict[int, UserData], total: int) -> str:
    """Join neighbours before decoding, since a character may stand across two parts."""
    runs: list[list[UserData]] = [[]]
    for number in range(1, total + 1):
        if number in slots:
            runs[-1].append(slots[number])
        elif runs[-1]:
            runs.append([])
    return GAP.join(join_text(run) for run in runs if run)
