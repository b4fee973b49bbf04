"""What came in, gross: every SMS in exactly one kind, and the calls that were counted by hand."""

from datetime import date
from typing import NamedTuple

from models.base import Tx
from models.casework.noise import BLOCKED, GHOSTS, MACHINES, SPAM
from reports.figures.query import steered
from reports.figures.values import share
from reports.period import Period

_TYPES = {"pengaduan": "complaint", "aspirasi": "aspiration", "permintaan_info": "information"}
_SILENT = frozenset({"port", "type0", "simdata", "mwi", "operator"})
"""Why an SMS that no person wrote is only stored (gateway/pdu.py, gateway/watch/operator.py)."""

_REASONS = {
    **dict.fromkeys(GHOSTS, "ghost"),
    **dict.fromkeys(SPAM, "spam"),
    **dict.fromkeys(MACHINES | _SILENT, "machine"),
    BLOCKED: "blocked",
    "other_city": "other_city",
    "ticket": "unaccounted",  # it says that it made a ticket, and there is none
}

WHOLE = "(i.head IS NULL OR i.head = i.id)"
"""Inbox row ``i`` stands for its SMS: it is alone, or the first of its parts that came."""


class Gross(NamedTuple):
    """SMS that came in (masuk kotor); *total* is the sum of all others but nothing twice.

    A long SMS is one, however many parts it has; what a carrier delivered again is not counted.
    """

    total: int
    complaint: int = 0  # opened a ticket (aduan); not one that was found to be a prank since
    aspiration: int = 0
    information: int = 0  # a question, or a request for public information
    command: int = 0  # CEK, TAMBAH, officers' commands, help, thanks, and what they misspelled
    ghost: int = 0  # says nothing
    prank: int = 0  # opened a ticket that a coordinator found to be made up
    spam: int = 0
    machine: int = 0  # sent by no person
    other_city: int = 0  # another city's keyword on a shared short code
    blocked: int = 0  # from a number that is blocked, and let through for nothing
    unreadable: int = 0  # kept, but neither the codec nor the desk could read it
    waiting: int = 0  # its parts or the desk are awaited
    unaccounted: int = 0  # said to be a ticket that does not exist: a fault

    def parts(self) -> tuple[tuple[str, int], ...]:
        """Return (name, number) of all that *total* consists of."""
        return tuple(pair for pair in zip(self._fields, self, strict=True) if pair[0] != "total")

    @property
    def ghost_rate(self) -> float | None:
        """The share of ghosts, 0 to 1."""
        return share(self.ghost, self.total)

    @property
    def prank_rate(self) -> float | None:
        """The share of pranks, 0 to 1."""
        return share(self.prank, self.total)


class Calls(NamedTuple):
    """What the people of another channel counted (``kentongan call tally``)."""

    channel: str
    total: int
    valid: int = 0
    information: int = 0
    ghost: int = 0
    prank: int = 0
    spam: int = 0


def gross(tx: Tx, period: Period) -> Gross:
    """Return the SMS of *period* by kind, of the whole city (DOMAIN.md 5: masuk kotor).

    An SMS counts when it was received, its ticket as it is now.
    """
    rows = tx.execute(
        "SELECT CASE WHEN i.state IN ('new', 'held') THEN 'waiting'"
        " WHEN i.state = 'bad' THEN 'unreadable' WHEN t.state = 'prank' THEN 'prank'"
        " WHEN t.id IS NOT NULL THEN t.type ELSE i.reason END, COUNT(*)"
        f" FROM {steered(tx, 'inbox i', 'inbox_by_time')} LEFT JOIN ticket t ON t.inbox = i.id"
        f" WHERE i.received_at >= ? AND i.received_at < ? AND {WHOLE} GROUP BY 1",
        period.bounds,
    )
    found: dict[str, int] = {}
    for what, count in rows:
        kind = _kind(what)
        found[kind] = found.get(kind, 0) + int(count)
    return Gross(received(tx, period), **found)


def _kind(what: str) -> str:
    if what in {"waiting", "unreadable", "prank"}:
        return what
    return _TYPES.get(what) or _REASONS.get(what, "command")


def received(tx: Tx, period: Period) -> int:
    """Return how many SMS of *period* there are, whatever they are."""
    rows = tx.execute(
        f"SELECT COUNT(*) FROM {steered(tx, 'inbox i', 'inbox_by_time')}"
        f" WHERE i.received_at >= ? AND i.received_at < ? AND {WHOLE}",
        period.bounds,
    )
    return int(rows[0][0])


def calls(tx: Tx, period: Period) -> tuple[Calls, ...]:
    """Return what was counted by hand on the days of *period*, by channel."""
    found: dict[str, dict[str, int]] = {}
    for channel, kind, count in tx.execute(
        "SELECT channel, kind, SUM(count) FROM tally WHERE day >= ? AND day <= ?"
        " GROUP BY channel, kind ORDER BY channel",
        (_day(period.first), _day(period.last)),
    ):
        found.setdefault(channel, {})[kind] = int(count)
    return tuple(Calls(channel, sum(kinds.values()), **kinds) for channel, kinds in found.items())


def _day(on: date) -> str:
    return on.isoformat()
