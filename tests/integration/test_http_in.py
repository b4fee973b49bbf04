"""Webhooks over real sockets: what is let in, what is refused, and that 200 means stored."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.config_http import ServerSettings
from gateway.web.front import Front, Reply
from models.base import Store
from tests.conftest import make_store
from tests.webrig import (
    NAME,
    PATH,
    SECRET,
    Hook,
    hook,
    read_all,
    request,
    response,
    secret_file,
    signed,
)  # fmt: skip

SMS = {"id": "1", "from": "+6281234567890", "to": "1708", "text": "SURGA lampu mati"}


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = make_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def line(sqlite: Store, tmp_path: Path) -> Iterator[Hook]:
    with hook(sqlite, tmp_path) as made:
        yield made


def test_message_is_stored_before_the_200(line: Hook) -> None:
    answer = line.post(SMS)
    assert (answer.status, answer.body) == (200, b"OK")
    assert line.rows() == [("new", 1, "+6281234567890", "SURGA lampu mati")]
    assert line.transport.health().received == 1


def test_server_has_its_line_from_its_first_moment() -> None:
    """Between listening and the line there would be a time of 503."""
    settings = ServerSettings(listen="127.0.0.1:0", lines=("satu",))
    server = Front(settings, "satu", lambda _request: Reply(200, "OK"))
    with closing(socket.create_connection(("127.0.0.1", server.port), 10)) as client:
        client.sendall(request(b"{}", path="/hook/satu/x"))
        assert response(read_all(client)).status == 200
    server.close()


def test_provider_that_repeats_makes_no_second_row(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    again = request(body, headers=signed(body))
    assert [line.raw(again).status for _ in range(3)] == [200, 200, 200]
    assert line.post(SMS | {"text": "other words"}).status == 200
    assert line.rows() == [("new", 4, "+6281234567890", "SURGA lampu mati")]


def test_messages_without_an_id_are_told_apart_by_all_they_say(line: Hook) -> None:
    at = "2026-11-22T10:00:00+07:00"
    same = {name: SMS[name] for name in ("from", "to", "text")} | {"time": at}
    for value in (same, same, same | {"text": "lain"}, same | {"from": "+6281234567891"}):
        assert line.post(value).status == 200
    assert [row[1] for row in line.rows()] == [2, 1, 1]


def test_citizen_who_writes_the_same_twice_is_kept(line: Hook) -> None:
    untimed = {name: SMS[name] for name in ("from", "to", "text")}
    assert [line.post(untimed).status for _ in range(2)] == [200, 200]
    assert [row[1] for row in line.rows()] == [1, 1]


def test_reordered_requests_are_all_stored(line: Hook) -> None:
    wires = []
    for number in range(20):
        body = json.dumps(SMS | {"id": str(number)}).encode()
        wires.append(request(body, headers=signed(body)))
    assert {line.raw(wire).status for wire in reversed(wires)} == {200}
    assert len(line.rows()) == 20


def test_no_forged_request_of_a_thousand_is_let_in(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    good = signed(body)
    last = {"0": "1"}.get(good["X-Signature"][-1], "0")
    heads = [
        {},
        {"X-Signature": "", "X-Timestamp": good["X-Timestamp"]},
        {"X-Signature": good["X-Signature"]},
        good | {"X-Signature": good["X-Signature"][:-1] + last},
        good | {"X-Timestamp": str(int(good["X-Timestamp"]) + 1)},
        signed(body, secret=SECRET[:-1]),
        signed(b""),
        good | {"X-Signature": "Ã¼" + good["X-Signature"]},
    ]
    for number in range(1000):
        with_body = json.dumps(SMS | {"id": str(number)}).encode()
        head = heads[number % len(heads)]
        wire = request(with_body, headers=head)
        assert line.raw(wire).status in (400, 401)
    assert line.rows() == []


@pytest.mark.parametrize(
    ("seconds", "status"), [(-301, 401), (-299, 200), (0, 200), (299, 200), (301, 401)]
)
def test_signature_is_good_for_five_minutes_either_way(
    line: Hook, seconds: int, status: int
) -> None:
    line.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    body = json.dumps(SMS).encode()
    stamp = int((line.now + timedelta(seconds=seconds)).timestamp())
    assert line.post(body, headers=signed(body, stamp=stamp)).status == status


def test_two_secrets_are_good_while_one_is_changed(sqlite: Store, tmp_path: Path) -> None:
    other = "n" * 32
    with hook(sqlite, tmp_path, secret_file=secret_file(tmp_path, "two", SECRET, other)) as made:
        body = json.dumps(SMS).encode()
        for secret, status in ((SECRET, 200), (other, 200), ("x" * 32, 401)):
            assert made.post(body, headers=signed(body, secret=secret)).status == status


def test_signature_is_over_the_raw_body(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    other = json.dumps(SMS, indent=1).encode()
    assert line.post(other, headers=signed(body)).status == 401


def test_line_of_another_provider_has_another_secret(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    assert line.raw(request(body, path="/hook/p2", headers=signed(body))).status == 503
    assert line.raw(request(body, path="/hook/p3", headers=signed(body))).status == 404
    assert line.rows() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/hook/{NAME}/{PATH}", 200),
        (f"/hook/{NAME}/{PATH}x", 404),
        (f"/hook/{NAME}/{PATH[:-1]}", 404),
        (f"/hook/{NAME}", 404),
        (f"/hook/{NAME}/", 404),
        (f"/hook//{PATH}", 404),
        (f"/hook/{NAME}/%C3%BC", 404),
    ],
)
def test_path_lets_in_who_knows_it(sqlite: Store, tmp_path: Path, path: str, status: int) -> None:
    with hook(sqlite, tmp_path, path_file=secret_file(tmp_path, "path", PATH)) as made:
        assert made.post(SMS, path=path, headers={"X-A": "b"}).status == status


def test_address_must_be_allowed(sqlite: Store, tmp_path: Path) -> None:
    path = secret_file(tmp_path, "path", PATH)
    with hook(sqlite, tmp_path, path_file=path, allow=("127.0.0.2", "10.0.0.0/8")) as made:
        wire = request(json.dumps(SMS).encode(), path=f"/hook/{NAME}/{PATH}")
        assert made.raw(wire).status == 403
        assert made.raw(wire, source="127.0.0.2").status == 200


def test_address_behind_the_proxy_is_the_one_that_counts(sqlite: Store, tmp_path: Path) -> None:
    path = secret_file(tmp_path, "path", PATH)
    named = {"path_file": path, "allow": ("203.0.113.7",), "server": {"proxy": "127.0.0.1"}}
    with hook(sqlite, tmp_path, **named) as made:
        body, to = json.dumps(SMS).encode(), f"/hook/{NAME}/{PATH}"
        seen = {"X-Forwarded-For": "203.0.113.7"}
        assert made.raw(request(body, path=to, headers=seen)).status == 200
        assert made.raw(request(body, path=to, headers=seen), source="127.0.0.2").status == 403
        assert made.raw(request(body, path=to)).status == 403


def test_locked_database_is_told_as_our_fault(line: Hook) -> None:
    line.broken = True
    answer = line.post(SMS)
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    line.broken = False
    assert line.post(SMS).status == 200
    assert len(line.rows()) == 1


def test_commit_that_takes_too_long_is_our_fault(
    line: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.transports.http.COMMIT_WAIT", 0.2)
    held = threading.Event()
    line.writer.submit(lambda tx: held.wait(5))
    try:
        assert line.post(SMS).status == 503
    finally:
        held.set()
    assert line.post(SMS).status == 200
    assert [row[1] for row in line.rows()] == [2]  # the first was stored after all


def test_closed_line_is_our_fault_and_no_lost_path(sqlite: Store, tmp_path: Path) -> None:
    with hook(sqlite, tmp_path) as first:
        second = Hook(sqlite, first.line.__class__(
            name="p2", provider="generic", secret_file=first.line.secret_file,
            server=first.line.server,
        ), first.writer)  # fmt: skip
        body = json.dumps(SMS).encode()
        other = request(body, path="/hook/p2", headers=signed(body))
        assert first.raw(other).status == 200
        second.transport.close()
        answer = first.raw(other)
        assert (answer.status, answer.headers["retry-after"]) == (503, "10")
        assert first.post(SMS | {"id": "9"}).status == 200


def test_report_is_stored_once(line: Hook) -> None:
    told = {"id": "m-7", "to": "+6281234567890", "status": "DELIVRD"}
    assert [line.post(told).status for _ in range(2)] == [200, 200]
    assert line.post(told | {"id": "m-8", "status": "buffered"}, path=f"/hook/{NAME}/report")
    assert line.reports() == [("m-7", "delivered"), ("m-8", "pending")]
    assert line.rows() == []


def test_request_that_has_no_text_is_kept_in_quarantine(line: Hook) -> None:
    assert (
        line.post({"id": "1", "from": "628", "media_url": "http://169.254.169.254/"}).status == 200
    )
    assert line.rows() == [("bad", 1, "", "no_text")]


def test_connection_serves_many_requests(line: Hook) -> None:
    with closing(line.connect()) as client:
        for number in range(3):
            body = json.dumps(SMS | {"id": str(number)}).encode()
            wire = request(body, headers=signed(body) | {"Connection": "keep-alive"})
            client.sendall(wire)
            answer = b""
            while not answer.endswith(b"OK"):
                answer += client.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")
    assert len(line.rows()) == 3


def test_provider_that_hung_up_is_untold(line: Hook) -> None:
    untimed = {name: SMS[name] for name in ("from", "to", "text")}
    body = json.dumps(untimed).encode()
    held = threading.Event()
    line.writer.submit(lambda tx: held.wait(5))
    with closing(line.connect()) as client:
        client.sendall(request(body, headers=signed(body)))
        time.sleep(0.3)
        assert line.transport.untold() is None
    time.sleep(0.3)
    held.set()
    ends = time.monotonic() + 5
    while not line.transport.untold() and time.monotonic() < ends:
        time.sleep(0.02)
    assert line.transport.untold() == frozenset({1})


def test_refusals_are_logged_without_what_came(
    line: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(SMS).encode()
    for _ in range(3):
        line.raw(request(body))
    assert [row.getMessage() for row in caplog.records] == ["line p1: refused 401: timestamp"]


def test_cut_request_leaves_no_row(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    wire = request(body, headers=signed(body))
    for cut in range(0, len(wire), 7):
        with closing(line.connect()) as client:
            client.sendall(wire[:cut])
    assert line.raw(wire).status == 200
    assert len(line.rows()) == 1


def test_byte_by_byte_is_read_as_at_once(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    with closing(line.connect()) as client:
        for byte in request(body, headers=signed(body)):
            client.sendall(bytes((byte,)))
        assert read_all(client).startswith(b"HTTP/1.1 200")
