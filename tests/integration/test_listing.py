"""Lists and searches hold what was asked for, newest first, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models import listing, narrowing
from models.casework.effects import (
    Assign,
    ClockChange,
    Happened,
    Link,
    Move,
    StartClock,
    TaskMove,
)
from models.listing import Filter
from tests.desk import REPORT, Clerk
from tests.town import MONDAY, Town

BUDI = "+6281234567890"
ALL = 2**62
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def clerk(town: Town) -> Clerk:
    """Return the clerk of seven tickets, ids 1 to 7, an hour apart."""
    clerk = Clerk(town)
    texts = (
        ("lampu jalan mati di jl veteran", REPORT),
        ("lampu taman mati di jl kawi", replace(REPORT, area="35.71.01")),
        ("jalan berlubang di jl veteran", replace(REPORT, category="jalan", channel="wa")),
        ("sampah menumpuk", replace(REPORT, category="sampah", review="unread")),
        ("rahasia lampu", replace(REPORT, confidentiality="rahasia")),
        ("kebakaran", replace(REPORT, urgency="darurat", accused=("DLH", "PUPR"))),
        ("pohon tumbang di jl kawi", replace(REPORT, category="pohon", area="35.71.02")),
    )
    cases = []
    for text, new in texts:
        cases.append(clerk.report(text, BUDI, new))
        town.wait(hours=1)
    clerk.write(Assign("DISHUB", lead=True), Move("assigned", "assign"), case=cases[0])
    clerk.write(
        Assign("DISHUB", lead=False), TaskMove("DISHUB", "done"), Move("done", "done"),
        case=cases[1],
    )  # fmt: skip
    clerk.write(Assign("DISHUB", lead=False), TaskMove("DISHUB", "returned"), case=cases[1])
    clerk.write(Assign("PUPR", lead=True), case=cases[2])
    clerk.write(Move("prank", "prank"), case=cases[3])
    late = StartClock("verify", town.now - timedelta(minutes=1))
    clerk.write(late, ClockChange("verify", "breached"), Happened("x"), case=cases[5])
    clerk.write(Link(cases[0]), case=cases[1])
    return clerk


WANTED: tuple[tuple[Filter, list[int]], ...] = (
    (Filter(), [7, 6, 5, 4, 3, 2, 1]),
    (Filter(states=("done", "prank")), [4, 2]),
    (Filter(states=("new",), category="jalan"), [3]),
    (Filter(agency="DISHUB"), [2, 1]),
    (Filter(agency="DISHUB", open_task=True), [1]),
    (Filter(agency="DISHUB", states=("done",)), [2]),
    (Filter(agency="DISHUB", states=("done",), open_task=True), []),
    (Filter(agency="DISHUB", category="pju", areas=("35.71.01",)), [2]),
    (Filter(agency="DLH"), []),
    (Filter(areas=("35.71.01",)), [2]),
    (Filter(areas=("35.71.01", "35.71.02", "x")), [7, 2]),
    (Filter(urgency="darurat"), [6]),
    (Filter(urgency="biasa", channel="sms"), [7, 5, 4, 2, 1]),
    (Filter(channel="wa"), [3]),
    (Filter(review=True), [4]),
    (Filter(late=LATER), [6]),
    (Filter(incident=1), [2, 1]),
    (Filter(hidden_from="DLH", category="pju"), [5, 2, 1]),
    (Filter(hidden_from="DL_"), [7, 6, 5, 4, 3, 2, 1]),
    (Filter(since=MONDAY + timedelta(hours=4, minutes=30)), [7, 6]),
    (Filter(until=MONDAY + timedelta(minutes=30)), [1]),
    (Filter(agency="DISHUB", since=MONDAY + timedelta(minutes=30), until=LATER), [2]),
    (Filter(words="lampu"), [2, 1]),
    (Filter(words="LAMPU veteran"), [1]),
    (Filter(words="lam* kawi"), [2]),
    (Filter(words="lam"), []),
    (Filter(words="lampu", agency="DISHUB", states=("assigned",)), [1]),
    (Filter(words="berlubang", category="jalan", channel="wa"), [3]),
    (Filter(words="jl kawi", since=MONDAY + timedelta(hours=4)), [7]),
    (Filter(words="kebakaran", hidden_from="PUPR"), []),
    (Filter(words="tidakada"), []),
)
SIZES = ((50_000, 10_000), (1, 1), (50_000, 0), (0, 0))
"""Limits between ways to look: each answer is the same by all of them."""


def test_what_is_asked_for_is_found(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    for cap, small in SIZES:
        monkeypatch.setattr(narrowing, "CAP", cap)
        monkeypatch.setattr(listing, "SMALL", small)
        monkeypatch.setattr(listing, "FEW", small // 5)
        with clerk.town.store.reading() as tx:
            for wanted, ids in WANTED:
                told = f"{wanted} with CAP {cap} and SMALL {small}"
                assert listing.ids(tx, wanted, ALL, 50) == ids, told
                assert listing.ids(tx, wanted, ALL, 2) == ids[:2], told
                assert listing.ids(tx, wanted, ids[0] if ids else 1, 50) == ids[1:], told


MARKS = (
    '"', "lampu OR jalan)", "NOT lampu", "a:b*c", "'; DROP TABLE ticket", "* * *", "()", "-lampu",
    "redacted:lampu", "NEAR(lampu jalan)", "|", "\\", "^lampu", "lampu*mati",
)  # fmt: skip


def test_marks_in_a_search_are_no_operators(clerk: Clerk) -> None:
    for words in MARKS:
        with clerk.town.store.reading() as tx:
            found = listing.ids(tx, Filter(words=words), ALL, 50)
        assert found in ([], [2, 1]), words
    assert clerk.town.count("ticket") == 7
