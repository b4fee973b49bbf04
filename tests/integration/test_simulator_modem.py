"""The simulated modem answers a host on a real pty as a modem does."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
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
    return SimOptions(
        link=tmp_path / "modem", control=tmp_path / "control", truth=tmp_path / "truth.jsonl"
    )


@pytest.fixture
def simulator(options: SimOptions) -> Iterator[Simulator]:
    with Simulator(options) as running:
        yield running


@pytest.fixture
def host(simulator: Simulator) -> Iterator[Host]:
    with Host(simulator.device) as opened:
        yield opened


@pytest.fixture
def phone(simulator: Simulator) -> Iterator[Control]:
    with simulator.phone() as opened:
        yield opened


def facts(options: SimOptions) -> list[dict[str, object]]:
    assert options.truth is not None
    return [json.loads(line) for line in options.truth.read_text().splitlines()]


def submit(text: str, *, reference: int = 7, number: int = 0) -> tuple[str, int]:
    segment = segments.split(text, reference=reference)[number]
    return pdu.encode_submit(Outbound(1, 1, CITIZEN, segment.data, segment.part))


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("AT", "OK"),
        ("at", "OK"),
        ("ATZ", "OK"),
        ("AT&F", "OK"),
        ("ATE0V1", "OK"),
        ("ATI", "SIMULATOR"),
        ("AT+CGMI", "Kentongan"),
        ("AT+CGSN", "490154203237518"),
        ("AT+CIMI", "510101234567890"),
        ("AT+CNUM", '+CNUM: "","+6281200000001",145'),
        ("AT+CPIN?", "+CPIN: READY"),
        ("AT+CREG?", "+CREG: 0,1"),
        ("AT+COPS=3,0;+COPS?", '+COPS: 0,0,"SIMULATOR"'),
        ("AT+CSQ", "+CSQ: 21,0"),
        ("AT+CSCA?", '+CSCA: "+6281100000",145'),
        ("AT+CMGF=?", "+CMGF: (0,1)"),
        ("AT+CPMS?", '+CPMS: "SM",0,30,"SM",0,30,"SM",0,30'),
        ('AT+CPMS="SM"', "+CPMS: 0,30,0,30,0,30"),
        ('AT+CPMS="ME","SM","SM"', "+CPMS: 0,30,0,30,0,30"),
        ('AT+CPMS="XX"', "+CMS ERROR: 302"),
        ("AT+CNMI=2,1,0,1,0;+CNMI?", "+CNMI: 2,1,0,1,0"),
        ("AT+CMGR=3", "+CMS ERROR: 321"),
        ("AT+CMGD=3", "+CMS ERROR: 321"),
        ("AT+CMGS=900", "+CMS ERROR: 304"),
        ("AT+CLAC", "+CMGL"),
        ("AT+CHUP", "OK"),
        ("ATH", "OK"),
        ("AT+CLCC", "OK"),
        ("AT+CVHU=0", "OK"),
        ('AT+CUSD=1,"*888#",15', "OK"),
        ("AT+WIND?", "ERROR"),
        ("AT+ZPAS?", "ERROR"),
        ("ATD+628;", "ERROR"),
        ("hello", "ERROR"),
    ],
)
def test_command_is_answered(host: Host, command: str, answer: str) -> None:
    got = host.ask(command)
    assert got.startswith(command + "\r")  # the echo, which is on at first
    assert answer in got


def test_error_words_follow_cmee(host: Host) -> None:
    assert host.ask("ATA").endswith("\r\nERROR\r\n")
    host.ask("AT+CMEE=1")
    assert "+CME ERROR: 3\r\n" in host.ask("ATA")
    host.ask("AT+CMEE=2")
    assert "+CME ERROR: operation not allowed" in host.ask("ATA")


def test_message_is_announced_listed_read_and_deleted(
    host: Host, phone: Control, options: SimOptions
) -> None:
    host.quiet()
    name = phone.sms(CITIZEN, "SURGA lampu mati")
    assert host.read(b"\n") + host.read(timeout=0.05) == b'\r\n+CMTI: "SM",1\r\n'
    listed = host.ask("AT+CMGL=4").split("\r\n")
    assert listed[1].startswith("+CMGL: 1,0,,")
    message = pdu.decode(listed[2], length=int(listed[1].split(",")[-1]))
    assert isinstance(message, pdu.Deliver)
    assert message.sender == CITIZEN
    assert segments.join_text([message.data]) == "SURGA lampu mati"
    assert "+CMGR: 1,," in host.ask("AT+CMGR=1")  # REC READ now
    assert "+CMGL" not in host.ask("AT+CMGL=0")
    assert host.ask("AT+CMGD=1") == "\r\nOK\r\n"
    assert host.ask("AT+CMGL=4") == "\r\nOK\r\n"
    told = [(f["fact"], f["id"]) for f in facts(options)]
    assert told == [(fact, name) for fact in ("offered", "stored", "read", "deleted")]


def test_lowest_free_index_is_used_again(host: Host, phone: Control) -> None:
    for text in "abc":
        phone.sms(CITIZEN, text)
    host.ask("AT+CMGD=2")
    host.ask("AT+CMGD=1")
    phone.sms(CITIZEN, "d")
    phone.sms(CITIZEN, "e")
    phone.sms(CITIZEN, "f")
    rows = [row for row in host.ask("AT+CMGL=4").split("\r\n") if row.startswith("+CMGL")]
    assert [row.split(",")[0] for row in rows] == [f"+CMGL: {n}" for n in (1, 2, 3, 4)]


def test_part_is_sent_with_a_rising_reference_and_reported(
    host: Host, phone: Control, options: SimOptions
) -> None:
    host.quiet()
    first = host.send(*submit("balasan"))
    assert "+CMGS: 1\r\n\r\nOK\r\n" in first
    assert '+CDSI: "SM",1' in first + host.read(timeout=0.05).decode()
    report = pdu.decode(host.ask("AT+CMGR=1").split("\r\n")[2])
    assert isinstance(report, pdu.StatusReport)
    assert (report.reference, report.state, report.recipient) == (1, "delivered", CITIZEN)
    host.ask("AT+CNMI=2,1,0,1,0")
    second = host.send(*submit("balasan"))
    assert "+CMGS: 2" in second
    assert "+CDS: " in second + host.read(timeout=0.05).decode()
    sent = [f for f in facts(options) if f["fact"] == "mt"]
    assert [(f["to"], f["text"], f["parts"], f["seq"]) for f in sent] == [
        (CITIZEN, "balasan", 1, 1),
        (CITIZEN, "balasan", 1, 2),
    ]


def test_long_text_is_one_fact_when_its_last_part_is_there(host: Host, options: SimOptions) -> None:
    host.quiet()
    text = "sudah ditangani " * 12
    host.send(*submit(text, number=1))
    assert [f["fact"] for f in facts(options) if f["fact"] == "mt"] == []
    host.send(*submit(text, number=0))
    assert [f["text"] for f in facts(options) if f["fact"] == "mt"] == [text]


def test_escape_ends_the_prompt_and_nothing_is_sent(host: Host, options: SimOptions) -> None:
    host.quiet()
    assert host.ask("AT+CMGS=30").endswith("> ")
    host.write(b"0011\x1b")
    assert b"OK" in host.read(b"OK\r\n")
    assert host.ask("AT") == "\r\nOK\r\n"
    assert facts(options) == []


def test_wrong_length_and_damaged_pdu_are_refused(host: Host, options: SimOptions) -> None:
    host.quiet()
    good, length = submit("balasan")
    assert "+CMS ERROR: 304" in host.send(good, length + 1)
    assert "+CMS ERROR: 304" in host.send("00ZZ", length)
    assert facts(options) == []


def test_announcement_waits_between_prompt_and_pdu(host: Host, phone: Control) -> None:
    host.quiet()
    good, length = submit("balasan")
    host.ask(f"AT+CMGS={length}")
    phone.sms(CITIZEN, "SURGA")
    assert host.read(timeout=0.05) == b""
    host.write(good.encode() + b"\x1a")
    answer = host.read(b"+CMTI") + host.read(timeout=0.05)
    assert answer.index(b"+CMGS: 1") < answer.index(b"+CMTI")


def test_modem_survives_a_host_that_was_killed(
    simulator: Simulator, phone: Control, options: SimOptions
) -> None:
    killed = Host(simulator.device)
    killed.quiet()
    phone.sms(CITIZEN, "SURGA")
    killed.ask("AT+CMGS=30")
    killed.close()
    with Host(simulator.device) as host:
        host.write(b"\x1b")
        host.read(b"OK\r\n")
        assert "+CMGL: 1," in host.ask("AT+CMGL=4")


def test_own_process_says_ready_and_keeps_its_messages(tmp_path: Path) -> None:
    link, control, truth = tmp_path / "modem", tmp_path / "control", tmp_path / "truth.jsonl"
    arguments = ["--link", link, "--control", control, "--truth", truth, "--slots", "3"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway.simulator", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == f"ready {link}\n"
        with Control(control) as phone:
            phone.sms(CITIZEN, "SURGA")
            with Host(link) as host:
                assert "+CMGL: 1," in host.ask("AT+CMGL=4")
            assert phone.stat()["memories"] == {"SM": [1, 3], "ME": [0, 30]}
            phone.stop()
        assert process.wait(5) == 0
    assert [json.loads(line)["fact"] for line in truth.read_text().splitlines()][-1] == "read"
    assert not link.is_symlink()
    assert not control.exists()


def test_scripted_host_sends_many_parts_a_second(
    host: Host, capfd: pytest.CaptureFixture[str]
) -> None:
    host.quiet()
    host.ask("AT+CNMI=2,1,0,0,0")
    good, length = submit("balasan")
    begun = time.perf_counter()
    for _ in range(300):
        host.send(good, length)
    speed = 300 / (time.perf_counter() - begun)
    with capfd.disabled():
        os.write(1, f"\n{speed:.0f} CMGS a second\n".encode())
