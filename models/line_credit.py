"""What the operator said last of a prepaid SIM: credit, active period, no credit left."""

from dataclasses import dataclass
from datetime import date, datetime

from models.base import Tx
from models.orm import Table, UtcField, pw
from models.times import from_us, to_us


class LineCredit(Table):
    """One line with a SIM."""

    line = pw.TextField(primary_key=True)
    balance = pw.BigIntegerField(null=True)  # rupiah; NULL: not told
    expires = pw.TextField(default="")  # last day of the active period, ISO; '': not told
    short_at = UtcField(null=True)  # the credit did not suffice; NULL: not since a balance
    updated_at = UtcField()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one SIM."""

    balance: int | None
    expires: date | None
    short_at: datetime | None
    updated_at: datetime


def known(tx: Tx) -> dict[str, Known]:
    """Return what is known, by line."""
    rows = tx.execute("SELECT line, balance, expires, short_at, updated_at FROM line_credit")
    return {
        line: Known(
            balance,
            date.fromisoformat(expires) if expires else None,
            from_us(short_at) if short_at is not None else None,
            from_us(updated_at),
        )
        for line, balance, expires, short_at, updated_at in rows
    }


def note(
    tx: Tx, line: str, *, balance: int | None, expires: date | None, short: bool, now: datetime
) -> None:
    """Keep what the operator said of *line* at *now*; what it did not say stays as it was.

    A balance or an active period ends an earlier "does not suffice", unless this text says it.
    """
    old = known(tx).get(line)
    if old is not None:
        balance = old.balance if balance is None else balance
        expires = old.expires if expires is None else expires
    tx.change(
        "INSERT INTO line_credit (line, balance, expires, short_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (line) DO UPDATE SET balance = excluded.balance,"
        " expires = excluded.expires, short_at = excluded.short_at,"
        " updated_at = excluded.updated_at",
        (
            line, balance, expires.isoformat() if expires else "", to_us(now) if short else None,
            to_us(now),
        ),
    )  # fmt: skip


def forget(tx: Tx, line: str) -> None:
    """Forget what is known of *line*: another SIM is in it."""
    tx.change("DELETE FROM line_credit WHERE line = ?", (line,))
