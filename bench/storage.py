"""What the disk allows, and how near to it the accept job comes."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.result import Result, Size
from bench.station import LINE, TEXT, folder
from gateway import inbox, pdu
from gateway.message import Inbound
from gateway.segments import split
from models.base import Store
from models.dialect_sqlite import PRAGMAS
from models.errors import StorageError
from models.seal import Keyring
from models.writer import Writer

BATCHES = (1, 10, 50)
GAMMU = 401.0
"""Messages a second that gammu-smsd 1.42 stores in sqlite3: PERFORMANCE.md 2."""

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Intake:
    """An open store with its writer and a session of the line."""

    store: Store
    writer: Writer
    session: int

    def accept(self, batch: "list[Inbound]") -> None:
        """Store *batch* and wait for its commit, as a carrier does."""
        at = inbox.Intake(self.session, NOON)
        self.writer.submit(lambda tx: inbox.accept(tx, batch, at), first=True).result()


def sqlite_limit(size: Size) -> list[Result]:
    """Rows a second that SQLite makes durable, at 1 and 50 a transaction; no Python between."""
    return [
        Result(
            f"sqlite_limit.{batch}",
            "commits/s" if batch == 1 else "rows/s",
            tuple(rows_per_second(batch, size) for _ in range(size.runs)),
        )
        for batch in (1, 50)
    ]


def accept(size: Size) -> list[Result]:
    """Rows a second of inbox.accept through the writer, one batch after the other."""
    results = []
    for batch in BATCHES:
        rates, limits = [], []
        for _ in range(size.runs):
            limits.append(rows_per_second(batch, size))
            rates.append(_accept_rate(batch, size.rows))
        limit = sum(limits) / len(limits)
        results.append(Result(f"accept.{batch}", "rows/s", tuple(rates), limit, GAMMU))
    return results


def _accept_rate(batch: int, rows: int) -> float:
    with intake() as desk:
        messages = inbounds(0, rows)
        began = time.perf_counter()
        for start in range(0, rows, batch):
            desk.accept(messages[start : start + batch])
        return rows / (time.perf_counter() - began)


def rows_per_second(batch: int, size: Size) -> float:
    """Return how many rows like the accept job's are committed a second, *batch* at a time.

    The rows are made before, and go by executemany into the product's own schema with its pragmas.
    """
    with intake() as desk:
        desk.accept(inbounds(0, min(size.rows, 200)))
        raw = sqlite3.connect(desk.store.dialect.where, isolation_level=None)
        for name, value in PRAGMAS:
            raw.execute(f"PRAGMA {name} = {value}")
        template = raw.execute("SELECT * FROM inbox").fetchall()
        rows = [
            (10_000 + n, row[1], os.urandom(32), *row[3:])
            for n, row in ((n, template[n % len(template)]) for n in range(size.rows))
        ]
        sql = f"INSERT INTO inbox VALUES ({', '.join('?' * len(template[0]))})"
        began = time.perf_counter()
        for start in range(0, len(rows), batch):
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(sql, rows[start : start + batch])
            raw.execute("COMMIT")
        taken = time.perf_counter() - began
        raw.close()
    return len(rows) / taken


@contextmanager
def intake() -> "Iterator[Intake]":
    """Return a fresh store on a real disk, ready to accept."""
    with folder() as place, opened(place / "bench.db", Keyring(os.urandom(64))) as made:
        yield made


@contextmanager
def opened(path: Path, keys: Keyring) -> "Iterator[Intake]":
    """Return the store at *path*, ready to accept, and close it."""
    store = Store.open(str(path), keys)
    writer = Writer(store, fatal=_fatal)
    writer.start()
    session = writer.submit(lambda tx: inbox.open_session(tx, LINE, "bench", NOON)).result()
    try:
        yield Intake(store, writer, session)
    finally:
        writer.close()
        store.close()


def inbounds(first: int, count: int) -> list[Inbound]:
    """Return *count* reports as the modem line hands them over, each of another citizen."""
    made = []
    for citizen in range(first, first + count):
        raw = deliver(citizen).upper()
        value = pdu.to_inbound(raw, line=LINE, identity=f"bench:{raw}".encode())
        assert isinstance(value, Inbound)
        made.append(value)
    return made


def deliver(citizen: int) -> str:
    """Return the SMS-DELIVER of one citizen's report."""
    (segment,) = split(TEXT % citizen, reference=0)
    at = NOON - timedelta(seconds=citizen % 3600)
    sender = f"+62812{citizen:08d}"
    return pdu.encode_deliver(sender=sender, data=segment.data, sent_at=at, smsc="+6281100000")


def _fatal(error: StorageError) -> None:
    raise error
