"""The phone: typed or piped SMS reach the daemon over the pty, and the replies are seen."""

import json
import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cityhall import KENTONGAN, Hall, build

REPORT = "SURGA lampu jalan mati di Jl. Veteran"
REPLY = re.compile(r"< (\+\d+) \(SMS of 1 part, \d+ ms\): .*no (?:tiket )?(\d{7})")


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return build(tmp_path)


@pytest.fixture
def serving(hall: Hall) -> Iterator[Hall]:
    """Return a hall whose daemon runs."""
    child = subprocess.Popen([*KENTONGAN, "run"], cwd=hall.folder, env=hall.environ())
    deadline = time.monotonic() + 20
    while not list(hall.folder.glob("var/*.sock")) and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield hall
    finally:
        child.terminate()
        assert child.wait(20) == 0


def test_each_line_of_stdin_is_one_sms_and_all_are_answered(hall: Hall) -> None:
    given = f"{REPORT}\n\n+6281277777777: SURGA sampah numpuk di Mojoroto\n"
    done = hall.run("phone", "--run", given=given)
    assert done.returncode == 0, done.stderr
    replies = dict(REPLY.findall(done.stdout))
    assert set(replies) == {"+6281234567890", "+6281277777777"}
    table = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    assert {row[0] for row in table[1:]} == set(replies.values())
    assert hall.run("reload").returncode != 0  # the daemon has ended with the phone


def test_a_daemon_that_runs_already_is_used_and_left_alone(serving: Hall) -> None:
    for words in (["phone"], ["phone", "--run"]):
        done = serving.run(*words, given=f"{REPORT} {len(words)}\n")
        assert done.returncode == 0, done.stderr
        assert REPLY.search(done.stdout)
    (line,) = serving.run("line", "status", "--json").stdout.splitlines()
    status = json.loads(line)
    assert (status["up"], status["operator"]) == (True, "SIMULATOR")
    for moment in (status["updated_at"], status["health"]["proof_at"]):
        assert datetime.fromisoformat(moment).utcoffset() == timedelta(hours=7)
    assert serving.run("reload").returncode == 0
    assert serving.run("run").returncode == 75


def test_what_is_not_answered_in_time_is_an_error(serving: Hall) -> None:
    done = serving.run("phone", "--timeout", "0.1", given=f"{REPORT}\n" * 200)
    assert done.returncode == 1
    assert "not all is answered after 0.1 s" in done.stderr


def test_a_daemon_that_cannot_start_is_told_with_its_last_words(hall: Hall) -> None:
    (hall.folder / "kentongan.key").write_text("no key")
    done = hall.run("phone", "--run", given=REPORT)
    assert done.returncode == 1
    assert "the daemon ended with code 78" in done.stderr
    assert "not a key" in done.stderr


def test_a_person_types_on_a_terminal_and_reads_the_reply(serving: Hall) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(serving.folder)
        os.execve(KENTONGAN[0], [*KENTONGAN, "phone"], serving.environ({"TERM": "xterm"}))
    try:
        _read_until(terminal, "> ")
        os.write(terminal, f"{REPORT}\n".encode())
        shown = _read_until(terminal, "Cek: CEK")
        assert REPLY.search(shown)
        os.write(terminal, b"\x04")
        _pid, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0
    finally:
        os.close(terminal)


def _read_until(terminal: int, words: str) -> str:
    seen, deadline = "", time.monotonic() + 20
    while words not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen
