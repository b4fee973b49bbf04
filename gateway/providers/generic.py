"""Any provider that can be described in modem.conf: names of fields, JSON or form, a signature."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from gateway.config_http import GenericLine
from gateway.errors import PermanentError
from gateway.message import DeliveryReport, Inbound, Outbound, Receipt
from gateway.providers import shape
from gateway.providers.smsgate import login
from gateway.providers.wire import Answer, Call, Refused, Request, Scheme, Secrets
from gateway.web import strict

METHODS = frozenset({"GET", "POST"})

_MEDIA = {
    "json": frozenset({"application/json"}),
    "form": frozenset({"application/x-www-form-urlencoded"}),
    "query": frozenset({""}),
}


def media(line: GenericLine) -> frozenset[str]:
    """Return the media types that a POST may have."""
    return _MEDIA[line.receive_as]


def scheme(line: GenericLine) -> Scheme | None:
    """Return how it signs, as modem.conf says."""
    return Scheme(
        line.signature_header.lower(),
        line.timestamp_header.lower(),
        line.signed,
        line.signature_form,
        line.signature_prefix,
    )


def thanks(line: GenericLine) -> str:
    """Return the body of our 200; Jasmin wants ``ACK/Jasmin``."""
    return line.reply


def read(line: GenericLine, request: Request) -> Sequence[Inbound | DeliveryReport]:
    """Return the message or the report of a request; raises Refused.

    A request that names a sender and has no text is kept in quarantine.
    """
    found = _fields(line, request)
    text, sender = strict.at(found, line.in_text), strict.at(found, line.in_from)
    state = strict.at(found, line.in_state)
    if request.report or (text is None and state is not None):
        return [_report(line, request, found, state)]
    if sender is None:
        raise Refused("fields")
    return [_message(line, request, found, shape.address(sender), text)]


def _fields(line: GenericLine, request: Request) -> Mapping[str, Any]:
    if (request.method == "GET") != (line.receive_as == "query"):
        raise Refused("method", 405)
    if line.receive_as == "json":
        return strict.json_object(request.body)
    return strict.text_form(request.query if line.receive_as == "query" else request.body)


def _key(found: Mapping[str, Any], path: str) -> str:
    """Return the provider's id at *path*; '' without one; raises Refused for what is no id."""
    value = strict.at(found, path)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > 200:
        raise Refused("id")
    return str(value)


def _message(
    line: GenericLine, request: Request, found: Mapping[str, Any], sender: str, text: object
) -> Inbound:
    key, time = _key(found, line.in_id), strict.at(found, line.in_time)
    to = shape.address(strict.at(found, line.in_to) or "")
    same = shape.identity(sender, to, str(time), str(text))
    if not isinstance(text, str):
        return shape.quarantined(line, request.raw, key.encode() or same, "no_text")
    return Inbound(
        line.name,
        request.raw,
        key.encode() or same,
        carrier_id=bool(key or time),
        sender=sender,
        destination=to,
        sent_at=shape.moment(time),
        data=shape.units_of(text),
    )


def _report(
    line: GenericLine, request: Request, found: Mapping[str, Any], state: object
) -> DeliveryReport:
    key, to = _key(found, line.in_id), strict.at(found, line.in_to)
    if not key or state is None or to is None:
        raise Refused("fields")
    word = str(state).strip().casefold()
    known = {**dict.fromkeys(line.failed, "failed"), **dict.fromkeys(line.delivered, "delivered")}
    return DeliveryReport(
        line.name,
        request.raw,
        shape.identity(key, word),
        reference=key,
        number=shape.address(to),
        state={name.casefold(): what for name, what in known.items()}.get(word, "pending"),
        code=str(state)[:40],
    )


def write(line: GenericLine, secrets: Secrets, part: Outbound) -> Call:
    """Return the request that sends, as modem.conf describes it."""
    fields = {
        line.to_field: _number(line, part.destination),
        line.text_field: shape.words(part),
        **dict(pair.partition("=")[::2] for pair in line.extra),
    }
    if line.from_field:
        fields[line.from_field] = line.number
    if line.login == "fields":
        fields |= {line.user_field: line.user, line.password_field: secrets.password}
    headers = {}
    if line.login in ("basic", "bearer"):
        headers["Authorization"] = login(line, secrets)
    if line.send_as == "query":
        return Call("GET", f"{line.url}?{urlencode(fields)}", headers)
    if line.send_as == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Call("POST", line.url, headers, urlencode(fields).encode())
    headers["Content-Type"] = "application/json"
    return Call("POST", line.url, headers, json.dumps(_nested(fields)).encode())


def _number(line: GenericLine, number: str) -> str:
    """Return *number* as the provider wants it; a short code and a foreign number stay digits."""
    if line.number_form == "plus":
        return number
    if line.number_form == "national" and number.startswith("+62"):
        return f"0{number[3:]}"
    return number.lstrip("+")


def _nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return *fields* as an object, going into objects at the dots of their names."""
    whole: dict[str, Any] = {}
    for path, value in fields.items():
        *outer, last = path.split(".")
        place = whole
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = value
    return whole


def receipt(line: GenericLine, part: Outbound, answer: Answer) -> Receipt:
    """Return the provider's id, or raise what its answer means.

    A 2xx that says no in `ok_field` is final: it was refused and never sent.
    """
    del part
    shape.check_status(line, answer)
    if line.id_pattern:
        match = re.search(line.id_pattern, answer.body.decode("utf-8", "replace"))
        if match is None:
            raise shape.unclear(line)
        return Receipt(match[1])
    try:
        found = strict.json_object(answer.body)
        key = _key(found, line.id_field)
    except Refused as error:
        raise shape.unclear(line) from error
    said = str(strict.at(found, line.ok_field)).casefold() if line.ok_field else ""
    if line.ok_field and said not in [value.casefold() for value in line.ok_values]:
        words = f"{line.name}: the provider refused it"
        raise PermanentError(words, line=line.name, code=said[:20])
    if not key:
        raise shape.unclear(line)
    return Receipt(key)
