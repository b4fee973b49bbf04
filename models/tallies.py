"""What was counted by hand on the channels that the gateway does not hear, by day."""

from datetime import date

from models.base import Tx


def add(tx: Tx, day: date, channel: str, kind: str, count: int) -> int:
    """Add *count* (which may be negative) to the tally of *day*; return what it is then.

    ValueError when it would fall below nothing.
    """
    (row,) = tx.ids("tally")
    tx.change(
        "INSERT INTO tally (id, day, channel, kind, count) VALUES (?, ?, ?, ?, 0)"
        " ON CONFLICT (day, channel, kind) DO NOTHING",
        (row, day.isoformat(), channel, kind),
    )
    ((total,),) = tx.execute(
        "UPDATE tally SET count = count + ? WHERE day = ? AND channel = ? AND kind = ?"
        " RETURNING count",
        (count, day.isoformat(), channel, kind),
    )
    if total < 0:
        raise ValueError(total - count)
    return int(total)


def between(tx: Tx, first: date, last: date) -> list[tuple[str, str, str, int]]:
    """Return (day, channel, kind, count) from *first* to *last*, the newest day first."""
    return [
        (day, channel, kind, count)
        for day, channel, kind, count in tx.execute(
            "SELECT day, channel, kind, count FROM tally WHERE day >= ? AND day <= ?"
            " ORDER BY day DESC, channel, kind",
            (first.isoformat(), last.isoformat()),
        )
    ]
