"""The desk on a real terminal of 80 columns: colours with words, questions, nothing too wide."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator

import pytest

from tests.cityhall import KENTONGAN
from tests.deskhand import DeskHand, staffed

COLUMNS = 80
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONG = "lampu penerangan jalan umum mati sejak tiga hari yang lalu di Jl Veteran depan SD 3 "


@pytest.fixture
def hand(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[DeskHand]:
    yield staffed(tmp_path_factory.mktemp("desk") / "hall", monkeypatch, capsys.readouterr)


def on_terminal(
    hand: DeskHand, who: str, *words: str, typed: str = "", env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command on a pty of 80 columns and type *typed*; return its code and what is seen."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    more = {"SUDO_USER": who, "TERM": "xterm-256color", **(env or {})}
    child = subprocess.Popen(
        [*KENTONGAN, "--language", "en", *words],
        cwd=hand.hall.folder,
        env=hand.hall.environ(more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen, end = b"", time.monotonic() + 30
    waits = typed.encode()
    while time.monotonic() < end:
        ready, _w, _x = select.select([ours], [], [], 0.2)
        if ready:
            try:
                chunk = os.read(ours, 65_536)
            except OSError:
                break
            seen += chunk
            if waits and seen.rstrip().endswith((b":", b"]")):
                os.write(ours, waits)
                waits = b""
        elif child.poll() is not None:
            break
    os.close(ours)
    return child.wait(10), seen.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return _ANSI.sub("", text)


def test_screens_fit_80_columns_and_say_every_colour_in_words(hand: DeskHand) -> None:
    number = hand.assigned(LONG * 3)
    hand.report(LONG)
    hand.ok("tono", "ticket", "progress", number, LONG)
    for who, words in (
        ("sari", ["work"]), ("tono", ["work"]), ("sari", ["ticket", "list"]),
        ("sari", ["ticket", "show", number]), ("sari", ["agency", "list"]),
        ("sari", ["officer", "list"]), ("sari", ["area", "list"]), ("sari", ["staff", "list"]),
    ):  # fmt: skip
        code, seen = on_terminal(hand, who, *words)
        assert code == 0, seen
        wide = [line for line in plain(seen).split("\n") if len(line) > COLUMNS]
        assert wide == [], words
        assert re.search(r"\x1b\[[0-9;]+m[^\x1b]*\w", seen), words
        assert "\\x1b" not in seen


def test_a_ticket_is_one_line_with_its_state_in_lapors_colour(hand: DeskHand) -> None:
    number = hand.assigned(LONG)
    hand.ok("tono", "ticket", "progress", number, "dikerjakan")
    _code, seen = on_terminal(hand, "sari", "ticket", "list")
    assert len(plain(seen).strip().split("\n")) == 2
    assert re.search(r"\x1b\[33min progress", seen)  # yellow, and its word
    hand.ok("tono", "ticket", "done", number, "diganti")
    assert re.search(r"\x1b\[32mdone", on_terminal(hand, "sari", "ticket", "list")[1])


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_nobody_wants_them(hand: DeskHand, env: dict[str, str]) -> None:
    number = hand.assigned()
    for words in (["work"], ["ticket", "list"], ["ticket", "show", number]):
        seen = on_terminal(hand, "sari", *words, env=env)[1]
        assert not _COLOUR.search(seen)
        assert words == ["work"] or number in seen


def test_an_ascii_terminal_gets_ascii(hand: DeskHand) -> None:
    number = hand.assigned("lampu mati 😀 di Jl Veteran")
    env = {"LC_ALL": "C"}
    for words in (["work"], ["ticket", "list"], ["ticket", "show", number]):
        code, seen = on_terminal(hand, "sari", *words, env=env)
        assert (code, [char for char in seen if not char.isascii()]) == (0, [])
    assert "-- Report" in seen
    assert "\\U0001f600" in seen


def test_an_agency_is_chosen_from_proposals_with_reasons(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok("sari", "ticket", "verify", number)
    code, seen = on_terminal(hand, "sari", "ticket", "assign", number, typed="1\n")
    assert code == 0, seen
    assert f"Who gets ticket {number} (pju)?" in plain(seen)
    assert re.search(r"1 +DISHUB +Dinas Perhubungan +category", plain(seen))
    assert plain(seen).rstrip().split("\n")[-1].startswith(f"ticket {number}: assigned, DISHUB")


def test_another_agency_can_be_typed_by_its_code(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok("sari", "ticket", "verify", number)
    assert on_terminal(hand, "sari", "ticket", "assign", number, typed="dlhkp\n")[0] == 0
    assert hand.ok("sari", "ticket", "show", number, "--json").row["agency"] == "DLHKP"
    code, seen = on_terminal(hand, "sari", "ticket", "assign", number, typed="9\n")
    assert (code, "agency '9': unknown" in seen) == (1, True)


@pytest.mark.parametrize(("typed", "state"), [("y\n", "archived"), ("n\n", "new"), ("\n", "new")])
def test_what_ends_a_ticket_is_confirmed_first(hand: DeskHand, typed: str, state: str) -> None:
    number = hand.report()
    words = ("ticket", "archive", number, "--reason", "test")
    code, seen = on_terminal(hand, "sari", *words, typed=typed)
    assert "Archive the ticket? [y/N]" in plain(seen)
    assert (code == 0) is (state == "archived")
    assert hand.ok("sari", "ticket", "show", number, "--json").row["state"] == state


def test_a_text_that_is_needed_opens_the_editor(hand: DeskHand) -> None:
    number = hand.assigned()
    editor = hand.hall.folder / "editor"
    editor.write_text('#!/bin/sh\ngrep -q "what is being done" "$1" && echo "regu A" > "$1"\n')
    editor.chmod(0o755)
    env = {"EDITOR": str(editor)}
    code, seen = on_terminal(hand, "tono", "ticket", "progress", number, env=env)
    assert code == 0, seen
    events = hand.ok("tono", "ticket", "show", number, "--json").row["events"]
    assert events[-1]["notes"] == [{"kind": "progress", "text": "regu A"}]


def test_a_reporters_number_is_not_echoed(hand: DeskHand) -> None:
    words = ("ticket", "new", "--channel", "phone", "--number", "-", "lampu mati")
    code, seen = on_terminal(hand, "sari", *words, typed="081299998888\n")
    assert (code, "81299998888" in seen) == (0, False), seen
    assert hand.ok("sari", "ticket", "list", "--json").row["contact"] == "+62812******88"
