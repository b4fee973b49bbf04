"""A small city hall for tests of the command line: files, key, and rows of every kind."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gateway.config import load
from gateway.scaffold import write
from models import event, keyfile, search
from models.base import Store, Tx
from models.inbox import digest
from models.numbering import number
from models.rows import insert
from models.times import to_us

NOW = datetime(2026, 11, 22, 1, 2, 3, 456_000, tzinfo=UTC)
CITIZEN = "+6281234567890"
HOSTILE = "lampu \x1b[31mmerah\x07 \x9b2J \u202egnp \u200b mati"
KENTONGAN = (sys.executable, "-P", "-m", "cli")


@dataclass(frozen=True, slots=True)
class Hall:
    """The folder of one installation, and how to run a command in it."""

    folder: Path
    numbers: tuple[int, ...] = ()  # of the tickets, oldest first

    def run(
        self, *words: str, env: dict[str, str] | None = None, given: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``kentongan WORDS`` in English, unless *env* says otherwise."""
        return subprocess.run(
            [*KENTONGAN, *words],
            cwd=self.folder,
            env=self.environ(env),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def environ(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """Return a small environment: no language and no configuration of the caller's."""
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME"}}
        return {**kept, "LC_ALL": "C.UTF-8", **(more or {})}

    def store(self) -> Store:
        """Open the stored data for writing."""
        settings = load(self.folder / "modem.conf")
        keys = keyfile.load(settings.daemon.key_file)
        return Store.open(settings.daemon.database, keys, volatile=True)


def build(folder: Path, database: str = "var/kentongan.db") -> Hall:
    """Make an installation with the simulator and no rows."""
    write(folder, simulator=True)
    conf = folder / "modem.conf"
    text = conf.read_text().replace("[kentongan]", "[kentongan]\nvolatile = yes", 1)
    conf.write_text(text.replace("var/kentongan.db", database))
    (folder / "var").mkdir(mode=0o700, exist_ok=True)
    Hall(folder).store().close()
    return Hall(folder)


def furnish(hall: Hall) -> Hall:
    """Add three tickets (the last one secret), their messages, and replies in several states."""
    store = hall.store()
    with store.transaction() as tx:
        insert(
            tx,
            "session",
            {"id": 1, "line": "latihan", "node": "n", "started": 1, "last_seen": 1},
        )
        insert(
            tx,
            "contact",
            {
                "id": 1,
                "number": tx.keys.seal_number(CITIZEN),
                "kind": "mobile",
                "created_at": to_us(NOW),
            },
        )
        key = bytes.fromhex(tx.meta("number_key") or "")
        numbers = tuple(number(key, serial) for serial in (1, 2, 3))
        for row, text in enumerate((HOSTILE, "jalan lubang", ""), 1):
            _inbox(tx, row)
            _ticket(tx, row, numbers[row - 1], text)
        _inbox(tx, 4, state="bad", reason="truncated")
        for row, state in enumerate(("unknown", "delivered", "queued"), 1):
            _outbox(tx, row, state)
        tx.ids("ticket", 3)
    store.close()
    return Hall(hall.folder, numbers)


def _inbox(tx: Tx, row: int, *, state: str = "done", reason: str = "ticket") -> None:
    raw = tx.keys.seal(b"0791")
    values = {"id": row, "line": "latihan", "key": bytes([row]), "session": 1, "raw": raw}
    values |= {"blob_sha256": digest(raw, None), "received_at": to_us(NOW), "lane": 1}
    insert(tx, "inbox", {**values, "state": state, "reason": reason})


def _ticket(tx: Tx, row: int, shown: int, text: str) -> None:
    values: dict[str, object] = {"id": row, "number": shown, "inbox": row, "contact": 1}
    values |= {"line": "latihan", "type": "pengaduan", "category": "pju", "urgency": "biasa"}
    values |= {"confidentiality": "biasa" if text else "rahasia", "state": "new"}
    values |= {"redacted": text, "original": tx.keys.seal(text.encode()), "text_key": b""}
    insert(tx, "ticket", {**values, "created_at": to_us(NOW), "updated_at": to_us(NOW)})
    search.put(tx, row, text)
    tx.change("UPDATE inbox SET ticket = ? WHERE id = ?", [row, row])
    event.append(tx, row, at=NOW, actor="citizen", verb="opened", data={"inbox": row})


def _outbox(tx: Tx, row: int, state: str) -> None:
    times = {"not_before": to_us(NOW), "valid_until": to_us(NOW)}
    values: dict[str, object] = {"id": row, "cause": f"inbox:{row}", "kind": "TERIMA"}
    values |= {
        "contact": 1,
        "ticket": row,
        "lane": 1,
        "line": "latihan",
        "body": tx.keys.seal(b"x"),
    }
    insert(tx, "outbox", {**values, "parts": 2, "essential": 1, "created_at": to_us(NOW), **times})
    for part in (1, 2):
        delivery = {"id": row * 10 + part, "outbox": row, "part": part, "line": "latihan"}
        told = state if part == 2 else "sent" if state == "unknown" else state
        insert(
            tx,
            "delivery",
            {**delivery, "lane": 1, "state": told, "attempt": part, "state_at": 0, **times},
        )
