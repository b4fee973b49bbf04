"""Keyed digests by which equal things are found again without being stored."""

from models.seal import Keyring


def text_key(keys: Keyring, body: str) -> bytes:
    """Return the HMAC under which a sender's equal reports are found: no case, no spacing."""
    return keys.mac("text", " ".join(body.casefold().split()).encode())


def place_key(keys: Keyring, place: str) -> bytes | None:
    """Return the HMAC of a place as gateway/places.py spells it; None for no place."""
    return keys.mac("place", place.encode()) if place else None
