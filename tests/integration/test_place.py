"""Where data may lie: local disks, private directories, our own files."""

import logging
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import place
from models.base import Store
from models.errors import ConfigError
from tests.conftest import KEYS, require


@pytest.fixture
def tmpfs(tmp_path: Path) -> Iterator[Path]:
    """Return the mount point of a small tmpfs."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount")
    point = tmp_path / "with space"
    point.mkdir()
    options = ["-t", "tmpfs", "-o", "size=4m", "tmpfs"]
    subprocess.run([require("mount", "mount"), *options, point], check=True)
    yield point
    subprocess.run([require("umount", "mount"), point], check=True)


def test_a_mount_is_known_by_its_type(tmpfs: Path) -> None:
    (tmpfs / "deep").mkdir()
    assert place.file_system(tmpfs / "deep") == "tmpfs"
    assert place.file_system(Path("/proc/self")) == "proc"


def test_a_file_system_in_memory_needs_leave(tmpfs: Path) -> None:
    with pytest.raises(ConfigError, match=r"lies on tmpfs.*--volatile") as caught:
        Store.open(str(tmpfs / "kentongan.db"), KEYS)
    assert caught.value.exit_code == 78
    assert not list(tmpfs.iterdir())
    Store.open(str(tmpfs / "kentongan.db"), KEYS, volatile=True).close()


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "fuse.sshfs", "9p"])
def test_shared_file_systems_are_refused(kind: str) -> None:
    with pytest.raises(ConfigError, match=f"/srv: lies on {kind}"):
        place.judge(Path("/srv"), kind, volatile=True)


def test_a_layer_of_a_container_is_told(caplog: pytest.LogCaptureFixture) -> None:
    place.judge(Path("/srv"), "ext4", volatile=False)
    assert not caplog.records
    place.judge(Path("/srv"), "overlay", volatile=False)
    assert "mount a volume" in caplog.text


def test_an_open_directory_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    (tmp_path / "open").mkdir(mode=0o755)
    place.make_directory(tmp_path / "open")
    assert "others may look" in caplog.text
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755, "not ours to change"


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "kentongan.db"
    path.touch(mode=0o644)
    Store.open(str(path), KEYS, volatile=True).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_database_of_another_user_is_refused(tmp_path: Path) -> None:
    """Or SQLite's companions would be ours, and the owner's daemon could not write them."""
    if os.geteuid() != 0:
        pytest.skip("needs root to give a file away")
    path = tmp_path / "kentongan.db"
    Store.open(str(path), KEYS, volatile=True).close()
    os.chown(path, 65534, 65534)
    for read_only in (False, True):
        with pytest.raises(ConfigError, match="belongs to user 65534"):
            Store.open(str(path), KEYS, volatile=True, read_only=read_only)
    assert [found.name for found in tmp_path.iterdir()] == ["kentongan.db"]
