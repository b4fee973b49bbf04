"""The event chain: what was written is what is there, in its order."""

from datetime import UTC, datetime

import pytest

from models import event, search
from models.base import Store, Tx
from models.event import Happening

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def add_ticket(tx: Tx) -> int:
    """Store a ticket with nothing behind it but its contact, and return its id."""
    ((ticket,), (contact,)) = (tx.ids("ticket"), tx.ids("contact"))
    tx.change(
        "INSERT INTO contact (id, number, kind, created_at) VALUES (?, ?, 'mobile', 0)",
        (contact, tx.keys.seal_number(f"+62812{contact}")),
    )
    columns = (
        "id, number, inbox, contact, line, type, category, urgency, confidentiality, state, "
        "redacted, original, text_key, created_at, updated_at"
    )
    tx.change(
        f"INSERT INTO ticket ({columns}) VALUES ({tx.marks(15)})",
        (ticket, 1_000_000 + ticket, ticket, contact, "kartu1", "aduan", "pju", "biasa", "biasa",
         "new", "lampu mati", tx.keys.seal(b"lampu mati"), b"", 0, 0),
    )  # fmt: skip
    search.put(tx, ticket, "lampu mati")
    return ticket


def make_chain(store: Store, length: int = 5) -> int:
    with store.transaction() as tx:
        ticket = add_ticket(tx)
        for step in range(length):
            event.append(tx, ticket, at=NOW, actor="system", verb="moved", data={"step": step})
    return ticket


def holds(store: Store, ticket: int) -> bool:
    with store.reading() as tx:
        return event.verify(tx, ticket)


def test_events_are_numbered_within_their_ticket(store: Store) -> None:
    with store.transaction() as tx:
        one, two = add_ticket(tx), add_ticket(tx)
        ids = event.append_all(
            tx,
            [
                Happening(one, NOW, "citizen", "reported", {"inbox": 1}),
                Happening(two, NOW, "citizen", "reported", {"inbox": 2}),
                Happening(one, NOW, "system", "answered", {"outbox": 3}),
            ],
        )
        later = event.append(tx, two, at=NOW, actor="staff:ani", verb="moved", data={})
        rows = tx.execute("SELECT id, ticket, seq, data FROM event ORDER BY id")
    assert [*ids, later] == [1, 2, 3, 4]
    assert rows == [
        (1, one, 1, '{"inbox":1}'),
        (2, two, 1, '{"inbox":2}'),
        (3, one, 2, '{"outbox":3}'),
        (4, two, 2, "{}"),
    ]
    assert holds(store, one)
    assert holds(store, two)


def test_a_ticket_without_events_holds(store: Store) -> None:
    with store.transaction() as tx:
        ticket = add_ticket(tx)
        assert list(event.append_all(tx, [])) == []
    assert holds(store, ticket)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE event SET actor = 'citizen' WHERE seq = 3",
        "UPDATE event SET verb = 'closed' WHERE seq = 1",
        "UPDATE event SET at = at + 1 WHERE seq = 5",
        "UPDATE event SET data = '{}' WHERE seq = 2",
        "UPDATE event SET seq = seq + 10 WHERE seq = 5",
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "UPDATE event SET chain = (SELECT chain FROM event WHERE seq = 1) WHERE seq = 2",
    ],
)
def test_tampering_shows(store: Store, tampering: str) -> None:
    ticket = make_chain(store)
    assert holds(store, ticket)
    with store.transaction() as tx:
        assert tx.change(tampering) == 1
    assert not holds(store, ticket)


def test_an_event_cannot_move_to_another_ticket(store: Store) -> None:
    one = make_chain(store)
    with store.transaction() as tx:
        other = add_ticket(tx)
        tx.change("UPDATE event SET ticket = ? WHERE ticket = ?", (other, one))
    assert not holds(store, other)


def test_an_event_needs_a_time_with_a_zone(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a zone"), store.transaction() as tx:
        event.append(tx, add_ticket(tx), at=naive, actor="system", verb="moved", data={})
