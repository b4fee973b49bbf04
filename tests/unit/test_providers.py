"""What each provider's language means, both ways: requests to values, parts to requests."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import providers
from gateway.config_http import GenericLine, HttpLine, ServerSettings
from gateway.errors import (
    TransportError,
)
from gateway.message import DeliveryReport, Inbound, Outbound
from gateway.providers.wire import Answer, Refused, Request, Secrets
from gateway.segments import join_text, split

PUBLIC = ServerSettings(public_url="https://sms.kediri.go.id/")
SECRETS = Secrets(password="p4ss", token="", paths=("p" * 22,))
LINES: dict[str, HttpLine] = {
    name: HttpLine(
        name="satu", provider=name, url="http://127.0.0.1/send", user="kediri",
        number="1708", server=PUBLIC,
    )
    for name in ("kannel", "zenziva", "smsgate")
}  # fmt: skip
NUMBER = "+6281234567890"


def generic(**settings: Any) -> GenericLine:
    return GenericLine(
        name="satu", provider="generic", url="http://127.0.0.1/send", number="1708", **settings
    )


def get(fields: dict[str, Any], **more: Any) -> Request:
    return Request("GET", query=urlencode(fields).encode(), **more)


def post(value: object, **more: Any) -> Request:
    headers = {"content-type": "application/json; charset=utf-8"}
    return Request("POST", headers=headers, body=json.dumps(value).encode(), **more)


def read(line: HttpLine, request: Request) -> Inbound | DeliveryReport:
    (found,) = providers.load(line.provider).read(line, request)
    return found


def outbound(text: str, number: str = NUMBER) -> list[Outbound]:
    return [
        Outbound(7, 2, number, segment.data, segment.part, validity=600)
        for segment in split(text, reference=9)
    ]


def call(line: HttpLine, text: str, secrets: Secrets = SECRETS) -> tuple[str, dict[str, str], Any]:
    (part,) = outbound(text)
    made = providers.load(line.provider).write(line, secrets, part)
    if made.method == "GET":
        return made.url, dict(made.headers), dict(parse_qsl(urlsplit(made.url).query))
    kind = made.headers["Content-Type"]
    body = json.loads(made.body) if "json" in kind else dict(parse_qsl(made.body.decode()))
    return made.url, dict(made.headers), body


def outcome(line: HttpLine, status: int, body: bytes = b"") -> str:
    (part,) = outbound("halo")
    try:
        return providers.load(line.provider).receipt(line, part, Answer(status, body)).reference
    except TransportError as error:
        assert error.line == "satu"
        assert error.code
        return type(error).__name__


# Kannel

MO = {"id": "u-1", "from": NUMBER, "to": "1708", "time": "1795312800", "coding": "0",
      "charset": "UTF-8", "udh": "", "text": "SURGA lampu mati — é"}  # fmt: skip


def test_kannel_message_is_read_with_its_id_and_time() -> None:
    found = read(LINES["kannel"], get(MO))
    assert isinstance(found, Inbound)
    assert (found.sender, found.destination, found.identity) == (NUMBER, "1708", b"u-1")
    assert found.carrier_id
    assert join_text([found.data]) == MO["text"]
    assert found.sent_at == datetime.fromtimestamp(1795312800, UTC)


def test_kannel_gives_ucs2_and_parts_as_the_phone_sent_them() -> None:
    text = "Lampu 😀 padam " * 20
    parts = []
    for one in split(text, reference=300, wide=True):
        assert one.part is not None
        udh = (
            bytes((6, 8, 4)) + (300).to_bytes(2, "big") + bytes((one.part.total, one.part.sequence))
        )
        query = urlencode(MO | {"id": str(one.part.sequence), "coding": "2", "udh": udh,
                                "charset": "UTF-16BE", "text": one.data.units})  # fmt: skip
        found = read(LINES["kannel"], Request("GET", query=query.encode()))
        assert isinstance(found, Inbound)
        assert found.part == one.part
        parts.append(found.data)
    assert join_text(parts) == text


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": None}, "fields"),
        ({"from": None}, "fields"),
        ({"charset": "klingon"}, "charset"),
        ({"text": b"\xff\xfe\xff"}, "utf8"),
        ({"from": "9" * 41}, "address"),
    ],
)
def test_kannel_request_that_says_too_little_is_refused(change: dict[str, Any], why: str) -> None:
    fields = {name: value for name, value in (MO | change).items() if value is not None}
    with pytest.raises(Refused, match=why):
        read(LINES["kannel"], get(fields))


def test_kannel_takes_what_it_cannot_read_of_a_header() -> None:
    found = read(LINES["kannel"], get(MO | {"udh": b"\x05\x00\x03"}))
    assert isinstance(found, Inbound)
    assert (found.part, found.flags) == (None, ("udh_overrun",))


def test_field_that_stands_twice_is_refused() -> None:
    with pytest.raises(Refused, match="duplicate_key"):
        read(LINES["kannel"], Request("GET", query=b"from=1&from=2&text=a"))


def test_kannel_report_finds_the_part_that_asked_for_it() -> None:
    url, _, fields = call(LINES["kannel"], "halo")
    asked = fields["dlr-url"].replace("%d", "1").replace("%A", "ACK").replace("%F", "f1")
    assert asked.startswith("https://sms.kediri.go.id/hook/satu/pppppppppppppppppppppp/report?")
    told = read(LINES["kannel"], Request("GET", query=urlsplit(asked).query.encode(), report=True))
    assert isinstance(told, DeliveryReport)
    assert outcome(LINES["kannel"], 202, b"0: Accepted for delivery") == told.reference
    assert (told.state, told.number) == ("delivered", NUMBER.lstrip("+"))
    assert fields["dlr-mask"] == "19"
    assert "p4ss" in url


@pytest.mark.parametrize(
    ("state", "meaning"),
    [("1", "delivered"), ("2", "failed"), ("4", "pending"), ("8", "pending"), ("16", "failed")],
)
def test_kannel_states_mean_what_its_guide_says(state: str, meaning: str) -> None:
    fields = {"ref": "7.2", "to": "628123", "state": state, "code": "x"}
    found = read(LINES["kannel"], get(fields, report=True))
    assert isinstance(found, DeliveryReport)
    assert found.state == meaning


def test_kannel_gets_texts_and_ucs2_and_headers() -> None:
    _, _, fields = call(LINES["kannel"], "Terima kasih @€")
    assert (fields["text"], fields["charset"], fields["coding"]) == (
        "Terima kasih @€",
        "UTF-8",
        "0",
    )
    parts = outbound("Pak Ketut ✓ " * 20)
    assert len(parts) > 1
    for part in parts:
        made = providers.load("kannel").write(LINES["kannel"], SECRETS, part)
        raw = parse_qs(urlsplit(made.url).query, encoding="latin-1")
        assert raw["text"][0].encode("latin-1") == part.data.units
        assert part.part is not None
        header = bytes((5, 0, 3, 9, part.part.total, part.part.sequence))
        assert raw["udh"][0].encode("latin-1") == header


@pytest.mark.parametrize(
    ("status", "body", "outcome_of"),
    [
        (202, b"0: Accepted for delivery", "7.2"),
        (202, b"3: Queued for later delivery", "7.2"),
        (503, b"Temporal failure, try again later.", "TemporaryError"),
        (403, b"Authorization failed for sendsms", "LineDown"),
        (403, b"Not routable. Do not try again.", "PermanentError"),
        (400, b"Missing receiver number, rejected", "PermanentError"),
        (200, b"<html>It works!</html>", "LineDown"),
        (302, b"", "LineDown"),
        (502, b"", "UnknownOutcome"),
    ],
)
def test_kannel_answers_mean_what_its_source_says(
    status: int, body: bytes, outcome_of: str
) -> None:
    assert outcome(LINES["kannel"], status, body) == outcome_of


# Zenziva


def test_zenziva_is_asked_as_its_example_does() -> None:
    url, _, fields = call(LINES["zenziva"], "Terima kasih")
    assert url == "http://127.0.0.1/send"
    assert fields == {
        "userkey": "kediri", "passkey": "p4ss", "to": "6281234567890", "message": "Terima kasih",
    }  # fmt: skip
    bare = HttpLine(name="satu", provider="zenziva")
    assert call(bare, "a")[0] == "https://console.zenziva.net/reguler/api/sendsms/"


@pytest.mark.parametrize(
    ("body", "outcome_of"),
    [
        ({"messageId": 5512, "to": "62812", "status": "1", "text": "Success"}, "5512"),
        ({"status": "0", "text": "Invalid userkey or passkey"}, "LineDown"),
        ({"status": "5", "text": "Salah"}, "LineDown"),
        ({"status": "99", "text": "Credit tidak mencukupi"}, "LineDown"),
        ({"status": "0", "text": "Saldo tidak cukup"}, "LineDown"),
        ({"status": "0", "text": "Nomor tujuan tidak valid"}, "PermanentError"),
        ({"status": "6", "text": "Konten SMS rejected"}, "PermanentError"),
        ({"status": "89", "text": "Pengiriman SMS berulang-ulang"}, "TemporaryError"),
        ({"status": "0", "text": "?"}, "TemporaryError"),
    ],
)
def test_zenziva_answers_mean_what_they_say(body: dict[str, Any], outcome_of: str) -> None:
    assert outcome(LINES["zenziva"], 200, json.dumps(body).encode()) == outcome_of


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]"])
def test_answer_that_says_nothing_is_of_unknown_outcome(body: bytes) -> None:
    for line in (LINES["zenziva"], LINES["smsgate"], generic()):
        assert outcome(line, 200, body) == "UnknownOutcome"


@pytest.mark.parametrize(
    "fields",
    [
        {"messageId": "9", "from": NUMBER, "to": "1708", "message": "lampu"},
        {"id": "9", "sender": NUMBER, "tujuan": "1708", "isi": "lampu"},
        {"id": "9", "nohp": NUMBER, "to": "1708", "pesan": "lampu"},
    ],
)
def test_zenziva_callback_is_read_by_all_its_names(fields: dict[str, str]) -> None:
    form = Request(
        "POST", headers={"content-type": "application/x-www-form-urlencoded"},
        body=urlencode(fields).encode(),
    )  # fmt: skip
    for request in (form, post(fields), get(fields)):
        found = read(LINES["zenziva"], request)
        assert isinstance(found, Inbound)
        assert (found.identity, found.sender, found.destination) == (b"9", NUMBER, "1708")
        assert join_text([found.data]) == "lampu"


def test_zenziva_report_is_read() -> None:
    found = read(LINES["zenziva"], post({"messageId": "9", "to": NUMBER, "status": "Delivered"}))
    assert isinstance(found, DeliveryReport)
    assert (found.reference, found.state) == ("9", "delivered")


# SMSGate

EVENT = {
    "deviceId": "d", "event": "sms:received", "id": "Ey6ECgOkVVFjz3CL48B8C", "webhookId": "w",
    "payload": {
        "messageId": "abc123", "message": "lampu", "phoneNumber": NUMBER, "simNumber": 1,
        "receivedAt": "2026-11-22T15:46:11.000+07:00",
    },
}  # fmt: skip


def test_smsgate_message_has_the_id_of_its_event() -> None:
    found = read(LINES["smsgate"], post(EVENT))
    assert isinstance(found, Inbound)
    assert (found.identity, found.sender, found.carrier_id) == (EVENT["id"].encode(), NUMBER, True)  # type: ignore[attr-defined]
    assert found.sent_at == datetime(2026, 11, 22, 8, 46, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "state"),
    [("sms:sent", "pending"), ("sms:delivered", "delivered"), ("sms:failed", "failed")],
)
def test_smsgate_reports_carry_the_id_of_the_message(event: str, state: str) -> None:
    payload = {"messageId": "m1", "phoneNumber": NUMBER, "failedAt": "2026-11-22T15:46:11Z"}
    found = read(LINES["smsgate"], post(EVENT | {"event": event, "payload": payload}))
    assert isinstance(found, DeliveryReport)
    assert (found.reference, found.state, found.number) == ("m1", state, NUMBER)


def test_smsgate_ping_is_nothing_and_mms_is_kept() -> None:
    module = providers.load("smsgate")
    assert list(module.read(LINES["smsgate"], post(EVENT | {"event": "system:ping"}))) == []
    found = read(LINES["smsgate"], post(EVENT | {"event": "mms:received"}))
    assert isinstance(found, Inbound)
    assert found.bad == "no_text"


def test_smsgate_is_asked_by_password_or_token() -> None:
    _, headers, body = call(LINES["smsgate"], "halo")
    assert headers["Authorization"] == "Basic a2VkaXJpOnA0c3M="
    assert body == {
        "textMessage": {"text": "halo"}, "phoneNumbers": [NUMBER], "withDeliveryReport": True,
        "ttl": 600,
    }  # fmt: skip
    _, headers, _ = call(LINES["smsgate"], "halo", Secrets(token="t0k"))
    assert headers["Authorization"] == "Bearer t0k"
    assert outcome(LINES["smsgate"], 202, b'{"id": "m1", "state": "Pending"}') == "m1"


@pytest.mark.parametrize("name", providers.NAMES)
@given(query=st.binary(max_size=200), body=st.binary(max_size=300), report=st.booleans())
def test_any_request_is_read_or_refused(
    name: str,
    query: bytes,
    body: bytes,
    report: bool,
) -> None:
    line = generic() if name == "generic" else LINES[name]
    for media in ("application/json", ""):
        request = Request(
            "POST", query=query, body=body, report=report, headers={"content-type": media}
        )
        try:
            providers.load(name).read(line, request)
        except Refused as error:
            assert 400 <= error.refusal.status < 500


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "from",
                    "to",
                    "text",
                    "event",
                    "payload",
                    "message",
                    "status",
                    "phoneNumber",
                    "time",
                    "receivedAt",
                    "messageId",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(value=_JSON, report=st.booleans())
def test_any_json_is_read_or_refused(value: object, report: bool) -> None:
    for line in (LINES["smsgate"], LINES["zenziva"], generic()):
        try:
            providers.load(line.provider).read(line, post(value, report=report))
        except Refused as error:
            assert 400 <= error.refusal.status < 500


@given(body=st.binary(max_size=300), status=st.integers(100, 599))
def test_any_answer_is_a_receipt_or_an_error(body: bytes, status: int) -> None:
    for line in (*LINES.values(), generic(), generic(id_pattern="(a)")):
        outcome(line, status, body)


def test_secrets_are_never_shown() -> None:
    made = providers.load("kannel").write(LINES["kannel"], SECRETS, outbound("a")[0])
    assert "p4ss" not in repr(SECRETS) + repr(made)
    assert Path(providers.__file__ or "").exists()
