"""One daemon a data directory, for life."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from models import lock
from models.errors import AnotherDaemon

HOLD = (
    "import sys\n"
    "from pathlib import Path\n"
    "from models import lock\n"
    "from models.errors import AnotherDaemon\n"
    "sys.stdin.readline()\n"  # so that both begin at once
    "try:\n"
    "    held = lock.take(Path(sys.argv[1]))\n"
    "except AnotherDaemon as error:\n"
    "    sys.exit(error.exit_code)\n"
    "print('held', flush=True)\n"
    "sys.stdin.readline()\n"
)


def daemon(directory: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, directory], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_of_two_that_start_at_once_one_lives_20_times(tmp_path: Path) -> None:
    for _turn in range(20):
        both = [daemon(tmp_path), daemon(tmp_path)]
        for one in both:
            assert one.stdin is not None
            one.stdin.write(b"\n")
            one.stdin.flush()
        said = [one.stdout.readline() for one in both if one.stdout is not None]
        assert sorted(said) == [b"", b"held\n"]
        winner, loser = both if said[0] else reversed(both)
        assert loser.wait() == 75
        assert winner.poll() is None
        winner.kill()
        for one in both:
            one.communicate()


def test_the_second_is_told_where_and_exits_75(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "var")
    with pytest.raises(AnotherDaemon, match="var/lock: another daemon") as caught:
        lock.take(tmp_path / "var")
    assert caught.value.exit_code == 75
    held.close()
    held.close()
    lock.take(tmp_path / "var").close()


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    holder = daemon(tmp_path)
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write(b"\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(AnotherDaemon):
        lock.take(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    lock.take(tmp_path).close()


def test_the_lock_file_is_its_owners(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "var")
    assert stat.S_IMODE(held.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(held.path.parent.stat().st_mode) == 0o700
    held.close()


def test_a_child_process_does_not_inherit_it(tmp_path: Path) -> None:
    held = lock.take(tmp_path)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    held.close()
    lock.take(tmp_path).close()
    child.communicate(b"\n")
