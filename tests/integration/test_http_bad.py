"""Every hostile request of data/bad_http.jsonl gets the answer its row expects, as bytes.

Rows are whole requests (WIRE), bodies that are sent signed (BODY), or situations told in words, of
which each is built here (TOLD). A row that no table names fails.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from models.base import Store
from tests.conftest import make_store
from tests.webrig import Hook, Response, hook, read_all, request, response, signed

_FILE = Path(__file__).parent.parent / "data" / "bad_http.jsonl"
ROWS = {row["id"]: row for row in map(json.loads, _FILE.read_text("utf-8").splitlines())}
SMS = {"id": "1", "from": "+6281234567890", "to": "1708", "text": "SURGA lampu mati"}

WIRE = {
    "http-cl-huge": 413,
    "http-cl-lie": 408,
    "http-method": 405,
    "http-not-http": 0,  # no end of a line ever comes: closed
    "http-path-enc": 404,
    "http-path-trav": 404,
    "http-sig-empty": 401,
    "http-sig-two-headers": 400,
    "http-tls-on-plain": 0,
}
BODY = {
    "http-from-html": 200,
    "http-from-list": 400,
    "http-json-badutf8": 400,
    "http-json-bigint": 400,
    "http-json-deep": 413,  # 100,000 brackets are too many bytes; fewer are tried below
    "http-json-dupkey": 400,
    "http-json-lone": 200,
    "http-json-nan": 400,
    "http-json-utf16": 400,
    "http-ssrf": 400,
}


def data_of(name: str) -> bytes:
    row = ROWS[name]
    if row["enc"] == "hex":
        return bytes.fromhex(row["data"])
    data: str = row["data"]
    return data.encode()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = make_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def line(sqlite: Store, tmp_path: Path) -> Iterator[Hook]:
    quick = {"request_timeout": timedelta(seconds=1)}
    with hook(sqlite, tmp_path, server=quick) as made:
        yield made


def headers_1000(line: Hook) -> None:
    many = {f"X-{number}": "1" for number in range(1000)}
    assert line.post(SMS, headers=many).status == 431


def other_media(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    assert line.post(body, media="text/plain", headers=signed(body)).status == 415


def multipart(line: Hook) -> None:
    """Nothing is taken that could hold a file: neither a name nor a picture gets anywhere."""
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="../../etc/cron.d/x"\r\n\r\n'
        b"<svg><script>alert(1)</script></svg>\r\n--b--\r\n"
    )
    media = "multipart/form-data; boundary=b"
    assert line.post(body, media=media, headers=signed(body)).status == 415


def database_down(line: Hook) -> None:
    line.broken = True
    answer = line.post(SMS)
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")


def without_id(line: Hook) -> None:
    value = {name: SMS[name] for name in ("from", "to", "text")} | {"time": 1_795_000_000}
    assert [line.post(value).status for _ in range(2)] == [200, 200]
    assert [row[1] for row in line.rows()] == [2]


def signed_in_future(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    late = int(line.clock().timestamp()) + 302
    assert line.post(body, headers=signed(body, stamp=late)).status == 401


def signed_long_ago(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    early = int(line.clock().timestamp()) - 301
    assert line.post(body, headers=signed(body, stamp=early)).status == 401


def signed_by_other(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    assert line.post(body, headers=signed(body, secret="o" * 32)).status == 401


def body_written_anew(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    assert line.post(json.dumps(SMS, indent=2).encode(), headers=signed(body)).status == 401


def slow_body(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    wire = request(body, headers=signed(body))
    began = time.monotonic()
    answer = dribble(line, wire[: -len(body)], wire[-len(body) :])
    assert answer.status == 408
    assert time.monotonic() - began < 5


def slowloris(line: Hook) -> None:
    """200 slow connections from one address, and good requests from another meanwhile."""
    slow = [line.connect("127.0.0.9") for _ in range(200)]
    try:
        for client in slow:
            with suppress(OSError):
                client.sendall(b"POST /hook/p1 HTTP/1.1\r\nX: ")
        for number in range(20):
            began = time.monotonic()
            assert line.post(SMS | {"id": str(number)}).status == 200
            assert time.monotonic() - began < 1
        ends = time.monotonic() + 5
        while time.monotonic() < ends and not all(map(closed, slow)):
            for client in slow:
                with suppress(OSError):
                    client.sendall(b"a")
            time.sleep(0.2)
        assert all(map(closed, slow))
    finally:
        for client in slow:
            client.close()


def closed(client: socket.socket) -> bool:
    """Tell whether the other side has closed."""
    try:
        return answered(client) and client.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True


def answered(client: socket.socket) -> bool:
    """Tell whether there is anything to read, be it the end."""
    return bool(select.select([client], [], [], 0)[0])


def dribble(line: Hook, at_once: bytes, slowly: bytes, pause: float = 0.1) -> Response:
    """Send the rest a byte at a time, for as long as the other side listens."""
    with closing(line.connect()) as client:
        client.sendall(at_once)
        for byte in slowly:
            try:
                client.sendall(bytes((byte,)))
            except OSError:
                break
            if answered(client):
                break
            time.sleep(pause)
        return response(read_all(client))


TOLD: dict[str, Callable[[Hook], None]] = {
    "http-attach-polyglot": multipart,
    "http-attach-trav": multipart,
    "http-db-down": database_down,
    "http-form-vs-json": other_media,
    "http-headers-1000": headers_1000,
    "http-no-id": without_id,
    "http-sig-body-whitespace": body_written_anew,
    "http-sig-future": signed_in_future,
    "http-sig-old": signed_long_ago,
    "http-sig-other-tenant": signed_by_other,
    "http-slow-body": slow_body,
    "http-slowloris": slowloris,
}


def test_every_row_has_its_place() -> None:
    assert sorted([*WIRE, *BODY, *TOLD]) == sorted(ROWS)


def well(line: Hook) -> None:
    """The line is up, and a good request is stored."""
    assert line.transport.health().up
    before = len(line.rows())
    line.broken = False
    assert line.post(SMS | {"id": "good"}).status == 200
    assert len(line.rows()) == before + 1


@pytest.mark.parametrize("name", WIRE)
def test_request_is_answered_as_its_row_says(line: Hook, name: str) -> None:
    assert line.raw(data_of(name)).status == WIRE[name]
    assert line.rows() == []
    well(line)


@pytest.mark.parametrize("name", BODY)
def test_body_is_answered_as_its_row_says(line: Hook, name: str) -> None:
    answer = line.post(data_of(name))
    assert answer.status == BODY[name]
    assert b"Traceback" not in answer.raw
    assert b"Error" not in answer.raw.replace(b"Entity", b"")
    assert len(line.rows()) == (answer.status == 200)
    well(line)


@pytest.mark.parametrize("name", TOLD)
def test_situation_ends_as_its_row_says(line: Hook, name: str) -> None:
    TOLD[name](line)
    well(line)


@pytest.mark.parametrize("depth", [9, 1000, 30_000])
def test_deep_json_is_refused_before_it_recurses(line: Hook, depth: int) -> None:
    answer = line.post(b"[" * depth + b"]" * depth)
    assert (answer.status, answer.body) == (400, b"depth")


def test_body_of_the_greatest_size_is_taken_and_one_more_byte_is_not(line: Hook) -> None:
    room = (64 << 10) - len(json.dumps(SMS | {"text": ""}).encode())
    assert line.post(SMS | {"text": "a" * room}).status == 200
    assert line.post(SMS | {"text": "a" * (room + 1)}).status == 413
    assert len(line.rows()) == 1


def test_chunked_body_is_read_and_bounded(line: Hook) -> None:
    body = json.dumps(SMS).encode()
    head = request(b"", headers=signed(body)).replace(b"Content-Length: 0", b"X-A: b")
    head = head.replace(b"X-A: b", b"Transfer-Encoding: chunked")
    assert line.raw(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)).status == 200
    assert line.raw(head + b"ffffff\r\n" + b"a" * 70_000).status == 413
    assert line.raw(head + b"zz\r\n").status == 400


def test_blank_lines_do_not_keep_a_connection_open(line: Hook) -> None:
    began = time.monotonic()
    assert dribble(line, b"", b"\r\n" * 50).status == 0
    assert time.monotonic() - began < 4


def test_connections_of_one_address_are_capped(sqlite: Store, tmp_path: Path) -> None:
    with hook(sqlite, tmp_path) as line:
        many = [line.connect() for _ in range(12)]
        assert until(lambda: sum(map(closed, many)) == 4)
        assert line.post(SMS).status == 0
        assert line.raw(request(path="/hook/p3"), source="127.0.0.3").status == 404
        for client in many:
            client.close()
        assert until(lambda: line.post(SMS).status == 200)


def until(fact: Callable[[], bool]) -> bool:
    """Wait for *fact*, at most 5 s."""
    ends = time.monotonic() + 5
    while not fact() and time.monotonic() < ends:
        time.sleep(0.05)
    return fact()


def test_every_prefix_of_garbage_leaves_the_line_up(line: Hook) -> None:
    for data in (b"\0" * 500, b"GET\r\n\r\n", b"POST / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n",
                 b"GET / HTTP/1.1\nHost: x\n\n", b"GET / HTTP/1.1\r\nA" + b"b" * 40_000,
                 b"POST /hook/p1 HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                 b"POST /hook/p1 HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                 b"POST /hook/p1 HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"):  # fmt: skip
        assert line.raw(data).status in (0, 400, 401, 404, 405, 431, 501)
    well(line)


def test_many_at_once_are_all_stored(line: Hook) -> None:
    """Eight connections, the most that one address may have, for some seconds."""

    def work(number: int) -> None:
        for turn in range(25):
            value = SMS | {"id": f"{number}-{turn}", "text": f"lampu {number} {turn}"}
            assert line.post(value).status == 200

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(line.rows()) == 150
