"""Which tickets a list or a search is about: found by the index that fits, newest first.

Every way reads on below a ticket (key) and stops after a page (models/narrowing.py), so that it
stays fast whatever the number of tickets is: under 100 ms at a million (python -m bench history).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from models import narrowing
from models.base import Tx
from models.narrowing import FEW, SMALL, Few, Way
from models.times import to_us

PATIENT = ("close", "answer", "notice", "watch")
"""Clocks by which nobody in the city is late."""

_WORD = re.compile(r"([^\W_]+)(\*?)")
_SLACK = timedelta(days=2)
"""How far the order of ids and that of times may differ: a clock can be set back."""

_NOT_MET = "met_at IS NULL AND stopped_at IS NULL AND paused_since IS NULL"
_PATIENT = ", ".join(f"'{name}'" for name in PATIENT)
LATE = (
    f"SELECT ticket FROM clock WHERE breached_at IS NOT NULL AND {_NOT_MET}"
    f" AND name NOT IN ({_PATIENT})"
    " UNION ALL SELECT ticket FROM clock WHERE wake IS NOT NULL AND wake <= ? AND due < ?"
    f" AND breached_at IS NULL AND {_NOT_MET} AND name NOT IN ({_PATIENT})"
)
"""Tickets with a missed deadline; takes the present time twice, for what no sweep has seen yet."""


class Filter(NamedTuple):
    """What the tickets have in common; an empty field asks for nothing."""

    states: tuple[str, ...] = ()
    agency: str = ""  # it has or had a task
    open_task: bool = False  # it still has to act
    areas: tuple[str, ...] = ()  # codes; any of them
    category: str = ""
    urgency: str = ""
    channel: str = ""
    review: bool = False  # a person must read it
    late: datetime | None = None  # a deadline was missed by then
    since: datetime | None = None
    until: datetime | None = None  # exclusive
    words: str = ""  # all of them stand in its redacted text; "lamp*": what begins so
    incident: int = 0
    hidden_from: str = ""  # agency: what accuses it is not found


def ids(tx: Tx, wanted: Filter, below: int, count: int) -> list[int]:
    """Return ticket.id of at most *count* tickets under *below*, the newest first."""
    if wanted.words and not matching(wanted.words, tx.dialect):
        return []
    sets = narrowing.measured(
        tx, list(_sets(tx, wanted)), alone=not (wanted.words or wanted.agency)
    )
    way = _way(tx, wanted, sets)
    _between(tx, wanted, way)
    way.refuse(_accusing(wanted))
    return way.found(tx, below, count)


def _way(tx: Tx, wanted: Filter, sets: list[Few]) -> Way:
    """Choose what is walked through: the search, the smallest set, the agency's tasks, or all."""
    smallest = min(sets, key=lambda one: one.size, default=None)
    if wanted.words and tx.dialect == "postgresql" and smallest and smallest.size < FEW:
        way = Way.of_set(smallest, tx.dialect)
        way.with_words(matching(wanted.words, tx.dialect))
        sets = [one for one in sets if one is not smallest]
    elif wanted.words:
        way = Way.of_search(matching(wanted.words, tx.dialect), tx.dialect)
    elif smallest is not None and (smallest.size < SMALL or not wanted.agency):
        way = Way.of_set(smallest, tx.dialect)
        sets = [one for one in sets if one is not smallest]
    elif wanted.agency:
        way = Way.of_tasks(wanted.agency, tx.dialect, still=wanted.open_task)
    else:
        way = Way.of_all(tx.dialect)
    if wanted.agency and not way.tasks:
        way.with_task(wanted.agency, still=wanted.open_task)
    for one in sets:
        way.only(one)
    return way


