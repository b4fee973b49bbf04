"""Zenziva (Indonesia): its sending API, and its callback for two-way numbers.

Source of sending: POST of userkey, passkey, to and message to
console.zenziva.net/reguler/api/sendsms/ (its PHP example, in many public repositories), answered
by JSON with messageId, to, status ("1" taken) and text. The older API's numbers: 1 bad number,
5 bad keys, 6 refused words, 89 repeated too fast, 99 no credit.

The fields of its callback are published nowhere we could read: they are set up with its staff. We
take those of its API and of its older one, in a form, a query or JSON; a callback that has other
names is what ``provider = generic`` is for. It signs nothing: secret path and `allow`.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from gateway.config_http import HttpLine
from gateway.errors import LineDown, PermanentError, TemporaryError
from gateway.message import DeliveryReport, Inbound, Outbound, Receipt
from gateway.providers import shape
from gateway.providers.wire import Answer, Call, Refused, Request, Scheme, Secrets
from gateway.web import strict

METHODS = frozenset({"GET", "POST"})
URL = "https://console.zenziva.net/reguler/api/sendsms/"

_NAMES = {
    "id": ("messageId", "messageid", "id"),
    "from": ("from", "sender", "nohp", "dari"),
    "to": ("to", "tujuan"),
    "text": ("message", "text", "pesan", "isi"),
    "time": ("date", "tanggal", "time", "waktu"),
    "state": ("status", "state"),
}
_STATES = {"delivered": "delivered", "sukses": "delivered", "failed": "failed", "gagal": "failed"}

_KEYS, _CREDIT, _NUMBER = ("key", "auth"), ("kredit", "credit", "saldo"), ("nomor", "number")
_AGAIN = ("berulang", "repeat", "limit")


def media(line: HttpLine) -> frozenset[str]:
    """Return the media types that a POST may have."""
    del line
    return frozenset({"application/x-www-form-urlencoded", "application/json", ""})


def scheme(line: HttpLine) -> Scheme | None:
    """Return None: it signs nothing."""
    del line
    return None


def thanks(line: HttpLine) -> str:
    """Return the body of our 200."""
    del line
    return "OK"


def read(line: HttpLine, request: Request) -> Sequence[Inbound | DeliveryReport]:
    """Return the message or the report of a callback; raises Refused."""
    found = _fields(request)
    if request.report or (_of(found, "text") is None and _of(found, "state") is not None):
        return [_report(line, request, found)]
    sender, text = _of(found, "from"), _of(found, "text")
    if sender is None or not isinstance(text, str):
        raise Refused("fields")
    time, key = _of(found, "time"), str(_of(found, "id") or "")
    to = shape.address(_of(found, "to") or "")
    same = shape.identity(shape.address(sender), to, str(time), text)
    return [
        Inbound(
            line.name,
            request.raw,
            key.encode() or same,
            carrier_id=bool(key or time),
            sender=shape.address(sender),
            destination=to,
            sent_at=shape.moment(time),
            data=shape.units_of(text),
        )
    ]


def _fields(request: Request) -> Mapping[str, Any]:
    if request.content_type == "application/json":
        return strict.json_object(request.body)
    return strict.text_form(request.raw)


def _of(found: Mapping[str, Any], what: str) -> Any:
    """Return the first of the names that *what* may have; None without any."""
    return next((found[name] for name in _NAMES[what] if found.get(name) is not None), None)


def _report(line: HttpLine, request: Request, found: Mapping[str, Any]) -> DeliveryReport:
    key, state = str(_of(found, "id") or ""), str(_of(found, "state") or "")
    to = _of(found, "to") or _of(found, "from")
    if not (key and state and to):
        raise Refused("fields")
    known = _STATES.get(state.strip().casefold(), "pending")
    return DeliveryReport(
        line.name,
        request.raw,
        shape.identity(key, state),
        reference=key,
        number=shape.address(to),
        state=known,
        code=state[:40],
    )


def write(line: HttpLine, secrets: Secrets, part: Outbound) -> Call:
    """Return the POST that sends: it takes a text and a number of digits only."""
    fields = {
        "userkey": line.user,
        "passkey": secrets.password,
        "to": part.destination.lstrip("+"),
        "message": shape.words(part),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Call("POST", line.url or URL, headers, urlencode(fields).encode())


def receipt(line: HttpLine, part: Outbound, answer: Answer) -> Receipt:
    """Return its messageId, or raise what its status and words mean; a 200 can be a refusal."""
    del part
    shape.check_status(line, answer)
    try:
        found = strict.json_object(answer.body)
    except Refused as error:
        # It was handed over; what came back is no answer of this API
        raise shape.unclear(line) from error
    status, words = str(found.get("status", "")), str(found.get("text", "")).casefold()
    if status == "1" and found.get("messageId"):
        return Receipt(str(found["messageId"]))
    kind = _kind(status, words)
    raise kind(f"{line.name}: refused with status {status[:8]!r}", line=line.name, code=status[:8])


def _kind(status: str, words: str) -> type[LineDown | PermanentError | TemporaryError]:
    """Return the class of a refusal: by number in the older API, by words in this one."""
    if status in ("5", "99") or any(word in words for word in (*_KEYS, *_CREDIT)):
        return LineDown
    if status == "89" or any(word in words for word in _AGAIN):
        return TemporaryError
    if status == "6" or any(word in words for word in _NUMBER):
        return PermanentError
    return TemporaryError
