"""What the staff does to the house is written with it, read, and not to be changed unseen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from gateway import rulebook
from models import city, deeds, fsck
from models.base import Store
from models.fsck import Finding
from tests.deskhand import DeskHand, enlist, staffed

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "kediri-112"


def fill(store: Store, count: int = 4) -> None:
    with store.transaction() as tx:
        for turn in range(count):
            at = NOW + timedelta(hours=turn)
            deeds.record(tx, "staff:sari", "counted", "tally:112", {"count": turn}, at)


def test_deeds_are_numbered_without_a_gap_and_read_newest_first(store: Store) -> None:
    fill(store)
    with store.reading() as tx:
        assert [one.id for one in deeds.between(tx)] == [4, 3, 2, 1]
        assert [one.data for one in deeds.between(tx, NOW + timedelta(hours=2))] == [
            {"count": 3},
            {"count": 2},
        ]
        assert deeds.between(tx, actor="staff:budi") == []
        assert [one.id for one in deeds.between(tx, below=3, count=1)] == [2]
    assert fsck.check(store) == []


def test_a_deed_that_is_undone_leaves_no_gap(store: Store) -> None:
    fill(store, 1)
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        deeds.record(tx, "staff:sari", "ended", "staff:budi", {}, NOW)
        raise ZeroDivisionError
    fill(store, 1)
    assert fsck.check(store) == []
    with store.transaction() as tx, pytest.raises(ValueError, match="unknown verb"):
        deeds.record(tx, "staff:sari", "slept", "staff:sari", {}, NOW)


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE deed SET actor = 'staff:budi' WHERE id = 2", Finding("deed", 2, "chain")),
        ("UPDATE deed SET data = '{}' WHERE id = 3", Finding("deed", 3, "chain")),
        ("UPDATE deed SET at = at + 1 WHERE id = 1", Finding("deed", 1, "chain")),
        ("DELETE FROM deed WHERE id = 2", Finding("deed", 3, "chain")),
        ("DELETE FROM deed WHERE id = 4", Finding("deed", 0, "missing")),
    ],
)
def test_a_deed_changed_or_taken_out_is_found(
    store: Store, tampering: str, finding: Finding
) -> None:
    fill(store)
    with store.transaction() as tx:
        tx.change(tampering)
    assert finding in fsck.check(store)


def test_a_new_city_toml_is_a_deed_that_names_what_changed(store: Store, tmp_path: Path) -> None:
    copytree(EXAMPLE, tmp_path / "city")
    path = tmp_path / "city" / "city.toml"

    def look() -> bool:
        text = rulebook.written(city.load(path))
        with store.transaction() as tx:
            return rulebook.compare(tx, text, NOW)

    assert look()
    assert not look()
    path.write_text(
        path.read_text().replace("Dinas Perhubungan", "Dinas Hubungan", 1)
        + '\n[[agency]]\ncode = "BARU"\nname = "Dinas Baru"\n'
    )
    assert look()
    with store.reading() as tx:
        new, first = deeds.between(tx)
    assert (new.actor, new.verb, new.subject) == ("system", "rules", "city")
    assert new.data["agencies_added"] == ["BARU"]
    assert new.data["agencies_changed"] == ["DISHUB"]
    assert "agencies_gone" not in new.data
    assert "DISHUB" in first.data["agencies_added"]
    assert new.data["digest"] != first.data["digest"]


@pytest.fixture
def hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[DeskHand]:
    yield staffed(tmp_path / "hall", monkeypatch, capsys.readouterr)


def test_what_the_staff_does_to_people_and_tallies_is_written(hand: DeskHand) -> None:
    enlist(hand)
    budi = hand.ids["budi"]
    hand.ok("sari", "officer", "duty", budi, "sab 08:00-12:00")
    hand.ok("sari", "officer", "move", budi, "--role", "head")
    hand.ok("sari", "call", "tally", "ghost", "12")
    hand.ok("root", "staff", "add", "dewi", "--role", "viewer")
    rows = hand.ok("sari", "audit", "--json").rows
    told = [(row["actor"], row["verb"], row["subject"]) for row in rows]
    assert told[:4] == [
        ("staff:root", "added", "staff:dewi"),
        ("staff:sari", "counted", "tally:112"),
        ("staff:sari", "moved", f"officer:{budi}"),
        ("staff:sari", "duty", f"officer:{budi}"),
    ]
    assert rows[1]["data"] == {"count": 12, "day": "2026-11-23", "kind": "ghost"}
    assert rows[2]["data"]["role"] == "head"
    assert [row["id"] for row in rows] == list(range(len(rows), 0, -1))
    mine = hand.ok("sari", "audit", "--actor", "root", "--since", "today", "--json").rows
    assert {row["actor"] for row in mine} == {"staff:root"}
    assert "duty changed" in hand.ok("sari", "audit").out


def test_a_refused_command_leaves_no_deed(hand: DeskHand) -> None:
    before = len(hand.ok("sari", "audit", "--json").rows)
    assert hand("joni", "call", "tally", "ghost").code == 1
    assert hand("root", "staff", "end", "nobody").code == 1
    assert hand("joni", "audit").code == 1
    assert len(hand.ok("sari", "audit", "--json").rows) == before
