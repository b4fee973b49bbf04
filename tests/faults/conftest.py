"""The fault tests run the installed console script: without it they cannot say anything."""

from collections.abc import Iterator

import pytest

from tests.browser import Browser, browser
from tests.conftest import require
from tests.faults.rig import BIN


@pytest.fixture(autouse=True)
def _installed() -> None:
    assert (BIN / "kentongan").exists(), "no console script beside this python: run `make venv`"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require("chromium", "chromium")
    require("chromedriver", "chromium-driver")
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened
