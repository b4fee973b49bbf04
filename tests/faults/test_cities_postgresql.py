"""The conversations of the cities on PostgreSQL; `make test` plays the first scene of each."""

from pathlib import Path

import pytest

from tests.acceptance.beginnings import Beginnings
from tests.acceptance.conftest import beginnings  # noqa: F401 - fixture
from tests.acceptance.script import Scene, Script
from tests.acceptance.test_cities import REST, names
from tests.conftest import Cluster


@pytest.mark.postgres
@pytest.mark.parametrize(("script", "scene"), REST, ids=names(REST))
def test_scene_goes_the_same_way_on_postgresql(
    script: Script,
    scene: Scene,
    tmp_path: Path,
    beginnings: Beginnings,  # noqa: F811 - the fixture
    cluster: Cluster,
    template: str,
) -> None:
    beginnings.play_on(cluster, template, tmp_path, script, scene)
