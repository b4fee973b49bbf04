"""Where a part belongs, as a table of situations."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.joining import Group, Piece, missing, place

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FIRST = Piece(1, b"one", NOW)
SECOND = Piece(2, b"two", NOW)


def group(*pieces: Piece, total: int = 2, closed: bool = False, age: float = 0) -> Group:
    since = NOW - timedelta(hours=age)
    return Group(7, total, since, {p.sequence: p for p in pieces}, closed=closed)


@pytest.mark.parametrize(
    ("new", "known", "expected"),
    [
        (FIRST, None, "open"),
        (FIRST, group(SECOND), "complete"),
        (FIRST, group(SECOND, total=3), "join"),
        (SECOND, group(SECOND), "repeat"),
        (Piece(2, b"TWO", NOW), group(SECOND), "conflict"),
        (Piece(2, b"TWO", NOW + timedelta(hours=1)), group(SECOND), "open"),
        (Piece(2, b"TWO", None), group(SECOND), "conflict"),
        (FIRST, group(SECOND, closed=True), "late"),
        (SECOND, group(SECOND, closed=True), "repeat"),
        (Piece(2, b"two", NOW + timedelta(minutes=3)), group(SECOND, closed=True), "open"),
        (Piece(2, b"TWO", NOW), group(FIRST, SECOND, closed=True), "open"),
        (FIRST, group(SECOND, age=24.1), "open"),
        (FIRST, group(SECOND, age=23.9), "complete"),
    ],
)
def test_part_goes_where_its_group_wants_it(new: Piece, known: Group | None, expected: str) -> None:
    assert place(new, known, NOW) == expected


@given(total=st.integers(2, 255), data=st.data())
def test_any_order_completes_a_group_exactly_once(total: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(1, total + 1)))
    known: Group | None = None
    verdicts = []
    for number in order:
        piece = Piece(number, b"%d" % number, NOW)
        verdicts.append(place(piece, known, NOW))
        held = {} if known is None else dict(known.pieces)
        known = Group(1, total, NOW, {**held, number: piece})
    assert verdicts == ["open", *["join"] * (total - 2), "complete"]


def test_missing_parts_are_named() -> None:
    assert missing(4, {2, 4}) == "1,3"
    assert missing(1, {1}) == ""
