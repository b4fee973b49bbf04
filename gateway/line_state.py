"""What `kentongan line status` shows: each line writes its health when it changes or gets old."""

import json
from dataclasses import asdict
from datetime import datetime

from gateway.message import Health
from gateway.office import Office
from gateway.trust import Trust
from models.base import Tx
from models.rows import insert
from models.times import from_us, to_us

FRESH = 10.0
"""Seconds after which an unchanged state is written again: an old row means a dead line."""


class LineState:
    """Remembers what was written last, so that a quiet line costs no commits."""

    def __init__(self, line: str, office: Office) -> None:
        """Nothing is written until the first show()."""
        self._line = line
        self._office = office
        self._written: tuple[object, ...] = ()
        self._down_since: datetime | None = None

    def recall(self, trust: Trust) -> None:
        """Let *trust* go on where the last life of the line ended, and one part try it at once.

        Somebody may have topped it up; if not, the next rest is longer.
        """
        with self._office.store.reading() as tx:
            rows = tx.execute(
                "SELECT data, pause_reason FROM line_state WHERE line = ?", (self._line,)
            )
        for data, reason in rows:
            known = json.loads(data)
            since = known.get("down_since")
            self._down_since = None if since is None else from_us(since)
            if rests := known.get("rests", 0):
                trust.remember(rests, self._office.clock(), reason)

    def show(self, health: Health, trust: Trust, *, force: bool = False) -> None:
        """Write the state of the line, if there is something new to say."""
        now = self._office.clock()
        resting = trust.until is not None and trust.resting(now)
        paused = to_us(trust.until) if trust.until and resting else None
        age = int(now.timestamp() // FRESH)
        news = (health.up, health.detail, health.registered, paused, trust.rests, age)
        if news == self._written and not force:
            return
        self._down_since = None if health.up else self._down_since or now
        data = asdict(health)
        data["proof_at"] = to_us(health.proof_at) if health.proof_at else None
        data["down_since"] = to_us(self._down_since) if self._down_since else None
        data["rests"] = trust.rests
        row = {
            "line": self._line,
            "node": self._office.node,
            "data": json.dumps(data),
            "paused_until": paused,
            "pause_reason": trust.why,
            "updated_at": to_us(now),
        }

        def job(tx: Tx) -> None:
            tx.change("DELETE FROM line_state WHERE line = ?", (self._line,))
            insert(tx, "line_state", row)

        self._office.writer.submit(job).result()
        self._written = news
