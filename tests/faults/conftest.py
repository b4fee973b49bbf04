"""The fault tests run the installed console script: without it they cannot say anything."""

import pytest

from tests.faults.rig import BIN


@pytest.fixture(autouse=True)
def _installed() -> None:
    assert (BIN / "kentongan").exists(), "no console script beside this python: run `make venv`"
