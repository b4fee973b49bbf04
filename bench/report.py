"""The figures of the daily and the monthly report over a large city's history, each first thing.

The history is that of bench/history.py; SMS in and out are laid beside its tickets, three million
for a million tickets. KENTONGAN_HISTORY names the folder in which it is kept and found again.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench import history
from bench.result import Result, Size
from bench.station import folder
from models import keyfile
from models.base import Store, Tx
from models.rows import insert

BATCH = 20_000
REPORTS = {"daily": 200.0, "weekly": None, "monthly": 5000.0, "quarterly": None, "llid": None}
"""Report -> what its figures may take together, in milliseconds; None: nobody waits for it."""

MEMORY = 300.0
"""MB that the process of a report may hold."""

_NOISE = ("status", "added", "rated", "empty", "unclear", "spam", "machine", "help", "thanks")


def report(size: Size) -> list[Result]:
    """Milliseconds and MB of each report's figures in a fresh process; plans go to stderr."""
    kept = os.environ.get("KENTONGAN_HISTORY")
    if kept:
        return _measure(_furnished(history._made(Path(kept), size.tickets)), size)
    with folder() as place:
        return _measure(_furnished(history._made(place, size.tickets)), size)


def _furnished(place: Path) -> Path:
    """Lay the SMS beside the tickets of *place*, once; return *place*."""
    store = Store.open(
        str(place / "var" / "kentongan.db"), keyfile.load(place / "kentongan.key"), upgrade=True
    )
    try:
        with store.reading() as tx:
            known = tx.execute("SELECT 1 FROM inbox LIMIT 1")
            every = "SELECT id, created_at FROM ticket ORDER BY id"
            tickets = [] if known else tx.execute(every)
        if not known:
            with store.transaction() as tx:
                row = {"id": 1, "line": "kartu", "node": "n", "started": 1, "last_seen": 1}
                insert(tx, "session", row, unless_known=True)
            _lay(store, iter(tickets))
            store.tidy()
    finally:
        store.close()
    return place


def _lay(store: Store, tickets: Iterator[tuple[int, int]]) -> None:
    dice = random.Random(2)
    heard = sent = 0
    while batch := list(islice(tickets, BATCH)):
        with store.transaction() as tx:
            heard = _hear(tx, batch, dice, heard)
            sent = _send(tx, batch, dice, sent)


def _hear(tx: Tx, batch: list[tuple[int, int]], dice: random.Random, last: int) -> int:
    """Add an SMS a ticket, and every second time another that made none; return the last id."""
    rows, opened = [], []
    for ticket, at in batch:
        for reason in ("ticket", *((dice.choice(_NOISE),) if dice.random() < 0.5 else ())):
            last += 1
            made = ticket if reason == "ticket" else None
            sealed = dice.randbytes(180)
            rows.append((last, "kartu", last.to_bytes(8, "big"), 1, sealed, sealed, b"0" * 32, at,
                         1, "done", reason, dice.randbytes(32), made))  # fmt: skip
            if made:
                opened.append((last, ticket))
    tx.many(
        "INSERT INTO inbox (id, line, key, session, raw, content, blob_sha256, received_at, lane,"
        " state, reason, sender_key, ticket) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    tx.many("UPDATE ticket SET inbox = ? WHERE id = ?", opened)
    return last


def _send(tx: Tx, batch: list[tuple[int, int]], dice: random.Random, last: int) -> int:
    """Add an SMS out a ticket, and every second time another; return the last id."""
    out, parts = [], []
    for ticket, at in batch:
        for kind in ("TERIMA", *(("SELESAI",) if dice.random() < 0.5 else ())):
            last += 1
            out.append((last, f"event:{last}", kind, 1, ticket, 1, "kartu", dice.randbytes(170), 1,
                        1, at, at, at))  # fmt: skip
            parts.append((last, last, 1, "kartu", 1, "delivered", at, at, at, at))
    tx.many(
        "INSERT INTO outbox (id, cause, kind, contact, ticket, lane, line, body, parts, essential,"
        " created_at, not_before, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        out,
    )
    tx.many(
        "INSERT INTO delivery (id, outbox, part, line, lane, state, not_before, valid_until,"
        " state_at, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        parts,
    )
    return last


def _measure(place: Path, size: Size) -> list[Result]:
    """Ask for each report's figures in *size.runs* fresh processes."""
    found: list[Result] = []
    for name, most in list(REPORTS.items())[: None if size.runs > 1 else 1]:
        times, worked, memory = [], [], []
        for _run in range(min(size.runs, 3)):
            command = [sys.executable, "-m", "bench.report_question", str(place), name]
            said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            times.append(said["ms"])
            worked.append(said["cpu"])
            memory.append(said["mb"])
        lines = [f"{ms:8.0f} ms {figure}" for figure, ms in said["figures"].items()]
        print(f"{name}:\n" + "\n".join(lines + said["plans"]), file=sys.stderr)
        found.append(Result(f"report.{name}", "ms", tuple(times), at_most=most))
        found.append(Result(f"report.{name}_cpu", "ms", tuple(worked)))
        found.append(Result(f"report.{name}_memory", "MB", tuple(memory), at_most=MEMORY))
        found.append(Result(f"report.{name}_scans", "tables", (said["scans"],), at_most=0))
    return found
