"""Kannel 1.4 as a carrier: sendsms towards it, get-url and dlr-url from it.

Source: Kannel User's Guide, "SMS Push (send-sms) CGI Variables", "Parameters (Escape Codes)" and
"Delivery reports" (doc/userguide/userguide.xml of 1.4.5), and gw/smsbox.c for what sendsms answers.
In kannel.conf, with the line's name and the content of its path_file::

    group = sms-service
    keyword = default
    catch-all = true
    max-messages = 0
    get-url = "http://HOST/hook/NAME/PATH?id=%I&from=%p&to=%P&time=%T&coding=%c&charset=%C&udh=%u&text=%b"

    group = smsbox
    http-request-retry = 1000
    http-queue-delay = 10

%I is the id that bearerbox gave the message: a request that smsbox repeats has the same.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from gateway import gsm7
from gateway.config_http import HttpLine
from gateway.errors import LineDown, PermanentError
from gateway.message import (
    BINARY,
    UCS2,
    DeliveryReport,
    Inbound,
    Outbound,
    Receipt,
    UserData,
)
from gateway.pdu_fields import Broken
from gateway.pdu_header import Header, put_header, read_header
from gateway.providers import shape
from gateway.providers.wire import Answer, Call, Refused, Request, Scheme, Secrets
from gateway.web import strict

METHODS = frozenset({"GET", "POST"})

_ASKED = 1 | 2 | 16
"""dlr-mask: reached the phone, will not, refused by the SMSC; 4 and 8 are no last word."""

_STATES = {"1": "delivered", "2": "failed", "16": "failed"}
_CODINGS = {"1": BINARY, "2": UCS2}  # %c; the others are texts
_UNROUTABLE = b"Not routable"


def media(line: HttpLine) -> frozenset[str]:
    """Return the media types that a POST may have: a post-url sends a form or nothing."""
    del line
    return frozenset({"application/x-www-form-urlencoded", ""})


def scheme(line: HttpLine) -> Scheme | None:
    """Return None: Kannel signs nothing, so its path is secret and its address allowed."""
    del line
    return None


def thanks(line: HttpLine) -> str:
    """Return nothing: smsbox would send our words to the citizen."""
    del line
    return ""


def read(line: HttpLine, request: Request) -> Sequence[Inbound | DeliveryReport]:
    """Return the message of a get-url or the report of a dlr-url; raises Refused."""
    found = strict.form(request.query)
    return [_report(line, request, found) if request.report else _message(line, request, found)]


def _message(line: HttpLine, request: Request, found: Mapping[str, bytes]) -> Inbound:
    coding, charset, key = (_word(found, name) for name in ("coding", "charset", "id"))
    if "from" not in found or "text" not in found:
        raise Refused("fields")
    header = _header(found.get("udh", b""))
    sender, to, time = (_word(found, name) for name in ("from", "to", "time"))
    alphabet = _CODINGS.get(coding)
    data = (
        UserData(alphabet, found["text"], header.locking, header.single)
        if alphabet
        else shape.units_of(_text(found["text"], charset))
    )
    same = shape.identity(sender, to, time, found["text"].hex(), found.get("udh", b"").hex())
    return Inbound(
        line.name,
        request.raw,
        key.encode() or same,
        carrier_id=bool(key or time),
        sender=shape.address(sender),
        destination=shape.address(to),
        sent_at=shape.moment(time),
        data=data,
        part=header.part,
        silent="port" if header.ports else "",
        flags=header.flags,
    )


def _header(raw: bytes) -> Header:
    """Return what %u says; a broken one is only flagged, for the text is there all the same."""
    try:
        return read_header(raw)[0] if raw else Header()
    except Broken as error:
        return Header(flags=(str(error),))


def _text(raw: bytes, charset: str) -> str:
    """Decode what %b gave, in the encoding that %C named."""
    try:
        return raw.decode(charset or "utf-8")
    except LookupError as error:
        raise Refused("charset") from error
    except UnicodeDecodeError as error:
        raise Refused("utf8") from error


def _word(found: Mapping[str, bytes], name: str) -> str:
    try:
        return found.get(name, b"").decode().strip()
    except UnicodeDecodeError as error:
        raise Refused("utf8") from error


def _report(line: HttpLine, request: Request, found: Mapping[str, bytes]) -> DeliveryReport:
    reference, to, state, code, key = (
        _word(found, name) for name in ("ref", "to", "state", "code", "id")
    )
    if not (reference and to and state):
        raise Refused("fields")
    return DeliveryReport(
        line.name,
        request.raw,
        shape.identity(reference, state, key),
        reference=reference,
        number=shape.address(to),
        state=_STATES.get(state, "pending"),
        code=f"DLR {state} {code}"[:40].rstrip(),
    )


def write(line: HttpLine, secrets: Secrets, part: Outbound) -> Call:
    """Return the sendsms request: texts in UTF-8, UCS-2 as it is, parts with their own header."""
    fields: dict[str, str | bytes] = {
        "username": line.user,
        "password": secrets.password,
        "from": line.number,
        "to": part.destination,
        "validity": str(max(1, part.validity // 60)),
    }
    if part.data.alphabet == UCS2:
        fields |= {"coding": "2", "charset": "UTF-16BE", "text": part.data.units}
    else:
        fields |= {"coding": "0", "charset": "UTF-8", "text": gsm7.decode(part.data.units)}
    if part.part is not None:
        fields["udh"] = put_header(part.data, part.part)
    if line.smsc_id:
        fields["smsc"] = line.smsc_id
    if line.delivery_report and part.report and line.server.public_url and secrets.paths:
        fields |= {"dlr-mask": str(_ASKED), "dlr-url": _report_url(line, secrets, part)}
    return Call("GET", f"{line.url}?{urlencode(fields)}")


def _report_url(line: HttpLine, secrets: Secrets, part: Outbound) -> str:
    """Return where Kannel reports this part; %d, %A and %F are filled in by it."""
    base = line.server.public_url.rstrip("/")
    to = part.destination.lstrip("+")
    return (
        f"{base}/hook/{line.name}/{secrets.paths[0]}/report"
        f"?ref={reference(part)}&to={to}&state=%d&code=%A&id=%F"
    )


def reference(part: Outbound) -> str:
    """Return our own id of one claim of a part: sendsms gives none of its own."""
    return f"{part.delivery}.{part.epoch}"


def receipt(line: HttpLine, part: Outbound, answer: Answer) -> Receipt:
    """Return our reference when Kannel took it (202), else raise what its answer means."""
    if answer.status == 403 and answer.body.startswith(_UNROUTABLE):
        words = f"{line.name}: Kannel has no route"
        raise PermanentError(words, line=line.name, code="not routable")
    if answer.status in (200, 202) and not answer.body[:1].isdigit():
        # A page of something else that answers on this address
        raise LineDown(f"{line.name}: no sendsms answers there", line=line.name, code="no sendsms")
    shape.check_status(line, answer)
    return Receipt(reference(part))
