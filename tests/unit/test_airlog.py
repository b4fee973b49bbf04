"""What began to leave is known after a kill, and nothing is believed after a power cut."""

from pathlib import Path

import pytest

from gateway import airlog
from gateway.airlog import AirLog


def test_next_life_knows_what_began_to_leave(tmp_path: Path) -> None:
    first = AirLog(tmp_path / "kartu.air")
    assert first.left() is None, "a new file knows nothing"
    first.restart()
    first.leaving(7, 1)
    first.leaving(8, 3)
    second = AirLog(tmp_path / "kartu.air")  # the first was killed, not closed
    assert second.left() == frozenset({(7, 1), (8, 3)})
    second.restart()
    assert second.left() == frozenset()
    for log in (first, second):
        log.close()


def test_another_boot_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AirLog(tmp_path / "kartu.air")
    log.restart()
    log.leaving(7, 1)
    log.close()
    other = tmp_path / "boot_id"
    other.write_text("another boot of the same length, or not\n")
    monkeypatch.setattr(airlog, "BOOT_ID", other)
    log = AirLog(tmp_path / "kartu.air")
    assert log.left() is None
    log.close()


def test_torn_entry_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "kartu.air"
    log = AirLog(path)
    log.restart()
    log.leaving(7, 1)
    with path.open("ab") as file:
        file.write(b"torn")
    assert log.left() is None
    log.close()


def test_log_begins_anew_when_it_has_grown(tmp_path: Path) -> None:
    log = AirLog(tmp_path / "kartu.air")
    log.restart()
    for row in range(airlog.MOST // 16 + 1):
        log.leaving(row, 1)
    log.trim()
    assert log.left() == frozenset()
    log.leaving(1, 1)
    log.trim()
    assert log.left() == frozenset({(1, 1)})
    log.close()
