"""Rows that a transaction will insert later, many at once, and ids that it has taken. No SQL runs.

A statement costs 10 to 20 microseconds beside its rows, and each hands the interpreter to whatever
thread waits for it. So a batch of the desk keeps its rows here until somebody looks at one of
their tables, and at the latest until its end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

RANKS = {
    name: rank
    for rank, name in enumerate(
        ("contact", "ticket", "ticket_search", "clock", "event", "note", "inbox", "outbox",
         "delivery")
    )
}  # fmt: skip
"""Tables whose rows may wait, in the order in which they must be written: foreign keys hold."""

_NAME = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE)\s+({'|'.join(RANKS)}|counter)\b")

_TICKETS = re.compile(r"\b(?:INTO|UPDATE|FROM)\s+ticket\b")

_WRITES = re.compile(rf"(?:INSERT INTO|UPDATE)\s+({'|'.join(RANKS)})\b")

Row = Mapping[str, object]


class Later:
    """What one transaction has still to write."""

    __slots__ = ("_counted", "_keys", "_moved", "_new", "_put", "_rows", "_statements")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rows: dict[str, list[Row]] = {}
        self._put: dict[str, int] = {}  # rows that wait, noted or not
        self._keys: set[tuple[str, tuple[object, ...]]] = set()
        self._new: set[tuple[str, object]] = set()
        self._statements: dict[tuple[int, str], list[Sequence[object]]] = {}
        self._counted: dict[str, int] | None = None
        self._moved: set[str] = set()

    @property
    def waits(self) -> bool:
        """Tell whether rows wait."""
        return bool(self._statements)

    @property
    def counts(self) -> bool:
        """Tell whether ids were taken that are not written yet."""
        return bool(self._moved)

    # --- rows

    def put(self, table: str, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Keep the values of runs of *sql*, which writes *table*, one of RANKS."""
        key = (RANKS[table], sql)
        kept = self._statements.get(key)
        if kept is None:
            kept = self._statements[key] = []
        kept.extend(rows)
        self._put[table] = self._put.get(table, 0) + len(rows)

    def note(self, table: str, row: Row, key: tuple[object, ...] = ()) -> None:
        """Remember *row* of *table* and its unique *key*, for who looks before it is written."""
        self._rows.setdefault(table, []).append(row)
        if key:
            self._keys.add((table, key))

    def has(self, table: str, key: tuple[object, ...]) -> bool:
        """Tell whether a row of *table* with this *key* was noted and waits."""
        return (table, key) in self._keys

    def expect(self, table: str, values: Iterable[object]) -> None:
        """Remember that no row of *table* has one of *values* in its first unique column."""
        self._new.update((table, value) for value in values)

    def is_new(self, table: str, value: object) -> bool:
        """Tell whether no row has *value* there; once, as whoever asks adds it."""
        if (table, value) in self._new:
            self._new.remove((table, value))
            return True
        return False

    def expect_nothing(self) -> None:
        """Forget what was expected: from now on others write."""
        self._new.clear()

    def of(self, table: str) -> Sequence[Row]:
        """Return the rows of *table* that wait and were noted, the oldest first."""
        return self._rows.get(table, ())

    def may_have(self, table: str, column: str, values: Sequence[object]) -> bool:
        """Tell whether a row of *table* that waits has one of *values* in *column*, or may have.

        It may if it was not noted, or without that column.
        """
        noted = self._rows.get(table, ())
        if self._put.get(table, 0) != len(noted):
            return True
        return any(column not in row or row[column] in values for row in noted)

    def concerns(self, sql: str) -> bool:
        """Tell whether the answer to *sql* may depend on what waits."""
        names = mentioned(sql)
        return any(RANKS.get(name) == rank for name in names for rank, _sql in self._statements)

    def drain(self) -> Iterator[tuple[str, list[Sequence[object]]]]:
        """Yield each statement with its rows, in the order that foreign keys want; then forget.

        Of one table what is inserted comes before what is changed.
        """
        waiting, self._statements = self._statements, {}
        self._rows, self._keys, self._put = {}, set(), {}
        for rank, sql in sorted(waiting, key=lambda key: (key[0], key[1][:6] != "INSERT")):
            yield sql, waiting[rank, sql]

    # --- ids

    def take(self, name: str, count: int) -> range | None:
        """Return the next *count* ids of *name*; None before counted()."""
        if self._counted is None:
            return None
        last = self._counted.get(name, 0) + count
        self._counted[name] = last
        self._moved.add(name)
        return range(last - count + 1, last + 1)

    def counted(self, values: Mapping[str, int]) -> None:
        """Go on from *values*, the last id that was given in each table."""
        self._counted = dict(values)

    def moved(self) -> list[tuple[str, int]]:
        """Return the counters that must be written, and forget that they must."""
        if self._counted is None:
            return []
        values = [(name, self._counted[name]) for name in sorted(self._moved)]
        self._moved = set()
        return values


@lru_cache(maxsize=512)
def may_wait(sql: str) -> str:
    """Return the table of RANKS that *sql* adds to or changes by id; '' when it must not wait."""
    found = _WRITES.match(sql)
    return found[1] if found else ""


@lru_cache(maxsize=2048)
def changes_tickets(sql: str) -> bool:
    """Tell whether *sql* adds to the tickets, or changes more of some than when they changed."""
    reads = sql.startswith(("SELECT", "UPDATE ticket SET updated_at = ? WHERE"))
    return not reads and bool(_TICKETS.search(sql))


@lru_cache(maxsize=2048)
def mentioned(sql: str) -> frozenset[str]:
    """Return which of RANKS, and "counter", are tables that *sql* reads or writes."""
    return frozenset(_NAME.findall(sql))
