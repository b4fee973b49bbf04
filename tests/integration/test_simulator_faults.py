"""Each scripted fault of the simulator does to a host what its name says."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway import pdu, segments
from gateway.message import Outbound
from gateway.simulator.control import Control
from gateway.simulator.faults import Fault
from gateway.simulator.host import Simulator
from gateway.simulator.options import SimOptions
from tests.integration.serial_host import Host

CITIZEN = "+6281234567890"
PART = segments.split("balasan", reference=1)[0]
PDU, LENGTH = pdu.encode_submit(Outbound(1, 1, CITIZEN, PART.data, report=False))


@pytest.fixture
def options(tmp_path: Path) -> SimOptions:
    return SimOptions(link=tmp_path / "modem", control=tmp_path / "control", boot=0.02)


@pytest.fixture
def simulator(options: SimOptions) -> Iterator[Simulator]:
    with Simulator(options) as running:
        yield running


@pytest.fixture
def host(simulator: Simulator) -> Iterator[Host]:
    with Host(simulator.device) as opened:
        opened.quiet()
        yield opened


@pytest.fixture
def phone(simulator: Simulator) -> Iterator[Control]:
    with simulator.phone() as opened:
        yield opened


def test_nth_command_gets_the_scripted_code(host: Host, phone: Control) -> None:
    phone.fault("answer", match=r"\+CMGS=", nth=2, times=2, text="+CMS ERROR: 38")
    assert "+CMGS: 1" in host.send(PDU, LENGTH)
    assert "+CMS ERROR: 38" in host.ask(f"AT+CMGS={LENGTH}")
    assert "+CMS ERROR: 38" in host.ask(f"AT+CMGS={LENGTH}")
    assert "+CMGS: 2" in host.send(PDU, LENGTH)


@pytest.mark.parametrize("sent", [False, True])
def test_code_after_the_pdu_says_nothing_about_the_air(
    host: Host, phone: Control, *, sent: bool
) -> None:
    watched = phone.watch(timeout=5)
    phone.fault("answer", match="CMGS", stage="pdu", text="+CMS ERROR: 500", sent=sent)
    assert "+CMS ERROR: 500" in host.send(PDU, LENGTH)
    host.send(PDU, LENGTH)
    seen = [next(watched)["fact"] for _ in range(5 if sent else 3)]
    assert seen.count("mt") == 1 + sent


def test_modem_hangs_and_comes_back(host: Host, phone: Control) -> None:
    phone.fault("hang", seconds=0.2)
    host.write(b"AT\r")
    assert host.read(timeout=0.1) == b""
    time.sleep(0.15)
    assert "OK" in host.ask("AT")


def test_modem_hangs_for_ever_at_a_command(host: Host, phone: Control) -> None:
    phone.fault("hang", match="CMGL")
    assert "OK" in host.ask("AT")
    host.write(b"AT+CMGL=4\rAT\r")
    assert host.read(timeout=0.2) == b""


def test_answer_never_comes_though_the_part_is_sent(host: Host, phone: Control) -> None:
    watched = phone.watch(timeout=5)
    phone.fault("drop", match="CMGS", stage="pdu")
    host.ask(f"AT+CMGS={LENGTH}")
    host.write(PDU.encode() + b"\x1a")
    assert host.read(timeout=0.1) == b""
    assert [next(watched)["fact"] for _ in range(2)] == ["mt_part", "mt"]
    assert "OK" in host.ask("AT")


def test_late_answer_follows_the_next_one(host: Host, phone: Control) -> None:
    phone.fault("late", match="CSQ", seconds=0.15)
    host.write(b"AT+CSQ\r")
    assert host.read(timeout=0.05) == b""
    assert host.ask("AT+CREG?") == "\r\n+CREG: 0,1\r\n\r\nOK\r\n"
    assert host.read(b"OK") == b"\r\n+CSQ: 21,0\r\n\r\nOK\r\n"


def test_slow_answer_keeps_the_modem_busy(host: Host, phone: Control) -> None:
    phone.fault("slow", match="CSQ", seconds=0.1)
    host.write(b"AT+CSQ\rAT+CREG?\r")
    got = host.read(b"+CREG: 0,1")
    assert got.index(b"+CSQ") < got.index(b"+CREG")


def test_announcement_stands_inside_an_answer(host: Host, phone: Control) -> None:
    phone.fault("inside", match="CSQ", text='+CMTI: "SM",9')
    assert host.ask("AT+CSQ").split() == ["+CSQ:", "21,0", "+CMTI:", '"SM",9', "OK"]


def test_garbage_comes_before_an_answer_and_alone(host: Host, phone: Control) -> None:
    phone.fault("garbage", match="CSQ", data="fffe00")
    assert host.ask("AT+CSQ").startswith("\xff\xfe\x00\r\n+CSQ")
    phone.fault("garbage", data="fa")
    assert host.read(b"\xfa") == b"\xfa"


def test_announcements_come_in_a_burst(host: Host, phone: Control) -> None:
    phone.fault("urc", text='+CMTI: "SM",3', value=20)
    assert host.read(timeout=0.1).count(b"+CMTI") == 20


def test_prompt_never_comes(host: Host, phone: Control) -> None:
    phone.fault("no_prompt", match="CMGS")
    host.write(f"AT+CMGS={LENGTH}\r".encode())
    assert host.read(timeout=0.1) == b""
    assert "OK" in host.ask("AT")


@pytest.mark.parametrize("sent", [False, True])
def test_modem_resets_between_pdu_and_answer(host: Host, phone: Control, *, sent: bool) -> None:
    watched = phone.watch(timeout=5)
    phone.fault("reset", match="CMGS", stage="pdu", sent=sent)
    host.ask(f"AT+CMGS={LENGTH}")
    host.write(PDU.encode() + b"\x1a")
    assert host.read(b"RDY\r\n") == b"\r\nRDY\r\n"
    assert host.ask("AT").startswith("AT\r")  # it echoes again
    seen = [next(watched)["fact"] for _ in range(3 if sent else 1)]
    assert seen == ["mt_part", "mt", "fault"][-len(seen) :]


def test_cfun_resets_and_forgets_settings(host: Host) -> None:
    assert host.ask("AT+CFUN=1,1", b"RDY\r\n") == "\r\nOK\r\n\r\nRDY\r\n"
    assert "+CNMI: 0,0,0,0,0" in host.ask("AT+CNMI?")


def test_port_vanishes_and_returns_under_its_link(
    simulator: Simulator, host: Host, phone: Control
) -> None:
    phone.sms(CITIZEN, "SURGA")
    host.read(b"+CMTI")
    phone.fault("unplug")
    with pytest.raises(OSError, match=r"Input/output"):
        host.write(b"AT\r")
        os.read(host.fd, 1)
        os.read(host.fd, 1)
    assert not simulator.device.is_symlink()
    phone.fault("plug")
    with Host(simulator.device) as again:
        again.read(b"RDY\r\n")
        assert "+CMGL: 1," in again.ask("AT+CMGL=4")


def test_port_returns_by_itself_under_another_link(
    simulator: Simulator, host: Host, phone: Control, tmp_path: Path
) -> None:
    phone.fault("unplug", seconds=0.05, link=str(tmp_path / "other"))
    time.sleep(0.2)
    assert not simulator.device.is_symlink()
    with Host(tmp_path / "other") as again:
        again.read(b"RDY\r\n")
        assert "OK" in again.ask("AT")


def test_output_comes_byte_by_byte(host: Host, phone: Control) -> None:
    phone.fault("dribble")
    host.write(b"AT+CREG?\r")
    assert len(os.read(host.fd, 100)) == 1
    assert host.read(b"OK\r\n") == b"\n+CREG: 0,1\r\n\r\nOK\r\n"


def test_flood_without_line_ends_is_followed_by_the_answer(host: Host, phone: Control) -> None:
    phone.fault("flood", match="CSQ", value=2_000_000)
    host.write(b"AT+CSQ\r")
    got = host.read(b"OK\r\n", timeout=20)
    assert got.startswith(b"\xff" * 2_000_000 + b"\r\n+CSQ")


def test_latency_holds_every_answer(host: Host, phone: Control) -> None:
    phone.fault("latency", seconds=0.1)
    begun = time.monotonic()
    host.ask("AT")
    assert time.monotonic() - begun >= 0.1


def test_unregistered_sim_neither_sends_nor_receives(host: Host, phone: Control) -> None:
    phone.fault("register", value=2)
    assert "+CREG: 0,2" in host.ask("AT+CREG?")
    assert "+CMS ERROR: 331" in host.ask(f"AT+CMGS={LENGTH}")
    phone.sms(CITIZEN, "SURGA")
    assert (phone.stat()["used"], phone.stat()["queue"]) == (0, 1)
    phone.fault("register", value=1)
    assert b"+CMTI" in host.read(b"+CMTI")


def test_faults_of_the_start_are_played(options: SimOptions) -> None:
    fault = Fault("answer", match="CSQ", text="+CME ERROR: 10")
    with Simulator(replace(options, faults=(fault,))) as simulator, Host(simulator.device) as host:
        host.quiet()
        assert "+CME ERROR: 10" in host.ask("AT+CSQ")
        assert "+CSQ: 21,0" in host.ask("AT+CSQ")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "explode"}, "do: 'explode'; one of answer"),
        ({"do": "answer", "when": 3}, "unknown key 'when'; one of do"),
        ({"do": "answer", "nth": "3"}, "nth: '3'"),
        ({"do": "answer", "match": "("}, "match: "),
        ({"do": "garbage", "data": "xyz"}, "hex"),
    ],
)
def test_wrong_fault_is_refused_by_name(
    phone: Control, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        phone.ask("fault", **fields)
    assert phone.stat()["used"] == 0


def test_poor_modem_refuses_what_poor_modems_refuse(options: SimOptions) -> None:
    with Simulator(replace(options, poor=True)) as simulator, Host(simulator.device) as host:
        host.ask("ATE0")
        assert host.ask("AT+CMEE=1") == "\r\nERROR\r\n"
        assert host.ask("AT+CLAC") == "\r\nERROR\r\n"
        assert host.ask("AT") == "\r\nERROR\r\n"
        assert host.ask("AT") == "\r\nOK\r\n"
        assert host.ask('AT+CPMS="SM"') == "\r\nERROR\r\n"
        assert "OK" in host.ask('AT+CPMS="SM","SM","SM"')
        assert host.ask("AT+CMGD=1,4") == "\r\nERROR\r\n"
        assert host.ask("AT+CMGD=1") == "\r\nERROR\r\n"
        assert host.ask("AT+CMGL=4") == "\r\n+CMS ERROR: 321\r\n"


def test_wrong_pin_costs_a_try_and_three_cost_the_sim(options: SimOptions) -> None:
    with (
        Simulator(replace(options, pin="4711")) as simulator,
        Host(simulator.device) as host,
        simulator.phone() as phone,
    ):
        host.quiet()
        assert "+CPIN: SIM PIN" in host.ask("AT+CPIN?")
        assert "+CMS ERROR: 311" in host.ask("AT+CMGL=4")
        assert "+CME ERROR: 11" in host.ask("AT+CIMI")
        assert "+CME ERROR: 16" in host.ask('AT+CPIN="0000"')
        host.ask("AT+CFUN=1,1", b"RDY\r\n")
        host.ask("AT+CMEE=1")
        assert phone.stat()["tries"] == 2
        assert "OK" in host.ask('AT+CPIN="4711"')
        assert "+CPIN: READY" in host.ask("AT+CPIN?")
        host.ask("AT+CFUN=1,1", b"RDY\r\n")
        for _ in range(3):
            host.ask('AT+CPIN="0000"')
        assert "+CPIN: SIM PUK" in host.ask("AT+CPIN?")
        assert "ERROR" in host.ask('AT+CPIN="4711"')


def test_full_sim_refuses_and_the_network_tries_again(options: SimOptions, tmp_path: Path) -> None:
    options = replace(options, slots=2, truth=tmp_path / "truth.jsonl")
    with (
        Simulator(options) as simulator,
        Host(simulator.device) as host,
        simulator.phone() as phone,
    ):
        host.quiet()
        watched = phone.watch(timeout=5)
        for text in "abcd":
            phone.sms(CITIZEN, text)
        assert (phone.stat()["used"], phone.stat()["queue"]) == (2, 2)
        host.ask("AT+CMGD=2")
        host.ask("AT+CMGD=1")
        assert (phone.stat()["used"], phone.stat()["queue"]) == (2, 0)
        facts = [next(watched) for _ in range(11)]
    assert [f["fact"] for f in facts].count("refused") == 1
    assert [f["slot"] for f in facts if f["fact"] == "stored"] == [1, 2, 2, 1]


def test_call_rings_until_it_is_hung_up(host: Host, phone: Control) -> None:
    watched = phone.watch(timeout=5)
    host.ask("AT+CLIP=1;+CRC=1")
    phone.call(CITIZEN)
    assert b"+CRING: VOICE" in host.read(b"+CLIP: ")
    assert CITIZEN in host.ask("AT+CLCC")
    host.ask("AT+CHUP")
    assert [next(watched)["state"] for _ in range(2)] == ["ringing", "hung up"]


def test_message_is_routed_past_the_sim_when_the_host_wants_it_so(
    host: Host, phone: Control
) -> None:
    host.ask("AT+CNMI=2,2,0,0,0")
    phone.sms(CITIZEN, "SURGA")
    got = host.read(b"+CMT: ,").decode() + host.read(timeout=0.05).decode()
    assert isinstance(pdu.decode(got.split("\r\n")[2]), pdu.Deliver)
    assert phone.stat()["used"] == 0
