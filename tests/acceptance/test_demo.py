"""``make demo`` shows each city to the end, and leaves nothing behind."""

import tempfile
from pathlib import Path

import pytest

from tests.acceptance.cases import CITIES
from tests.acceptance.demo import main, show


@pytest.mark.parametrize("city", CITIES)
def test_demo_ends_with_what_the_coordinator_sees(
    city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert show(city, speed=0, screen=False) == []
    shown = capsys.readouterr().out
    assert "$ kentongan work" in shown
    assert "$ kentongan ticket list" in shown
    assert list(tmp_path.iterdir()) == []


def test_demo_says_which_cities_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surabaya"]) == 2
    assert "palu" in capsys.readouterr().err
