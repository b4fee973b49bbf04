"""The five cities of DOMAIN.md 1: their conversations go as they are written, row by row."""

from pathlib import Path

import pytest

from tests.acceptance.beginnings import Beginnings
from tests.acceptance.cases import CITIES, city_scripts, name, other_scripts, scenes
from tests.acceptance.rows import ROWS, Row, proofs
from tests.acceptance.script import Scene, Script
from tests.conftest import Cluster

SCENES = scenes(*city_scripts().values(), *other_scripts())
FIRST = [(script, scene) for script, scene in SCENES if scene is script.scenes[0]]
REST = [(script, scene) for script, scene in SCENES if scene is not script.scenes[0]]
"""Played on PostgreSQL by tests/faults: a minute of work."""


def names(chosen: list[tuple[Script, Scene]]) -> list[str]:
    """Return how the tests of *chosen* are called."""
    return [name(script, scene) for script, scene in chosen]


@pytest.mark.parametrize(("script", "scene"), SCENES, ids=names(SCENES))
def test_scene_goes_as_it_is_written(
    script: Script, scene: Scene, tmp_path: Path, beginnings: Beginnings
) -> None:
    beginnings.play(tmp_path, script, scene)


@pytest.mark.postgres
@pytest.mark.parametrize(("script", "scene"), FIRST, ids=names(FIRST))
def test_scene_goes_the_same_way_on_postgresql(
    script: Script,
    scene: Scene,
    tmp_path: Path,
    beginnings: Beginnings,
    cluster: Cluster,
    template: str,
) -> None:
    beginnings.play_on(cluster, template, tmp_path, script, scene)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_is_proved_by_a_line(row: Row) -> None:
    assert proofs()[row.id], "no conversation marks it"


def test_no_line_proves_a_row_that_does_not_exist() -> None:
    assert set(proofs()) == {row.id for row in ROWS}


def test_each_city_proves_its_own_rows() -> None:
    letters = dict(zip(CITIES, "ABCDE", strict=True))
    for city, script in city_scripts().items():
        marked = {mark for scene in script.scenes for mark in scene.marks}
        assert {mark[0] for mark in marked} == {letters[city]}
