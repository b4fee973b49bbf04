"""The harness is not blind: with each bug planted in a copy of the product it goes red."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import require
from tests.faults.rig import Rig, rig

ROOT = Path(__file__).parents[2]
PLANTED = sorted((Path(__file__).parent / "planted").glob("*.patch"))
PACKAGES = ("console", "gateway", "models", "parser", "reports")
POINTS = ("before_commit", "after_commit", "after_ack", "after_write", "after_resp")
SYNC = "not_synced"


def copy(folder: Path, patch: Path | None) -> Path:
    """Return a copy of the product, with *patch* applied."""
    tree = folder / "tree"
    tree.mkdir()
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "cli.py", tree)
    if patch is not None:
        done = subprocess.run(
            [require("patch", "patch"), "-p1", "-s", "--fuzz=3", "-i", patch], cwd=tree,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{patch.name} does not fit any more:\n{done.stdout}"
    return tree


def attack(city: Rig, points: Sequence[str] = POINTS) -> None:
    """Kill the daemon several times at each of *points*; the same part may be hit again."""
    for point in points:
        # A start takes some commits of its own: later passages are at work on messages.
        hits = range(1, 15) if "commit" in point else (1, 1, 1, 2, 4)
        for hit in hits:
            city.kill_at(point, hit)
    city.start()
    city.wait_quiet(15)


def broken(city: Rig) -> list[str]:
    """Return the promises that an attack breaks, as the network's log shows them."""
    with suppress(TimeoutError):  # a bug may keep it busy for ever: the log says what it did
        attack(city)
    return city.judge().violations()


def unsynced(city: Rig) -> int:
    """Return how many SMS were deleted from the SIM with no fdatasync since they were read."""
    log = city.folder / "strace"
    strace = require("strace", "strace")
    traced = [strace, "-f", "-qq", "-o", str(log), "-s", "16", "-e", "trace=fdatasync,fsync,write"]
    city.start(prefix=traced)
    city.send(20)
    city.wait_quiet(60)
    city.stop()
    synced, faults = False, 0
    for line in log.read_text("utf-8", "replace").splitlines():
        if re.search(r"f(data)?sync\(.*= 0|<\.\.\. f(data)?sync resumed.*= 0", line):
            synced = True
        elif "AT+CMGL=4" in line:
            synced = False
        elif "AT+CMGD=" in line:
            faults += not synced
    return faults


def test_attack_leaves_the_product_unharmed(tmp_path: Path) -> None:
    with rig(tmp_path, tree=copy(tmp_path, None)) as city:
        attack(city)
        city.assert_kept()
        assert city.kills == 2 * 14 + 3 * 5


def test_every_acknowledged_message_was_synced_to_the_disk(tmp_path: Path) -> None:
    with rig(tmp_path, tree=copy(tmp_path, None)) as city:
        assert unsynced(city) == 0
        assert city.seen["deleted"] >= 20


@pytest.mark.parametrize("patch", [p for p in PLANTED if p.stem != SYNC], ids=lambda p: p.stem)
def test_planted_bug_is_seen(tmp_path: Path, patch: Path) -> None:
    with rig(tmp_path, tree=copy(tmp_path, patch)) as city:
        assert broken(city), f"the harness does not see {patch.stem}"


def test_planted_sync_bug_is_seen(tmp_path: Path) -> None:
    patch = next(p for p in PLANTED if p.stem == SYNC)
    with rig(tmp_path, tree=copy(tmp_path, patch)) as city:
        assert unsynced(city) > 0
