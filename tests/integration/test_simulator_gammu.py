"""gammu, whose AT engine is not ours, uses the simulated modem as it uses a modem."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions
from tests.conftest import require

Gammu = Callable[..., str]


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    options = SimOptions(
        link=tmp_path / "modem", control=tmp_path / "control", truth=tmp_path / "truth.jsonl"
    )
    with Simulator(options) as running:
        yield running


@pytest.fixture
def gammu(simulator: Simulator, tmp_path: Path) -> Gammu:
    program = require("gammu", "gammu")
    settings = tmp_path / "gammurc"
    settings.write_text(f"[gammu]\ndevice = {simulator.device}\nconnection = at115200\n")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [program, "-c", str(settings), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_gammu_identifies_the_modem(gammu: Gammu) -> None:
    shown = gammu("--identify")
    assert "SIMULATOR" in shown
    assert "490154203237518" in shown
    assert "510101234567890" in shown


def test_gammu_lists_every_kind_of_text(gammu: Gammu, simulator: Simulator) -> None:
    with simulator.phone() as phone:
        phone.sms("+6281234567890", "SURGA lampu jalan mati " * 9)
        phone.sms("+6281234567890", "panjang sekali " * 12, wide=True)
        phone.sms("+6281234567890", "halo 😀 dunia")
        phone.sms("PLN 123", "tagihan {1} [2] €3")
    shown = gammu("--getallsms")
    assert "6 SMS parts in 6 SMS sequences" in shown
    assert "part 2 of 2" in shown
    assert "ID (16 bit)" in shown
    assert "halo 😀 dunia" in shown
    assert '"PLN 123"' in shown
    assert "tagihan {1} [2] €3" in shown


def test_gammu_sends_short_and_long_texts(gammu: Gammu, simulator: Simulator) -> None:
    long = " ".join(["balasan nomor"] * 20)
    assert "reference=1" in gammu("sendsms", "TEXT", "+6281333333333", "-text", "balasan")
    gammu("sendsms", "TEXT", "+6281333333333", "-len", "400", "-text", long)
    assert simulator.options.truth is not None
    rows = [json.loads(line) for line in simulator.options.truth.read_text().splitlines()]
    sent = [(row["to"], row["text"], row["parts"]) for row in rows if row["fact"] == "mt"]
    assert sent == [("+6281333333333", "balasan", 1), ("+6281333333333", long, 2)]


def test_gammu_deletes_and_reads_the_network(gammu: Gammu, simulator: Simulator) -> None:
    with simulator.phone() as phone:
        phone.sms("+6281234567890", "satu")
        phone.sms("+6281234567890", "dua")
        gammu("deletesms", "1", "1")
        assert phone.stat()["used"] == 1
    assert "home network" in gammu("networkinfo")
