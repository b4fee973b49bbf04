"""What the providers share: texts to units, parts to words, times, and what a status means."""

import json
from datetime import UTC, datetime

from gateway import gsm7
from gateway.config_http import HttpLine
from gateway.errors import LineDown, PermanentError, TemporaryError, UnknownOutcome
from gateway.message import GSM7, UCS2, Inbound, Outbound, UserData
from gateway.providers.wire import Answer, Refused
from gateway.segments import count_parts, join_text

LONGEST_ADDRESS = 40
"""Characters of a sender or recipient: 20 digits and a name of 11 fit easily."""

_MILLISECONDS = 100_000_000_000
"""A number of seconds since 1970 above this (year 5138) is one of milliseconds."""


def units_of(text: str) -> UserData:
    """Return *text* as one part of any length; half of a surrogate pair becomes U+FFFD."""
    sound = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    if gsm7.fits(sound):
        return UserData(GSM7, gsm7.encode(sound))
    return UserData(UCS2, sound.encode("utf-16-be"))


def words(part: Outbound) -> str:
    """Return the text of *part* for a provider that takes texts only.

    It cannot be joined at the phone, so it says ``1/2`` in front where that still fits one SMS.
    """
    text = join_text([part.data])
    if part.part is None:
        return text
    numbered = f"{part.part.sequence}/{part.part.total} {text}"
    return numbered if count_parts(numbered) == 1 else text


def identity(*fields: str) -> bytes:
    """Return what makes a message itself where the provider gives no id: all it would repeat."""
    return json.dumps(fields).encode()


def address(value: object) -> str:
    """Return a phone number or name that came in a field; raises Refused."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused("address")
    text = str(value).strip()
    if len(text) > LONGEST_ADDRESS:
        raise Refused("address")
    return text


def moment(value: object) -> datetime | None:
    """Return the time that a field says: seconds or milliseconds since 1970, or ISO 8601.

    None when it cannot be read or names no zone: a wrong time is worse than none.
    """
    try:
        if isinstance(value, int | float) or str(value).replace(".", "", 1).isdigit():
            seconds = float(str(value))
            return datetime.fromtimestamp(
                seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC
            )
        told = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return told.astimezone(UTC) if told.tzinfo else None


def quarantined(line: HttpLine, raw: bytes, key: bytes, why: str) -> Inbound:
    """Return what is kept of a genuine request that has no text which we could read."""
    return Inbound(line.name, raw, key, carrier_id=True, bad=why)


def check_status(line: HttpLine, answer: Answer) -> None:
    """Return if *answer* is a 2xx, else raise what its status (RFC 9110 15) means for the part.

    A 5xx but 503 may come from something between us and a provider that did send.
    """
    status, name = answer.status, line.name
    words, code = f"{name}: the provider answered {status}", f"HTTP {status}"
    if 200 <= status < 300:
        return
    if status in (408, 425, 429, 503):
        raise TemporaryError(words, line=name, code=code)
    if status in (400, 413, 414, 415, 422):
        raise PermanentError(words, line=name, code=code)
    if status < 500:  # credentials, credit, or not the address that sends
        raise LineDown(words, line=name, code=code)
    raise UnknownOutcome(words, line=name, code=code)


def unclear(line: HttpLine) -> UnknownOutcome:
    """Return the error for a 2xx that does not say what became of the part."""
    return UnknownOutcome(f"{line.name}: unclear answer", line=line.name, code="unclear")
