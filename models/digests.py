"""Keyed digests by which equal things are found again without being stored."""

from functools import lru_cache

from models.seal import Keyring


def text_key(keys: Keyring, body: str) -> bytes:
    """Return the HMAC under which a sender's equal reports are found: no case, no spacing."""
    return keys.mac("text", " ".join(body.casefold().split()).encode())


@lru_cache(maxsize=1024)
def place_key(keys: Keyring, place: str) -> bytes | None:
    """Return the HMAC of a place as gateway/places.py spells it; None for no place.

    Asked for twice a report: what is like it is looked for before it is written.
    """
    return keys.mac("place", place.encode()) if place else None
