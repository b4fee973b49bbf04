"""A provider that modem.conf describes, and what a status means to every provider."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from gateway import providers
from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.message import Inbound, Part
from gateway.providers.wire import Refused, Request, Secrets
from gateway.segments import join_text
from tests.unit.test_providers import (
    LINES,
    NUMBER,
    SECRETS,
    call,
    generic,
    outbound,
    outcome,
    post,
    read,
)


def test_generic_provider_is_what_modem_conf_says() -> None:
    line = generic(
        to_field="destination.number", text_field="message", from_field="source",
        extra=("type=text", "note=a=b"), number_form="national", login="bearer",
    )  # fmt: skip
    _, headers, body = call(line, "halo", Secrets(token="t0k"))
    assert body == {
        "destination": {"number": "081234567890"}, "message": "halo", "source": "1708",
        "type": "text", "note": "a=b",
    }  # fmt: skip
    assert headers["Authorization"] == "Bearer t0k"


def test_jasmin_is_a_generic_provider() -> None:
    line = generic(
        user="kota", send_as="query", login="fields", user_field="username", text_field="content",
        receive_as="form", in_text="content", reply="ACK/Jasmin", id_pattern='Success "([^"]+)"',
    )  # fmt: skip
    url, _, fields = call(line, "halo & hai")
    assert url.startswith("http://127.0.0.1/send?")
    assert fields == {"to": NUMBER, "content": "halo & hai", "username": "kota", "password": "p4ss"}
    assert outcome(line, 200, b'Success "07033084-5cfd"') == "07033084-5cfd"
    assert outcome(line, 400, b'Error "No route found"') == "PermanentError"
    assert outcome(line, 200, b"what?") == "UnknownOutcome"
    body = urlencode({"id": "u1", "from": NUMBER, "to": "1708", "content": "lampu"}).encode()
    found = read(line, Request("POST", body=body))
    assert isinstance(found, Inbound)
    assert (found.identity, join_text([found.data])) == (b"u1", "lampu")
    assert providers.load("generic").thanks(line) == "ACK/Jasmin"


@pytest.mark.parametrize(
    ("body", "outcome_of"),
    [
        ({"status": "OK", "data": {"id": 5}}, "5"),
        ({"status": "no", "data": {"id": 5}}, "PermanentError"),
        ({"status": "ok", "data": {}}, "UnknownOutcome"),
        ({"status": "ok", "data": {"id": [1]}}, "UnknownOutcome"),
        ({"status": "ok"}, "UnknownOutcome"),
    ],
)
def test_generic_answer_is_read_by_its_fields(body: dict[str, Any], outcome_of: str) -> None:
    line = generic(id_field="data.id", ok_field="status")
    assert outcome(line, 200, json.dumps(body).encode()) == outcome_of


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, PermanentError), (401, LineDown), (402, LineDown), (404, LineDown),
     (408, TemporaryError), (422, PermanentError), (429, TemporaryError), (500, UnknownOutcome),
     (503, TemporaryError), (504, UnknownOutcome), (301, LineDown)],
)  # fmt: skip
def test_status_says_what_is_certain(status: int, kind: type[TransportError]) -> None:
    for line in (*LINES.values(), generic()):
        assert outcome(line, status) == kind.__name__


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"id": "1", "from": ["628"], "text": "x"}, "address"),
        ({"id": "1", "from": True, "text": "x"}, "address"),
        ({"id": {}, "from": "628", "text": "x"}, "id"),
        ({"id": "1" * 201, "from": "628", "text": "x"}, "id"),
        ({"id": "1", "text": "x"}, "fields"),
        ({"status": "delivered"}, "fields"),
    ],
)
def test_field_of_a_wrong_kind_is_refused(value: object, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(generic(), post(value))


def test_part_for_a_provider_of_texts_says_its_place_where_that_fits() -> None:
    texts = list(outbound("Lampu jalan mati. " * 12))
    line = generic()
    shown = [json.loads(providers.load("generic").write(line, SECRETS, part).body)["text"]
             for part in texts]  # fmt: skip
    assert [text[:4] for text in shown] == ["1/2 ", "2/2 "]
    assert max(map(len, shown)) <= 160
    assert texts[0].part == Part(9, 1, 2)
