"""A short code under load: what is made durable a second, what is answered, and the memory.

All is counted at the peer, a service centre of ours in another process: responses and submits it
received. The load is 95 % distinct senders with the texts of the parser's own cases.
"""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import kannel
from bench.result import Result, Size
from bench.shortcode import Shortcode, shortcode
from bench.station import folder
from models.base import Store
from models.dialect_sqlite import PRAGMAS
from models.seal import Keyring

WINDOWS = {100: 8000.0, 10: 3000.0, 1: 1000.0}
"""Messages the peer may have in flight -> messages a second that must be made durable."""

FULL_WORK = 2000.0
AHEAD = "400"
"""Messages that may wait for their reply: enough that neither side waits for the other."""

KANNEL = 678.0
"""Median of Kannel 1.4.5 with a get-url app over SQLite at window 100, where it is not here."""

_SLOPE = 5.0  # megabytes in 100,000 messages
_TABLES = ("session", "contact", "ticket", "inbox", "clock", "event", "outbox", "delivery")


def smpp(size: Size) -> list[Result]:
    """Messages a second at each window, accepted only; then with all work, and the CPU of it."""
    rounds = [_round(size) for _ in range(size.runs)]
    results = [
        Result(
            f"smpp.accept.{window}", "msg/s", tuple(one[f"accept.{window}"] for one in rounds),
            _mean([one[f"limit.{window}"] for one in rounds]), at_least=least,
        )
        for window, least in WINDOWS.items()
    ]  # fmt: skip
    full, limits = zip(*((one["full"], one["limit.full"]) for one in rounds), strict=True)
    costs = tuple(one["cpu"] for one in rounds)
    kannels = tuple(one["kannel"] for one in rounds if "kannel" in one)
    peer = median(kannels) if kannels else KANNEL
    more = [Result("smpp.kannel", "msg/s", kannels)] if kannels else []
    return [
        *results,
        Result("smpp.full", "msg/s", full, _mean(limits), peer, at_least=FULL_WORK),
        Result("smpp.full.cpu", "ms/msg", costs),
        *more,
    ]


def smpp_memory(size: Size) -> list[Result]:
    """Megabytes that the daemon grows in 100,000 messages, over the last four fifths of a load."""
    slopes = []
    for _ in range(min(size.runs, 1)):
        with shortcode("--ahead", AHEAD, "--count", str(size.load)) as town:
            slopes.append(_slope(town, size.load))
    return [Result("smpp_memory.slope", "MB/100k", tuple(slopes), at_most=_SLOPE)]


def _round(size: Size) -> dict[str, float]:
    """Measure everything once, and the limit beside each."""
    found: dict[str, float] = {}
    for window in WINDOWS:
        with shortcode("--window", str(window), desk=False) as town:
            found[f"accept.{window}"] = town.rates(size.warm, size.seconds)["accepted"]
            found[f"limit.{window}"] = _limit(town.folder, ("session", "inbox"), window)
    with shortcode("--ahead", AHEAD) as town:
        used, since = town.cpu_seconds(), time.monotonic()
        rates = town.rates(size.warm, size.seconds)
        found["full"] = rates["answered"]
        share = (town.cpu_seconds() - used) / (time.monotonic() - since)
        found["cpu"] = share / rates["answered"] * 1000 if rates["answered"] else 0.0
        found["limit.full"] = _limit(town.folder, _TABLES, 50)
    if kannel.installed():
        with kannel.kannel("--ahead", AHEAD) as town:
            found["kannel"] = town.rates(size.warm, size.seconds)["answered"]
    return found


def _slope(town: Shortcode, count: int) -> float:
    """Return the slope of a straight line through the memory, by least squares."""
    points = []
    while (mark := town.mark())["accepted"] < count:
        if mark["accepted"] >= count / 5:
            points.append((mark["accepted"] / 100_000, town.resident()))
    points.append((mark["accepted"] / 100_000, town.resident()))
    middle = _mean([x for x, _ in points])
    spread = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * y for x, y in points) / spread if spread else 0.0


def _limit(place: Path, tables: Sequence[str], batch: int) -> float:
    """Return how many messages a second SQLite makes durable when it is given the very rows.

    They are those that the daemon just wrote, by executemany, *batch* messages a transaction, into
    a new database with the product's schema and pragmas.
    """
    source = sqlite3.connect(f"file:{place}/var/kentongan.db?mode=ro", uri=True)
    try:
        ids = [row for (row,) in source.execute("SELECT id FROM inbox ORDER BY id LIMIT 20000")]
        rows = {one: source.execute(f"SELECT * FROM {one} ORDER BY 1").fetchall() for one in tables}
    finally:
        source.close()
    kept = {one: _share(found, len(ids)) for one, found in rows.items()}
    with folder() as made:
        Store.open(str(made / "limit.db"), Keyring(bytes(64))).close()
        raw = sqlite3.connect(made / "limit.db", isolation_level=None)
        for name, value in PRAGMAS:
            raw.execute(f"PRAGMA {name} = {value}")
        raw.execute("PRAGMA foreign_keys = 0")  # what is cut off may point to what is not there
        began = time.perf_counter()
        for start in range(0, len(ids), batch):
            raw.execute("BEGIN IMMEDIATE")
            for one, found in kept.items():
                _fill(raw, one, found, start / len(ids), (start + batch) / len(ids))
            raw.execute("COMMIT")
        taken = time.perf_counter() - began
        raw.close()
    return len(ids) / taken


def _share(rows: list[tuple[object, ...]], messages: int) -> list[tuple[object, ...]]:
    """Return the rows that so many messages brought: the first, as a table has a few each."""
    return rows[: 4 * messages]


def _fill(
    raw: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]], first: float,
    last: float,
) -> None:  # fmt: skip
    """Insert the *first* to the *last* (0..1) of *rows*."""
    some = rows[int(first * len(rows)) : int(last * len(rows))]
    if some:
        marks = ", ".join("?" * len(some[0]))
        raw.executemany(f"INSERT INTO {table} VALUES ({marks})", some)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
