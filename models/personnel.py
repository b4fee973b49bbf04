"""The people of a city: staff at the terminal, officers by SMS, and when they serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.assignment import open_tasks
from models.base import Tx
from models.casework.duty import Shift
from models.rows import insert
from models.times import from_us, to_us


@dataclass(frozen=True, slots=True)
class Clerk:
    """One login of the staff."""

    id: int
    login: str
    role: str  # viewer | agency | coordinator | admin
    agency: str
    created_at: datetime
    until_at: datetime | None = None
    officer: int = 0  # officer.id of the same person: handles by both ways


@dataclass(frozen=True, slots=True)
class Post:
    """One officer in one agency and role, from a day to a day."""

    id: int  # officer.id
    contact: int
    agency: str
    role: str  # officer | head | coordinator | assistant | mayor
    name: str
    number: str  # E.164: for masking, never for printing
    created_at: datetime
    until_at: datetime | None = None
    shifts: tuple[Shift, ...] = ()
    tasks: int = 0  # open ones that this officer accepted


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


def posts(
    tx: Tx, *, officer: int = 0, contact: int = 0, agency: str = "", ended: bool = False
) -> list[Post]:
    """Return officers with their shifts and open tasks, by agency; with *ended* the former too."""
    where, values = ["1 = 1" if ended else "o.until_at IS NULL"], list[object]()
    for column, value in (("o.id", officer), ("o.contact", contact), ("o.agency", agency)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    rows = tx.execute(
        "SELECT o.id, o.contact, o.agency, o.role, o.name, c.number, o.created_at, o.until_at,"
        f" (SELECT COUNT(*) FROM {open_tasks(tx.dialect)} WHERE a.agency = o.agency"
        " AND a.ended_at IS NULL AND a.accepted_by = o.id)"
        " FROM officer o JOIN contact c ON c.id = o.contact"
        f" WHERE {' AND '.join(where)} ORDER BY o.agency, o.id",
        values,
    )
    shifts = _shifts(tx, [row[0] for row in rows])
    return [
        Post(
            row[0], row[1], row[2], row[3],
            tx.keys.open(bytes(row[4])).decode(), tx.keys.open_number(bytes(row[5])),
            from_us(row[6]), _time(row[7]), tuple(shifts.get(row[0], ())), row[8],
        )
        for row in rows
    ]  # fmt: skip


def _shifts(tx: Tx, officers: Sequence[int]) -> dict[int, list[Shift]]:
    found: dict[int, list[Shift]] = {}
    if officers:
        for officer, *shift in tx.execute(
            "SELECT officer, days, opens, closes, place FROM duty"
            f" WHERE officer IN ({tx.marks(len(officers))}) ORDER BY place, id",
            officers,
        ):
            found.setdefault(officer, []).append(Shift(*shift))
    return found


def add_officer(tx: Tx, contact: int, agency: str, role: str, name: str, now: datetime) -> int:
    """Let *contact* serve from now on; StorageError "rule" when it does so already."""
    (row,) = tx.ids("officer")
    columns = {"id": row, "contact": contact, "agency": agency, "role": role}
    sealed = tx.keys.seal(name.encode())
    insert(tx, "officer", {**columns, "name": sealed, "created_at": to_us(now)})
    return row


def end_officer(tx: Tx, officer: int, now: datetime) -> bool:
    """Let *officer* serve no more, and no code that was sent to them count; False for nobody."""
    moment = to_us(now)
    changed = tx.change(
        "UPDATE officer SET until_at = ? WHERE id = ? AND until_at IS NULL", (moment, officer)
    )
    tx.change(
        "UPDATE challenge SET used_at = ? WHERE officer = ? AND used_at IS NULL",
        (moment, officer),
    )
    return changed == 1


def move_officer(tx: Tx, post: Post, agency: str, role: str, now: datetime) -> int:
    """End *post* and let the same person serve elsewhere with the same shifts; return the new id.

    Rows are not changed: what an officer did stays with the agency it was done for.
    """
    end_officer(tx, post.id, now)
    moved = add_officer(tx, post.contact, agency, role, post.name, now)
    set_shifts(tx, moved, post.shifts)
    return moved


def set_shifts(tx: Tx, officer: int, shifts: Sequence[Shift]) -> None:
    """Let *officer* be on duty at *shifts* and at no other time."""
    tx.change("DELETE FROM duty WHERE officer = ?", (officer,))
    for row, shift in zip(tx.ids("duty", len(shifts)) if shifts else (), shifts, strict=True):
        columns = {"id": row, "officer": officer, "days": shift.days, "opens": shift.opens}
        insert(tx, "duty", {**columns, "closes": shift.closes, "place": shift.place})


def _time(value: int | None) -> datetime | None:
    return None if value is None else from_us(value)
