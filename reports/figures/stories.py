"""Finished stories (kisah selesai): what was reported and done, where a coordinator released it."""

from dataclasses import dataclass

from models.base import Tx
from models.clocks import Calendar
from models.redaction import cut
from models.times import from_us
from reports.figures.query import steered
from reports.period import Period
from reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Story:
    """One released report with its result; both texts are cut for the public."""

    number: int
    category: str
    area: str  # code
    agency: str  # that did it, "" the coordinator
    days: int  # working days from report to result
    rating: int  # 1 to 5, 0 none
    report: str
    result: str  # "" when it was erased since


def stories(
    tx: Tx, period: Period, scope: Scope, calendar: Calendar, limit: int = 3
) -> tuple[Story, ...]:
    """Return the *limit* best rated, then newest, reports done in *period* that were released.

    A confidential report is never one, even if it was released before it became so.
    """
    condition, values = scope.of_ticket()
    rows = tx.execute(
        "SELECT t.id, t.number, t.category, t.area, COALESCE((SELECT a.agency FROM assignment a"
        " WHERE a.ticket = t.id AND a.state = 'done' ORDER BY a.lead DESC, a.id DESC LIMIT 1), ''),"
        " t.created_at, t.done_at, t.rating, t.redacted"
        f" FROM {steered(tx, 'ticket t', 'ticket_by_done')}"
        " WHERE t.done_at >= ? AND t.done_at < ? AND t.released = 1 AND t.redacted <> ''"
        f" AND t.confidentiality <> 'rahasia' AND t.silent = 0{condition}"
        " ORDER BY t.rating DESC, t.done_at DESC, t.id LIMIT ?",
        (*period.bounds, *values, limit),
    )
    return tuple(
        Story(
            number, category, area, agency,
            calendar.working_days(from_us(made), from_us(done)), rating,
            cut(words, "public"), _result(tx, ticket),
        )
        for ticket, number, category, area, agency, made, done, rating, words in rows
    )  # fmt: skip


def _result(tx: Tx, ticket: int) -> str:
    rows = tx.execute(
        "SELECT body FROM note WHERE ticket = ? AND kind = 'result' ORDER BY id DESC LIMIT 1",
        (ticket,),
    )
    return cut(tx.keys.open(bytes(rows[0][0])).decode(), "public") if rows else ""
