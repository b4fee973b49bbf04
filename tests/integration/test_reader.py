"""The reading process says what the desk itself would, and its end is nobody's harm."""

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.texts import reports
from console.cases import town_folder
from gateway.reader import MANY, Reader
from gateway.reading import Asked, Lens, read
from gateway.reading_process import send
from gateway.vocabulary import vocabulary
from models.city import load

ROOT = Path(__file__).parents[2]
TEXTS = [text.decode() for text in reports()[: 2 * MANY]]
BATCH = [Asked(text, "1708", False, "warga") for text in [*TEXTS, "CEK 1234566", "", "(" * 900]]


@pytest.fixture(scope="module")
def lens() -> Lens:
    words = vocabulary(load(town_folder(ROOT / "examples", "kediri") / "city.toml"))
    return Lens({"1708": words}, words)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    made = Reader()
    monkeypatch.setattr(made, "_cores", 2)
    yield made
    made.close()


def child(reader: Reader) -> int:
    assert reader._process is not None
    return reader._process.pid


def asked(reader: Reader, lens: Lens) -> bool:
    """Ask until the process is there."""
    ends = time.monotonic() + 20
    while not reader.ask(BATCH, lens):
        assert time.monotonic() < ends
        time.sleep(0.02)
    return True


def test_it_reads_as_the_desk_does(reader: Reader, lens: Lens) -> None:
    assert asked(reader, lens)
    assert reader.answers() == [read(one, lens) for one in BATCH]
    assert reader.ask(BATCH, lens)
    assert len(reader.answers() or ()) == len(BATCH)


def test_one_that_dies_is_left_alone_for_a_while(reader: Reader, lens: Lens) -> None:
    assert asked(reader, lens)
    assert reader.answers()
    os.kill(child(reader), signal.SIGKILL)
    if reader.ask(BATCH, lens):  # the pipe may take the question still
        assert reader.answers() is None
    assert not reader.ask(BATCH, lens)


def test_few_messages_begin_no_process(reader: Reader, lens: Lens) -> None:
    assert not reader.ask(BATCH[: MANY - 1], lens)
    assert reader._process is None


def test_it_rests_when_nothing_was_asked_for_long(
    reader: Reader, lens: Lens, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(reader, lens)
    reader.answers()
    reader.rest()
    assert reader._process is not None
    monkeypatch.setattr("gateway.reader.REST", 0.0)
    reader.rest()
    assert reader._process is None


def test_other_words_make_another_process(reader: Reader, lens: Lens) -> None:
    assert asked(reader, lens)
    reader.answers()
    before = child(reader)
    other = Lens(lens.words, lens.other)
    assert asked(reader, other)
    assert child(reader) != before
    assert reader.answers()


@pytest.mark.parametrize("given", ["all", "half", "nothing"])
def test_daemon_that_ends_before_it_is_ready_hears_no_complaint(lens: Lens, given: str) -> None:
    frame = io.BytesIO()
    send(frame, pickle.dumps(lens, 5))
    whole = frame.getvalue()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "gateway.reading_process"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    length = {"all": len(whole), "half": len(whole) // 2, "nothing": 0}[given]
    _out, told = process.communicate(whole[:length], timeout=30)
    assert (process.returncode, told) == (0, b"")
