"""SMSGate (SMS Gateway for Android): a phone with the app is the modem.

Source: docs.sms-gate.app, "Webhooks" (features/webhooks.md of android-sms-gateway/docs-web): one
POST an event with deviceId, event, id, payload and webhookId; X-Signature is the hexadecimal
HMAC-SHA256 of the raw body followed by X-Timestamp (Unix seconds). The app tries again for two days
until it gets a 2xx. Sending: POST of textMessage.text and phoneNumbers to .../message of the
phone (local server) or .../3rdparty/v1/messages (cloud, private), answered by 202, id and state.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from gateway.config_http import HttpLine
from gateway.message import DeliveryReport, Inbound, Outbound, Receipt
from gateway.providers import shape
from gateway.providers.wire import Answer, Call, Refused, Request, Scheme, Secrets
from gateway.web import strict

METHODS = frozenset({"POST"})

_RECEIVED = "sms:received"
_STATES = {"sms:sent": "pending", "sms:delivered": "delivered", "sms:failed": "failed"}
_TIMES = ("sentAt", "deliveredAt", "failedAt")


def media(line: HttpLine) -> frozenset[str]:
    """Return the media types that a POST may have."""
    del line
    return frozenset({"application/json"})


def scheme(line: HttpLine) -> Scheme | None:
    """Return how the app signs."""
    del line
    return Scheme("x-signature", "x-timestamp", "body+timestamp")


def thanks(line: HttpLine) -> str:
    """Return the body of our 200."""
    del line
    return "OK"


def read(line: HttpLine, request: Request) -> Sequence[Inbound | DeliveryReport]:
    """Return the message or report of an event, nothing for a ping; raises Refused.

    What was received and is no text (MMS, data) is kept in quarantine.
    """
    found = strict.json_object(request.body)
    event, key, payload = (found.get(name) for name in ("event", "id", "payload"))
    if not (isinstance(event, str) and isinstance(key, str) and isinstance(payload, dict)):
        raise Refused("fields")
    if event in _STATES:
        return [_report(line, request, event, payload)]
    if event == _RECEIVED:
        return [_message(line, request, key, payload)]
    if event.endswith("received"):
        return [shape.quarantined(line, request.raw, key.encode(), "no_text")]
    return []


def _message(line: HttpLine, request: Request, key: str, payload: Mapping[str, Any]) -> Inbound:
    text, sender = payload.get("message"), payload.get("phoneNumber", payload.get("sender"))
    if not isinstance(text, str):
        return shape.quarantined(line, request.raw, key.encode(), "no_text")
    time = payload.get("receivedAt")
    same = shape.identity(str(sender), str(time), text)
    return Inbound(
        line.name,
        request.raw,
        key.encode() or same,
        carrier_id=True,
        sender=shape.address(sender if sender is not None else ""),
        destination=line.number,
        sent_at=shape.moment(time),
        data=shape.units_of(text),
    )


def _report(
    line: HttpLine, request: Request, event: str, payload: Mapping[str, Any]
) -> DeliveryReport:
    reference, number = payload.get("messageId"), payload.get("phoneNumber")
    if not isinstance(reference, str) or number is None:
        raise Refused("fields")
    times = [shape.moment(payload[name]) for name in _TIMES if name in payload]
    return DeliveryReport(
        line.name,
        request.raw,
        shape.identity(reference, event, str(number)),
        reference=reference,
        number=shape.address(number),
        state=_STATES[event],
        code=event,
        done_at=times[0] if times else None,
    )


def write(line: HttpLine, secrets: Secrets, part: Outbound) -> Call:
    """Return the POST that sends: by token where there is one, else by user and password."""
    body = {
        "textMessage": {"text": shape.words(part)},
        "phoneNumbers": [part.destination],
        "withDeliveryReport": line.delivery_report and part.report,
        "ttl": part.validity,
    }
    headers = {"Content-Type": "application/json", "Authorization": login(line, secrets)}
    return Call("POST", line.url, headers, json.dumps(body).encode())


def login(line: HttpLine, secrets: Secrets) -> str:
    """Return the Authorization header (RFC 6750, RFC 7617)."""
    if secrets.token:
        return f"Bearer {secrets.token}"
    pair = f"{line.user}:{secrets.password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"


def receipt(line: HttpLine, part: Outbound, answer: Answer) -> Receipt:
    """Return the app's id of the message, which its events carry as messageId."""
    del part
    shape.check_status(line, answer)
    try:
        key = strict.json_object(answer.body).get("id")
    except Refused as error:
        raise shape.unclear(line) from error
    if not isinstance(key, str) or not key:
        raise shape.unclear(line)
    return Receipt(key)
