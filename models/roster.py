"""Who serves for the city by SMS: officers of an agency or of a role, as they are found by."""

from collections.abc import Collection, Sequence

from models.base import Tx
from models.casework.duty import Serving, Shift
from models.casework.states import Role


def by_contact(tx: Tx, contact: int) -> Serving | None:
    """Return the officer that *contact* is, or None; without shifts."""
    return next(iter(of_contacts(tx, (contact,))), None)


def of_contacts(tx: Tx, contacts: Sequence[int]) -> tuple[Serving, ...]:
    """Return the officers that some of *contacts* are, without shifts."""
    if not contacts:
        return ()
    rows = tx.execute(
        "SELECT id, contact, agency, role FROM officer"
        f" WHERE contact IN ({tx.marks(len(contacts))}) AND until_at IS NULL ORDER BY id",
        contacts,
    )
    return tuple(Serving(*row) for row in rows)


def numbers(tx: Tx, senders: Collection[str]) -> frozenset[str]:
    """Return those of *senders* (E.164) that are officers' numbers."""
    sealed = {tx.keys.seal_number(number): number for number in senders if number}
    if not sealed:
        return frozenset()
    rows = tx.execute(
        "SELECT c.number FROM contact c JOIN officer o ON o.contact = c.id"
        f" WHERE o.until_at IS NULL AND c.number IN ({tx.marks(len(sealed))})",
        tuple(sealed),
    )
    return frozenset(sealed[bytes(number)] for (number,) in rows)


def serving(
    tx: Tx, *, agency: str = "", roles: tuple[Role, ...] = (), officer: int = 0
) -> tuple[Serving, ...]:
    """Return those who serve now, of *agency*, in one of *roles*, or the one *officer*.

    In the order of the roster: by the place of their first shift, then by when they came.
    """
    where, values = ["until_at IS NULL"], list[object]()
    if agency:
        where.append("agency = ?")
        values.append(agency)
    if roles:
        where.append(f"role IN ({tx.marks(len(roles))})")
        values += roles
    if officer:
        where.append("id = ?")
        values.append(officer)
    rows = tx.execute(
        f"SELECT id, contact, agency, role FROM officer WHERE {' AND '.join(where)} ORDER BY id",
        values,
    )
    shifts = _shifts(tx, [row[0] for row in rows])
    found = [
        Serving(row, contact, code, role, tuple(shifts.get(row, ())))
        for row, contact, code, role in rows
    ]
    return tuple(sorted(found, key=_place))


def _shifts(tx: Tx, officers: list[int]) -> dict[int, list[Shift]]:
    found: dict[int, list[Shift]] = {}
    if officers:
        for officer, *shift in tx.execute(
            "SELECT officer, days, opens, closes, place FROM duty"
            f" WHERE officer IN ({tx.marks(len(officers))}) ORDER BY place, id",
            officers,
        ):
            found.setdefault(officer, []).append(Shift(*shift))
    return found


def _place(one: Serving) -> int:
    return one.shifts[0].place if one.shifts else 1_000
