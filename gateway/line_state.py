"""What `kentongan line status` shows: each line writes its health when it changes or gets old."""

import json
from dataclasses import asdict
from datetime import datetime

from gateway.message import Health
from gateway.office import Office
from models.base import Tx
from models.rows import insert
from models.times import to_us

FRESH = 10.0
"""Seconds after which an unchanged state is written again: an old row means a dead line."""


class LineState:
    """Remembers what was written last, so that a quiet line costs no commits."""

    def __init__(self, line: str, office: Office) -> None:
        """Nothing is written until the first show()."""
        self._line = line
        self._office = office
        self._written: tuple[object, ...] = ()

    def show(self, health: Health, paused_until: datetime, *, force: bool = False) -> None:
        """Write the state of the line, if there is something new to say."""
        now = self._office.clock()
        paused = to_us(paused_until) if paused_until > now else None
        age = int(now.timestamp() // FRESH)
        news = (health.up, health.detail, health.registered, paused, age)
        if news == self._written and not force:
            return
        data = asdict(health)
        data["proof_at"] = to_us(health.proof_at) if health.proof_at else None
        row = {
            "line": self._line,
            "node": self._office.node,
            "data": json.dumps(data),
            "paused_until": paused,
            "updated_at": to_us(now),
        }

        def job(tx: Tx) -> None:
            tx.change("DELETE FROM line_state WHERE line = ?", (self._line,))
            insert(tx, "line_state", row)

        self._office.writer.submit(job).result()
        self._written = news
