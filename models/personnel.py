"""The people of a city: staff at the terminal, officers by SMS, and when they serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models import sheets
from models.base import Tx
from models.casework.duty import Shift
from models.clerk import Clerk, add_clerk, clerk, clerks, end_clerk
from models.narrowing import open_tasks
from models.rows import insert
from models.times import from_us, to_us

__all__ = [
    "Clerk", "Post", "add_clerk", "add_officer", "clerk", "clerks", "end_clerk", "end_officer",
    "move_officer", "posts", "set_shifts",
]  # fmt: skip


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
    sheets.end(tx, officer, now)
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
