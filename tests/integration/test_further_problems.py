"""One SMS about two problems: the second one's agency is proposed as support."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deskhand import DeskHand, staffed


@pytest.fixture
def hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[DeskHand]:
    yield staffed(tmp_path / "hall", monkeypatch, capsys.readouterr)


def test_agency_of_a_second_problem_is_proposed_as_support(hand: DeskHand) -> None:
    both = hand.report("lampu jalan mati di Jl Veteran, selain itu sampah menumpuk")
    hand.ok("sari", "ticket", "verify", both, "dicek RT")
    hand.ok("sari", "ticket", "assign", both, "--suggested")
    found = hand.sql(
        "SELECT a.agency, a.lead FROM assignment a JOIN ticket t ON t.id = a.ticket"
        " WHERE t.number = ? ORDER BY a.lead DESC",
        int(both),
    )
    assert [(agency, bool(lead)) for agency, lead in found] == [("DISHUB", True), ("DLHKP", False)]
