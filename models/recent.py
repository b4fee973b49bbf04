"""The newest open tickets of a place or an area, kept by the connection that writes all day.

Likely doubles of a report are looked for among them, message by message (gateway/facts_similar.py).
What is kept is true as long as nobody else has committed, which every transaction asks once. What
we write ourselves is followed: a ticket that is added is added here, one that changes is read anew
(Tx.change_ticket), and anything else that is done to tickets, or undone, empties it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from models.casework.case import Case

MOST = 24
"""Tickets of a list."""

_AGAIN = 50
"""Tickets that may be added to a list before it is read anew: what it was read from grows old."""

_LISTS, _CASES = 1024, 2048  # then begun anew: 7 MB at the most

_LISTED = frozenset({"area", "category", "contact", "created_at", "place_key", "redacted"})

Key = tuple[str, object, object]  # column, its value, category
# id, redacted, contact, created_at: a plain one, as the collector looks at it once and no more.
Ticket = tuple[int, str, int | None, int]


@dataclass(slots=True)
class _List:
    rows: list[Ticket]  # the newest first
    added: int = 0


class Recent:
    """The lists of one connection, and the cases that were read of tickets in them."""

    __slots__ = ("_lists", "_open", "_seen", "cases")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lists: dict[Key, _List] = {}
        self._open: Collection[object] = ()
        self._seen: object = None
        self.cases: dict[int, Case] = {}

    def since(self, version: object) -> None:
        """Forget all unless *version* of the database is the one that was seen last."""
        if version != self._seen:
            self.clear()
            self._seen = version

    def clear(self) -> None:
        """Forget all."""
        if self._lists:
            self._lists = {}
        if self.cases:
            self.cases = {}

    def of(self, key: Key) -> Sequence[Ticket] | None:
        """Return the list of *key*; None when it must be read."""
        kept = self._lists.get(key)
        return None if kept is None else kept.rows

    def keep(self, key: Key, rows: list[Ticket], states: Collection[object]) -> None:
        """Keep *rows*, the newest first; only tickets in *states* are added to them."""
        if len(self._lists) >= _LISTS:
            self._lists = {}
        self._lists[key] = _List(rows)
        self._open = states

    def add(self, row: Mapping[str, object]) -> None:
        """Add a ticket that is inserted."""
        for column in ("place_key", "area"):
            key = (column, row.get(column), row.get("category"))
            kept = self._lists.get(key)
            if kept is None:
                continue
            kept.added += 1
            if kept.added > _AGAIN:
                del self._lists[key]
            elif row["redacted"] and row["state"] in self._open:
                kept.rows.insert(0, ticket(row))
                del kept.rows[MOST:]

    def change(self, row: int, columns: Mapping[str, object], *, opened: bool) -> None:
        """Follow a change of *columns* of one ticket; *opened*: it was not open before."""
        self.cases.pop(row, None)
        if opened or not _LISTED.isdisjoint(columns):
            self.clear()
        elif columns.get("state", "new") not in self._open:
            self._lists = {}

    def learn(self, cases: Mapping[int, "Case"]) -> None:
        """Keep *cases* as they are."""
        if len(self.cases) >= _CASES:
            self.cases = {}
        self.cases |= cases


def ticket(row: Mapping[str, object]) -> Ticket:
    """Return what a report is compared with of a ticket's *row*."""
    return cast(Ticket, (row["id"], row["redacted"], row["contact"], row["created_at"]))
