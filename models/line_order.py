"""What a person told a line to do: to stand still for a while, or to take the SIM it has now."""

from dataclasses import dataclass
from datetime import datetime

from models.base import Tx
from models.orm import Table, UtcField, pw
from models.times import from_us, to_us


class LineOrder(Table):
    """The last word of a person to one line."""

    line = pw.TextField(primary_key=True)
    paused = pw.BigIntegerField()  # 1: closed until it is resumed
    reason = pw.TextField(default="")  # in the person's words
    actor = pw.TextField()  # "staff:NAME"
    at = UtcField()


@dataclass(frozen=True, slots=True)
class Order:
    """One row."""

    paused: bool
    reason: str
    actor: str
    at: datetime


def order(tx: Tx, line: str) -> Order | None:
    """Return the last word to *line*, None when nobody ever said one."""
    return orders(tx).get(line)


def orders(tx: Tx) -> dict[str, Order]:
    """Return the last word to each line."""
    rows = tx.execute("SELECT line, paused, reason, actor, at FROM line_order")
    return {
        line: Order(bool(paused), reason, actor, from_us(at))
        for line, paused, reason, actor, at in rows
    }


def give(tx: Tx, line: str, *, paused: bool, reason: str, actor: str, now: datetime) -> None:
    """Tell *line* to stand still or to go on; a line that waits after a fault tries at once."""
    tx.change(
        "INSERT INTO line_order (line, paused, reason, actor, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (line) DO UPDATE SET paused = excluded.paused, reason = excluded.reason,"
        " actor = excluded.actor, at = excluded.at",
        (line, int(paused), reason, actor, to_us(now)),
    )
