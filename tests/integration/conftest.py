"""A town on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.base import Store
from tests.town import Town


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Iterator[Town]:
    """Return a whole gateway over an empty store; it must end without a storage fault."""
    made = Town(store, tmp_path)
    yield made
    made.close()
    assert made.faults == []
