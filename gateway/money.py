"""Pay for what was sent: the ledger, and an alarm at half, most and all of a month's budget."""

from collections.abc import Iterator
from datetime import datetime

from gateway.limits import Limits
from gateway.watch.alarms import clear_alarm, raise_alarm
from models.base import Tx
from models.spending import Spent, book, month, spent

ALARM = "budget"
STEPS = (100, 80, 50)
"""Percent of a month's budget at which people are told, once a month each."""


def step(rupiah: int, budget: int) -> int:
    """Return the highest of STEPS that *rupiah* has reached, 0 for none.

    >>> step(1_700_000, 2_000_000)
    80
    """
    return next((one for one in STEPS if budget and rupiah * 100 >= budget * one), 0)


def pay(tx: Tx, limits: Limits, parts: int, doubtful: int, now: datetime) -> None:
    """Book *parts* that were taken and *doubtful* ones that may have been; tell of a budget.

    Belongs into the transaction that records how the parts ended.
    """
    if not (parts or doubtful):
        return
    rupiah = (parts + doubtful) * limits.price
    book(tx, limits.line, limits.today(now), Spent(parts, doubtful, rupiah))
    for line, gone, budget in _budgets(tx, limits, now):
        reached = step(gone, budget)
        if reached:
            fields = {"baris": line, "pct": str(reached), "nilai": _money(gone)}
            fields["batas"] = _money(budget)
            raise_alarm(tx, ALARM, subject(line, reached), fields=fields, now=now)


def settle(tx: Tx, limits: Limits, now: datetime) -> int:
    """End the alarms that a new month, or a higher budget, has made untrue; return how many."""
    ended = 0
    for line, gone, budget in _budgets(tx, limits, now, always=True):
        reached = step(gone, budget)
        for one in STEPS:
            if one > reached:
                ended += clear_alarm(tx, ALARM, subject(line, one), now=now)
    return ended


def subject(line: str, percent: int) -> str:
    """Return what an alarm is about: ``kartu1 80%``, and ``80%`` for the whole city."""
    return f"{line} {percent}%".strip()


def _budgets(
    tx: Tx, limits: Limits, now: datetime, *, always: bool = False
) -> Iterator[tuple[str, int, int]]:
    """Yield line ('' for all), rupiah spent this month, and the budget, of those there are."""
    days = month(limits.today(now))
    for line, budget in ((limits.line, limits.budget), ("", limits.city_budget)):
        if budget or always:
            yield line, spent(tx, *days, line).rupiah if budget else 0, budget


def _money(rupiah: int) -> str:
    return "Rp" + f"{rupiah:,}".replace(",", ".")
