"""Printed sheets of codes for officers: HOTP of RFC 4226, each code good once and in its order.

A sheet proves who writes where a code sent by SMS would not do: to a phone that somebody else reads
too. The secret is stored sealed; codes that were skipped are gone, WINDOW of them at a time.
"""

import hmac
import os
from datetime import datetime

from models.base import Tx
from models.rows import insert
from models.times import to_us

DIGITS = 6
WINDOW = 10
"""Codes that may be skipped: crossed out by mistake, or lost with an SMS."""
SECRET = 20  # bytes, RFC 4226 section 4


def code(secret: bytes, counter: int) -> str:
    """Return the code of *counter* (RFC 4226 section 5.3).

    >>> code(b"12345678901234567890", 0), code(b"12345678901234567890", 9)
    ('755224', '520489')
    """
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def issue(tx: Tx, officer: int, count: int, now: datetime) -> list[str]:
    """Return the *count* codes of a new sheet of *officer*; an older one counts no more."""
    end(tx, officer, now)
    secret = os.urandom(SECRET)
    (row,) = tx.ids("sheet")
    columns = {"id": row, "officer": officer, "secret": tx.keys.seal(secret), "size": count}
    insert(tx, "sheet", {**columns, "place": 0, "made_at": to_us(now)})
    return [code(secret, counter) for counter in range(count)]


def end(tx: Tx, officer: int, now: datetime) -> None:
    """Let the sheet of *officer* count no more; 0 means all sheets."""
    tx.change(
        "UPDATE sheet SET until_at = ? WHERE until_at IS NULL AND (officer = ? OR ? = 0)",
        (to_us(now), officer, officer),
    )


def has(tx: Tx, officer: int) -> bool:
    """Tell whether *officer* has a sheet with a code that is left."""
    return _open(tx, officer) is not None


def fits(tx: Tx, officer: int, given: str) -> bool:
    """Tell whether *given* is one of the next codes of the sheet of *officer*."""
    return _counter(tx, officer, given) is not None


def use(tx: Tx, officer: int, given: str) -> None:
    """Cross *given* out, with all codes before it; nothing happens to a code that does not fit."""
    counter = _counter(tx, officer, given)
    if counter is not None:
        tx.change(
            "UPDATE sheet SET place = ? WHERE officer = ? AND until_at IS NULL",
            (counter + 1, officer),
        )


def _counter(tx: Tx, officer: int, given: str) -> int | None:
    """Return the counter of *given* within the WINDOW; every code is compared, in equal time."""
    sheet = _open(tx, officer)
    if sheet is None:
        return None
    secret, place, size = sheet
    ahead = range(place, min(place + WINDOW, size))
    same = [at for at in ahead if hmac.compare_digest(code(secret, at), given)]
    return same[0] if same else None


def _open(tx: Tx, officer: int) -> tuple[bytes, int, int] | None:
    """Return secret, next counter and size of the sheet of *officer*; None without a code left."""
    rows = tx.execute(
        "SELECT secret, place, size FROM sheet WHERE officer = ? AND until_at IS NULL"
        " AND place < size",
        (officer,),
    )
    return (tx.keys.open(bytes(rows[0][0])), rows[0][1], rows[0][2]) if rows else None
