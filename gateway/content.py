"""What the codec made of one SMS, as bytes for sealing and back: an inbox row's `content`."""

import base64
import json
from dataclasses import dataclass

from gateway.message import Inbound, UserData
from models.quick import quick

_JSON = json.JSONEncoder(separators=(",", ":"))


@quick
@dataclass(frozen=True, slots=True)
class Content:
    """The decoded part of an inbox row that names people or holds their words."""

    sender: str
    sender_ton: int
    destination: str
    data: UserData
    flags: tuple[str, ...] = ()


def of(sms: Inbound) -> Content:
    """Return what must be kept of a decoded SMS."""
    return Content(sms.sender, sms.sender_ton, sms.destination, sms.data, sms.flags)


def to_bytes(content: Content) -> bytes:
    """Return *content* as compact JSON; the units as base64, since they are not text yet."""
    data = content.data
    fields = [
        content.sender,
        content.sender_ton,
        content.destination,
        [data.alphabet, base64.b64encode(data.units).decode(), data.locking, data.single],
        content.flags,
    ]
    return _JSON.encode(fields).encode()


def from_bytes(stored: bytes) -> Content:
    """Return what to_bytes() was given."""
    sender, ton, destination, (alphabet, units, locking, single), flags = json.loads(stored)
    data = UserData(alphabet, base64.b64decode(units), locking, single)
    return Content(sender, ton, destination, data, tuple(flags))