def _sets(tx: Tx, wanted: Filter) -> Iterator[Few]:
    """Yield what an index knows the tickets of, and what else they must be."""
    if wanted.states:
        yield Few(f"t.state IN ({tx.marks(len(wanted.states))})", wanted.states)
    if wanted.areas:
        condition = f"t.area <> '' AND t.area IN ({tx.marks(len(wanted.areas))})"
        yield Few(condition, wanted.areas)
    for column, usual in (("category", ""), ("urgency", "biasa"), ("channel", "sms")):
        value = getattr(wanted, column)
        if value:
            known = f"t.{column} <> '{usual}' AND " if usual and value != usual else ""
            yield Few(f"{known}t.{column} = ?", (value,))
    if wanted.incident:
        yield Few("t.incident = ?", (wanted.incident,))
    if wanted.review:
        yield Few("t.review <> ''", ())
    if wanted.late is not None:
        yield Few(f"t.id IN ({LATE})", (to_us(wanted.late),) * 2)


def matching(words: str, dialect: str) -> str:
    """Return what the search of *dialect* asks for: all of *words*; '' when there are none.

    A word with a star stands for all that begin so. No mark is an operator.

    >>> matching("Lampu mati!", "sqlite"), matching("Jl. Vet*", "postgresql")
    ('"lampu" "mati"', 'jl & vet:*')
    """
    found = [(word, bool(star)) for word, star in _WORD.findall(words.casefold())]
    if dialect == "sqlite":
        return " ".join(f'"{word}"{"*" * star}' for word, star in found)
    return " & ".join(f"{word}{':*' * star}" for word, star in found)


def _accusing(wanted: Filter) -> Few | None:
    """Return the tickets that accuse the agency from which they are hidden."""
    if not wanted.hidden_from:
        return None
    accuses = "t.accused <> '' AND (' ' || t.accused || ' ') LIKE ? ESCAPE '!'"
    return Few(accuses, (f"% {_literally(wanted.hidden_from)} %",))


def _between(tx: Tx, wanted: Filter, way: Way) -> None:
    """Narrow to times; ids stand almost in their order, and are indexed."""
    if wanted.since is not None:
        way.both_ranged(">=", first_since(tx, wanted.since - _SLACK))
        way.check("t.created_at >= ?", to_us(wanted.since))
    if wanted.until is not None:
        way.both_ranged("<=", first_since(tx, wanted.until + _SLACK))
        way.check("t.created_at < ?", to_us(wanted.until))


def first_since(tx: Tx, moment: datetime) -> int:
    """Return the id of the first ticket made at *moment* or later, by halving; else the last's."""
    # One query for both would read the whole index.
    ((low,),) = tx.execute("SELECT MIN(id) FROM ticket")
    ((high,),) = tx.execute("SELECT MAX(id) FROM ticket")
    low, high, wanted = low or 0, high or 0, to_us(moment)
    while low < high:
        middle = (low + high) // 2
        rows = tx.execute(
            "SELECT created_at FROM ticket WHERE id <= ? ORDER BY id DESC LIMIT 1", (middle,)
        )
        if rows[0][0] < wanted:
            low = middle + 1
        else:
            high = middle
    return int(low)


def _literally(text: str) -> str:
    """Return *text* for LIKE ... ESCAPE '!'."""
    return re.sub(r"([%_!])", r"!\1", text)


DETAILS = (
    "id", "line", "channel", "contact", "redacted", "review", "missing", "updated_at", "inbox",
    "lapor_id", "outcome", "archive_reason", "outside_agency", "linked_to", "released",
)  # fmt: skip
"""What a list shows of a ticket beside its case."""


def details(tx: Tx, tickets: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return {ticket.id: {column: value}} for DETAILS; *contact* is the sealed number or None.

    *linked_to* is the number of the ticket that this one tells more about.
    """
    other = {"contact": "c.number", "linked_to": "l.number"}
    columns = ", ".join(other.get(name, f"t.{name}") for name in DETAILS)
    rows = tx.execute(
        f"SELECT {columns} FROM ticket t LEFT JOIN contact c ON c.id = t.contact"
        f" LEFT JOIN ticket l ON l.id = t.linked_to WHERE t.id IN ({tx.marks(len(tickets))})",
        tickets,
    )
    return {row[0]: dict(zip(DETAILS, row, strict=True)) for row in rows}
