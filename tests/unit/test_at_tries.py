"""A refused PIN is never typed again, over any number of restarts, until its file is new."""

import os
from pathlib import Path

import pytest

from gateway.at.tries import INTERRUPTED, Tries


@pytest.fixture
def tries(tmp_path: Path) -> Tries:
    """Return the memory of a line whose PIN was never tried."""
    (tmp_path / "pin").write_text("1234")
    return Tries(tmp_path / "kartu.pin", tmp_path / "pin")


def again(tries: Tries) -> Tries:
    """Return what the next process sees."""
    return Tries(tries.path, tries.pin_file)


def test_refused_pin_is_never_tried_again(tries: Tries) -> None:
    assert not tries.exhausted()
    tries.begin()
    tries.refused()
    assert again(tries).exhausted()


def test_new_pin_file_gets_a_new_try(tries: Tries) -> None:
    tries.begin()
    tries.refused()
    os.utime(tries.pin_file, ns=(1, 1))
    assert not again(tries).exhausted()


def test_try_that_was_cut_short_is_repeated_once(tries: Tries) -> None:
    for _ in range(INTERRUPTED):
        assert not again(tries).exhausted()
        again(tries).begin()
    assert again(tries).exhausted()


def test_accepted_pin_leaves_no_trace(tries: Tries) -> None:
    tries.begin()
    tries.accepted()
    tries.accepted()
    assert tries.path is not None
    assert not tries.path.exists()
    assert not again(tries).exhausted()


def test_memory_holds_no_pin(tries: Tries) -> None:
    os.utime(tries.pin_file, ns=(5, 5))  # the time of a moment may hold the same digits
    tries.begin()
    assert tries.path is not None
    assert "1234" not in tries.path.read_text()
    assert tries.path.stat().st_mode & 0o777 == 0o600


def test_without_a_folder_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("1234")
    tries = Tries(None, tmp_path / "pin")
    tries.begin()
    tries.refused()
    assert not tries.exhausted()
