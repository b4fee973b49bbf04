"""The doctor finds what really goes wrong, with real ports, processes and servers."""

import json
import os
import pty
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.smsc import Settings as Centre
from bench.smsc import Smsc
from gateway import config
from gateway.config_http import GenericLine, ServerSettings
from gateway.config_lines import ModemLine
from gateway.config_mail import MailSettings
from gateway.doctor import house, mail, modem, ports, smpp, web
from gateway.doctor.finding import Finding
from gateway.smpp import codes
from gateway.watch.readings import HouseReading
from gateway.watch.stock import LineStock, Stock
from models.times import to_us
from tests.cityhall import Hall, build
from tests.integration.scripted_modem import ERROR, OK, ScriptedModem, line
from tests.integration.smpp_rig import line_to
from tests.integration.test_smpp_line import certificate
from tests.mailpeer import mail_server
from tests.webrig import provider, tls_server

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def kartu(device: str, **settings: Any) -> ModemLine:
    return ModemLine(name="kartu1", device=device, **settings)


def wrong(found: list[Finding]) -> list[str]:
    return [one.check for one in found if one.state == "wrong"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a silent port be silent for less long."""
    monkeypatch.setattr(modem, "PATIENCE", 0.3)


# --- who holds a port


@pytest.fixture
def serial() -> Iterator[tuple[str, int]]:
    ours, theirs = pty.openpty()
    yield os.ttyname(theirs), theirs
    os.close(ours)
    os.close(theirs)


def test_process_that_holds_a_port_is_named(serial: tuple[str, int]) -> None:
    device, descriptor = serial
    child = subprocess.Popen(["sleep", "60"], stdin=descriptor)
    try:
        (found,) = ports.check_holders("kartu1", device, None)
        assert (found.state, found.text) == ("wrong", f"sleep ({child.pid}) has the port open")
        assert ports.check_holders("kartu1", device, child.pid)[0].state == "right", "the daemon"
    finally:
        child.kill()
        child.wait()
    assert ports.check_holders("kartu1", device, None)[0].state == "right"


@pytest.mark.parametrize(
    ("program", "mend"),
    [("ModemManager", "systemctl disable --now ModemManager"), ("nobody", "stop it")],
)
def test_known_program_is_mended_in_its_own_way(tmp_path: Path, program: str, mend: str) -> None:
    device = tmp_path / "ttyUSB0"
    device.touch()
    descriptors = tmp_path / "proc" / "77" / "fd"
    descriptors.mkdir(parents=True)
    (descriptors / "5").symlink_to(device)
    (tmp_path / "proc" / "77" / "comm").write_text(f"{program}\n")
    (tmp_path / "proc" / "self").mkdir()
    (tmp_path / "proc" / "78").mkdir()  # ended while we looked
    (found,) = ports.check_holders("kartu1", str(device), None, tmp_path / "proc")
    assert found.mend.startswith(mend)


def test_ports_of_one_stick_are_found_by_their_names(tmp_path: Path) -> None:
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    for number, name in enumerate(
        ("usb-HUAWEI-if00-port0", "usb-HUAWEI-if02-port0", "usb-ZTE-if00-port0")
    ):
        (tmp_path / f"ttyUSB{number}").touch()
        (by_id / name).symlink_to(tmp_path / f"ttyUSB{number}")
    patterns = (f"{by_id}/*", f"{tmp_path}/ttyUSB*")
    stick = [str(by_id / "usb-HUAWEI-if02-port0")]
    assert ports.siblings(str(tmp_path / "ttyUSB0"), patterns) == stick
    assert ports.siblings(str(by_id / "usb-HUAWEI-if00-port0"), patterns) == stick
    assert len(ports.siblings(str(tmp_path / "unknown"), patterns)) == 3


# --- a modem


def test_good_modem_has_nothing_wrong() -> None:
    with ScriptedModem() as one:
        found = modem.examine(kartu(one.device))
        told = one.told("CPIN|CFUN|CMGD|CNMI|CMGF|ATZ")
    assert wrong(found) == []
    assert {"port", "sim", "network", "smsc"} <= {f.check for f in found}
    assert told == ["AT+CPIN?"], "questions only"


CASES: list[tuple[str, bytes, dict[str, Any], str]] = [
    ("CPIN", line("+CPIN: SIM PIN") + OK, {}, "sim"),
    ("CPIN", line("+CPIN: SIM PIN") + OK, {"pin_file": Path("pin")}, ""),
    ("CPIN", line("+CPIN: SIM PUK") + OK, {}, "sim"),
    ("CPIN", line("+CME ERROR: 10"), {}, "sim"),
    ("CPIN", line("+CME ERROR: SIM PIN required"), {}, "sim"),
    ("CREG", line("+CREG: 0,2") + OK, {}, "network"),
    ("CREG", line("+CREG: 0,3") + OK, {}, "network"),
    ("CREG", line("+CREG: 0,5") + OK, {}, ""),
    ("CREG", ERROR, {}, ""),
    ("CSCA", line('+CSCA: "",129') + OK, {}, "smsc"),
    ("CSCA", line('+CSCA: "",129') + OK, {"smsc": "+6281100000"}, ""),
    ("CSCA", ERROR, {}, ""),
    ("CPMS", line('+CPMS: "SM",30,30,"SM",30,30') + OK, {}, "store"),
    ("CGSN", line("490154203237518") + OK, {"imei": "356938035643809"}, "imei"),
    ("CIMI", line("510101234567890") + OK, {"imsi": "510109999999999"}, "imsi"),
    ("CIMI", line("510101234567890") + OK, {"imsi": "510101234567890"}, ""),
]


def test_each_fault_of_a_modem_is_found_and_mended() -> None:
    for command, reply, settings, wanted in CASES:
        with ScriptedModem() as one:
            one.rule(command, reply)
            found = modem.examine(kartu(one.device, **settings))
        assert wrong(found) == ([wanted] if wanted else []), (command, reply)
        assert all(f.mend for f in found if f.state == "wrong")


def test_weak_signal_is_a_doubt() -> None:
    with ScriptedModem() as one:
        one.rule("CSQ", line("+CSQ: 2,99") + OK)
        found = modem.examine(kartu(one.device))
    assert [(f.check, f.state) for f in found if f.state != "right"] == [("signal", "doubt")]


@pytest.mark.usefixtures("quick")
def test_wrong_port_of_a_stick_is_found_and_the_right_one_named(tmp_path: Path) -> None:
    with ScriptedModem() as deaf, ScriptedModem() as good:
        deaf.deaf = True
        (tmp_path / "usb-HUAWEI-if00-port0").symlink_to(deaf.device)
        right = tmp_path / "usb-HUAWEI-if02-port0"
        right.symlink_to(good.device)
        (found,) = modem.examine(
            kartu(str(tmp_path / "usb-HUAWEI-if00-port0")), (f"{tmp_path}/usb-*",)
        )
        assert (found.check, found.state) == ("port", "wrong")
        assert f"device = {right} answers" in found.mend
        (found,) = modem.examine(kartu(deaf.device), ())
        assert "baudrate" in found.mend


def test_port_that_is_not_there_is_said() -> None:
    (found,) = modem.examine(kartu("/dev/ttyUSB99"), ())
    assert (found.check, found.state) == ("port", "wrong")


# --- SMPP


@contextmanager
def centre(tmp_path: Path, **settings: Any) -> Iterator[Any]:
    """Run a service centre; yield the section of a line to it."""
    smsc = Smsc(Centre(**settings)).start()
    try:
        yield line_to(smsc, tmp_path)
    finally:
        smsc.close()


@pytest.mark.parametrize(
    ("status", "state", "mend"),
    [
        (codes.ROK, "right", ""),
        (codes.RINVPASWD, "wrong", "password_file"),
        (codes.RINVSYSID, "wrong", "system_id"),
        (codes.RALYBND, "doubt", "another program"),
        (codes.RSYSERR, "wrong", "ask the provider"),
    ],
)
def test_account_is_tried_once(tmp_path: Path, status: int, state: str, mend: str) -> None:
    with centre(tmp_path, bind_status=status) as account:
        found = smpp.examine(account)
    assert [one.check for one in found] == ["reach", "bind"]
    assert found[1].state == state
    assert mend in found[1].mend


def test_server_that_is_not_there_or_no_smpp_is_said(tmp_path: Path) -> None:
    with centre(tmp_path) as account:
        pass
    assert wrong(smpp.examine(account)) == ["reach"]
    with provider(lambda _taken: (200, b"HTTP")) as peer:
        port = int(peer.url.rpartition(":")[2].partition("/")[0])
        found = smpp.examine(
            line_to(_At(port), tmp_path, connection_timeout=timedelta(milliseconds=300))  # type: ignore[arg-type]
        )
    assert wrong(found) == ["bind"]


class _At:
    """What line_to() asks of a service centre."""

    def __init__(self, port: int) -> None:
        self.port = port


@pytest.mark.parametrize(
    ("name", "days", "mend"),
    [("other.example.net", "2", "tls_name"), ("smpp.example.net", "-1", "renew"), ("", "", "ca_")],
)
def test_certificate_that_proves_nothing_is_mended(
    tmp_path: Path, name: str, days: str, mend: str
) -> None:
    pem = certificate(tmp_path, name or "smpp.example.net")
    if days == "-1":
        pem = _expired(tmp_path, pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, str(pem) + ".key")
    smsc = Smsc(tls=context).start()
    try:
        settings = {"ca_file": pem if name else None, "tls_name": "smpp.example.net"}
        (found,) = smpp.examine(line_to(smsc, tmp_path, tls=True, **settings))
    finally:
        smsc.close()
    assert (found.check, found.state) == ("tls", "wrong")
    assert mend in found.mend


def _expired(folder: Path, pem: Path) -> Path:
    """Sign the key of *pem* again with a certificate that ended yesterday."""
    old = folder / "old.pem"
    subprocess.run(
        ["openssl", "x509", "-in", pem, "-signkey", f"{pem}.key", "-days", "-1", "-out", old],
        check=True, capture_output=True,
    )  # fmt: skip
    Path(f"{old}.key").write_bytes(Path(f"{pem}.key").read_bytes())
    return old


# --- HTTP


def http(url: str, **settings: Any) -> GenericLine:
    return GenericLine(name="penyedia", provider="generic", url=url, **settings)


def test_providers_server_is_reached_and_must_prove_its_name(tmp_path: Path) -> None:
    with tls_server(tmp_path) as (url, ca_file):
        assert wrong(web.examine(http(url, ca_file=ca_file))) == []
        assert wrong(web.examine(http(url))) == ["tls"]
        plain = url.replace("https:", "http:")
    assert wrong(web.examine(http(plain))) == ["reach"], "it has ended"
    assert web.examine(http("")) == []


def test_plain_server_behind_an_https_url_is_a_fault_of_tls() -> None:
    with provider(lambda _taken: (200, b"")) as peer:
        assert wrong(web.examine(http(peer.url.replace("http:", "https:")))) == ["tls"]


@pytest.mark.parametrize(
    ("status", "alive", "state"),
    [(404, True, "right"), (502, True, "wrong"), (503, False, "doubt")],
)
def test_own_address_is_called_as_providers_do(status: int, state: str, *, alive: bool) -> None:
    with provider(lambda _taken: (status, b"")) as peer:
        server = ServerSettings(public_url=peer.url, lines=("penyedia",))
        (found,) = web.check_public(server, alive=alive)
    assert found.state == state
    assert list(web.check_public(ServerSettings(public_url=peer.url), alive=alive)) == []


def test_own_address_that_leads_nowhere_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = ServerSettings(public_url=f"http://127.0.0.1:{port}", lines=("penyedia",))
    (found,) = web.check_public(server, alive=True)
    assert (found.check, found.state) == ("webhook_reach", "wrong")


# --- e-mail


def test_mail_server_must_be_there_prove_its_name_and_let_us_in(tmp_path: Path) -> None:
    wrong_password = tmp_path / "password"
    wrong_password.write_text("x\n")
    wrong_password.chmod(0o600)
    with mail_server() as post:
        assert wrong(mail.examine(post.settings())) == []
        assert "ca_file" in mail.examine(post.settings(ca_file=None))[0].mend
        gone = post.settings()
    assert "firewall" in mail.examine(gone)[0].mend
    with mail_server(login=True) as post:
        found = mail.examine(post.settings(username="lapor", password_file=wrong_password))
        assert "username" in found[0].mend
    assert mail.examine(MailSettings()) == []


# --- the computer and the daemon


def test_kernel_says_whether_a_time_server_keeps_the_clock() -> None:
    assert house.synchronised() in {True, False, None}


@pytest.mark.parametrize(
    ("detail", "mend"),
    [
        ("kartu1: the SIM wants SIM PUK", "PUK"),
        ("kartu1: the PIN in pin_file was tried and refused; it is not tried again", "pin_file"),
        ("kartu1: cannot open the port (SerialException)", "who holds the port"),
        ("kartu1: no serial port has the modem with this imei", "by-id"),
        ("kartu1: the modem does not answer", "right port"),
        ("kartu1: the SIM cannot be used (CME 10)", "clean it"),
        ("1708: bind refused: SMPP 0x0E RINVPASWD", "password_file"),
        ("1708: cannot be reached: connection refused", "host, port"),
        ("1708: tls: hostname mismatch", "tls_name"),
        ("unplugged", "plug it in"),
        ("something new", "daemon's log"),
    ],
)
def test_line_that_is_down_is_mended_by_its_own_words(detail: str, mend: str) -> None:
    assert mend in house.remedy(detail)


def stocked(
    state: dict[str, Any], *, seen: datetime = NOW, paused: datetime | None = None
) -> Stock:
    """Return what the daemon last wrote of one line."""
    return Stock(
        reading=HouseReading(at=NOW, today=NOW.date()),
        lines={"latihan": LineStock("n", state, paused, "why", seen)},
        credit={}, queues=(), totals={}, spent={}, inbox={}, sending=0, mail={}, tickets={}, late=0,
        alarms=(),
    )  # fmt: skip


def test_what_the_daemon_saw_of_a_line_is_judged(tmp_path: Path) -> None:
    (tmp_path / "modem.conf").write_text("[simulator latihan]\nnumber = 1708\n")
    settings = config.load(tmp_path / "modem.conf")

    def check(state: dict[str, Any], **change: Any) -> list[str]:
        return wrong(list(house.check_daemon(settings, stocked(state, **change), 7)))

    assert check({"up": True, "registered": True}) == []
    assert check({"up": False, "detail": "unplugged", "down_since": to_us(NOW)}) == ["line"]
    assert check({"up": True}, seen=NOW - timedelta(minutes=2)) == ["line"]
    assert check({"up": True, "registered": False}) == ["network"]
    assert check({"up": True}, paused=NOW + timedelta(minutes=2)) == ["line"]
    assert wrong(list(house.check_daemon(settings, None, None))) == ["daemon"]


# --- the command


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return build(tmp_path_factory.mktemp("doctor") / "hall")


def test_command_says_that_the_daemon_does_not_run(hall: Hall) -> None:
    done = hall.run("doctor", "--json")
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["check"] for row in rows if row["state"] == "wrong"] == ["daemon"]
    assert all(row["mend"] for row in rows if row["state"] == "wrong")
    text = hall.run("doctor").stdout
    assert "the daemon does not run\tsystemctl start kentongan" in text
    assert text.splitlines()[-1].startswith("1 of ")


def test_command_goes_on_when_the_rules_are_broken(hall: Hall) -> None:
    city = hall.folder / "city.toml"
    whole = city.read_text()
    city.write_text(whole.replace("[city]", "[city]\nfoo = 1", 1))
    try:
        done = hall.run("doctor", "--json")
    finally:
        city.write_text(whole)
    wrongs = [json.loads(row) for row in done.stdout.splitlines() if '"wrong"' in row]
    assert [row["check"] for row in wrongs] == ["rules", "daemon"]


def test_command_finds_files_that_others_may_read(hall: Hall) -> None:
    key = hall.folder / "kentongan.key"
    key.chmod(0o644)
    try:
        done = hall.run("doctor", "--json")
    finally:
        key.chmod(0o600)
    wrongs = [json.loads(row) for row in done.stdout.splitlines() if '"wrong"' in row]
    assert {row["check"] for row in wrongs} == {"files", "database", "daemon"}


def test_command_says_that_nobody_hears_alarms(hall: Hall) -> None:
    rows = [json.loads(row) for row in hall.run("doctor", "--json").stdout.splitlines()]
    (found,) = [row for row in rows if row["check"] == "admins"]
    assert (found["state"], found["text"]) == ("doubt", "nobody hears alarms of the gateway")
