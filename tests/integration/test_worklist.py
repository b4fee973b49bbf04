"""What waits for whom, who serves, and what was counted: the same on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import personnel, tallies, worklist
from models.base import Store, Tx
from models.casework.duty import Shift
from models.errors import StorageError
from models.narrowing import open_tasks
from models.rows import insert
from models.times import to_us

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ticket(tx: Tx, row: int, state: str, review: str = "") -> None:
    columns: dict[str, object] = {"id": row, "number": row, "line": "x", "type": "pengaduan"}
    columns |= {"category": "pju", "urgency": "biasa", "confidentiality": "biasa", "state": state}
    columns |= {"review": review, "redacted": "", "original": b"", "text_key": b""}
    insert(tx, "ticket", {**columns, "created_at": to_us(NOW), "updated_at": to_us(NOW)})


def task(tx: Tx, row: int, about: int, state: str, agency: str = "DISHUB") -> None:
    columns = {"id": row, "ticket": about, "agency": agency, "lead": 1, "state": state}
    insert(tx, "assignment", {**columns, "created_at": 1, "updated_at": 1})


def clock(tx: Tx, row: int, about: int, due: datetime, **more: object) -> None:
    columns = {"id": row, "ticket": about, "name": "follow_up", "started_at": 1, "due": to_us(due)}
    insert(tx, "clock", {**columns, **more})


@pytest.fixture
def full(store: Store) -> Store:
    """Return a store with one ticket for each section."""
    with store.transaction() as tx:
        for row, (state, review) in enumerate(
            [("new", ""), ("new", "unread"), ("new", "similar"), ("verified", ""),
             ("assigned", ""), ("in_progress", ""), ("held", ""), ("done", ""), ("assigned", "")],
            1,
        ):  # fmt: skip
            ticket(tx, row, state, review)
        for row, about, state in ((1, 5, "assigned"), (2, 6, "in_progress"), (3, 7, "accepted"),
                                  (4, 9, "assigned")):  # fmt: skip
            task(tx, row, about, state)
        clock(tx, 1, 5, NOW + HOUR, task=1)
        clock(tx, 2, 6, NOW - HOUR, task=2, breached_at=to_us(NOW))
        clock(tx, 3, 9, NOW - 2 * HOUR, task=4, wake=to_us(NOW - 2 * HOUR))  # not swept yet
        clock(tx, 4, 8, NOW - HOUR, name="close", breached_at=to_us(NOW))
        clock(tx, 5, 7, NOW - HOUR, task=3, breached_at=to_us(NOW), paused_since=1)
        insert(tx, "alarm", {"ticket": 9, "next_at": 1})
        insert(tx, "alarm", {"ticket": 8, "next_at": 1})  # ended without being taken
        insert(tx, "alarm", {"ticket": 5, "taken_at": 1})
    return store


def found(store: Store, agency: str = "", limit: int = 5) -> dict[str, tuple[int, ...]]:
    with store.reading() as tx:
        sections = worklist.sections(tx, agency, NOW, limit)
    assert all(one.name in worklist.SECTIONS for one in sections)
    return {one.name: one.tickets for one in sections if one.count}


def test_the_city_sees_each_ticket_where_it_waits(full: Store) -> None:
    assert found(full) == {
        "alarms": (9,), "late": (9, 6), "unread": (2,), "unverified": (1,), "to_assign": (4,),
        "proposals": (3,),
    }  # fmt: skip


def test_an_agency_sees_its_tasks_the_first_due_first(full: Store) -> None:
    assert found(full, "DISHUB") == {
        "alarms": (9,), "late": (9, 6), "to_accept": (9, 5), "at_work": (6, 7), "waiting": (7,),
    }  # fmt: skip
    assert found(full, "DLHKP") == {}


def test_what_has_ended_need_not_be_read_but_for_an_appeal(full: Store) -> None:
    with full.transaction() as tx:
        for row, review in ((21, "unread"), (22, "appeal"), (23, "low_rating"), (24, "similar")):
            ticket(tx, row, "closed", review)
    assert (found(full)["unread"], found(full)["proposals"]) == ((2, 22, 23), (3,))


def test_a_limit_cuts_the_rows_and_not_the_count(full: Store) -> None:
    with full.reading() as tx:
        late = next(o for o in worklist.sections(tx, "", NOW, 1) if o.name == "late")
    assert (late.count, late.tickets) == (2, (9,))
    assert found(full, limit=0)["late"] == (9, 6)


def test_a_login_acts_once_at_a_time(store: Store) -> None:
    with store.transaction() as tx:
        personnel.add_clerk(tx, "sari", "viewer", "", NOW)
        assert personnel.end_clerk(tx, "sari", NOW)
        assert not personnel.end_clerk(tx, "sari", NOW)
        personnel.add_clerk(tx, "sari", "coordinator", "", NOW)
        clerk = personnel.clerk(tx, "sari")
        assert clerk is not None
        assert clerk.role == "coordinator"
        assert personnel.clerk(tx, "tono") is None
        assert [one.until_at for one in personnel.clerks(tx, ended=True)] == [NOW, None]
    with pytest.raises(StorageError), store.transaction() as tx:
        personnel.add_clerk(tx, "sari", "admin", "", NOW)


def test_an_officer_keeps_shifts_when_moved_and_leaves_the_old_row(store: Store) -> None:
    shifts = (Shift(31, 450, 960, 1), Shift(96, 0, 0, 2))
    with store.transaction() as tx:
        number = tx.keys.seal_number("+6281234567890")
        insert(tx, "contact", {"id": 1, "number": number, "kind": "mobile", "created_at": 1})
        first = personnel.add_officer(tx, 1, "DISHUB", "officer", "Budi", NOW)
        personnel.set_shifts(tx, first, shifts)
        (post,) = personnel.posts(tx, agency="DISHUB")
        second = personnel.move_officer(tx, post, "DLHKP", "head", NOW + HOUR)
        (moved,) = personnel.posts(tx)
    assert (post.name, post.number, post.shifts) == ("Budi", "+6281234567890", shifts)
    assert (moved.id, moved.agency, moved.role, moved.shifts) == (second, "DLHKP", "head", shifts)
    with store.reading() as tx:
        assert [one.until_at for one in personnel.posts(tx, ended=True)] == [NOW + HOUR, None]
        assert personnel.posts(tx, officer=first) == []
        assert personnel.posts(tx, contact=1)[0].id == second
    with store.transaction() as tx:
        personnel.set_shifts(tx, second, ())
        assert personnel.posts(tx)[0].shifts == ()


def test_tallies_add_up_and_never_fall_below_nothing(store: Store) -> None:
    day = date(2026, 11, 23)
    with store.transaction() as tx:
        assert tallies.add(tx, day, "112", "ghost", 12) == 12
        assert tallies.add(tx, day, "112", "ghost", -2) == 10
        assert tallies.add(tx, day, "WA", "valid", 1) == 1
        assert tallies.add(tx, day - timedelta(days=1), "112", "spam", 3) == 3
    with pytest.raises(ValueError, match="10"), store.transaction() as tx:
        tallies.add(tx, day, "112", "ghost", -11)
    with store.reading() as tx:
        assert tallies.between(tx, day, day) == [
            ("2026-11-23", "112", "ghost", 10), ("2026-11-23", "WA", "valid", 1),
        ]  # fmt: skip
        assert len(tallies.between(tx, day - timedelta(days=9), day)) == 3


def test_no_section_walks_through_all_tickets(full: Store) -> None:
    if full.dialect.name != "sqlite":
        return  # its planner reads a small table as it likes
    with full.reading() as tx:
        for sections in (worklist._CITY, worklist._AGENCY):
            for name, query in sections.items():
                sql = query.replace("{tasks}", open_tasks(tx.dialect))
                marks = ["x"] * sql.count("?")
                plan = [str(row[3]) for row in tx.execute(f"EXPLAIN QUERY PLAN {sql}", marks)]
                scans = [step for step in plan if step.startswith(("SCAN t", "SCAN c ", "SCAN a"))]
                assert [step for step in scans if "USING INDEX ticket_to_review" not in step
                        and "USING COVERING INDEX" not in step] == [], (name, plan)  # fmt: skip
