"""The control socket serves several clients, refuses what it does not know, and drives a run."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway import pdu, segments
from gateway.message import Outbound
from gateway.simulator.control import Control
from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions
from tests.integration.serial_host import Host

CITIZEN = "+6281234567890"


@pytest.fixture
def options(tmp_path: Path) -> SimOptions:
    return SimOptions(link=tmp_path / "modem", control=tmp_path / "control")


@pytest.fixture
def simulator(options: SimOptions) -> Iterator[Simulator]:
    with Simulator(options) as running:
        yield running


@pytest.fixture
def phone(simulator: Simulator) -> Iterator[Control]:
    with simulator.phone() as opened:
        yield opened


@pytest.mark.parametrize(
    ("op", "fields", "said"),
    [
        ("dance", {}, "unknown 'dance'"),
        ("sms", {"from": CITIZEN}, "missing or unknown 'text'"),
        ("sms", {"from": CITIZEN, "text": "a", "order": [2]}, "index"),
        ("network", {"speed": 3}, "unknown key 'speed'; one of loss"),
        ("network", {"loss": "much"}, "much"),
        ("sms", {"from": CITIZEN, "text": "a" * 50_000}, "control: "),
    ],
)
def test_wrong_request_is_refused_and_the_next_one_served(
    phone: Control, op: str, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        phone.ask(op, **fields)
    assert phone.stat()["used"] == 0


@pytest.mark.parametrize("line", [b"{\n", b"[]\n", b'"sms"\n', b"\xff\n", b"7\n", b"null\n"])
def test_line_that_is_no_request_is_refused(simulator: Simulator, line: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(str(simulator.options.control))
        sock.sendall(line + b'{"op": "stat"}\n')
        with sock.makefile("rb") as answers:
            assert b"error" in answers.readline()
            assert b"queue" in answers.readline()


def test_raw_pdu_is_stored_as_it_is(simulator: Simulator, phone: Control) -> None:
    name = phone.pdu("07916261", id="odd")
    with Host(simulator.device) as host:
        host.quiet()
        assert "\r\n07916261\r\n" in host.ask("AT+CMGL=4")
    assert name == "odd"


def test_every_watcher_hears_every_fact(simulator: Simulator, phone: Control) -> None:
    with simulator.phone() as other:
        first, second = phone.watch(timeout=5), other.watch(timeout=5)
        phone.sms(CITIZEN, "satu")
        assert [next(first)["fact"] for _ in range(2)] == ["offered", "stored"]
        assert [next(second)["fact"] for _ in range(2)] == ["offered", "stored"]


def test_watching_ends_with_the_simulator(options: SimOptions) -> None:
    simulator = Simulator(options)
    simulator.start()
    with simulator.phone() as phone:
        watched = phone.watch()
        stopper = threading.Timer(0.05, simulator.stop)
        stopper.start()
        assert list(watched) == []
        stopper.join()
    simulator.stop()


def test_quiet_network_times_a_watcher_out_and_lets_it_go_on(phone: Control) -> None:
    watched = phone.watch(timeout=0.05)
    with pytest.raises(TimeoutError):
        next(watched)
    phone.sms(CITIZEN, "satu")
    assert next(watched)["fact"] == "offered"


def test_network_changes_while_it_runs(simulator: Simulator, phone: Control) -> None:
    phone.network(loss=1.0)
    phone.sms(CITIZEN, "satu")
    assert phone.stat()["used"] == 0
    phone.network(loss=0.0, duplicate=1.0)
    phone.sms(CITIZEN, "dua")
    assert phone.stat()["used"] == 2
    with Host(simulator.device) as host:
        rows = host.ask("AT+CMGL=4").split("\r\n")
    assert rows[2] == rows[4]


def test_slot_of_a_burst_is_filled_again_at_once(options: SimOptions) -> None:
    options = replace(options, slots=5)
    with (
        Simulator(options) as simulator,
        simulator.phone() as phone,
        Host(simulator.device) as host,
    ):
        host.quiet()
        host.ask("AT+CNMI=2,0,0,0,0")
        for number in range(60):
            phone.sms(CITIZEN, f"nomor {number}")
        texts = []
        while rows := [row for row in host.ask("AT+CMGL=4").split("\r\n") if row[:2] == "06"]:
            for index, row in enumerate(rows, 1):
                message = pdu.decode(row)
                assert isinstance(message, pdu.Deliver)
                texts.append(segments.join_text([message.data]))
                host.ask(f"AT+CMGD={index}")
        assert phone.stat()["queue"] == 0
    assert sorted(texts) == sorted(f"nomor {number}" for number in range(60))
    assert len(texts) == 60


def test_draft_is_stored_and_sent_later_and_is_no_fact(
    simulator: Simulator, phone: Control
) -> None:
    part = segments.split("nanti", reference=1)[0]
    hexed, length = pdu.encode_submit(Outbound(1, 1, CITIZEN, part.data, report=False))
    watched = phone.watch(timeout=5)
    with Host(simulator.device) as host:
        host.quiet()
        assert host.ask(f"AT+CMGW={length}").endswith("> ")
        host.write(hexed.encode() + b"\x1a")
        assert b"+CMGW: 1" in host.read(b"OK\r\n")
        assert "+CMGL: 1,2,," in host.ask("AT+CMGL=2")
        assert "+CMSS: 1" in host.ask("AT+CMSS=1")
        host.ask("AT+CMGD=1,4")
        assert phone.stat()["used"] == 0
    assert [next(watched)["fact"] for _ in range(2)] == ["mt_part", "mt"]


def test_text_mode_shows_what_a_person_can_read(simulator: Simulator, phone: Control) -> None:
    phone.sms(CITIZEN, "SURGA lampu")
    with Host(simulator.device) as host:
        host.quiet()
        shown = host.ask('AT+CMGF=1;+CMGL="ALL"')
        assert f'+CMGL: 1,"REC UNREAD","{CITIZEN}"' in shown
        assert "\r\nSURGA lampu\r\n" in shown
        assert "+CMS ERROR: 303" in host.ask(f'AT+CMGS="{CITIZEN}"')
