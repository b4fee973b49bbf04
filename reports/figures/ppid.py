"""Requests for public information (UU 14/2008): the figures and the register of the LLID."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.base import Tx
from models.casework.states import OPEN
from models.clocks import Calendar
from models.redaction import cut
from models.times import from_us
from parser.purpose import purpose
from reports.figures.query import among, steered
from reports.period import Period
from reports.scope import Scope

SUMMARY = 100
"""Characters of a request that the register shows (informasi diminta, ringkas)."""

_NOT_OURS = among(("prank", "merged", "cancelled"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the register."""

    number: int  # ticket number, which is the register's
    asked_at: datetime  # UTC
    channel: str
    request: str  # cut for the public; "" of a confidential one
    purpose: str  # as it stands in the request, "" when it does not
    agency: str  # unit that has or had it, ""
    decision: str  # granted | partly | refused | "" none yet
    reason: str  # why partly or refused, cut for the public
    answered_at: datetime | None
    days: int | None  # working days to the answer


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of a period; *total* is the sum of the next five."""

    total: int
    granted: int  # dikabulkan seluruhnya
    partly: int  # sebagian
    refused: int  # ditolak
    undecided: int  # answered without a decision written down, or ended otherwise
    open: int  # nobody has answered yet
    mean_days: float | None  # working days to the answer
    objections: int  # keberatan: opened again by who asked


def register(tx: Tx, period: Period, scope: Scope, calendar: Calendar) -> tuple[Entry, ...]:
    """Return the requests made in *period*, the oldest first.

    Pranks are left out, and what was taken back or is part of another request.
    """
    return tuple(_entry(tx, row, calendar) for row in _rows(tx, period, scope))


def requests(tx: Tx, period: Period, scope: Scope, calendar: Calendar) -> Requests:
    """Return the figures of the requests made in *period*, with what became of them by now."""
    rows = _rows(tx, period, scope)
    decided = [row[7] for row in rows]
    waiting = sum(row[6] in OPEN for row in rows)
    known = {code: decided.count(code) for code in ("granted", "partly", "refused")}
    days = [
        calendar.working_days(from_us(row[2]), from_us(row[8]))
        for row in rows
        if row[8] is not None
    ]
    return Requests(
        len(rows), **known, open=waiting,
        undecided=len(rows) - waiting - sum(known.values()),
        mean_days=sum(days) / len(days) if days else None,
        objections=_objections(tx, [row[0] for row in rows]),
    )  # fmt: skip


def _rows(tx: Tx, period: Period, scope: Scope) -> list[tuple[Any, ...]]:
    """Return (id, number, made, channel, words, agency, state, outcome, done) of the requests."""
    condition, values = scope.of_ticket()
    return tx.execute(
        "SELECT t.id, t.number, t.created_at, t.channel, t.redacted, COALESCE((SELECT a.agency"
        " FROM assignment a WHERE a.ticket = t.id ORDER BY a.lead DESC, a.id DESC LIMIT 1), ''),"
        " t.state, CASE WHEN t.done_at IS NULL THEN '' ELSE t.outcome END, t.done_at"
        f" FROM {steered(tx, 'ticket t', 'ticket_ppid')} WHERE t.subtype = 'ppid'"
        f" AND t.created_at >= ? AND t.created_at < ? AND t.state NOT IN ({_NOT_OURS}){condition}"
        " ORDER BY t.created_at, t.id",
        (*period.bounds, *values),
    )


def _entry(tx: Tx, row: tuple[Any, ...], calendar: Calendar) -> Entry:
    ticket, number, made, channel, words, agency, _state, outcome, done = row
    answered = None if done is None else from_us(done)
    shown = cut(words, "public")
    return Entry(
        number, from_us(made), channel, _short(shown), purpose(shown), agency, outcome,
        _reason(tx, ticket) if outcome in {"partly", "refused"} else "", answered,
        None if answered is None else calendar.working_days(from_us(made), answered),
    )  # fmt: skip


def _short(words: str) -> str:
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1].rstrip() + "…"


def _reason(tx: Tx, ticket: int) -> str:
    """Return the words with which a request was refused, all or in part."""
    rows = tx.execute(
        "SELECT body FROM note WHERE ticket = ? AND kind = 'result' ORDER BY id DESC LIMIT 1",
        (ticket,),
    )
    return _short(cut(tx.keys.open(bytes(rows[0][0])).decode(), "public")) if rows else ""


def _objections(tx: Tx, tickets: list[int]) -> int:
    """Return how many of *tickets* (id) their own reporter has opened again."""
    found = 0
    for at in range(0, len(tickets), 500):
        chunk = tickets[at : at + 500]
        rows = tx.execute(
            "SELECT COUNT(DISTINCT ticket) FROM event WHERE verb = 'reopened' AND actor = 'citizen'"
            f" AND ticket IN ({tx.marks(len(chunk))})",
            chunk,
        )
        found += int(rows[0][0])
    return found
