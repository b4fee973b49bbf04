"""Fixtures of the conversations."""

from pathlib import Path

import pytest

from tests.acceptance.beginnings import Beginnings


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """Return the cities as their scenes find them; each is made when the first scene needs it."""
    root: Path = tmp_path_factory.mktemp("kota")
    return Beginnings(root)
