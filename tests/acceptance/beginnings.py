"""What stands above the first scene is played once for all scenes; each gets a copy of it."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.acceptance.player import Player
from tests.acceptance.script import Scene, Script
from tests.acceptance.stage import Stage, furnish
from tests.conftest import Cluster

SQLITE = "var/kentongan.db"


@dataclass
class Beginnings:
    """The cities as their scenes find them, by conversation and database."""

    root: Path  # where they are kept
    _kept: dict[tuple[Path, str], tuple[Path, datetime]] = field(default_factory=dict)
    _templates: dict[Path, str] = field(default_factory=dict)

    def begin(self, script: Script) -> None:
        """Play the beginning of *script* now, if nobody has."""
        self._begun(script, SQLITE)

    def play(self, folder: Path, script: Script, scene: Scene) -> None:
        """Play *scene* in a copy that is made in *folder*, on SQLite."""
        begun, now = self._begun(script, SQLITE)
        _play(self._copy(begun, folder), script, scene, SQLITE, now)

    def play_on(
        self, cluster: Cluster, template: str, folder: Path, script: Script, scene: Scene
    ) -> None:
        """Play *scene* on PostgreSQL; *template* has our schema and nothing else."""
        if script.path not in self._templates:
            self._templates[script.path] = cluster.create(template)
        begun, now = self._begun(script, cluster.url(self._templates[script.path]))
        name = cluster.create(self._templates[script.path])
        try:
            _play(self._copy(begun, folder), script, scene, cluster.url(name), now)
        finally:
            cluster.drop(name)

    def open(self, folder: Path, script: Script, *, more: str = "") -> Stage:
        """Return the stage where the first scene would begin, on SQLite; the caller closes it.

        *more* goes behind the copy's modem.conf.
        """
        begun, now = self._begun(script, SQLITE)
        made = self._copy(begun, folder)
        with (made / "modem.conf").open("a", encoding="utf-8") as conf:
            conf.write(more)
        return Stage(made, script, SQLITE, now=now)

    def _begun(self, script: Script, database: str) -> tuple[Path, datetime]:
        """Return the folder and the time in which the beginning of *script* has been played."""
        key = (script.path, database)
        if key not in self._kept:
            folder = self.root / str(len(self._kept))
            folder.mkdir()
            furnish(folder, script)
            stage = Stage(folder, script, database)
            try:
                Player(stage).play(script.prologue)
            finally:
                stage.close()
            self._kept[key] = folder, stage.town.now
        return self._kept[key]

    def _copy(self, begun: Path, folder: Path) -> Path:
        made = folder / "kota"
        shutil.copytree(begun, made)
        return made


def _play(folder: Path, script: Script, scene: Scene, database: str, now: datetime) -> None:
    stage = Stage(folder, script, database, now=now)
    try:
        Player(stage).play(scene)
        stage.check()
    finally:
        stage.close()
