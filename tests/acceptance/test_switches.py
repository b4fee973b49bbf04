"""Without a rule the row that needs it turns red, and names itself: no row is proved by chance."""

from pathlib import Path

import pytest

from tests.acceptance.beginnings import Beginnings
from tests.acceptance.player import RedError
from tests.acceptance.rows import ROWS, proofs
from tests.acceptance.switches import SWITCHES, Switch


@pytest.mark.parametrize("switch", SWITCHES, ids=[f"{one.row}: {one.name}" for one in SWITCHES])
def test_row_turns_red_without_its_rule(
    switch: Switch, tmp_path: Path, beginnings: Beginnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = {proof.scene.title: proof for proof in proofs()[switch.row]}
    for proof in scenes.values():
        beginnings.begin(proof.script)
    switch.off(monkeypatch)
    with pytest.raises(RedError) as red:
        for at, proof in enumerate(scenes.values()):
            folder = tmp_path / str(at)
            folder.mkdir()
            beginnings.play(folder, proof.script, proof.scene)
    assert switch.row in red.value.marks, red.value


def test_switches_are_of_rows_that_exist() -> None:
    assert {switch.row for switch in SWITCHES} <= {row.id for row in ROWS}
    assert len({switch.name for switch in SWITCHES}) == len(SWITCHES) >= 20
