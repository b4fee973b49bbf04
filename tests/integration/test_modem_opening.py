"""A modem is opened as it is found: poor, locked, in the middle of something, or not there."""

import os
import select
import socket
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.at.lasting import lasting
from gateway.errors import LineDown
from gateway.transports.modem import ModemTransport
from tests.integration.modem_rig import QUICK, Line, deliver_pdu, opened, until
from tests.integration.scripted_modem import ERROR, OK, SILENCE, ScriptedModem, line
from tests.integration.test_modem_receiving import bad


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget PINs and resets of earlier tests, as a new process would."""
    monkeypatch.setattr("gateway.at.lasting._lines", {})


def refused(line_: Line) -> LineDown:
    with pytest.raises(LineDown) as caught:
        line_.transport.open(line_.desk.deliver)
    line_.transport.close()
    return caught.value


# -- LIBRARIES.md 2: poor modems

REFUSALS = [
    "CMEE",
    "CLAC",
    "^AT$",
    'CPMS="[A-Z]+"$',  # one argument
    'CPMS="[A-Z]+",',  # three arguments
    "CPMS",
    "CNMI",
    "CNMI=2,1,0,2",
    "CSCA",
    "CSMP",
    r"CSMS|COPS|CSMP|CSQ",
    "ATE0",
    "CFUN",
    "CGMI",
    "CREG",
    "CIMI",
    "CPIN",
]


@pytest.mark.parametrize("pattern", REFUSALS)
def test_modem_that_refuses_an_optional_command_receives_and_sends(pattern: str) -> None:
    with ScriptedModem() as modem:
        modem.rule(pattern, ERROR)
        modem.receive(deliver_pdu("one"), tell=False)
        with opened(modem.device, command_timeout=timedelta(seconds=1)) as line_:
            until(lambda: line_.desk.texts() == ["one"] and not modem.store["SM"])
            assert line_.send().result(5).reference == "1"


ODD_ANSWERS = [
    ("CFUN[?]", OK),
    ("CFUN[?]", line("+CFUN:1") + OK),
    ("CPMS=[?]", OK),
    ("CPMS=[?]", line('+CPMS:("SM"),("SM")') + OK),
    ("CPMS=[?]", line("+CPMS: (),(),()") + OK),
    ("CGMI", OK),
    ("CSCA[?]", line('+CSCA: ""') + OK),
    ("CPIN[?]", line("+CPIN:READY") + OK),
    ("CPIN[?]", line("+CPIN: READY")),  # Wavecom: never an OK
    ("COPS=3", ERROR),
    ("CSQ", line("+CSQ: 99,99") + OK),
    ("CPMS[?]", line("+CPMS: 1,30") + OK),
]


@pytest.mark.parametrize(("pattern", "answer"), ODD_ANSWERS)
def test_odd_answer_while_opening_is_survived(pattern: str, answer: bytes) -> None:
    with ScriptedModem() as modem:
        modem.rule(pattern, answer)
        with opened(modem.device, command_timeout=timedelta(seconds=1)) as line_:
            modem.receive(deliver_pdu("one"))
            until(lambda: line_.desk.texts() == ["one"])
            assert line_.send().result(5).reference == "1"


def test_echo_changes_nothing() -> None:
    with ScriptedModem() as modem:
        modem.echo = True
        with opened(modem.device) as line_:
            modem.receive(deliver_pdu("one"))
            until(lambda: line_.desk.texts() == ["one"])
            assert line_.send().result(5).reference == "1"


def test_settings_of_the_line_reach_the_modem() -> None:
    with (
        ScriptedModem() as modem,
        opened(modem.device, memory="ME", smsc="+6281100000", init="AT^CURC=0"),
    ):
        assert 'AT+CPMS="ME","ME","ME"' in modem.log
        assert 'AT+CSCA="+6281100000"' in modem.log
        assert "AT^CURC=0" in modem.log


def test_prompt_left_by_a_killed_process_is_cancelled_first() -> None:
    with ScriptedModem() as modem:
        descriptor = os.open(modem.device, os.O_RDWR | os.O_NOCTTY)
        os.write(descriptor, b"AT+CMGS=19\r")
        until(lambda: modem.told("CMGS"))
        os.write(descriptor, b"0011000B")
        os.close(descriptor)
        with opened(modem.device) as line_:
            assert line_.send().result(5).reference == "1"
            assert len(modem.sent) == 1
            assert modem.log[1] == "ESC"


# -- defect 23: the PIN


def pin_file(folder: Path, pin: str = "1234") -> Path:
    path = folder / "pin"
    path.write_text(f"{pin}\n", encoding="ascii")
    path.chmod(0o600)
    return path


class Locked:
    """A SIM that wants *pin* and counts the tries."""

    def __init__(self, modem: ScriptedModem, pin: str = "1234") -> None:
        self.tries: list[str] = []
        self.state = "SIM PIN"
        self._pin = pin
        modem.rule(r"CPIN\?", lambda _: line(f"+CPIN: {self.state}") + OK)
        modem.rule("CPIN=", self._enter)

    def _enter(self, command: str) -> bytes:
        given = command.split('"')[1]
        self.tries.append(given)
        if given == self._pin:
            self.state = "READY"
            return OK
        return line("+CME ERROR: 16")


def test_right_pin_opens_the_sim_and_works_again_after_a_reset(tmp_path: Path) -> None:
    with ScriptedModem() as modem:
        sim = Locked(modem)
        with opened(modem.device, pin_file=pin_file(tmp_path)) as line_:
            sim.state = "SIM PIN"
            line_.reopen()
            assert line_.send().result(5).reference == "1"
        assert sim.tries == ["1234", "1234"]


def test_wrong_pin_is_tried_once_in_the_life_of_the_process(tmp_path: Path) -> None:
    with ScriptedModem() as modem:
        sim = Locked(modem, "9999")
        made = Line(modem.device, pin_file=pin_file(tmp_path))
        for _ in range(5):
            assert refused(made).latched
            made.transport = made.new()
        assert sim.tries == ["1234"]


def test_reset_banner_never_makes_a_second_try_of_a_refused_pin(tmp_path: Path) -> None:
    with ScriptedModem() as modem:
        sim = Locked(modem)
        with opened(modem.device, pin_file=pin_file(tmp_path)) as line_:
            sim._pin, sim.state = "9999", "SIM PIN"
            modem.say(bad("at-reboot-banner"))
            until(line_.down)
            for _ in range(3):
                line_.transport.close()
                line_.transport = line_.new()
                assert refused(line_).latched
        assert sim.tries == ["1234", "1234"]


@pytest.mark.parametrize(
    ("state", "answer"), [("SIM PUK", None), ("PH-SIM PIN", None), ("SIM PIN", None)]
)
def test_sim_that_wants_what_we_lack_is_latched_and_nothing_is_tried(
    state: str, answer: None
) -> None:
    with ScriptedModem() as modem:
        sim = Locked(modem)
        sim.state = state
        error = refused(Line(modem.device))
        assert error.latched
        assert sim.tries == []


@pytest.mark.parametrize(("content", "mode"), [("1234", 0o644), ("12a4", 0o600), ("123", 0o600)])
def test_bad_pin_file_is_never_typed_into_the_sim(tmp_path: Path, content: str, mode: int) -> None:
    path = pin_file(tmp_path, content)
    path.chmod(mode)
    with ScriptedModem() as modem:
        sim = Locked(modem)
        error = refused(Line(modem.device, pin_file=path))
        assert error.latched
        assert content not in str(error).replace(str(path), "")
        assert sim.tries == []


@pytest.mark.parametrize("code", [10, 13, 15])
def test_missing_or_broken_sim_is_down_and_not_latched(code: int) -> None:
    with ScriptedModem() as modem:
        modem.rule("CPIN", line(f"+CME ERROR: {code}"))
        error = refused(Line(modem.device))
        assert not error.latched
        assert f"CME {code}" in str(error)


# -- defects 24, 27: the port


def test_missing_device_is_down_at_once(tmp_path: Path) -> None:
    error = refused(Line(str(tmp_path / "ttyUSB9")))
    assert not error.latched


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_dead_modem_is_down_and_leaves_no_thread_and_no_descriptor() -> None:
    with ScriptedModem() as modem:
        modem.deaf = True
        threads, descriptors = threading.active_count(), open_files()
        for _ in range(3):
            assert "does not answer" in str(refused(Line(modem.device, **QUICK)))
        assert threading.active_count() == threads
        assert open_files() == descriptors


def test_open_line_has_two_threads_and_no_more_with_every_indication() -> None:
    with ScriptedModem() as modem:
        threads = threading.active_count()
        with opened(modem.device) as line_:
            for count in range(30):
                modem.receive(deliver_pdu(f"sms {count}"))
            assert threading.active_count() == threads + 2
            until(lambda: len(line_.desk.got) == 30)
        assert threading.active_count() == threads


def test_port_is_ours_alone() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        refused(Line(modem.device))
        assert line_.send().result(5).reference == "1"


def test_modem_behind_a_socket_works_as_on_a_port() -> None:
    with ScriptedModem() as modem, socket.create_server(("127.0.0.1", 0)) as server:
        bridge = threading.Thread(target=_bridge, args=(server, modem.device), daemon=True)
        bridge.start()
        url = f"socket://127.0.0.1:{server.getsockname()[1]}"
        with opened(url) as line_:
            modem.receive(deliver_pdu("one"))
            until(lambda: line_.desk.texts() == ["one"])
            assert line_.send().result(5).reference == "1"
        bridge.join(5)


def _bridge(server: socket.socket, device: str) -> None:
    descriptor = os.open(device, os.O_RDWR | os.O_NOCTTY)
    connection, _ = server.accept()
    with connection:
        while True:
            sides: list[Any] = [connection, descriptor]
            ready, _, _ = select.select(sides, [], [])
            if connection in ready:
                data = connection.recv(4096)
                if not data:
                    break
                os.write(descriptor, data)
            if descriptor in ready:
                connection.sendall(os.read(descriptor, 4096))
    os.close(descriptor)


# -- found by its identity (PEERS.md 3, row 2)


def find(line_: Line, *devices: str) -> None:
    line_.transport = ModemTransport(line_.settings, clock=line_.transport._clock, patterns=devices)
    line_.transport.open(line_.desk.deliver)


@pytest.mark.parametrize("wanted", [{"imei": "353914049999999"}, {"imsi": "510101111111111"}])
def test_modem_is_found_by_its_identity_over_all_ports(wanted: dict[str, str]) -> None:
    with ScriptedModem() as other, ScriptedModem() as ours, ScriptedModem() as silent:
        silent.deaf = True
        ours.rule("CGSN", line("353914049999999") + OK)
        ours.rule("CIMI", line("510101111111111") + OK)
        made = Line(other.device, **wanted)
        find(made, "/nonexistent/*", other.device, ours.device, silent.device)
        ours.receive(deliver_pdu("one"))
        until(lambda: made.desk.texts() == ["one"])
        made.transport.close()
        assert not other.told("CMG")


def test_identity_that_no_port_has_is_down() -> None:
    with ScriptedModem() as other:
        made = Line(other.device, imei="353914049999999")
        error = refused(made)
        assert "353914049999999" not in str(error)
        assert not other.told("CMG|CPIN=")


def test_lasting_memory_is_one_a_line() -> None:
    assert lasting("a") is lasting("a")
    assert lasting("a") is not lasting("b")


def test_silent_optional_command_costs_a_timeout_and_not_the_line() -> None:
    with ScriptedModem() as modem:
        modem.rule("CSCA", SILENCE, times=1)
        made = Line(modem.device, **QUICK)
        error = refused(made)
        assert "does not answer" in str(error)
        made.transport = made.new()
        made.open()
        assert made.send().result(5).reference == "1"
        made.transport.close()
