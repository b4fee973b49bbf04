"""Ways through a million tickets: one stream of ids, newest first, narrowed by sets of others.

SQLite joins by nested loops alone. A stream (the search, an agency's tasks, an index) is walked by
its ids; small sets are read once and looked up in memory, large ones are asked for id by id.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, Self

from models.base import Tx

CAP = 50_000
"""Members up to which a set is counted, and read as a whole."""

SMALL = 20_000
"""Members below which a set is the stream, and the agency's tasks are asked for id by id."""


FEW = 2_000
"""Members up to which PostgreSQL asks each for its words: common words fill its bitmap first."""


def open_tasks(dialect: str) -> str:
    """Return the table ``a`` for a FROM that asks for an agency's open tasks alone.

    SQLite without statistics takes the index of all its tasks, a hundred times as long.
    """
    steered = " INDEXED BY assignment_open_of_agency" if dialect == "sqlite" else ""
    return f"assignment a{steered}"


class Few(NamedTuple):
    """The tickets ``t`` that meet a condition which some index knows."""

    condition: str
    values: tuple[object, ...]
    size: int = CAP  # at most CAP: so many or more


def measured(tx: Tx, sets: list[Few], *, alone: bool) -> list[Few]:
    """Return *sets* with their sizes; a set that stands *alone* need not be counted."""
    if alone and len(sets) == 1:
        return sets
    return [one._replace(size=_size(tx, one)) for one in sets]


def _size(tx: Tx, one: Few) -> int:
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE {one.condition} LIMIT {CAP}) few"
    return int(tx.execute(sql, one.values)[0][0])


@dataclass(slots=True, eq=False, repr=False)
class Way:
    """One query in the making. *key* is the column of ids that the stream is ordered by."""

    key: str
    source: str
    dialect: str
    tasks: bool = False  # the stream is an agency's tasks
    joined: bool = True  # ticket t is among the tables
    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    @classmethod
    def of_all(cls, dialect: str) -> Self:
        """Walk through all tickets."""
        return cls("t.id", "ticket t", dialect)

    @classmethod
    def of_set(cls, one: Few, dialect: str) -> Self:
        """Walk through a set by its own index."""
        way = cls("t.id", "ticket t", dialect)
        way.check(one.condition, *one.values)
        return way

    @classmethod
    def of_search(cls, query: str, dialect: str) -> Self:
        """Walk through what the full text finds."""
        if dialect == "sqlite":
            way = cls("s.rowid", "ticket_search s", dialect, joined=False)
            way._add("ticket_search MATCH ?", query)
        else:
            way = cls("s.ticket", "ticket_search s", dialect, joined=False)
            way._add("s.words @@ to_tsquery('simple', ?)", query)
        return way

    @classmethod
    def of_tasks(cls, agency: str, dialect: str, *, still: bool) -> Self:
        """Walk through the tickets of which *agency* has or had a task; *still*: has one."""
        source = open_tasks(dialect) if still else "assignment a"
        way = cls("a.ticket", source, dialect, tasks=True, joined=False)
        way._add("a.agency = ?", agency)
        if still:
            way._add("a.ended_at IS NULL")
        return way

    def with_task(self, agency: str, *, still: bool) -> None:
        """Keep those of which *agency* has or had a task."""
        ended = " AND a.ended_at IS NULL" if still else ""
        self._add(
            f"EXISTS (SELECT 1 FROM assignment a WHERE a.agency = ? AND a.ticket = {self.key}"
            f"{ended})",
            agency,
        )

    def only(self, one: Few) -> None:
        """Keep those of the set *one*."""
        if one.size < CAP:
            self._add(f"{self._bare} IN (SELECT t.id FROM ticket t WHERE {one.condition})",
                      *one.values)  # fmt: skip
        else:
            self.check(one.condition, *one.values)

    def refuse(self, one: Few | None) -> None:
        """Leave out those of the set *one*, which is small."""
        if one is not None:
            self._add(f"{self._bare} NOT IN (SELECT t.id FROM ticket t WHERE {one.condition})",
                      *one.values)  # fmt: skip

    def ranged(self, relation: str, value: int) -> None:
        """Keep ids on one side of *value*."""
        self._add(f"{self.key} {relation} ?", value)

    def both_ranged(self, relation: str, value: int) -> None:
        """As ranged(), and say it of the joined ticket too, which PostgreSQL does not conclude."""
        self.ranged(relation, value)
        if self.key != "t.id" and self.dialect == "postgresql":
            self.check(f"t.id {relation} ?", value)

    def with_words(self, query: str) -> None:
        """Keep those in whose text the words of *query* stand (PostgreSQL)."""
        self._add(
            f"EXISTS (SELECT 1 FROM ticket_search s WHERE s.ticket = {self.key}"
            " AND s.words @@ to_tsquery('simple', ?))",
            query,
        )

    def check(self, condition: str, *values: object) -> None:
        """Keep those whose row meets *condition*."""
        if not self.joined:
            # CROSS JOIN keeps SQLite from walking through the ticket's index instead.
            join = "CROSS JOIN" if self.dialect == "sqlite" else "JOIN"
            self.source += f" {join} ticket t ON t.id = {self.key}"
            self.joined = True
        self._add(condition, *values)

    def found(self, tx: Tx, below: int, count: int) -> list[int]:
        """Return at most *count* ids under *below*, newest first."""
        self.ranged("<", below)
        once = f" GROUP BY {self.key}" if self.tasks else ""
        sql = (
            f"SELECT {self.key} FROM {self.source} WHERE {' AND '.join(self.where)}{once}"
            f" ORDER BY {self.key} DESC LIMIT ?"
        )
        return [int(row) for (row,) in tx.execute(sql, (*self.values, count))]

    @property
    def _bare(self) -> str:
        """The key so that SQLite does not walk through the set instead of the stream."""
        return f"+{self.key}"

    def _add(self, condition: str, *values: object) -> None:
        self.where.append(condition)
        self.values += values
