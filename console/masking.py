"""Numbers as people may see them at a terminal: ``+62812******90``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.base import Store


def masked(store: "Store", sealed: bytes | None) -> str | None:
    """Open a sealed number and mask it; None when there is none.

    Raises StorageError when it is damaged.
    """
    from gateway.numbers import mask

    return None if sealed is None else mask(store.keys.open_number(bytes(sealed)))
