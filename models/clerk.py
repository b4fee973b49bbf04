"""The staff: who may act at the terminal."""

from datetime import datetime
from typing import NamedTuple

from models.base import Tx
from models.rows import insert
from models.times import from_us, to_us


class Clerk(NamedTuple):
    """One login of the staff."""

    id: int
    login: str
    role: str  # viewer | agency | coordinator | admin
    agency: str
    created_at: datetime
    until_at: datetime | None = None
    officer: int = 0  # officer.id of the same person: handles by both ways


def clerk(tx: Tx, login: str) -> Clerk | None:
    """Return who *login* is among the staff now, or None."""
    found = clerks(tx, login=login)
    return found[0] if found else None


def clerks(tx: Tx, *, login: str = "", ended: bool = False) -> list[Clerk]:
    """Return the staff by login; with *ended* also those who left."""
    where, values = ["1 = 1" if ended else "until_at IS NULL"], list[object]()
    if login:
        where.append("login = ?")
        values.append(login)
    rows = tx.execute(
        "SELECT id, login, role, agency, created_at, until_at, officer FROM staff"
        f" WHERE {' AND '.join(where)} ORDER BY login, id",
        values,
    )
    return [
        Clerk(key, name, role, of, from_us(made), _time(until), officer)
        for key, name, role, of, made, until, officer in rows
    ]


def add_clerk(tx: Tx, login: str, role: str, agency: str, now: datetime, officer: int = 0) -> int:
    """Let *login* act from now on, also as *officer*; StorageError "rule" when it does already."""
    (row,) = tx.ids("staff")
    columns = {"id": row, "login": login, "role": role, "agency": agency, "officer": officer}
    insert(tx, "staff", {**columns, "created_at": to_us(now)})
    return row


def end_clerk(tx: Tx, login: str, now: datetime) -> bool:
    """Let *login* only read from now on; False when it is not of the staff."""
    changed = tx.change(
        "UPDATE staff SET until_at = ? WHERE login = ? AND until_at IS NULL", (to_us(now), login)
    )
    return changed == 1


def _time(value: int | None) -> datetime | None:
    return None if value is None else from_us(value)
