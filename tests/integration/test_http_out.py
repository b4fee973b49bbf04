"""Sending to a provider's real server: receipts, refusals, silence, and what surely never left."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.config_http import GenericLine, ServerSettings
from gateway.errors import LineDown, PermanentError, TemporaryError, UnknownOutcome
from gateway.message import Outbound, Receipt
from gateway.segments import split
from gateway.transports.http import HttpTransport
from tests.webrig import Provider, Taken, free_port, provider, secret_file

SECOND = timedelta(seconds=1)


def part(number: int = 1) -> Outbound:
    (segment,) = split(f"Laporan {number} diterima", reference=0)
    return Outbound(number, 1, "+6281234567890", segment.data)


@contextmanager
def sending(url: str, **settings: Any) -> Iterator[HttpTransport]:
    """Open a line that only sends."""
    line = GenericLine(name="p1", provider="generic", url=url, **settings)
    left: list[tuple[int, int]] = []
    made = HttpTransport(
        line, clock=lambda: datetime.now(UTC), leaving=lambda *which: left.append(which)
    )
    made.left = left  # type: ignore[attr-defined]
    made.open(lambda batch: Future())
    try:
        yield made
    finally:
        made.close()


def taken(answer: Taken) -> tuple[int, bytes]:
    return 202, json.dumps({"id": f"m{json.loads(answer.body)['text'].split()[1]}"}).encode()


def test_parts_leave_at_once_and_have_their_receipts() -> None:
    meet = threading.Barrier(4, timeout=10)

    def answer(request: Taken) -> tuple[int, bytes]:
        meet.wait()  # only four at once can pass
        return taken(request)

    with provider(answer) as peer, sending(peer.url, connections=4) as line:
        assert line.room() == 4
        futures = line.send([part(number) for number in range(4)])
        assert [future.result(10) for future in futures] == [Receipt(f"m{n}") for n in range(4)]
        assert line.room() == 4
        assert line.health().sent == 4
        assert sorted(line.left) == [(0, 1), (1, 1), (2, 1), (3, 1)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, PermanentError), (401, LineDown), (503, TemporaryError), (500, UnknownOutcome)],
)
def test_refusal_ends_as_its_status_means(status: int, kind: type[Exception]) -> None:
    with provider(lambda _: (status, b"no")) as peer, sending(peer.url) as line:
        (future,) = line.send([part()])
        assert isinstance(future.exception(10), kind)
        assert len(peer.taken) == 1  # nothing is tried again by itself


def test_silence_is_of_unknown_outcome() -> None:
    held = threading.Event()

    def answer(request: Taken) -> tuple[int, bytes]:
        held.wait(5)
        return taken(request)

    with provider(answer) as peer, sending(peer.url, send_timeout=SECOND) as line:
        (future,) = line.send([part()])
        assert isinstance(future.exception(10), UnknownOutcome)
        held.set()


def test_connection_cut_after_the_request_is_of_unknown_outcome() -> None:
    def answer(request: Taken) -> tuple[int, bytes]:
        raise ConnectionError

    with provider(answer) as peer, sending(peer.url) as line:
        (future,) = line.send([part()])
        assert isinstance(future.exception(10), UnknownOutcome)


def test_answer_that_comes_drop_by_drop_ends() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        ends = threading.Event()

        def drip() -> None:
            peer, _ = server.accept()
            with closing(peer):
                peer.recv(65_536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
                while not ends.wait(0.3):
                    try:
                        peer.sendall(b"a")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with sending(url, send_timeout=SECOND) as line:
            (future,) = line.send([part()])
            assert isinstance(future.exception(10), UnknownOutcome)
        ends.set()
        thread.join()


def test_refused_connection_never_left_and_thrice_blames_the_line() -> None:
    with sending(f"http://127.0.0.1:{free_port()}/") as line:
        kinds = [type(line.send([part(n)])[0].exception(10)) for n in range(4)]
        assert kinds == [TemporaryError, TemporaryError, LineDown, TemporaryError]
        assert line.health().up
        assert line.health().detail == "the provider cannot be reached"


def test_redirect_is_not_followed() -> None:
    with provider(lambda _: (302, b"")) as peer, sending(peer.url) as line:
        assert isinstance(line.send([part()])[0].exception(10), LineDown)
        assert len(peer.taken) == 1


def test_certificate_that_nobody_signed_is_not_trusted(tmp_path: Path) -> None:
    from tests.webrig import tls_server  # noqa: PLC0415 - one test needs openssl

    with tls_server(tmp_path) as (url, certificate):
        with sending(url) as line:
            assert isinstance(line.send([part()])[0].exception(10), LineDown)
        with sending(url, ca_file=certificate, id_pattern="(.+)") as line:
            assert line.send([part()])[0].result(10) == Receipt("ok")


def test_closing_line_tells_what_left_from_what_did_not() -> None:
    held = threading.Event()

    def answer(request: Taken) -> tuple[int, bytes]:
        held.wait(5)
        return taken(request)

    with provider(answer) as peer, sending(peer.url, connections=1) as line:
        first, second = line.send([part(1), part(2)])
        until(lambda: bool(peer.taken))
        line.close()
        assert isinstance(first.exception(1), UnknownOutcome)
        assert isinstance(second.exception(1), TemporaryError)
        (late,) = line.send([part(3)])
        assert isinstance(late.exception(1), TemporaryError)
        assert line.room() == 0
        held.set()


def until(fact: Callable[[], bool]) -> None:
    """Wait for *fact*, at most 5 s."""
    ends = time.monotonic() + 5
    while not fact():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("lines", "words"),
    [((), "0 lines"), (("short",), "too short"), (("a" * 22,) * 3, "3 lines")],
)
def test_weak_secret_latches_the_line(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    line = GenericLine(
        name="p1", provider="generic", path_file=secret_file(tmp_path, "path", *lines)
    )
    made = HttpTransport(line, clock=lambda: datetime.now(UTC))
    with pytest.raises(LineDown, match=words) as error:
        made.open(lambda batch: Future())
    assert error.value.latched


def test_address_that_is_taken_is_the_lines_fault(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        line = GenericLine(
            name="p1", provider="generic", path_file=secret_file(tmp_path, "path", "p" * 22),
            server=ServerSettings(listen=f"127.0.0.1:{port}"),
        )  # fmt: skip
        made = HttpTransport(line, clock=lambda: datetime.now(UTC))
        with pytest.raises(LineDown, match="cannot listen") as error:
            made.open(lambda batch: Future())
        assert not error.value.latched
        made.close()


def test_words_of_a_failure_hold_no_password(caplog: pytest.LogCaptureFixture) -> None:
    url = f"http://user:hunter2@127.0.0.1:{free_port()}/?password=hunter2"
    with sending(url) as line:
        error = line.send([part()])[0].exception(10)
    assert "hunter2" not in str(error) + caplog.text
    assert isinstance(Provider, type)
