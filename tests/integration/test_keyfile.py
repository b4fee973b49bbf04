"""The key file is ours alone, is never overwritten, and its errors never quote it."""

import os
import stat
from pathlib import Path

import pytest

from models import keyfile
from models.errors import ConfigError
from models.seal import Keyring

MASTER = bytes(range(64))


def written(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_new_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "kentongan.key"
    before = os.umask(0)
    try:
        keys = keyfile.create(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().startswith("# ")
    assert keyfile.load(path).check() == keys.check()


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert keyfile.create(tmp_path / "a").check() != keyfile.create(tmp_path / "b").check()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "key", b"precious")
    with pytest.raises(ConfigError, match="exists"):
        keyfile.create(path)
    assert path.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "content",
    [
        MASTER.hex().encode(),
        MASTER.hex().upper().encode() + b"\n",
        b"# comment\n" + MASTER.hex()[:64].encode() + b"\n" + MASTER.hex()[64:].encode() + b"\n",
        b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==",
    ],
)
def test_base64_and_hexadecimal_are_read(tmp_path: Path, content: bytes) -> None:
    assert keyfile.load(written(tmp_path / "key", content)).check() == Keyring(MASTER).check()


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_modes_that_are_right(tmp_path: Path, mode: int) -> None:
    keyfile.load(written(tmp_path / "key", MASTER.hex().encode(), mode))


@pytest.mark.parametrize("mode", [0o640, 0o644, 0o700, 0o660, 0o604, 0o4600])
def test_modes_that_are_wrong(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match=f"mode is {mode:04o}") as caught:
        keyfile.load(written(tmp_path / "key", MASTER.hex().encode(), mode))
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    "content",
    [b"", b"# only a comment\n", b"zz" * 64, MASTER, MASTER.hex().encode()[:-2], b"\xff" * 128,
     MASTER.hex().encode() + b"00", b"A" * 5000],
)  # fmt: skip
def test_what_is_no_key_is_refused_and_not_quoted(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ConfigError, match="not a key; 64 bytes") as caught:
        keyfile.load(written(tmp_path / "key", content))
    assert len(content) < 8 or content[:8].decode("latin-1") not in str(caught.value)


def test_a_missing_key_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="kentongan init"):
        keyfile.load(tmp_path / "none")


def test_only_a_plain_file_is_a_key_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(ConfigError, match="not a plain file"):
            keyfile.load(path)


def test_the_key_of_another_user_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to give a file away")
    path = written(tmp_path / "key", MASTER.hex().encode())
    os.chown(path, 65534, 65534)
    with pytest.raises(ConfigError, match="belongs to user 65534"):
        keyfile.load(path)
