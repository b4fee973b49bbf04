"""The figures of one report, asked for by a process that has read nothing: ``PLACE NAME`` -> JSON.

Which figures a report needs is DOMAIN's list (docs/figures.md); none is asked for twice.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.history import END
from models import city as cities
from models import keyfile
from models.base import Store, Tx
from models.casework.sop import Sop
from models.clocks import Calendar, calendar_of
from models.sop_of import sop_of
from reports import period, reconcile
from reports.figures import (
    agencies,
    conduct,
    deadlines,
    emergencies,
    flow,
    messages,
    money,
    ppid,
    reports,
    responses,
    standing,
    stories,
    trend,
)
from reports.period import Period
from reports.scope import CITY

Figures = dict[str, Callable[[Tx], Any]]
LARGE = frozenset(
    {"t", "i", "a", "c", "d", "e", "r", "o", "gone", "ticket", "inbox", "event", "delivery",
     "assignment", "clock"}
)  # fmt: skip
"""Tables that grow with the city, as the figures' queries call them."""

PARTS = frozenset({"assignment_open_of_agency", "delivery_claim"})
"""Indexes of what is open or waits alone: to read them whole is to read no more than that."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What every figure is asked with."""

    over: Period
    today: Period
    sop: Sop
    calendar: Calendar


def figures(name: str, city: cities.City) -> Figures:
    """Return {figure: how it is asked for} of report *name* at the end of the history."""
    calendar = calendar_of(city)
    day = (END - timedelta(days=1)).astimezone(city.zone).date()
    make = {"daily": period.day, "weekly": period.week, "monthly": period.month,
            "quarterly": period.quarter, "llid": period.year}[name]  # fmt: skip
    over = make(day, city.zone)
    if name in {"weekly", "monthly"}:
        over = over.previous()  # a whole one
    ask = Ask(over, period.day(day, city.zone), sop_of(city, calendar), calendar)
    parts = {
        "daily": (_daily,), "weekly": (_daily, _weekly), "monthly": (_daily, _weekly, _monthly),
        "quarterly": (_daily, _weekly, _monthly, _quarterly), "llid": (_llid,),
    }[name]  # fmt: skip
    found: Figures = {}
    for part in parts:
        found |= part(ask)
    return found


def _daily(ask: Ask) -> Figures:
    over, calendar = ask.over, ask.calendar
    return {
        "gross": lambda tx: messages.gross(tx, over),
        "calls": lambda tx: messages.calls(tx, over),
        "new": lambda tx: reports.new(tx, over, CITY),
        "emergencies": lambda tx: emergencies.emergencies(tx, over, CITY),
        "overdue": lambda tx: standing.overdue(tx, CITY, END, calendar),
        "due_on": lambda tx: standing.due_on(tx, ask.today, CITY),
        "unverified": lambda tx: standing.unverified(tx, CITY, END, calendar),
        "sending": lambda tx: standing.sending(tx, over),
        "lines": standing.lines,
        "on_time": lambda tx: deadlines.on_time(tx, over, CITY, END),
        "flow": lambda tx: flow.flow(tx, over, CITY),
    }


def _weekly(ask: Ask) -> Figures:
    over, calendar, sop = ask.over, ask.calendar, ask.sop
    return {
        "agencies": lambda tx: agencies.agencies(tx, over, CITY, calendar, END),
        "answered": lambda tx: responses.answered(tx, over, CITY, calendar),
        "progress": lambda tx: reports.progress(tx, over, CITY),
        "categories": lambda tx: reports.categories(tx, over, CITY, sop),
        "areas": lambda tx: reports.areas(tx, over, CITY, sop, 5),
        "heat": lambda tx: reports.heat(tx, over, CITY, sop),
        "oldest": lambda tx: standing.oldest(tx, CITY),
        "stories": lambda tx: stories.stories(tx, over, CITY, calendar),
        "trend": lambda tx: trend.trend(tx, over.trend(13), CITY, END),
    }


def _monthly(ask: Ask) -> Figures:
    over = ask.over
    return {
        "channels": lambda tx: reports.channels(tx, over, CITY),
        "classes": lambda tx: deadlines.classes(tx, over, CITY, END),
        "clusters": lambda tx: reports.clusters(tx, over, CITY),
        "blocked": lambda tx: standing.blocked(tx, END),
        "cost": lambda tx: money.cost(tx, over, 350),
        "reveals": lambda tx: conduct.reveals(tx, over),
        "reconcile": lambda tx: reconcile.check(tx, over, END),
    }


def _quarterly(ask: Ask) -> Figures:
    over, sop = ask.over, ask.sop
    return {
        "escalations": lambda tx: deadlines.escalations(tx, over, sop),
        "changed": lambda tx: deadlines.changed(tx, over, CITY),
        "accused": lambda tx: conduct.accused(tx, over, sop),
    }


def _llid(ask: Ask) -> Figures:
    over, calendar, sop = ask.over, ask.calendar, ask.sop
    return {
        "requests": lambda tx: ppid.requests(tx, over, CITY, calendar),
        "register": lambda tx: ppid.register(tx, over, CITY, calendar),
        "new": lambda tx: reports.new(tx, over, CITY),
        "categories": lambda tx: reports.categories(tx, over, CITY, sop),
        "agencies": lambda tx: agencies.agencies(tx, over, CITY, calendar, END),
    }


def main(place: Path, name: str) -> None:
    """Ask for all, and print how long each took, what is held in memory, and the plans."""
    began, busy = time.perf_counter(), time.process_time()
    city = cities.load(place / "city.toml")
    keys = keyfile.load(place / "kentongan.key")
    store = Store.open(str(place / "var" / "kentongan.db"), keys, read_only=True)
    taken: dict[str, float] = {"start": (time.perf_counter() - began) * 1000}
    asked = figures(name, city)
    with store.reading() as tx:
        for figure, ask in asked.items():
            since = time.perf_counter()
            ask(tx)
            taken[figure] = (time.perf_counter() - since) * 1000
    whole = (time.perf_counter() - began) * 1000
    worked = (time.process_time() - busy) * 1000
    memory = _held()
    plans = _plans(store, asked)
    store.close()
    scans = sum("SCANS" in line for line in plans)
    said = {
        "ms": whole,
        "cpu": worked,
        "mb": memory,
        "figures": taken,
        "plans": plans,
        "scans": scans,
    }
    print(json.dumps(said))


def _held() -> float:
    """Return the most MB that this process has held; ru_maxrss knows its parent's too."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _plans(store: Store, asked: Figures) -> list[str]:
    """Return each figure's plans, those that read a large table as a whole marked SCANS."""
    raw = store.connection().raw
    found = []
    for figure, ask in asked.items():
        said: list[str] = []
        raw.set_trace_callback(said.append)
        with store.reading() as tx:
            ask(tx)
        raw.set_trace_callback(None)
        plans = dict.fromkeys(
            row[3]
            for sql in dict.fromkeys(said)
            if sql.lstrip().startswith("SELECT")
            for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")
        )
        found += [f"{figure}: {'SCANS ' if _scans(plan) else ''}{plan}" for plan in plans]
    return found


def _scans(plan: str) -> bool:
    """Tell whether a step of a plan reads a table, or an index of all its rows, to the end."""
    words = plan.split()
    return words[0] == "SCAN" and words[1] in LARGE and PARTS.isdisjoint(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
